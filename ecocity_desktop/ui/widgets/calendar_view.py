"""The calendar on the screen: rows of milestones along time, to look at, zoom, pan, and to move milestones in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from ecocity_desktop.brief.calendar_board import Board, Dates, Entry, entry_words
from ecocity_desktop.brief.calendar_drawing import board_shapes
from ecocity_desktop.brief.calendar_marks import HEAD, ROW, View, dates_of, extent_of
from ecocity_desktop.brief.calendar_scale import Scale, scale_over
from ecocity_desktop.ui.theme import colours_of
from ecocity_desktop.ui.widgets.calendar_keys import CalendarKeys
from ecocity_desktop.ui.widgets.calendar_move import Move
from ecocity_desktop.ui.widgets.calendar_painter import measure, paint_shapes
from ecocity_desktop.ui.widgets.record_delegate import plain_tip

if TYPE_CHECKING:
    from datetime import date

_LABEL_WIDTH, _LABEL_SHARE = 480, 0.27
_REACH = 6.0
_CORNER = 8
_ZOOM_STEP = 1.25


class CalendarView(QAbstractScrollArea):
    """Shows a board. Nothing is written here: the signals say what the user wants.

    ``chosen`` carries the milestone selected, ``opened`` the one whose record is asked for, ``move_asked`` one with the
    dates it was moved to (no start where that stays); ``refused`` one that does not move, because it is done;
    ``zoomed`` says that other days show.
    """

    chosen = Signal(str)
    opened = Signal(str)
    move_asked = Signal(str, object)
    refused = Signal(str)
    zoomed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
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
        self._keys = CalendarKeys(self)
        self._hovered: int | None = None
        self._pan_from: QPointF | None = None
        self._touched = False

    def put_in_corner(self, widget: QWidget) -> None:
        """Put a widget into the corner over the titles, where nothing is drawn."""
        widget.setParent(self)
        widget.move(_CORNER, _CORNER)

    def show_board(self, board: Board) -> None:
        """Show a board; the milestone selected and the days in view stay, at first everything is in view."""
        kept = self.selected()
        self.board = board
        self.moving = None
        self._hovered = None
        places = board.places.get(kept.id, ()) if kept else ()
        self.row = (self.row if self.row in places else places[0]) if places else None
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

    def choose_row(self, row: int, *, reveal_date: bool = False) -> None:
        """Select the milestone of a row."""
        entry = self.board.rows[row].entry if self.board else None
        if entry is None:
            return
        self.row = row
        self._reveal(row)
        if reveal_date:
            self._reveal_date(entry)
        self.setAccessibleDescription(entry_words(self.board, entry) if self.board else "")
        self.viewport().update()
        self.chosen.emit(entry.id)

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
            self._hovered,
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
        span = self.board.span() if self.board else None
        if self.board is not None:
            first, last = span or (self.board.today, self.board.today)
            self.show_scale(
                scale_over(min(first, self.board.today), max(last, self.board.today), self.chart_width())
            )
            self._touched = False

    def show_day(self, day: date) -> None:
        """Bring a day into the middle."""
        x = self.scale.x(day.toordinal() + 0.5)
        self.pan(x - self.chart_width() / 2)

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
        across, down = event.angleDelta().x(), event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(down / 120, max(0.0, event.position().x() - self.label_width()))
            event.accept()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(across) > abs(down):
            self.pan(-(across or down))
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self.cancel_move()
        row = self._row_at(event.position())
        if row is not None:
            self.choose_row(row)
        entry = self._mark_at(event.position())
        if entry is None or not self.begin_move(entry):
            self._pan_from = event.position()
        elif self.moving is not None:
            self.moving.grabbed_at = event.position().x()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.moving is not None and self.moving.grabbed_at is not None:
            self.moving.drag((event.position().x() - self.moving.grabbed_at), self.scale)
            self.viewport().update()
        elif self._pan_from is not None:
            gone = event.position() - self._pan_from
            self._pan_from = event.position()
            if event.position().x() > self.label_width():
                self.pan(-gone.x())
            bar = self.verticalScrollBar()
            bar.setValue(round(bar.value() - gone.y()))
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            self._hover(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pan_from = None
            if self.moving is not None and self.moving.grabbed_at is not None:
                self.drop()
            self._hover(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position())
        entry = self.board.rows[row].entry if self.board and row is not None else None
        if entry is not None:
            self.cancel_move()
            self.opened.emit(entry.id)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = self._row_at(QPointF(event.pos()))
            entry = self.board.rows[row].entry if self.board and row is not None else None
            QToolTip.showText(
                event.globalPos(),
                plain_tip(entry_words(self.board, entry)) if entry and self.board else "",
                self,
            )
            return True
        if event.type() is QEvent.Type.Leave:
            self._hovered = None
            self.viewport().update()
        return super().viewportEvent(event)

    def _row_at(self, where: QPointF) -> int | None:
        if self.board is None or where.y() < HEAD:
            return None
        row = int((where.y() - HEAD + self.verticalScrollBar().value()) // ROW)
        return row if row < len(self.board.rows) else None

    def _mark_at(self, where: QPointF) -> Entry | None:
        """Return the milestone whose mark is under a place."""
        row = self._row_at(where)
        entry = self.board.rows[row].entry if self.board and row is not None else None
        if entry is None or where.x() <= self.label_width():
            return None
        reach = extent_of(dates_of(entry, self.view()), self.view())
        return entry if reach and reach[0] - _REACH <= where.x() <= reach[1] + _REACH else None

    def _hover(self, where: QPointF) -> None:
        row = self._row_at(where)
        entry = self._mark_at(where)
        shape = Qt.CursorShape.ArrowCursor
        if entry is not None and self.can_move and entry.moves:
            shape = Qt.CursorShape.SizeHorCursor
        self.viewport().setCursor(shape)
        if row != self._hovered:
            self._hovered = row
            self.viewport().update()

    def _range_rows(self) -> None:
        bar = self.verticalScrollBar()
        room = self.viewport().height() - HEAD
        rows = len(self.board.rows) if self.board else 0
        bar.setRange(0, max(0, round(rows * ROW - room)))
        bar.setPageStep(max(1, round(room)))

    def _reveal(self, row: int) -> None:
        bar = self.verticalScrollBar()
        top, room = round(row * ROW), round(self.viewport().height() - HEAD)
        if top < bar.value():
            bar.setValue(top)
        elif top + ROW > bar.value() + room:
            bar.setValue(round(top + ROW - room))

    def _reveal_date(self, entry: Entry) -> None:
        reach = extent_of(entry, self.view())
        if reach and (reach[1] < self.label_width() + 8 or reach[0] > self.viewport().width() - 8):
            begins = entry.start or entry.end
            if begins is not None:
                self.show_day(begins.earliest)

    def scrollContentsBy(self, _across: int, _down: int) -> None:
        self.viewport().update()
