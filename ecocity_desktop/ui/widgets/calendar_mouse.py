"""The mouse in the calendar: it selects, drags a milestone or the whole, folds a group, opens a record, zooms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from ecocity_desktop.brief.calendar_board import entry_words
from ecocity_desktop.brief.calendar_marks import HEAD, ROW, dates_of, extent_of
from ecocity_desktop.ui.widgets.record_delegate import plain_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QWheelEvent

    from ecocity_desktop.brief.calendar_board import Entry, Row
    from ecocity_desktop.ui.widgets.calendar_view import CalendarView

_REACH = 6.0
_Shape = Qt.CursorShape


class CalendarMouse:
    """Acts for one view on what the mouse does in it."""

    def __init__(self, view: CalendarView) -> None:
        self._view = view
        self.hovered: int | None = None
        self._pan_from: QPointF | None = None
        self._pressed: QPointF | None = None

    def press(self, event: QMouseEvent) -> None:
        """Select what is there; take hold of a milestone that moves, else of the whole calendar."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        view = self._view
        view.cancel_move()
        number, row = self._row_at(event.position())
        if number is not None and row is not None and row.entry is not None:
            view.choose_row(number)
        entry = self._mark_at(event.position())
        if entry is None or not view.begin_move(entry):
            self._pan_from = self._pressed = event.position()
        elif view.moving is not None:
            view.moving.grabbed_at = event.position().x()

    def move(self, event: QMouseEvent) -> None:
        """Drag what was taken hold of."""
        view = self._view
        if view.moving is not None and view.moving.grabbed_at is not None:
            view.moving.drag((event.position().x() - view.moving.grabbed_at), view.scale)
            view.viewport().update()
        elif self._pan_from is not None:
            gone = event.position() - self._pan_from
            self._pan_from = event.position()
            if event.position().x() > view.label_width():
                view.pan(-gone.x())
            bar = view.verticalScrollBar()
            bar.setValue(round(bar.value() - gone.y()))
            view.viewport().setCursor(_Shape.ClosedHandCursor)
        else:
            self._hover(event.position())

    def release(self, event: QMouseEvent) -> None:
        """Let go; a heading that was only clicked folds its group, with Shift every group."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        view, pressed = self._view, self._pressed
        self._pan_from = self._pressed = None
        if view.moving is not None and view.moving.grabbed_at is not None:
            view.drop()
        elif pressed is not None:
            gone = (event.position() - pressed).manhattanLength()
            _number, row = self._row_at(pressed)
            if row is not None and row.entry is None and gone < QApplication.startDragDistance():
                every = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                view.fold_asked.emit(row.group, every)
        self._hover(event.position())

    def double_click(self, event: QMouseEvent) -> None:
        """Open the record of a milestone."""
        _number, row = self._row_at(event.position())
        if row is not None and row.entry is not None:
            self._view.cancel_move()
            self._view.opened.emit(row.entry.id)

    def turn(self, event: QWheelEvent) -> bool:
        """Zoom or pan; return whether the wheel meant that."""
        view = self._view
        across, down = event.angleDelta().x(), event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            view.zoom(down / 120, max(0.0, event.position().x() - view.label_width()))
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(across) > abs(down):
            view.pan(-(across or down))
        else:
            return False
        event.accept()
        return True

    def other(self, event: QEvent) -> bool:
        """Show the whole title and dates of a milestone as a tip; return whether that is all there is to do."""
        view = self._view
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            _number, row = self._row_at(QPointF(event.pos()))
            words = entry_words(view.board, row.entry) if view.board and row and row.entry else ""
            QToolTip.showText(event.globalPos(), plain_tip(words) if words else "", view)
            return True
        if event.type() is QEvent.Type.Leave:
            self.hovered = None
            view.viewport().update()
        return False

    def _row_at(self, where: QPointF) -> tuple[int | None, Row | None]:
        view = self._view
        if view.board is None or where.y() < HEAD:
            return None, None
        number = int((where.y() - HEAD + view.verticalScrollBar().value()) // ROW)
        return (number, view.board.rows[number]) if number < len(view.board.rows) else (None, None)

    def _mark_at(self, where: QPointF) -> Entry | None:
        """Return the milestone whose mark is under a place."""
        view = self._view
        _number, row = self._row_at(where)
        if row is None or row.entry is None or where.x() <= view.label_width():
            return None
        reach = extent_of(dates_of(row.entry, view.view()), view.view())
        return row.entry if reach and reach[0] - _REACH <= where.x() <= reach[1] + _REACH else None

    def _hover(self, where: QPointF) -> None:
        view = self._view
        number, row = self._row_at(where)
        entry = self._mark_at(where)
        shape = _Shape.ArrowCursor
        if entry is not None and view.can_move and entry.moves:
            shape = _Shape.SizeHorCursor
        elif row is not None and row.entry is None:
            shape = _Shape.PointingHandCursor
        view.viewport().setCursor(shape)
        if number != self.hovered:
            self.hovered = number
            view.viewport().update()
