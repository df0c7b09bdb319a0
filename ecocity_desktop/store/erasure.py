"""Taking personal data out of the file for good: rows, journal, search index and free pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.store.journal import ERASED, Change, Edit

if TYPE_CHECKING:
    from collections.abc import Iterable


def blank_journal(session: Session, entity: str, entity_id: str, fields: Iterable[str] | None = None) -> None:
    """Blank what the journal keeps of a record: that something was done stays, what it was goes.

    With ``fields`` only those go (from whole-record changes, everything does). An edit left with nothing to tell can no
    longer be undone.
    """
    named = None if fields is None else {*fields, None}
    changes = session.exec(select(Change).where(Change.entity == entity, Change.entity_id == entity_id)).all()
    edits = set()
    for change in changes:
        if named is None or change.field in named:
            change.before = change.after = None
            edits.add(change.edit_id)
    session.flush()
    for edit_id in edits:
        told = select(Change.id).where(
            Change.edit_id == edit_id, col(Change.before).is_not(None) | col(Change.after).is_not(None)
        )
        edit = session.exec(select(Edit).where(Edit.id == edit_id)).one()
        edit.subject = LocalText()
        if session.exec(told.limit(1)).first() is None:
            edit.label_key = ERASED


def scrub(engine: Engine) -> None:
    """Leave no byte of what was deleted: merge the search index anew and rewrite the file without free pages."""
    with Session(engine) as session:
        connection = session.connection()
        connection.execute(text("INSERT INTO search_index(search_index) VALUES ('optimize')"))
        session.commit()
    raw: Any = engine.raw_connection().dbapi_connection
    raw.execute("VACUUM")
