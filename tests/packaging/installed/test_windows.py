"""setup.exe and the MSI under Wine: installed silently, used, upgraded, removed; and the window's own tests there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import screen

import ecocity_desktop
from ecocity_desktop.store.database import SCHEMA, schema_of

pytestmark = pytest.mark.skipif(shutil.which("wine") is None, reason="needs Wine")

wine = pytest.importorskip("wine")
ROOT = Path(__file__).resolve().parents[3]
FOLDER = "users/root/AppData/Local/Programs/EcoCity Desktop"
FOR_ALL = "Program Files/EcoCity Desktop"
REMOVAL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\EcoCityDesktop"
# These look at the checkout, or at what is built of it.
NOT_OF_THE_PROGRAM = ("packaging", "bench", "torture", "test_architecture.py", "test_setup.py")
LANGUAGES = ("--language", "fr", "--language", "en", "--language", "zh")


@pytest.fixture(scope="module")
def machine(work: Path) -> Iterator[object]:
    """A Windows without Python and without any trace of earlier tests."""
    prefix = work / "wine-trial"
    shutil.rmtree(prefix, ignore_errors=True)
    os.environ.setdefault("USER", "root")
    made = wine.prepare(prefix)
    yield made
    made.stop()


def package(folder: Path, version: str, ending: str) -> Path:
    found = folder / f"EcoCity-Desktop-{version}-test-{ending}"
    if not found.exists():
        pytest.skip(f"there is no {found.name}: python3 dev.py package --windows")
    return found


def run(machine, folder: str, *arguments: object) -> str:
    done = machine.run(machine.place(f"{folder}/ecocity-desktop.exe"), *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def registry(machine, key: str, *more: str) -> str:
    """Return what is written under a key of the registry; an empty text when there is no such key."""
    done = machine.run("reg", "query", key, *more)
    return done.stdout if done.returncode == 0 else ""


def install(machine, setup: Path) -> None:
    done = machine.run(setup, "/S")
    assert done.returncode == 0, done.stderr
    machine.stop()


@contextmanager
def shown(machine, command: list[str], picture: Path) -> Iterator[None]:
    """Start a Windows program on a display and wait until its window lists something; end it afterwards."""
    with screen.screen() as display:
        environment = machine.environment({**display, "ECOCITY_LANGUAGE": "zh"})
        quiet = subprocess.DEVNULL
        opened = subprocess.Popen(
            ["wine", *command], stdin=quiet, stdout=quiet, stderr=quiet, env=environment
        )
        try:
            screen.wait_for(lambda: screen.windows("EcoCity"), 120)
            screen.wait_for(lambda: screen.picture(picture) > screen.FULL, 60)
            yield
        finally:
            subprocess.run(["wineserver", "--kill"], env=environment, check=False)
            opened.wait(60)


@pytest.fixture(scope="module")
def file(work: Path) -> Path:
    """The workspace of the tests of setup.exe, on a drive of its own kind: Linux's."""
    return fresh(work / "mission.ecocity")


@pytest.fixture(scope="module")
def file_of_msi(work: Path) -> Path:
    """The workspace of the tests of the MSI."""
    return fresh(work / "mission-msi.ecocity")


def fresh(target: Path) -> Path:
    for old in target.parent.glob(target.name + "*"):
        old.unlink() if old.is_file() else shutil.rmtree(old)
    return target


def cities(machine, folder: str, file: Path) -> list[str]:
    told = run(machine, folder, "list", wine.windows_path(file), "cities", "--json")
    return [json.loads(line)["id"] for line in told.splitlines()]


def briefs(machine, folder: str, file: Path, target: Path) -> list[Path]:
    """Print all briefs of a workspace in three languages, and return them."""
    shutil.rmtree(target, ignore_errors=True)
    asked = ("brief", wine.windows_path(file), "--all", *LANGUAGES, "--output", wine.windows_path(target))
    run(machine, folder, *asked)
    return sorted(target.glob("*.pdf"))


