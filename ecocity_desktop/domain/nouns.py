"""The nouns of the program: for each kind of record its names, its classes, its fields and its rules."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ecocity_desktop.domain import fields as lists
from ecocity_desktop.domain import rules
from ecocity_desktop.domain.agreement import (
    Agreement,
    AgreementData,
    AgreementParty,
    AgreementPartyData,
)
from ecocity_desktop.domain.baseline import Baseline, BaselineData
from ecocity_desktop.domain.city import (
    City,
    CityData,
    CityRole,
    CityRoleData,
    Statement,
    StatementData,
)
from ecocity_desktop.domain.clause import Clause, ClauseData
from ecocity_desktop.domain.commitment import (
    Commitment,
    CommitmentCity,
    CommitmentCityData,
    CommitmentData,
    CommitmentMilestone,
    CommitmentMilestoneData,
)
from ecocity_desktop.domain.dependency import Dependency, DependencyData
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
from ecocity_desktop.domain.photo import Photo, PhotoData
from ecocity_desktop.domain.programme import Programme, ProgrammeData
from ecocity_desktop.domain.record import RecordData
from ecocity_desktop.domain.recurrence import Recurrence, RecurrenceData
from ecocity_desktop.domain.slip import Slip, SlipData
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
COMMITMENT_CITIES = Link("city_ids", "commitment_city", "commitment_id", "city_id")
COMMITMENT_MILESTONES = Link("milestone_ids", "commitment_milestone", "commitment_id", "milestone_id")

_NOUNS = (
    Noun("programmes", "programme", ProgrammeData, Programme, lists.PROGRAMME_FIELDS),
    Noun("sources", "source", SourceData, Source, lists.SOURCE_FIELDS),
    Noun("partners", "partner", PartnerData, Partner, lists.PARTNER_FIELDS, rule=rules.check_partner),
    Noun("people", "person", PersonData, Person, lists.PERSON_FIELDS, rule=rules.check_person),
    Noun(
        "agreements",
        "agreement",
        AgreementData,
        Agreement,
        lists.AGREEMENT_FIELDS,
        (PARTIES,),
        rules.check_agreement,
    ),
    Noun("parties", "agreement_party", AgreementPartyData, AgreementParty, lists.PARTY_FIELDS),
    Noun("clauses", "clause", ClauseData, Clause, lists.CLAUSE_FIELDS),
    Noun("cities", "city", CityData, City, lists.CITY_FIELDS, rule=rules.check_city),
    Noun("photos", "photo", PhotoData, Photo, lists.PHOTO_FIELDS, rule=rules.check_photo),
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
    Noun(
        "commitments",
        "commitment",
        CommitmentData,
        Commitment,
        lists.COMMITMENT_FIELDS,
        (COMMITMENT_CITIES, COMMITMENT_MILESTONES),
        rules.check_commitment,
    ),
    Noun("slips", "slip", SlipData, Slip, lists.SLIP_FIELDS),
    Noun(
        "dependencies",
        "dependency",
        DependencyData,
        Dependency,
        lists.DEPENDENCY_FIELDS,
        rule=rules.check_dependency,
    ),
    Noun("baselines", "baseline", BaselineData, Baseline, lists.BASELINE_FIELDS, rule=rules.check_baseline),
    Noun(
        "recurrences",
        "recurrence",
        RecurrenceData,
        Recurrence,
        lists.RECURRENCE_FIELDS,
        rule=rules.check_recurrence,
    ),
)

_LINK_NOUNS = (
    Noun("milestone_cities", "milestone_city", MilestoneCityData, MilestoneCity, lists.MILESTONE_CITY_FIELDS),
    Noun(
        "commitment_cities",
        "commitment_city",
        CommitmentCityData,
        CommitmentCity,
        lists.COMMITMENT_CITY_FIELDS,
    ),
    Noun(
        "commitment_milestones",
        "commitment_milestone",
        CommitmentMilestoneData,
        CommitmentMilestone,
        lists.COMMITMENT_MILESTONE_FIELDS,
    ),
)

NOUNS: Mapping[str, Noun] = {noun.name: noun for noun in _NOUNS}
"""The nouns by their plural, in the order of the command line."""

ENTITIES: Mapping[str, Noun] = {noun.entity: noun for noun in (*_NOUNS, *_LINK_NOUNS)}
"""Every kept kind of record by its table name, the linking rows included; referred-to kinds before referring ones."""

LINKS: Mapping[str, tuple[Noun, Link]] = {link.entity: (noun, link) for noun in _NOUNS for link in noun.links}
"""The linking rows by their table name: whose list field each is an entry of."""


def values_of(row: Any) -> dict[str, Any]:
    """Return the JSON values of a record's own columns, with its id: what the journal and the digest hold."""
    noun = ENTITIES[row.__tablename__]
    dumped: dict[str, Any] = row.model_dump(mode="json")
    return {"id": row.id, **{spec.name: dumped[spec.name] for spec in noun.columns}}


def complete(entity: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the JSON values of a whole record as the journal keeps them, with the defaults of fields added since."""
    return {**_defaults(entity), **values}


@lru_cache(maxsize=64)
def _defaults(entity: str) -> Mapping[str, Any]:
    noun = ENTITIES[entity]
    fields = noun.data.model_fields
    blank = noun.data.model_construct()
    optional = {spec.name for spec in noun.columns if not fields[spec.name].is_required()}
    return blank.model_dump(mode="json", include=optional)
