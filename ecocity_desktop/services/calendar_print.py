"""Printing the calendar: what is shown and, where it is compared with an earlier look, what moved since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from ecocity_desktop.brief.fingerprint import fingerprint_of
from ecocity_desktop.brief.slippage_page import TableWords, slippage_pages
from ecocity_desktop.brief.trend_chart import TrendWords
from ecocity_desktop.brief.wide_page import PageWords, WidePage, calendar_pages
from ecocity_desktop.domain.local_text import same_text
from ecocity_desktop.errors import not_written
from ecocity_desktop.i18n import formats
from ecocity_desktop.i18n.catalog import Catalog
from ecocity_desktop.paths import write_whole
from ecocity_desktop.services.briefs import ExportReport
from ecocity_desktop.services.calendar_board import BoardFacts, BoardLine, Grouping, calendar_board
from ecocity_desktop.services.calendar_history import SlippageLine, as_it_stood, local_day, slippage
from ecocity_desktop.services.records import list_records
from ecocity_desktop.services.slippage_view import courses, slippage_words

if TYPE_CHECKING:
    from pathlib import Path

    from ecocity_desktop.brief.calendar_board import Board
    from ecocity_desktop.brief.shapes import Measure
    from ecocity_desktop.brief.slippage_page import SlippageWords
    from ecocity_desktop.brief.trend_chart import Course
    from ecocity_desktop.domain.local_text import LocalText
    from ecocity_desktop.services.workspace import Workspace

_Line = TypeVar("_Line", BoardLine, SlippageLine)


@dataclass(frozen=True)
class Shown:
    """What the calendar shows: its grouping, the first and the last day, what it is compared with.

    ``since`` is the moment of the earlier look, ``named`` what a baseline is called; without a moment the calendar is
    compared with the planned dates. ``folded`` are the groups of which only the heading shows.
    """

    grouping: Grouping
    days: tuple[float, float]
    since: datetime | None = None
    named: LocalText | None = None
    folded: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CalendarPrint:
    """Everything the pages are made from, frozen, in one language."""

    board: Board
    shown: Shown
    catalog: Catalog
    programme: str
    slips: tuple[SlippageWords, ...]
    courses: tuple[Course, ...]


def gather_print(ws: Workspace, facts: BoardFacts, shown: Shown, language: str) -> CalendarPrint:
    """Return what the pages need, in a language of its own."""
    catalog = Catalog(language)
    since = shown.since
    then = as_it_stood(ws, since) if since else None
    facts = replace(facts, lines=tuple(_marked(line, catalog) for line in facts.lines))
    board = calendar_board(facts, catalog, shown.grouping, then, shown.folded)
    programmes = list_records(ws, "programmes")
    named = programmes[0].name.read(language).text if programmes else ""
    lines = tuple(_marked(line, catalog) for line in slippage(ws, since)) if since else ()
    titles = {line.id: line.title.read(language).text for line in lines}
    found = courses(ws, lines, catalog, local_day(since), None) if since else ()
    return CalendarPrint(
        board,
        shown,
        catalog,
        named or catalog.text("brief.running.programme"),
        slippage_words(lines, catalog),
        tuple(replace(one, title=titles.get(one.id, one.title)) for one in found),
    )


def _marked(line: _Line, catalog: Catalog) -> _Line:
    """The line under a title that says its language where it is not that of the page."""
    read = line.title.read(catalog.language)
    if not read.fell_back:
        return line
    said = catalog.text(f"brief.badge.language_{read.language}")
    title = catalog.text("ui.calendar.page_other_language", title=read.text, language=said)
    return replace(line, title=same_text(title))


def print_calendar(given: CalendarPrint, target: Path, paper: str) -> ExportReport:
    """Write the calendar as PDF on ``"a4"`` or ``"a3"``, landscape: the old file or the whole new one.

    Uses no database: it may run on the worker. Raises ``UserError`` ``error.target`` when it cannot be written.
    """
    from ecocity_desktop.brief import fonts, wide_pdf  # ReportLab costs a quarter of a second

    fonts.load()
    words = _words(given, given.catalog.text("ui.calendar.page_title"))
    pages = calendar_pages(given.board, given.shown.days, words, paper, fonts.measure)
    if given.shown.since is not None:
        pages.extend(_slippage_pages(given, paper, fonts.measure))
    content, missing = wide_pdf.wide_pdf(_signed(pages, given.catalog), paper)
    try:
        write_whole(target, content)
    except OSError as error:
        raise not_written(target, error) from error
    return ExportReport(target, missing)


def _signed(pages: list[WidePage], catalog: Catalog) -> list[WidePage]:
    """The pages with the fingerprint of all that is on them at their foot."""
    foot = catalog.text("brief.footer", fingerprint=fingerprint_of(repr(pages)))
    return [replace(page, words=replace(page.words, foot=foot)) for page in pages]


def since_words(shown: Shown, catalog: Catalog) -> str:
    """Return the title over what changed since the earlier look."""
    on = formats.day(local_day(shown.since), catalog.language) if shown.since else ""
    if shown.named is None:
        return catalog.text("ui.calendar.moved_since", date=on)
    name = shown.named.read(catalog.language).text
    return catalog.text("ui.calendar.moved_since_named", name=name, date=on)


def _look_words(shown: Shown, catalog: Catalog) -> str:
    """What the calendar is compared with."""
    if shown.since is None:
        return catalog.text("ui.calendar.compare_planned")
    on = formats.day(local_day(shown.since), catalog.language)
    if shown.named is None:
        return catalog.text("ui.calendar.as_it_stood", date=on)
    name = shown.named.read(catalog.language).text
    return catalog.text("ui.calendar.baseline_named", name=name, date=on)


def _slippage_pages(given: CalendarPrint, paper: str, measure: Measure) -> list[WidePage]:
    text = given.catalog.text
    heads = ("ui.calendar.column_then", "ui.calendar.column_now", "ui.calendar.column_moved")
    then, now, moved = map(text, heads)
    return slippage_pages(
        given.slips,
        given.courses,
        _words(given, since_words(given.shown, given.catalog)),
        TableWords((text("ui.milestones.column_title"), then, now, moved, text("field.slip.reason"))),
        TrendWords(text("ui.calendar.trend_looks"), text("ui.calendar.trend_expected")),
        paper,
        measure,
    )


def _words(given: CalendarPrint, title: str) -> PageWords:
    text, language = given.catalog.text, given.catalog.language
    look = _look_words(given.shown, given.catalog)
    grouped = text(f"ui.calendar.grouping.{given.shown.grouping.value}")
    subtitle = text("ui.calendar.page_shows", grouping=grouped, look=look)
    on = formats.day(given.board.today, language)
    return PageWords(
        language,
        title,
        subtitle,
        text("ui.calendar.page_running", programme=given.programme, date=on),
        text("ui.calendar.page_note"),
        text("brief.continued"),
    )
