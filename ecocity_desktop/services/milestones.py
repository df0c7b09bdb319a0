"""Milestones: the list with their states, and moving one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from ecocity_desktop.domain.city import City
from ecocity_desktop.domain.enums import MilestoneKind, MilestoneState, SlipCause
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.milestone import (
    STARTS,
    Milestone,
    MilestoneCity,
    milestone_state,
    shown_date,
)
from ecocity_desktop.domain.partner import Partner
from ecocity_desktop.services.records import add_in, edit_in
from ecocity_desktop.services.schedule import check_move, pushes_in

if TYPE_CHECKING:
    from datetime import date

    from ecocity_desktop.domain.changes import ChangeSet
    from ecocity_desktop.domain.partial_date import PartialDate
    from ecocity_desktop.domain.schedule import Push
    from ecocity_desktop.services.workspace import Workspace
    from ecocity_desktop.store.transaction import Transaction


_KINDS = list(MilestoneKind)


@dataclass(frozen=True)
class MilestoneLine:
    """A milestone with the cities it concerns (none: the programme), its state today and who is responsible."""

    milestone: Milestone
    cities: tuple[City, ...]
    state: MilestoneState
    responsible: Partner | None


def milestone_lines(ws: Workspace) -> tuple[MilestoneLine, ...]:
    """Return every milestone in the order of its date, those without a date last."""
    with ws.reading() as session:
        return lines_in(session, ws.today())


def lines_in(session: Session, today: date) -> tuple[MilestoneLine, ...]:
    """Return the milestones within a session already open."""
    cities = {city.id: city for city in session.exec(select(City)).all()}
    partners = {partner.id: partner for partner in session.exec(select(Partner)).all()}
    linked: dict[str, list[City]] = {}
    for link in session.exec(select(MilestoneCity).order_by(col(MilestoneCity.position))).all():
        linked.setdefault(link.milestone_id, []).append(cities[link.city_id])
    lines = [
        MilestoneLine(
            milestone,
            tuple(linked.get(milestone.id, ())),
            milestone_state(milestone, today),
            partners.get(milestone.partner_id or ""),
        )
        for milestone in session.exec(select(Milestone)).all()
    ]
    return tuple(sorted(lines, key=_date_order))


def move_milestone(
    ws: Workspace,
    milestone_id: str,
    on: PartialDate | None,
    *,
    field: str = "forecast_on",
    start: PartialDate | None = None,
    reason: LocalText | None = None,
    cause: SlipCause | None = None,
    with_followers: bool = False,
) -> ChangeSet:
    """Give a milestone another date (``field``: ``planned_on``, ``forecast_on`` or ``actual_on``), in one undo step.

    ``start`` is the new start of a span, which else keeps its own. A ``reason`` or ``cause`` is kept as a slip.
    ``with_followers`` moves the forecasts of what the move pushes on (see ``schedule.pushed_by_move``). Raises
    ``UserError`` ``error.not_found`` or ``error.invalid``: also for the forecast of a milestone that is done.
    """
    with ws.writing(_deed(ws, milestone_id)) as transaction:
        session = transaction.session
        row = session.get(Milestone, milestone_id)
        before = shown_date(row) if row else None
        if row is not None:
            check_move(row, field, on)
        pushes = pushes_in(session, row, field, on, start) if row and with_followers else ()
        values = {field: _json(on)} | ({STARTS[field]: str(start)} if start else {})
        edit_in(transaction, "milestones", milestone_id, values, ws)
        if row is not None and (reason or cause):
            _note_slip(transaction, ws, row, before, reason or LocalText(), cause or SlipCause.OTHER)
        for push in pushes:
            _follow(transaction, ws, push)
        return transaction.changes(milestone_id)


def _deed(ws: Workspace, milestone_id: str) -> str:
    """What the history calls it: where there was no date, nothing is moved."""
    with ws.reading() as session:
        row = session.get(Milestone, milestone_id)
    return "edit.move_milestone" if row is None or shown_date(row) else "edit.date_milestone"


def _note_slip(
    transaction: Transaction,
    ws: Workspace,
    row: Milestone,
    before: PartialDate | None,
    reason: LocalText,
    cause: SlipCause,
) -> None:
    dates = {"from_on": _json(before), "to_on": _json(shown_date(row)), "noted_on": ws.today().isoformat()}
    values = {"milestone_id": row.id, "reason": reason.as_json(), "cause": cause.value, **dates}
    add_in(transaction, "slips", values, ws)


def _follow(transaction: Transaction, ws: Workspace, push: Push) -> None:
    """Move the forecast of a follower as a push asks, and note why where its date slips."""
    values = {"forecast_on": _json(push.end)} | ({"forecast_start": str(push.start)} if push.start else {})
    edit_in(transaction, "milestones", push.id, values, ws)
    follower = transaction.session.get(Milestone, push.id)
    if follower is not None and push.end != push.end_before:
        _note_slip(transaction, ws, follower, push.end_before, LocalText(), SlipCause.DEPENDENCY)


def _json(on: PartialDate | None) -> str | None:
    return None if on is None else str(on)


def _date_order(line: MilestoneLine) -> tuple[bool, str, int, str]:
    """By date; on one date in the order of kinds: a city is selected before anything is built with it."""
    on = shown_date(line.milestone)
    kind = _KINDS.index(line.milestone.kind)
    return (on is None, str(on.latest) if on else "", kind, line.milestone.title.read("en").text)
