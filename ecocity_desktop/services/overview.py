"""The whole programme at a glance: how much there is, where each city stands, what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import col, select

from ecocity_desktop.domain.city import City
from ecocity_desktop.domain.enums import MilestoneState
from ecocity_desktop.domain.nouns import NOUNS
from ecocity_desktop.domain.programme import Programme
from ecocity_desktop.services.cities import CityLine, city_line
from ecocity_desktop.services.milestones import MilestoneLine, lines_in

if TYPE_CHECKING:
    from sqlmodel import Session

    from ecocity_desktop.services.workspace import Workspace


COUNTED = ("cities", "partners", "agreements", "milestones", "figures", "sources")
"""The nouns whose records are counted."""


@dataclass(frozen=True)
class Overview:
    """The programme (``None`` while the file has none), how many records each noun of ``COUNTED`` has, each city with
    what comes next for it, and the open milestones in the order of their dates.
    """

    programme: Programme | None
    counts: Mapping[str, int]
    cities: tuple[CityLine, ...]
    next_milestones: tuple[MilestoneLine, ...]


def overview(ws: Workspace) -> Overview:
    """Return the overview of the whole file, as of today."""
    with ws.reading() as session:
        lines = lines_in(session, ws.today())
        cities = session.exec(select(City).order_by(col(City.name))).all()
        programme = session.exec(select(Programme)).first()
        counts = _counts(session)
    open_lines = tuple(line for line in lines if line.state is not MilestoneState.DONE)
    return Overview(programme, counts, tuple(city_line(city, lines) for city in cities), open_lines)


def _counts(session: Session) -> dict[str, int]:
    """How many records each noun of ``COUNTED`` has, asked in one statement."""
    sizes = [select(func.count()).select_from(NOUNS[noun].table).scalar_subquery() for noun in COUNTED]
    return dict(zip(COUNTED, session.exec(select(*sizes)).one(), strict=True))
