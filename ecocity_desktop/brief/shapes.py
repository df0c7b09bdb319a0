"""Plain shapes: what a page, a map or a timeline is drawn with, for ReportLab on paper and for Qt on screen alike.

Coordinates are in points (on screen: pixels), from the top left corner, x to the right and y down. Colours are names of
roles in ``resources/brief/theme.json``; a painter looks them up.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, TypeAlias

Point: TypeAlias = tuple[float, float]
Measure: TypeAlias = Callable[[str, bool], float]
"""The width of a text, regular or bold, in a font of size 1."""


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; ``y`` is its baseline, ``tracking`` the space added after each letter, in points."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    colour: str = "ink"
    anchor: Literal["start", "middle", "end"] = "start"
    tracking: float = 0.0


@dataclass(frozen=True, slots=True)
class Polygon:
    """A filled outline of one or several rings (even-odd: a ring within a ring is a hole)."""

    rings: tuple[tuple[Point, ...], ...]
    fill: str | None = None
    stroke: str | None = None
    line_width: float = 0.5


@dataclass(frozen=True, slots=True)
class Polyline:
    """An open line through ``points``; ``dash`` gives the lengths of dashes and gaps."""

    points: tuple[Point, ...]
    stroke: str = "ink"
    line_width: float = 0.5
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle round ``x``, ``y``."""

    x: float
    y: float
    radius: float
    fill: str | None = None
    stroke: str | None = None
    line_width: float = 0.5


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle from its top left corner, with corners rounded by ``radius``; ``cover`` (0 to 1) is what it hides."""

    x: float
    y: float
    width: float
    height: float
    fill: str | None = None
    stroke: str | None = None
    line_width: float = 0.5
    radius: float = 0.0
    cover: float = 1.0


@dataclass(frozen=True, slots=True)
class Image:
    """A JPEG, drawn into a rectangle of its own shape; ``alternative`` is read aloud in its place. On paper only."""

    x: float
    y: float
    width: float
    height: float
    content: bytes
    alternative: str


Shape: TypeAlias = Text | Polygon | Polyline | Circle | Box | Image


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of a given size; whoever paints it clips to that size, for outlines may run beyond."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Extent:
    """The rectangle something occupies."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Extent) -> float:
        """The area both share, 0 when they do not touch."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return width * height if width > 0 and height > 0 else 0.0

    def outside(self, width: float, height: float) -> float:
        """How far it reaches, in total, over the edges of a picture of that size."""
        over = (-self.left, -self.top, self.right - width, self.bottom - height)
        return sum(max(0.0, part) for part in over)


def moved(shapes: Iterable[Shape], down: float, right: float = 0.0) -> Iterator[Shape]:
    """Return the same shapes further down and to the right."""
    for shape in shapes:
        if isinstance(shape, Polygon):
            rings = tuple(tuple((x + right, y + down) for x, y in ring) for ring in shape.rings)
            yield replace(shape, rings=rings)
        elif isinstance(shape, Polyline):
            yield replace(shape, points=tuple((x + right, y + down) for x, y in shape.points))
        else:
            yield replace(shape, x=shape.x + right, y=shape.y + down)


def text_extent(text: Text, measure: Measure) -> Extent:
    """Return the rectangle of a text: its width, and its height from the ascenders to the descenders."""
    width = text_width(text.text, text.size, text.bold, measure, text.tracking)
    left = text.x - {"start": 0.0, "middle": width / 2, "end": width}[text.anchor]
    return Extent(left, text.y - 0.8 * text.size, left + width, text.y + 0.22 * text.size)


def text_width(text: str, size: float, bold: bool, measure: Measure, tracking: float = 0.0) -> float:
    """Return the width of a text set at ``size``."""
    return measure(text, bold) * size + tracking * len(text)


@lru_cache(maxsize=4096)
def estimated_width(text: str, bold: bool) -> float:
    """A ``Measure`` that needs no font: a little wider than EcoCity Sans on the whole."""
    return sum(map(_estimate, text)) * (1.06 if bold else 1.0)


@lru_cache(maxsize=4096)
def _estimate(char: str) -> float:
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    if char in " .,;:!|iljI'’\u00a0\u202f":
        return 0.3
    if char in "mwMW@%—":
        return 0.92
    return 0.66 if char.isupper() else 0.58
