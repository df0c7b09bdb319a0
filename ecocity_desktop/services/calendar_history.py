"""The calendar as it stood on any day, named baselines, what slipped since, and the milestone trend chart's data."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlmodel import select

from ecocity_desktop.domain.baseline import Baseline, moment_text, read_instant
from ecocity_desktop.domain.enums import MilestoneKind
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.milestone import Milestone, MilestoneData, shown_date, shown_start
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.domain.schedule import days_between
from ecocity_desktop.domain.slip import Slip
from ecocity_desktop.services.records import add_in, get_record, resolve
from ecocity_desktop.store.journal import read_clock, read_order
from ecocity_desktop.store.past import field_moves, records_at

if TYPE_CHECKING:
    from sqlmodel import Session

    from ecocity_desktop.domain.changes import ChangeSet
    from ecocity_desktop.services.workspace import Workspace

_DATES = ("planned_on", "forecast_on", "actual_on")


@dataclass(frozen=True)
class MilestoneThen:
    """A milestone as it stood at some moment, with the ids of its cities then."""

    id: str
    data: MilestoneData
    city_ids: tuple[str, ...]

    @property
    def start(self) -> PartialDate | None:
        """When its span began or was expected to, then."""
        return shown_start(self.data)

    @property
    def end(self) -> PartialDate | None:
        """The date it had, or was expected on, then."""
        return shown_date(self.data)


@dataclass(frozen=True)
class CalendarThen:
    """The whole calendar as it stood at ``moment``, milestones by id."""

    moment: datetime
    milestones: Mapping[str, MilestoneThen]


class Slippage(StrEnum):
    """What became of a milestone between two looks at the calendar."""

    LATER = "later"
    EARLIER = "earlier"
    SAME = "same"
    DATED = "dated"
    UNDATED = "undated"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True)
class SlippageLine:
    """One milestone of the slippage table.

    ``days`` is how far it moved, positive when later, ``None`` where one of both dates is missing; ``done`` whether the
    later date is what happened; ``slips`` the reasons noted in between, oldest first.
    """

    id: str
    title: LocalText
    kind: MilestoneKind
    before: PartialDate | None
    after: PartialDate | None
    days: int | None
    change: Slippage
    done: bool
    slips: tuple[Slip, ...]


@dataclass(frozen=True)
class TrendPoint:
    """On the day of the look, the date expected (``done``: the date it happened)."""

    look: date
    expected: PartialDate | None
    done: bool


@dataclass(frozen=True)
class TrendLine:
    """One milestone of the trend chart, a point for each look since it was entered."""

    id: str
    title: LocalText
    points: tuple[TrendPoint, ...]


def as_it_stood(ws: Workspace, moment: datetime | date) -> CalendarThen:
    """Return the calendar at a moment, or at the end of a day, read from the journal."""
    at = moment if isinstance(moment, datetime) else end_of_day(moment)
    with ws.reading() as session:
        place = read_order(session, ws.now()).until(moment_text(at.isoformat()))
        held = records_at(session, ("milestone", "milestone_city"), place)
    cities: dict[str, list[tuple[int, str]]] = {}
    for link in held["milestone_city"].values():
        cities.setdefault(link["milestone_id"], []).append((link["position"], link["city_id"]))
    found = {
        row_id: MilestoneThen(
            row_id,
            MilestoneData.model_validate({name: value for name, value in values.items() if name != "id"}),
            tuple(city_id for _, city_id in sorted(cities.get(row_id, ()))),
        )
        for row_id, values in held["milestone"].items()
    }
    return CalendarThen(at, found)


def freeze_baseline(
    ws: Workspace, name: LocalText, *, at: datetime | None = None, note: LocalText | None = None
) -> ChangeSet:
    """Give the calendar as it stands now, or stood at ``at``, a name; raises ``UserError`` ``error.invalid``."""
    values: dict[str, Any] = {"name": name.as_json()}
    if note:
        values["note"] = note.as_json()
    with ws.writing("edit.add_baseline") as transaction:
        # The very time its own edit bears: that names one place in the journal, however wrong the clock is.
        frozen_at = at or read_clock(transaction.made_at())
        values["frozen_at"] = moment_text(frozen_at.isoformat())
        return transaction.changes(add_in(transaction, "baselines", values, ws))


def baselines(ws: Workspace) -> tuple[Baseline, ...]:
    """Return the named baselines, the oldest moment first."""
    with ws.reading() as session:
        rows = session.exec(select(Baseline)).all()
    return tuple(sorted(rows, key=lambda row: (row.frozen_at, row.id)))


def moment_named(ws: Workspace, wanted: str) -> datetime:
    """Return the moment that ``wanted`` names: a day (its end), an instant, or a baseline by id or name.

    Raises ``UserError`` ``error.not_found`` or ``error.ambiguous``.
    """
    try:
        on = PartialDate.parse(wanted)
        if on.precision == "day":
            return end_of_day(on.earliest)
    except ValueError:
        pass
    try:
        return read_instant(moment_text(wanted))
    except ValueError:
        return read_instant(get_record(ws, "baselines", resolve(ws, "baselines", wanted)).frozen_at)


def slippage(ws: Workspace, before: datetime, after: datetime | None = None) -> tuple[SlippageLine, ...]:
    """Return what became of every milestone between two moments (``after``: now), by the date it had before."""
    then, since = as_it_stood(ws, before), as_it_stood(ws, after or now(ws))
    with ws.reading() as session:
        reasons = _slips_between(session, then.moment, since.moment)
    ids = dict.fromkeys((*then.milestones, *since.milestones))
    lines = [
        _slipped(one, then.milestones.get(one), since.milestones.get(one), reasons.get(one, ()))
        for one in ids
    ]
    return tuple(sorted(lines, key=lambda line: str((line.before or line.after or PartialDate(9999)).latest)))


def trend(
    ws: Workspace, milestone_ids: Iterable[str] | None = None, looks: Iterable[date] | None = None
) -> tuple[TrendLine, ...]:
    """Return the lines of the milestone trend chart: what date each milestone was expected on, look after look.

    ``looks`` are days, at whose end the calendar is read; left out, each day on which a date changed, the days of the
    baselines and today. A milestone that is gone today has no line.
    """
    with ws.reading() as session:
        wanted = {row.id: row.title for row in session.exec(select(Milestone)).all()}
        moves = tuple(field_moves(session, "milestone", _DATES))
        frozen = session.exec(select(Baseline.frozen_at)).all()
        order = read_order(session, ws.now())
    if milestone_ids is not None:
        chosen = set(milestone_ids)
        wanted = {row_id: title for row_id, title in wanted.items() if row_id in chosen}
    moves = tuple(move for move in moves if move.entity_id in wanted)
    days = set(looks) if looks is not None else {ws.today()}
    if looks is None:
        moments = {*(move.clock for move in moves), *frozen}
        days |= {day for text in moments if (day := local_day(read_instant(text))) <= ws.today()}
    points: dict[str, list[TrendPoint]] = {row_id: [] for row_id in wanted}
    held: dict[str, dict[str, Any]] = {}
    at = 0
    for look in sorted(days):
        until = order.until(moment_text(end_of_day(look).isoformat()))
        while at < len(moves) and moves[at].place <= until:
            values = moves[at].values
            if values is None:
                held.pop(moves[at].entity_id, None)
            else:
                held.setdefault(moves[at].entity_id, {}).update(values)
            at += 1
        for row_id, dates in held.items():
            points[row_id].append(_trend_point(look, dates))
    return tuple(TrendLine(row_id, wanted[row_id], tuple(found)) for row_id, found in points.items())


def now(ws: Workspace) -> datetime:
    """Return the moment up to which the journal is written: now, or its last edit where that was just as quick."""
    with ws.reading() as session:
        return read_instant(read_order(session, ws.now()).now)


def end_of_day(day: date) -> datetime:
    """Return the last moment of a day here, in UTC."""
    last = datetime.combine(day, time.max)
    try:
        return last.replace(tzinfo=UTC) if os.environ.get("ECOCITY_NOW") else last.astimezone(UTC)
    except (OverflowError, OSError, ValueError):
        return last.replace(tzinfo=UTC)


def local_day(moment: datetime) -> date:
    """Return the day of a moment where the user is, or in UTC while the clock is replaced."""
    return moment.date() if os.environ.get("ECOCITY_NOW") else moment.astimezone().date()


def _trend_point(look: date, dates: Mapping[str, Any]) -> TrendPoint:
    given = dates.get("actual_on") or dates.get("forecast_on") or dates.get("planned_on")
    return TrendPoint(look, PartialDate.parse(given) if given else None, bool(dates.get("actual_on")))


def _slips_between(session: Session, before: datetime, after: datetime) -> dict[str, tuple[Slip, ...]]:
    found: dict[str, tuple[Slip, ...]] = {}
    first, last = local_day(before), local_day(after)
    rows = session.exec(select(Slip)).all()
    for row in sorted(rows, key=lambda row: str(row.noted_on or "")):
        if row.noted_on is not None and row.noted_on.latest >= first and row.noted_on.earliest <= last:
            found[row.milestone_id] = (*found.get(row.milestone_id, ()), row)
    return found


def _slipped(
    row_id: str, then: MilestoneThen | None, since: MilestoneThen | None, slips: tuple[Slip, ...]
) -> SlippageLine:
    told = since or then
    if told is None:
        raise ValueError(row_id)
    before, after = (one.end if one else None for one in (then, since))
    days = days_between(before, after)
    if then is None or since is None:
        change = Slippage.NEW if then is None else Slippage.GONE
    elif before is None or after is None:
        change = Slippage.DATED if after else Slippage.UNDATED if before else Slippage.SAME
    else:
        change = Slippage.LATER if days and days > 0 else Slippage.EARLIER if days else Slippage.SAME
    done = since is not None and since.data.actual_on is not None
    return SlippageLine(row_id, told.data.title, told.data.kind, before, after, days, change, done, slips)
