"""Recurring duties: what each rule would create next, and creating it, visibly and undoably."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import Session, col, select

from ecocity_desktop.domain.agreement import Agreement
from ecocity_desktop.domain.changes import Op
from ecocity_desktop.domain.milestone import COMING_DAYS, Milestone, MilestoneCity
from ecocity_desktop.domain.recurrence import (
    MILESTONE_KINDS,
    Recurrence,
    counts_from,
    occurrence_id,
    occurrence_on,
)
from ecocity_desktop.errors import UserError
from ecocity_desktop.services.naming import subject_of
from ecocity_desktop.services.records import add_in
from ecocity_desktop.store.journal import Change, Edit, undoings

if TYPE_CHECKING:
    from ecocity_desktop.domain.changes import ChangeSet
    from ecocity_desktop.domain.partial_date import PartialDate
    from ecocity_desktop.services.workspace import Workspace
    from ecocity_desktop.store.transaction import Transaction

MOST_OCCURRENCES = 1200
"""How many occurrences of one rule are looked at: a century of months."""


@dataclass(frozen=True)
class RecurrenceLine:
    """A rule, what it counts from, the milestones it made that are still there, and what it would make next.

    ``next_number`` and ``next_on`` are ``None`` when the rule has come to its end or cannot begin, because its anchor
    has no date: then it has not ``started``. ``due`` says that the next one is within the horizon, or overdue to be
    entered.
    """

    rule: Recurrence
    anchor: Milestone | Agreement | None
    made: tuple[Milestone, ...]
    next_number: int | None
    next_on: PartialDate | None
    due: bool
    started: bool


def recurrence_lines(ws: Workspace, *, horizon_days: int = COMING_DAYS) -> tuple[RecurrenceLine, ...]:
    """Return every rule with what it would create next."""
    with ws.reading() as session:
        return tuple(
            _line(session, ws, rule, horizon_days) for rule in session.exec(select(Recurrence)).all()
        )


def create_next(ws: Workspace, rule_id: str) -> ChangeSet:
    """Create the next milestone of a rule; ``row_id`` of the result is its id.

    It takes the rule's title and partner and, from an anchor milestone, its cities and place. An occurrence that was
    removed is not made again, one whose making was undone is. Raises ``UserError`` ``error.not_found``, or
    ``error.nothing_recurs`` when the rule has come to its end or its anchor has no date.
    """
    with ws.writing("edit.create_occurrence") as transaction:
        rule = transaction.session.get(Recurrence, rule_id)
        if rule is None:
            raise UserError("error.not_found", wanted=rule_id[:80], candidates="")
        transaction.name(subject_of(transaction.session, rule))
        line = _line(transaction.session, ws, rule, 0)
        if line.next_number is None or line.next_on is None:
            raise UserError("error.nothing_recurs")
        return transaction.changes(_create(transaction, ws, line, line.next_number, line.next_on))


def create_due(ws: Workspace, *, horizon_days: int = COMING_DAYS) -> ChangeSet:
    """Create what every rule owes up to the horizon, in one undo step: nothing when nothing is due."""
    with ws.writing("edit.create_occurrences") as transaction:
        last: str | None = None
        for rule in transaction.session.exec(select(Recurrence)).all():
            for _ in range(MOST_OCCURRENCES):
                line = _line(transaction.session, ws, rule, horizon_days)
                if not line.due or line.next_number is None or line.next_on is None:
                    break
                last = _create(transaction, ws, line, line.next_number, line.next_on)
        return transaction.changes(last)


def _line(session: Session, ws: Workspace, rule: Recurrence, horizon_days: int) -> RecurrenceLine:
    anchor: Milestone | Agreement | None
    if rule.milestone_id is not None:
        anchor = session.get(Milestone, rule.milestone_id)
    else:
        anchor = session.get(Agreement, rule.agreement_id or "")
    ids = {occurrence_id(rule.id, number): number for number in range(1, MOST_OCCURRENCES + 1)}
    known = _ever_made(session, ids)
    found = session.exec(select(Milestone).where(col(Milestone.id).in_(known))).all() if known else []
    made = tuple(sorted(found, key=lambda row: ids[row.id]))
    number = 1 + max((ids[one] for one in known), default=0)
    on = occurrence_on(rule, anchor, number) if number <= MOST_OCCURRENCES else None
    due = on is not None and (on.earliest - ws.today()).days <= horizon_days
    return RecurrenceLine(
        rule, anchor, made, None if on is None else number, on, due, counts_from(anchor) is not None
    )


def _ever_made(session: Session, ids: dict[str, int]) -> set[str]:
    """The occurrences made and not unmade by undo: those that are there, and those removed on purpose."""
    takes_back = undoings(session)
    last: dict[str, bool] = {}
    whole = select(Change.entity_id, Change.op, Change.edit_id).join(
        Edit, col(Edit.id) == col(Change.edit_id)
    )
    whole = whole.where(Change.entity == "milestone", col(Change.field).is_(None))
    for entity_id, op, edit_id in session.exec(whole.order_by(col(Edit.made_at), col(Change.position))).all():
        if entity_id in ids:
            last[entity_id] = op is not Op.DELETE or edit_id not in takes_back
    return {entity_id for entity_id, counts in last.items() if counts}


def _create(
    transaction: Transaction, ws: Workspace, line: RecurrenceLine, number: int, on: PartialDate
) -> str:
    rule, anchor = line.rule, line.anchor
    values: dict[str, Any] = {
        "title": rule.title.as_json(),
        "kind": MILESTONE_KINDS[rule.kind].value,
        "planned_on": str(on),
        "partner_id": rule.partner_id,
    }
    if isinstance(anchor, Milestone):
        links = select(MilestoneCity.city_id).where(MilestoneCity.milestone_id == anchor.id)
        values["city_ids"] = list(transaction.session.exec(links.order_by(col(MilestoneCity.position))).all())
        values["place"] = anchor.place.as_json()
        values["partner_id"] = rule.partner_id or anchor.partner_id
    return add_in(transaction, "milestones", values, ws, row_id=occurrence_id(rule.id, number))
