"""Libraries for one kind of Mac are joined with their twins, and what cannot be joined stops the build."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

ARM64, X86_64 = 0x0100000C, 0x01000007
NAME = "some/_speed.cpython-311-darwin.so"


def thin(chip: int) -> bytes:
    """The smallest bundle of macOS: a header of 32 bytes without any load command (mach-o/loader.h)."""
    return struct.pack("<IIIIIIII", 0xFEEDFACF, chip, 0, 8, 0, 0, 0, 0)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder in which one package is installed, with one library for Apple's chips."""
    folder = tmp_path / "site"
    (folder / "some").mkdir(parents=True)
    (folder / NAME).write_bytes(thin(ARM64))
    told = folder / "some-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: some\nVersion: 1.0\n", "utf-8")
    (told / "RECORD").write_text(f"{NAME},,\nsome/__init__.py,,\n", "utf-8")
    return folder


def test_a_library_tells_its_chips(tmp_path: Path):
    import universal

    file = tmp_path / "library"
    file.write_bytes(thin(X86_64))
    assert universal.chips_of(file) == ("x86_64",)
    both = struct.pack(">II", 0xCAFEBABE, 2) + b"".join(
        struct.pack(">IIIII", chip, 0, 0, 0, 0) for chip in (X86_64, ARM64)
    )
    file.write_bytes(both)
    assert universal.chips_of(file) == ("arm64", "x86_64")
    file.write_bytes(b"\x7fELF and so on")
    assert universal.chips_of(file) == ()
    assert universal.chips_of(tmp_path / "nothing") == ()


def test_a_library_is_joined_with_its_twin(site: Path, tmp_path: Path):
    import universal

    if universal.lipo() is None:
        pytest.skip("no lipo here (Debian: apt install llvm-14)")
    twin = tmp_path / "twins" / NAME
    twin.parent.mkdir(parents=True)
    twin.write_bytes(thin(X86_64))
    universal.join(site, "some", tmp_path / "twins")
    assert universal.chips_of(site / NAME) == ("arm64", "x86_64")
    assert universal.thin_libraries(site, "some") == {}


def test_a_library_without_twin_gives_way_to_the_same_module_in_python(site: Path, tmp_path: Path):
    import universal

    (site / "some" / "_speed.py").write_text("FAST = False\n", "utf-8")
    universal.join(site, "some", tmp_path)
    assert not (site / NAME).exists()
    assert (site / "some" / "_speed.py").exists()


def test_a_library_that_can_run_on_one_chip_only_stops_the_build(site: Path, tmp_path: Path):
    import universal

    with pytest.raises(SystemExit, match=r"no some/_speed\S+ for the other chip"):
        universal.join(site, "some", tmp_path)


def test_the_wheel_for_the_other_chip_is_asked_for_with_the_hashes_of_the_lock():
    import universal

    lines = universal.locked("pydantic-core").splitlines()
    assert lines[0].startswith("pydantic-core==")
    assert len(lines) > 20
    assert all(line.startswith("    --hash=sha256:") for line in lines[1:])
