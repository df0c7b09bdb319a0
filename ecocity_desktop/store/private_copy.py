"""A copy of a database in the user's own folder, so that looking at it cannot reach the original."""

from __future__ import annotations

import contextlib
import shutil
import time
from typing import TYPE_CHECKING

import sqlcipher3.dbapi2 as driver

from ecocity_desktop.paths import data_dir, draft_beside, make_folder, sweep_drafts
from ecocity_desktop.reading import opened
from ecocity_desktop.store import database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TRIES, _PAUSE_S = 20, 0.05
_CHUNK = 2**20


def make_private_copy(path: Path, password: str | None = None) -> Path:
    """Copy the database at ``path``, at rest and alone, and return the copy: one file, gone with ``remove_copy``.

    A journal left by a crash is taken along and played in the copy; any other journal stays where it is. What a killed
    program left in the folder of such copies is removed. Raises ``OSError`` where there is no room or right, and
    ``driver.OperationalError`` for a file that somebody writes to all the time.
    """
    make_folder(_folder())
    _folder().chmod(0o700)
    sweep_copies()
    copy = draft_beside(_folder() / "copy")
    try:
        _copy_at_rest(path, copy)
        if password is None or database.has_journal(
            copy
        ):  # a password costs a fifth of a second to open with
            _make_single(copy, password)
    except BaseException:
        remove_copy(copy)
        raise
    return copy


def sweep_copies() -> None:
    """Remove the private copies that killed programs left."""
    sweep_drafts(_folder())


def remove_copy(copy: Path) -> None:
    """Remove a private copy with all that may lie beside it."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        with contextlib.suppress(OSError):
            copy.with_name(copy.name + suffix).unlink(missing_ok=True)


def _folder() -> Path:
    return data_dir() / "copies"


def _copy_at_rest(path: Path, copy: Path) -> None:
    """Copy the file, and the journal of a crash, between two writes of whoever holds it."""
    journal = path.with_name(f"{path.name}-journal")
    beside = copy.with_name(f"{copy.name}-journal")
    for _ in range(_TRIES):
        before = list(_states(path, journal))
        _copy_file(path, copy)
        beside.unlink(missing_ok=True)
        if database.has_journal(path):
            with contextlib.suppress(FileNotFoundError):  # whoever wrote it is done
                _copy_file(journal, beside)
        if list(_states(path, journal)) == before:
            return
        time.sleep(_PAUSE_S)
    # What was copied last may be half of this and half of that.
    raise driver.OperationalError("database is locked")


def _copy_file(origin: Path, target: Path) -> None:
    with opened(origin) as source, target.open("wb") as copy:
        shutil.copyfileobj(source, copy, _CHUNK)


def _states(*files: Path) -> Iterator[tuple[int, int]]:
    for file in files:
        with contextlib.suppress(FileNotFoundError):
            known = file.stat()
            yield known.st_mtime_ns, known.st_size


def _make_single(copy: Path, password: str | None) -> None:
    """Play the journal of a crash and leave any other journal mode, so that the copy is one file."""
    with (
        contextlib.suppress(*database.ERRORS),
        contextlib.closing(database.bare_connection(copy, "rw", password)) as connection,
    ):
        connection.execute("PRAGMA journal_mode=DELETE").fetchall()
