"""Safe mode: a private copy of a file, open for reading only, so that nothing done there can reach the original."""

from __future__ import annotations

import contextlib
import shutil
import time
from typing import TYPE_CHECKING

from ecocity_desktop.errors import UserError
from ecocity_desktop.paths import data_dir, draft_beside, make_folder, sweep_drafts
from ecocity_desktop.services.workspace import Clock, Workspace, system_clock, user_name, why_not
from ecocity_desktop.store import database, migrate

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

_TRIES, _PAUSE_S = 20, 0.05


def open_safe_copy(
    path: Path, *, clock: Clock = system_clock, author: str = "", password: str | None = None
) -> Workspace:
    """Open a private copy of the file for reading, whoever holds the file and even if parts of it are damaged.

    The copy lies in the user's own folder and is gone once it is closed. What a killed program left there is removed.
    Raises ``UserError`` as ``open_workspace`` does; ``error.damaged`` only where not even the tables can be found,
    ``error.schema`` where they are not ours.
    """
    encrypted = database.is_encrypted(path)
    schema = database.schema_of(path)
    if encrypted and not password:
        raise UserError("error.password_needed", path=str(path))
    key = password if encrypted else None
    copy = _private_place()
    try:
        _copy_at_rest(path, copy)
        _make_single(copy, key)
        if schema < database.SCHEMA or encrypted:
            migrate.migrate_file(copy, key)
        engine = _opened(copy, key, path)
    except BaseException as error:
        _remove(copy)
        if isinstance(error, OSError):
            raise UserError("error.target", path=str(copy.parent), reason=str(error)) from error
        refused = why_not(error, path, key) if isinstance(error, database.ERRORS) else None
        if refused is not None:
            raise refused from None
        raise
    return Workspace(
        copy, engine, read_only=True, clock=clock, author=author or user_name(), password=key, origin=path
    )


def sweep_copies() -> None:
    """Remove the private copies that killed programs left."""
    sweep_drafts(_folder())


def _folder() -> Path:
    return data_dir() / "copies"


def _private_place() -> Path:
    folder = _folder()
    try:
        make_folder(folder)
        folder.chmod(0o700)
    except OSError as error:
        raise UserError("error.target", path=str(folder), reason=str(error)) from error
    sweep_copies()
    return draft_beside(folder / "copy")


def _copy_at_rest(path: Path, copy: Path) -> None:
    """Copy the file between two writes of whoever holds it; a journal left by a crash is taken along."""
    journal = path.with_name(f"{path.name}-journal")
    for _ in range(_TRIES):
        before = _state(path)
        shutil.copyfile(path, copy)
        if not database.has_journal(path) and _state(path) == before:
            return
        time.sleep(_PAUSE_S)
    if journal.is_file():
        shutil.copyfile(journal, copy.with_name(f"{copy.name}-journal"))


def _state(path: Path) -> tuple[int, int]:
    known = path.stat()
    return known.st_mtime_ns, known.st_size


def _make_single(copy: Path, password: str | None) -> None:
    """Play the journal of a crash and leave any other journal mode, so that the copy is one file."""
    with (
        contextlib.suppress(*database.ERRORS),
        contextlib.closing(database.bare_connection(copy, "rw", password)) as connection,
    ):
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA journal_mode=DELETE").fetchall()


def _opened(copy: Path, password: str | None, path: Path) -> Engine:
    engine = database.connect(copy, read_only=True, password=password)
    try:
        with engine.connect():
            database.check_schema(engine, path)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _remove(copy: Path) -> None:
    for suffix in ("", "-journal", "-wal", "-shm"):
        with contextlib.suppress(OSError):
            copy.with_name(copy.name + suffix).unlink(missing_ok=True)
