"""The calendar as a plan: what waits for what, what a move would push on, which chain leads to the label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import Session, select

from ecocity_desktop.domain.dependency import Dependency
from ecocity_desktop.domain.enums import MilestoneKind
from ecocity_desktop.domain.milestone import (
    Milestone,
    MilestoneCity,
    shown_after_move,
    shown_date,
    shown_start,
)
from ecocity_desktop.domain.schedule import (
    ChainStep,
    Link,
    Node,
    Plan,
    Push,
    contradictions,
    critical_chain,
    knock_on,
)
from ecocity_desktop.errors import UserError

if TYPE_CHECKING:
    from ecocity_desktop.domain.partial_date import PartialDate
    from ecocity_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class PushLine:
    """A follower that a move pushes on, and the milestone that pushes it."""

    push: Push
    milestone: Milestone
    pushed_by: Milestone


@dataclass(frozen=True)
class ChainLine:
    """One milestone on the way to a date, with the days it may slip before it moves that date."""

    milestone: Milestone
    step: ChainStep


@dataclass(frozen=True)
class ContradictionLine:
    """Two linked milestones whose dates cannot both be true."""

    predecessor: Milestone
    successor: Milestone
    lag_days: int


def plan(ws: Workspace) -> Plan:
    """Return the calendar of the whole file as a plan."""
    with ws.reading() as session:
        return plan_in(session)


def plan_in(session: Session) -> Plan:
    """Return the plan within a session already open."""
    rows = session.exec(select(Milestone)).all()
    return plan_of(tuple(rows), tuple(session.exec(select(Dependency)).all()))


def plan_of(milestones: tuple[Milestone, ...], dependencies: tuple[Dependency, ...]) -> Plan:
    """Return the plan of milestones and of what they wait for."""
    nodes = {
        row.id: Node(
            row.id,
            shown_start(row),
            shown_date(row),
            done=row.actual_on is not None,
            begun=row.actual_start is not None,
        )
        for row in milestones
    }
    links = tuple(Link(row.predecessor_id, row.successor_id, row.lag_days) for row in dependencies)
    return Plan(nodes, links)


def pushed_by_move(
    ws: Workspace,
    milestone_id: str,
    on: PartialDate | None,
    *,
    field: str = "forecast_on",
    start: PartialDate | None = None,
) -> tuple[PushLine, ...]:
    """Return what ``move_milestone`` with its followers would push on, nearest first; nothing is written.

    Raises ``UserError`` ``error.not_found``.
    """
    with ws.reading() as session:
        rows = {row.id: row for row in session.exec(select(Milestone)).all()}
        if milestone_id not in rows:
            raise UserError("error.not_found", wanted=milestone_id[:80], candidates="")
        pushes = pushes_in(session, rows[milestone_id], field, on, start)
    return tuple(PushLine(push, rows[push.id], rows[push.pushed_by]) for push in pushes)


def pushes_in(
    session: Session, row: Milestone, field: str, on: PartialDate | None, start: PartialDate | None
) -> tuple[Push, ...]:
    """Return what a move pushes on, within a session already open: the one rule of the preview and of the move."""
    return knock_on(plan_in(session), {row.id: shown_after_move(row, field, on, start)})


def chain_to(ws: Workspace, milestone_id: str) -> tuple[ChainLine, ...]:
    """Return the critical chain that leads to a milestone, the first one first and the milestone itself last."""
    with ws.reading() as session:
        whole = plan_in(session)
        steps = critical_chain(whole, milestone_id)
        rows = {row.id: row for row in session.exec(select(Milestone)).all()}
    return tuple(ChainLine(rows[step.id], step) for step in steps)


def label_milestone(ws: Workspace, city_id: str | None = None) -> Milestone | None:
    """Return the milestone of the label: of a city its own, else the programme's; ``None`` where there is none.

    Without a city the last one by its date.
    """
    with ws.reading() as session:
        rows = session.exec(select(Milestone).where(Milestone.kind == MilestoneKind.LABEL)).all()
        links = session.exec(select(MilestoneCity.milestone_id, MilestoneCity.city_id)).all()
    cities: dict[str, set[str]] = {}
    for owner_id, linked_id in links:
        cities.setdefault(owner_id, set()).add(linked_id)
    if city_id is not None:
        own = [row for row in rows if city_id in cities.get(row.id, ())]
        rows = own or [row for row in rows if row.id not in cities]
    return max(rows, key=lambda row: str(on.latest) if (on := shown_date(row)) else "", default=None)


def contradicting_links(ws: Workspace) -> tuple[ContradictionLine, ...]:
    """Return the links whose two dates cannot both be true, milestones that are done included."""
    with ws.reading() as session:
        rows = {row.id: row for row in session.exec(select(Milestone)).all()}
        whole = plan_of(tuple(rows.values()), tuple(session.exec(select(Dependency)).all()))
    return tuple(
        ContradictionLine(rows[link.predecessor_id], rows[link.successor_id], link.lag_days)
        for link in contradictions(whole)
    )
