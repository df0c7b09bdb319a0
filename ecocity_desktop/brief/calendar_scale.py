"""Time laid along the calendar: days and places, what the head says at each zoom, how a drag moves dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from babel.dates import format_date, format_skeleton

from ecocity_desktop.domain.partial_date import PartialDate, add_months
from ecocity_desktop.i18n.formats import locale_of

LEAST_PER_DAY = 0.03
"""The widest view one zooms out to: about a century over a screen. Showing everything may take a wider one."""
MOST_PER_DAY = 60.0
"""The closest view: about three weeks over a screen."""

_DAYS_FROM, _WEEKS_FROM, _MONTHS_FROM, _QUARTERS_FROM = 17.0, 3.6, 0.98, 0.3
_YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
_LEAST_YEAR_WIDTH = 44.0
_YEAR, _MONTH = 365.2425, 30.436875


@dataclass(frozen=True, slots=True)
class Tick:
    """A place in the head: the first and the last day (excluded) of a year, quarter, month, week or day, in words."""

    first: int
    last: int
    words: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The day (proleptic ordinal, with a fraction) at the left edge, and how wide a day is."""

    left_day: float
    per_day: float

    def x(self, day: float) -> float:
        """Return where a day begins, from the left edge."""
        return (day - self.left_day) * self.per_day

    def day(self, x: float) -> float:
        """Return the day at a place."""
        return self.left_day + x / self.per_day

    def zoomed(self, factor: float, at: float) -> Scale:
        """Return the scale ``factor`` times as close, the day at the place ``at`` staying there."""
        least = min(LEAST_PER_DAY, self.per_day)
        per_day = max(least, min(MOST_PER_DAY, self.per_day * factor))
        return held(Scale(self.day(at) - at / per_day, per_day))

    def panned(self, by: float) -> Scale:
        """Return the scale moved by so much to the right: what is shown begins later."""
        return held(replace(self, left_day=self.left_day + by / self.per_day))

    @property
    def unit(self) -> str:
        """What a drag snaps to: ``"day"``, ``"week"`` or ``"month"``."""
        if self.per_day >= _WEEKS_FROM:
            return "day"
        return "week" if self.per_day >= _MONTHS_FROM else "month"


def held(scale: Scale) -> Scale:
    """Return the scale with its left edge within the calendar of years 1 to 9999."""
    left = max(float(date.min.toordinal()), min(scale.left_day, float(date.max.toordinal() - 40_000)))
    return Scale(left, scale.per_day)


def scale_over(first: date, last: date, width: float) -> Scale:
    """Return the scale that shows these days over a width, with a little room at both ends."""
    days = max((last - first).days + 1, 28)
    per_day = min(MOST_PER_DAY, max(width, 1.0) / (days * 1.08))
    middle = (first.toordinal() + last.toordinal() + 1) / 2
    return held(Scale(middle - width / per_day / 2, per_day))


def ticks(scale: Scale, width: float, language: str) -> tuple[tuple[Tick, ...], tuple[Tick, ...]]:
    """Return the upper and the lower line of the head over a width; the upper one is empty where only years show."""
    first, last = int(scale.left_day), int(scale.day(width)) + 1
    per_day = scale.per_day
    if per_day >= _DAYS_FROM:
        return _months(first, last, language, whole=True), _days(first, last, 1)
    if per_day >= _WEEKS_FROM:
        return _months(first, last, language, whole=True), _days(first, last, 7)
    if per_day >= _MONTHS_FROM:
        return _years(first, last, language, 1), _months(first, last, language, whole=False)
    if per_day >= _QUARTERS_FROM:
        return _years(first, last, language, 1), _quarters(first, last, language)
    wanted = _LEAST_YEAR_WIDTH / (per_day * _YEAR)
    step = next((step for step in _YEAR_STEPS if step >= wanted), _YEAR_STEPS[-1])
    return (), _years(first, last, language, step)


def shifted(on: PartialDate, days: float, unit: str) -> PartialDate:
    """Return a date dragged by so many days, as precise as it was.

    A day moves by whole days, weeks or months (``unit``), keeping its weekday or its day of the month; a month moves by
    months and a year by years, whatever the unit.
    """
    if on.month is None:
        moved = add_months(on, 12 * round(days / _YEAR))
    elif on.day is None or unit == "month":
        moved = add_months(on, round(days / _MONTH))
    else:
        step = 7 if unit == "week" else 1
        moved = _plus(on, step * round(days / step))
    return moved or on


def stepped(on: PartialDate, steps: int, unit: str) -> PartialDate:
    """Return a date moved by so many steps of its own precision, or of the unit where it is known to the day."""
    if on.month is None:
        return add_months(on, 12 * steps) or on
    if on.day is None or unit == "month":
        return add_months(on, steps) or on
    return _plus(on, steps * (7 if unit == "week" else 1)) or on


def _plus(on: PartialDate, days: int) -> PartialDate | None:
    try:
        return PartialDate.of(on.earliest + timedelta(days=days))
    except OverflowError:
        return None


def _days(first: int, last: int, step: int) -> tuple[Tick, ...]:
    """Days, or the Mondays that begin weeks; the first day of year 1 was a Monday."""
    start = first - (first - 1) % step
    return tuple(
        Tick(day, day + step, str(date.fromordinal(day).day))
        for day in range(max(start, 1), min(last + step, date.max.toordinal()), step)
    )


def _months(first: int, last: int, language: str, *, whole: bool) -> tuple[Tick, ...]:
    found = []
    for month in _steps(first, last, 1):
        words = _month_year(month, language) if whole else _month_name(month.month, language)
        found.append(Tick(month.toordinal(), _later(month, 1), words))
    return tuple(found)


def _quarters(first: int, last: int, language: str) -> tuple[Tick, ...]:
    return tuple(
        Tick(one.toordinal(), _later(one, 3), _quarter_name(one.month, language))
        for one in _steps(first, last, 3)
    )


def _years(first: int, last: int, language: str, step: int) -> tuple[Tick, ...]:
    year = date.fromordinal(max(first, 1)).year // step * step
    until = date.fromordinal(min(last, date.max.toordinal())).year
    mark = "年" if language == "zh" else ""
    return tuple(
        Tick(date(one or 1, 1, 1).toordinal(), _later(date(one or 1, 1, 1), 12 * step), f"{one or 1}{mark}")
        for one in range(year, until + 1, step)
    )


def _steps(first: int, last: int, months: int) -> Iterator[date]:
    """The first days of the months or quarters that meet these days."""
    begin = date.fromordinal(max(first, 1))
    one: date | None = date(begin.year, (begin.month - 1) // months * months + 1, 1)
    while one is not None and one.toordinal() < last:
        yield one
        later = add_months(PartialDate(one.year, one.month), months)
        one = later.earliest if later else None


def _later(day: date, months: int) -> int:
    later = add_months(PartialDate(day.year, day.month), months)
    return later.earliest.toordinal() if later else date.max.toordinal() + 1


@lru_cache(maxsize=64)
def _month_name(month: int, language: str) -> str:
    return format_date(date(2000, month, 1), "MMM", locale_of(language))


@lru_cache(maxsize=16)
def _quarter_name(month: int, language: str) -> str:
    # Not the stand-alone names: Babel gives those of the language first asked for to all others.
    return format_date(date(2000, month, 1), "QQQ", locale_of(language))


@lru_cache(maxsize=512)
def _month_year(month: date, language: str) -> str:
    return format_skeleton("yMMM", month, locale=locale_of(language))
