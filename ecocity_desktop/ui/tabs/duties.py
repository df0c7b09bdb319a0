"""Recurring duties counted from a milestone or an agreement: the rules, what each makes next, and making it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QPushButton

from ecocity_desktop.services import recurrences
from ecocity_desktop.ui import navigation
from ecocity_desktop.ui.theme import set_role
from ecocity_desktop.ui.widgets.cells import Cell, Column, date_cell
from ecocity_desktop.ui.widgets.child_list import ChildList

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ecocity_desktop.i18n.catalog import Catalog
    from ecocity_desktop.services.recurrences import RecurrenceLine
    from ecocity_desktop.ui.context import AppContext
    from ecocity_desktop.ui.widgets.names import Names


class DutyList(ChildList):
    """The rules of one record; ``anchor`` is the field that names it: ``milestone_id`` or ``agreement_id``."""

    def __init__(
        self,
        ctx: AppContext,
        anchor: str,
        names: Names,
        fixed_of: Callable[[], Mapping[str, Any] | None],
    ) -> None:
        super().__init__(
            ctx,
            "recurrences",
            ctx.catalog.text("ui.duties.title"),
            duty_columns(ctx.catalog),
            id_of=lambda line: line.rule.id,
            names=names,
            fixed_of=fixed_of,
            hidden=("milestone_id", "agreement_id"),
        )
        self._anchor = anchor
        self.make = QPushButton(ctx.catalog.text("ui.duties.make_next"))
        self.make.setObjectName("makeNext")
        self.make.setHidden(ctx.workspace.read_only)
        set_role(self.make, "link")
        self.make.clicked.connect(self.make_next)
        self.head.insertWidget(self.head.count() - 1, self.make)
        self.table.chosen.connect(lambda _id: self._allow())

    def show_anchor(self, record_id: str | None) -> None:
        """List the rules that count from a record."""
        lines = recurrences.recurrence_lines(self.ctx.workspace, horizon_days=self.ctx.settings.horizon_days)
        own = [line for line in lines if record_id and getattr(line.rule, self._anchor) == record_id]
        self.show_records(own)
        if own and self.table.current_id() is None:
            self.table.choose(own[0].rule.id, announce=False)
        self._allow()

    def make_next(self) -> None:
        """Make the next milestone of the rule selected, and show it."""
        line = self._line()
        if line is None or line.next_on is None:
            return
        changes = self.ctx.perform(recurrences.create_next, line.rule.id)
        if changes is not None and changes.row_id is not None:
            self.ctx.tell("ui.duties.made", title=line.rule.title.read(self.ctx.catalog.language).text)
            navigation.open_record(self, "milestones", changes.row_id)

    def _line(self) -> RecurrenceLine | None:
        current = self.table.current_id()
        row = self.table.records.row_of(current) if current else None
        found: RecurrenceLine | None = None if row is None else self.table.records.record(row)
        return found

    def _allow(self) -> None:
        line = self._line()
        self.make.setVisible(line is not None and not self.ctx.workspace.read_only)
        self.make.setEnabled(line is not None and line.next_on is not None)


def duty_columns(catalog: Catalog) -> tuple[Column, ...]:
    """Return the columns of rules: what, how often, when next, how many were made."""
    text, language = catalog.text, catalog.language

    def column(title: str, cell: Callable[[RecurrenceLine], Cell], width: int, **looks: Any) -> Column:
        return Column(title, cell, lambda _line: None, width, **looks)

    def next_on(line: RecurrenceLine) -> Cell:
        if not line.started:
            return Cell(text("ui.duties.no_start"), tone="missing")
        if line.next_on is None:
            return Cell(text("ui.duties.ended"), tone="secondary")
        return Cell(date_cell(line.next_on, language).text, tone="coming" if line.due else "")

    return (
        column(
            text("field.recurrence.title"),
            lambda line: Cell(line.rule.title.read(language).text, tone="strong"),
            130,
            takes_room=True,
        ),
        column(
            text("ui.duties.column_every"),
            lambda line: Cell(text("ui.duties.months", count=line.rule.every_months), tone="secondary"),
            96,
        ),
        column(text("ui.duties.column_next"), next_on, 116),
        column(text("ui.duties.column_made"), lambda line: Cell(str(len(line.made))), 66, spare=True),
    )
