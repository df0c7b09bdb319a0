"""How a line of the search is drawn: the name bold, the other script in jade, what else matched in grey."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ecocity_desktop.ui.theme import FONT_SIZE, GRID, colours_of, window_font

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QFont

HEADING = Qt.ItemDataRole.UserRole + 1
"""True for the heading of a group."""
SCRIPTS = Qt.ItemDataRole.UserRole + 2
"""The name and the name in the other script, the second perhaps empty."""
SUBTITLE = Qt.ItemDataRole.UserRole + 3
"""What else of the record matched."""

_HEADING_HEIGHT = 4 * GRID
_LINE_HEIGHT = 4 * GRID


class HitLines(QStyledItemDelegate):
    """Draws headings and lines; a line has one row, cut off with … where it is too long."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(0, _HEADING_HEIGHT if index.data(HEADING) else _LINE_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        colours = colours_of(option.widget)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = option.rect.adjusted(GRID, 0, -GRID, 0)
        if index.data(HEADING):
            font = window_font(FONT_SIZE - 2, bold=True)
            _draw(painter, inside.adjusted(0, GRID // 2, 0, 0), index.data(), font, colours.jade)
        else:
            if option.state & QStyle.StateFlag.State_Selected:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(colours.selection))
                painter.drawRoundedRect(option.rect.adjusted(0, 1, 0, -1), 4, 4)
            name, other = index.data(SCRIPTS)
            inside.setLeft(_draw(painter, inside, name, window_font(bold=True), colours.ink))
            inside.setLeft(_draw(painter, inside, other, window_font(), colours.jade))
            _draw(painter, inside, index.data(SUBTITLE) or "", window_font(), colours.secondary)
        painter.restore()


def _draw(painter: QPainter, room: QRect, text: str, font: QFont, colour: str) -> int:
    """Draw one piece of text on one line and return where the next one may begin."""
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, room.width())
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    return room.left() + (metrics.horizontalAdvance(shown) + GRID if shown else 0)