@pytest.mark.seen("setup.exe", "installed")
def test_setup_installs_without_a_word_for_this_user(machine, work: Path):
    install(machine, package(work / "previous", "0.0.9", "setup.exe"))
    assert machine.place(f"{FOLDER}/EcoCity Desktop.exe").is_file()
    assert "0.0.9" in registry(machine, REMOVAL, "/v", "DisplayVersion")
    assert "EcoCity.Workspace" in registry(machine, r"HKCU\Software\Classes\.ecocity")
    assert list(machine.place("users/root").rglob("EcoCity Desktop.lnk"))


def test_the_older_program_makes_a_file(machine, file: Path):
    assert json.loads(run(machine, FOLDER, "version", "--json"))["version"] == "0.0.9"
    run(machine, FOLDER, "new", wine.windows_path(file), "--sample")
    assert file.is_file()


@pytest.mark.seen("setup.exe", "upgraded")
def test_an_upgrade_is_clean_keeps_the_data_and_brings_them_to_the_new_schema(
    machine, packages: Path, file: Path
):
    before = cities(machine, FOLDER, file)
    assert schema_of(file) == 1
    stale = machine.place(f"{FOLDER}/_internal/of-an-older-version.txt")
    stale.write_text("stale", "utf-8")
    install(machine, package(packages, ecocity_desktop.__version__, "setup.exe"))
    assert not stale.exists()
    assert json.loads(run(machine, FOLDER, "version", "--json"))["version"] == ecocity_desktop.__version__
    assert cities(machine, FOLDER, file) == before
    assert schema_of(file) == SCHEMA > 1
    assert ecocity_desktop.__version__ in registry(machine, REMOVAL, "/v", "DisplayVersion")


@pytest.mark.seen("setup.exe", "ran")
def test_the_command_line_works_without_python(machine, file: Path):
    run(machine, FOLDER, "check", wine.windows_path(file))
    assert "荆州" in run(machine, FOLDER, "search", wine.windows_path(file), "荆州", "--json")


@pytest.mark.seen("setup.exe", "made briefs")
def test_it_prints_twelve_briefs(machine, file: Path, work: Path):
    made = briefs(machine, FOLDER, file, work / "briefs-of-windows")
    assert len(made) == 12
    assert all(brief.read_bytes().startswith(b"%PDF-") and brief.stat().st_size > 20_000 for brief in made)


def test_windows_and_linux_print_the_same_briefs(machine, file: Path, work: Path, packages: Path):
    ours = packages / "ecocity-desktop" / "ecocity-desktop"
    if not ours.exists():
        pytest.skip("there is no frozen folder for Linux")
    same = ("brief", "--all", "--language", "zh", "--as-of", "2026-11-23")
    for name, program in (("w", None), ("l", ours)):
        target = work / f"briefs-{name}"
        shutil.rmtree(target, ignore_errors=True)
        if program is None:
            path, folder = wine.windows_path(file), wine.windows_path(target)
            run(machine, FOLDER, same[0], path, *same[1:], "--output", folder)
        else:
            subprocess.run(
                [program, same[0], file, *same[1:], "--output", target], check=True, stdout=subprocess.DEVNULL
            )
    for brief in sorted((work / "briefs-l").glob("*.pdf")):
        assert brief.read_bytes() == (work / "briefs-w" / brief.name).read_bytes(), brief.name


def test_the_window_opens_on_the_file_and_keeps_the_installer_waiting(machine, file: Path, packages: Path):
    # Wine 8 does not look for file types where a single user's are written, so no double-click here: see the MSI.
    command = registry(machine, r"HKCU\Software\Classes\EcoCity.Workspace\shell\open\command")
    assert 'EcoCity Desktop.exe" "%1"' in command
    setup = package(packages, ecocity_desktop.__version__, "setup.exe")
    program = machine.place(f"{FOLDER}/EcoCity Desktop.exe")
    with shown(machine, [str(program), wine.windows_path(file)], packages / "pictures" / "windows.png"):
        assert machine.run(setup, "/S").returncode == 2


