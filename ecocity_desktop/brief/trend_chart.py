"""The milestone trend chart: on which day one looked, along the page; on which date each milestone was expected, up it.

A line that runs level was kept; one that climbs slipped; where it meets the dashed diagonal, the day had come.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ecocity_desktop.brief.calendar_board import date_words
from ecocity_desktop.brief.calendar_drawing import elided
from ecocity_desktop.brief.calendar_marks import diamond
from ecocity_desktop.brief.calendar_scale import Scale, scale_over, ticks
from ecocity_desktop.brief.shapes import Box, Circle, Measure, Picture, Polyline, Shape, Text
from ecocity_desktop.domain.partial_date import PartialDate

_LEFT, _RIGHT, _TOP, _BOTTOM = 72.0, 214.0, 22.0, 40.0
_SIZE, _SMALL = 12.0, 11.0
_LINE_HEIGHT = 16.0


@dataclass(frozen=True)
class CoursePoint:
    """On the day of the look, the date a milestone was expected on, or happened on (``done``)."""

    look: date
    expected: PartialDate
    done: bool = False


@dataclass(frozen=True)
class Course:
    """One milestone of the chart, looks in order; ``tone`` is a role of the colours."""

    id: str
    title: str
    points: tuple[CoursePoint, ...]
    tone: str = "jade"


@dataclass(frozen=True)
class TrendWords:
    """What the two axes are called."""

    looks: str
    expected: str


@dataclass(frozen=True)
class _Axes:
    looks: Scale
    dates: Scale
    width: float
    height: float

    def x(self, day: date) -> float:
        return _LEFT + self.looks.x(day.toordinal() + 0.5)

    def y(self, day: date) -> float:
        return self.height - _BOTTOM - self.dates.x(day.toordinal() + 0.5)


def trend_picture(
    courses: Sequence[Course],
    words: TrendWords,
    language: str,
    size: tuple[float, float],
    measure: Measure,
    *,
    chosen: str | None = None,
) -> Picture:
    """Return the chart of these milestones in a given width and height; ``chosen`` stands out."""
    width, height = size
    given = [course for course in courses if course.points]
    shapes: list[Shape] = [Box(0, 0, width, height, "paper")]
    if given:
        axes = _axes(given, width, height)
        shapes.extend(_frame(axes, words, language, measure))
        for course in sorted(given, key=lambda one: one.id == chosen):
            shapes.extend(_course(course, axes, strong=course.id == chosen))
        shapes.extend(_labels(given, axes, language, measure, chosen))
    return Picture(width, height, tuple(shapes))


def _axes(courses: Sequence[Course], width: float, height: float) -> _Axes:
    looks = [point.look for course in courses for point in course.points]
    days = [
        day
        for course in courses
        for one in course.points
        for day in (one.expected.earliest, one.expected.latest)
    ]
    return _Axes(
        scale_over(min(looks), max(looks), width - _LEFT - _RIGHT),
        scale_over(min(days), max(days), height - _TOP - _BOTTOM),
        width,
        height,
    )


def _frame(axes: _Axes, words: TrendWords, language: str, measure: Measure) -> Iterator[Shape]:
    left, right, top, bottom = _LEFT, axes.width - _RIGHT, _TOP, axes.height - _BOTTOM
    for at, word in _ticks(axes.dates, bottom - top, language):
        y = bottom - at
        if top <= y <= bottom:
            yield Polyline(((left, y), (right, y)), "hairline", 0.7)
            yield Text(left - 6, y + 4, word, _SMALL, False, "secondary", "end")
    last = -1e9
    for at, word in _ticks(axes.looks, right - left, language):
        x = left + at
        if left <= x <= right:
            yield Polyline(((x, top), (x, bottom)), "hairline", 0.7)
            wide = measure(word, False) * _SMALL
            # The titles begin just beyond the right edge: no date may reach into them.
            if x - last > wide + 14 and x + wide / 2 <= right + 6:
                yield Text(x, bottom + 15, word, _SMALL, False, "secondary", "middle")
                last = x
    yield Polyline(((left, top), (left, bottom), (right, bottom)), "secondary", 1.0)
    yield Text(left, top - 9, words.expected, _SMALL, False, "secondary")
    yield Text(right, bottom + 31, words.looks, _SMALL, False, "secondary", "end")
    yield from _diagonal(axes, (left, right, top, bottom))


def _diagonal(axes: _Axes, frame: tuple[float, float, float, float]) -> Iterator[Shape]:
    """Where the day of the look is the date itself."""
    left, right, top, bottom = frame
    first = max(axes.looks.day(0), axes.dates.day(0))
    last = min(axes.looks.day(right - left), axes.dates.day(bottom - top))
    if first < last:
        ends = [(left + axes.looks.x(day), bottom - axes.dates.x(day)) for day in (first, last)]
        yield Polyline(tuple(ends), "secondary", 1.0, (4.0, 3.0))


def _ticks(scale: Scale, length: float, language: str) -> Iterator[tuple[float, str]]:
    """A few places along an axis, with a year, or a month and its year."""
    upper, lower = ticks(scale, length, language)
    if not upper:
        found = [(tick.first, tick.words) for tick in lower]
    elif scale.per_day * 30 < 12:
        found = [(tick.first, tick.words) for tick in upper]
    else:
        found = [
            (tick.first, date_words(_month(tick.first), language))
            for tick in lower
            if date.fromordinal(max(1, tick.first)).day == 1
        ]
        if len(found) < 2:
            found = [(tick.first, date_words(_day(tick.first), language)) for tick in lower]
    step = max(1, round(len(found) / max(1.0, length / 46)))
    return ((scale.x(day), word) for day, word in found[::step])


def _month(day: int) -> PartialDate:
    found = date.fromordinal(max(1, day))
    return PartialDate(found.year, found.month)


def _day(day: int) -> PartialDate:
    return PartialDate.of(date.fromordinal(max(1, day)))


def _course(course: Course, axes: _Axes, *, strong: bool) -> Iterator[Shape]:
    """A line from look to look, level until the look at which it changed."""
    width = 2.4 if strong else 1.5
    places = [(axes.x(point.look), axes.y(_middle(point.expected)), point) for point in course.points]
    if len(places) > 1:
        yield Polyline(tuple((x, y) for x, y, _ in places), course.tone, width)
    for at, (x, y, point) in enumerate(places):
        if point.done:
            yield diamond(x, y, 5.0, course.tone, course.tone)
            return
        moved = at == 0 or course.points[at - 1].expected != point.expected
        if moved or at == len(places) - 1:
            yield Circle(x, y, 3.4, "paper", course.tone, width)


def _labels(
    courses: Sequence[Course], axes: _Axes, language: str, measure: Measure, chosen: str | None
) -> Iterator[Shape]:
    """The titles at the right, each at the height of its last date, moved apart where they would meet."""
    ends = sorted((axes.y(_middle(course.points[-1].expected)), course.id, course) for course in courses)
    ys: list[float] = []
    for y, _, _ in ends:
        ys.append(max(y, ys[-1] + _LINE_HEIGHT) if ys else max(y, _TOP))
    over = ys[-1] - (axes.height - _BOTTOM + 12)
    if over > 0:
        ys = [max(_TOP / 2, y - over) for y in ys]
    x = axes.width - _RIGHT + 10
    for y, (own, _, course) in zip(ys, ends, strict=True):
        bold = course.id == chosen
        when = date_words(course.points[-1].expected, language)
        room = (_RIGHT - 28 - measure(when, False) * _SMALL) / _SIZE
        title = elided(course.title, bold, room, measure)
        last = axes.x(course.points[-1].look)
        yield Polyline(((last, own), (x - 3, y)), "hairline", 0.8)
        yield Text(x, y + 4, title, _SIZE, bold, course.tone)
        yield Text(x + measure(title, bold) * _SIZE + 6, y + 4, when, _SMALL, False, "secondary")


def _middle(on: PartialDate) -> date:
    return date.fromordinal((on.earliest.toordinal() + on.latest.toordinal()) // 2)
