"""The fields of every noun: one list from which forms, tables, the command line, search and history are built."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from ecocity_desktop.domain import enums


class Kind(Enum):
    """How a field is entered and shown."""

    LINE = auto()
    PARAGRAPH = auto()
    LOCAL_LINE = auto()
    LOCAL_PARAGRAPH = auto()
    DATE = auto()
    CHOICE = auto()
    NUMBER = auto()
    INTEGER = auto()
    FLAG = auto()
    WORDS = auto()
    REFERENCE = auto()
    LINKS = auto()
    PICTURE = auto()


TEXT_KINDS = frozenset({Kind.LINE, Kind.PARAGRAPH, Kind.LOCAL_LINE, Kind.LOCAL_PARAGRAPH, Kind.WORDS})
LOCAL_KINDS = frozenset({Kind.LOCAL_LINE, Kind.LOCAL_PARAGRAPH})


@dataclass(frozen=True)
class FieldSpec:
    """One field of a noun.

    ``section`` groups fields in a form (text key ``section.<section>``); ``choices`` is the enum of a choice;
    ``refers_to`` the entity a reference or a link points to; ``owner`` whether the record belongs to what it
    refers to and goes with it; ``unit`` names the unit shown beside a number (text key ``unit.<unit>``);
    ``title`` marks the fields a record is named by; ``searched`` a choice whose words search finds; ``personal``
    marks personal data.
    """

    name: str
    kind: Kind
    section: str = "identity"
    choices: type[StrEnum] | None = None
    refers_to: str | None = None
    owner: bool = False
    required: bool = False
    unit: str | None = None
    title: bool = False
    searched: bool = False
    personal: bool = False

    def label_key(self, entity: str) -> str:
        """The text key of the field's label."""
        return f"field.{entity}.{self.name}"

    def choice_key(self, value: str) -> str:
        """The text key of a choice, such as ``enum.label_stage.awarded``; ``ValueError`` without choices."""
        if self.choices is None:
            raise ValueError(f"{self.name} has no choices")
        return f"enum.{_snake(self.choices.__name__)}.{value}"


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _source_fields(section: str = "source") -> Iterator[FieldSpec]:
    yield FieldSpec("source_id", Kind.REFERENCE, section, refers_to="source")
    yield FieldSpec("status", Kind.CHOICE, section, choices=enums.FactStatus)


PROGRAMME_FIELDS = (
    FieldSpec("name", Kind.LOCAL_LINE, required=True, title=True),
    FieldSpec("award_name", Kind.LOCAL_LINE),
    FieldSpec("objective", Kind.LOCAL_PARAGRAPH),
    FieldSpec("target_city_count", Kind.INTEGER),
    *_source_fields(),
)

SOURCE_FIELDS = (
    FieldSpec("title", Kind.LINE, required=True, title=True),
    FieldSpec("publisher", Kind.LINE),
    FieldSpec("kind", Kind.CHOICE, choices=enums.SourceKind),
    FieldSpec("published_on", Kind.DATE),
    FieldSpec("url", Kind.LINE),
    FieldSpec("accessed_on", Kind.DATE),
    FieldSpec("note", Kind.PARAGRAPH),
)

PARTNER_FIELDS = (
    FieldSpec("name", Kind.LOCAL_LINE, required=True, title=True),
    FieldSpec("acronym", Kind.LINE, title=True),
    FieldSpec("kind", Kind.CHOICE, choices=enums.PartnerKind),
    FieldSpec("country", Kind.LINE),
    FieldSpec("parent_id", Kind.REFERENCE, refers_to="partner"),
    FieldSpec("role", Kind.LOCAL_LINE),
    FieldSpec("website", Kind.LINE),
    FieldSpec("note", Kind.LOCAL_PARAGRAPH, "presentation"),
    *_source_fields(),
)

