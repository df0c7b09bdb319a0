"""What needs attention in the whole file: late, due soon, missing, to be checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from ecocity_desktop.domain.agreement import Agreement
from ecocity_desktop.domain.attention import (
    AttentionFacts,
    AttentionPoint,
    attention_points,
    in_order,
)
from ecocity_desktop.domain.attention_ledger import agreement_points, commitment_points
from ecocity_desktop.domain.city import City, CityRole, Statement
from ecocity_desktop.domain.figure import Figure
from ecocity_desktop.domain.milestone import COMING_DAYS
from ecocity_desktop.services.commitments import lines_in as ledger_in
from ecocity_desktop.services.milestones import lines_in

if TYPE_CHECKING:
    from ecocity_desktop.services.workspace import Workspace


def attention(ws: Workspace, *, horizon_days: int = COMING_DAYS) -> tuple[AttentionPoint, ...]:
    """Return what needs attention in the whole file, by urgency; what is due within ``horizon_days`` is coming."""
    with ws.reading() as session:
        lines = lines_in(session, ws.today())
        facts = AttentionFacts(
            today=ws.today(),
            cities=tuple(session.exec(select(City).order_by(col(City.name))).all()),
            milestones=tuple((line.milestone, tuple(city.id for city in line.cities)) for line in lines),
            figures=tuple(session.exec(select(Figure)).all()),
            statements=tuple(session.exec(select(Statement)).all()),
            roles=tuple(session.exec(select(CityRole)).all()),
            horizon_days=horizon_days,
        )
        ledger = ledger_in(session, ws.today(), horizon_days)
        agreements = tuple(session.exec(select(Agreement)).all())
    promises = [
        point
        for line in ledger
        for point in commitment_points(
            line.commitment, line.state, line.due, tuple(city.id for city in line.cities), line.milestones
        )
    ]
    ending = [point for row in agreements for point in agreement_points(row, ws.today(), horizon_days)]
    return in_order((*attention_points(facts), *promises, *ending))
