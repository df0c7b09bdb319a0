"""Painting shapes on a ReportLab canvas."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ecocity_desktop.brief import fonts
from ecocity_desktop.brief.flow import Placed
from ecocity_desktop.brief.shapes import Box, Circle, Image, Polygon, Polyline, Shape, Text
from ecocity_desktop.brief.theme import theme

BOLD_STROKE = 0.03
"""How thick a line round a letter makes it bold, for a size of 1: as far as the bold weight is from the regular."""
FILLED_AND_STROKED = 2
"""The way of PDF to paint a letter and a line round it."""


class Painter:
    """Paints the shapes of one page; remembers pen and ink so as not to set them twice."""

    def __init__(self, canvas: Canvas, height: float) -> None:
        self.canvas = canvas
        self.height = height
        self._colours = {name: _rgb(code) for name, code in theme().colours.items()}
        self._now: dict[str, Any] = {}

    def paint(self, placed: Placed) -> None:
        """Paint a piece where it was placed."""
        piece = placed.piece
        if piece.clip_width:
            self.canvas.saveState()
            frame = self.canvas.beginPath()
            frame.rect(placed.x, self.height - placed.y - piece.height, piece.clip_width, piece.height)
            self.canvas.clipPath(frame, stroke=0, fill=0)
        for shape in piece.shapes:
            self._shape(shape, placed.x, self.height - placed.y)
        if piece.clip_width:
            self.canvas.restoreState()
            self._now.clear()

    def _shape(self, shape: Shape, x: float, y: float) -> None:
        if isinstance(shape, Text):
            self._text(shape, x + shape.x, y - shape.y)
            return
        if isinstance(shape, Polyline):
            self._pen(None, shape.stroke, shape.line_width, shape.dash)
            path = self.canvas.beginPath()
            _trace(path, shape.points, x, y)
            self.canvas.drawPath(path, stroke=1, fill=0)
            return
        if isinstance(shape, Image):
            self._image(shape, x + shape.x, y - shape.y - shape.height)
            return
        self._pen(shape.fill, shape.stroke, shape.line_width)
        ink = {"stroke": int(shape.stroke is not None), "fill": int(shape.fill is not None)}
        if isinstance(shape, Circle):
            self.canvas.circle(x + shape.x, y - shape.y, shape.radius, **ink)
        elif isinstance(shape, Box) and shape.radius:
            bottom = y - shape.y - shape.height
            self.canvas.roundRect(x + shape.x, bottom, shape.width, shape.height, shape.radius, **ink)
        elif isinstance(shape, Box):
            if shape.cover < 1:
                self.canvas.setFillAlpha(shape.cover)
            self.canvas.rect(x + shape.x, y - shape.y - shape.height, shape.width, shape.height, **ink)
            if shape.cover < 1:
                self.canvas.setFillAlpha(1)
        else:
            self._outline(shape, x, y, ink)

    def _outline(self, shape: Polygon, x: float, y: float, ink: dict[str, int]) -> None:
        path = self.canvas.beginPath()
        for ring in shape.rings:
            _trace(path, ring, x, y)
            path.close()
        self.canvas.drawPath(path, fillMode=0, **ink)

    def _image(self, shape: Image, x: float, y: float) -> None:
        """Draw a picture, marked so that a reader for the blind says what it shows."""
        words = shape.alternative.encode("utf-16-be").hex()
        self.canvas.addLiteral(f"/Span <</Alt <feff{words}>>> BDC")
        self.canvas.drawImage(ImageReader(BytesIO(shape.content)), x, y, shape.width, shape.height)
        self.canvas.addLiteral("EMC")

    def _text(self, shape: Text, x: float, y: float) -> None:
        if not shape.text:
            return
        self._pen(shape.colour, None, 0.0)
        if shape.anchor != "start":
            width = fonts.measure(shape.text, shape.bold) * shape.size + shape.tracking * len(shape.text)
            x -= width / 2 if shape.anchor == "middle" else width
        for name, part in fonts.runs(shape.text, shape.bold):
            self._run(shape, name, part, x, y)
            x += fonts.measure(part, shape.bold) * shape.size + shape.tracking * len(part)

    def _run(self, shape: Text, name: str, part: str, x: float, y: float) -> None:
        font = (name, shape.size)
        if self._now.get("font") != font:
            self.canvas.setFont(*font)
            self._now["font"] = font
        mode = None
        if name == fonts.RARE and shape.bold:
            self._pen(None, shape.colour, shape.size * BOLD_STROKE)
            mode = FILLED_AND_STROKED
        self.canvas.drawString(x, y, part, mode=mode, charSpace=shape.tracking or None)

    def _pen(self, fill: str | None, stroke: str | None, width: float, dash: tuple[float, ...] = ()) -> None:
        now, canvas = self._now, self.canvas
        if fill and now.get("fill") != fill:
            canvas.setFillColorRGB(*self._colours[fill])
            now["fill"] = fill
        if stroke is None:
            return
        if now.get("stroke") != stroke:
            canvas.setStrokeColorRGB(*self._colours[stroke])
            now["stroke"] = stroke
        if now.get("width") != width:
            canvas.setLineWidth(width)
            now["width"] = width
        if now.get("dash", ()) != dash:
            canvas.setDash(list(dash))
            now["dash"] = dash


def _trace(path: Any, points: tuple[tuple[float, float], ...], x: float, y: float) -> None:
    path.moveTo(x + points[0][0], y - points[0][1])
    for across, down in points[1:]:
        path.lineTo(x + across, y - down)


def _rgb(code: str) -> tuple[float, float, float]:
    red, green, blue = (int(code[index : index + 2], 16) / 255 for index in (1, 3, 5))
    return red, green, blue
