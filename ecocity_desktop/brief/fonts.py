"""EcoCity Sans for ReportLab: read once per process, how wide its texts are, which characters it has."""

from __future__ import annotations

import mmap
from collections.abc import Collection
from functools import lru_cache
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from ecocity_desktop.bundled import resource

REGULAR = "EcoCitySans"
BOLD = "EcoCitySans-Bold"
_FILES = {REGULAR: "EcoCitySans-Regular.ttf", BOLD: "EcoCitySans-Bold.ttf"}


class _Mapped:
    """A font file as ReportLab reads it, without a copy of it in memory: 10 MB a weight, of which it needs little."""

    def __init__(self, name: str) -> None:
        self.name = str(resource("fonts", name))

    def read(self) -> mmap.mmap:
        """Return the bytes of the file, read from the disk where they are looked at."""
        with open(self.name, "rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


@lru_cache(maxsize=1)
def _faces() -> tuple[Any, Any]:
    rl_config.useA85 = 0  # binary streams: a quarter smaller than the text form, and quicker to write
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, _Mapped(file)))
    return pdfmetrics.getFont(REGULAR).face, pdfmetrics.getFont(BOLD).face


@lru_cache(maxsize=20_000)
def measure(text: str, bold: bool) -> float:
    """Return the width of a text in a font of size 1; ``text`` holds only characters the font has."""
    widths: dict[int, float] = _faces()[bold].charWidths
    return sum([widths.get(ord(char), 600) for char in text]) / 1000


def characters() -> Collection[int]:
    """Return the code points both weights have; they have the same ones."""
    code_points: Collection[int] = _faces()[0].charToGlyph.keys()
    return code_points


def load() -> None:
    """Read the fonts now, if they have not been read yet."""
    _faces()


def rest() -> None:
    """Give back to the system what of the font files was looked at; it is read again where it is needed again."""
    unneeded = getattr(mmap, "MADV_DONTNEED", None)  # Windows does so by itself
    if unneeded is not None:
        for face in _faces():
            face._ttf_data.madvise(unneeded)
