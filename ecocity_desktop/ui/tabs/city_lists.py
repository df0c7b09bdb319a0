"""The columns of the lists inside a city's form: figures, team, statements, milestones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecocity_desktop.domain.enums import FactStatus, LabelStage, MilestoneState
from ecocity_desktop.domain.milestone import milestone_state, shown_date
from ecocity_desktop.i18n import formats
from ecocity_desktop.ui.widgets.cells import DATE_WIDTHS, Cell, Column, date_cell, name_cell

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from typing import Any

    from ecocity_desktop.brief.facts import RoleFacts
    from ecocity_desktop.domain.city import City, Statement
    from ecocity_desktop.domain.figure import Figure
    from ecocity_desktop.domain.milestone import Milestone
    from ecocity_desktop.domain.partner import Partner
    from ecocity_desktop.i18n.catalog import Catalog

PREFERRED = "★"
_UNSURE = (FactStatus.DERIVED, FactStatus.UNVERIFIED)
STATE_TONES = {"done": "done", "late": "late", "coming": "coming", "planned": "planned", "undated": "planned"}


_STAGE_TONES = {
    LabelStage.VOLUNTEER: "planned",
    LabelStage.SELECTED: "planned",
    LabelStage.CO_CONSTRUCTION: "coming",
    LabelStage.AWARDED: "done",
    LabelStage.CERTIFIED: "done",
}


def stage_cell(city: City, catalog: Catalog) -> Cell | None:
    """Return how far a city has come, as a pill; ``None`` where it is not said."""
    stage = city.label_stage
    return (
        None
        if stage is None
        else Cell(catalog.text(f"enum.label_stage.{stage.value}"), tone=_STAGE_TONES[stage])
    )


def figure_columns(catalog: Catalog, source_of: Callable[[Figure], tuple[str, ...]]) -> tuple[Column, ...]:
    """Return the columns of figures: what of which perimeter, how much in which year, by whom and how sure.

    A missing value or source is said to be missing.
    """
    text = catalog.text

    def quantity(figure: Figure) -> Cell:
        star = f"{PREFERRED} " if figure.preferred else ""
        named = star + text(f"enum.quantity.{figure.quantity.value}")
        return Cell(named, tone="strong", under=figure.perimeter.read(catalog.language).text)

    def value(figure: Figure) -> Cell:
        year = str(figure.year or "")
        if figure.value is None:
            return Cell(text("ui.table.to_complete"), tone="missing", under=year)
        number = formats.number(figure.value, catalog.language, digits=4)
        unit = text(f"unit.{figure.unit.value}")
        return Cell(f"{number}{unit}" if catalog.language == "zh" else f"{number}\u00a0{unit}", under=year)

    def source(figure: Figure) -> Cell:
        parts = source_of(figure)
        said = [text(f"enum.fact_status.{figure.status.value}")] if figure.status in _UNSURE else []
        under = " · ".join((*said, *parts[1:]))
        if not parts:
            return Cell(text("ui.table.no_source"), tone="missing", under=under)
        return Cell(parts[0], tone="missing" if is_doubtful(figure) else "", under=under)

    return (
        _column(text("field.figure.quantity"), quantity, 150, takes_room=True, two_lines=True),
        _column(text("field.figure.value"), value, 116, number=True, two_lines=True),
        _column(text("field.figure.source_id"), source, 148, two_lines=True),
    )


def role_columns(catalog: Catalog) -> tuple[Column, ...]:
    """Return the columns of a city's team: who, what, and the agreements behind it."""
    text = catalog.text

    def role(facts: RoleFacts) -> Cell:
        named = facts.role.role.read(catalog.language).text
        return Cell(named) if named else Cell(text("ui.table.to_complete"), tone="missing")

    def agreements(facts: RoleFacts) -> Cell:
        dates = [
            formats.partial_date(one.signed_on, catalog.language, short=True)
            for one in facts.agreements
            if one.signed_on is not None
        ]
        if not dates:
            return Cell("")
        listed = formats.enumeration(dates, catalog.language)
        return Cell(text("ui.cities.agreements", count=len(dates), dates=listed), tone="secondary")

    return (
        _column(
            text("field.city_role.partner_id"), lambda one: partner_cell(one.partner, catalog.language), 150
        ),
        _column(text("field.city_role.role"), role, 140, takes_room=True),
        _column(text("ui.cities.column_agreements"), agreements, 140),
    )


def statement_columns(catalog: Catalog, source_of: Callable[[Statement], str]) -> tuple[Column, ...]:
    """Return the columns of statements."""
    text = catalog.text

    def source(statement: Statement) -> Cell:
        named = source_of(statement)
        missing = text("ui.table.no_source")
        return Cell(named, tone="secondary") if named else Cell(missing, tone="missing")

    return (
        _column(
            text("field.statement.kind"),
            lambda one: Cell(text(f"enum.statement_kind.{one.kind.value}"), tone="secondary"),
            90,
        ),
        _column(
            text("field.statement.text"),
            lambda one: Cell(" ".join(one.text.read(catalog.language).text.split())),
            160,
            takes_room=True,
        ),
        _column(text("field.statement.source_id"), source, 120),
    )


def milestone_columns(catalog: Catalog, today: date) -> tuple[Column, ...]:
    """Return the columns of milestones: when, what, where it stands."""
    text = catalog.text
    undated = text("enum.milestone_state.undated")

    words = tuple(text(f"enum.milestone_state.{one.value}") for one in MilestoneState)

    def state(milestone: Milestone) -> Cell:
        found = milestone_state(milestone, today).value
        return Cell(text(f"enum.milestone_state.{found}"), tone=STATE_TONES[found])

    return (
        _column(
            text("ui.milestones.column_date"),
            lambda one: date_cell(shown_date(one), catalog.language, missing=undated, tone="secondary"),
            DATE_WIDTHS[catalog.language],
        ),
        _column(
            text("ui.milestones.column_title"),
            lambda one: Cell(one.title.read(catalog.language).text),
            70,
            takes_room=True,
        ),
        _column(text("ui.milestones.column_state"), state, 60, words=words),
    )


def partner_cell(partner: Partner, language: str) -> Cell:
    """Return a partner by its acronym, else by its name; with its Chinese name beside it."""
    named = name_cell(partner.name, language)
    if partner.acronym:
        return Cell(partner.acronym, named.text if language == "zh" else named.second, "strong")
    return named


def is_doubtful(record: Any) -> bool:
    """Return whether a fact is marked as not verified."""
    return record.status is not None and record.status.value == "unverified"


def _column(title: str, cell: Callable[[Any], Cell], width: int, **looks: Any) -> Column:
    """A column of a list that keeps the order it is given."""
    return Column(title, cell, lambda _record: None, width, **looks)
