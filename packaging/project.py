"""What every package says of the program: its name, its version, its date, and where the checkout and its parts lie."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGING = ROOT / "packaging"
ICONS = ROOT / "resources" / "icons"
LOCK = ROOT / "requirements.lock"

NAME = "ecocity-desktop"
TITLE = "EcoCity Desktop"
PUBLISHER = "EcoCity Desktop developers"
SUMMARY = "Working file of a programme of pilot low-carbon eco-cities"

# What a build leaves out of account is the clock: this day stands in for it where there is no git checkout to ask.
NO_CHECKOUT_EPOCH = 1_577_836_800  # 1 January 2020


def version() -> str:
    """Return the version of the program, as ``ecocity_desktop/__init__.py`` says it."""
    text = (ROOT / "ecocity_desktop" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "(\d+\.\d+\.\d+)"$', text, re.MULTILINE)
    if found is None:
        raise ValueError("ecocity_desktop/__init__.py tells no version of the form 1.2.3")
    return found[1]


def four_numbers() -> tuple[int, int, int, int]:
    """Return the version as Windows writes versions, such as (0, 1, 0, 0)."""
    major, minor, patch = (int(part) for part in version().split("."))
    return major, minor, patch, 0


def epoch() -> int:
    """Return the one moment that all files are dated with, in seconds: that of the last commit.

    ``SOURCE_DATE_EPOCH`` replaces it.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        return NO_CHECKOUT_EPOCH
    shown = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return int(shown.stdout) if shown.returncode == 0 and shown.stdout.strip() else NO_CHECKOUT_EPOCH


def day() -> str:
    """Return the day of ``epoch``, such as 2026-11-23."""
    return datetime.fromtimestamp(epoch(), UTC).date().isoformat()


def repeatable_environment() -> dict[str, str]:
    """Return the environment in which the same sources give the same bytes, as far as the tools allow."""
    fixed = {"SOURCE_DATE_EPOCH": str(epoch()), "PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    return {**os.environ, **fixed}


def date_all(folder: Path) -> None:
    """Date every file in ``folder`` with ``epoch``, so that packages of it do not tell when it was built."""
    for place in [folder, *folder.rglob("*")]:
        if not place.is_symlink():
            os.utime(place, (epoch(), epoch()))
