"""Comparing the calendar with an earlier look: which look, what moved since, and the milestone trend chart."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticCustomError
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ecocity_desktop.brief.slippage_page import SlippageWords
from ecocity_desktop.brief.trend_chart import Course, TrendWords, trend_picture
from ecocity_desktop.domain.baseline import read_instant
from ecocity_desktop.i18n import formats
from ecocity_desktop.services import calendar_history
from ecocity_desktop.services.slippage_view import courses, slippage_words
from ecocity_desktop.ui.tabs.freeze_dialog import FreezeDialog
from ecocity_desktop.ui.theme import GRID, colours_of, set_role
from ecocity_desktop.ui.widgets.calendar_painter import measure, paint_shapes
from ecocity_desktop.ui.widgets.cells import Cell, Column, text_order
from ecocity_desktop.ui.widgets.date_words import read_date
from ecocity_desktop.ui.widgets.editor_choice import CalmComboBox
from ecocity_desktop.ui.widgets.labels import label
from ecocity_desktop.ui.widgets.record_table import RecordTable, RecordTableModel
from ecocity_desktop.ui.words import local_time

if TYPE_CHECKING:
    from ecocity_desktop.domain.local_text import LocalText
    from ecocity_desktop.ui.context import AppContext

_PLANNED, _ON_DATE = "planned", "date"
_USUAL_DAYS_BACK = 30
_WIDEST_CHOICE = 320


class CompareChoice(QWidget):
    """Says which earlier look is drawn behind: the planned dates, a named baseline, or any day."""

    changed = Signal()

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self._ctx = ctx
        text = ctx.catalog.text
        self.choice = CalmComboBox()
        self.choice.setObjectName("compare")
        self.choice.setAccessibleName(text("ui.calendar.compare_with"))
        self.choice.setMinimumContentsLength(8)
        self.choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.choice.setMaximumWidth(_WIDEST_CHOICE)
        self.day = QLineEdit()
        self.day.setObjectName("compareDay")
        self.day.setAccessibleName(text("ui.calendar.compare_day"))
        self.day.setPlaceholderText(text("ui.form.date_example"))
        self.day.setFixedWidth(136)
        back = ctx.workspace.today() - timedelta(days=_USUAL_DAYS_BACK)
        self.day.setText(formats.day(back, ctx.catalog.language))
        self.freeze = QPushButton(text("ui.calendar.freeze"))
        self.freeze.setObjectName("freeze")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(label(text("ui.calendar.compare_with"), "secondary"))
        row.addWidget(self.choice, 100)
        row.addWidget(self.day)
        row.addWidget(self.freeze)
        row.addStretch(1)
        self.reload()
        self.choice.currentIndexChanged.connect(self._choose)
        self.day.editingFinished.connect(self._take_day)
        self.freeze.clicked.connect(self._ask_name)

    def reload(self) -> None:
        """Offer the baselines of the file; what is chosen stays chosen while it is there."""
        text, language = self._ctx.catalog.text, self._ctx.catalog.language
        kept = self.choice.currentData()
        self.choice.blockSignals(True)
        self.choice.clear()
        self.choice.addItem(text("ui.calendar.compare_planned"), _PLANNED)
        self._moments: dict[str, datetime] = {}
        self._names: dict[str, LocalText] = {}
        for row in calendar_history.baselines(self._ctx.workspace):
            moment = read_instant(row.frozen_at)
            self._moments[row.id], self._names[row.id] = moment, row.name
            on = formats.day(local_time(moment).date(), language)
            named = text("ui.calendar.baseline_named", name=row.name.read(language).text, date=on)
            self.choice.addItem(named, row.id)
        self.choice.addItem(text("ui.calendar.compare_date"), _ON_DATE)
        self.choice.setCurrentIndex(max(0, self.choice.findData(kept)))
        self.choice.blockSignals(False)
        self.day.setVisible(self.choice.currentData() == _ON_DATE)

    def allow_freezing(self, something: bool) -> None:
        """Let a baseline be frozen where there is something to freeze and the file can be written."""
        self.freeze.setEnabled(something and not self._ctx.workspace.read_only)

    def moment(self) -> datetime | None:
        """Return the moment compared with, ``None`` for the planned dates, or where no day can be read."""
        chosen = self.choice.currentData()
        if chosen == _ON_DATE:
            day = self._typed()
            return None if day is None else calendar_history.end_of_day(day)
        return self._moments.get(chosen)

    def named(self) -> LocalText | None:
        """Return what the baseline compared with is called."""
        return self._names.get(self.choice.currentData())

    def _typed(self) -> date | None:
        try:
            on = read_date(self.day.text())
        except PydanticCustomError:
            return None
        return on.latest if on else None

    def _choose(self) -> None:
        self.day.setVisible(self.choice.currentData() == _ON_DATE)
        self.changed.emit()

    def _take_day(self) -> None:
        wrong = self._typed() is None
        self.day.setProperty("wrong", "true" if wrong else "false")
        self.day.style().unpolish(self.day)
        self.day.style().polish(self.day)
        if not wrong:
            self.changed.emit()

    def _ask_name(self) -> None:
        dialog = FreezeDialog(self._ctx, self.window())
        dialog.frozen.connect(self._choose_frozen)
        dialog.open()

    def _choose_frozen(self, baseline_id: str) -> None:
        self.reload()
        self.choice.setCurrentIndex(max(0, self.choice.findData(baseline_id)))


class ComparePanel(QWidget):
    """What moved since the earlier look: a table, and the trend chart beside it. ``asked`` carries a milestone."""

    asked = Signal(str)

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self._ctx = ctx
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(self, "paper")
        text = ctx.catalog.text
        self.since: date | None = None
        self.lines: tuple[calendar_history.SlippageLine, ...] = ()
        self.slips: tuple[SlippageWords, ...] = ()
        model = RecordTableModel(self._columns(), lambda line: line.id)
        self.table = RecordTable(model, text("ui.calendar.slippage"))
        self.table.setObjectName("slippage")
        self.table.setSortingEnabled(False)
        self.table.opened.connect(self.asked)
        self.table.chosen.connect(self._choose)
        self.head = label("", "strong", wrap=True)
        self.none = label(text("ui.calendar.nothing_moved"), "secondary", wrap=True)
        self.chart = TrendView(ctx)
        left = QVBoxLayout()
        left.setContentsMargins(12, 10, 0, 8)
        for widget in (self.head, self.table, self.none):
            left.addWidget(widget)
        left.setStretchFactor(self.table, 100)
        left.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addLayout(left, 1)
        row.addWidget(self.chart, 1)

    def show_since(self, moment: datetime, title: str, chosen: str | None) -> None:
        """Show under a title what became of the calendar since a moment."""
        workspace, catalog = self._ctx.workspace, self._ctx.catalog
        self.since = local_time(moment).date()
        self.lines = calendar_history.slippage(workspace, moment)
        self.slips = slippage_words(self.lines, catalog)
        self.table.show_records(self.slips)
        self.table.setVisible(bool(self.slips))
        self.none.setVisible(not self.slips)
        self.head.setText(title)
        self._choose(chosen)

    def courses(self, chosen: str | None) -> tuple[Course, ...]:
        """Return what the trend chart shows."""
        if self.since is None:
            return ()
        return courses(self._ctx.workspace, self.lines, self._ctx.catalog, self.since, chosen)

    def sizeHint(self) -> QSize:
        return QSize(1000, 280)

    def _choose(self, milestone_id: str | None) -> None:
        self.chart.show_courses(self.courses(milestone_id), milestone_id)

    def _columns(self) -> tuple[Column, ...]:
        text, language = self._ctx.catalog.text, self._ctx.catalog.language

        def moved(line: SlippageWords) -> Cell:
            return Cell(line.moved, tone=line.tone if line.tone in ("late", "done") else "")

        def column(key: str, cell: Any, width: int) -> Column:
            return Column(text(key), cell, lambda line: text_order(line.title, language), width)

        return (
            column("ui.milestones.column_title", lambda line: Cell(line.title, tone="strong"), 190),
            column("ui.calendar.column_then", lambda line: Cell(line.before, tone="secondary"), 118),
            column("ui.calendar.column_now", lambda line: Cell(line.after), 118),
            column("ui.calendar.column_moved", moved, 106),
            column("field.slip.reason", lambda line: Cell(line.why, tone="secondary"), 120),
        )


class TrendView(QWidget):
    """The milestone trend chart on the screen."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self._ctx = ctx
        self.setObjectName("trend")
        self.setAccessibleName(ctx.catalog.text("ui.calendar.trend"))
        self.setMinimumHeight(160)
        self._courses: tuple[Course, ...] = ()
        self._chosen: str | None = None

    def show_courses(self, shown: tuple[Course, ...], chosen: str | None) -> None:
        """Show these milestones."""
        self._courses, self._chosen = shown, chosen
        self.setAccessibleDescription("\n".join(course.title for course in shown))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        make = partial(trend_picture, measure=measure, chosen=self._chosen)
        size = (float(self.width()), float(self.height()))
        picture = make(self._courses, trend_words(self._ctx.catalog), self._ctx.catalog.language, size)
        painter = QPainter(self)
        paint_shapes(painter, picture.shapes, colours_of(self))
        painter.end()


def trend_words(catalog: Any) -> TrendWords:
    """Return what the axes of the trend chart are called."""
    return TrendWords(catalog.text("ui.calendar.trend_looks"), catalog.text("ui.calendar.trend_expected"))
