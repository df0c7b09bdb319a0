"""Partners: the list with what binds each one to the programme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from ecocity_desktop.domain.agreement import Agreement, AgreementParty
from ecocity_desktop.domain.city import City, CityRole
from ecocity_desktop.domain.partner import Partner
from ecocity_desktop.domain.person import Person
from ecocity_desktop.services.agreements import signing_order

if TYPE_CHECKING:
    from ecocity_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class PartnerLine:
    """A partner with its people, the agreements it is party to (by date) and the cities it has a role in."""

    partner: Partner
    people: tuple[Person, ...]
    agreements: tuple[Agreement, ...]
    cities: tuple[City, ...]


def partner_lines(ws: Workspace) -> tuple[PartnerLine, ...]:
    """Return every partner, in the order they were entered."""
    with ws.reading() as session:
        partners = session.exec(select(Partner)).all()
        people = session.exec(select(Person)).all()
        agreements = {row.id: row for row in session.exec(select(Agreement)).all()}
        cities = {row.id: row for row in session.exec(select(City).order_by(col(City.name))).all()}
        parties = session.exec(select(AgreementParty.partner_id, AgreementParty.agreement_id)).all()
        roles = session.exec(select(CityRole.partner_id, CityRole.city_id)).all()
    staff: dict[str | None, list[Person]] = {}
    for person in people:
        staff.setdefault(person.partner_id, []).append(person)
    bound: dict[str, list[Agreement]] = {}
    for partner_id, agreement_id in parties:
        bound.setdefault(partner_id, []).append(agreements[agreement_id])
    works: dict[str, set[str]] = {}
    for partner_id, city_id in roles:
        works.setdefault(partner_id, set()).add(city_id)
    return tuple(
        PartnerLine(
            partner,
            tuple(staff.get(partner.id, ())),
            tuple(sorted(bound.get(partner.id, ()), key=signing_order)),
            tuple(city for city_id, city in cities.items() if city_id in works.get(partner.id, ())),
        )
        for partner in partners
    )
