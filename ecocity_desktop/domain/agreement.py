"""Agreements between partners, and who is party to them."""

from sqlmodel import Field

from ecocity_desktop.domain.enums import AgreementKind, FactStatus
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.domain.record import (
    RecordData,
    choice,
    id_field,
    local_text,
    partial_date,
    plain_text,
    refers_to,
)


class AgreementData(RecordData):
    """One agreement, dated as precisely as it is known."""

    title: LocalText = local_text()
    kind: AgreementKind = choice(AgreementKind, default=AgreementKind.CONTRACT)
    signed_on: PartialDate | None = partial_date()
    place: LocalText = local_text()
    subject: LocalText = local_text()
    reference: str | None = plain_text()
    note: LocalText = local_text()
    source_id: str | None = refers_to("source")
    status: FactStatus | None = choice(FactStatus)


class Agreement(AgreementData, table=True):
    """An agreement as kept in the file."""

    id: str = id_field()


class AgreementPartyData(RecordData):
    """One partner that is party to one agreement; ``position`` orders them (0 first)."""

    agreement_id: str = refers_to("agreement", required=True)
    partner_id: str = refers_to("partner", required=True)
    position: int = Field(default=0, ge=0, le=10_000)


class AgreementParty(AgreementPartyData, table=True):
    """A party as kept in the file."""

    __tablename__ = "agreement_party"

    id: str = id_field()
