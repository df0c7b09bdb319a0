"""One landscape page with a drawing on it: the calendar as it is shown, or what became of it since an earlier look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ecocity_desktop.brief.calendar_board import Board
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
    """What stands round the drawing: a title, what it shows, a note under it, the head's right side and the foot."""

    language: str
    title: str
    subtitle: str
    running: str
    note: str = ""
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


def calendar_page(
    board: Board,
    days: tuple[float, float],
    first_row: int,
    words: PageWords,
    paper: str,
    measure: Measure,
    left_out: Callable[[int], str],
) -> WidePage:
    """Return the page of the calendar: the days shown, and all rows where they can still be read.

    Where they cannot, as many as fit from ``first_row`` on; ``left_out`` says how many milestones are not on the page.
    """
    width, height = room_on(paper)
    wanted = HEAD + ROW * len(board.rows)
    shrink = max(_SMALLEST, min(_USUAL, height / wanted))
    fitting = int((height / shrink - HEAD) // ROW)
    first = 0 if fitting >= len(board.rows) else min(first_row, len(board.rows) - fitting)
    shown = range(first, min(first + fitting, len(board.rows)))
    missing = sum(row.entry is not None for at, row in enumerate(board.rows) if at not in shown)
    label = min(widest_title(board, measure), width / shrink * _LABEL_SHARE)
    chart = width / shrink - label
    view = View(
        width / shrink,
        HEAD + ROW * len(shown),
        label,
        Scale(days[0], chart / max(days[1] - days[0], 1.0)),
        top=first * ROW,
    )
    picture = Picture(view.width, view.height, tuple(board_shapes(board, view, measure)))
    note = left_out(missing) if missing else words.note
    return WidePage(replace(words, note=note), picture, shrink)
