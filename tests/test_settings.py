"""What the program remembers of its user."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ecocity_desktop import settings
from ecocity_desktop.errors import UserError
from ecocity_desktop.settings import Settings


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path: Path) -> Path:
    for name in ("ECOCITY_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "home"
    monkeypatch.setenv("ECOCITY_DATA_DIR", str(folder))
    return folder


def test_a_first_start_has_the_defaults_and_writes_nothing(home: Path):
    assert settings.load() == Settings()
    assert not home.exists()


def test_settings_are_found_again():
    chosen = Settings(
        author="Élodie Martin",
        organisation="中国生态城市研究院",
        language="zh",
        paper="letter",
        theme="dark",
        window_geometry="AdnQywAD",
        layout={"cities.columns": "120,80"},
    )
    chosen.remember_workspace(Path("/dossiers/Éco-cités.ecocity"))
    settings.save(chosen)
    found = settings.load()
    assert found == chosen
    assert found.layout == {"cities.columns": "120,80"}
    assert found.recent_files == [str(Path("/dossiers/Éco-cités.ecocity"))]


def test_a_name_from_a_disk_with_another_encoding_is_kept():
    settings.save(Settings(last_workspace="/m\udce9moire.ecocity"))
    assert settings.load().last_workspace == "/m\udce9moire.ecocity"


def test_the_latest_ten_files_are_remembered_each_once():
    chosen = Settings()
    for number in [*range(12), 5]:
        chosen.remember_workspace(Path(f"{number}.ecocity"))
    assert chosen.last_workspace == "5.ecocity"
    assert chosen.recent_files == [f"{number}.ecocity" for number in (5, 11, 10, 9, 8, 7, 6, 4, 3, 2)]


def test_a_file_that_is_gone_is_forgotten():
    chosen = Settings()
    chosen.remember_workspace(Path("kept.ecocity"))
    chosen.remember_workspace(Path("gone.ecocity"))
    chosen.forget_workspace(Path("gone.ecocity"))
    assert chosen.last_workspace == ""
    assert chosen.recent_files == ["kept.ecocity"]


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff", b"{", b"[1, 2]", b"null", b"[" * 100_000],
    ids=lambda content: repr(content[:9]),
)
def test_a_damaged_file_gives_the_defaults_and_is_kept_aside(home: Path, content: bytes):
    home.mkdir()
    (home / "settings.json").write_bytes(content)
    assert settings.load() == Settings()
    settings.save(Settings(author="new"))
    assert (home / "settings.damaged.json").read_bytes() == content


def test_one_value_that_makes_no_sense_costs_only_itself(home: Path):
    home.mkdir()
    values = {
        "author": "Wang",
        "language": "de",
        "paper": ["a4"],
        "theme": None,
        "layout": {"tab": 3},
        "recent_files": "one",
        "colour_of_tomorrow": "green",
    }
    (home / "settings.json").write_text(json.dumps(values), "utf-8")
    assert settings.load() == Settings(author="Wang")
    assert json.loads((home / "settings.damaged.json").read_text("utf-8")) == values


def test_a_disk_that_refuses_is_said_calmly(home: Path):
    home.write_text("a file stands where the folder should be", "utf-8")
    with pytest.raises(UserError) as refused:
        settings.save(Settings())
    assert refused.value.key == "error.settings_not_saved"
    assert refused.value.params == {"path": str(home / "settings.json")}
    assert settings.load() == Settings()


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("fr", "fr"),
        ("fr_CA.UTF-8", "fr"),
        ("zh-Hans-CN", "zh"),
        ("ZH_tw", "zh"),
        ("en.UTF-8", "en"),
        ("de_DE", None),
        ("fro", None),
        ("C", None),
        ("", None),
    ],
)
def test_a_language_tag_is_read(tag: str, language: str | None):
    assert settings.language_of_tag(tag) == language


def test_the_environment_speaks_before_the_user_and_the_user_before_the_system(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert settings.chosen_language(Settings()) == "fr"
    assert settings.chosen_language(Settings(language="en")) == "en"
    monkeypatch.setenv("ECOCITY_LANGUAGE", "zh")
    assert settings.chosen_language(Settings(language="en")) == "zh"
    monkeypatch.setenv("ECOCITY_LANGUAGE", "tlh")
    assert settings.chosen_language(Settings(language="en")) == "en"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "de:fr:en"}, "fr"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "fr"}, "en"),
        ({"LANG": "pt_BR.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_of_the_system_is_read_from_the_environment(monkeypatch, environment, language):
    monkeypatch.setattr(sys, "platform", "linux")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert settings.system_language() == language


def test_on_a_mac_the_system_settings_are_read(monkeypatch, tmp_path: Path):
    import plistlib

    preferences = tmp_path / "Library" / "Preferences"
    preferences.mkdir(parents=True)
    content = plistlib.dumps({"AppleLanguages": ["de-DE", "zh-Hans-CN", "en"]}, fmt=plistlib.FMT_BINARY)
    (preferences / ".GlobalPreferences.plist").write_bytes(content)
    for home in ("HOME", "USERPROFILE"):  # the second where these tests run on Windows
        monkeypatch.setenv(home, str(tmp_path))
    monkeypatch.setattr(sys, "platform", "darwin")
    assert settings.system_language() == "zh"


def test_asking_for_the_language_starts_neither_qt_nor_the_data_layer():
    code = (
        "import sys\n"
        "from ecocity_desktop import settings\n"
        "settings.chosen_language(settings.load())\n"
        "print(sorted({'PySide6', 'sqlmodel', 'sqlalchemy', 'babel', 'locale'} & sys.modules.keys()))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
