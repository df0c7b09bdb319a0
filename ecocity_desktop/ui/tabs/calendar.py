"""The tab of the calendar: every milestone along time, grouped as one likes, to zoom, pan, move and print."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ecocity_desktop.brief.calendar_board import when
from ecocity_desktop.services import calendar_history, milestones, records, schedule
from ecocity_desktop.services.calendar_board import BoardFacts, Grouping, board_facts, calendar_board
from ecocity_desktop.services.calendar_print import Shown, gather_print, print_calendar, since_words
from ecocity_desktop.ui import navigation
from ecocity_desktop.ui.tabs.compare import CompareChoice, ComparePanel
from ecocity_desktop.ui.tabs.exchange import ExchangeButton
from ecocity_desktop.ui.tabs.move_dialog import MoveDialog
from ecocity_desktop.ui.theme import GRID, set_role
from ecocity_desktop.ui.widgets.calendar_view import CalendarView
from ecocity_desktop.ui.widgets.editor_choice import CalmComboBox
from ecocity_desktop.ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecocity_desktop.brief.calendar_board import Dates
    from ecocity_desktop.domain.changes import ChangeSet
    from ecocity_desktop.ui.context import AppContext

_KEPT_GROUPING = "calendar.grouping"
_WIDEST_CHOICE = 200


class CalendarTab(QWidget):
    """Shows the board; what is moved there is moved in the file."""

    key: ClassVar[str] = "calendar"
    concerns: tuple[str, ...] = (
        "milestone",
        "milestone_city",
        "dependency",
        "city",
        "partner",
        "baseline",
        "slip",
    )

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self.ctx = ctx
        self.text = ctx.catalog.text
        self.setObjectName("calendarTab")
        self.setAccessibleName(self.text("ui.tab.calendar"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(self, "paper")
        self.facts: BoardFacts | None = None
        self.folded: frozenset[str] = frozenset()
        self.view = CalendarView(self.text("ui.tab.calendar"))
        self.view.can_move = not ctx.workspace.read_only
        self.grouping = self._grouping_choice()
        self.compare = CompareChoice(ctx)
        self.panel = ComparePanel(ctx)
        self.exchange = ExchangeButton(ctx)
        self.bar = QHBoxLayout()
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.place = QStackedWidget()
        self._lay_out()
        self._connect()
        self.reload()

    def select(self, _noun: str, record_id: str) -> None:
        """Select a milestone and bring it into view, unfolded where it was folded away."""
        if self.folded and self.view.board is not None and record_id not in self.view.board.places:
            self.folded = frozenset()
            self.show_board()
        self.view.select(record_id)

    def selection(self) -> str | None:
        """Return the id of the milestone selected."""
        entry = self.view.selected()
        return entry.id if entry else None

    def may_leave(self) -> bool:
        """Nothing is typed here."""
        return True

    def reload(self) -> None:
        """Read everything again; what is selected and in view stays."""
        self.facts = board_facts(self.ctx.workspace)
        self.show_board()

    def show_board(self) -> None:
        """Show what was read, grouped and compared as chosen."""
        if self.facts is None:
            return
        moment = self.compare.moment()
        then = calendar_history.as_it_stood(self.ctx.workspace, moment) if moment else None
        self.view.show_board(
            calendar_board(self.facts, self.ctx.catalog, self.shown_grouping(), then, self.folded)
        )
        self.place.setCurrentIndex(0 if self.facts.lines else 1)
        self.print_button.setEnabled(bool(self.facts.lines))
        self.compare.allow_freezing(bool(self.facts.lines))
        self.panel.setVisible(moment is not None)
        if moment is not None:
            look = Shown(self.shown_grouping(), (0.0, 0.0), moment, self.compare.named())
            self.panel.show_since(moment, since_words(look, self.ctx.catalog), self.selection())
        self._allow()

    def shown_grouping(self) -> Grouping:
        """Return what the rows are grouped by."""
        return Grouping(self.grouping.currentData())

    def fold(self, group: str, every: bool) -> None:
        """Fold a group or unfold it; with ``every``, all of them, or none where all are folded."""
        board, chosen = self.view.board, self.selection()
        groups = frozenset(row.group for row in board.rows if row.entry is None) if board else frozenset()
        if every:
            self.folded = frozenset() if groups <= self.folded else groups
        elif group in groups:
            self.folded ^= {group}
        self.show_board()
        if self.view.row is not None:
            folded_away = chosen is not None and self.selection() is None
            self.view.choose_row(self.view.row, reveal=folded_away)

    def ask_move(self) -> None:
        """Ask for another date for the milestone selected."""
        chosen = self.selection()
        if chosen is not None:
            self._ask_move(chosen, None)

    def take_move(self, milestone_id: str, dates: Dates) -> None:
        """Keep what was dragged; where it pushes others on, ask first what shall become of them."""
        pushed = schedule.pushed_by_move(self.ctx.workspace, milestone_id, dates.end, start=dates.start)
        if pushed:
            self._ask_move(milestone_id, dates)
            return
        move = partial(milestones.move_milestone, start=dates.start)
        entry = self.view.board.entry(milestone_id) if self.view.board else None
        if self.ctx.perform(move, milestone_id, dates.end) is not None and entry is not None:
            words = when(dates.start, dates.end, self.ctx.catalog.language)
            self.ctx.tell("ui.calendar.moved", title=entry.title, date=words)

    def ask_print(self) -> None:
        """Ask in which language and on which paper what is shown shall be printed."""
        from ecocity_desktop.ui.dialogs.print_calendar import PrintCalendarDialog

        dialog = PrintCalendarDialog(self.ctx.catalog, self.window())
        dialog.chosen.connect(self._print)
        dialog.open()

    def _print(self, language: str, paper: str, as_shown: bool) -> None:
        from ecocity_desktop.ui.export_files import write_pdf

        if self.facts is None:
            return
        view = self.view
        scale = view.scale if as_shown else view.whole_scale()
        days = scale.left_day, scale.day(view.chart_width())
        moment = self.compare.moment()
        shown = Shown(self.shown_grouping(), days, moment, self.compare.named(), self.folded)
        given = gather_print(self.ctx.workspace, self.facts, shown, language)
        name = f"{self.text('ui.calendar.page_file')}-{language}.pdf"
        title = self.text("ui.calendar.print_title")
        write_pdf(self.ctx, self, title, name, lambda target: print_calendar(given, target, paper))

    def _ask_move(self, milestone_id: str, dates: Dates | None) -> None:
        row = records.get_record(self.ctx.workspace, "milestones", milestone_id)
        on, start = (dates.end, dates.start) if dates else (None, None)
        MoveDialog(self.ctx, row, self.window(), on=on, start=start).open()

    def _grouping_choice(self) -> CalmComboBox:
        choice = CalmComboBox()
        choice.setObjectName("grouping")
        choice.setAccessibleName(self.text("ui.calendar.group_by"))
        for grouping in Grouping:
            choice.addItem(self.text(f"ui.calendar.grouping.{grouping.value}"), grouping.value)
        kept = self.ctx.settings.layout.get(_KEPT_GROUPING, Grouping.CITY.value)
        choice.setCurrentIndex(max(0, choice.findData(kept)))
        choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        choice.setMaximumWidth(_WIDEST_CHOICE)
        return choice

    def _regroup(self) -> None:
        self.ctx.settings.layout[_KEPT_GROUPING] = self.grouping.currentData()
        chosen = self.selection()
        self.folded = frozenset()
        self.show_board()
        if chosen is not None:
            self.view.select(chosen)

    def _connect(self) -> None:
        self.grouping.currentIndexChanged.connect(self._regroup)
        self.view.opened.connect(lambda record_id: navigation.open_record(self, "milestones", record_id))
        self.view.move_asked.connect(self.take_move)
        self.view.refused.connect(lambda _id: self.ctx.tell("ui.calendar.done_stays"))
        self.view.chosen.connect(lambda _id: self._allow())
        self.view.fold_asked.connect(self.fold)
        self.compare.changed.connect(self.show_board)
        self.panel.asked.connect(lambda record_id: navigation.open_record(self, "milestones", record_id))
        self.panel.table.chosen.connect(lambda record_id: self.select("milestones", record_id))
        self.ctx.changed.connect(self._take_changes)

    def _take_changes(self, changes: ChangeSet) -> None:
        if changes.concerns("baseline"):
            self.compare.reload()
        if changes.concerns(*self.concerns):
            self.reload()

    def _allow(self) -> None:
        entry = self.view.selected()
        self.move_button.setEnabled(entry is not None and entry.moves and self.view.can_move)

    def _lay_out(self) -> None:
        self.bar.setContentsMargins(12, 10, 12, 10)
        self.bar.setSpacing(GRID)
        self.bar.addWidget(self.grouping, 2)
        self.bar.addWidget(self.compare, 5)
        self.bar.addStretch(1)
        self.move_button = self._button("move", "ui.milestones.move", self.ask_move)
        self.bar.addWidget(self.move_button)
        self.print_button = self._button("print", "ui.calendar.print", self.ask_print)
        self.bar.addWidget(self.print_button)
        self.bar.addWidget(self.exchange)
        self.view.put_in_corner(self._zoom_buttons())
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.view)
        self.splitter.addWidget(self.panel)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([460, 280])
        self.place.addWidget(self.splitter)
        self.place.addWidget(
            EmptyState(
                "calendar-clock", self.text("ui.milestones.empty"), self.text("ui.calendar.empty_words")
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.bar)
        column.addWidget(self.place, 1)

    def _zoom_buttons(self) -> QWidget:
        """What changes the days shown; it stands in the empty corner over the titles."""
        corner = QWidget()
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for name, key, deed in (
            ("zoomOut", "ui.calendar.zoom_out", lambda: self.view.zoom(-1)),
            ("zoomIn", "ui.calendar.zoom_in", lambda: self.view.zoom(1)),
            ("showAll", "ui.calendar.show_all", self.view.show_all),
            ("today", "ui.calendar.today", self._show_today),
        ):
            row.addWidget(self._button(name, key, deed))
        for name, tip in (("zoomOut", "ui.calendar.zoom_out_tip"), ("zoomIn", "ui.calendar.zoom_in_tip")):
            button = corner.findChild(QPushButton, name)
            button.setToolTip(self.text(tip))
            button.setAccessibleName(self.text(tip))
        return corner

    def _button(self, name: str, key: str, deed: Callable[[], object]) -> QPushButton:
        made = QPushButton(self.text(key))
        made.setObjectName(name)
        made.clicked.connect(lambda: deed())
        return made

    def _show_today(self) -> None:
        if self.facts is not None:
            self.view.show_day(self.facts.today)
