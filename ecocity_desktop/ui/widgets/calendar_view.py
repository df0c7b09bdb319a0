"""The calendar on the screen: rows of milestones along time, to look at, zoom, pan, and to move milestones in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from ecocity_desktop.brief.calendar_board import Board, Dates, Entry, entry_words
from ecocity_desktop.brief.calendar_drawing import board_shapes
from ecocity_desktop.brief.calendar_marks import HEAD, ROW, View, extent_of
from ecocity_desktop.brief.calendar_scale import Scale, scale_over
from ecocity_desktop.ui.theme import colours_of
from ecocity_desktop.ui.widgets.calendar_keys import CalendarKeys
from ecocity_desktop.ui.widgets.calendar_mouse import CalendarMouse
from ecocity_desktop.ui.widgets.calendar_move import Move
from ecocity_desktop.ui.widgets.calendar_painter import measure, paint_shapes

if TYPE_CHECKING:
    from datetime import date

_END_ROOM = 40.0
_LABEL_WIDTH, _LABEL_SHARE = 480, 0.27
_CORNER = 8
_ZOOM_STEP = 1.25


class CalendarView(QAbstractScrollArea):
    """Shows a board. Nothing is written here: the signals say what the user wants.

    ``chosen`` carries the milestone selected (empty on a heading), ``opened`` the one whose record is asked for,
    ``move_asked`` one with the dates it was moved to (no start where that stays); ``refused`` one that does not move,
    because it is done; ``zoomed`` says that other days show; ``fold_asked`` carries the group to be folded or unfolded,
    and whether all are.
    """

    chosen = Signal(str)
    opened = Signal(str)
    move_asked = Signal(str, object)
    refused = Signal(str)
    zoomed = Signal()
    fold_asked = Signal(str, bool)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._keys = CalendarKeys(self)
        self._mouse = CalendarMouse(self)
        self.setObjectName("calendar")
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.verticalScrollBar().setSingleStep(int(ROW))
        self.board: Board | None = None
        self.scale = Scale(736_000.0, 1.0)
        self.row: int | None = None
        self.moving: Move | None = None
        self.can_move = True
        self._touched = False

    def put_in_corner(self, widget: QWidget) -> None:
        """Put a widget into the corner over the titles, where nothing is drawn."""
        widget.setParent(self)
        widget.move(_CORNER, _CORNER)

    def show_board(self, board: Board) -> None:
        """Show a board; the milestone selected and the days in view stay, at first everything is in view."""
        kept = self.board.rows[self.row] if self.board and self.row is not None else None
        self.board = board
        self.moving = None
        self._mouse.hovered = None
        self.row = board.row_like(kept) if kept else None
        self._range_rows()
        if not self._touched:
            self.show_all()
        self.viewport().update()

    def selected(self) -> Entry | None:
        """Return the milestone selected."""
        return self.board.rows[self.row].entry if self.board and self.row is not None else None

    def select(self, milestone_id: str) -> None:
        """Select a milestone and bring its row into view, and its date where that is out of sight."""
        places = self.board.places.get(milestone_id, ()) if self.board else ()
        if places:
            self.choose_row(self.row if self.row in places else places[0], reveal_date=True)

    def choose_row(self, row: int, *, reveal: bool = True, reveal_date: bool = False) -> None:
        """Select the milestone of a row, or the heading of a group that is folded."""
        if self.board is None:
            return
        self.row = row
        if reveal:
            self.reveal(row)
        entry = self.board.rows[row].entry
        if entry is not None and reveal_date:
            self._reveal_date(entry)
        self.setAccessibleDescription(entry_words(self.board, entry) if entry else self.board.rows[row].said)
        self.viewport().update()
        self.chosen.emit(entry.id if entry else "")

    def reveal(self, row: int) -> None:
        """Bring a row into view, by no more than that takes."""
        bar = self.verticalScrollBar()
        top, room = round(row * ROW), round(self.viewport().height() - HEAD)
        if top < bar.value():
            bar.setValue(top)
        elif top + ROW > bar.value() + room:
            bar.setValue(round(top + ROW - room))

    def view(self) -> View:
        """Return what part of the board is in view."""
        port = self.viewport()
        moved = {self.moving.entry.id: self.moving.dates} if self.moving else None
        return View(
            port.width(),
            port.height(),
            self.label_width(),
            self.scale,
            self.verticalScrollBar().value(),
            self.row,
            self._mouse.hovered,
            moved,
        )

    def label_width(self) -> float:
        """Return how wide the titles at the left are."""
        return min(_LABEL_WIDTH, self.viewport().width() * _LABEL_SHARE)

    def chart_width(self) -> float:
        """Return how wide the line of time is."""
        return self.viewport().width() - self.label_width()

    def zoom(self, steps: float, at: float | None = None) -> None:
        """Show fewer days (``steps`` positive) or more; the day at ``at``, else in the middle, stays in its place."""
        place = self.chart_width() / 2 if at is None else at
        self.show_scale(self.scale.zoomed(_ZOOM_STEP**steps, place))

    def pan(self, pixels: float) -> None:
        """Show later days, or earlier ones."""
        self.show_scale(self.scale.panned(pixels))

    def show_all(self) -> None:
        """Show every date of the board."""
        if self.board is not None:
            self.show_scale(self.whole_scale())
            self._touched = False

    def whole_scale(self) -> Scale:
        """Return the scale that shows every date of the board, and today."""
        if self.board is None:
            return self.scale
        today = self.board.today
        first, last = self.board.span() or (today, today)
        return scale_over(min(first, today), max(last, today), self.chart_width())

    def show_day(self, day: date) -> None:
        """Bring a day into the middle."""
        x = self.scale.x(day.toordinal() + 0.5)
        self.pan(x - self.chart_width() / 2)

    def show_end(self, day: date, *, first: bool) -> None:
        """Bring the first day of all to the left edge, or the last one to the right."""
        if first:
            self.pan(self.scale.x(day.toordinal()) - _END_ROOM)
        else:
            self.pan(self.scale.x(day.toordinal() + 1) - self.chart_width() + _END_ROOM)

    def show_scale(self, scale: Scale) -> None:
        """Show other days."""
        self.scale = scale
        self._touched = True
        self.viewport().update()
        self.zoomed.emit()

    def begin_move(self, entry: Entry) -> bool:
        """Begin to move a milestone; ``False`` where it does not move."""
        if not self.can_move or (entry.start or entry.end) is None:
            return False
        if not entry.moves:
            self.refused.emit(entry.id)
            return False
        self.moving = Move(entry)
        return True

    def drop(self) -> None:
        """End the move where it is now, and ask that it be kept."""
        move, self.moving = self.moving, None
        self.viewport().update()
        if move is not None and move.changed:
            start = None if move.dates.start == move.entry.start else move.dates.start
            self.move_asked.emit(move.entry.id, Dates(start, move.dates.end))

    def cancel_move(self) -> None:
        """Put the milestone being moved back."""
        self.moving = None
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(1000, 500)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        colours = colours_of(self)
        if self.board is None:
            painter.fillRect(event.rect(), colours.paper)
        else:
            paint_shapes(painter, board_shapes(self.board, self.view(), measure), colours)
            if self.hasFocus() and self.row is not None:
                self._keys.paint_focus(painter, self.view(), colours)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._range_rows()
        if not self._touched:
            self.show_all()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._keys.press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Alt and self.moving is not None and self.moving.by_key:
            self.drop()
            return
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.cancel_move()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self._mouse.turn(event):
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._mouse.double_click(event)

    def viewportEvent(self, event: QEvent) -> bool:
        return self._mouse.other(event) or super().viewportEvent(event)

    def _range_rows(self) -> None:
        bar = self.verticalScrollBar()
        room = self.viewport().height() - HEAD
        rows = len(self.board.rows) if self.board else 0
        bar.setRange(0, max(0, round(rows * ROW - room)))
        bar.setPageStep(max(1, round(room)))

    def _reveal_date(self, entry: Entry) -> None:
        reach = extent_of(entry, self.view())
        if reach and (reach[1] < self.label_width() + 8 or reach[0] > self.viewport().width() - 8):
            begins = entry.start or entry.end
            if begins is not None:
                self.show_day(begins.earliest)

    def scrollContentsBy(self, _across: int, _down: int) -> None:
        self.viewport().update()
