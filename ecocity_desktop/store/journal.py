"""The journal: every write leaves an edit and its changes, in the same database transaction."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Text
from sqlmodel import Field, Session, SQLModel, col, select

from ecocity_desktop.domain.changes import Op, RowChange
from ecocity_desktop.domain.local_text import LocalText, LocalTextColumn
from ecocity_desktop.domain.record import ChoiceColumn
from ecocity_desktop.errors import UserError

ERASED = "edit.erased"
"""The label of an edit whose every value was erased for somebody's privacy: it cannot be undone."""


class Edit(SQLModel, table=True):
    """One write as a person sees it: what was done (``label_key``), to what (``subject``), by whom, when.

    ``made_at`` is a hybrid logical clock in ISO form: the UTC time, or one microsecond after the edit before it where
    the clock went back. ``undoes`` is the edit this one inverts.
    """

    id: str = Field(primary_key=True)
    label_key: str
    subject: LocalText = Field(default_factory=LocalText, sa_type=LocalTextColumn, nullable=False)
    author: str = ""
    device: str = ""
    made_at: str = Field(index=True, unique=True)
    undoes: str | None = Field(default=None, foreign_key="edit.id")


class Change(SQLModel, table=True):
    """One field changed, or one record added or removed; ``before`` and ``after`` are JSON text.

    ``parent_id`` is the previous change of that field, or the record's insert; ``position`` orders an edit's changes.
    """

    id: str = Field(primary_key=True)
    edit_id: str = Field(foreign_key="edit.id", index=True)
    position: int
    parent_id: str | None = Field(default=None, foreign_key="change.id")
    entity: str
    entity_id: str = Field(index=True)
    op: Op = Field(sa_type=ChoiceColumn(Op))
    field: str | None = None
    before: str | None = Field(default=None, sa_type=Text)
    after: str | None = Field(default=None, sa_type=Text)


def undoings(session: Session) -> frozenset[str]:
    """Return the ids of the edits that took a deed back; an undoing that was itself undone did the deed again."""
    chosen = select(Edit.id, Edit.undoes).where(col(Edit.undoes).is_not(None)).order_by(col(Edit.made_at))
    found: set[str] = set()
    for edit_id, undone in session.exec(chosen).all():
        if undone not in found:
            found.add(edit_id)
    return frozenset(found)


def row_change(change: Change) -> RowChange:
    """Return the change with its JSON read; raises ``UserError`` ``error.unreadable`` when it is none."""
    try:
        before = None if change.before is None else json.loads(change.before)
        after = None if change.after is None else json.loads(change.after)
    except ValueError:
        raise UserError("error.unreadable") from None
    return RowChange(change.id, change.entity, change.entity_id, change.op, change.field, before, after)


def as_text(value: Any) -> str:
    """Return a JSON value as the journal keeps it."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def next_moment(session: Session, now: datetime) -> str:
    """Return the time of the next edit: ``now``, or just after the last edit if the clock went back."""
    last = session.exec(select(Edit.made_at).order_by(col(Edit.made_at).desc()).limit(1)).first()
    moment = now.astimezone(UTC)
    if last is not None:
        moment = max(moment, read_moment(last) + timedelta(microseconds=1))
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


def read_moment(text: str) -> datetime:
    """Return the time written by ``next_moment``, in UTC; raises ``UserError`` ``error.unreadable`` when it is none."""
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)
    except ValueError:
        raise UserError("error.unreadable") from None
