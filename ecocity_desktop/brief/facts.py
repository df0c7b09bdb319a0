"""What is known of a city when its brief is made: frozen, gathered in one read, safe to hand to the worker."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ecocity_desktop.domain.agreement import Agreement
from ecocity_desktop.domain.city import City, CityRole, Statement
from ecocity_desktop.domain.clause import Clause
from ecocity_desktop.domain.commitment import (
    Commitment,
    commitment_due,
    commitment_state,
    kept_on,
)
from ecocity_desktop.domain.enums import MilestoneState
from ecocity_desktop.domain.figure import Figure
from ecocity_desktop.domain.milestone import Milestone, milestone_state
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.domain.partner import Partner
from ecocity_desktop.domain.person import Person
from ecocity_desktop.domain.photo import Photo, Picture
from ecocity_desktop.domain.programme import Programme
from ecocity_desktop.domain.source import Source


@dataclass(frozen=True)
class AgreementFacts:
    """An agreement and its parties, in the order they were entered."""

    agreement: Agreement
    parties: tuple[Partner, ...]


@dataclass(frozen=True)
class MilestoneFacts:
    """A milestone and the ids of the cities it concerns; none for a milestone of the programme."""

    milestone: Milestone
    city_ids: tuple[str, ...]

    def state(self, today: date) -> MilestoneState:
        """Where it stands on ``today``."""
        return milestone_state(self.milestone, today)


@dataclass(frozen=True)
class RoleFacts:
    """What a partner does in the city, and the agreements that partner is party to."""

    role: CityRole
    partner: Partner
    agreements: tuple[Agreement, ...]


@dataclass(frozen=True)
class CommitmentFacts:
    """A commitment with the agreement and the clause it is made in, its two partners and what it is tied to."""

    commitment: Commitment
    agreement: Agreement
    clause: Clause | None = None
    debtor: Partner | None = None
    beneficiary: Partner | None = None
    city_ids: tuple[str, ...] = ()
    milestones: tuple[Milestone, ...] = ()

    @property
    def due(self) -> PartialDate | None:
        """When it is owed."""
        return commitment_due(self.commitment, self.milestones)

    @property
    def kept_on(self) -> PartialDate | None:
        """When it was kept, ``None`` while it is open."""
        return kept_on(self.commitment, self.milestones)

    def state(self, today: date) -> MilestoneState:
        """Where it stands on ``today``."""
        return commitment_state(self.commitment, today, self.milestones)


@dataclass(frozen=True)
class PhotoFacts:
    """The photo of a city and the picture it shows."""

    photo: Photo
    picture: Picture


@dataclass(frozen=True)
class CityFacts:
    """Everything a brief of one city is made from.

    ``cities`` are all cities of the file (for the map), ``parent`` the one this city lies in, ``milestones`` those of
    the city and of the programme in date order, ``commitments`` those that concern either, by date, ``figures`` and
    ``statements`` those of the city, ``contacts`` the people of the partners that have a role in the city, ``sources``
    every source by id, ``partners`` every partner by id.
    """

    city: City
    programme: Programme | None = None
    parent: City | None = None
    photo: PhotoFacts | None = None
    cities: tuple[City, ...] = ()
    figures: tuple[Figure, ...] = ()
    statements: tuple[Statement, ...] = ()
    roles: tuple[RoleFacts, ...] = ()
    agreements: tuple[AgreementFacts, ...] = ()
    milestones: tuple[MilestoneFacts, ...] = ()
    commitments: tuple[CommitmentFacts, ...] = ()
    contacts: tuple[Person, ...] = ()
    partners: Mapping[str, Partner] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
