"""Makes an older program to upgrade from: the sources of an earlier commit, frozen and packaged as today."""

from __future__ import annotations

import re
import shutil
import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

import linux_packages
import project
import windows_installers
import wine

# Until something is released: the last commit whose workspaces have the first schema.
COMMIT = "ac4e2e5"
VERSION = "0.0.9"
# Of the older commit, the program; how it is frozen is today's.
PROGRAM = ("ecocity_desktop", "resources", "db")


def make(folder: Path, windows: bool) -> list[Path]:
    """Make the older packages in ``folder``, once, and return them.

    Where git does not have the commit, today's sources serve, under the lower version.
    """
    import make as today

    expected = [folder / f"{project.NAME}_{VERSION}_amd64.deb"]
    if windows:
        expected.append(folder / windows_installers.file_name(VERSION, True, "setup.exe"))
        expected.append(folder / windows_installers.file_name(VERSION, True, "x64.msi"))
    if all(file.exists() for file in expected):
        return expected
    checkout = folder / "checkout"
    _sources(checkout)
    frozen = today.freeze(checkout, folder / "linux", folder / "work", "test")
    linux_packages.make(frozen, folder / "linux-packages", folder, VERSION)
    if windows:
        machine = wine.prepare(folder.parent / "wine")
        frozen = today.freeze_for_windows(checkout, machine, folder / "windows", folder.parent)
        for build in (windows_installers.setup, windows_installers.msi):
            build(frozen, folder / "work", folder, VERSION, test=True)
    return expected


def _sources(checkout: Path) -> None:
    """Lay out the older program beside today's packaging, with a version lower than any."""
    shutil.rmtree(checkout, ignore_errors=True)
    keep = shutil.ignore_patterns(".git", ".venv", "dist", "build", ".*cache", "__pycache__", "tests")
    shutil.copytree(project.ROOT, checkout, ignore=keep)
    packed = subprocess.run(
        ["git", "archive", "--format=tar", COMMIT, *PROGRAM],
        cwd=project.ROOT,
        capture_output=True,
        check=False,
    )
    if packed.returncode == 0:
        for part in PROGRAM:
            shutil.rmtree(checkout / part)
        with tarfile.open(fileobj=BytesIO(packed.stdout)) as archive:
            archive.extractall(checkout, filter="data")
    start = checkout / "ecocity_desktop" / "__init__.py"
    text = re.sub(r'__version__ = "[^"]+"', f'__version__ = "{VERSION}"', start.read_text("utf-8"))
    start.write_text(text, "utf-8")
