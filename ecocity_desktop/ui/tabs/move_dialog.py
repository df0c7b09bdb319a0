"""Moving a milestone: its new date, beside the one it was planned for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecocity_desktop.domain.nouns import NOUNS
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.i18n import formats
from ecocity_desktop.services import milestones
from ecocity_desktop.ui.dialogs.frame import Button, CalmDialog
from ecocity_desktop.ui.widgets.editor_base import UnreadableError
from ecocity_desktop.ui.widgets.editor_date import DateEditor
from ecocity_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.domain.milestone import Milestone
    from ecocity_desktop.errors import Problem
    from ecocity_desktop.ui.context import AppContext


class MoveDialog(CalmDialog):
    """Asks for the date a milestone is now expected on; the planned date stays what it was."""

    def __init__(self, ctx: AppContext, milestone: Milestone, parent: QWidget) -> None:
        text = ctx.catalog.text
        super().__init__(text("ui.milestones.move_title"), parent)
        self._ctx = ctx
        self._milestone_id = milestone.id
        self.column.addWidget(label(milestone.title.read(ctx.catalog.language).text, "strong", wrap=True))
        if milestone.planned_on is not None:
            planned = formats.partial_date(milestone.planned_on, ctx.catalog.language)
            self.column.addWidget(
                label(text("ui.milestones.move_planned", date=planned), "secondary", wrap=True)
            )
        spec = NOUNS["milestones"].field("forecast_on")
        assert spec is not None
        self.date = DateEditor(spec, ctx.catalog, text("ui.milestones.move_date"))
        self.date.show_value(str(milestone.forecast_on) if milestone.forecast_on else None)
        heading = label(text("ui.milestones.move_date"), "secondary")
        heading.setBuddy(self.date.line)
        self.hint = label("", "caption", wrap=True)
        self.reason = label("", "problem", wrap=True)
        self.date.hinted.connect(self.hint.setText)
        for widget in (heading, self.date, self.hint, self.reason):
            self.column.addWidget(widget)
        self.add_buttons(Button.Ok | Button.Cancel)
        self.date.line.setFocus()
        self.date.line.selectAll()

    def accept(self) -> None:
        """Move the milestone; stay open where the date is refused."""
        try:
            typed = self.date.value()
        except UnreadableError as error:
            self._say(self._ctx.catalog.text(error.key, **error.params))
            return
        on = None if typed is None else PartialDate.parse(typed)
        changes = self._ctx.perform(
            milestones.move_milestone, self._milestone_id, on, on_problems=self._say_problems
        )
        if changes is not None:
            super().accept()

    def _say_problems(self, problems: Sequence[Problem]) -> None:
        self._say("\n".join(self._ctx.catalog.text(one.key, **one.params) for one in problems))

    def _say(self, reason: str) -> None:
        self.reason.setText(reason)
        self.date.mark_wrong(bool(reason))
