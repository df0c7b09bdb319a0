"""How the photo looks: over its column, cut to the shape of the page and never stretched, what is said of it on it."""

from __future__ import annotations

from dataclasses import replace

from ecocity_desktop.brief.document import Photo
from ecocity_desktop.brief.flow import Piece
from ecocity_desktop.brief.layout import Setter
from ecocity_desktop.brief.shapes import Box, Image, Shape
from ecocity_desktop.brief.theme import Style
from ecocity_desktop.brief.typeset import Run, set_lines
from ecocity_desktop.brief.words import runs_of

_COVER = 0.7
_PAD = 4.0
_INSET = 6.0
_MOST_LINES = 2


def photo_pieces(block: Photo, setter: Setter, width: float) -> list[Piece]:
    """Return the photo, what is said of it in a strip along its foot; what is too long for that stands under it."""
    height = width / setter.look.page["photo_shape"]
    scale = max(width / block.width_px, height / block.height_px)
    wide, high = block.width_px * scale, block.height_px * scale
    left, top = (width - wide) / 2, (height - high) / 2
    image = Image(left, top, wide, high, block.content, block.alternative)
    strip = _strip(block, setter, width, height)
    if strip is not None:
        return [Piece(height, (image, *strip), clip_width=width)]
    under = setter.paragraph(_runs(block, setter.style("note")), setter.style("note"), width, gap=3.0)
    return [Piece(height, (image,), keep=True, clip_width=width), *under]


def _strip(block: Photo, setter: Setter, width: float, height: float) -> list[Shape] | None:
    """Draw what is said of a photo in white on a dark strip, ``None`` when it takes more than two lines."""
    style = setter.style("photo")
    # Source numbers are white there too; pills keep their own ground.
    light = [
        run if run.ground else replace(run, style=run.style.but(colour=style.colour))
        for run in _runs(block, style)
    ]
    lines = set_lines(light, width - 2 * _INSET, setter.measure) if light else []
    if len(lines) > _MOST_LINES:
        return None
    high = len(lines) * style.leading + _PAD
    shapes: list[Shape] = [Box(0, height - high, width, high, "strip", cover=_COVER)] if lines else []
    for index, line in enumerate(lines):
        baseline = height - high + _PAD / 2 + (index + 0.72) * style.leading
        shapes.extend(line.shapes(_INSET, baseline))
    return shapes


def _runs(block: Photo, style: Style) -> list[Run]:
    runs: list[Run] = []
    for part in block.said:
        runs += [*([Run(" · ", style)] if runs else []), *runs_of(part, style)]
    return runs
