"""The heading of a record: its name in both scripts on one line, cut short where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ecocity_desktop.ui.theme import Colours, colours_of, window_font
from ecocity_desktop.ui.widgets.cells import Cell
from ecocity_desktop.ui.widgets.record_delegate import paint_pill, set_plain_tip

_SIZES, _SMALL = (25, 21, 18), 15
_HEIGHT, _GAP = 40, 9
_PILL_HEIGHT, _PILL_PADDING = 21, 10
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


class TitleLine(QWidget):
    """Shows a name, its other script in jade, and a state as a pill behind it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("title")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name = Cell("")
        self._state: Cell | None = None

    def show_name(self, name: Cell, state: Cell | None = None) -> None:
        """Show this name and state."""
        self._name = name
        self._state = state
        words = name.whole if state is None else f"{name.whole}, {state.text}"
        self.setAccessibleName(words)
        set_plain_tip(self, name.whole)
        self.update()

    @property
    def text(self) -> str:
        """The name shown, in both scripts."""
        return self._name.whole

    def sizeHint(self) -> QSize:
        return QSize(240, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = colours_of(self)
        room = float(self.width())
        pill_font = window_font(11, bold=True)
        pill = 0.0
        if self._state is not None:
            pill = QFontMetricsF(pill_font).horizontalAdvance(self._state.text) + 2 * _PILL_PADDING
            room -= pill + _GAP
        size = next((size for size in _SIZES if self._width(size) <= room), 0)
        paint = self._paint_line if size else self._paint_two_lines
        x = paint(painter, size or room, colours)
        if self._state is not None:
            top = (self.height() - _PILL_HEIGHT) / 2 + (2 if size else 0)
            rect = QRectF(x, top, pill, _PILL_HEIGHT)
            paint_pill(painter, rect, self._state.text, self._state.tone, colours, pill_font)
        painter.end()

    def _width(self, size: int) -> float:
        width = QFontMetricsF(window_font(size, bold=True)).horizontalAdvance(self._name.text)
        if self._name.second:
            width += _GAP + QFontMetricsF(window_font(size)).horizontalAdvance(self._name.second)
        return width

    def _paint_line(self, painter: QPainter, size: float, colours: Colours) -> float:
        """Paint the name on one line; return where what follows begins."""
        x = 0.0
        for text, bold, ink in (
            (self._name.text, True, colours.ink),
            (self._name.second, False, colours.jade),
        ):
            if text:
                font = window_font(round(size), bold=bold)
                width = QFontMetricsF(font).horizontalAdvance(text)
                painter.setFont(font)
                painter.setPen(QColor(ink))
                painter.drawText(QRectF(x, 0, width + 2, self.height()), _MIDDLE, text)
                x += width + _GAP
        return x

    def _paint_two_lines(self, painter: QPainter, room: float, colours: Colours) -> float:
        """Paint a long name on two lines of small letters, cut short at the end of the second."""
        font = window_font(_SMALL, bold=True)
        painter.setFont(font)
        painter.setPen(QColor(colours.ink))
        metrics = QFontMetricsF(font)
        first, rest = _broken(self._name.whole, metrics, room)
        second = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room)
        half = self.height() / 2
        painter.drawText(QRectF(0, 0, room, half), _MIDDLE, first)
        painter.drawText(QRectF(0, half, room, half), _MIDDLE, second)
        return max(metrics.horizontalAdvance(first), metrics.horizontalAdvance(second)) + _GAP


def _broken(text: str, metrics: QFontMetricsF, room: float) -> tuple[str, str]:
    """Return what of ``text`` fits on a line, broken between words where there are any, and the rest."""
    fits = next(
        (end for end in range(min(len(text), 400), 0, -1) if metrics.horizontalAdvance(text[:end]) <= room), 1
    )
    space = text.rfind(" ", 0, fits + 1)
    end = space if fits < len(text) and space > fits // 3 else fits
    return text[:end], text[end:].strip()
