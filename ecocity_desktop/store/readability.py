"""Which values of a file cannot be read: looked for value by value, where a query would stop at the first of them."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import select

from ecocity_desktop.domain.nouns import ENTITIES
from ecocity_desktop.domain.record import plain_columns
from ecocity_desktop.errors import UserError
from ecocity_desktop.store.journal import Change, Edit, read_clock, read_moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlmodel import Session

_JOURNAL = (Edit, Change)


@dataclass(frozen=True)
class Unreadable:
    """A value that is none of ours: the table, the row's id as well as it can be told, the column."""

    table: str
    row_id: str
    field: str


def unreadable_values(session: Session) -> list[Unreadable]:
    """Return every value of a record or of the journal that cannot be read."""
    tables = [noun.table for noun in ENTITIES.values()]
    with _as_bytes(session):
        return [found for table in (*tables, *_JOURNAL) for found in _unreadable_of(session, table)]


def readable_rows(session: Session, table: type[Any], unreadable: Sequence[Unreadable]) -> list[Any]:
    """Return the records of a table without those of which a value is ``unreadable``."""
    harmed = {one.row_id for one in unreadable if one.table == table.__tablename__}
    if not harmed:
        return list(session.exec(select(table)).all())
    # One by one: a query for all of them would read the others too.
    return [session.get(table, one) for one in session.exec(select(table.id)).all() if one not in harmed]


@contextmanager
def _as_bytes(session: Session) -> Iterator[None]:
    """Have texts handed over as bytes: one that is not UTF-8 would stop the whole query."""
    raw: Any = session.connection().connection.dbapi_connection
    usual = raw.text_factory
    raw.text_factory = bytes
    try:
        yield
    finally:
        raw.text_factory = usual


def _unreadable_of(session: Session, table: Any) -> Iterator[Unreadable]:
    columns, types = list(table.__table__.columns), plain_columns(table)
    listed = ", ".join(f'"{column.name}", typeof("{column.name}")' for column in columns)
    for row in session.connection().exec_driver_sql(f'SELECT id, {listed} FROM "{table.__tablename__}"'):
        for column, value, kind in zip(columns, row[1::2], row[2::2], strict=True):
            if not _is_readable(column, types.get(column.name), value, kind):
                yield Unreadable(table.__tablename__, _told(row[0]), column.name)


def _told(row_id: Any) -> str:
    return row_id.decode("utf-8", "replace") if isinstance(row_id, bytes) else str(row_id)


def _is_readable(column: Any, types: frozenset[Any] | None, value: Any, kind: bytes) -> bool:
    """Whether ``value`` can be read, of which SQLite says it is a ``kind``: text, integer, real, blob or null."""
    if value is None:
        return True
    try:
        read = value.decode() if kind == b"text" else value
        if types is None:
            column.type.process_result_value(read, None)
        elif column.name == "made_at":
            read_moment(read)
            read_clock(read)
        elif column.name in ("before", "after"):
            json.loads(read)
    except (UserError, ValueError, TypeError):
        return False
    return types is None or (read in (0, 1) if types == {bool} else type(read) in types)
