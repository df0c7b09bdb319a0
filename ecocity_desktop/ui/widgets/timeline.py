"""The calendar in the window: milestones down a line of time, their states, and where today falls among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ecocity_desktop.ui.theme import Colours, colours_of, window_font

if TYPE_CHECKING:
    from collections.abc import Sequence

_MARGIN, _LINE, _TEXT = 12, 26, 46
_GAP = 12
_RADIUS = 5.0
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_LONGEST = 160


@dataclass(frozen=True)
class TimelineItem:
    """A milestone on the line: when in words, its title, its state in words and as a role."""

    id: str
    when: str
    title: str
    state: str
    role: str


class TimelineView(QWidget):
    """Milestones in order of date; the today line stands before the item at ``today_at``. Click, or use the arrows."""

    item_chosen = Signal(str)

    def __init__(self, name: str, today: str) -> None:
        super().__init__()
        self.setObjectName("timeline")
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setMouseTracking(True)
        self._today = today
        self._items: tuple[TimelineItem, ...] = ()
        self._today_at = 0
        self._selected: str | None = None
        self._rects: list[QRectF] = []
        self._today_y = 0.0

    def show_items(self, items: Sequence[TimelineItem], today_at: int, selected: str | None) -> None:
        """Show these milestones, one of them selected."""
        self._items = tuple(items)
        self._today_at = today_at
        self._selected = selected
        self.setAccessibleDescription("\n".join(f"{one.when} {one.title}, {one.state}" for one in items))
        self._arrange()

    def place_of(self, item_id: str) -> QRectF:
        """Return where an item stands."""
        places = {item.id: rect for item, rect in zip(self._items, self._rects, strict=True)}
        return places.get(item_id, QRectF())

    def sizeHint(self) -> QSize:
        return QSize(300, self.minimumHeight())

    def resizeEvent(self, _event: object) -> None:
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = colours_of(self)
        if self._rects:
            painter.setPen(QPen(QColor(colours.outline), 2))
            last = self._rects[-1]
            painter.drawLine(QPointF(_LINE, self._rects[0].top() + 8), QPointF(_LINE, last.top() + 10))
        for item, rect in zip(self._items, self._rects, strict=True):
            self._paint_item(painter, item, rect, colours)
        if self._items:
            self._paint_today(painter, colours)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = any(rect.contains(event.position()) for rect in self._rects)
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for item, rect in zip(self._items, self._rects, strict=True):
            if rect.contains(event.position()):
                self.item_chosen.emit(item.id)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        ids = [item.id for item in self._items]
        if step is None or self._selected not in ids:
            super().keyPressEvent(event)
            return
        at = ids.index(self._selected) + step
        if 0 <= at < len(ids):
            self.item_chosen.emit(ids[at])

    def _arrange(self) -> None:
        """Stack the items, each as high as its title needs at this width."""
        small = QFontMetricsF(window_font(12)).height()
        y = float(_GAP)
        self._rects = []
        for number, item in enumerate(self._items):
            if number == self._today_at:
                self._today_y = y + 4
                y += 2 * _GAP
            box = QRectF(0, 0, self._title_width(), 4000)
            metrics = QFontMetricsF(self._title_font(item))
            height = metrics.boundingRect(box, _WRAP, _shown(item)).height() + 2 * small + 2
            self._rects.append(QRectF(4, y, self.width() - 8, height + 8))
            y += height + _GAP + 6
        if self._today_at >= len(self._items):
            self._today_y = y + 4
            y += 2 * _GAP
        self.setMinimumHeight(int(y) + _GAP)
        self.update()

    def _title_width(self) -> float:
        return float(max(self.width() - _TEXT - _MARGIN, 60))

    def _title_font(self, item: TimelineItem) -> QFont:
        return window_font(bold=item.id == self._selected)

    def _paint_item(self, painter: QPainter, item: TimelineItem, rect: QRectF, colours: Colours) -> None:
        if item.id == self._selected:
            painter.setPen(QPen(QColor(colours.jade), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.selection))
            painter.drawRoundedRect(rect, 4, 4)
        colour = QColor(getattr(colours, item.role))
        painter.setPen(QPen(colour, 2))
        painter.setBrush(colour if item.role == "done" else QColor(colours.paper))
        painter.drawEllipse(QPointF(_LINE, rect.top() + 12), _RADIUS, _RADIUS)
        small = window_font(12)
        height = QFontMetricsF(small).height()
        x, width, y = _TEXT, self._title_width(), rect.top() + 4
        painter.setFont(small)
        painter.setPen(QColor(colours.secondary))
        painter.drawText(QRectF(x, y, width, height), int(Qt.AlignmentFlag.AlignLeft), item.when)
        painter.setFont(self._title_font(item))
        painter.setPen(QColor(colours.ink))
        title_height = rect.height() - 2 * height - 8
        painter.drawText(QRectF(x, y + height, width, title_height + 4), _WRAP, _shown(item))
        painter.setFont(window_font(11, bold=True))
        painter.setPen(colour)
        painter.drawText(QRectF(x, rect.bottom() - height - 3, width, height), 0, item.state)

    def _paint_today(self, painter: QPainter, colours: Colours) -> None:
        painter.setPen(QPen(QColor(colours.vermilion), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(8, self._today_y), QPointF(self.width() - 8, self._today_y))
        font = window_font(11, bold=True)
        metrics = QFontMetricsF(font)
        width = metrics.horizontalAdvance(self._today) + 12
        label = QRectF(
            self.width() - width - 8, self._today_y - metrics.height() / 2, width, metrics.height()
        )
        painter.fillRect(label, QColor(colours.well))
        painter.setFont(font)
        painter.setPen(QColor(colours.vermilion))
        painter.drawText(label, int(Qt.AlignmentFlag.AlignCenter), self._today)


def _shown(item: TimelineItem) -> str:
    return item.title if len(item.title) <= _LONGEST else item.title[: _LONGEST - 1] + "…"
