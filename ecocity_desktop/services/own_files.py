"""Which files are exactly as this user's program left them: every other one is from elsewhere and looked at first."""

from __future__ import annotations

import contextlib
import json
import os
from typing import TYPE_CHECKING

from ecocity_desktop.paths import data_dir, draft_beside, sweep_drafts
from ecocity_desktop.store import database

if TYPE_CHECKING:
    from pathlib import Path

_MOST = 100


def is_as_left(path: Path) -> bool:
    """Return whether nobody touched the file since this program closed it, and no journal lies beside it.

    A file on another disk than the user's own data (a stick, a share) never is: there, times can be made up.
    """
    state = state_of(path)
    alone = not database.has_journal(path) and not database.has_foreign_log(path)
    return alone and state is not None and _notes().get(str(path.resolve())) == state


def state_of(path: Path, held: tuple[int, int] | None = None) -> list[int] | None:
    """Return what changes with every write of anybody; on Windows alone all of it can be set back by hand.

    ``None`` where that says nothing, and where the name no longer means the file ``held`` (see ``database.identity``).
    """
    try:
        known, home = path.stat(), data_dir().stat()
    except OSError:
        return None
    if known.st_dev != home.st_dev or held not in (None, (known.st_dev, known.st_ino)):
        return None
    return [known.st_ino, known.st_size, known.st_mtime_ns, known.st_ctime_ns]


def note_left(path: Path, state: list[int]) -> None:
    """Remember how the file is left; that this could not be written only means that the file is looked at again."""
    notes, name = _notes(), str(path.resolve())
    if notes.get(name) == state:
        return
    notes.pop(name, None)
    kept = [*notes.items(), (name, state)][-_MOST:]
    sweep_drafts(data_dir())
    draft = draft_beside(_file())
    with contextlib.suppress(OSError):
        try:
            draft.write_text(json.dumps(dict(kept)), "utf-8")
            os.replace(draft, _file())  # not synced: losing it costs a look
        finally:
            draft.unlink(missing_ok=True)


def _file() -> Path:
    return data_dir() / "left.json"


def _notes() -> dict[str, list[int]]:
    try:
        notes = json.loads(_file().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return notes if isinstance(notes, dict) else {}
