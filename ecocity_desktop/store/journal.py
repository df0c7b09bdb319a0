"""The journal: every write leaves an edit and its changes, in the same database transaction."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Text, func
from sqlmodel import Field, Session, SQLModel, col, select

from ecocity_desktop.domain.changes import Op, RowChange
from ecocity_desktop.domain.local_text import LocalText, LocalTextColumn
from ecocity_desktop.domain.record import ChoiceColumn
from ecocity_desktop.errors import UserError

CLOCK_STEP = timedelta(minutes=1)
"""A clock put back by no more was right all the same."""

PLACE_LENGTH = len("2026-11-23T12:00:00.000000Z")
"""How much of ``made_at`` is the edit's place in the order."""

ERASED = "edit.erased"
"""The label of an edit whose every value was erased for somebody's privacy: it cannot be undone."""


class Edit(SQLModel, table=True):
    """One write as a person sees it: what was done (``label_key``), to what (``subject``), by whom, when.

    ``made_at`` is a hybrid logical clock in ISO form: the UTC time, or one microsecond after the edit before it where
    the clock went back. What the clock said then follows after a space, where it was put back by more than a moment:
    ``2099-01-01T00:00:00.000001Z 2026-11-23T12:00:00.000000Z``. ``undoes`` is the edit this one inverts.
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
    """Return ``made_at`` of the next edit: always after the last one, whatever the clock says.

    A clock once far ahead holds the order up, but not what later edits know of their time.
    """
    last = session.exec(select(Edit.made_at).order_by(col(Edit.made_at).desc()).limit(1)).first()
    clock = now.astimezone(UTC)
    if last is None:
        return moment_text(clock)
    if read_clock(last) - clock <= CLOCK_STEP:
        clock = max(clock, read_clock(last) + timedelta(microseconds=1))
    place = max(clock, read_moment(last) + timedelta(microseconds=1))
    return moment_text(place) if place == clock else f"{moment_text(place)} {moment_text(clock)}"


def moment_text(moment: datetime) -> str:
    """Return a time as the journal writes it."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def read_moment(made_at: str) -> datetime:
    """Return the place in the order, as a time in UTC; raises ``UserError`` ``error.unreadable`` when it is none."""
    return _read(_times(made_at)[0])


def read_clock(made_at: str) -> datetime:
    """Return what the clock said, in UTC; raises ``UserError`` ``error.unreadable`` when it is no time."""
    return _read(_times(made_at)[-1])


@dataclass(frozen=True)
class Order:
    """How what clocks said lies in the order of the journal.

    ``now`` is the time, or that of the last edit where it came in the same moment; ``last`` the place of that edit;
    ``told`` maps what the clock said to the place of the edit, for those made after the clock had been put back.
    """

    now: str
    last: str
    told: Mapping[str, str]

    def until(self, moment: str) -> str:
        """Return the place up to which the journal was written when a clock said ``moment``.

        Nothing in the file is of the future: now, or later, everything was written, whatever time it bears.
        """
        if moment in self.told:
            return self.told[moment]
        if moment >= self.now:
            return max(moment, self.last)
        before = [place for told, place in self.told.items() if place > self.now and told <= moment]
        return max([moment, *before])


def read_order(session: Session, now: datetime) -> Order:
    """Return how what clocks said lies in the order of the journal, seen from ``now``."""
    last = session.exec(select(func.max(Edit.made_at))).one()
    if last is None:
        return Order(moment_text(now), "", {})
    if timedelta(0) < read_clock(last) - now <= CLOCK_STEP:
        now = read_clock(last)
    put_back = select(Edit.made_at).where(func.length(Edit.made_at) > PLACE_LENGTH)
    told = {made_at.rpartition(" ")[2]: made_at[:PLACE_LENGTH] for made_at in session.exec(put_back).all()}
    return Order(moment_text(now), last[:PLACE_LENGTH], told)


def _times(made_at: str) -> list[str]:
    times = made_at.split(" ")
    if len(times) > 2:
        raise UserError("error.unreadable")
    return times


def _read(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)
    except ValueError:
        raise UserError("error.unreadable") from None
