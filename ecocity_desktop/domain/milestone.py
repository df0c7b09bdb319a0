"""Milestones of the programme and of its cities, and the rule that says where each one stands."""

from datetime import date, timedelta

from sqlmodel import Field

from ecocity_desktop.domain.enums import FactStatus, MilestoneKind, MilestoneState
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.domain.record import (
    RecordData,
    choice,
    id_field,
    local_text,
    partial_date,
    refers_to,
    words,
)

COMING_DAYS = 90
"""A milestone due within this many days is said to be coming."""

JOURNEY = (
    MilestoneKind.VOLUNTEERING,
    MilestoneKind.SELECTION,
    MilestoneKind.CO_CONSTRUCTION,
    MilestoneKind.LABEL,
    MilestoneKind.CERTIFICATION,
)
"""The kinds of milestone that make up a city's way to the label, in order."""


class MilestoneData(RecordData):
    """One milestone, of the cities it is linked to, or of the programme when it is linked to none.

    ``source_id`` and ``status`` are those of the planned date, ``actual_source_id`` and ``actual_status`` those of the
    actual one: what was announced and what happened may come from different documents. A milestone with a start is a
    span that ends on its date. ``evidence`` and ``files`` say what shows that it happened.
    """

    title: LocalText = local_text()
    kind: MilestoneKind = choice(MilestoneKind, default=MilestoneKind.OTHER)
    planned_start: PartialDate | None = partial_date()
    planned_on: PartialDate | None = partial_date()
    forecast_start: PartialDate | None = partial_date()
    forecast_on: PartialDate | None = partial_date()
    actual_start: PartialDate | None = partial_date()
    actual_on: PartialDate | None = partial_date()
    evidence: LocalText = local_text()
    files: list[str] = words()
    place: LocalText = local_text()
    partner_id: str | None = refers_to("partner")
    source_id: str | None = refers_to("source")
    status: FactStatus | None = choice(FactStatus)
    actual_source_id: str | None = refers_to("source")
    actual_status: FactStatus | None = choice(FactStatus)
    note: LocalText = local_text()


class Milestone(MilestoneData, table=True):
    """A milestone as kept in the file."""

    id: str = id_field()


class MilestoneCityData(RecordData):
    """One city that one milestone concerns; ``position`` orders them (0 first)."""

    milestone_id: str = refers_to("milestone", required=True)
    city_id: str = refers_to("city", required=True)
    position: int = Field(default=0, ge=0, le=10_000)


class MilestoneCity(MilestoneCityData, table=True):
    """The link of a milestone and a city as kept in the file."""

    __tablename__ = "milestone_city"

    id: str = id_field()


def due_date(milestone: MilestoneData) -> PartialDate | None:
    """Return the date it is now expected on: the forecast if there is one, else the plan; ``None`` if neither."""
    return milestone.forecast_on or milestone.planned_on


def announced_date(milestone: MilestoneData) -> PartialDate | None:
    """Return the date it was expected on, for the page: its due date, or its plan once it is done."""
    return milestone.planned_on if milestone.actual_on else due_date(milestone)


def shown_date(milestone: MilestoneData) -> PartialDate | None:
    """Return the date to show and sort by: the actual one, else the due one."""
    return milestone.actual_on or due_date(milestone)


def due_start(milestone: MilestoneData) -> PartialDate | None:
    """Return when a span is now expected to begin; ``None`` for a milestone without duration."""
    return milestone.forecast_start or milestone.planned_start


def shown_start(milestone: MilestoneData) -> PartialDate | None:
    """Return the start to show: the actual one, else the due one."""
    return milestone.actual_start or due_start(milestone)


STARTS = {"planned_on": "planned_start", "forecast_on": "forecast_start", "actual_on": "actual_start"}
"""The field of the start that belongs to each date of a milestone."""


def shown_after_move(
    milestone: MilestoneData, field: str, on: PartialDate | None, start: PartialDate | None
) -> tuple[PartialDate | None, PartialDate | None]:
    """Return the start and the date that show once ``field`` (a key of ``STARTS``) is ``on``; no ``start`` keeps it."""
    dates = {name: getattr(milestone, name) for pair in STARTS.items() for name in pair}
    moved = MilestoneData.model_construct(**dates | {field: on} | ({STARTS[field]: start} if start else {}))
    return shown_start(moved), shown_date(moved)


def has_evidence(milestone: MilestoneData) -> bool:
    """Return whether something shows that it happened: evidence, a file, or the source of its actual date."""
    sourced = milestone.actual_source_id or milestone.source_id
    return bool(milestone.evidence or milestone.files or sourced)


def due_state(due: PartialDate | None, today: date, horizon_days: int = COMING_DAYS) -> MilestoneState:
    """Return where something still open stands that is expected on ``due``; see ``milestone_state``."""
    if due is None:
        return MilestoneState.UNDATED
    if due.latest < today:
        return MilestoneState.LATE
    if due.latest - today <= timedelta(days=horizon_days):
        return MilestoneState.COMING
    return MilestoneState.PLANNED


def milestone_state(milestone: MilestoneData, today: date, horizon_days: int = COMING_DAYS) -> MilestoneState:
    """Return where a milestone stands on ``today``.

    Done once it has an actual date; late once the last day its due date may mean has passed; coming when that last
    day is at most ``horizon_days`` away; undated without a due date; planned otherwise.
    """
    if milestone.actual_on is not None:
        return MilestoneState.DONE
    return due_state(due_date(milestone), today, horizon_days)
