"""How a checkout is set up: dev.py, the locks, the wheel."""

import ast
import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import ecocity_desktop

ROOT = Path(__file__).resolve().parent.parent
LOCKS = [ROOT / "requirements.lock", ROOT / "packaging" / "requirements-freeze.lock"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    builder = WheelBuilder(str(ROOT))
    built = next(builder.build(directory=str(tmp_path_factory.mktemp("wheel")), versions=["standard"]))
    with zipfile.ZipFile(built) as archive:
        yield archive


@pytest.fixture
def dev() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_dev_py_needs_nothing_but_python():
    imported = set()
    for node in ast.walk(ast.parse((ROOT / "dev.py").read_text("utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module.partition(".")[0])
    assert imported <= sys.stdlib_module_names


def test_dev_py_stays_short():
    assert len((ROOT / "dev.py").read_text("utf-8").splitlines()) <= 220


def test_dev_py_without_a_command_says_which_there_are():
    answer = subprocess.run([sys.executable, ROOT / "dev.py"], capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    for command in ("run", "test", "check", "bench", "lock", "freeze"):
        assert command in answer.stderr.splitlines()[0]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the system libraries are Linux's")
def test_a_missing_system_library_is_named_where_there_is_no_apt(dev, monkeypatch, tmp_path):
    monkeypatch.setattr(dev, "QT_LIBRARIES", {"libnowhere.so.9": "libnowhere9"})
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match=r"Install what holds these, then run this again: libnowhere\.so\.9"):
        dev.ensure_system_packages(qt=True)
    dev.ensure_system_packages(qt=False)


def test_the_readme_gives_the_two_commands_and_the_check_run_uses_them():
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "python3 dev.py run" in readme
    assert "python3 dev.py test" in readme
    assert "python3 dev.py test" in (ROOT / ".ci" / "run").read_text("utf-8")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_requirement_has_one_version_and_its_hashes(lock: Path):
    entries = lock.read_text("utf-8").replace("\\\n", "").splitlines()
    assert entries
    for entry in entries:
        assert re.fullmatch(r"[a-z0-9-]+==[^ ]+( ; .+?)?(\s+--hash=sha256:[0-9a-f]{64})+", entry), entry


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_the_locks_name_no_host_and_no_place(lock: Path):
    text = lock.read_text("utf-8")
    assert "://" not in text
    assert "http" not in text
    assert "index" not in text
    assert "\n/" not in text
    assert "@ " not in text


def test_the_lock_holds_what_the_project_asks_for():
    locked = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", LOCKS[0].read_text("utf-8"), re.MULTILINE))
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = asked["dependency-groups"]
    for line in asked["project"]["dependencies"] + groups["test"] + groups["check"] + groups["install"]:
        wanted = Requirement(line)
        assert Version(locked[canonicalize_name(wanted.name)]) in wanted.specifier, line


def test_only_the_small_qt_wheels_are_locked():
    locked = set(re.findall(r"^(pyside6[a-z0-9-]*)==", LOCKS[0].read_text("utf-8"), re.MULTILINE))
    assert locked == {"pyside6-essentials", "pyside6-pdf"}


@pytest.mark.skipif(
    not (ROOT / ".git").exists() or shutil.which("git") is None, reason="there is no git checkout to ask"
)
def test_no_uv_lock_is_committed():
    listed = subprocess.run(
        ["git", "ls-files", "uv.lock"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert listed.stdout == ""


def test_the_wheel_puts_two_names_and_no_more_among_the_installed_packages(wheel: zipfile.ZipFile):
    top = {name.partition("/")[0] for name in wheel.namelist()}
    assert top == {"ecocity_desktop", f"ecocity_desktop-{ecocity_desktop.__version__}.dist-info"}


def test_the_wheel_carries_the_shipped_files_and_nothing_compiled(wheel: zipfile.ZipFile):
    names = set(wheel.namelist())
    assert {
        "ecocity_desktop/_bundled/resources/i18n/fr.json",
        "ecocity_desktop/_bundled/resources/i18n/en.json",
        "ecocity_desktop/_bundled/resources/i18n/zh.json",
        "ecocity_desktop/_bundled/db/env.py",
        "ecocity_desktop/_bundled/docs/manual/zh/cities.md",
        "ecocity_desktop/_bundled/docs/manual/fr/pictures/cities.png",
        "ecocity_desktop/_bundled/LICENSE",
        "ecocity_desktop/_bundled/db/versions/0001_first_schema.py",
    } <= names
    assert not [name for name in names if name.endswith(".pyc") or "__pycache__" in name]


def test_the_wheel_tells_the_version_of_the_program(wheel: zipfile.ZipFile):
    version = ecocity_desktop.__version__
    metadata = wheel.read(f"ecocity_desktop-{version}.dist-info/METADATA").decode("utf-8")
    assert f"\nVersion: {version}\n" in metadata
    entry_points = wheel.read(f"ecocity_desktop-{version}.dist-info/entry_points.txt").decode("utf-8")
    assert "ecocity-desktop = ecocity_desktop.__main__:main" in entry_points


def test_an_installed_program_finds_its_shipped_files(wheel: zipfile.ZipFile, tmp_path: Path):
    wheel.extractall(tmp_path)
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from ecocity_desktop.bundled import database_file, resource\n"
        "print(resource('i18n', 'zh.json').read_bytes() != b'', database_file('versions').is_dir())\n"
        "print(database_file())"
    )
    answer = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.splitlines() == ["True True", str(tmp_path / "ecocity_desktop" / "_bundled" / "db")]
