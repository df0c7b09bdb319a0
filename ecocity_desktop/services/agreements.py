"""Agreements: the list with the parties to each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from ecocity_desktop.domain.agreement import Agreement, AgreementParty
from ecocity_desktop.domain.partner import Partner

if TYPE_CHECKING:
    from ecocity_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class AgreementLine:
    """An agreement and its parties, in the order they are named."""

    agreement: Agreement
    parties: tuple[Partner, ...]


def agreement_lines(ws: Workspace) -> tuple[AgreementLine, ...]:
    """Return every agreement in the order of its signature, those without a date last."""
    with ws.reading() as session:
        return lines_in(session)


def lines_in(session: Session) -> tuple[AgreementLine, ...]:
    """Return the agreements within a session already open."""
    partners = {row.id: row for row in session.exec(select(Partner)).all()}
    parties: dict[str, list[Partner]] = {}
    for party in session.exec(select(AgreementParty).order_by(col(AgreementParty.position))).all():
        parties.setdefault(party.agreement_id, []).append(partners[party.partner_id])
    lines = [
        AgreementLine(row, tuple(parties.get(row.id, ()))) for row in session.exec(select(Agreement)).all()
    ]
    return tuple(sorted(lines, key=lambda line: signing_order(line.agreement)))


def signing_order(agreement: Agreement) -> str:
    """Return the key that puts agreements in the order of their signature, those without a date last."""
    return str(agreement.signed_on or "9999")
