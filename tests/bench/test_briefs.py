"""Speed of the twelve pilot briefs, against the same pages drawn by hand with bare ReportLab calls.

The floor knows where every text and line goes beforehand: it sets the same texts at the same places in the same
fonts, draws the same outlines and writes the same kind of file, with nothing but canvas calls. Target: at most twice
the floor. Run with ``python -m pytest tests/bench/test_briefs.py``; fonts are read once per process, before both.
"""

import io
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from ecocity_desktop.brief import fonts
from ecocity_desktop.brief.assemble import assemble
from ecocity_desktop.brief.document import BriefDocument
from ecocity_desktop.brief.facts import CityFacts
from ecocity_desktop.brief.pages import Sheet, lay_out
from ecocity_desktop.brief.pdf import render
from ecocity_desktop.brief.shapes import Box, Circle, Polygon, Polyline, Text
from ecocity_desktop.brief.theme import theme
from ecocity_desktop.i18n.catalog import LANGUAGES, Catalog
from ecocity_desktop.services.briefs import gather
from ecocity_desktop.services.pilot import pilot_id
from ecocity_desktop.services.workspace import open_workspace

TIMES_THE_FLOOR = 2.0
ROUNDS = 9
Call = tuple[str, tuple[Any, ...], dict[str, Any]]


@pytest.fixture(scope="module")
def gathered(pilot_file: Path) -> list[CityFacts]:
    """What is known of the four pilot cities."""
    with open_workspace(pilot_file, author="Lin") as ws:
        return [gather(ws, pilot_id(key)) for key in ("jingzhou", "jilin", "panshi", "qingyun")]


def documents(gathered: list[CityFacts]) -> list[BriefDocument]:
    return [
        assemble(facts, Catalog(language), date(2026, 11, 23)) for facts in gathered for language in LANGUAGES
    ]


def twelve_briefs(gathered: list[CityFacts]) -> None:
    """What the program does: blocks, layout, PDF."""
    for document in documents(gathered):
        render(document, io.BytesIO())


def twelve_by_hand(pages: list[list[list[Call]]]) -> None:
    """The floor: canvas calls one after the other, all arguments known."""
    for brief in pages:
        canvas = Canvas(io.BytesIO(), pageCompression=1, invariant=1, initialFontName=fonts.REGULAR)
        for page in brief:
            for name, arguments, options in page:
                if name == "path":
                    path = canvas.beginPath()
                    for ring in arguments:
                        path.moveTo(*ring[0])
                        for point in ring[1:]:
                            path.lineTo(*point)
                    canvas.drawPath(path, **options)
                else:
                    getattr(canvas, name)(*arguments, **options)
            canvas.showPage()
        canvas.save()


def calls(sheet: Sheet) -> list[Call]:
    """One page as plain canvas calls; a pen is set only where it changes."""
    found: list[Call] = []
    now: dict[str, Any] = {}

    def pen(name: str, *arguments: Any) -> None:
        if now.get(name) != arguments:
            now[name] = arguments
            found.append((name, arguments, {}))

    for placed in sheet.placed:
        for shape in placed.piece.shapes:
            x, y = placed.x, sheet.height - placed.y
            if isinstance(shape, Text):
                pen("setFillColorRGB", *rgb(shape.colour))
                pen("setFont", fonts.BOLD if shape.bold else fonts.REGULAR, shape.size)
                width = fonts.measure(shape.text, shape.bold) * shape.size
                left = x + shape.x - {"start": 0, "middle": width / 2, "end": width}[shape.anchor]
                found.append(
                    ("drawString", (left, y - shape.y, shape.text), {"charSpace": shape.tracking or None})
                )
                continue
            fill, stroke = getattr(shape, "fill", None), shape.stroke
            if fill:
                pen("setFillColorRGB", *rgb(fill))
            if stroke:
                pen("setStrokeColorRGB", *rgb(stroke))
                pen("setLineWidth", shape.line_width)
            ink = {"fill": int(fill is not None), "stroke": int(stroke is not None)}
            found.append(drawn(shape, x, y, ink))
    return found


def drawn(shape: Box | Circle | Polygon | Polyline, x: float, y: float, ink: dict[str, int]) -> Call:
    if isinstance(shape, Box):
        at = (x + shape.x, y - shape.y - shape.height, shape.width, shape.height)
        return ("roundRect", (*at, shape.radius), ink) if shape.radius else ("rect", at, ink)
    if isinstance(shape, Circle):
        return "circle", (x + shape.x, y - shape.y, shape.radius), ink
    rings = shape.rings if isinstance(shape, Polygon) else (shape.points,)
    return "path", tuple(tuple((x + across, y - down) for across, down in ring) for ring in rings), ink


def rgb(role: str) -> tuple[float, ...]:
    code = theme().colours[role]
    return tuple(int(code[index : index + 2], 16) / 255 for index in (1, 3, 5))


def seconds(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def test_twelve_briefs_take_at_most_twice_their_floor(gathered: list[CityFacts]) -> None:
    fonts.load()
    pages = [
        [calls(sheet) for sheet in lay_out(document, "a4", fonts.measure)] for document in documents(gathered)
    ]
    pairs = []
    for _ in range(ROUNDS):
        floor, ours = seconds(lambda: twelve_by_hand(pages)), seconds(lambda: twelve_briefs(gathered))
        pairs.append((floor, ours))
    ratio = statistics.median(ours / floor for floor, ours in pairs)
    floor, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(
        f"\ntwelve briefs: {ours * 1000:.0f} ms; by hand: {floor * 1000:.0f} ms; {ratio:.2f} times the floor"
    )
    assert ratio <= TIMES_THE_FLOOR
