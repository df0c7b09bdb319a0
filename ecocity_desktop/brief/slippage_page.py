"""The pages of what moved since an earlier look: the slippage table, and the milestone trend chart beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ecocity_desktop.brief.calendar_drawing import elided
from ecocity_desktop.brief.shapes import Box, Measure, Picture, Polyline, Shape, Text, moved
from ecocity_desktop.brief.theme import Style
from ecocity_desktop.brief.trend_chart import Course, TrendWords, trend_picture
from ecocity_desktop.brief.typeset import Line, Run, fitted, set_lines
from ecocity_desktop.brief.wide_page import PageWords, WidePage, room_on, words_of

_SHRINK = 0.62
_ROW, _HEAD, _SIZE, _SMALL = 27.0, 30.0, 13.0, 11.0
_SHARES = (0.28, 0.175, 0.175, 0.13, 0.24)
_TABLE_SHARE, _GAP = 0.54, 30.0
_CHART_HEIGHT = 520.0
_MOST_LINES, _LEADING = 4, 17.0
_STYLES = (
    Style(_SIZE, _LEADING, bold=True),
    Style(_SIZE, _LEADING, "secondary"),
    Style(_SIZE, _LEADING),
    Style(_SIZE, _LEADING, bold=True),
    Style(_SMALL, _LEADING, "secondary"),
)
_MOVED = 3


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


def slippage_pages(
    lines: Sequence[SlippageWords],
    courses: Sequence[Course],
    words: PageWords,
    headings: TableWords,
    axes: TrendWords,
    paper: str,
    measure: Measure,
) -> list[WidePage]:
    """Return the pages: the table beside the chart, and where it goes on, across whole pages."""
    wide, high = (room / _SHRINK for room in room_on(paper))
    beside = wide * _TABLE_SHARE
    chart = trend_picture(
        courses, axes, words.language, (wide - beside - _GAP, min(_CHART_HEIGHT, high)), measure
    )
    pages: list[WidePage] = []
    rest = list(lines)
    while rest or not pages:
        width = wide if pages else beside
        rows = _fitting(rest, width, high, measure)
        shapes = list(_table(rows, headings, width, measure))
        if not pages:
            shapes.extend(moved(chart.shapes, 0.0, beside + _GAP))
        picture = Picture(wide, high, tuple(shapes))
        pages.append(WidePage(words_of(words, len(pages)), picture, _SHRINK))
        del rest[: len(rows)]
    return pages


def _fitting(
    lines: Sequence[SlippageWords], width: float, height: float, measure: Measure
) -> list[tuple[float, _Row]]:
    """The rows that fit on a page, each with how far down it stands."""
    rows, top = [], _HEAD
    for line in lines:
        row = _Row(line, width, measure)
        if top + row.height > height:
            break
        rows.append((top, row))
        top += row.height
    return rows


class _Row:
    """One line of the table as it is set: its title and its reason on as many lines as they need, four at most."""

    def __init__(self, line: SlippageWords, width: float, measure: Measure) -> None:
        self.tone = line.tone
        texts = (line.title, line.before, line.after, line.moved, line.why)
        self.cells = [
            _cell(text, share * width - 10, _STYLES[place], measure)
            for place, (share, text) in enumerate(zip(_SHARES, texts, strict=True))
        ]
        self.height = _ROW + (max(len(cell) for cell in self.cells) - 1) * _LEADING


def _cell(text: str, room: float, style: Style, measure: Measure) -> list[Line]:
    """The lines of one cell; what is too long for them is cut."""
    lines = set_lines([Run(text, style)], room, measure)
    if len(lines) <= _MOST_LINES:
        return lines
    rest = " ".join(piece[1] for line in lines[_MOST_LINES - 1 : _MOST_LINES + 1] for piece in line.pieces)
    cut = fitted(rest, style, room, measure)
    return [*lines[: _MOST_LINES - 1], *set_lines([Run(cut, style)], room, measure)]


def _table(
    rows: Sequence[tuple[float, _Row]], headings: TableWords, width: float, measure: Measure
) -> Iterator[Shape]:
    lefts = [sum(_SHARES[:at]) * width for at in range(len(_SHARES))]
    for left, share, word in zip(lefts, _SHARES, headings.headings, strict=True):
        room = (share * width - 8) / _SMALL
        yield Text(left, 18, elided(word, False, room, measure), _SMALL, False, "secondary")
    yield Polyline(((0, _HEAD - 2), (width, _HEAD - 2)), "secondary", 0.8)
    for top, row in rows:
        for place, (left, style, lines) in enumerate(zip(lefts, _STYLES, row.cells, strict=True)):
            colour = (row.tone or "ink") if place == _MOVED else style.colour
            for at, line in enumerate(lines):
                for shape in line.shapes(left, top + 18 + at * _LEADING):
                    yield replace(shape, colour=colour) if isinstance(shape, Text) else shape
        yield Polyline(((0, top + row.height), (width, top + row.height)), "hairline", 0.7)
    if not rows:
        yield Box(0, _HEAD, width, 1, "hairline")
