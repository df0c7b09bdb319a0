"""The locator map in the window: the brief's own map, with the selected city; a click selects another."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ecocity_desktop.ui.theme import colours_of
from ecocity_desktop.ui.widgets.shapes_painter import map_colours, measure, paint_picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecocity_desktop.brief.shapes import Picture
    from ecocity_desktop.domain.city import City

_SCALE = 1.85
_REACH = 14.0


class MapView(QWidget):
    """Shows the cities that have coordinates. ``city_chosen`` carries the id of the one clicked."""

    city_chosen = Signal(str)

    def __init__(self, language: str, name: str) -> None:
        super().__init__()
        self.setObjectName("map")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(120)
        self.setMouseTracking(True)
        self._language = language
        self._cities: tuple[City, ...] = ()
        self._selected: str | None = None
        self._picture: Picture | None = None
        self._spots: dict[str, tuple[float, float]] = {}

    def show_cities(self, cities: Sequence[City], selected: str | None) -> None:
        """Show these cities, one of them selected."""
        self._cities = tuple(cities)
        self._selected = selected
        self._picture = None
        self.update()

    def spot_of(self, city_id: str) -> QPointF | None:
        """Return where a city is drawn in the widget, ``None`` where it is not."""
        self._draw()
        spot = self._spots.get(city_id)
        return None if spot is None else QPointF(spot[0] * _SCALE, spot[1] * _SCALE)

    def sizeHint(self) -> QSize:
        return QSize(400, 340)

    def resizeEvent(self, event: object) -> None:
        self._picture = None

    def paintEvent(self, _event: QPaintEvent) -> None:
        picture = self._draw()
        painter = QPainter(self)
        painter.setClipRect(QRectF(self.rect()))
        painter.scale(_SCALE, _SCALE)
        paint_picture(painter, picture, map_colours(colours_of(self)))
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        near = self._city_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if near else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        near = self._city_at(event.position())
        if near is not None:
            self.city_chosen.emit(near)

    def _draw(self) -> Picture:
        if self._picture is None:
            from ecocity_desktop.brief.locator import city_spots, map_shapes

            width, height = max(self.width() / _SCALE, 1.0), max(self.height() / _SCALE, 1.0)
            self._picture = map_shapes(self._cities, self._selected, self._language, width, height, measure)
            self._spots = city_spots(self._cities, self._language, width, height)
        return self._picture

    def _city_at(self, where: QPointF) -> str | None:
        """Return the city whose pin is nearest to a point, within reach."""
        self._draw()
        distances = {
            city_id: math.hypot(x * _SCALE - where.x(), y * _SCALE - where.y())
            for city_id, (x, y) in self._spots.items()
        }
        nearest = min(distances, key=distances.__getitem__, default=None)
        return nearest if nearest is not None and distances[nearest] <= _REACH else None
