"""The frozen folder starts and is trimmed, wherever one was made; so is the one made for Windows under Wine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

import ecocity_desktop

LARGEST_BYTES = {"linux": 150_000_000, "win32": 95_000_000, "darwin": 200_000_000}


@pytest.fixture(scope="module")
def folder(packages: Path) -> Path:
    return made(packages / "ecocity-desktop")


@pytest.fixture(scope="module", params=[sys.platform, "made under Wine"])
def any_folder(request: pytest.FixtureRequest, packages: Path) -> tuple[Path, str]:
    """A folder, and the system it is for."""
    if request.param == sys.platform:
        return made(packages / "ecocity-desktop"), sys.platform
    return made(packages / "windows" / "ecocity-desktop"), "win32"


def made(folder: Path) -> Path:
    if not folder.is_dir():
        pytest.skip("there is no frozen folder: python3 dev.py freeze")
    return folder


def test_it_tells_its_version(folder: Path):
    program = next(folder.glob("ecocity-desktop*"))
    done = subprocess.run([program, "version", "--json"], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["version"] == ecocity_desktop.__version__


def test_it_carries_texts_fonts_migrations_and_licences(any_folder: tuple[Path, str]):
    inside = any_folder[0] / "_internal"
    bundled = inside / "ecocity_desktop" / "_bundled"
    for name in ("i18n/zh.json", "fonts/OFL.txt", "fonts/EcoCitySansRare-Regular.ttf.xz"):
        assert (bundled / "resources" / name).is_file(), name
    assert sorted((bundled / "resources" / "fonts").glob("EcoCitySans-Bold.ttf*")) != []
    assert (bundled / "db" / "env.py").is_file()
    assert (bundled / "build.json").is_file()
    assert (inside / "licences" / "LGPL-3.0.txt").is_file()
    assert (inside / "licences" / "EcoCity Sans" / "OFL.txt").is_file()


def test_it_stays_within_its_size(any_folder: tuple[Path, str]):
    folder, system = any_folder
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    assert size <= LARGEST_BYTES[system]


def test_it_holds_no_code_that_speaks_to_a_network_in_secret(any_folder: tuple[Path, str]):
    held = {file.name.lower() for file in any_folder[0].rglob("*")}
    assert not [name for name in held if name.startswith(("libssl", "libcrypto", "_ssl"))]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_it_takes_in_a_photo_in_the_colours_it_was_made_with(
    folder: Path, tmp_path: Path, swapped_profile: bytes, form: str
):
    program = next(folder.glob("ecocity-desktop*"))
    photo, file, kept = tmp_path / "photo", tmp_path / "a.ecocity", tmp_path / "kept.jpg"
    Image.new("RGB", (90, 60), (255, 0, 0)).save(photo, form, icc_profile=swapped_profile)
    for words in (
        ("new", file, "--sample"),
        ("photo-set", file, "Jingzhou", photo),
        ("photo-export", file, "Jingzhou", "--output", kept),
        ("brief", file, "Jingzhou", "--output", tmp_path),
    ):
        done = subprocess.run([program, *map(str, words)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    with Image.open(kept) as picture:
        found = picture.getpixel((40, 30))
    assert found[1] > 200 > 60 > found[0]