PERSON_FIELDS = (
    FieldSpec("family_name", Kind.LINE, title=True, personal=True),
    FieldSpec("given_name", Kind.LINE, title=True, personal=True),
    FieldSpec("name_zh", Kind.LINE, title=True, personal=True),
    FieldSpec("job_title", Kind.LOCAL_LINE, personal=True),
    FieldSpec("partner_id", Kind.REFERENCE, refers_to="partner"),
    FieldSpec("email", Kind.LINE, "contact", personal=True),
    FieldSpec("phone", Kind.LINE, "contact", personal=True),
    FieldSpec("note", Kind.LOCAL_PARAGRAPH, "contact", personal=True),
)

AGREEMENT_FIELDS = (
    FieldSpec("title", Kind.LOCAL_LINE, required=True, title=True),
    FieldSpec("kind", Kind.CHOICE, choices=enums.AgreementKind),
    FieldSpec("party_ids", Kind.LINKS, refers_to="partner"),
    FieldSpec("signed_on", Kind.DATE),
    FieldSpec("place", Kind.LOCAL_LINE),
    FieldSpec("amends_id", Kind.REFERENCE, refers_to="agreement"),
    FieldSpec("ends_on", Kind.DATE, "term"),
    FieldSpec("renewal", Kind.CHOICE, "term", choices=enums.Renewal),
    FieldSpec("renews_every_months", Kind.INTEGER, "term"),
    FieldSpec("subject", Kind.LOCAL_PARAGRAPH, "presentation"),
    FieldSpec("reference", Kind.LINE),
    FieldSpec("files", Kind.WORDS),
    FieldSpec("note", Kind.LOCAL_PARAGRAPH, "presentation"),
    *_source_fields(),
)

CITY_FIELDS = (
    FieldSpec("name", Kind.LOCAL_LINE, required=True, title=True),
    FieldSpec("pinyin", Kind.LINE),
    FieldSpec("other_names", Kind.WORDS),
    FieldSpec("province", Kind.CHOICE, choices=enums.Province, searched=True),
    FieldSpec("admin_level", Kind.CHOICE, choices=enums.AdminLevel),
    FieldSpec("parent_id", Kind.REFERENCE, refers_to="city"),
    FieldSpec("parent_name", Kind.LOCAL_LINE),
    FieldSpec("division_code", Kind.LINE),
    FieldSpec("label_stage", Kind.CHOICE, "label", choices=enums.LabelStage),
    FieldSpec("label_source_id", Kind.REFERENCE, "label", refers_to="source"),
    FieldSpec("label_status", Kind.CHOICE, "label", choices=enums.FactStatus),
    FieldSpec("latitude", Kind.NUMBER, "place", unit="degree_north"),
    FieldSpec("longitude", Kind.NUMBER, "place", unit="degree_east"),
    FieldSpec("coordinates_source_id", Kind.REFERENCE, "place", refers_to="source"),
    FieldSpec("climate_zone", Kind.CHOICE, "place", choices=enums.ClimateZone),
    FieldSpec("climate_text", Kind.LOCAL_LINE, "place"),
    FieldSpec("climate_source_id", Kind.REFERENCE, "place", refers_to="source"),
    FieldSpec("climate_status", Kind.CHOICE, "place", choices=enums.FactStatus),
    FieldSpec("lead", Kind.LOCAL_PARAGRAPH, "presentation"),
    FieldSpec("presentation", Kind.LOCAL_PARAGRAPH, "presentation"),
    FieldSpec("project_title", Kind.LOCAL_LINE, "project"),
    FieldSpec("project_site", Kind.LOCAL_LINE, "project"),
    FieldSpec("project_source_id", Kind.REFERENCE, "project", refers_to="source"),
)

PHOTO_FIELDS = (
    FieldSpec("city_id", Kind.REFERENCE, refers_to="city", owner=True, required=True, title=True),
    FieldSpec("picture_id", Kind.PICTURE, required=True),
    FieldSpec("caption", Kind.LOCAL_LINE),
    FieldSpec("credit", Kind.LINE),
    FieldSpec("taken_on", Kind.DATE),
    FieldSpec("source_id", Kind.REFERENCE, refers_to="source"),
)

