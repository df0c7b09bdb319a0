"""The columns of the lists inside a milestone's form: what it waits for, its critical path, why it slipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecocity_desktop.domain.milestone import shown_date
from ecocity_desktop.ui.widgets.cells import DATE_WIDTHS, Cell, Column, date_cell

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ecocity_desktop.domain.dependency import Dependency
    from ecocity_desktop.domain.milestone import Milestone
    from ecocity_desktop.domain.slip import Slip
    from ecocity_desktop.i18n.catalog import Catalog
    from ecocity_desktop.services.schedule import ChainLine


def dependency_columns(
    catalog: Catalog, milestone_of: Callable[[str], Milestone | None]
) -> tuple[Column, ...]:
    """Return the columns of what a milestone waits for: which one, when that is, how long after it."""
    text, language = catalog.text, catalog.language

    def title(row: Dependency) -> Cell:
        before = milestone_of(row.predecessor_id)
        return Cell(before.title.read(language).text if before else "", tone="strong")

    def when(row: Dependency) -> Cell:
        before = milestone_of(row.predecessor_id)
        undated = text("enum.milestone_state.undated")
        return date_cell(shown_date(before) if before else None, language, missing=undated, tone="secondary")

    return (
        _column(text("field.dependency.predecessor_id"), title, 150, takes_room=True),
        _column(text("ui.milestones.column_date"), when, DATE_WIDTHS[language]),
        _column(text("field.dependency.lag_days"), lambda row: _days(row.lag_days, catalog), 90),
    )


def chain_columns(catalog: Catalog) -> tuple[Column, ...]:
    """Return the columns of the critical path: when, what, how far it may slip."""
    text, language = catalog.text, catalog.language

    def slack(line: ChainLine) -> Cell:
        if line.step.done:
            return Cell(text("enum.milestone_state.done"), tone="done")
        if line.step.slack_days is None:
            return Cell(text("enum.milestone_state.undated"), tone="missing")
        return Cell(
            _days(line.step.slack_days, catalog).text, tone="late" if line.step.slack_days < 0 else ""
        )

    undated = text("enum.milestone_state.undated")
    return (
        _column(
            text("ui.milestones.column_date"),
            lambda line: date_cell(shown_date(line.milestone), language, missing=undated, tone="secondary"),
            DATE_WIDTHS[language],
        ),
        _column(
            text("ui.milestones.column_title"),
            lambda line: Cell(line.milestone.title.read(language).text, tone="strong"),
            150,
            takes_room=True,
        ),
        _column(text("ui.milestones.column_slack"), slack, 100),
    )


def slip_columns(catalog: Catalog) -> tuple[Column, ...]:
    """Return the columns of slips: from which date to which, why, noted when."""
    text, language = catalog.text, catalog.language

    def move(slip: Slip) -> Cell:
        undated = text("enum.milestone_state.undated")
        dates = [date_cell(on, language, missing=undated).text for on in (slip.from_on, slip.to_on)]
        return Cell(" → ".join(dates))

    def why(slip: Slip) -> Cell:
        cause = text(f"enum.slip_cause.{slip.cause.value}")
        reason = " ".join(slip.reason.read(language).text.split())
        return Cell(f"{cause} · {reason}" if reason else cause, tone="secondary")

    return (
        _column(
            text("field.slip.noted_on"),
            lambda slip: date_cell(slip.noted_on, language, tone="secondary"),
            DATE_WIDTHS[language],
            spare=True,
        ),
        _column(text("ui.milestones.move_from_to"), move, 200),
        _column(text("field.slip.reason"), why, 100, takes_room=True),
    )


def _days(count: int, catalog: Catalog) -> Cell:
    sign = "\u2212" if count < 0 else ""
    return Cell(
        catalog.text("ui.calendar.days", count=abs(count), days=f"{sign}{abs(count)}"), tone="secondary"
    )


def _column(title: str, cell: Callable[[Any], Cell], width: int, **looks: Any) -> Column:
    return Column(title, cell, lambda _record: None, width, **looks)
