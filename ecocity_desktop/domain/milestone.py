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
    actual one: what was announced and what happened may come from different documents.
    """

    title: LocalText = local_text()
    kind: MilestoneKind = choice(MilestoneKind, default=MilestoneKind.OTHER)
    planned_on: PartialDate | None = partial_date()
    forecast_on: PartialDate | None = partial_date()
    actual_on: PartialDate | None = partial_date()
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


def shown_date(milestone: MilestoneData) -> PartialDate | None:
    """Return the date to show and sort by: the actual one, else the due one."""
    return milestone.actual_on or due_date(milestone)


def milestone_state(milestone: MilestoneData, today: date) -> MilestoneState:
    """Return where a milestone stands on ``today``.

    Done once it has an actual date; late once the last day its due date may mean has passed; coming when that last
    day is at most ``COMING_DAYS`` away; undated without a due date; planned otherwise.
    """
    if milestone.actual_on is not None:
        return MilestoneState.DONE
    due = due_date(milestone)
    if due is None:
        return MilestoneState.UNDATED
    if due.latest < today:
        return MilestoneState.LATE
    if due.latest <= today + timedelta(days=COMING_DAYS):
        return MilestoneState.COMING
    return MilestoneState.PLANNED
