"""The manual on paper: a cover with the contents, then every page of it under the look of the briefs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ecocity_desktop.brief import manual_text as text
from ecocity_desktop.brief.flow import Pages, Piece, Placed, Spot
from ecocity_desktop.brief.layout import Setter, replace_piece
from ecocity_desktop.brief.shapes import Box, Polyline, Shape, Text, moved
from ecocity_desktop.brief.theme import PAPERS, Style
from ecocity_desktop.brief.typeset import Run, run_width, set_lines

_BODY = Style(10, 15)
_TITLE = Style(22, 28, bold=True)
_HEAD = Style(12.5, 17, "jade", bold=True)
_SMALL = Style(9, 13)
_CAPTION = Style(8, 11, "secondary")
_EXAMPLE = Style(8.6, 12.5)
_GAP, _INDENT = 7.0, 16.0
_FULL = 0.5
"""How much of a sheet may be taken before a page of the manual begins on the next one."""
_HIGHEST = 290.0
"""How high a picture may be, in points."""


@dataclass(frozen=True)
class ManualWords:
    """What stands on the cover and at the foot: the program and its version, the title, the head of the contents."""

    program: str
    title: str
    contents: str
    language: str


@dataclass(slots=True)
class ScreenPiece(Piece):
    """A picture from a file, ``width`` points wide."""

    file: Path = field(default_factory=Path)
    width: float = 0.0


@dataclass(frozen=True)
class ManualSheet:
    """One finished page of the manual."""

    width: float
    height: float
    placed: tuple[Placed, ...]


def lay_out_manual(
    pages: Sequence[text.ManualPage],
    words: ManualWords,
    screens: Mapping[tuple[str, str], tuple[Path, float]],
    setter: Setter,
    paper: str,
) -> tuple[ManualSheet, ...]:
    """Return the sheets of the manual: the cover, then its pages, each on a sheet that has room for a good part of it.

    ``screens`` gives the file and the height for a width of 1 of each picture, by name of the page and path.
    """
    width, height = PAPERS[paper]
    margin = 2 * setter.look.mm("side_margin")
    inner = width - 2 * margin
    top, bottom = setter.look.mm("body_top") + 8, height - setter.look.mm("body_bottom") - 8
    laid, spot = Pages(top, bottom), Spot(0, top)
    titles = []
    for page in pages:
        if spot.y > top + _FULL * (bottom - top):
            spot = Spot(spot.page + 1, top)
        elif spot.y > top:
            spot = Spot(spot.page, spot.y + 4 * _GAP)
        titles.append((page.title, spot.page + 2))
        spot = laid.fill(list(_pieces(page, setter, inner, screens)), margin, spot)
    all_placed = [_cover(words, titles, margin, inner), *laid.pages]
    count = len(all_placed)
    return tuple(
        ManualSheet(width, height, (_frame(words, setter, (width, height), index, count), *placed))
        for index, placed in enumerate(all_placed, 1)
    )


def _pieces(
    page: text.ManualPage,
    setter: Setter,
    width: float,
    screens: Mapping[tuple[str, str], tuple[Path, float]],
) -> Iterator[Piece]:
    for block in page.blocks:
        if isinstance(block, text.Heading):
            yield from _heading(block, setter, width)
        elif isinstance(block, text.Paragraph):
            yield from _paragraph(block, setter, width)
        elif isinstance(block, text.Items):
            yield from _items(block, setter, width)
        elif isinstance(block, text.Rows):
            yield from _rows(block, setter, width)
        elif isinstance(block, text.Example):
            yield _example(block, setter, width)
        else:
            file, ratio = screens[page.name, block.path]
            wide = min(width, _HIGHEST / ratio)
            yield ScreenPiece(wide * ratio, (), 1.4 * _GAP, keep=True, file=file, width=wide)
            yield from setter.paragraph(block.words, _CAPTION, width, gap=3)


def _heading(block: text.Heading, setter: Setter, width: float) -> Iterator[Piece]:
    style = _TITLE if block.level == 1 else _HEAD
    pieces = setter.paragraph(block.text, style, width, gap=0 if block.level == 1 else 2.2 * _GAP)
    for index, piece in enumerate(pieces):
        marked = Piece(piece.height, piece.shapes, piece.gap, keep=True)
        marked.bookmark = block.text if index == 0 and block.level == 1 else ""
        yield marked


def _paragraph(block: text.Paragraph, setter: Setter, width: float) -> list[Piece]:
    if not block.note:
        return setter.paragraph(_runs(block.spans, _BODY), _BODY, width, gap=_GAP)
    lines = set_lines(_runs(block.spans, _SMALL), width - 2 * _INDENT, setter.measure)
    height = len(lines) * _SMALL.leading + 12
    shapes: list[Shape] = [Box(0, 0, width, height, "canvas"), Box(0, 0, 2, height, "jade")]
    for index, line in enumerate(lines):
        shapes.extend(line.shapes(_INDENT, 6 + _SMALL.leading * (index + 0.76)))
    return [Piece(height, tuple(shapes), 1.4 * _GAP)]


def _items(block: text.Items, setter: Setter, width: float) -> Iterator[Piece]:
    for number, spans in enumerate(block.items, 1):
        pieces = setter.paragraph(
            _runs(spans, _BODY), _BODY, width, gap=_GAP if number == 1 else 3.0, indent=_INDENT
        )
        baseline = 0.5 * _BODY.leading + 0.36 * _BODY.size
        mark = f"{number}." if block.numbered else "•"
        sign = Text(2, baseline, mark, _BODY.size, block.numbered, "jade")
        yield Piece(pieces[0].height, (sign, *pieces[0].shapes), pieces[0].gap, pieces[0].keep)
        yield from pieces[1:]


def _rows(block: text.Rows, setter: Setter, width: float) -> Iterator[Piece]:
    share = _shares(block, setter)
    starts = [sum(share[:index]) * width for index in range(len(share))]
    head = _row(block.head, _SMALL.but(bold=True, colour="secondary"), starts, share, width, setter)
    yield Piece(head.height, head.shapes, _GAP, keep=True)
    for row in block.rows:
        piece = _row(row, _SMALL, starts, share, width, setter)
        piece.header = replace_piece(head, gap=0.0)
        yield piece


def _shares(block: text.Rows, setter: Setter) -> list[float]:
    """Return the share of the width each column takes: by its longest cell, none more than two thirds."""
    longest = [
        max(
            run_width("".join(span.text for span in row[column]), _SMALL, setter.measure)
            for row in block.rows
        )
        for column in range(len(block.head))
    ]
    whole = sum(longest)
    bounded = [min(max(each / whole, 0.18), 0.66) for each in longest]
    return [each / sum(bounded) for each in bounded]


def _row(
    cells: Sequence[text.Spans],
    style: Style,
    starts: Sequence[float],
    share: Sequence[float],
    width: float,
    setter: Setter,
) -> Piece:
    shapes: list[Shape] = []
    height = 0.0
    for start, part, spans in zip(starts, share, cells, strict=True):
        lines = set_lines(_runs(spans, style), part * width - 10, setter.measure)
        for index, line in enumerate(lines):
            shapes.extend(line.shapes(start, 3.5 + style.leading * (index + 0.76)))
        height = max(height, len(lines) * style.leading + 7)
    shapes.append(Polyline(((0.0, height), (width, height)), "hairline", 0.5))
    return Piece(height, tuple(shapes))


def _example(block: text.Example, setter: Setter, width: float) -> Piece:
    lines = [
        line
        for given in block.lines
        for line in set_lines([Run(given, _EXAMPLE)], width - 2 * _INDENT, setter.measure)
    ]
    height = len(lines) * _EXAMPLE.leading + 12
    shapes: list[Shape] = [Box(0, 0, width, height, "planned_ground", radius=3)]
    for index, line in enumerate(lines):
        shapes.extend(line.shapes(_INDENT, 6 + _EXAMPLE.leading * (index + 0.76)))
    return Piece(height, tuple(shapes), _GAP)


def _runs(spans: text.Spans, style: Style) -> list[Run]:
    """Labels are set bold, keys in jade, links as the text around them."""
    runs = []
    for span in spans:
        look = style.but(bold=True) if span.label else style.but(colour="jade") if span.key else style
        runs.append(Run(span.text, look))
    return runs


def _cover(
    words: ManualWords, titles: Sequence[tuple[str, int]], margin: float, inner: float
) -> list[Placed]:
    """The first sheet: the name of the program, the title, and where each page is found."""
    shapes: list[Shape] = [
        Text(0, 0, words.program, 11, True, "jade"),
        Text(0, 40, words.title, 31, True),
        Text(0, 96, words.contents, _HEAD.size, True, _HEAD.colour),
    ]
    entries: list[Shape] = []
    for index, (title, number) in enumerate(titles):
        y = 22.0 * index
        entries.append(Text(0, y, title, 11))
        entries.append(Text(inner, y, str(number), 11, False, "secondary", "end"))
        entries.append(Polyline(((0, y + 7), (inner, y + 7)), "hairline", 0.5))
    shapes.extend(moved(tuple(entries), 124, 0))
    return [Placed(margin, 150, Piece(124 + 22.0 * len(titles), tuple(shapes)))]


def _frame(words: ManualWords, setter: Setter, size: tuple[float, float], number: int, count: int) -> Placed:
    """The bar at the top and the foot of a sheet."""
    width, height = size
    look, small = setter.look, setter.style("foot")
    left, right = 2 * look.mm("side_margin"), width - 2 * look.mm("side_margin")
    foot = height - look.mm("foot")
    shapes: tuple[Shape, ...] = (
        Box(0, 0, width, look.mm("bar"), "jade"),
        Box(0, 0, look.mm("bar_corner"), look.mm("bar"), "vermilion"),
        Polyline(((left, foot), (right, foot)), "hairline", 0.6),
        Text(left, foot + 11.5, f"{words.program} · {words.title}", small.size, False, small.colour),
        Text(right, foot + 11.5, f"{number} / {count}", small.size, False, small.colour, "end"),
    )
    return Placed(0, 0, Piece(height, shapes))
