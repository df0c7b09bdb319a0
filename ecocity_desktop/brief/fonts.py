"""EcoCity Sans for ReportLab: read once per process, how wide its texts are, which characters it has."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from ecocity_desktop.bundled import font

if TYPE_CHECKING:
    from mmap import mmap

REGULAR = "EcoCitySans"
BOLD = "EcoCitySans-Bold"
RARE = "EcoCitySansRare"
"""The Han met in hardly any text, in one weight."""

_FILES = {
    REGULAR: "EcoCitySans-Regular.ttf",
    BOLD: "EcoCitySans-Bold.ttf",
    RARE: "EcoCitySansRare-Regular.ttf",
}


class Characters:
    """The code points that can be printed; asked for an unusual one, it unpacks the rare Han."""

    def __contains__(self, code: object) -> bool:
        return code in _faces()[0].charToGlyph or code in _rare().charToGlyph


class _Font:
    """A font file as ReportLab reads it, mapped where it lies unpacked: ReportLab needs little of it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def read(self) -> bytes | mmap:
        """Return the bytes of the file."""
        return font(self.name)


@lru_cache(maxsize=1)
def _faces() -> tuple[Any, Any]:
    rl_config.useA85 = 0  # binary streams: a quarter smaller than the text form, and quicker to write
    return _face(REGULAR), _face(BOLD)


@lru_cache(maxsize=1)
def _rare() -> Any:
    return _face(RARE)


def _face(name: str) -> Any:
    pdfmetrics.registerFont(TTFont(name, _Font(_FILES[name])))
    return pdfmetrics.getFont(name).face


@lru_cache(maxsize=20_000)
def measure(text: str, bold: bool) -> float:
    """Return the width of a text in a font of size 1; ``text`` holds only characters the font has."""
    widths: dict[int, float] = _faces()[bold].charWidths
    try:
        return sum([widths[ord(char)] for char in text]) / 1000
    except KeyError:
        rare = _rare().charWidths
        # A mark that stands over the letter before it has the width 0, which is not that of a missing one.
        return (
            sum([widths[code] if code in widths else rare.get(code, 600) for code in map(ord, text)]) / 1000
        )


def runs(text: str, bold: bool) -> list[tuple[str, str]]:
    """Return the parts of a text, each with the font that has its characters: nearly always one part."""
    widths, usual = _faces()[bold].charWidths, BOLD if bold else REGULAR
    if widths.keys() >= {ord(char) for char in text}:
        return [(usual, text)]
    _rare()
    parted = groupby(text, lambda char: usual if ord(char) in widths else RARE)
    return [(name, "".join(part)) for name, part in parted]


def characters() -> Characters:
    """Return the code points that can be printed."""
    return Characters()


def load() -> None:
    """Read the fonts now, if they have not been read yet."""
    _faces()
