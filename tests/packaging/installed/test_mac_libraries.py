"""All that ships for macOS can be made to run on both of its chips: tried with the locked wheels, on any system."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All packages that ship, as they are installed on a Mac with Apple's chip."""
    import third_party
    import universal

    folder = tmp_path_factory.mktemp("mac")
    for package in third_party.packages():
        for entry in universal.twins(package.name, "arm64", folder / "wheels").iterdir():
            if entry.suffix != ".whl" and not (folder / entry.name).exists():
                entry.rename(folder / entry.name)
    return folder


def test_every_library_holds_code_for_both_chips(site: Path, tmp_path: Path):
    import third_party
    import universal

    names = [package.name for package in third_party.packages()]
    thin = {name for name in names if universal.thin_libraries(site, name)}
    assert {"pillow", "pydantic-core", "sqlcipher3"} <= thin  # else this test has nothing to show
    universal.join_installed(site, tmp_path)
    chips = [universal.chips_of(file) for file in site.rglob("*") if "wheels" not in file.parts]
    libraries = [found for found in chips if found]
    assert len(libraries) > 100
    assert set(libraries) == {("arm64", "x86_64")}
