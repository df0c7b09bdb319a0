"""A look at a file before it is opened: on a private copy, without what lies beside it, to the letter."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import sqlcipher3.dbapi2 as driver

from ecocity_desktop.errors import UserError
from ecocity_desktop.store import database
from ecocity_desktop.store.private_copy import make_private_copy, remove_copy

if TYPE_CHECKING:
    from pathlib import Path

VALUE_LIMIT = 64 * 2**20
"""The longest value, in bytes, that is read from a file of unknown origin; ours are at most a few MB."""


def inspect(path: Path, password: str | None = None) -> None:
    """Look at the file at ``path`` without changing a byte of it; return only if it is sound and ours to the letter.

    Raises ``UserError``: ``error.sidecar`` for a journal that is not ours, ``error.damaged``, ``error.schema``,
    ``error.newer``, ``error.too_long``; ``OSError`` where there is no room for the copy that a crashed file needs; and
    ``driver.Error`` when another process holds the file or it cannot be read with that password.
    """
    database.check_no_log(path)
    _check_free(path)
    try:
        copy = make_private_copy(path, password)
    except OSError:
        if database.has_journal(path):
            raise
        _check(path, path, password)  # no room: read where it lies, without locks and journals
        return
    try:
        _check(copy, path, password)
    finally:
        remove_copy(copy)


def _check(file: Path, path: Path, password: str | None) -> None:
    with closing(database.still_connection(file, password)) as connection:
        database.known_schema(connection, path)
        sound = connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
        if not sound or (password is None and not database.header_agrees(file)):
            raise UserError("error.damaged", path=str(path))
        if not database.is_ours_to_the_letter(connection):
            raise UserError("error.schema", path=str(path))
        check_lengths(connection, path)


def check_lengths(connection: Any, path: Path) -> None:
    """Raise ``UserError`` ``error.too_long`` where a value is longer than any text or picture of ours can be."""
    if any(_has_long_value(connection, table) for table in _tables(connection)):
        raise UserError("error.too_long", path=str(path), limit=VALUE_LIMIT // 2**20)


def _check_free(path: Path) -> None:
    """Raise ``driver.OperationalError`` while another process holds the file: its copy could not be trusted."""
    if database.is_in_wal_mode(path):  # not written by us, and asking would make files beside it
        return
    try:
        database.touch(path)
    except driver.Error as error:
        refused = database.refusal(error, path)
        if refused is not None and refused.key == "error.locked":
            raise


def _tables(connection: Any) -> list[str]:
    named = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    return [name for (name,) in connection.execute(named)]


def _has_long_value(connection: Any, table: str) -> bool:
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    longest = " OR ".join(f'octet_length("{name}") > {VALUE_LIMIT}' for name in columns)
    return connection.execute(f'SELECT 1 FROM "{table}" WHERE {longest} LIMIT 1').fetchone() is not None
