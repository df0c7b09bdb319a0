"""How a cell of a list is painted: both scripts of a name, a line under them, states as pills, a tip where cut."""

from __future__ import annotations

import html
import math
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from ecocity_desktop.ui.theme import FONT_SIZE, Colours, colours_of, window_font
from ecocity_desktop.ui.widgets.cells import STATES, Cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QWidget

ROW_HEIGHT = 35
TWO_LINES_HEIGHT = 50
"""The height of the rows of a list in which something stands under a cell's text."""
_MARGIN = 10
_PILL_HEIGHT = 19
_PILL_PADDING = 9
_PILL_FONT_SIZE = 11
_GAP = 5
_UNDER_FONT_SIZE = 12
_FRAME = 2
_CELL_ROLE = Qt.ItemDataRole.UserRole + 2
_Index = QModelIndex | QPersistentModelIndex


class RecordDelegate(QStyledItemDelegate):
    """Paints the cells of one list in the colours the list is shown in."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._plain, self._bold = window_font(FONT_SIZE), window_font(FONT_SIZE, bold=True)
        self._small = window_font(_PILL_FONT_SIZE, bold=True)
        self._under = window_font(_UNDER_FONT_SIZE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        cell = index.data(_CELL_ROLE)
        colours = colours_of(self._view)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        rect = QRectF(option.rect)
        painter.save()
        painter.setPen(
            Qt.PenStyle.NoPen
        )  # drawn, not filled: ``fillRect`` makes Python build an enum of 180 gradients
        painter.setBrush(QColor(_ground(colours, selected, hovered)))
        painter.drawRect(rect)
        painter.setBrush(QColor(colours.hairline))
        painter.drawRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1))
        if selected and self._view.hasFocus():
            self._mark_focus(painter, rect, index, colours)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if cell.under:
            rect = self._paint_under(painter, rect, cell.under, colours, _is_number(index))
        if cell.text or cell.second:
            self._paint_cell(painter, rect, cell, colours, _is_number(index))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        cell = index.data(_CELL_ROLE)
        return QSize(round(self._width(cell)) + 2 * _MARGIN, ROW_HEIGHT)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        if event.type() is not QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        cell = index.data(_CELL_ROLE)
        hidden = self._width(cell) > option.rect.width() - 2 * _MARGIN
        QToolTip.showText(event.globalPos(), plain_tip(cell.whole) if hidden else "", view)
        return True

    def _paint_cell(
        self, painter: QPainter, rect: QRectF, cell: Cell, colours: Colours, number: bool
    ) -> None:
        inner = rect.adjusted(_MARGIN, 0, -_MARGIN, -1)
        if cell.tone in STATES:
            self._paint_pill(painter, inner, cell, colours)
            return
        painter.setFont(self._bold if cell.tone == "strong" else self._plain)
        painter.setPen(QColor(_ink(colours, cell.tone)))
        text = _draw(painter, inner, cell.text, number, both_ends=cell.both_ends)
        left = inner.left() + QFontMetricsF(painter.font()).horizontalAdvance(text) + _GAP
        if cell.second and left < inner.right() - 8:
            painter.setFont(self._plain)
            painter.setPen(QColor(colours.jade))
            _draw(
                painter, QRectF(left, inner.top(), inner.right() - left, inner.height()), cell.second, False
            )

    def _paint_under(
        self, painter: QPainter, rect: QRectF, under: str, colours: Colours, number: bool
    ) -> QRectF:
        """Paint the second line of a cell; return the room of the first."""
        height = QFontMetricsF(self._under).height()
        top = rect.center().y() + 1
        painter.setFont(self._under)
        painter.setPen(QColor(colours.secondary))
        _draw(painter, QRectF(rect.left() + _MARGIN, top, rect.width() - 2 * _MARGIN, height), under, number)
        return QRectF(rect.left(), rect.top() + 4, rect.width(), rect.height() / 2 - 3)

    def _paint_pill(self, painter: QPainter, inner: QRectF, cell: Cell, colours: Colours) -> None:
        metrics = QFontMetricsF(self._small)
        room = inner.width() - 2 * _PILL_PADDING
        text = metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, room)
        width = min(metrics.horizontalAdvance(text) + 2 * _PILL_PADDING, inner.width())
        pill = QRectF(inner.left(), inner.center().y() - _PILL_HEIGHT / 2, width, _PILL_HEIGHT)
        paint_pill(painter, pill, text, cell.tone, colours, self._small)

    def _mark_focus(self, painter: QPainter, rect: QRectF, index: _Index, colours: Colours) -> None:
        """Draw a line round the selected row while the keyboard is in the list, within the cells it crosses."""
        first, last = self._ends(index)
        painter.setBrush(QColor(colours.jade))
        painter.drawRect(QRectF(rect.left(), rect.top(), rect.width(), _FRAME))
        painter.drawRect(QRectF(rect.left(), rect.bottom() - _FRAME, rect.width(), _FRAME))
        if first:
            painter.drawRect(QRectF(rect.left(), rect.top(), _FRAME, rect.height()))
        if last:
            painter.drawRect(QRectF(rect.right() - _FRAME, rect.top(), _FRAME, rect.height()))

    def _ends(self, index: _Index) -> tuple[bool, bool]:
        """Whether a cell is the first and the last of its row that show."""
        if not isinstance(self._view, QTableView):
            return True, True
        header = self._view.horizontalHeader()
        shown = [one for one in range(header.count()) if not header.isSectionHidden(header.logicalIndex(one))]
        at = header.visualIndex(index.column())
        return at == shown[0], at == shown[-1]

    def _width(self, cell: Cell) -> float:
        if cell.tone in STATES:
            return QFontMetricsF(self._small).horizontalAdvance(cell.text) + 2 * _PILL_PADDING
        font = self._bold if cell.tone == "strong" else self._plain
        width = QFontMetricsF(font).horizontalAdvance(cell.text)
        if cell.second:
            width += QFontMetricsF(self._plain).horizontalAdvance(cell.second) + _GAP
        return max(width, QFontMetricsF(self._under).horizontalAdvance(cell.under) if cell.under else 0)


def paint_pill(painter: QPainter, pill: QRectF, text: str, state: str, colours: Colours, font: QFont) -> None:
    """Paint a state: its word on its ground."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(getattr(colours, f"{state}_ground")))
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
    painter.setPen(QColor(getattr(colours, state)))
    painter.setFont(font)
    painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine), text)
    painter.restore()


