"""EcoCity Sans for ReportLab: read once per process, how wide its texts are, which characters it has."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from ecocity_desktop.bundled import resource

REGULAR = "EcoCitySans"
BOLD = "EcoCitySans-Bold"
_FILES = {REGULAR: "EcoCitySans-Regular.ttf", BOLD: "EcoCitySans-Bold.ttf"}


@lru_cache(maxsize=1)
def _faces() -> tuple[Any, Any]:
    rl_config.useA85 = 0  # binary streams: a quarter smaller than the text form, and quicker to write
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(resource("fonts", file))))
    return pdfmetrics.getFont(REGULAR).face, pdfmetrics.getFont(BOLD).face


@lru_cache(maxsize=2)
def _widths(bold: bool) -> dict[str, float]:
    """The width of each character in a font of size 1."""
    face = _faces()[bold]
    return {chr(code): width / 1000 for code, width in face.charWidths.items()}


@lru_cache(maxsize=20_000)
def measure(text: str, bold: bool) -> float:
    """Return the width of a text in a font of size 1; ``text`` holds only characters the font has."""
    widths = _widths(bold)
    return sum([widths.get(char, 0.6) for char in text])


@lru_cache(maxsize=1)
def characters() -> frozenset[int]:
    """Return the code points both weights have."""
    regular, bold = _faces()
    return frozenset(regular.charToGlyph) & frozenset(bold.charToGlyph)


def load() -> None:
    """Read the fonts now, if they have not been read yet."""
    _faces()
