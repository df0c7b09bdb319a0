"""What importing a plan would do, before anything is written: new, changed, unchanged, refused and why."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize

from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.i18n import formats
from ecocity_desktop.services.project_plans import FieldChange, ImportLine, Outcome, import_plan
from ecocity_desktop.ui import navigation
from ecocity_desktop.ui.dialogs.frame import Button, CalmDialog
from ecocity_desktop.ui.theme import GRID
from ecocity_desktop.ui.widgets.cells import Cell, Column
from ecocity_desktop.ui.widgets.labels import label
from ecocity_desktop.ui.widgets.record_table import RecordTable, RecordTableModel

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.domain.changes import ChangeSet
    from ecocity_desktop.services.workspace import Workspace
    from ecocity_desktop.ui.context import AppContext

_TONES = {
    Outcome.NEW: "done",
    Outcome.CHANGED: "coming",
    Outcome.UNCHANGED: "planned",
    Outcome.REFUSED: "late",
}
_FIRST = (Outcome.REFUSED, Outcome.CHANGED, Outcome.NEW, Outcome.UNCHANGED)
_SIZE = QSize(1056, 520)


class PlanPreview(CalmDialog):
    """Shows the lines, those refused first; « Import » does it in one undo step."""

    def __init__(self, ctx: AppContext, source: Path, lines: tuple[ImportLine, ...], parent: QWidget) -> None:
        self._text = ctx.catalog.text
        super().__init__(self._text("ui.exchange.preview_title", file=source.name), parent, width=116 * GRID)
        self._ctx = ctx
        self._source = source
        counts = Counter(line.outcome for line in lines)
        told = [
            self._text(f"ui.exchange.count_{outcome.value}", count=counts[outcome])
            for outcome in _FIRST
            if counts[outcome]
        ]
        words = formats.enumeration(told, ctx.catalog.language) if told else self._text("ui.exchange.empty")
        self.column.addWidget(label(words, "secondary", wrap=True))
        ordered = sorted(lines, key=lambda line: (_FIRST.index(line.outcome), line.is_link))
        self._numbers = {id(line): str(number) for number, line in enumerate(ordered)}
        model = RecordTableModel(self._columns(), lambda line: self._numbers[id(line)])
        self.table = RecordTable(model, self._text("ui.exchange.preview"), sorts=False)
        self.table.setObjectName("preview")
        self.table.show_records(ordered)
        self.column.addWidget(self.table, 1)
        box = self.add_buttons(Button.Ok | Button.Cancel)
        ok = box.button(Button.Ok)
        ok.setText(self._text("ui.exchange.import"))
        ok.setEnabled(bool(counts[Outcome.NEW] or counts[Outcome.CHANGED]))
        ok.setFocus()  # a list takes Enter for itself
        self.resize(_SIZE)

    def accept(self) -> None:
        """Import what is not refused."""
        language = self._ctx.catalog.language

        def verb(ws: Workspace) -> ChangeSet:
            return import_plan(ws, self._source, language)[0]

        navigation.keep_backup(self)
        if self._ctx.perform(verb) is not None:
            self._ctx.tell("ui.exchange.imported", file=self._source.name)
            super().accept()

    def _columns(self) -> tuple[Column, ...]:
        text = self._text

        def column(key: str, cell: object, width: int) -> Column:
            return Column(text(key), cell, lambda _line: None, width)  # type: ignore[arg-type]

        return (
            column(
                "ui.exchange.column_outcome",
                lambda line: Cell(
                    text(f"ui.exchange.outcome.{line.outcome.value}"), tone=_TONES[line.outcome]
                ),
                104,
            ),
            column(
                "ui.exchange.column_what",
                lambda line: Cell(text("ui.exchange.link" if line.is_link else "ui.exchange.milestone")),
                90,
            ),
            column("ui.exchange.column_name", lambda line: Cell(line.name, tone="strong"), 250),
            column("ui.exchange.column_how", lambda line: Cell(self._how(line), tone="secondary"), 260),
        )

    def _how(self, line: ImportLine) -> str:
        """Why it is refused, or which fields change from what to what: dates first, names can be long."""
        if line.problems:
            return " ".join(self._text(one.key, **one.params) for one in line.problems)
        entity = "dependency" if line.is_link else "milestone"
        changes = sorted(line.changes, key=lambda change: change.field == "title")
        return " · ".join(self._change(entity, change) for change in changes)

    def _change(self, entity: str, change: FieldChange) -> str:
        name = self._text(f"field.{entity}.{change.field}")
        before, after = self._value(change.before), self._value(change.after)
        return self._text("ui.exchange.change", field=name, before=before, after=after)

    def _value(self, value: str) -> str:
        if not value:
            return "—"
        try:
            return formats.partial_date(PartialDate.parse(value), self._ctx.catalog.language, short=True)
        except ValueError:
            return value
