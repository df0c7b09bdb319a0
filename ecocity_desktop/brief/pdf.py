"""A brief as PDF: the same bytes for the same document, whenever and wherever it is made."""

from __future__ import annotations

import os
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from reportlab.pdfgen.canvas import Canvas

from ecocity_desktop.brief import fonts
from ecocity_desktop.brief.document import BriefDocument
from ecocity_desktop.brief.pages import Sheet, lay_out
from ecocity_desktop.brief.painter import Painter
from ecocity_desktop.brief.printable import Printable
from ecocity_desktop.paths import write_whole

LANGUAGE_TAGS = {"fr": "fr-FR", "en": "en-GB", "zh": "zh-CN"}
"""The language of a document, as its properties say it."""

_TITLE_LIMIT = 200


@dataclass(frozen=True)
class RenderReport:
    """What was made: the number of pages, and the characters the font lacks (each once, as typed)."""

    page_count: int
    missing_characters: tuple[str, ...]


def render(document: BriefDocument, target: Path | BinaryIO, paper: str = "a4") -> RenderReport:
    """Write the brief as PDF on ``paper`` (``"a4"`` or ``"letter"``) to a file or a stream.

    A file is written beside the target first and put in its place when complete: there is the old file or the new one.
    Raises ``OSError`` when it cannot be written.
    """
    fonts.load()
    printable = Printable(fonts.characters())
    sheets = lay_out(printable.document(document), paper, fonts.measure)
    content = _painted(document, sheets)
    if isinstance(target, (str, os.PathLike)):
        write_whole(Path(target), content)
    else:
        target.write(content)
    return RenderReport(len(sheets), printable.missing)


def _painted(document: BriefDocument, sheets: tuple[Sheet, ...]) -> bytes:
    stream = BytesIO()
    canvas = Canvas(
        stream,
        pagesize=(sheets[0].width, sheets[0].height),
        pageCompression=1,
        invariant=1,
        lang=LANGUAGE_TAGS[document.language],
        initialFontName=fonts.REGULAR,
    )
    canvas.setTitle(_property(f"{document.city} · {document.head[2]}"))
    canvas.setAuthor(_property(document.author or document.head[0]))
    canvas.setSubject(_property(document.subject))
    canvas.setKeywords(_property(", ".join((document.head[0], document.head[1], document.city))))
    canvas.setCreator("EcoCity Desktop")
    canvas.setProducer("EcoCity Desktop")
    marks = 0
    for sheet in sheets:
        painter = Painter(canvas, sheet.height)
        for placed in sheet.placed:
            if placed.piece.bookmark:
                marks += 1
                canvas.bookmarkPage(f"s{marks}", fit="XYZ", left=0, top=sheet.height - placed.y + 6, zoom=0)
                canvas.addOutlineEntry(placed.piece.bookmark, f"s{marks}", 0)
            painter.paint(placed)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _property(text: str) -> str:
    """A text for the file's properties: one line, not too long, without what a reader could stumble over."""
    plain = "".join(char if char.isprintable() else " " for char in text)
    plain = " ".join(plain.split())
    return plain if len(plain) <= _TITLE_LIMIT else plain[: _TITLE_LIMIT - 1] + "…"