def _draw(painter: QPainter, room: QRectF, text: str, number: bool, *, both_ends: bool = False) -> str:
    """Write on one line, cut where there is no room; return what was written."""
    mode = Qt.TextElideMode.ElideMiddle if both_ends else Qt.TextElideMode.ElideRight
    cut = QFontMetricsF(painter.font()).elidedText(text, mode, room.width())
    side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
    painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), cut)
    return cut


def pills_width(words: Iterable[str]) -> int:
    """Return the width a column needs to show each of these states whole; 0 without any."""
    metrics = QFontMetricsF(window_font(_PILL_FONT_SIZE, bold=True))
    widest = max((metrics.horizontalAdvance(word) for word in words), default=None)
    return 0 if widest is None else math.ceil(widest) + 2 * (_PILL_PADDING + _MARGIN) + 1


def plain_tip(text: str) -> str:
    """Return ``text`` as a tooltip that shows it as it is, wrapped, whatever signs it holds."""
    short = text if len(text) <= 2000 else text[:1999] + "…"
    return f'<p style="white-space: pre-wrap">{html.escape(short)}</p>' if short else ""


def set_plain_tip(widget: QWidget, text: str) -> None:
    """Give ``widget`` a tooltip that shows ``text`` as it is."""
    widget.setToolTip(plain_tip(text))


def _ground(colours: Colours, selected: bool, hovered: bool) -> str:
    return colours.selection if selected else colours.hover if hovered else colours.paper


def _ink(colours: Colours, tone: str) -> str:
    return {"secondary": colours.secondary, "missing": colours.coming, "link": colours.jade}.get(
        tone, colours.ink
    )


def _is_number(index: Any) -> bool:
    alignment = index.data(Qt.ItemDataRole.TextAlignmentRole)
    return bool(alignment and alignment & int(Qt.AlignmentFlag.AlignRight))
