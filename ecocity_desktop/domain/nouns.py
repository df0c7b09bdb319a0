"""The nouns of the program: for each kind of record its names, its classes, its fields and its rules."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ecocity_desktop.domain import fields as lists
from ecocity_desktop.domain import rules
from ecocity_desktop.domain.agreement import (
    Agreement,
    AgreementData,
    AgreementParty,
    AgreementPartyData,
)
from ecocity_desktop.domain.city import (
    City,
    CityData,
    CityRole,
    CityRoleData,
    Statement,
    StatementData,
)
from ecocity_desktop.domain.fields import FieldSpec, Kind
from ecocity_desktop.domain.figure import Figure, FigureData
from ecocity_desktop.domain.milestone import (
    Milestone,
    MilestoneCity,
    MilestoneCityData,
    MilestoneData,
)
from ecocity_desktop.domain.partner import Partner, PartnerData
from ecocity_desktop.domain.person import Person, PersonData
from ecocity_desktop.domain.programme import Programme, ProgrammeData
from ecocity_desktop.domain.record import RecordData
from ecocity_desktop.domain.source import Source, SourceData


@dataclass(frozen=True)
class Link:
    """A list field kept as rows of its own: ``field`` of the owner, and the noun of the linking rows.

    ``owner_key`` and ``target_key`` name the two reference columns of the linking row.
    """

    field: str
    entity: str
    owner_key: str
    target_key: str


@dataclass(frozen=True)
class Noun:
    """One kind of record: ``name`` is its plural on the command line, ``entity`` its table."""

    name: str
    entity: str
    data: type[RecordData]
    table: type[Any]
    fields: tuple[FieldSpec, ...]
    links: tuple[Link, ...] = ()
    rule: Callable[[Any, rules.RuleFacts], list[Any]] = rules.nothing_more

    @property
    def columns(self) -> tuple[FieldSpec, ...]:
        """The fields kept in the record's own table."""
        return tuple(spec for spec in self.fields if spec.kind is not Kind.LINKS)

    def field(self, name: str) -> FieldSpec | None:
        """Return the field of that name, ``None`` if there is none."""
        return next((spec for spec in self.fields if spec.name == name), None)


PARTIES = Link("party_ids", "agreement_party", "agreement_id", "partner_id")
MILESTONE_CITIES = Link("city_ids", "milestone_city", "milestone_id", "city_id")

_NOUNS = (
    Noun("programmes", "programme", ProgrammeData, Programme, lists.PROGRAMME_FIELDS),
    Noun("sources", "source", SourceData, Source, lists.SOURCE_FIELDS),
    Noun("partners", "partner", PartnerData, Partner, lists.PARTNER_FIELDS, rule=rules.check_partner),
    Noun("people", "person", PersonData, Person, lists.PERSON_FIELDS, rule=rules.check_person),
    Noun("agreements", "agreement", AgreementData, Agreement, lists.AGREEMENT_FIELDS, (PARTIES,)),
    Noun("cities", "city", CityData, City, lists.CITY_FIELDS, rule=rules.check_city),
    Noun("roles", "city_role", CityRoleData, CityRole, lists.ROLE_FIELDS),
    Noun("statements", "statement", StatementData, Statement, lists.STATEMENT_FIELDS),
    Noun("figures", "figure", FigureData, Figure, lists.FIGURE_FIELDS, rule=rules.check_figure),
    Noun(
        "milestones",
        "milestone",
        MilestoneData,
        Milestone,
        lists.MILESTONE_FIELDS,
        (MILESTONE_CITIES,),
        rules.check_milestone,
    ),
)

_LINK_NOUNS = (
    Noun("agreement_parties", "agreement_party", AgreementPartyData, AgreementParty, lists.PARTY_FIELDS),
    Noun("milestone_cities", "milestone_city", MilestoneCityData, MilestoneCity, lists.MILESTONE_CITY_FIELDS),
)

NOUNS: Mapping[str, Noun] = {noun.name: noun for noun in _NOUNS}
"""The nouns by their plural, in the order of the command line."""

ENTITIES: Mapping[str, Noun] = {noun.entity: noun for noun in (*_NOUNS, *_LINK_NOUNS)}
"""Every kept kind of record by its table name, the linking rows included; referred-to kinds before referring ones."""


def values_of(row: Any) -> dict[str, Any]:
    """Return the JSON values of a record's own columns, with its id: what the journal and the digest hold."""
    noun = ENTITIES[row.__tablename__]
    dumped: dict[str, Any] = row.model_dump(mode="json")
    return {"id": row.id, **{spec.name: dumped[spec.name] for spec in noun.columns}}
