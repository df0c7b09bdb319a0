"""Makes the disk image for macOS around the frozen app. Not run yet: nothing here could try it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import project


def make(app: Path, work: Path, output: Path) -> Path:
    """Make a .dmg with the app and a link to the Applications folder, and return its path."""
    target = output / f"EcoCity-Desktop-{project.version()}-universal.dmg"
    target.unlink(missing_ok=True)
    shown = work / "shown"
    shutil.rmtree(shown, ignore_errors=True)
    shutil.copytree(app, shown / app.name, symlinks=True)
    (shown / "Applications").symlink_to("/Applications")
    subprocess.run(
        [
            "hdiutil",
            "create",
            "-volname",
            project.TITLE,
            "-srcfolder",
            shown,
            "-format",
            "UDZO",
            "-ov",
            target,
        ],
        check=True,
    )
    return target
