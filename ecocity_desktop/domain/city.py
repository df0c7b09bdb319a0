"""Pilot cities, the roles partners have in them, and what is stated about them."""

from sqlmodel import Field

from ecocity_desktop.domain.enums import (
    AdminLevel,
    ClimateZone,
    FactStatus,
    LabelStage,
    Province,
    StatementKind,
)
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.record import (
    RecordData,
    choice,
    id_field,
    local_text,
    plain_text,
    refers_to,
    words,
)


class CityData(RecordData):
    """One pilot city.

    ``latitude`` and ``longitude`` are WGS 84 degrees; ``division_code`` is the six-digit GB/T 2260 code; ``parent_id``
    is the territory it lies in when that one is in the file, ``parent_name`` when it is not; ``other_names`` are
    spellings under which it must be found. The dates of its way to the label are its milestones'.
    """

    name: LocalText = local_text()
    pinyin: str | None = plain_text()
    other_names: list[str] = words()
    province: Province | None = choice(Province)
    admin_level: AdminLevel | None = choice(AdminLevel)
    parent_id: str | None = refers_to("city")
    parent_name: LocalText = local_text()
    division_code: str | None = Field(default=None, schema_extra={"pattern": "^[0-9]{6}$"})
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)
    coordinates_source_id: str | None = refers_to("source")
    climate_zone: ClimateZone | None = choice(ClimateZone)
    climate_text: LocalText = local_text()
    climate_source_id: str | None = refers_to("source")
    climate_status: FactStatus | None = choice(FactStatus)
    label_stage: LabelStage | None = choice(LabelStage)
    label_source_id: str | None = refers_to("source")
    label_status: FactStatus | None = choice(FactStatus)
    lead: LocalText = local_text()
    presentation: LocalText = local_text()
    project_title: LocalText = local_text()
    project_site: LocalText = local_text()
    project_source_id: str | None = refers_to("source")


class City(CityData, table=True):
    """A city as kept in the file."""

    id: str = id_field()


class CityRoleData(RecordData):
    """What one partner does in one city; ``position`` orders the team (0 first)."""

    city_id: str = refers_to("city", required=True)
    partner_id: str = refers_to("partner", required=True)
    role: LocalText = local_text()
    position: int = Field(default=0, ge=0, le=10_000)
    source_id: str | None = refers_to("source")
    status: FactStatus | None = choice(FactStatus)


class CityRole(CityRoleData, table=True):
    """A partner's role in a city as kept in the file."""

    __tablename__ = "city_role"

    id: str = id_field()


class StatementData(RecordData):
    """One sourced sentence about a city, or about the programme when ``city_id`` is ``None``."""

    city_id: str | None = refers_to("city")
    kind: StatementKind = choice(StatementKind, default=StatementKind.CONTEXT)
    text: LocalText = local_text()
    position: int = Field(default=0, ge=0, le=10_000)
    source_id: str | None = refers_to("source")
    status: FactStatus | None = choice(FactStatus)


class Statement(StatementData, table=True):
    """A statement as kept in the file."""

    id: str = id_field()
