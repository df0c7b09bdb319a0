"""The frozen folder starts and is trimmed, wherever one was made."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import ecocity_desktop

LARGEST_BYTES = {"linux": 150_000_000, "win32": 95_000_000}


@pytest.fixture(scope="module")
def folder(packages: Path) -> Path:
    made = packages / "ecocity-desktop"
    if not made.is_dir():
        pytest.skip("there is no frozen folder: python3 dev.py freeze")
    return made


def test_it_tells_its_version(folder: Path):
    program = next(folder.glob("ecocity-desktop*"))
    done = subprocess.run([program, "version", "--json"], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["version"] == ecocity_desktop.__version__


def test_it_carries_texts_fonts_migrations_and_licences(folder: Path):
    bundled = folder / "_internal" / "ecocity_desktop" / "_bundled"
    for name in (
        "resources/i18n/zh.json",
        "resources/fonts/EcoCitySansRare-Regular.ttf.xz",
        "db/env.py",
        "build.json",
    ):
        assert (bundled / name).is_file(), name
    licences = folder / "_internal" / "licences"
    assert (licences / "LGPL-3.0.txt").is_file()
    assert (licences / "EcoCity Sans" / "OFL.txt").is_file()


def test_it_stays_within_its_size(folder: Path):
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    assert size <= LARGEST_BYTES.get(sys.platform, 200_000_000)


def test_it_holds_no_code_that_speaks_to_a_network_in_secret(folder: Path):
    held = {file.name.lower() for file in folder.rglob("*")}
    assert not [name for name in held if name.startswith(("libssl", "libcrypto", "_ssl"))]