ROLE_FIELDS = (
    FieldSpec("city_id", Kind.REFERENCE, refers_to="city", owner=True, required=True),
    FieldSpec("partner_id", Kind.REFERENCE, refers_to="partner", required=True, title=True),
    FieldSpec("role", Kind.LOCAL_LINE),
    FieldSpec("position", Kind.INTEGER),
    *_source_fields(),
)

STATEMENT_FIELDS = (
    FieldSpec("city_id", Kind.REFERENCE, refers_to="city", owner=True),
    FieldSpec("kind", Kind.CHOICE, choices=enums.StatementKind),
    FieldSpec("text", Kind.LOCAL_PARAGRAPH, required=True, title=True),
    FieldSpec("position", Kind.INTEGER),
    *_source_fields(),
)

FIGURE_FIELDS = (
    FieldSpec("city_id", Kind.REFERENCE, refers_to="city", owner=True, required=True),
    FieldSpec("quantity", Kind.CHOICE, choices=enums.Quantity, required=True, title=True),
    FieldSpec("value", Kind.NUMBER),
    FieldSpec("unit", Kind.CHOICE, choices=enums.Unit, required=True),
    FieldSpec("year", Kind.INTEGER),
    FieldSpec("perimeter", Kind.LOCAL_LINE),
    FieldSpec("preferred", Kind.FLAG),
    *_source_fields(),
)

MILESTONE_FIELDS = (
    FieldSpec("title", Kind.LOCAL_LINE, required=True, title=True),
    FieldSpec("kind", Kind.CHOICE, choices=enums.MilestoneKind),
    FieldSpec("city_ids", Kind.LINKS, refers_to="city"),
    FieldSpec("place", Kind.LOCAL_LINE),
    FieldSpec("partner_id", Kind.REFERENCE, refers_to="partner"),
    FieldSpec("planned_start", Kind.DATE, "dates"),
    FieldSpec("planned_on", Kind.DATE, "dates"),
    FieldSpec("source_id", Kind.REFERENCE, "dates", refers_to="source"),
    FieldSpec("status", Kind.CHOICE, "dates", choices=enums.FactStatus),
    FieldSpec("forecast_start", Kind.DATE, "dates"),
    FieldSpec("forecast_on", Kind.DATE, "dates"),
    FieldSpec("actual_start", Kind.DATE, "dates"),
    FieldSpec("actual_on", Kind.DATE, "dates"),
    FieldSpec("actual_source_id", Kind.REFERENCE, "dates", refers_to="source"),
    FieldSpec("actual_status", Kind.CHOICE, "dates", choices=enums.FactStatus),
    FieldSpec("evidence", Kind.LOCAL_LINE, "evidence"),
    FieldSpec("files", Kind.WORDS, "evidence"),
    FieldSpec("note", Kind.LOCAL_PARAGRAPH, "presentation"),
)

PARTY_FIELDS = (
    FieldSpec("agreement_id", Kind.REFERENCE, refers_to="agreement", owner=True, required=True),
    FieldSpec("partner_id", Kind.REFERENCE, refers_to="partner", required=True, title=True),
    FieldSpec("role", Kind.CHOICE, choices=enums.PartyRole),
    FieldSpec("capacity", Kind.LOCAL_LINE),
    FieldSpec("position", Kind.INTEGER),
)

MILESTONE_CITY_FIELDS = (
    FieldSpec("milestone_id", Kind.REFERENCE, refers_to="milestone", owner=True, required=True),
    FieldSpec("city_id", Kind.REFERENCE, refers_to="city", required=True),
    FieldSpec("position", Kind.INTEGER),
)

