"""The .rpm, where there is no Fedora: installed by rpm itself on a bare Debian, used, upgraded, removed.

Debian's packages bring the libraries. A stand-in tells rpm so; what it tells is looked up first. This shows that the
package is sound and that its requirements are enough; not that Fedora, openSUSE and others have them under these names.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from debian_root import FILE, Debian, make, remove

import ecocity_desktop
from ecocity_desktop.store.database import SCHEMA, schema_of

pytestmark = pytest.mark.skipif(
    os.name == "nt" or os.geteuid() != 0 or not shutil.which("debootstrap") or not shutil.which("rpm"),
    reason="needs root, debootstrap and rpm",
)
INSIDE = "/root/packages"


@pytest.fixture(scope="module")
def required(rpm: Path) -> list[str]:
    """What the package asks of the system, but not of rpm."""
    asked = subprocess.run(["rpm", "-q", "--requires", "-p", rpm], capture_output=True, text=True, check=True)
    return [name for name in asked.stdout.split("\n") if name and not name.startswith("rpmlib(")]


@pytest.fixture(scope="module")
def debian(work: Path, rpm: Path) -> Iterator[Debian]:
    """A bare Debian with rpm, and with the libraries that the .deb asks for."""
    linux_packages = pytest.importorskip("linux_packages")
    folder = work / "debian-rpm"
    debian = make(folder)
    wanted = sorted(linux_packages.FROM_DEBIAN.values())
    debian.run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "rpm", *wanted)
    inside = debian.root / INSIDE.lstrip("/")
    inside.mkdir()
    older = next((work / "previous").glob("ecocity-desktop-*.rpm"))
    shutil.copy(older, inside / "older.rpm")
    shutil.copy(rpm, inside / "newer.rpm")
    yield debian
    remove(folder)


def stand_in(provided: list[str], folder: Path) -> None:
    """Make the package, empty but for its promises, that says what Debian has."""
    recipe = folder / "stand-in.yaml"
    lines = ["name: debian-libraries", "arch: amd64", "version: 1.0.0", "maintainer: test <test@invalid>"]
    recipe.write_text("\n".join([*lines, f"provides: {json.dumps(provided)}"]), "utf-8")
    program = Path(sys.executable).with_name("nfpm")
    make_it = [
        program,
        "package",
        "--config",
        recipe,
        "--packager",
        "rpm",
        "--target",
        folder / "stand-in.rpm",
    ]
    subprocess.run(make_it, check=True, stdout=subprocess.DEVNULL)


def test_every_library_it_requires_is_one_that_debian_has(debian: Debian, required: list[str]):
    cached = debian.run("ldconfig", "-p")
    libraries = [found[1] for name in required if (found := re.match(r"([^()]+\.so[.\d]*)\(", name))]
    assert len(libraries) == len(required) > 5
    assert [name for name in libraries if f"\t{name} " not in cached] == []


def test_rpm_refuses_it_where_the_libraries_are_not_known(debian: Debian):
    with pytest.raises(AssertionError, match=r"libEGL\.so\.1\(\)\(64bit\) is needed by ecocity-desktop"):
        debian.run("rpm", "--install", f"{INSIDE}/newer.rpm")


@pytest.mark.seen(".rpm", "installed")
def test_rpm_installs_it(debian: Debian, required: list[str]):
    stand_in(required, debian.root / INSIDE.lstrip("/"))
    debian.run("rpm", "--install", f"{INSIDE}/stand-in.rpm")
    debian.run("rpm", "--install", f"{INSIDE}/older.rpm")
    assert json.loads(debian.anne("version", "--json"))["version"] == "0.0.9"
    debian.anne("new", FILE, "--sample")


@pytest.mark.seen(".rpm", "upgraded")
def test_an_upgrade_keeps_the_data_and_brings_them_to_the_new_schema(debian: Debian):
    before = debian.anne("list", FILE, "cities", "--json")
    assert schema_of(debian.root / FILE.lstrip("/")) == 1
    debian.run("rpm", "--upgrade", f"{INSIDE}/newer.rpm")
    assert json.loads(debian.anne("version", "--json"))["version"] == ecocity_desktop.__version__
    after = debian.anne("list", FILE, "cities", "--json")
    assert [json.loads(line)["id"] for line in after.splitlines()] == [
        json.loads(line)["id"] for line in before.splitlines()
    ]
    assert schema_of(debian.root / FILE.lstrip("/")) == SCHEMA > 1
    assert debian.run("rpm", "--verify", "ecocity-desktop") == ""


@pytest.mark.seen(".rpm", "ran")
def test_the_command_line_and_the_window_work(debian: Debian, packages: Path):
    debian.anne("check", FILE)
    assert "荆州" in debian.anne("search", FILE, "荆州", "--json")
    debian.show(FILE, packages / "pictures" / "rpm.png")


@pytest.mark.seen(".rpm", "made briefs")
def test_it_prints_twelve_briefs(debian: Debian):
    made = debian.briefs(FILE, "/home/anne/briefs")
    assert len(made) == 12
    assert all(brief.read_bytes().startswith(b"%PDF-") and brief.stat().st_size > 20_000 for brief in made)


@pytest.mark.seen(".rpm", "removed")
def test_removal_leaves_nothing_but_the_data(debian: Debian):
    owned = debian.run("rpm", "--query", "--list", "ecocity-desktop").splitlines()
    ours = [name for name in owned if "ecocity" in name]
    assert len(ours) > 100
    debian.run("rpm", "--erase", "ecocity-desktop")
    assert [name for name in ours if (debian.root / name.lstrip("/")).exists()] == []
    assert (debian.root / FILE.lstrip("/")).exists()
