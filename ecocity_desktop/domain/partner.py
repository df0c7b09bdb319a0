"""Partners of the programme: organisations, and individuals who are partners themselves."""

from sqlmodel import Field

from ecocity_desktop.domain.enums import FactStatus, PartnerKind
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.record import RecordData, choice, id_field, local_text, plain_text, refers_to


class PartnerData(RecordData):
    """One partner; ``country`` is an ISO 3166-1 alpha-2 code, ``parent_id`` the body it belongs to."""

    name: LocalText = local_text()
    acronym: str | None = plain_text()
    kind: PartnerKind = choice(PartnerKind, default=PartnerKind.OTHER)
    country: str | None = Field(default=None, schema_extra={"pattern": "^[A-Z]{2}$"})
    parent_id: str | None = refers_to("partner")
    role: LocalText = local_text()
    website: str | None = plain_text()
    note: LocalText = local_text()
    source_id: str | None = refers_to("source")
    status: FactStatus | None = choice(FactStatus)


class Partner(PartnerData, table=True):
    """A partner as kept in the file."""

    id: str = id_field()
