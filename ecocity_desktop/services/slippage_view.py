"""What became of the calendar since an earlier look: the slippage table in words, the courses of the trend chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from ecocity_desktop.brief.calendar_board import date_words
from ecocity_desktop.brief.slippage_page import SlippageWords
from ecocity_desktop.brief.trend_chart import Course, CoursePoint
from ecocity_desktop.services.calendar_history import Slippage, SlippageLine, trend

if TYPE_CHECKING:
    from ecocity_desktop.domain.partial_date import PartialDate
    from ecocity_desktop.i18n.catalog import Catalog
    from ecocity_desktop.services.workspace import Workspace

MOST_COURSES = 10
"""How many milestones the trend chart shows: more lines cannot be told apart."""

_TONES = {Slippage.LATER: "late", Slippage.EARLIER: "done"}


def slippage_words(lines: Sequence[SlippageLine], catalog: Catalog) -> tuple[SlippageWords, ...]:
    """Return the table in words, what did not change left out."""
    return tuple(_words(line, catalog) for line in lines if line.change is not Slippage.SAME)


def courses(
    ws: Workspace, lines: Sequence[SlippageLine], catalog: Catalog, since: date, chosen: str | None
) -> tuple[Course, ...]:
    """Return the courses of what moved most since ``since``, else of what is still open, with ``chosen`` among them."""
    moved = sorted((line for line in lines if line.days), key=lambda line: -abs(line.days or 0))
    open_ones = [line for line in lines if not line.done and line.after is not None]
    wanted = dict.fromkeys(line.id for line in (moved or open_ones)[:MOST_COURSES])
    if chosen is not None:
        wanted[chosen] = None
    tones = {line.id: _TONES.get(line.change, "jade") for line in lines}
    found = []
    for line in trend(ws, wanted):
        held = [
            CoursePoint(point.look, point.expected, point.done)
            for point in line.points
            if point.expected is not None
        ]
        earlier = [replace(point, look=since) for point in held if point.look < since][-1:]
        points = (*earlier, *(point for point in held if point.look >= since))
        if points:
            title = " ".join(line.title.read(catalog.language).text.split())
            found.append(Course(line.id, title, points, tones.get(line.id, "jade")))
    return tuple(found)


def _words(line: SlippageLine, catalog: Catalog) -> SlippageWords:
    text, language = catalog.text, catalog.language
    if line.days:
        sign = "+" if line.days > 0 else "\u2212"
        moved = text("ui.calendar.days", count=abs(line.days), days=f"{sign}{abs(line.days)}")
    else:
        moved = text(f"ui.calendar.change.{line.change.value}")
    reasons = []
    for slip in line.slips:
        given = " ".join(slip.reason.read(language).text.split())
        reasons.append(given or text(f"enum.slip_cause.{slip.cause.value}"))
    title = " ".join(line.title.read(language).text.split())
    why = " · ".join(dict.fromkeys(reasons))
    return SlippageWords(
        line.id,
        title,
        _date(line.before, language),
        _date(line.after, language),
        moved,
        why,
        _TONES.get(line.change, ""),
    )


def _date(on: PartialDate | None, language: str) -> str:
    return date_words(on, language) if on else "—"
