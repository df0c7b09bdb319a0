"""Painting the plain shapes of the brief on the screen, in the colours of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from ecocity_desktop.brief.shapes import Box, Circle, Image, Picture, Polygon, Polyline, Shape, Text
from ecocity_desktop.ui.theme import Colours, window_font

if TYPE_CHECKING:
    from collections.abc import Mapping

_MEASURED = 100


def paint_picture(painter: QPainter, picture: Picture, colours: Mapping[str, str]) -> None:
    """Paint every shape; ``colours`` gives the colour of each role."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for shape in picture.shapes:
        _paint(painter, shape, colours)


def measure(text: str, bold: bool) -> float:
    """Return the width of ``text`` in the window's font at size 1, as the brief's layout asks for it."""
    return QFontMetricsF(window_font(_MEASURED, bold=bold)).horizontalAdvance(text) / _MEASURED


def map_colours(colours: Colours) -> dict[str, str]:
    """Return the colours of the map's roles in the window."""
    return {
        "water": colours.water,
        "land": colours.land,
        "coast": colours.outline,
        "province": colours.selection,
        "province_line": colours.outline,
        "river": colours.water,
        "jade": colours.jade,
        "vermilion": colours.vermilion,
        "paper": colours.paper,
        "ink": colours.ink,
        "secondary": colours.secondary,
        "landmark": colours.secondary,
        "halo": colours.vermilion + "55",
    }


def _paint(painter: QPainter, shape: Shape, colours: Mapping[str, str]) -> None:
    if isinstance(shape, Text):
        _paint_text(painter, shape, colours)
        return
    if isinstance(shape, Image):
        return  # on paper only: maps and calendars have none
    painter.setPen(_pen(shape, colours))
    if isinstance(shape, Polyline):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in shape.points]))
        return
    painter.setBrush(QBrush(_colour(shape.fill, colours)) if shape.fill else QBrush(Qt.BrushStyle.NoBrush))
    if isinstance(shape, Polygon):
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.OddEvenFill)
        for ring in shape.rings:
            path.addPolygon(QPolygonF([QPointF(x, y) for x, y in ring]))
            path.closeSubpath()
        painter.drawPath(path)
    elif isinstance(shape, Circle):
        painter.drawEllipse(QPointF(shape.x, shape.y), shape.radius, shape.radius)
    elif isinstance(shape, Box):
        rect = QRectF(shape.x, shape.y, shape.width, shape.height)
        painter.drawRoundedRect(rect, shape.radius, shape.radius)


def _paint_text(painter: QPainter, shape: Text, colours: Mapping[str, str]) -> None:
    font = window_font(bold=shape.bold)
    font.setPixelSize(_MEASURED)
    painter.save()
    painter.translate(shape.x, shape.y)
    scale = shape.size / _MEASURED
    painter.scale(scale, scale)
    width = QFontMetricsF(font).horizontalAdvance(shape.text)
    left = -width * {"start": 0.0, "middle": 0.5, "end": 1.0}[shape.anchor]
    path = QPainterPath()
    path.addText(left, 0, font, shape.text)
    painter.setBrush(QBrush(_colour(shape.colour, colours)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPath(path)
    painter.restore()


def _pen(shape: Polyline | Polygon | Circle | Box, colours: Mapping[str, str]) -> QPen:
    if not shape.stroke:
        return QPen(Qt.PenStyle.NoPen)
    pen = QPen(_colour(shape.stroke, colours), shape.line_width)
    if isinstance(shape, Polyline) and shape.dash:
        pen.setDashPattern([length / max(shape.line_width, 0.1) for length in shape.dash])
    return pen


def _colour(role: str, colours: Mapping[str, str]) -> QColor:
    name = colours.get(role, colours["ink"])
    colour = QColor(name[:7])
    if len(name) == 9:
        colour.setAlpha(int(name[7:], 16))
    return colour