CLAUSE_FIELDS = (
    FieldSpec("agreement_id", Kind.REFERENCE, refers_to="agreement", owner=True, required=True),
    FieldSpec("number", Kind.LINE),
    FieldSpec("text", Kind.LOCAL_PARAGRAPH, required=True, title=True),
    FieldSpec("position", Kind.INTEGER),
)

COMMITMENT_FIELDS = (
    FieldSpec("text", Kind.LOCAL_PARAGRAPH, required=True, title=True),
    FieldSpec("agreement_id", Kind.REFERENCE, refers_to="agreement", owner=True),
    FieldSpec("clause_id", Kind.REFERENCE, refers_to="clause", owner=True),
    FieldSpec("debtor_id", Kind.REFERENCE, refers_to="partner"),
    FieldSpec("beneficiary_id", Kind.REFERENCE, refers_to="partner"),
    FieldSpec("city_ids", Kind.LINKS, refers_to="city"),
    FieldSpec("due_on", Kind.DATE, "dates"),
    FieldSpec("milestone_ids", Kind.LINKS, "dates", refers_to="milestone"),
    FieldSpec("done_on", Kind.DATE, "evidence"),
    FieldSpec("evidence", Kind.LOCAL_LINE, "evidence"),
    FieldSpec("files", Kind.WORDS, "evidence"),
    FieldSpec("note", Kind.LOCAL_PARAGRAPH, "presentation"),
    *_source_fields(),
)

SLIP_FIELDS = (
    FieldSpec("milestone_id", Kind.REFERENCE, refers_to="milestone", owner=True, required=True, title=True),
    FieldSpec("from_on", Kind.DATE),
    FieldSpec("to_on", Kind.DATE),
    FieldSpec("cause", Kind.CHOICE, choices=enums.SlipCause),
    FieldSpec("reason", Kind.LOCAL_PARAGRAPH),
    FieldSpec("noted_on", Kind.DATE),
)

DEPENDENCY_FIELDS = (
    FieldSpec("predecessor_id", Kind.REFERENCE, refers_to="milestone", owner=True, required=True, title=True),
    FieldSpec("successor_id", Kind.REFERENCE, refers_to="milestone", owner=True, required=True, title=True),
    FieldSpec("lag_days", Kind.INTEGER, unit="days"),
)

BASELINE_FIELDS = (
    FieldSpec("name", Kind.LOCAL_LINE, required=True, title=True),
    FieldSpec("frozen_at", Kind.LINE, required=True),
    FieldSpec("note", Kind.LOCAL_PARAGRAPH),
)

RECURRENCE_FIELDS = (
    FieldSpec("title", Kind.LOCAL_LINE, required=True, title=True),
    FieldSpec("kind", Kind.CHOICE, choices=enums.RecurrenceKind),
    FieldSpec("milestone_id", Kind.REFERENCE, refers_to="milestone", owner=True),
    FieldSpec("agreement_id", Kind.REFERENCE, refers_to="agreement", owner=True),
    FieldSpec("every_months", Kind.INTEGER, required=True),
    FieldSpec("until", Kind.DATE),
    FieldSpec("partner_id", Kind.REFERENCE, refers_to="partner"),
    FieldSpec("note", Kind.LOCAL_PARAGRAPH, "presentation"),
)

COMMITMENT_CITY_FIELDS = (
    FieldSpec("commitment_id", Kind.REFERENCE, refers_to="commitment", owner=True, required=True),
    FieldSpec("city_id", Kind.REFERENCE, refers_to="city", required=True),
    FieldSpec("position", Kind.INTEGER),
)

COMMITMENT_MILESTONE_FIELDS = (
    FieldSpec("commitment_id", Kind.REFERENCE, refers_to="commitment", owner=True, required=True),
    FieldSpec("milestone_id", Kind.REFERENCE, refers_to="milestone", owner=True, required=True),
    FieldSpec("position", Kind.INTEGER),
)
