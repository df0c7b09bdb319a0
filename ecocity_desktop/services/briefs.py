"""Briefs: gathering what is known of a city in one read, and making pages of it without the database."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from ecocity_desktop.brief.facts import (
    AgreementFacts,
    CityFacts,
    CommitmentFacts,
    MilestoneFacts,
    RoleFacts,
)
from ecocity_desktop.domain.city import City, CityRole, Statement
from ecocity_desktop.domain.enums import Quantity
from ecocity_desktop.domain.figure import Figure
from ecocity_desktop.domain.partner import Partner
from ecocity_desktop.domain.person import Person
from ecocity_desktop.domain.programme import Programme
from ecocity_desktop.domain.source import Source
from ecocity_desktop.errors import UserError, not_written
from ecocity_desktop.i18n.catalog import Catalog
from ecocity_desktop.services.agreements import lines_in as agreements_in
from ecocity_desktop.services.commitments import CommitmentLine, concerns
from ecocity_desktop.services.commitments import lines_in as ledger_in
from ecocity_desktop.services.milestones import lines_in as milestones_in
from ecocity_desktop.services.photos import check_readable, photo_in
from ecocity_desktop.services.targets import check_target

if TYPE_CHECKING:
    from datetime import date

    from ecocity_desktop.services.workspace import Workspace

_NOT_IN_NAMES = re.compile(r"[^\w.-]+")


@dataclass(frozen=True)
class ExportReport:
    """A brief that was written, and the characters its font could not draw (each once, as typed)."""

    path: Path
    missing_characters: tuple[str, ...]


def gather(ws: Workspace, city_id: str) -> CityFacts:
    """Return everything a brief of the city is made from, frozen; raises ``UserError`` ``error.not_found``."""
    with ws.reading() as session:
        city = session.get(City, city_id)
        if city is None:
            raise UserError("error.not_found", wanted=city_id[:80], candidates="")
        partners = {row.id: row for row in session.exec(select(Partner)).all()}
        agreements = tuple(AgreementFacts(line.agreement, line.parties) for line in agreements_in(session))
        roles = _roles(session, city_id, partners, agreements)
        cities = tuple(session.exec(select(City).order_by(col(City.name))).all())
        team = {role.partner.id for role in roles}
        return CityFacts(
            city=city,
            programme=session.exec(select(Programme)).first(),
            parent=next((one for one in cities if one.id == city.parent_id), None),
            photo=photo_in(session, city_id),
            cities=cities,
            figures=_figures(session, city_id),
            statements=_statements(session, city_id),
            roles=roles,
            agreements=agreements,
            milestones=_milestones(session, city_id, ws.today()),
            commitments=tuple(
                commitment_facts(line) for line in ledger_in(session, ws.today()) if concerns(line, city_id)
            ),
            contacts=tuple(row for row in session.exec(select(Person)).all() if row.partner_id in team),
            partners=partners,
            sources={row.id: row for row in session.exec(select(Source)).all()},
        )


def commitment_facts(line: CommitmentLine) -> CommitmentFacts:
    """Return a line of the ledger as pages need it."""
    return CommitmentFacts(
        line.commitment,
        line.agreement,
        line.clause,
        line.debtor,
        line.beneficiary,
        tuple(city.id for city in line.cities),
        line.milestones,
    )


def export_brief(
    facts: CityFacts, language: str, target: Path, *, as_of: date, paper: str = "a4"
) -> ExportReport:
    """Write the brief of a city as PDF to ``target``: the file there before, or the new one, complete.

    Uses no database: it may run on the worker. ``paper`` is ``"a4"`` or ``"letter"``. Raises ``UserError``
    ``error.target`` when the file cannot be written, ``error.over_workspace`` when a workspace would be lost (see
    ``check_target``), ``error.photo_unreadable`` when the photo is no picture any more.
    """
    from ecocity_desktop.brief import (  # ReportLab costs a quarter of a second: only to make pages
        assemble,
        pdf,
    )

    check_target(target, None)
    if facts.photo is not None:
        check_readable(facts.photo, facts.city, language)
    document = assemble.assemble(facts, Catalog(language), as_of)
    try:
        report = pdf.render(document, target, paper=paper)
    except OSError as error:
        raise not_written(target, error) from error
    return ExportReport(target, report.missing_characters)


def preview_brief(facts: CityFacts, language: str, *, as_of: date, paper: str = "a4") -> bytes:
    """Return the brief of a city as the bytes of a PDF; uses no database.

    Raises ``UserError`` ``error.photo_unreadable`` when the photo is no picture any more.
    """
    from ecocity_desktop.brief import assemble, pdf

    if facts.photo is not None:
        check_readable(facts.photo, facts.city, language)
    pages = BytesIO()
    pdf.render(assemble.assemble(facts, Catalog(language), as_of), pages, paper=paper)
    return pages.getvalue()


def brief_name(city: City, language: str) -> str:
    """Return the file name of a city's brief: ``jingzhou-fr.pdf``."""
    return f"{file_stem(city)}-{language}.pdf"


def file_stem(city: City) -> str:
    """Return what files about a city are named after: ``jingzhou``; names that are no file names are cleaned."""
    plain = unicodedata.normalize("NFKD", city.name.read("en").text)
    ascii_name = "".join(char for char in plain if not unicodedata.combining(char)).casefold()
    stem = _NOT_IN_NAMES.sub("-", ascii_name).strip("-.")[:60]
    return stem or city.id


def brief_names(cities: tuple[City, ...], language: str) -> dict[str, str]:
    """Return each city's file name by its id; cities of one name all get their division code or id in it.

    None keeps the bare name: it would take the page that was made for another one before.
    """
    names = {city.id: brief_name(city, language) for city in cities}
    for told_apart in ("division_code", "id"):
        bearers = Counter(names.values())
        for city in cities:
            if bearers[names[city.id]] > 1:
                mark = (getattr(city, told_apart) or city.id)[:8]
                names[city.id] = f"{names[city.id].removesuffix(f'-{language}.pdf')}-{mark}-{language}.pdf"
    return names


def _roles(
    session: Session, city_id: str, partners: dict[str, Partner], agreements: tuple[AgreementFacts, ...]
) -> tuple[RoleFacts, ...]:
    chosen = (
        select(CityRole).where(CityRole.city_id == city_id).order_by(col(CityRole.position), col(CityRole.id))
    )
    return tuple(
        RoleFacts(
            role,
            partners[role.partner_id],
            tuple(one.agreement for one in agreements if partners[role.partner_id] in one.parties),
        )
        for role in session.exec(chosen).all()
    )


def _figures(session: Session, city_id: str) -> tuple[Figure, ...]:
    chosen = select(Figure).where(Figure.city_id == city_id)
    rows = session.exec(chosen).all()
    order = list(Quantity)
    return tuple(
        sorted(rows, key=lambda row: (order.index(row.quantity), not row.preferred, -(row.year or 0), row.id))
    )


def _statements(session: Session, city_id: str) -> tuple[Statement, ...]:
    chosen = select(Statement).where(Statement.city_id == city_id)
    return tuple(session.exec(chosen.order_by(col(Statement.position), col(Statement.id))).all())


def _milestones(session: Session, city_id: str, today: date) -> tuple[MilestoneFacts, ...]:
    lines = milestones_in(session, today)
    return tuple(
        MilestoneFacts(line.milestone, tuple(city.id for city in line.cities))
        for line in lines
        if not line.cities or any(city.id == city_id for city in line.cities)
    )
