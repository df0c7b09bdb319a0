"""Cities: the list with what comes next for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from ecocity_desktop.domain.city import City
from ecocity_desktop.domain.enums import MilestoneState
from ecocity_desktop.domain.milestone import Milestone
from ecocity_desktop.services.milestones import MilestoneLine, lines_in

if TYPE_CHECKING:
    from ecocity_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class CityLine:
    """A city, the next milestone that concerns it (its own or the programme's) and where that one stands."""

    city: City
    next_milestone: Milestone | None
    state: MilestoneState | None


def city_lines(ws: Workspace) -> tuple[CityLine, ...]:
    """Return every city by its name, with its next open milestone."""
    with ws.reading() as session:
        cities = session.exec(select(City).order_by(col(City.name))).all()
        milestones = lines_in(session, ws.today())
    return tuple(city_line(city, milestones) for city in cities)


def city_line(city: City, milestones: tuple[MilestoneLine, ...]) -> CityLine:
    """Return the line of one city, out of the milestones of the file in the order of their dates."""
    for line in milestones:
        concerned = not line.cities or any(one.id == city.id for one in line.cities)
        if concerned and line.state is not MilestoneState.DONE:
            return CityLine(city, line.milestone, line.state)
    return CityLine(city, None, None)
