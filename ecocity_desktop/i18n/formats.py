"""Numbers, dates and lists as readers of each language write them, through Babel and never the process locale."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from babel import Locale
from babel.dates import format_date, format_datetime, format_time
from babel.lists import format_list
from babel.numbers import format_decimal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

_LOCALES = {"fr": "fr_FR", "en": "en_GB", "zh": "zh_Hans_CN"}
_DATE_PATTERNS = {
    "fr": {"year": "y", "month": "MMMM y", "day": "d MMMM y"},
    "en": {"year": "y", "month": "MMMM y", "day": "d MMMM y"},
    "zh": {"year": "y年", "month": "y年M月", "day": "y年M月d日"},
}
_SHORT_PATTERNS = {
    "fr": {"year": "y", "month": "MMM y", "day": "d MMM y"},
    "en": {"year": "y", "month": "MMM y", "day": "d MMM y"},
    "zh": {"year": "y年", "month": "y年M月", "day": "y年M月d日"},
}


@lru_cache(maxsize=3)
def locale_of(language: str) -> Locale:
    """Return the Babel locale numbers and dates of ``language`` are written in."""
    return Locale.parse(_LOCALES[language])


def number(value: float, language: str, *, digits: int = 2) -> str:
    """Return ``value`` with at most ``digits`` decimals, grouped: « 5 231 180 », "14,068.68"."""
    if isinstance(value, int) and 0 <= value < 1000:
        return str(value)  # the same in the three languages: no need to load what Babel knows of them
    pattern = "#,##0." + "#" * digits if digits else "#,##0"
    return format_decimal(value, format=pattern, locale=locale_of(language))


class KnownDate(Protocol):
    """What must be known of a date to write it: a ``PartialDate``, which this room may not import, knows it."""

    @property
    def earliest(self) -> date:
        """The first day it may mean."""

    @property
    def day(self) -> int | None:
        """The day of the month, where it is known."""

    @property
    def precision(self) -> str:
        """How finely it is known: ``year``, ``month`` or ``day``."""


def partial_date(value: KnownDate, language: str, *, short: bool = False) -> str:
    """Return a partial date at its own precision: « mars 2017 », "2 April 2018", 2018年4月2日.

    French writes the first of a month « 1er ».
    """
    patterns = _SHORT_PATTERNS if short else _DATE_PATTERNS
    text = format_date(value.earliest, patterns[language][value.precision], locale_of(language))
    if language == "fr" and value.day == 1:
        text = "1er" + text[1:]
    return text


def day(value: date, language: str) -> str:
    """Return a day in full: « 22 novembre 2026 », "22 November 2026", 2026年11月22日."""
    text = format_date(value, _DATE_PATTERNS[language]["day"], locale_of(language))
    return "1er" + text[1:] if language == "fr" and value.day == 1 else text


def moment(value: datetime, language: str) -> str:
    """Return a day and time in the time zone ``value`` carries, short."""
    return format_datetime(value, "short", locale=locale_of(language))


def clock_time(value: datetime, language: str) -> str:
    """Return hours and minutes: 20:41."""
    return format_time(value, "HH:mm", locale=locale_of(language))


def enumeration(words: Sequence[str], language: str) -> str:
    """Return words as a list: « a, b et c », "a, b and c", a、b和c."""
    return format_list(list(words), locale=locale_of(language))
