"""Who has a file open: written beside it for a second process to tell; SQLite's lock is the lock."""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import platform
from typing import TYPE_CHECKING

from ecocity_desktop.paths import draft_beside, is_draft, open_draft, real_file
from ecocity_desktop.reading import opened

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

_LONGEST = 4096
"""How much is read of what says who holds a file, in bytes: anybody may have written it."""


def user_name() -> str:
    """Return the name the system knows the user by, empty when it knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def say_who_holds(path: Path, since: datetime) -> None:
    """Write beside the file that this process has it open; where that cannot be written, nobody is told.

    A draft is nobody else's to open. What has the name already, be it a link, is replaced and never written through.
    """
    if is_draft(path):
        return
    who = {
        "user": user_name(),
        "host": platform.node(),
        "process": os.getpid(),
        "since": since.isoformat(timespec="seconds"),
    }
    file = _holder_file(path)
    draft = draft_beside(file)
    with contextlib.suppress(OSError):
        try:
            open_draft(draft, None)
            draft.write_text(json.dumps(who), "utf-8")
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)


def say_nobody_holds(path: Path) -> None:
    """Remove what ``say_who_holds`` wrote."""
    with contextlib.suppress(OSError):
        _holder_file(path).unlink(missing_ok=True)


def who_holds(path: Path) -> tuple[str, str, str]:
    """Return who has the file open (user@host), in which process, since when; question marks where nobody says."""
    try:
        with opened(_holder_file(path)) as file:
            who = json.loads(file.read(_LONGEST))
        return f"{who['user']}@{who['host']}", str(who["process"]), str(who["since"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return "?", "?", "?"


def _holder_file(path: Path) -> Path:
    path = real_file(path)
    return path.with_name(f".{path.name}.open")
