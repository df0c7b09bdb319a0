"""What packages say of the program is true and well formed: versions, licences, menu entry, file type, workflow."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest

import ecocity_desktop
from ecocity_desktop.store.database import APPLICATION_ID

ROOT = Path(__file__).resolve().parents[2]
LINUX = ROOT / "packaging" / "linux"
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"
LANGUAGES = {"fr", "zh_CN"}


def locked_versions() -> dict[str, str]:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


def test_packages_take_their_version_from_the_program():
    import project

    assert project.version() == ecocity_desktop.__version__
    assert re.fullmatch(r"\d+\.\d+\.\d+", project.version())


def test_third_party_is_what_the_lock_installs():
    import third_party

    assert (ROOT / "docs" / "THIRD_PARTY.md").read_text("utf-8") == third_party.document(), (
        "write it anew: python packaging/third_party.py"
    )


def test_every_python_package_that_ships_is_locked_at_its_version():
    import third_party

    locked = locked_versions()
    assert {one.name: one.version for one in third_party.packages()}.items() <= locked.items()


def test_what_lies_inside_a_package_names_the_package():
    parts = tomllib.loads((ROOT / "packaging" / "parts.toml").read_text("utf-8"))["part"]
    locked = locked_versions()
    assert {part["inside"] for part in parts if "inside" in part} <= locked.keys()


def test_the_stated_database_engine_is_the_one_that_runs():
    import sqlcipher3.dbapi2 as driver
    import third_party

    stated = {one.name: one.version for one in third_party.parts()}
    assert stated["SQLite"] == driver.sqlite_version
    (cipher,) = driver.connect(":memory:").execute("PRAGMA cipher_version").fetchone()
    assert cipher.split()[0] == stated["SQLCipher"]


def test_the_stated_qt_is_the_one_that_runs():
    import third_party
    from PySide6.QtCore import qVersion

    assert {one.name: one.version for one in third_party.parts()}["Qt"] == qVersion()


def test_every_part_has_the_licence_text_it_needs():
    import third_party

    without = {one.name for one in third_party.components() if not one.texts}
    assert without == {"SQLite", "Microsoft Visual C++ runtime", "Natural Earth outlines", "GeoNames places"}
    assert [text for one in third_party.components() for text in one.texts if not text.is_file()] == []


def test_the_menu_entry_opens_a_file_and_speaks_three_languages():
    text = (LINUX / "ecocity-desktop.desktop").read_text("utf-8")
    assert "\nExec=ecocity-desktop %f\n" in text
    assert "\nMimeType=application/x-ecocity;\n" in text
    for key in ("GenericName", "Comment", "Keywords"):
        assert set(re.findall(rf"^{key}\[(\w+)\]=", text, re.MULTILINE)) == LANGUAGES, key


def test_a_workspace_is_known_by_its_ending_and_by_its_first_bytes():
    kind = ElementTree.parse(LINUX / "ecocity-desktop.xml").getroot()[0]
    assert kind.attrib["type"] == "application/x-ecocity"
    assert kind.find(f"{MIME}glob").attrib["pattern"] == "*.ecocity"
    inner = kind.find(f"{MIME}magic/{MIME}match/{MIME}match").attrib
    assert inner["offset"] == "68"
    assert inner["value"].encode() == APPLICATION_ID.to_bytes(4, "big")


def test_the_metadata_name_the_menu_entry_and_the_file_type():
    root = ElementTree.parse(LINUX / "org.ecocity.desktop.metainfo.xml").getroot()
    assert root.findtext("launchable") == "ecocity-desktop.desktop"
    assert root.findtext("provides/mediatype") == "application/x-ecocity"
    named = {
        line.attrib.get("{http://www.w3.org/XML/1998/namespace}lang") for line in root.findall("summary")
    }
    assert named == {None, "fr", "zh_CN"}


@pytest.mark.skipif(shutil.which("appstreamcli") is None, reason="appstreamcli is not installed")
def test_the_metadata_are_valid(tmp_path: Path):
    text = (LINUX / "org.ecocity.desktop.metainfo.xml").read_text("utf-8")
    filled = tmp_path / "org.ecocity.desktop.metainfo.xml"
    filled.write_text(text.replace("VERSION", "1.2.3").replace("DAY", "2026-11-23"), "utf-8")
    done = subprocess.run(
        ["appstreamcli", "validate", "--no-net", filled], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(
    shutil.which("desktop-file-validate") is None, reason="desktop-file-utils is not installed"
)
def test_the_menu_entry_is_valid():
    done = subprocess.run(
        ["desktop-file-validate", LINUX / "ecocity-desktop.desktop"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_the_spec_is_python_and_leaves_out_what_it_should():
    import trimming

    compile((ROOT / "build.spec").read_text("utf-8"), "build.spec", "exec")
    for place in (
        "PySide6\\opengl32sw.dll",
        "PySide6/Qt/plugins/platforms/libqvnc.so",
        "PySide6/Qt/translations/qtbase_de.qm",
        "babel/locale-data/de.dat",
        "libcrypto.so.3",
        "libstdc++.so.6",
    ):
        assert trimming.dropped(place), place
    for place in (
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/translations/qtbase_zh_CN.qm",
        "babel/locale-data/zh_Hans_CN.dat",
        "babel/locale-data/root.dat",
        "PySide6/Qt/lib/libQt6Pdf.so.6",
        "ecocity_desktop/_bundled/resources/i18n/fr.json",
        "libpython3.11.so.1.0",
    ):
        assert not trimming.dropped(place), place


def test_what_the_wheel_carries_the_folder_carries_in_the_same_places():
    import frozen_files

    carried = {(Path(source).name, place) for source, place in frozen_files.shipped()}
    assert ("resources", "ecocity_desktop/_bundled/resources") in carried
    assert ("db", "ecocity_desktop/_bundled/db") in carried


def test_the_installer_speaks_three_languages():
    text = (ROOT / "packaging" / "windows" / "installer.nsi").read_text("utf-8")
    for name in re.findall(r"\$\((\w+)\)", text):
        said = set(re.findall(rf"^LangString {name} \$\{{LANG_(\w+)\}}", text, re.MULTILINE))
        assert said == {"ENGLISH", "FRENCH", "SIMPCHINESE"}, name


def test_removing_the_program_never_touches_a_workspace():
    text = (ROOT / "packaging" / "windows" / "installer.nsi").read_text("utf-8")
    removed = re.findall(r'^\s*(?:Delete|RMDir)(?: /r)? "(.+)"', text, re.MULTILINE)
    assert removed
    assert [place for place in removed if "ecocity" in Path(place).suffix or "*" in place] == []
    folders = re.findall(r'^\s*RMDir /r "(.+)"', text, re.MULTILINE)
    assert set(folders) == {r"$INSTDIR\_internal", r"$LOCALAPPDATA\${TITLE}\Logs"}


def test_the_list_of_contents_is_complete_and_repeatable(tmp_path: Path):
    sbom = pytest.importorskip("sbom", reason="the packaging lock is not installed")
    import third_party

    first, second = sbom.write(tmp_path / "1.json"), sbom.write(tmp_path / "2.json")
    assert first.read_bytes() == second.read_bytes()
    listed = {one["name"] for one in json.loads(first.read_text("utf-8"))["components"]}
    assert listed == {one.name for one in third_party.components()}


def workflow_tool(name: str) -> Path:
    tool = Path(sys.executable).with_name(name)
    if not tool.exists():
        pytest.skip("the packaging lock is not installed")
    return tool


@pytest.mark.parametrize(
    "command",
    [["check-jsonschema", "--builtin-schema", "vendor.github-workflows"], ["zizmor", "--offline", "-q"]],
)
def test_the_release_workflow_is_sound(command: list[str]):
    workflow = ROOT / ".github" / "workflows" / "release.yml"
    done = subprocess.run(
        [workflow_tool(command[0]), *command[1:], workflow], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_release_workflow_pins_every_action_by_its_hash():
    text = (ROOT / ".github" / "workflows" / "release.yml").read_text("utf-8")
    used = re.findall(r"uses: (\S+)", text)
    assert used
    assert [action for action in used if not re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}", action)] == []


def test_manual_page_and_change_log_are_packed_the_same_every_time(tmp_path: Path):
    import linux_packages

    for name in ("one", "two"):
        (tmp_path / name).write_text("text", "utf-8")
        linux_packages._compress(tmp_path / name)
    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "two.gz").read_bytes()
    assert gzip.decompress((tmp_path / "one.gz").read_bytes()) == b"text"


def test_an_msi_tells_neither_when_nor_by_which_chance_it_was_made():
    import windows_installers

    def made(code: bytes, times: bytes, content: bytes) -> bytes:
        summary = b"\x1e\0\0\0'\0\0\0{" + code + b"}\0\0@\0\0\0" + times + b"@\0\0\0" + times
        return windows_installers.without_clock_and_chance(content + summary + b"end")

    one, other = b"2B48C8C1-4850-41B2-B8B8-5779FA133AFA", b"6ACC3A06-BCC0-6C2B-A5A7-6FDA58BEDDA5"
    first = made(one, b"\x80\xda\x80\x01\x8f}\xdd\x01", b"files")
    assert first == made(other, b"\x80\xda\n\x01\x8f}\xdd\x01", b"files")
    assert first != made(one, b"\x80\xda\x80\x01\x8f}\xdd\x01", b"other")
    assert (first[:5], first[-3:], len(first)) == (b"files", b"end", 80)


def test_what_is_made_for_the_packages_is_dated_like_the_sources(tmp_path: Path, monkeypatch):
    import linux_packages

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    linux_packages._fill_in(tmp_path, "1.2.3")
    made = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert len(made) > 10
    assert {file.stat().st_mtime for file in made} == {1_700_000_000}
