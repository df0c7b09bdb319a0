"""Agreements between partners, who is party to them, and where the term of each stands."""

from datetime import date, timedelta

from sqlmodel import Field

from ecocity_desktop.domain.enums import AgreementKind, AgreementState, FactStatus, PartyRole, Renewal
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.partial_date import PartialDate, add_months
from ecocity_desktop.domain.record import (
    RecordData,
    choice,
    id_field,
    local_text,
    partial_date,
    plain_text,
    refers_to,
    words,
)


class AgreementData(RecordData):
    """One agreement, dated as precisely as it is known.

    ``ends_on`` is the end of its term, ``renews_every_months`` how long each renewal lasts, ``amends_id`` the agreement
    an amendment changes, ``files`` where its documents are found.
    """

    title: LocalText = local_text()
    kind: AgreementKind = choice(AgreementKind, default=AgreementKind.CONTRACT)
    signed_on: PartialDate | None = partial_date()
    ends_on: PartialDate | None = partial_date()
    renewal: Renewal | None = choice(Renewal)
    renews_every_months: int | None = Field(default=None, ge=1, le=600)
    amends_id: str | None = refers_to("agreement")
    place: LocalText = local_text()
    subject: LocalText = local_text()
    reference: str | None = plain_text()
    files: list[str] = words()
    note: LocalText = local_text()
    source_id: str | None = refers_to("source")
    status: FactStatus | None = choice(FactStatus)


class Agreement(AgreementData, table=True):
    """An agreement as kept in the file."""

    id: str = id_field()


class AgreementPartyData(RecordData):
    """One partner that is party to one agreement; ``position`` orders them (0 first).

    ``capacity`` says in whose name or by whom it signs.
    """

    agreement_id: str = refers_to("agreement", required=True)
    partner_id: str = refers_to("partner", required=True)
    role: PartyRole = choice(PartyRole, default=PartyRole.SIGNATORY)
    capacity: LocalText = local_text()
    position: int = Field(default=0, ge=0, le=10_000)


class AgreementParty(AgreementPartyData, table=True):
    """A party as kept in the file."""

    __tablename__ = "agreement_party"

    id: str = id_field()


def term_end(agreement: AgreementData, today: date) -> PartialDate | None:
    """Return when the term ends, or the tacit renewal that runs on ``today``; ``None`` without a term."""
    end = agreement.ends_on
    months = agreement.renews_every_months
    if end is None or agreement.renewal is not Renewal.TACIT or months is None:
        return end
    first, step = end, 0
    while end.latest < today:
        step += 1
        later = add_months(first, step * months)
        if later is None:
            return end
        end = later
    return end


def agreement_state(agreement: AgreementData, today: date, horizon_days: int) -> AgreementState:
    """Return where the term stands: expired once its last day has passed, expiring within ``horizon_days`` of it."""
    end = term_end(agreement, today)
    if end is None:
        return AgreementState.OPEN_ENDED
    if end.latest < today:
        return AgreementState.EXPIRED
    if end.latest - today <= timedelta(days=horizon_days):
        return AgreementState.EXPIRING
    return AgreementState.RUNNING
