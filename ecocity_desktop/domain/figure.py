"""Figures of a city: a value, its unit, its year and where it comes from; several may disagree, one is preferred."""

from sqlmodel import Field

from ecocity_desktop.domain.enums import FactStatus, Quantity, Unit
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.record import RecordData, choice, id_field, local_text, refers_to


class FigureData(RecordData):
    """One figure.

    ``value`` is in ``unit`` and ``None`` where unknown, never zero; ``perimeter`` says what was measured
    (the whole prefecture, two urban districts). One figure per city and quantity is ``preferred``:
    the one briefs print.
    """

    city_id: str = refers_to("city", required=True)
    quantity: Quantity = choice(Quantity, required=True)
    value: float | None = Field(default=None, ge=-1e15, le=1e15)
    unit: Unit = choice(Unit, required=True)
    year: int | None = Field(default=None, ge=1000, le=9999)
    perimeter: LocalText = local_text()
    preferred: bool = False
    source_id: str | None = refers_to("source")
    status: FactStatus | None = choice(FactStatus)


class Figure(FigureData, table=True):
    """A figure as kept in the file."""

    id: str = id_field()
