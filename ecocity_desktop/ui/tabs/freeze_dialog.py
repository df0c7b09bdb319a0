"""Giving the calendar as it stands now a name, such as that of the steering committee that agreed on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from ecocity_desktop.domain.local_text import validated_text
from ecocity_desktop.i18n import formats
from ecocity_desktop.services import calendar_history
from ecocity_desktop.ui.dialogs.frame import Button, CalmDialog
from ecocity_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.errors import Problem
    from ecocity_desktop.ui.context import AppContext


class FreezeDialog(CalmDialog):
    """Asks for the name; ``frozen`` carries the id of the baseline made."""

    frozen = Signal(str)

    def __init__(self, ctx: AppContext, parent: QWidget) -> None:
        text = ctx.catalog.text
        super().__init__(text("ui.calendar.freeze_title"), parent)
        self._ctx = ctx
        self.column.addWidget(label(text("ui.calendar.freeze_words"), "secondary", wrap=True))
        self.name = QLineEdit()
        self.name.setObjectName("name")
        today = formats.day(ctx.workspace.today(), ctx.catalog.language)
        self.name.setText(text("ui.calendar.freeze_name", date=today))
        self.name.selectAll()
        heading = label(text("field.baseline.name"), "secondary")
        heading.setBuddy(self.name)
        self.reason = label("", "problem", wrap=True)
        self.reason.hide()
        for widget in (heading, self.name, self.reason):
            self.column.addWidget(widget)
        self.add_buttons(Button.Ok | Button.Cancel)

    def accept(self) -> None:
        """Freeze the calendar; stay open where the name is refused."""
        given = validated_text({self._ctx.catalog.language: self.name.text().strip()})
        changes = self._ctx.perform(calendar_history.freeze_baseline, given, on_problems=self._say)
        if changes is not None:
            self.frozen.emit(changes.row_id or "")
            super().accept()

    def _say(self, problems: Sequence[Problem]) -> None:
        self.reason.setText("\n".join(self._ctx.catalog.text(one.key, **one.params) for one in problems))
        self.reason.show()
