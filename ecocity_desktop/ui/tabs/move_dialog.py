"""Moving a milestone: its new date, why it slips, and what it pushes on, which is moved along only when asked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from ecocity_desktop.domain.enums import SlipCause
from ecocity_desktop.domain.local_text import LocalText, validated_text
from ecocity_desktop.domain.milestone import shown_date
from ecocity_desktop.domain.nouns import NOUNS
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.i18n import formats
from ecocity_desktop.services import milestones, schedule
from ecocity_desktop.ui.dialogs.frame import Button, CalmDialog
from ecocity_desktop.ui.theme import GRID
from ecocity_desktop.ui.widgets.cells import DATE_WIDTHS, Cell, Column
from ecocity_desktop.ui.widgets.child_list import ListSection
from ecocity_desktop.ui.widgets.editor_base import UnreadableError
from ecocity_desktop.ui.widgets.editor_choice import CalmComboBox
from ecocity_desktop.ui.widgets.editor_date import DateEditor
from ecocity_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecocity_desktop.domain.milestone import Milestone
    from ecocity_desktop.errors import Problem
    from ecocity_desktop.services.schedule import PushLine
    from ecocity_desktop.ui.context import AppContext

_PAUSE_MILLISECONDS = 150


class MoveDialog(CalmDialog):
    """Asks for the date a milestone is now expected on; the planned date stays what it was.

    ``on`` and ``start`` are dates it was already dragged to.
    """

    def __init__(
        self,
        ctx: AppContext,
        milestone: Milestone,
        parent: QWidget,
        *,
        on: PartialDate | None = None,
        start: PartialDate | None = None,
    ) -> None:
        self._text = ctx.catalog.text
        super().__init__(self._text("ui.milestones.move_title"), parent, width=84 * GRID)
        self._ctx = ctx
        self._milestone = milestone
        self._start = start
        self._dragged_to = on
        self.column.setSpacing(GRID)
        self.column.addWidget(label(milestone.title.read(ctx.catalog.language).text, "strong", wrap=True))
        self._say_planned()
        self._add_date(on or milestone.forecast_on)
        self.slip = self._make_slip()
        self.column.addWidget(self.slip)
        self._add_followers()
        self.add_buttons(Button.Ok | Button.Cancel)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._look_ahead)
        self.date.line.textChanged.connect(self._take_typed)
        self._look_ahead()
        self.date.line.setFocus()
        self.date.line.selectAll()

    def accept(self) -> None:
        """Move the milestone; stay open where the date is refused."""
        try:
            typed = self.date.value()
        except UnreadableError as error:
            self._say(self._text(error.key, **error.params))
            return
        on = None if typed is None else PartialDate.parse(typed)
        self._look_ahead()
        move = partial(
            milestones.move_milestone,
            start=self._start_for(on),
            reason=self._reason(),
            cause=self._cause(),
            with_followers=self.along.isChecked() and not self.along.isHidden(),
        )
        changes = self._ctx.perform(move, self._milestone.id, on, on_problems=self._say_problems)
        if changes is not None:
            super().accept()

    def _say_planned(self) -> None:
        planned = self._milestone.planned_on
        if planned is not None:
            words = formats.partial_date(planned, self._ctx.catalog.language)
            self.column.addWidget(
                label(self._text("ui.milestones.move_planned", date=words), "secondary", wrap=True)
            )

    def _add_date(self, on: PartialDate | None) -> None:
        spec = NOUNS["milestones"].field("forecast_on")
        assert spec is not None
        self.date = DateEditor(spec, self._ctx.catalog, self._text("ui.milestones.move_date"))
        self.date.show_value(str(on) if on else None)
        heading = label(self._text("ui.milestones.move_date"), "secondary")
        heading.setBuddy(self.date.line)
        self.hint = label("", "caption", wrap=True)
        self.reason = label("", "problem", wrap=True)
        self.date.hinted.connect(self.hint.setText)
        for widget in (heading, self.date, self.hint, self.reason):
            self.column.addWidget(widget)
        self.hint.setVisible(False)
        self.date.hinted.connect(lambda words: self.hint.setVisible(bool(words)))
        self.reason.setVisible(False)

    def _make_slip(self) -> QWidget:
        """The cause and the reason of a slip; neither must be given."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(6)
        self.cause = CalmComboBox()
        self.cause.setObjectName("cause")
        self.cause.addItem(self._text("ui.milestones.move_no_cause"), None)
        for cause in SlipCause:
            self.cause.addItem(self._text(f"enum.slip_cause.{cause.value}"), cause)
        self.why = QLineEdit()
        self.why.setObjectName("why")
        self.why.setPlaceholderText(self._text("ui.milestones.move_why_example"))
        for key, field in (("field.slip.cause", self.cause), ("field.slip.reason", self.why)):
            field.setAccessibleName(self._text(key))
        heading = label(self._text("ui.milestones.move_why"), "secondary", wrap=True)
        heading.setBuddy(self.cause)
        for widget in (heading, self.cause, self.why):
            column.addWidget(widget)
        return holder

    def _add_followers(self) -> None:
        language = self._ctx.catalog.language
        still = self._text("enum.milestone_state.undated")

        def move(line: PushLine) -> Cell:
            dates = (line.push.end_before, line.push.end)
            words = [formats.partial_date(on, language, short=True) if on else still for on in dates]
            return Cell(" → ".join(words))

        def column(key: str, cell: object, width: int, **looks: bool) -> Column:
            return Column(self._text(key), cell, lambda _line: None, width, **looks)  # type: ignore[arg-type]

        columns = (
            column(
                "ui.milestones.column_title",
                lambda line: Cell(line.milestone.title.read(language).text, tone="strong"),
                150,
                takes_room=True,
            ),
            column("ui.milestones.move_from_to", move, 2 * DATE_WIDTHS[language] - 4),
            column(
                "ui.milestones.move_pushed_by",
                lambda line: Cell(line.pushed_by.title.read(language).text, tone="secondary"),
                184,
            ),
        )
        self.followers = ListSection(
            self._ctx,
            self._text("ui.milestones.move_followers"),
            columns,
            lambda line: line.push.id,
            self._text("ui.milestones.move_no_followers"),
        )
        self.along = QCheckBox()
        self.along.setObjectName("along")
        self.column.addWidget(self.followers)
        self.column.addWidget(self.along)

    def _look_ahead(self) -> None:
        """Show what the date typed pushes on, and ask why where it is a slip."""
        self._pause.stop()
        try:
            typed = self.date.value()
        except UnreadableError:
            return
        on = None if typed is None else PartialDate.parse(typed)
        now = shown_date(self._milestone)
        later = on is not None and now is not None and on.latest > now.latest
        self.slip.setVisible(later)
        pushed = (
            schedule.pushed_by_move(self._ctx.workspace, self._milestone.id, on, start=self._start_for(on))
            if on != now
            else ()
        )
        self.followers.show_records(pushed)
        self.along.setText(self._text("ui.milestones.move_along", count=len(pushed)))
        self.along.setVisible(bool(pushed))

    def _take_typed(self) -> None:
        """Another date is being typed: what was said of the last one no longer holds."""
        self._say("")
        self._pause.start()

    def _start_for(self, on: PartialDate | None) -> PartialDate | None:
        """The start it was dragged to, as long as the date is the one it was dragged to."""
        return self._start if on == self._dragged_to else None

    def _reason(self) -> LocalText | None:
        words = "" if self.slip.isHidden() else self.why.text().strip()
        language = self._ctx.catalog.language
        return validated_text({language: words}) if words else None

    def _cause(self) -> SlipCause | None:
        found: SlipCause | None = None if self.slip.isHidden() else self.cause.currentData()
        return found

    def _say_problems(self, problems: Sequence[Problem]) -> None:
        self._say("\n".join(self._text(one.key, **one.params) for one in problems))

    def _say(self, reason: str) -> None:
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))
        self.date.mark_wrong(bool(reason))
