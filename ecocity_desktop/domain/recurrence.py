"""Recurring duties: audits after a certification, renewals of an agreement; when the next one falls due."""

from uuid import UUID, uuid5

from sqlmodel import Field

from ecocity_desktop.domain.agreement import AgreementData
from ecocity_desktop.domain.enums import MilestoneKind, RecurrenceKind
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.milestone import MilestoneData, shown_date
from ecocity_desktop.domain.partial_date import PartialDate, add_months
from ecocity_desktop.domain.record import (
    RecordData,
    choice,
    id_field,
    local_text,
    partial_date,
    refers_to,
)

_OCCURRENCES = UUID("9d1b6a0e-6f3c-4b0d-8f49-0b1a3a1f7d55")

MILESTONE_KINDS = {
    RecurrenceKind.AUDIT: MilestoneKind.AUDIT,
    RecurrenceKind.RENEWAL: MilestoneKind.AGREEMENT,
    RecurrenceKind.COMMITTEE: MilestoneKind.COMMITTEE,
    RecurrenceKind.OTHER: MilestoneKind.OTHER,
}
"""The kind of milestone each rule makes."""


class RecurrenceData(RecordData):
    """One rule: a milestone named ``title`` every ``every_months``, counted from an anchor, ``until`` a date.

    The anchor is a milestone (its date) or an agreement (the end of its term, else its signature): exactly one of both.
    """

    title: LocalText = local_text()
    kind: RecurrenceKind = choice(RecurrenceKind, default=RecurrenceKind.AUDIT)
    milestone_id: str | None = refers_to("milestone")
    agreement_id: str | None = refers_to("agreement")
    every_months: int = Field(ge=1, le=600)
    until: PartialDate | None = partial_date()
    partner_id: str | None = refers_to("partner")
    note: LocalText = local_text()


class Recurrence(RecurrenceData, table=True):
    """A rule as kept in the file."""

    id: str = id_field()


def counts_from(anchor: MilestoneData | AgreementData | None) -> PartialDate | None:
    """Return the date a rule counts from: of the milestone, or the end of the agreement's term, else its signature."""
    if anchor is None:
        return None
    if isinstance(anchor, AgreementData):
        return anchor.ends_on or anchor.signed_on
    return shown_date(anchor)


def occurrence_on(
    rule: RecurrenceData, anchor: MilestoneData | AgreementData | None, number: int
) -> PartialDate | None:
    """Return the date of the ``number``-th occurrence (1 first), as precise as the anchor's.

    A renewal falls due when the term ends, then every so many months. ``None`` when the anchor has no date, or beyond
    ``until``.
    """
    start = counts_from(anchor)
    if start is None:
        return None
    renews = isinstance(anchor, AgreementData) and anchor.ends_on is not None
    steps = number - 1 if renews else number
    on = add_months(start, steps * rule.every_months)
    if on is None or (rule.until is not None and on.earliest > rule.until.latest):
        return None
    return on


def occurrence_id(rule_id: str, number: int) -> str:
    """Return the identity of the milestone made for an occurrence: the same on two laptops that both make it."""
    return str(uuid5(_OCCURRENCES, f"{rule_id} {number}"))