@pytest.mark.seen("setup.exe", "removed")
def test_removal_leaves_the_workspace_and_the_settings(machine, file: Path):
    settings = machine.place("users/root/AppData/Local/EcoCity Desktop/settings.json")
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("{}", "utf-8")
    folder = machine.place(FOLDER)
    machine.run(folder / "uninstall.exe", "/S")
    machine.stop()
    screen.wait_for(lambda: not folder.exists(), 60)
    assert registry(machine, REMOVAL) == ""
    assert registry(machine, r"HKCU\Software\Classes\.ecocity") == ""
    assert registry(machine, r"HKCU\Software\Classes\EcoCity.Workspace") == ""
    assert list(machine.place("users/root").rglob("EcoCity Desktop.lnk")) == []
    assert file.is_file()
    assert settings.is_file()


@pytest.mark.seen(".msi", "installed")
def test_the_msi_installs_for_all_users(machine, work: Path, file_of_msi: Path):
    older = package(work / "previous", "0.0.9", "x64.msi")
    done = machine.run("msiexec", "/i", wine.windows_path(older), "/qn")
    machine.stop()
    assert done.returncode == 0, done.stderr
    assert json.loads(run(machine, FOR_ALL, "version", "--json"))["version"] == "0.0.9"
    run(machine, FOR_ALL, "new", wine.windows_path(file_of_msi), "--sample")


@pytest.mark.seen(".msi", "upgraded")
def test_the_msi_replaces_an_older_one_and_brings_the_data_to_the_new_schema(
    machine, packages: Path, file_of_msi: Path
):
    before = cities(machine, FOR_ALL, file_of_msi)
    assert schema_of(file_of_msi) == 1
    newer = package(packages, ecocity_desktop.__version__, "x64.msi")
    done = machine.run("msiexec", "/i", wine.windows_path(newer), "/qn")
    machine.stop()
    assert done.returncode == 0, done.stderr
    assert json.loads(run(machine, FOR_ALL, "version", "--json"))["version"] == ecocity_desktop.__version__
    assert cities(machine, FOR_ALL, file_of_msi) == before
    assert schema_of(file_of_msi) == SCHEMA > 1


@pytest.mark.seen(".msi", "ran")
def test_the_program_of_the_msi_works(machine, file_of_msi: Path):
    run(machine, FOR_ALL, "check", wine.windows_path(file_of_msi))
    assert "EcoCity.Workspace" in registry(machine, r"HKLM\Software\Classes\.ecocity")


def test_a_double_click_on_a_file_opens_the_window(machine, file_of_msi: Path, packages: Path):
    with shown(machine, ["start", "/unix", str(file_of_msi)], packages / "pictures" / "windows-msi.png"):
        pass


@pytest.mark.seen(".msi", "made briefs")
def test_the_program_of_the_msi_prints_twelve_briefs(machine, file_of_msi: Path, work: Path):
    assert len(briefs(machine, FOR_ALL, file_of_msi, work / "briefs-of-msi")) == 12


@pytest.mark.seen(".msi", "removed")
def test_removing_the_msi_leaves_the_workspace(machine, packages: Path, file_of_msi: Path):
    newer = package(packages, ecocity_desktop.__version__, "x64.msi")
    done = machine.run("msiexec", "/x", wine.windows_path(newer), "/qn")
    machine.stop()
    assert done.returncode == 0, done.stderr
    assert not machine.place(f"{FOR_ALL}/ecocity-desktop.exe").exists()
    assert registry(machine, r"HKLM\Software\Classes\EcoCity.Workspace") == ""
    assert file_of_msi.is_file()


def test_the_tests_of_the_program_pass_under_windows_python(work: Path):
    machine = wine.prepare(work / "wine")
    python = wine.python(work / "windows-python")
    left_out = [f"--ignore=tests/{name}" for name in NOT_OF_THE_PROGRAM]
    done = machine.run(
        python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests", *left_out, cwd=ROOT, seconds=3600
    )
    print(done.stdout.splitlines()[-1])
    assert done.returncode == 0, done.stdout[-6000:]
