"""Dates that keep the precision they were given in: a year, a month or a day (EDTF / ISO 8601-2, level 0)."""

from __future__ import annotations

import calendar
import json
import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from pydantic_core import PydanticCustomError, core_schema
from sqlalchemy.types import String, TypeDecorator

from ecocity_desktop.errors import UserError

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True)
class PartialDate:
    """A calendar date known to the year, the month or the day.

    ``year`` is 1 to 9999; ``month`` and ``day`` are ``None`` where the date is not known that finely.
    """

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read ``2017``, ``2017-03`` or ``2018-04-02``.

        Raises ``PydanticCustomError`` (a ``ValueError``) typed ``problem.date.form`` when the text has another form,
        and ``problem.date.impossible`` when there is no such day (``2018-02-30``).
        """
        return _parsed(text)

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """Return ``day`` as a date known to the day."""
        return cls(day.year, day.month, day.day)

    @cached_property
    def earliest(self) -> date:
        """The first day it may mean: 2017-03-01 for March 2017."""
        return date(self.year, self.month or 1, self.day or 1)

    @cached_property
    def latest(self) -> date:
        """The last day it may mean: 2017-03-31 for March 2017."""
        month = self.month or 12
        if self.day is not None:
            return date(self.year, month, self.day)
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def precision(self) -> str:
        """``"year"``, ``"month"`` or ``"day"``."""
        if self.month is None:
            return "year"
        return "month" if self.day is None else "day"

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _validated, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )


def add_months(on: PartialDate, months: int) -> PartialDate | None:
    """Return the date so many months later, as precise as it was; ``None`` beyond the calendar.

    The 31st becomes the last day of a shorter month; a year moves by whole years only.
    """
    count = on.year * 12 + (on.month or 1) - 1 + months
    year, month = count // 12, count % 12 + 1
    if not 1 <= year <= 9999:
        return None
    if on.month is None:
        return PartialDate(year)
    if on.day is None:
        return PartialDate(year, month)
    return PartialDate(year, month, min(on.day, calendar.monthrange(year, month)[1]))


def _validated(value: Any) -> PartialDate:
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, str):
        return PartialDate.parse(value)
    # As it was given in JSON; what is nested is not written out again, however deep it goes.
    shown = json.dumps(value) if isinstance(value, bool | int | float) else "…"
    raise PydanticCustomError("problem.date.form", "not a date: {value}", {"value": shown})


@lru_cache(maxsize=8192)
def _parsed(text: str) -> PartialDate:
    """Read a date once: a calendar of thousands of milestones names the same days again and again."""
    found = _FORM.fullmatch(text)
    if found is None:
        raise PydanticCustomError("problem.date.form", "not a date: {value}", {"value": text[:40]})
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise PydanticCustomError(
            "problem.date.impossible", "no such date: {value}", {"value": text[:40]}
        ) from None
    return PartialDate(year or 0, month, day)


class PartialDateColumn(TypeDecorator[PartialDate]):
    """Stores a ``PartialDate`` as its text, so that any tool reads it."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: PartialDate | None, _dialect: Any) -> str | None:
        """Write the text form."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, _dialect: Any) -> PartialDate | None:
        """Read the text form; raises ``UserError`` ``error.unreadable`` when it is none of ours."""
        try:
            return None if value is None else PartialDate.parse(value)
        except (ValueError, TypeError):
            raise UserError("error.unreadable") from None
