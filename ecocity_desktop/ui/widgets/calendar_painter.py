"""Painting the calendar's shapes many times a second: plain text output, and pens and fonts made once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from ecocity_desktop.brief.shapes import Box, Circle, Polyline, Shape, Text
from ecocity_desktop.ui.theme import Colours, window_font

if TYPE_CHECKING:
    from collections.abc import Iterable

_MEASURED = 100


@lru_cache(maxsize=16384)
def measure(text: str, bold: bool) -> float:
    """Return the width of ``text`` in the window's font at size 1."""
    return _metrics(bold).horizontalAdvance(text) / _MEASURED


def paint_shapes(painter: QPainter, shapes: Iterable[Shape], colours: Colours) -> None:
    """Paint shapes in the colours of the window."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for shape in shapes:
        if isinstance(shape, Text):
            _paint_text(painter, shape, colours)
        elif isinstance(shape, Polyline):
            _paint_line(painter, shape, colours)
        else:
            painter.setPen(_pen(shape.stroke, shape.line_width, (), colours))
            painter.setBrush(_brush(shape.fill, colours))
            if isinstance(shape, Box):
                _paint_box(painter, shape)
            elif isinstance(shape, Circle):
                painter.drawEllipse(QPointF(shape.x, shape.y), shape.radius, shape.radius)
            else:
                for ring in shape.rings:
                    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in ring]))


def _paint_box(painter: QPainter, box: Box) -> None:
    rect = QRectF(box.x, box.y, box.width, box.height)
    if box.radius:
        painter.drawRoundedRect(rect, box.radius, box.radius)
    elif box.stroke is None:
        painter.fillRect(rect, painter.brush())
    else:
        painter.drawRect(rect)


def _paint_line(painter: QPainter, line: Polyline, colours: Colours) -> None:
    (x1, y1), (x2, y2) = line.points[0], line.points[-1]
    painter.setPen(_pen(line.stroke, line.line_width, line.dash, colours))
    if len(line.points) == 2:
        upright = x1 == x2
        if upright or y1 == y2:  # on whole pixels: sharp
            x1, x2 = (round(x1) + 0.5, round(x2) + 0.5) if upright else (x1, x2)
            y1, y2 = (y1, y2) if upright else (round(y1) + 0.5, round(y2) + 0.5)
        painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in line.points]))


def _paint_text(painter: QPainter, text: Text, colours: Colours) -> None:
    painter.setFont(_font(text.size, text.bold))
    painter.setPen(_pen(text.colour, 1.0, (), colours))
    x = text.x
    if text.anchor != "start":
        wide = measure(text.text, text.bold) * text.size
        x -= wide / 2 if text.anchor == "middle" else wide
    painter.drawText(QPointF(x, text.y), text.text)


@lru_cache(maxsize=2)
def _metrics(bold: bool) -> QFontMetricsF:
    return QFontMetricsF(window_font(_MEASURED, bold=bold))


@lru_cache(maxsize=32)
def _font(size: float, bold: bool) -> QFont:
    return window_font(round(size), bold=bold)


@lru_cache(maxsize=256)
def _pen(role: str | None, width: float, dash: tuple[float, ...], colours: Colours) -> QPen:
    if role is None:
        return QPen(Qt.PenStyle.NoPen)
    pen = QPen(QColor(getattr(colours, role)), width)
    if dash:
        pen.setDashPattern([length / max(width, 0.1) for length in dash])
    return pen


@lru_cache(maxsize=128)
def _brush(role: str | None, colours: Colours) -> QBrush:
    return QBrush(Qt.BrushStyle.NoBrush) if role is None else QBrush(QColor(getattr(colours, role)))
