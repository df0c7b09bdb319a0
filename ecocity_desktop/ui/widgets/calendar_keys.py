"""The keys of the calendar: arrows select and pan, Alt and arrows move, Space folds, + and - zoom, Enter opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen

from ecocity_desktop.brief.calendar_marks import HEAD, ROW

if TYPE_CHECKING:
    from ecocity_desktop.brief.calendar_marks import View
    from ecocity_desktop.ui.theme import Colours
    from ecocity_desktop.ui.widgets.calendar_view import CalendarView

_PAN_SHARE = 0.15
_Key = Qt.Key


class CalendarKeys:
    """Acts for one view on the keys pressed in it."""

    def __init__(self, view: CalendarView) -> None:
        self._view = view

    def press(self, event: QKeyEvent) -> bool:
        """Act on a key; return whether it meant something here."""
        view, key = self._view, event.key()
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return self._step({_Key.Key_Left: -1, _Key.Key_Right: 1}.get(_Key(key)))
        if key == _Key.Key_Escape and view.moving is not None:
            view.cancel_move()
        elif key in (_Key.Key_Return, _Key.Key_Enter):
            self._enter()
        elif key == _Key.Key_Space:
            self._fold(every=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key in (_Key.Key_Up, _Key.Key_Down, _Key.Key_PageUp, _Key.Key_PageDown):
            self._walk(_Key(key))
        elif key in (_Key.Key_Left, _Key.Key_Right):
            view.pan(view.chart_width() * _PAN_SHARE * (1 if key == _Key.Key_Right else -1))
        elif key in (_Key.Key_Plus, _Key.Key_Equal, _Key.Key_Minus):
            view.zoom(-1 if key == _Key.Key_Minus else 1)
        elif key == _Key.Key_0:
            view.show_all()
        elif key in (_Key.Key_Home, _Key.Key_End):
            self._go_to_end(first=key == _Key.Key_Home)
        elif key == _Key.Key_T and view.board is not None:
            view.show_day(view.board.today)
        else:
            return False
        return True

    def paint_focus(self, painter: QPainter, seen: View, colours: Colours) -> None:
        """Draw a line round the row selected while the keyboard is in the calendar."""
        if seen.selected is None or seen.y(seen.selected) < HEAD - ROW:
            return
        painter.setClipRect(QRectF(0, HEAD, seen.width, seen.height))
        painter.setPen(QPen(QColor(colours.jade), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(1, seen.y(seen.selected) + 1, seen.width - 2, ROW - 2))

    def _step(self, steps: int | None) -> bool:
        """Move the milestone selected; it is kept once Alt is released or Enter pressed."""
        view = self._view
        entry = view.selected()
        if steps is None or entry is None:
            return False
        if view.moving is not None or view.begin_move(entry):
            assert view.moving is not None
            view.moving.step(steps, view.scale)
            view.viewport().update()
        return True

    def _enter(self) -> None:
        entry = self._view.selected()
        if self._view.moving is not None:
            self._view.drop()
        elif entry is not None:
            self._view.opened.emit(entry.id)
        else:
            self._fold(every=False)

    def _fold(self, *, every: bool) -> None:
        """Fold the group of the row selected, or unfold it."""
        view = self._view
        if view.board is not None and view.row is not None:
            view.fold_asked.emit(view.board.rows[view.row].group, every)
            view.reveal(view.row)  # whoever folds by mouse looks at what was clicked, not at what is selected

    def _walk(self, key: Qt.Key) -> None:
        """Select the next milestone up or down; of the headings, only those of folded groups are stopped at."""
        view = self._view
        if view.board is None:
            return
        down = key in (_Key.Key_Down, _Key.Key_PageDown)
        paged = key in (_Key.Key_PageUp, _Key.Key_PageDown)
        stride = max(1, int((view.viewport().height() - HEAD) // ROW) - 1) if paged else 1
        rows = view.board.rows
        start = view.row if view.row is not None else (-1 if down else len(rows))
        at = max(0, min(start + (stride if down else -stride), len(rows) - 1)) if rows else -1
        order = range(at, len(rows)) if down else range(at, -1, -1)
        found = next((row for row in order if rows[row].entry or rows[row].folded), None)
        if found is None and paged:
            found = next((row for row in reversed(order) if rows[row].entry or rows[row].folded), None)
        if found is not None:
            view.choose_row(found)

    def _go_to_end(self, *, first: bool) -> None:
        span = self._view.board.span() if self._view.board else None
        if span is not None:
            self._view.show_end(span[0] if first else span[1], first=first)
