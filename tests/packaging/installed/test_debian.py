"""The .deb on a bare Debian: installed with apt, used by a person without rights, upgraded, removed."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from debian_root import FILE, Debian, make, remove

import ecocity_desktop
from ecocity_desktop.store.database import SCHEMA, schema_of

pytestmark = pytest.mark.skipif(
    os.name == "nt" or os.geteuid() != 0 or shutil.which("debootstrap") is None,
    reason="needs root and debootstrap",
)


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


@pytest.mark.seen(".deb", "installed")
def test_apt_installs_it_and_all_it_needs(debian: Debian, older: Path):
    install(debian, older)
    assert debian.run("dpkg-query", "-W", "-f", "${Status}", "ecocity-desktop") == "install ok installed"
    assert not (debian.root / "usr/bin/python3").exists()
    assert list((debian.root / "usr/share").glob("fonts/**/*.[to]t[fc]")) == []


def test_the_older_program_makes_a_file(debian: Debian):
    assert json.loads(debian.anne("version", "--json"))["version"] == "0.0.9"
    debian.anne("new", FILE, "--sample")
    debian.anne("check", FILE)


@pytest.mark.seen(".deb", "upgraded")
def test_an_upgrade_keeps_the_data_and_brings_them_to_the_new_schema(debian: Debian, deb: Path):
    before = debian.anne("list", FILE, "cities", "--json")
    assert schema_of(debian.root / FILE.lstrip("/")) == 1
    install(debian, deb)
    assert json.loads(debian.anne("version", "--json"))["version"] == ecocity_desktop.__version__
    after = debian.anne("list", FILE, "cities", "--json")
    assert [json.loads(line)["id"] for line in after.splitlines()] == [
        json.loads(line)["id"] for line in before.splitlines()
    ]
    assert schema_of(debian.root / FILE.lstrip("/")) == SCHEMA > 1
    debian.anne("check", FILE)


@pytest.mark.seen(".deb", "ran")
def test_the_command_line_works_without_python_and_without_fonts(debian: Debian):
    debian.anne("new", "/home/anne/other.ecocity", "--sample")
    debian.anne("check", "/home/anne/other.ecocity")
    assert "荆州" in debian.anne("search", FILE, "荆州", "--json")


@pytest.mark.seen(".deb", "made briefs")
def test_it_prints_twelve_briefs(debian: Debian):
    made = debian.briefs(FILE, "/home/anne/briefs")
    assert len(made) == 12
    assert all(brief.read_bytes().startswith(b"%PDF-") and brief.stat().st_size > 20_000 for brief in made)


def test_the_window_opens_on_the_file(debian: Debian, packages: Path):
    debian.show(FILE, packages / "pictures" / "debian.png")


def test_it_writes_only_into_the_folder_of_its_user(debian: Debian):
    before = debian.files()
    debian.anne("new", "/home/anne/third.ecocity", "--sample")
    debian.anne("backup", "/home/anne/third.ecocity")
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
