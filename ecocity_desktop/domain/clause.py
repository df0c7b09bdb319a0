"""Clauses: the numbered parts of an agreement that promises are made in."""

from sqlmodel import Field

from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.record import RecordData, id_field, local_text, plain_text, refers_to


class ClauseData(RecordData):
    """One clause of one agreement; ``number`` as it is printed (« 4.2 »), ``position`` orders them (0 first)."""

    agreement_id: str = refers_to("agreement", required=True)
    number: str | None = plain_text()
    text: LocalText = local_text()
    position: int = Field(default=0, ge=0, le=10_000)


class Clause(ClauseData, table=True):
    """A clause as kept in the file."""

    id: str = id_field()
