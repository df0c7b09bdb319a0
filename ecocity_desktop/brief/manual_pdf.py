"""The manual as PDF, one file per language."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from ecocity_desktop import __version__
from ecocity_desktop.brief import fonts, manual_text
from ecocity_desktop.brief.layout import Setter
from ecocity_desktop.brief.manual_pages import ManualSheet, ManualWords, ScreenPiece, lay_out_manual
from ecocity_desktop.brief.painter import Painter
from ecocity_desktop.brief.pdf import LANGUAGE_TAGS
from ecocity_desktop.bundled import manual_file
from ecocity_desktop.errors import not_written
from ecocity_desktop.i18n.catalog import Catalog
from ecocity_desktop.paths import APP_NAME, write_whole


def save_manual(language: str, target: Path, paper: str = "a4") -> Path:
    """Write the manual in a language as PDF and return ``target``; raises ``UserError`` ``error.target``."""
    try:
        write_whole(target, manual_pdf(language, paper))
    except OSError as error:
        raise not_written(target, error) from error
    return target


def manual_pdf(language: str, paper: str = "a4") -> bytes:
    """Return the PDF: the same bytes whenever it is made from the same pages."""
    fonts.load()
    catalog = Catalog(language)
    words = ManualWords(
        f"{APP_NAME} {__version__}",
        catalog.text("ui.manual.title"),
        catalog.text("ui.manual.contents"),
        language,
    )
    pages = manual_text.load_manual(language)
    sheets = lay_out_manual(pages, words, _screens(pages), Setter(language, fonts.measure), paper)
    return _painted(sheets, words)


def _screens(pages: tuple[manual_text.ManualPage, ...]) -> dict[tuple[str, str], tuple[Path, float]]:
    """Return the file of every picture, and how high it is for a width of 1."""
    found = {}
    for page in pages:
        for block in page.blocks:
            if isinstance(block, manual_text.Screen):
                file = manual_file(page.language, block.path)
                with Image.open(file) as picture:
                    found[page.name, block.path] = (file, picture.height / picture.width)
    return found


def _painted(sheets: tuple[ManualSheet, ...], words: ManualWords) -> bytes:
    stream = BytesIO()
    canvas = Canvas(
        stream,
        pagesize=(sheets[0].width, sheets[0].height),
        pageCompression=1,
        invariant=1,
        lang=LANGUAGE_TAGS[words.language],
        initialFontName=fonts.REGULAR,
    )
    canvas.setTitle(f"{words.program} · {words.title}")
    canvas.setAuthor(APP_NAME)
    canvas.setCreator(APP_NAME)
    canvas.setProducer(APP_NAME)
    marks = 0
    for sheet in sheets:
        painter = Painter(canvas, sheet.height)
        for placed in sheet.placed:
            piece = placed.piece
            if piece.bookmark:
                marks += 1
                canvas.bookmarkPage(f"s{marks}")
                canvas.addOutlineEntry(piece.bookmark, f"s{marks}", 0)
            if isinstance(piece, ScreenPiece):
                bottom = sheet.height - placed.y - piece.height
                canvas.drawImage(str(piece.file), placed.x, bottom, piece.width, piece.height)
                canvas.setStrokeColorRGB(0.84, 0.87, 0.86)
                canvas.setLineWidth(0.5)
                canvas.rect(placed.x, bottom, piece.width, piece.height)
                painter = Painter(canvas, sheet.height)
            else:
                painter.paint(placed)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()
