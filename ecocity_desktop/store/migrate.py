"""Schemas: making a new file, and bringing an older one to today's schema on a verified copy."""

from __future__ import annotations

import contextlib
import errno
import os
from contextlib import closing
from typing import TYPE_CHECKING, Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from ecocity_desktop.bundled import database_file
from ecocity_desktop.errors import UserError, not_written
from ecocity_desktop.paths import draft_beside, open_draft, sync_file, sync_folder
from ecocity_desktop.store.database import (
    APPLICATION_ID,
    SCHEMA,
    SCHEMA_SHA256,
    bare_connection,
    known_schema,
    raw_connection,
    refusal,
    schema_sha256,
)
from ecocity_desktop.store.replacing import put_in_place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection

LONGEST_NAME = 200
"""The longest name of a new file, in bytes: names of backups and of files set aside are longer and must fit too."""
_DERIVED = "search_"


def create_file(path: Path, *, like: Path | None = None) -> None:
    """Make an empty workspace file at ``path``, with the rights of ``like``; it appears complete or not at all.

    Raises ``UserError`` ``error.exists`` when something is there already, ``error.no_folder`` without its folder,
    ``error.target`` for a name over ``LONGEST_NAME``.
    """
    if not path.parent.is_dir():
        raise UserError("error.no_folder", path=str(path.parent))
    if path.exists():
        raise UserError("error.exists", path=str(path))
    if len(os.fsencode(path.name)) > LONGEST_NAME:
        raise not_written(path, OSError(errno.ENAMETOOLONG, ""))
    draft = draft_beside(path)
    try:
        if like is not None:
            open_draft(draft, like)
        _upgrade(draft, "rwc")
        rename_new(draft, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            draft.unlink()
    sync_folder(path.parent)


def migrate_file(
    path: Path, password: str | None = None, *, keep: Callable[[Any], None] = lambda _held: None
) -> bool:
    """Bring the file at ``path`` to today's schema; return whether anything had to be done.

    ``keep`` is called with a connection to the original when the migrated copy is found good, just before that takes
    its place.

    The original is untouched until a checked copy takes its place: whatever interrupts it, the file is wholly old or
    wholly new. From before the copy until then its lock is held, so that nobody writes to what is about to go. Raises
    ``UserError`` ``error.migration`` when the copy does not hold what the original held, ``error.schema`` when its
    tables are not ours, ``error.newer``, and ``driver.Error`` when another process holds the file or it cannot be read.
    """
    with closing(raw_connection(path, password=password)) as held:
        if known_schema(held, path) == SCHEMA:
            return False
        draft = draft_beside(path)
        try:
            open_draft(draft, path)
            copy_database(held, draft, password)
            before = _row_counts(draft, password)
            _upgrade_ours(draft, path, password)
            _verify(draft, before, password)
            sync_file(draft)
            keep(held)
            put_in_place(draft, path, held)
        finally:
            with contextlib.suppress(FileNotFoundError):
                draft.unlink()
    return True


def copy_database(source: Any, target: Path, password: str | None = None) -> None:
    """Copy an open database through SQLite's backup interface, which sees a consistent state.

    ``source`` is a DB-API connection; ``target`` is empty, or not there.
    """
    with closing(bare_connection(target, "rwc", password)) as copy:
        source.backup(copy)


def rename_new(draft: Path, path: Path) -> None:
    """Give a finished draft its name without ever replacing a file; raises ``UserError`` ``error.exists``."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise UserError("error.exists", path=str(path)) from None
    except OSError:  # memory sticks have no hard links
        draft.rename(path)


def _upgrade(path: Path, mode: str, password: str | None = None) -> None:
    # Alembic costs half a second to import: only where a file must be made or migrated.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(database_file()).replace("%", "%%"))
    engine = create_engine(
        "sqlite://",
        module=driver,
        creator=lambda: bare_connection(path, mode, password),
        poolclass=StaticPool,
    )
    event.listen(engine, "begin", _begin)
    try:
        with engine.connect() as connection:
            # Inside a transaction this pragma does nothing, and with it on, rebuilding a table loses its children.
            _outside_transaction(connection, "PRAGMA foreign_keys=OFF")
            _outside_transaction(connection, f"PRAGMA application_id={APPLICATION_ID}")
            with connection.begin():
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA}")
    finally:
        engine.dispose()


def _upgrade_ours(draft: Path, path: Path, password: str | None) -> None:
    """Upgrade the copy of a file that says it is ours; raises ``UserError`` ``error.schema`` if its tables are not."""
    try:
        _upgrade(draft, "rw", password)
    except DBAPIError as error:
        if refusal(error, path) is not None:
            raise
        raise UserError("error.schema", path=str(path)) from error
    with closing(bare_connection(draft, "ro", password)) as connection:
        if schema_sha256(connection) != SCHEMA_SHA256:
            raise UserError("error.schema", path=str(path))


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _outside_transaction(connection: Connection, statement: str) -> None:
    connection.connection.dbapi_connection.execute(statement)  # type: ignore[union-attr]


def _verify(path: Path, before: dict[str, int], password: str | None) -> None:
    with closing(bare_connection(path, "ro", password)) as connection:
        sound = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        whole = not connection.execute("PRAGMA foreign_key_check").fetchall()
    after = _row_counts(path, password)
    kept = all(after.get(table) == count for table, count in before.items())
    if not (sound and whole and kept):
        raise UserError("error.migration", path=str(path))


def _row_counts(path: Path, password: str | None) -> dict[str, int]:
    with closing(bare_connection(path, "ro", password)) as connection:
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith((_DERIVED, "sqlite_", "alembic_"))
        ]
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
