"""The programme itself: one per file."""

from sqlmodel import Field

from ecocity_desktop.domain.enums import FactStatus
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.record import RecordData, choice, id_field, local_text, refers_to


class ProgrammeData(RecordData):
    """What is said of the programme as a whole; ``target_city_count`` is how many cities it aims at (0 to 10,000)."""

    name: LocalText = local_text()
    award_name: LocalText = local_text()
    objective: LocalText = local_text()
    target_city_count: int | None = Field(default=None, ge=0, le=10_000)
    source_id: str | None = refers_to("source")
    status: FactStatus | None = choice(FactStatus)


class Programme(ProgrammeData, table=True):
    """The programme as kept in the file."""

    id: str = id_field()
