"""The heading of a record: its name in both scripts on one line, cut short where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ecocity_desktop.ui.theme import colours_of, window_font
from ecocity_desktop.ui.widgets.cells import Cell
from ecocity_desktop.ui.widgets.record_delegate import paint_pill, set_plain_tip

_SIZE, _HEIGHT, _GAP = 25, 40, 9
_PILL_HEIGHT, _PILL_PADDING = 21, 10


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
        x = 0.0
        for text, bold, colour in ((self._name.text, True, colours.ink), (self._name.second, False, colours.jade)):
            x += self._paint_words(painter, text, bold, colour, x, room)
        if self._state is not None:
            top = (self.height() - _PILL_HEIGHT) / 2 + 2
            rect = QRectF(x, top, pill, _PILL_HEIGHT)
            paint_pill(painter, rect, self._state.text, self._state.tone, colours, pill_font)
        painter.end()

    def _paint_words(
        self, painter: QPainter, text: str, bold: bool, colour: str, x: float, room: float
    ) -> float:
        """Paint one part of the name from ``x``; return how far it moves what follows."""
        if not text or x >= room - 10:
            return 0.0
        font = window_font(_SIZE, bold=bold)
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room - x)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        rect = QRectF(x, 0, room - x + 2, self.height())
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
        return metrics.horizontalAdvance(shown) + _GAP
