"""The .deb on a bare Debian: installed with apt, used by a person without rights, upgraded, removed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import screen
from debian_root import Debian, make, remove

import ecocity_desktop

pytestmark = pytest.mark.skipif(
    os.name == "nt" or os.geteuid() != 0 or shutil.which("debootstrap") is None,
    reason="needs root and debootstrap",
)
FILE = "/home/anne/mission.ecocity"
PROGRAM = "/usr/bin/ecocity-desktop"


@pytest.fixture(scope="module")
def deb(packages: Path) -> Path:
    found = sorted(packages.glob("ecocity-desktop_*.deb"))
    if not found:
        pytest.skip("there is no .deb: python3 dev.py package")
    return found[-1]


@pytest.fixture(scope="module")
def older(work: Path) -> Path:
    return next((work / "previous").glob("ecocity-desktop_*.deb"))


@pytest.fixture(scope="module")
def debian(work: Path) -> Iterator[Debian]:
    folder = work / "debian"
    yield make(folder)
    remove(folder)


def install(debian: Debian, package: Path) -> None:
    shutil.copy(package, debian.root / "root" / package.name)
    debian.run("apt-get", "install", "-y", "-qq", "--no-install-recommends", f"/root/{package.name}")


def anne(debian: Debian, *arguments: str) -> str:
    return debian.run(PROGRAM, *arguments, user="anne")


@pytest.mark.seen(".deb", "installed")
def test_apt_installs_it_and_all_it_needs(debian: Debian, older: Path):
    install(debian, older)
    assert debian.run("dpkg-query", "-W", "-f", "${Status}", "ecocity-desktop") == "install ok installed"
    assert not (debian.root / "usr/bin/python3").exists()
    assert list((debian.root / "usr/share").glob("fonts/**/*.[to]t[fc]")) == []


def test_the_older_program_makes_a_file(debian: Debian):
    assert json.loads(anne(debian, "version", "--json"))["version"] == "0.0.9"
    anne(debian, "new", FILE, "--sample")
    anne(debian, "check", FILE)


@pytest.mark.seen(".deb", "upgraded")
def test_an_upgrade_keeps_the_data_and_brings_them_to_the_new_schema(debian: Debian, deb: Path):
    before = anne(debian, "list", FILE, "cities", "--json")
    install(debian, deb)
    assert json.loads(anne(debian, "version", "--json"))["version"] == ecocity_desktop.__version__
    after = anne(debian, "list", FILE, "cities", "--json")
    assert [json.loads(line)["id"] for line in after.splitlines()] == [
        json.loads(line)["id"] for line in before.splitlines()
    ]
    anne(debian, "check", FILE)


@pytest.mark.seen(".deb", "ran")
def test_the_command_line_works_without_python_and_without_fonts(debian: Debian):
    anne(debian, "new", "/home/anne/other.ecocity", "--sample")
    anne(debian, "check", "/home/anne/other.ecocity")
    assert "荆州" in anne(debian, "search", FILE, "荆州", "--json")


@pytest.mark.seen(".deb", "made briefs")
def test_it_prints_twelve_briefs(debian: Debian):
    languages = ("--language", "fr", "--language", "en", "--language", "zh")
    anne(debian, "brief", FILE, "--all", *languages, "--output", "/home/anne/briefs")
    made = sorted((debian.root / "home/anne/briefs").glob("*.pdf"))
    assert len(made) == 12
    assert all(brief.read_bytes().startswith(b"%PDF-") and brief.stat().st_size > 20_000 for brief in made)


def test_the_window_opens_on_the_file(debian: Debian, packages: Path):
    with screen.screen() as display:
        sockets = debian.root / "tmp/.X11-unix"
        sockets.mkdir(mode=0o1777, exist_ok=True)
        subprocess.run(["mount", "--bind", "/tmp/.X11-unix", sockets], check=True)
        window = debian.start(PROGRAM, FILE, user="anne", more={**display, "ECOCITY_LANGUAGE": "zh"})
        try:
            screen.wait_for(lambda: screen.windows("EcoCity"), 60)
            screen.wait_for(lambda: screen.picture(packages / "pictures" / "debian.png") > screen.FULL, 30)
        finally:
            window.terminate()
            window.communicate(timeout=30)
            subprocess.run(["umount", sockets], check=True)


def test_it_writes_only_into_the_folder_of_its_user(debian: Debian):
    before = debian.files()
    anne(debian, "new", "/home/anne/third.ecocity", "--sample")
    anne(debian, "backup", "/home/anne/third.ecocity")
    after = debian.files()
    changed = {name for name, when in after.items() if before.get(name) != when}
    assert changed
    assert [name for name in changed if not name.startswith("/home/anne/")] == []


def test_the_desktop_knows_the_file_type_and_the_icons(debian: Debian):
    owned = debian.run("dpkg", "-L", "ecocity-desktop").splitlines()
    for name in (
        "/usr/share/applications/ecocity-desktop.desktop",
        "/usr/share/mime/packages/ecocity-desktop.xml",
        "/usr/share/metainfo/org.ecocity.desktop.metainfo.xml",
        "/usr/share/icons/hicolor/scalable/apps/ecocity-desktop.svg",
        "/usr/share/icons/hicolor/scalable/mimetypes/application-x-ecocity.svg",
        "/usr/share/man/man1/ecocity-desktop.1.gz",
        "/usr/share/doc/ecocity-desktop/copyright",
        *(
            f"/usr/share/icons/hicolor/{side}x{side}/apps/ecocity-desktop.png"
            for side in (16, 32, 48, 256, 512)
        ),
    ):
        assert name in owned


@pytest.mark.seen(".deb", "removed")
def test_removal_leaves_nothing_but_the_data(debian: Debian):
    owned = [name for name in debian.run("dpkg", "-L", "ecocity-desktop").splitlines() if "ecocity" in name]
    debian.run("apt-get", "purge", "-y", "-qq", "ecocity-desktop")
    assert [name for name in owned if (debian.root / name.lstrip("/")).exists()] == []
    assert (debian.root / FILE.lstrip("/")).exists()
    left = [
        name for name in debian.files() if "ecocity" in name.lower() and not name.startswith("/home/anne/")
    ]
    assert [name for name in left if not name.startswith(("/root/", "/var/log/"))] == []
