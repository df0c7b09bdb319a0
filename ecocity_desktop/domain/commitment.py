"""Commitments: who owes what to whom, for which cities, by when; and the rules that say where each one stands."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Field

from ecocity_desktop.domain.enums import FactStatus, MilestoneState
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.milestone import COMING_DAYS, MilestoneData, due_state, shown_date
from ecocity_desktop.domain.milestone import has_evidence as shows_it
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


class CommitmentData(RecordData):
    """One promise made in an agreement, in one of its clauses or in the agreement as a whole.

    ``debtor_id`` is the partner that owes it, ``beneficiary_id`` the one it is owed to, ``None`` for the programme as a
    whole. ``evidence`` and ``files`` say what shows that it was kept.
    """

    text: LocalText = local_text()
    agreement_id: str | None = refers_to("agreement")
    clause_id: str | None = refers_to("clause")
    debtor_id: str | None = refers_to("partner")
    beneficiary_id: str | None = refers_to("partner")
    due_on: PartialDate | None = partial_date()
    done_on: PartialDate | None = partial_date()
    evidence: LocalText = local_text()
    files: list[str] = words()
    note: LocalText = local_text()
    source_id: str | None = refers_to("source")
    status: FactStatus | None = choice(FactStatus)


class Commitment(CommitmentData, table=True):
    """A commitment as kept in the file."""

    id: str = id_field()


class CommitmentCityData(RecordData):
    """One city that one commitment concerns; ``position`` orders them (0 first)."""

    commitment_id: str = refers_to("commitment", required=True)
    city_id: str = refers_to("city", required=True)
    position: int = Field(default=0, ge=0, le=10_000)


class CommitmentCity(CommitmentCityData, table=True):
    """The link of a commitment and a city as kept in the file."""

    __tablename__ = "commitment_city"

    id: str = id_field()


class CommitmentMilestoneData(RecordData):
    """One milestone that one commitment is tied to; ``position`` orders them (0 first)."""

    commitment_id: str = refers_to("commitment", required=True)
    milestone_id: str = refers_to("milestone", required=True)
    position: int = Field(default=0, ge=0, le=10_000)


class CommitmentMilestone(CommitmentMilestoneData, table=True):
    """The link of a commitment and a milestone as kept in the file."""

    __tablename__ = "commitment_milestone"

    id: str = id_field()


def commitment_due(
    commitment: CommitmentData, milestones: Iterable[MilestoneData] = ()
) -> PartialDate | None:
    """Return when it is owed: its own date, else the last date of the milestones it is tied to; ``None`` if none."""
    if commitment.due_on is not None:
        return commitment.due_on
    dates = [on for milestone in milestones if (on := shown_date(milestone)) is not None]
    return max(dates, key=lambda on: (on.latest, on.earliest), default=None)


def commitment_state(
    commitment: CommitmentData,
    today: date,
    milestones: Iterable[MilestoneData] = (),
    horizon_days: int = COMING_DAYS,
) -> MilestoneState:
    """Return where a commitment stands on ``today``, by the rule of milestones; it is done once it was kept."""
    tied = tuple(milestones)
    if kept_on(commitment, tied) is not None:
        return MilestoneState.DONE
    return due_state(commitment_due(commitment, tied), today, horizon_days)


def kept_on(commitment: CommitmentData, milestones: Iterable[MilestoneData] = ()) -> PartialDate | None:
    """Return when it was kept: the day given, else the day the last of its milestones happened, once all have."""
    if commitment.done_on is not None:
        return commitment.done_on
    dates = [milestone.actual_on for milestone in milestones]
    happened = [on for on in dates if on is not None]
    if len(happened) < len(dates):
        return None
    return max(happened, key=lambda on: (on.latest, on.earliest), default=None)


def has_evidence(commitment: CommitmentData, milestones: Iterable[MilestoneData] = ()) -> bool:
    """Return whether something shows that it was kept: its own evidence, or that of all its milestones."""
    if commitment.evidence or commitment.files:
        return True
    tied = tuple(milestones)
    return bool(tied) and commitment.done_on is None and all(shows_it(milestone) for milestone in tied)
