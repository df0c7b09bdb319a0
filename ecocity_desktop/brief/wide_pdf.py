"""Landscape pages as PDF: the same bytes for the same pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from ecocity_desktop.brief import fonts
from ecocity_desktop.brief.flow import Piece, Placed
from ecocity_desktop.brief.painter import Painter
from ecocity_desktop.brief.pdf import LANGUAGE_TAGS
from ecocity_desktop.brief.printable import Printable
from ecocity_desktop.brief.shapes import Box, Polyline, Shape, Text
from ecocity_desktop.brief.theme import MM, Style, theme
from ecocity_desktop.brief.typeset import fitted
from ecocity_desktop.brief.wide_page import BOTTOM, MARGIN, TOP, WIDE_PAPERS, WidePage


def wide_pdf(pages: Sequence[WidePage], paper: str) -> tuple[bytes, tuple[str, ...]]:
    """Return the pages as PDF on ``"a4"`` or ``"a3"``, and the characters the font lacks, each once."""
    fonts.load()
    width, height = WIDE_PAPERS[paper]
    printable = Printable(fonts.characters())
    first = pages[0].words
    stream = BytesIO()
    canvas = Canvas(
        stream,
        pagesize=(width, height),
        pageCompression=1,
        invariant=1,
        lang=LANGUAGE_TAGS[first.language],
        initialFontName=fonts.REGULAR,
    )
    canvas.setTitle(printable.text(first.title))
    canvas.setSubject(printable.text(first.subtitle))
    canvas.setCreator("EcoCity Desktop")
    canvas.setProducer("EcoCity Desktop")
    for number, page in enumerate(pages, 1):
        frame = tuple(_frame(page, width, height, f"{number} / {len(pages)}"))
        Painter(canvas, height).paint(Placed(0, 0, Piece(height, _clean(frame, printable))))
        canvas.saveState()
        canvas.translate(MARGIN, height - TOP)
        canvas.scale(page.shrink, page.shrink)
        picture = page.picture
        shapes = _clean(picture.shapes, printable)
        drawing = Piece(picture.height, shapes, clip_width=picture.width)
        Painter(canvas, 0.0).paint(Placed(0, 0, drawing))
        canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return stream.getvalue(), printable.missing


def _frame(page: WidePage, width: float, height: float, number: str) -> list[Shape]:
    """The bar at the top, the title with what it shows, and the foot."""
    words, styles = page.words, theme().styles
    title = styles["lead"].but(size=16.0, bold=True)
    running, foot = styles["running"], styles["foot"]
    room = width - 2 * MARGIN
    base = height - BOTTOM + 14
    running_width = fonts.measure(words.running, False) * running.size
    return [
        Box(0, 0, width, 2 * MM, "jade"),
        Box(0, 0, 15 * MM, 2 * MM, "vermilion"),
        Text(MARGIN, 15.5 * MM, _fit(words.title, title, room - running_width - 20), title.size, True),
        Text(MARGIN, 21 * MM, _fit(words.subtitle, running.but(size=8.5), room), 8.5, False, "secondary"),
        Text(width - MARGIN, 15.5 * MM, words.running, running.size, False, "secondary", "end"),
        Polyline(((MARGIN, base - 9), (width - MARGIN, base - 9)), "hairline", 0.6),
        Text(MARGIN, base + 2, _fit(words.note, foot, room - 40), foot.size, False, "secondary"),
        Text(MARGIN, base + 12, _fit(words.foot, foot, room), foot.size, False, "secondary"),
        Text(width - MARGIN, base + 2, number, foot.size, False, "secondary", "end"),
    ]


def _fit(text: str, style: Style, room: float) -> str:
    return fitted(text, style, room, fonts.measure)


def _clean(shapes: Sequence[Shape], printable: Printable) -> tuple[Shape, ...]:
    return tuple(
        replace(shape, text=printable.text(shape.text)) if isinstance(shape, Text) else shape
        for shape in shapes
    )
