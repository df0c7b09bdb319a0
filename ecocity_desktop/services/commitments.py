"""The ledger of commitments: who owes what to whom, how the balance of each partner stands, which agreements end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from ecocity_desktop.domain.agreement import Agreement, agreement_state, term_end
from ecocity_desktop.domain.city import City
from ecocity_desktop.domain.clause import Clause
from ecocity_desktop.domain.commitment import (
    Commitment,
    CommitmentCity,
    CommitmentMilestone,
    commitment_due,
    commitment_state,
    has_evidence,
    kept_on,
)
from ecocity_desktop.domain.enums import AgreementState, MilestoneState, Renewal
from ecocity_desktop.domain.milestone import COMING_DAYS, Milestone
from ecocity_desktop.domain.partner import Partner
from ecocity_desktop.errors import UserError
from ecocity_desktop.services.records import edit_record

if TYPE_CHECKING:
    from datetime import date

    from ecocity_desktop.domain.changes import ChangeSet
    from ecocity_desktop.domain.local_text import LocalText
    from ecocity_desktop.domain.partial_date import PartialDate
    from ecocity_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class CommitmentLine:
    """One line of the ledger.

    ``agreement`` is that of the clause where one is given; ``due`` the commitment's own date or the last of its
    milestones, ``kept_on`` when it or the last of them was done; ``cities`` is empty for the whole programme. ``gaps``
    names what is missing: ``debtor``, ``due`` while it is open, ``evidence`` once it is done.
    """

    commitment: Commitment
    agreement: Agreement
    clause: Clause | None
    debtor: Partner | None
    beneficiary: Partner | None
    cities: tuple[City, ...]
    milestones: tuple[Milestone, ...]
    due: PartialDate | None
    state: MilestoneState
    kept_on: PartialDate | None
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class Balance:
    """What one partner owes (``given``) and is owed (``received``), each by date, and how many stand where."""

    partner: Partner
    given: tuple[CommitmentLine, ...]
    received: tuple[CommitmentLine, ...]

    @property
    def given_counts(self) -> Mapping[MilestoneState, int]:
        """How many of the commitments it owes are in each state."""
        return Counter(line.state for line in self.given)

    @property
    def received_counts(self) -> Mapping[MilestoneState, int]:
        """How many of the commitments it is owed are in each state."""
        return Counter(line.state for line in self.received)


@dataclass(frozen=True)
class TermLine:
    """An agreement with the end of its term, renewals that go on tacitly counted in, and where that stands."""

    agreement: Agreement
    ends_on: PartialDate | None
    state: AgreementState
    renewable: bool


def ledger(
    ws: Workspace,
    *,
    partner_id: str | None = None,
    city_id: str | None = None,
    state: MilestoneState | None = None,
    horizon_days: int = COMING_DAYS,
) -> tuple[CommitmentLine, ...]:
    """Return the commitments by date, those without one last, as of today.

    ``partner_id`` keeps those it owes or is owed, ``city_id`` those that concern the city or the whole programme.
    """
    with ws.reading() as session:
        lines = lines_in(session, ws.today(), horizon_days)
    return tuple(
        line
        for line in lines
        if (partner_id is None or partner_id in (line.commitment.debtor_id, line.commitment.beneficiary_id))
        and (city_id is None or concerns(line, city_id))
        and (state is None or line.state is state)
    )


def concerns(line: CommitmentLine, city_id: str) -> bool:
    """Return whether a commitment concerns a city: it is one of its cities, or it has none."""
    return not line.cities or any(city.id == city_id for city in line.cities)


def balance(ws: Workspace, partner_id: str) -> Balance:
    """Return what a partner owes and is owed; raises ``UserError`` ``error.not_found``."""
    with ws.reading() as session:
        partner = session.get(Partner, partner_id)
        lines = lines_in(session, ws.today())
    if partner is None:
        raise UserError("error.not_found", wanted=partner_id[:80], candidates="")
    return balance_of(partner, lines)


def balances(ws: Workspace) -> tuple[Balance, ...]:
    """Return the balance of every partner that owes or is owed anything, in the order they were entered."""
    with ws.reading() as session:
        partners = session.exec(select(Partner)).all()
        lines = lines_in(session, ws.today())
    found = (balance_of(partner, lines) for partner in partners)
    return tuple(one for one in found if one.given or one.received)


def balance_of(partner: Partner, lines: tuple[CommitmentLine, ...]) -> Balance:
    """Return the balance of a partner out of the lines of the ledger."""
    given = tuple(line for line in lines if line.commitment.debtor_id == partner.id)
    received = tuple(line for line in lines if line.commitment.beneficiary_id == partner.id)
    return Balance(partner, given, received)


def gaps(ws: Workspace) -> tuple[CommitmentLine, ...]:
    """Return the commitments that lack who owes them, a date, or the evidence of what was done."""
    return tuple(line for line in ledger(ws) if line.gaps)


def agreement_terms(ws: Workspace, *, horizon_days: int = COMING_DAYS) -> tuple[TermLine, ...]:
    """Return the agreements that have a term, the one that ends first first."""
    with ws.reading() as session:
        rows = session.exec(select(Agreement)).all()
    return terms_of(tuple(rows), ws.today(), horizon_days)


def terms_of(rows: tuple[Agreement, ...], today: date, horizon_days: int) -> tuple[TermLine, ...]:
    """Return the terms of agreements already read; see ``agreement_terms``."""
    lines = [
        TermLine(
            row,
            term_end(row, today),
            agreement_state(row, today, horizon_days),
            row.renewal in (Renewal.TACIT, Renewal.EXPRESS),
        )
        for row in rows
        if row.ends_on is not None
    ]
    return tuple(sorted(lines, key=lambda line: str(line.ends_on and line.ends_on.latest)))


def complete_commitment(
    ws: Workspace, commitment_id: str, on: PartialDate, *, evidence: LocalText | None = None
) -> ChangeSet:
    """Note that a commitment was kept, and what shows it; raises ``UserError`` as ``edit_record`` does."""
    values: dict[str, object] = {"done_on": str(on)}
    if evidence:
        values["evidence"] = evidence.as_json()
    return edit_record(ws, "commitments", commitment_id, values, label="edit.complete_commitment")


def lines_in(session: Session, today: date, horizon_days: int = COMING_DAYS) -> tuple[CommitmentLine, ...]:
    """Return the whole ledger within a session already open."""
    partners = {row.id: row for row in session.exec(select(Partner)).all()}
    agreements = {row.id: row for row in session.exec(select(Agreement)).all()}
    clauses = {row.id: row for row in session.exec(select(Clause)).all()}
    cities = {row.id: row for row in session.exec(select(City)).all()}
    milestones = {row.id: row for row in session.exec(select(Milestone)).all()}
    in_cities: dict[str, list[City]] = {}
    for place in session.exec(select(CommitmentCity).order_by(col(CommitmentCity.position))).all():
        in_cities.setdefault(place.commitment_id, []).append(cities[place.city_id])
    tied: dict[str, list[Milestone]] = {}
    for tie in session.exec(select(CommitmentMilestone).order_by(col(CommitmentMilestone.position))).all():
        tied.setdefault(tie.commitment_id, []).append(milestones[tie.milestone_id])
    lines = []
    for row in session.exec(select(Commitment)).all():
        clause = clauses.get(row.clause_id or "")
        agreement = agreements[clause.agreement_id if clause else str(row.agreement_id)]
        own = tuple(tied.get(row.id, ()))
        due, state = commitment_due(row, own), commitment_state(row, today, own, horizon_days)
        lines.append(
            CommitmentLine(
                commitment=row,
                agreement=agreement,
                clause=clause,
                debtor=partners.get(row.debtor_id or ""),
                beneficiary=partners.get(row.beneficiary_id or ""),
                cities=tuple(in_cities.get(row.id, ())),
                milestones=own,
                due=due,
                state=state,
                kept_on=kept_on(row, own),
                gaps=_gaps(row, own, due, state),
            )
        )
    return tuple(sorted(lines, key=_date_order))


def _gaps(
    row: Commitment, tied: tuple[Milestone, ...], due: PartialDate | None, state: MilestoneState
) -> tuple[str, ...]:
    done = state is MilestoneState.DONE
    missing = {
        "debtor": row.debtor_id is None,
        "due": due is None and not done,
        "evidence": done and not has_evidence(row, tied),
    }
    return tuple(name for name, lacks in missing.items() if lacks)


def _date_order(line: CommitmentLine) -> tuple[bool, str, str]:
    on = line.kept_on or line.due
    return on is None, str(on.latest) if on else "", line.commitment.id
