"""The calendar as a plan: what waits for what, what a move would push on, which chain leads to the label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from ecocity_desktop.domain.dependency import Dependency
from ecocity_desktop.domain.enums import MilestoneKind
from ecocity_desktop.domain.milestone import (
    STARTS,
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
    critical_chain,
    knock_on,
)
from ecocity_desktop.errors import Problem, UserError, invalid

if TYPE_CHECKING:
    from collections.abc import Collection

    from ecocity_desktop.domain.milestone import MilestoneData
    from ecocity_desktop.domain.partial_date import PartialDate
    from ecocity_desktop.services.workspace import Workspace


_DATES = columns(
    *(getattr(Milestone, name) for name in ("id", *(one for pair in STARTS.items() for one in pair)))
)


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


def plan_in(session: Session) -> Plan:
    """Return the calendar of the whole file as a plan; only its dates are read, for whole records take their time."""
    nodes = {}
    for row in session.execute(_DATES).all():
        facts = cast("MilestoneData", row)
        done, begun = facts.actual_on is not None, facts.actual_start is not None
        nodes[row.id] = Node(row.id, shown_start(facts), shown_date(facts), done=done, begun=begun)
    ends = select(Dependency.predecessor_id, Dependency.successor_id, Dependency.lag_days)
    return Plan(nodes, tuple(Link(before, after, lag) for before, after, lag in session.exec(ends).all()))


def pushed_by_move(
    ws: Workspace,
    milestone_id: str,
    on: PartialDate | None,
    *,
    field: str = "forecast_on",
    start: PartialDate | None = None,
) -> tuple[PushLine, ...]:
    """Return what ``move_milestone`` with its followers would push on, nearest first; nothing is written.

    Raises ``UserError`` ``error.not_found``, or ``error.invalid`` where the move would be refused (see ``check_move``).
    """
    with ws.reading() as session:
        row = session.get(Milestone, milestone_id)
        if row is None:
            raise UserError("error.not_found", wanted=milestone_id[:80], candidates="")
        check_move(row, field, on)
        pushes = pushes_in(session, row, field, on, start)
        rows = _milestones(session, {one for push in pushes for one in (push.id, push.pushed_by)})
    return tuple(PushLine(push, rows[push.id], rows[push.pushed_by]) for push in pushes)


def check_move(row: Milestone, field: str, on: PartialDate | None) -> None:
    """Raise ``UserError`` ``error.invalid`` for a forecast of what is done: it is expected no more, only corrected.

    A forecast it still has from before may be cleared.
    """
    if field == "forecast_on" and on is not None and row.actual_on is not None:
        raise invalid([Problem(field, "problem.milestone.done")])


def pushes_in(
    session: Session, row: Milestone, field: str, on: PartialDate | None, start: PartialDate | None
) -> tuple[Push, ...]:
    """Return what a move pushes on, within a session already open: the one rule of the preview and of the move."""
    return knock_on(plan_in(session), {row.id: shown_after_move(row, field, on, start)})


def chain_to(ws: Workspace, milestone_id: str) -> tuple[ChainLine, ...]:
    """Return the critical path that leads to a milestone, the first one first and the milestone itself last."""
    with ws.reading() as session:
        steps = critical_chain(plan_in(session), milestone_id)
        rows = _milestones(session, {step.id for step in steps})
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


def _milestones(session: Session, ids: Collection[str]) -> dict[str, Milestone]:
    found = session.exec(select(Milestone).where(col(Milestone.id).in_(ids))).all()
    return {row.id: row for row in found}
