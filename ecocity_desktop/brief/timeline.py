"""The calendar as plain shapes: bars for dates known to the month or year, diamonds for days, an axis that adapts."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ecocity_desktop.brief.document import Timeline, TimelineRow
from ecocity_desktop.brief.shapes import (
    Box,
    Measure,
    Picture,
    Polygon,
    Polyline,
    Shape,
    Text,
)
from ecocity_desktop.brief.theme import theme
from ecocity_desktop.brief.typeset import Line, Run, run_width, set_lines, widest
from ecocity_desktop.brief.words import runs_of
from ecocity_desktop.domain.partial_date import PartialDate

_LABEL_SHARE = 0.4
_GAP = 12.0
_PAD = 3.6
_BAR = 6.0
_SHORTEST_BAR = 10.0
_MIDDLE = 6.0
_DIAMOND = 4.2
_LINES_PER_ROW = 40
_OPEN = ("paper", "jade")
_INKS = {
    "done": ("jade", "jade"),
    "coming": ("vermilion", "vermilion"),
    "late": ("late_ground", "late"),
    "announced": ("paper", "planned"),
}
_QUARTERS_UP_TO = 2.5
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


@dataclass(frozen=True)
class Axis:
    """Time laid along the page: decimal years from ``start`` to ``end``, points from ``left`` to ``right``.

    ``by_quarter`` says whether quarters are marked, else years.
    """

    start: float
    end: float
    left: float
    right: float
    by_quarter: bool = False

    def x(self, moment: float) -> float:
        """Return where a moment falls."""
        return self.left + (moment - self.start) / (self.end - self.start) * (self.right - self.left)


def timeline_parts(timeline: Timeline, width: float, measure: Measure) -> tuple[Picture, ...]:
    """Return the calendar in slices, the axis first, so that pages may break between them and repeat the axis."""
    axis = axis_of(timeline, width)
    rooms = _rooms(timeline, axis, measure)
    rows = [
        part
        for row, room in zip(timeline.rows, rooms, strict=True)
        for part in _row(row, axis, timeline, width, room, measure)
    ]
    return (_head(timeline, axis, width, measure), *rows)


def axis_of(timeline: Timeline, width: float) -> Axis:
    """Return an axis that holds every date of the calendar, in whole quarters or years."""
    dates = [on for row in timeline.rows for on in (row.due, row.actual) if on]
    left = width * _LABEL_SHARE + _GAP
    if not dates:
        dates = [PartialDate(timeline.today.year)]
    first, last = min(on.earliest for on in dates), max(on.latest for on in dates)
    if moment(last) - moment(first) <= _QUARTERS_UP_TO:
        start = first.year + (first.month - 1) // 3 / 4
        return Axis(start, last.year + ((last.month - 1) // 3 + 1) / 4, left, width, by_quarter=True)
    return Axis(first.year, last.year + 1, left, width)


def moment(day: date, *, end_of_day: bool = False) -> float:
    """Return a day as a decimal year in which every month is as long as any other: 2018.25 for the first of April."""
    length = calendar.monthrange(day.year, day.month)[1]
    return day.year + (day.month - 1 + (day.day - (0 if end_of_day else 1)) / length) / 12


def _ticks(axis: Axis, timeline: Timeline) -> Iterator[tuple[float, str, bool]]:
    """Moments to mark, their words, and whether a year begins there."""
    if axis.by_quarter:
        for index in range(round((axis.end - axis.start) * 4) + 1):
            at = axis.start + index / 4
            quarter = round(at % 1 * 4) % 4
            word = timeline.quarters[quarter] if at < axis.end else ""
            yield (
                at,
                (f"{int(at)}" if quarter == 0 and word else "", word)[word != "" and quarter != 0],
                quarter == 0,
            )
        return
    step = next(step for step in _STEPS if (axis.right - axis.left) * step / (axis.end - axis.start) >= 34)
    for year in range(int(axis.start), int(axis.end) + 1):
        if year % step == 0 or step == 1:
            yield float(year), str(year) if year < axis.end else "", True


def _head(timeline: Timeline, axis: Axis, width: float, measure: Measure) -> Picture:
    style = theme().styles["axis"]
    shapes: list[Shape] = []
    for at, word, year in _ticks(axis, timeline):
        shapes.append(Polyline(((axis.x(at), 10.0), (axis.x(at), 14.0)), "hairline", 0.6))
        if word:
            shapes.append(Text(axis.x(at) + 2.5, 8.5, word, style.size, year, style.colour))
    today = moment(timeline.today)
    if axis.start <= today <= axis.end:
        shapes.extend(_today_word(timeline, axis, today, measure))
        return Picture(width, 23.0, (*(_stretched(shape) for shape in shapes),))
    return Picture(width, 14.0, tuple(shapes))


def _stretched(shape: Shape) -> Shape:
    """A tick of the axis, reaching down past the word of today."""
    if isinstance(shape, Polyline) and shape.stroke == "hairline":
        (x, top), _ = shape.points
        return replace(shape, points=((x, top), (x, 23.0)))
    return shape


def _today_word(timeline: Timeline, axis: Axis, today: float, measure: Measure) -> Iterator[Shape]:
    style = theme().styles["axis"]
    half = run_width(timeline.today_word, style, measure) / 2
    x = max(axis.left + half, min(axis.x(today), axis.right - half))
    yield Box(x - half - 2, 11.0, 2 * half + 4, 9.5, "paper")
    yield Text(x, 18.5, timeline.today_word, style.size, True, "vermilion", "middle")
    yield Polyline(((axis.x(today), 20.5), (axis.x(today), 23.0)), "vermilion", 0.8)


def _row(
    row: TimelineRow, axis: Axis, timeline: Timeline, width: float, room: float, measure: Measure
) -> Iterator[Picture]:
    """One row; a label longer than ``_LINES_PER_ROW`` lines goes on in further ones."""
    style = theme().styles["row"]
    lines = set_lines(runs_of(row.label, style), width * _LABEL_SHARE, measure)
    height = max(len(lines[:_LINES_PER_ROW]) * style.leading + _PAD, 2 * _DIAMOND + _PAD)
    marks, below = _marks(row, axis, room, measure)
    height = max(height, below + _PAD)
    yield Picture(width, height, (*_grid(axis, timeline, height), *_label(lines[:_LINES_PER_ROW]), *marks))
    for first in range(_LINES_PER_ROW, len(lines), _LINES_PER_ROW):
        part = lines[first : first + _LINES_PER_ROW]
        height = len(part) * style.leading
        yield Picture(width, height, (*_grid(axis, timeline, height), *_label(part)))


def _label(lines: Sequence[Line]) -> Iterator[Shape]:
    style = theme().styles["row"]
    for index, line in enumerate(lines):
        yield from line.shapes(0.0, index * style.leading + 8.4)


def _grid(axis: Axis, timeline: Timeline, height: float) -> Iterator[Shape]:
    for at, _, _ in _ticks(axis, timeline):
        yield Polyline(((axis.x(at), 0.0), (axis.x(at), height)), "hairline", 0.5)
    today = moment(timeline.today)
    if axis.start <= today <= axis.end:
        yield Polyline(((axis.x(today), 0.0), (axis.x(today), height)), "vermilion", 0.8, (2.0, 1.6))


def _rooms(timeline: Timeline, axis: Axis, measure: Measure) -> list[float]:
    """What the date in words of each row takes, or a longer one whose mark ends at much the same place."""
    style = theme().styles["caption"]
    wide = [widest(set_lines(runs_of(row.when, style), 10_000.0, measure)) for row in timeline.rows]
    ends = [_drawn(row, axis)[1][1] for row in timeline.rows]
    return [
        max(other for other, at in zip(wide, ends, strict=True) if abs(at - end) <= 2 * _DIAMOND)
        for end in ends
    ]


def _drawn(row: TimelineRow, axis: Axis) -> tuple[list[Shape], tuple[float, float]]:
    """The marks of a row, and from where to where they reach."""
    marks: list[Shape] = []
    spans = []
    if row.due and row.due != row.actual:
        mark, span = _mark(row.due, axis, row.state if not row.actual else "announced")
        marks.extend(mark)
        spans.append(span)
    if row.actual:
        mark, span = _mark(row.actual, axis, "done")
        marks.extend(mark)
        spans.append(span)
    if not spans:
        return [], (axis.left, axis.left)
    return marks, (min(span[0] for span in spans), max(span[1] for span in spans))


def _marks(row: TimelineRow, axis: Axis, room: float, measure: Measure) -> tuple[tuple[Shape, ...], float]:
    """The marks of a row with its date in words, and how far down they reach."""
    marks, reach = _drawn(row, axis)
    words, below = _when(row, axis, reach, room, measure)
    return (*words, *marks), below


def _mark(
    on: PartialDate, axis: Axis, state: str, y: float = _MIDDLE
) -> tuple[tuple[Shape, ...], tuple[float, float]]:
    """One date: filled when done or coming, hollow when only planned or late."""
    fill, stroke = _INKS.get(state, _OPEN)
    if on.precision == "day":
        x = axis.x(moment(on.earliest))
        corners = ((x, y - _DIAMOND), (x + _DIAMOND, y), (x, y + _DIAMOND), (x - _DIAMOND, y))
        return (Polygon((corners,), fill, stroke, 0.9),), (x - _DIAMOND, x + _DIAMOND)
    left, right = axis.x(moment(on.earliest)), axis.x(moment(on.latest, end_of_day=True))
    if (
        right - left < _SHORTEST_BAR
    ):  # a month on a long axis would be narrower than high, and read as a digit
        left = max(axis.left, min((left + right - _SHORTEST_BAR) / 2, axis.right - _SHORTEST_BAR))
        right = left + _SHORTEST_BAR
    return (Box(left, y - _BAR / 2, right - left, _BAR, fill, stroke, 0.9, 1.2),), (left, right)


def _when(
    row: TimelineRow, axis: Axis, reach: tuple[float, float], room: float, measure: Measure
) -> tuple[tuple[Shape, ...], float]:
    """The date in words behind its mark, else before it; under it where neither side has room.

    ``room`` is what it takes, or the longest of its neighbours: marks at one place have their dates on one side.
    """
    style = theme().styles["caption"]
    runs: list[Run] = runs_of(row.when, style)
    room_after, room_before = axis.right - reach[1] - 5, reach[0] - axis.left - 5
    lines = set_lines(runs, 10_000.0, measure)
    wide = widest(lines)
    top = 0.0
    if room <= room_after or (wide <= room_after and room > room_before):
        x = reach[1] + 5
    elif wide <= room_before:
        x = reach[0] - 5 - wide
    else:
        lines = set_lines(runs, axis.right - axis.left - 4, measure)
        x = max(axis.left + 2, min(reach[0], axis.right - widest(lines)))
        top = 11.0
    shapes: list[Shape] = []
    for index, line in enumerate(lines):
        shapes.append(Box(x - 2, top + 1.2 + index * style.leading, line.width + 4, style.leading, "paper"))
        shapes.extend(line.shapes(x, top + 8.5 + index * style.leading))
    return tuple(shapes), top + 1.2 + len(lines) * style.leading


def legend_picture(marks: Sequence[tuple[str, str]], measure: Measure) -> Picture:
    """Return one line that shows each mark with its word.

    A mark is ``span``, or a state: a diamond, a bar where it ends in ``_span``.
    """
    style = theme().styles["note"]
    shapes: list[Shape] = []
    x, y = 1.0, 5.0
    for mark, word in marks:
        if mark.endswith("span"):
            fill, stroke = _INKS.get(mark.removesuffix("span").rstrip("_") or "done", _OPEN)
            shapes.append(Box(x, y - 2.2, 11, 4.4, fill, stroke, 0.8, 1.0))
            x += 11
        else:
            axis = Axis(2000, 2001, x + 4, x + 5)
            shapes.extend(_mark(PartialDate(2000, 1, 1), axis, mark, y)[0])
            x += 8.5
        shapes.append(Text(x + 3.5, y + 2.3, word, style.size, style.bold, style.colour))
        x += 3.5 + run_width(word, style, measure) + 12
    return Picture(max(0.0, x - 12), 9.0, tuple(shapes))
