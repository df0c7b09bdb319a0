"""Taking personal data out of the file for good: rows, journal, search index and free pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.store.journal import ERASED, Change, Edit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TELLING = col(Change.before).is_not(None) | col(Change.after).is_not(None)


def told_ids(session: Session, entity: str) -> set[str]:
    """Return the ids of the records of a kind of which the journal tells anything, there or removed."""
    return set(session.exec(select(Change.entity_id).where(Change.entity == entity, _TELLING)).all())


def told_values(session: Session, entity: str, entity_id: str) -> Iterator[dict[str, Any]]:
    """Return every value the journal keeps of a record, whole records and single fields alike, the oldest first."""
    chosen = select(Change).join(Edit, col(Edit.id) == col(Change.edit_id))
    chosen = chosen.where(Change.entity == entity, Change.entity_id == entity_id)
    for change in session.exec(chosen.order_by(col(Edit.made_at), col(Change.position))).all():
        for told in (change.before, change.after):
            if told is not None:
                value = json.loads(told)
                yield value if change.field is None else {change.field: value}


def blank_journal(session: Session, entity: str, entity_id: str) -> None:
    """Blank what the journal keeps of a record: that something was done stays, what it was goes.

    An edit left with nothing to tell can no longer be undone.
    """
    edits = set()
    for change in session.exec(
        select(Change).where(Change.entity == entity, Change.entity_id == entity_id)
    ).all():
        change.before = change.after = None
        edits.add(change.edit_id)
    session.flush()
    for edit_id in edits:
        edit = session.exec(select(Edit).where(Edit.id == edit_id)).one()
        edit.subject = LocalText()
        if (
            session.exec(select(Change.id).where(Change.edit_id == edit_id, _TELLING).limit(1)).first()
            is None
        ):
            edit.label_key = ERASED


def rewrite_subjects(session: Session, record_id: str, rewrite: Callable[[LocalText], LocalText]) -> None:
    """Say anew what those edits are about that touch a record referring to ``record_id``, now or once."""
    named = f'"{record_id}"'
    mentions = (func.instr(Change.before, named) > 0) | (func.instr(Change.after, named) > 0)
    users = select(Change.entity_id).where(mentions)
    touching = select(Change.edit_id).where(col(Change.entity_id).in_(users))
    for edit in session.exec(select(Edit).where(col(Edit.id).in_(touching))).all():
        edit.subject = rewrite(edit.subject)


def rewrite_file(engine: Engine) -> None:
    """Rewrite the file without its free pages and what deleted rows left between others."""
    raw: Any = engine.raw_connection().dbapi_connection
    raw.execute("VACUUM")
