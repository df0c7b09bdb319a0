"""Reading a date as people type it, in three languages, at the precision they give."""

from __future__ import annotations

import re
from functools import lru_cache

from pydantic_core import PydanticCustomError

from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.i18n.formats import locale_of
from ecocity_desktop.ui.widgets.matching import folded

_ISO = re.compile(r"(\d{4})(?:[-./](\d{1,2})(?:[-./](\d{1,2}))?)?")
_CHINESE = re.compile(r"(\d{4})\s*年(?:\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号])?)?")
_DAY_FIRST = re.compile(r"(?:(\d{1,2})[-./ ])?(\d{1,2})[-./ ](\d{4})")
_WORDS = re.compile(r"(?:(\d{1,2})(?:er|st|nd|rd|th)?\s+)?([a-z]+)\.?,?\s+(\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")


def read_date(text: str) -> PartialDate | None:
    """Read ``2017-03``, « mars 2017 », "2 April 2018", ``2018年4月2日``, ``2/4/2018`` (day first); nothing is ``None``.

    Raises ``PydanticCustomError`` (a ``ValueError``) typed ``problem.date.form`` or ``problem.date.impossible``, with
    the date as it was typed.
    """
    typed = text.strip()
    if not typed:
        return None
    parts = _parts(folded(typed))
    if parts is None:
        return PartialDate.parse(typed)
    year, month, day = parts
    written = year + (f"-{int(month):02d}" if month else "") + (f"-{int(day):02d}" if day else "")
    try:
        return PartialDate.parse(written)
    except PydanticCustomError as error:
        raise PydanticCustomError(error.type, error.message_template, {"value": typed}) from None


def _parts(typed: str) -> tuple[str, str | None, str | None] | None:
    """Return year, month and day as digits."""
    for form in (_ISO, _CHINESE):
        if found := form.fullmatch(typed):
            return found[1], found[2], found[3]
    if found := _DAY_FIRST.fullmatch(typed):
        return found[3], found[2], found[1]
    months = _months()
    if (found := _WORDS.fullmatch(typed)) and found[2] in months:
        return found[3], str(months[found[2]]), found[1]
    if (found := _MONTH_FIRST.fullmatch(typed)) and found[1] in months:
        return found[3], str(months[found[1]]), found[2]
    return None


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """The months by their French and English names without accents, whole or cut short where that names one month."""
    meant: dict[str, set[int]] = {}
    for language in ("fr", "en"):
        for number, name in locale_of(language).months["format"]["wide"].items():
            whole = folded(name)
            for length in range(min(3, len(whole)), len(whole) + 1):
                meant.setdefault(whole[:length], set()).add(number)
    return {name: numbers.pop() for name, numbers in meant.items() if len(numbers) == 1}
