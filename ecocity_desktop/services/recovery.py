"""The last line of recovery: a copy of everything as JSON, and a workspace made anew from one."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlmodel import Session, select

from ecocity_desktop.domain.nouns import ENTITIES
from ecocity_desktop.domain.photo import Photo, Picture, is_whole
from ecocity_desktop.errors import UserError, not_written
from ecocity_desktop.exchange import json_copy
from ecocity_desktop.paths import write_whole
from ecocity_desktop.services.backups import delete_backups, list_copies
from ecocity_desktop.services.clock import Clock, system_clock
from ecocity_desktop.services.workspace import create_workspace
from ecocity_desktop.store import database
from ecocity_desktop.store.backup import free_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

    from ecocity_desktop.domain.nouns import Noun
    from ecocity_desktop.services.workspace import Workspace

    _Reading = Callable[[], AbstractContextManager[Session]]

COPIES_KEPT = 10
_WEEK = timedelta(days=7)


def write_copy(ws: Workspace, target: Path) -> int:
    """Write every record of the workspace as JSON; ``target`` holds its old content or all of the new one.

    From a damaged file everything is taken that can be read and read back; returned is how many records could not, or
    needed one that could not. Raises ``UserError`` ``error.target`` when it cannot be written,
    ``error.copy_too_large`` when nobody could read it back.
    """
    return _write_readable(ws.reading, target, ws.origin)


def weekly_copy_due(path: Path, now: datetime) -> bool:
    """Return whether the last JSON copy beside the backups is a week old, or there is none."""
    last = next(iter(list_copies(path)), None)
    return last is None or abs(now - last.made_at) >= _WEEK


def copy_from_backup(backup: Path, path: Path, now: datetime) -> Path:
    """Write what a finished backup of the workspace at ``path`` holds as JSON beside it, and return that copy.

    Reads the backup, never the open file: it may run on the worker. Only for plain files, since the copy could be read
    by anyone. What cannot be read is left out, as ``check`` says: the rest must not go without a copy for it. The ten
    newest copies are kept. Raises ``UserError`` ``error.target``, ``error.copy_too_large``.
    """
    engine = database.connect(backup, read_only=True)
    target = free_name(path, now, ".json")
    try:
        _write_readable(lambda: Session(engine, expire_on_commit=False), target, backup)
    finally:
        engine.dispose()
    delete_backups(list_copies(path)[COPIES_KEPT:])
    return target


def workspace_from_copy(
    copy: Path, path: Path, *, clock: Clock = system_clock, author: str = "", like: Path | None = None
) -> Workspace:
    """Make a new workspace at ``path`` that holds what a JSON copy holds, as one edit; return it open.

    It gets the rights of ``like``, by default those of the copy.

    Raises ``UserError`` ``error.not_a_copy``, ``error.invalid``, or ``error.exists``; then there is no new file.
    """
    held = json_copy.load(copy)
    ws = create_workspace(path, clock=clock, author=author, like=like or copy)
    try:
        with ws.writing("edit.restore_copy") as transaction:
            transaction.defer_references()
            for picture in held.pictures:
                transaction.keep(picture)
            for row in held.rows:
                transaction.add(row)
    except BaseException:
        ws.close()
        path.unlink()
        raise
    return ws


def _write_readable(reading: _Reading, target: Path, like: Path) -> int:
    """Write what can be read as JSON, and return how many records are not in it: a photo goes with its picture."""
    rows: list[Any] = []
    lost = 0
    for noun in ENTITIES.values():
        found, missing = _readable(reading, noun)
        rows += found
        lost += missing
    pictures = _readable_pictures(reading, rows)
    whole = json_copy.whole(rows, pictures)
    content = json_copy.dump(whole, pictures.values())
    if len(content) > json_copy.LONGEST:
        raise UserError("error.copy_too_large", path=str(target), limit=json_copy.LONGEST // 1_000_000)
    try:
        write_whole(target, content, like=like)
    except OSError as error:
        raise not_written(target, error) from error
    return lost + len(rows) - len(whole)


def _readable(reading: _Reading, noun: Noun) -> tuple[list[Any], int]:
    """Return the records of one noun that can be read, and how many cannot."""
    with suppress(UserError, *database.ERRORS), reading() as session:
        rows = session.exec(select(noun.table)).all()
        named = [row for row in rows if row is not None]  # damage can leave a row without its id
        return named, len(rows) - len(named)
    ids: list[str] = []
    with suppress(UserError, *database.ERRORS), reading() as session:
        ids = list(session.exec(select(noun.table.id)).all())
    found = []
    for one in ids:
        with suppress(UserError, *database.ERRORS), reading() as session:
            row = session.exec(select(noun.table).where(noun.table.id == one)).first()
            if row is not None:  # a damaged index names rows that are not there
                found.append(row)
    return found, max(len(ids) - len(found), 0 if ids else 1)


def _readable_pictures(reading: _Reading, rows: list[Any]) -> dict[str, Picture]:
    """Return the pictures that photos name and that are whole, by their ids."""
    found: dict[str, Picture] = {}
    for name in sorted({row.picture_id for row in rows if isinstance(row, Photo)}):
        with suppress(UserError, *database.ERRORS), reading() as session:
            picture = session.get(Picture, name)
            if picture is not None and is_whole(picture):
                found[name] = picture
    return found
