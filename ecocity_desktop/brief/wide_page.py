"""Landscape pages with a drawing on each: the calendar as it is shown, or what became of it since an earlier look."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from ecocity_desktop.brief.calendar_board import Board, Row
from ecocity_desktop.brief.calendar_drawing import board_shapes, widest_title
from ecocity_desktop.brief.calendar_marks import HEAD, ROW, View
from ecocity_desktop.brief.calendar_scale import Scale
from ecocity_desktop.brief.shapes import Measure, Picture
from ecocity_desktop.brief.theme import MM

WIDE_PAPERS = {"a4": (297 * MM, 210 * MM), "a3": (420 * MM, 297 * MM)}
"""Width and height of each paper on its side, in points."""

MARGIN, TOP, BOTTOM = 15 * MM, 27 * MM, 15 * MM
"""What is left free round the drawing, in points: the sides, the heading, the foot."""

_USUAL, _SMALLEST = 0.62, 0.42
_LABEL_SHARE = 0.36


@dataclass(frozen=True)
class PageWords:
    """What stands round the drawing: a title, what it shows, a note under it, the head's right side and the foot.

    ``continued`` says that a page, or a group on it, goes on from the page before.
    """

    language: str
    title: str
    subtitle: str
    running: str
    note: str = ""
    continued: str = ""
    foot: str = ""


@dataclass(frozen=True)
class WidePage:
    """A drawing with its words; ``shrink`` is how much smaller than on the screen it is printed."""

    words: PageWords
    picture: Picture
    shrink: float


def room_on(paper: str) -> tuple[float, float]:
    """Return the width and height a drawing may take on a paper, in points."""
    width, height = WIDE_PAPERS[paper]
    return width - 2 * MARGIN, height - TOP - BOTTOM


def calendar_pages(
    board: Board, days: tuple[float, float], words: PageWords, paper: str, measure: Measure
) -> list[WidePage]:
    """Return the pages of the calendar with the days shown: one if all rows can be read on it, else as many as needed.

    A group that goes on begins the next page with its heading.
    """
    width, height = room_on(paper)
    shrink = min(_USUAL, height / (HEAD + ROW * len(board.rows)))
    if shrink < _SMALLEST:
        shrink = _USUAL
    long, parts = _parted(board, int((height / shrink - HEAD) // ROW), words.continued)
    label = min(widest_title(board, measure), width / shrink * _LABEL_SHARE)
    scale = Scale(days[0], (width / shrink - label) / max(days[1] - days[0], 1.0))
    pages: list[WidePage] = []
    for rows in parts:
        view = View(width / shrink, HEAD + ROW * len(rows), label, scale, top=rows.start * ROW)
        picture = Picture(view.width, view.height, tuple(board_shapes(long, view, measure)))
        pages.append(WidePage(words_of(words, len(pages)), picture, shrink))
    return pages


def words_of(words: PageWords, number: int) -> PageWords:
    """Return the words round a page: all but the first (0) say in their title that they go on."""
    return replace(words, title=words.title + words.continued) if number else words


def _parted(board: Board, most: int, continued: str) -> tuple[Board, list[range]]:
    """The board with the headings repeated that a page begins with, and the rows of each page, at most ``most``.

    No heading stands alone at the foot of a page.
    """
    rows: list[Row] = []
    places: list[int] = []
    starts = [0]
    heading: Row | None = None
    for at, row in enumerate(board.rows):
        is_head = row.entry is None
        room = most - (len(rows) - starts[-1])
        leads = is_head and at + 1 < len(board.rows) and board.rows[at + 1].entry is not None
        if room < (2 if leads else 1):
            starts.append(len(rows))
            if heading is not None and not is_head:
                rows.append(replace(heading, continued=continued))
        places.append(len(rows))
        rows.append(row)
        heading = row if is_head else heading
    arrows = tuple(replace(one, before=places[one.before], after=places[one.after]) for one in board.arrows)
    parts = [range(first, last) for first, last in pairwise([*starts, len(rows)])]
    return replace(board, rows=tuple(rows), arrows=arrows), parts
