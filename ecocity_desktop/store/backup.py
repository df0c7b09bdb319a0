"""Copies of the file that can be trusted: made through SQLite's backup interface, reopened and checked, then named."""

from __future__ import annotations

import contextlib
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Engine

from ecocity_desktop.errors import UserError
from ecocity_desktop.paths import (
    WORKSPACE_SUFFIX,
    draft_beside,
    make_folder,
    open_draft,
    real_file,
    sync_file,
    sync_folder,
    write_whole,
)
from ecocity_desktop.store.checksum import check_sum, sum_file, sum_line
from ecocity_desktop.store.database import (
    bare_connection,
    check_no_log,
    is_ours_to_the_letter,
    known_schema,
    refusal,
    schema_of,
)
from ecocity_desktop.store.inspection import check_lengths
from ecocity_desktop.store.migrate import copy_database, rename_new

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DriverError = driver.Error
"""What SQLite raises when a copy cannot be taken."""

SIDECARS = ("-journal", "-wal", "-shm")
STAMP_FORM = "%Y-%m-%dT%H%M%SZ"
"""How the time of a backup (UTC) stands in its name."""
_FOLDER_END = " backups"


def folder_beside(path: Path) -> Path:
    """Return the folder beside a workspace, the file itself where ``path`` is a link, where its backups are kept."""
    path = real_file(path)
    return path.with_name(f"{path.stem}{_FOLDER_END}")


def is_backup_folder(folder: Path) -> bool:
    """Return whether a folder is called like one with the backups of some workspace."""
    return folder.name.endswith(_FOLDER_END)


def free_name(path: Path, now: datetime, suffix: str = WORKSPACE_SUFFIX) -> Path:
    """Return a name nobody has yet for a backup of the workspace at ``path``, with the time in it."""
    folder, name = folder_beside(path), f"{path.stem} {now.astimezone(UTC):{STAMP_FORM}}"
    target = folder / f"{name}{suffix}"
    number = 2
    while target.exists():
        target = folder / f"{name} {number}{suffix}"
        number += 1
    return target


def keep_held(held: Any, path: Path, target: Path, password: str | None = None) -> None:
    """Back up, of whatever schema, the file at ``path`` that the connection ``held`` keeps from everybody else.

    Raises as ``publish`` does, ``OSError`` and ``driver.Error``.
    """
    make_folder(target.parent, like=path)
    draft = draft_beside(target)
    try:
        open_draft(draft, path)
        copy_database(held, draft, password)
        publish(draft, target, password)
    finally:
        draft.unlink(missing_ok=True)


def copy_open(engine: Engine, draft: Path, password: str | None = None) -> None:
    """Copy the open database to ``draft``, quickly and not yet durably: ``publish`` makes a backup of it."""
    with contextlib.closing(bare_connection(draft, "rwc", password)) as copy, engine.connect() as connection:
        copy.execute("PRAGMA synchronous=OFF")
        copy.execute("PRAGMA journal_mode=OFF")
        raw: Any = connection.connection.dbapi_connection
        raw.backup(copy)


def publish(draft: Path, target: Path, password: str | None = None) -> None:
    """Check a copy, write its SHA-256 beside in ``sha256sum``'s form, and give it its name.

    Uses no open database: it may run on the worker. Raises ``UserError`` ``error.exists``, or ``error.backup`` when the
    copy is not sound; the draft is then gone.
    """
    try:
        verify(draft, password)
        sync_file(draft)
        if target.exists():  # another backup of the same second: its SHA-256 must stay
            raise UserError("error.exists", path=str(target))
        write_whole(sum_file(target), sum_line(target, draft), like=draft)
        rename_new(draft, target)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(target.parent)


def replace_with_backup(
    path: Path,
    backup: Path,
    aside: Path,
    password: str | None = None,
    *,
    check_free: Callable[[], None] = lambda: None,
    prepare: Callable[[Path], None] = lambda _draft: None,
) -> None:
    """Put a checked copy of ``backup`` in the place of ``path``; what was there goes ``aside``, with its journals.

    ``prepare`` is called with the copy, to change it before it is checked. ``check_free`` is called before, and again
    when the copy is ready, which takes a while: it raises while somebody has the file open. Raises ``UserError``
    ``error.backup`` when the backup is not sound or not what its SHA-256 says; nothing is then changed.
    """
    check_free()
    check_sum(backup)
    verify(backup, password)
    draft = draft_beside(path)
    try:
        open_draft(draft, path if path.exists() else backup)
        with contextlib.closing(bare_connection(backup, "ro", password)) as source:
            copy_database(source, draft, password)
        prepare(draft)
        verify(draft, password)
        sync_file(draft)
        check_free()
        _set_aside(path, aside)
        # Else a power cut may keep the name of the new file and lose the second one of the old file.
        sync_folder(path.parent)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def verify(path: Path, password: str | None = None) -> None:
    """Check that ``path`` is one of our files, of our tables only, and sound: that it would be opened.

    Raises ``UserError``: ``error.schema`` for other tables, ``error.newer``, ``error.sidecar`` beside another program's
    log, which reading would play, ``error.too_long``, ``error.locked`` while somebody has it open, ``error.backup``
    when it is not sound.
    """
    schema_of(path)
    check_no_log(path)
    try:
        with contextlib.closing(bare_connection(path, "ro", password)) as connection:
            known_schema(connection, path)
            if not is_ours_to_the_letter(connection):
                raise UserError("error.schema", path=str(path))
            check_lengths(connection, path)
            sound = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    except (driver.Error, UnicodeDecodeError) as error:
        refused = refusal(error, path)
        if refused is not None and refused.key == "error.locked":
            raise refused from error
        sound = False
    if not sound:
        raise UserError("error.backup", path=str(path))


def _set_aside(path: Path, aside: Path) -> None:
    # A second name first: at no moment is there no file at ``path``. The journals go with their database: one left
    # beside the restored file would be played into it.
    with contextlib.suppress(OSError):  # memory sticks have no hard links: there the file is moved
        os.link(path, aside)
    for suffix in SIDECARS if aside.exists() else ("", *SIDECARS):
        old = path.with_name(path.name + suffix)
        if old.exists():
            old.replace(aside.with_name(aside.name + suffix))
