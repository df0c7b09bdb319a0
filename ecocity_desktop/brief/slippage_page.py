"""The page of what moved since an earlier look: the slippage table, and the milestone trend chart beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ecocity_desktop.brief.calendar_drawing import elided
from ecocity_desktop.brief.shapes import Box, Measure, Picture, Polyline, Shape, Text, moved
from ecocity_desktop.brief.trend_chart import Course, TrendWords, trend_picture
from ecocity_desktop.brief.wide_page import PageWords, WidePage, room_on

_SHRINK = 0.62
_ROW, _HEAD, _SIZE, _SMALL = 27.0, 30.0, 13.0, 11.0
_SHARES = (0.28, 0.175, 0.175, 0.13, 0.24)
_TABLE_SHARE, _GAP = 0.54, 30.0
_CHART_HEIGHT = 520.0


@dataclass(frozen=True)
class SlippageWords:
    """One line of the slippage table in words; ``tone`` is a role of the colours, ``""`` for the usual one."""

    id: str
    title: str
    before: str
    after: str
    moved: str
    why: str
    tone: str


@dataclass(frozen=True)
class TableWords:
    """The headings of the five columns: milestone, date then, date now, how far it moved, why."""

    headings: tuple[str, str, str, str, str]


def slippage_page(
    lines: Sequence[SlippageWords],
    courses: Sequence[Course],
    words: PageWords,
    headings: TableWords,
    axes: TrendWords,
    paper: str,
    measure: Measure,
    left_out: Callable[[int], str],
) -> WidePage:
    """Return the page; ``left_out`` says how many lines are not on it, where they are too many."""
    wide, high = (room / _SHRINK for room in room_on(paper))
    table = wide * _TABLE_SHARE
    fitting = int((high - _HEAD) // _ROW)
    shapes = list(_table(lines[:fitting], headings, table, measure))
    chart = trend_picture(
        courses, axes, words.language, (wide - table - _GAP, min(_CHART_HEIGHT, high)), measure
    )
    shapes.extend(moved(chart.shapes, 0.0, table + _GAP))
    missing = len(lines) - fitting
    note = left_out(missing) if missing > 0 else words.note
    return WidePage(replace(words, note=note), Picture(wide, high, tuple(shapes)), _SHRINK)


def _table(
    lines: Sequence[SlippageWords], headings: TableWords, width: float, measure: Measure
) -> Iterator[Shape]:
    lefts = [sum(_SHARES[:at]) * width for at in range(len(_SHARES))]
    for left, share, word in zip(lefts, _SHARES, headings.headings, strict=True):
        room = (share * width - 8) / _SMALL
        yield Text(left, 18, elided(word, False, room, measure), _SMALL, False, "secondary")
    yield Polyline(((0, _HEAD - 2), (width, _HEAD - 2)), "secondary", 0.8)
    for number, line in enumerate(lines):
        top = _HEAD + number * _ROW
        cells = (line.title, line.before, line.after, line.moved, line.why)
        for place, (left, share, text) in enumerate(zip(lefts, _SHARES, cells, strict=True)):
            bold = place in (0, 3)
            size = _SIZE if place < 4 else _SMALL
            shown = elided(text, bold, (share * width - 10) / size, measure)
            colour = line.tone or "ink" if place == 3 else "ink" if place in (0, 2) else "secondary"
            yield Text(left, top + 18, shown, size, bold, colour)
        yield Polyline(((0, top + _ROW), (width, top + _ROW)), "hairline", 0.7)
    if not lines:
        yield Box(0, _HEAD, width, 1, "hairline")
