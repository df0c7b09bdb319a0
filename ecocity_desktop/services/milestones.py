"""Milestones: the list with their states, and moving one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from ecocity_desktop.domain.city import City
from ecocity_desktop.domain.enums import MilestoneKind, MilestoneState
from ecocity_desktop.domain.milestone import (
    Milestone,
    MilestoneCity,
    milestone_state,
    shown_date,
)
from ecocity_desktop.domain.partner import Partner
from ecocity_desktop.services.records import edit_record

if TYPE_CHECKING:
    from datetime import date

    from ecocity_desktop.domain.changes import ChangeSet
    from ecocity_desktop.domain.partial_date import PartialDate
    from ecocity_desktop.services.workspace import Workspace


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
    ws: Workspace, milestone_id: str, on: PartialDate | None, *, field: str = "forecast_on"
) -> ChangeSet:
    """Give a milestone another date (``field``: ``planned_on``, ``forecast_on`` or ``actual_on``).

    Raises ``UserError`` ``error.not_found`` or ``error.invalid``.
    """
    return edit_record(
        ws,
        "milestones",
        milestone_id,
        {field: None if on is None else str(on)},
        label="edit.move_milestone",
    )


def _date_order(line: MilestoneLine) -> tuple[bool, str, int, str]:
    """By date; on one date in the order of kinds: a city is selected before anything is built with it."""
    on = shown_date(line.milestone)
    kind = _KINDS.index(line.milestone.kind)
    return (on is None, str(on.latest) if on else "", kind, line.milestone.title.read("en").text)
