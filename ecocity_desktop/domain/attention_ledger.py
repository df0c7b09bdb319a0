"""What needs attention in the ledger: promises late, coming, without date, owner or evidence; agreements that end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from ecocity_desktop.domain.agreement import Agreement, agreement_state, term_end
from ecocity_desktop.domain.attention import AttentionLevel, AttentionPoint
from ecocity_desktop.domain.commitment import Commitment, has_evidence
from ecocity_desktop.domain.enums import AgreementState, MilestoneState, Renewal
from ecocity_desktop.domain.milestone import Milestone
from ecocity_desktop.domain.partial_date import PartialDate

_LEVELS = {
    MilestoneState.LATE: (AttentionLevel.LATE, "attention.commitment_late"),
    MilestoneState.COMING: (AttentionLevel.COMING, "attention.commitment_coming"),
    MilestoneState.UNDATED: (AttentionLevel.MISSING, "attention.commitment_undated"),
}


def commitment_points(
    commitment: Commitment,
    state: MilestoneState,
    due: PartialDate | None,
    city_ids: tuple[str, ...],
    milestones: tuple[Milestone, ...] = (),
) -> Iterator[AttentionPoint]:
    """Return the points about one commitment, whose ``state`` and ``due`` date are as its ``milestones`` make them."""
    where: dict[str, Any] = {
        "entity": "commitment",
        "entity_id": commitment.id,
        "city_id": city_ids[0] if len(city_ids) == 1 else None,
        "partner_id": commitment.debtor_id,
        "due": due,
    }
    params: dict[str, Any] = {"title": commitment.text}
    if state in _LEVELS:
        level, key = _LEVELS[state]
        yield AttentionPoint(level, key, params=params | {"date": due}, **where)
    if state is not MilestoneState.DONE and commitment.debtor_id is None:
        yield AttentionPoint(AttentionLevel.MISSING, "attention.commitment_no_debtor", params=params, **where)
    if state is MilestoneState.DONE and not has_evidence(commitment, milestones):
        yield AttentionPoint(
            AttentionLevel.MISSING, "attention.commitment_no_evidence", params=params, **where
        )


def agreement_points(agreement: Agreement, today: date, horizon_days: int) -> Iterator[AttentionPoint]:
    """Return the point about an agreement whose term ends within the horizon, or has ended."""
    state = agreement_state(agreement, today, horizon_days)
    end = term_end(agreement, today)
    where: dict[str, Any] = {"entity": "agreement", "entity_id": agreement.id, "due": end}
    params: dict[str, Any] = {"title": agreement.title, "date": end}
    if state is AgreementState.EXPIRED:
        yield AttentionPoint(AttentionLevel.LATE, "attention.agreement_expired", params=params, **where)
    if state is AgreementState.EXPIRING:
        key = (
            "attention.agreement_renews"
            if agreement.renewal is Renewal.TACIT
            else "attention.agreement_expiring"
        )
        yield AttentionPoint(AttentionLevel.COMING, key, params=params, **where)
