"""The board of the calendar: the milestones of the file in rows, grouped by city, partner or kind, with their links."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, cast

from sqlalchemy import select as columns
from sqlmodel import col, select

from ecocity_desktop.brief.calendar_board import Board, Dates, Entry, Row, arrows_between, days_of
from ecocity_desktop.domain.city import City
from ecocity_desktop.domain.dependency import Dependency
from ecocity_desktop.domain.enums import MilestoneKind, MilestoneState
from ecocity_desktop.domain.local_text import LANGUAGES, LocalText
from ecocity_desktop.domain.milestone import (
    Milestone,
    MilestoneCity,
    MilestoneData,
    milestone_state,
    shown_date,
    shown_start,
)
from ecocity_desktop.domain.partner import Partner
from ecocity_desktop.domain.schedule import Link, Node, Plan, contradictions

if TYPE_CHECKING:
    from ecocity_desktop.i18n.catalog import Catalog
    from ecocity_desktop.services.calendar_history import CalendarThen
    from ecocity_desktop.services.workspace import Workspace

_KINDS = {kind: place for place, kind in enumerate(MilestoneKind)}
_COLUMNS = columns(
    *(
        getattr(Milestone, name)
        for name in (
            "id",
            "title",
            "kind",
            "planned_start",
            "planned_on",
            "forecast_start",
            "forecast_on",
            "actual_start",
            "actual_on",
            "partner_id",
        )
    )
)


class Grouping(StrEnum):
    """What the rows of the calendar are grouped by."""

    CITY = "city"
    PARTNER = "partner"
    KIND = "kind"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class BoardLine:
    """What the board needs of one milestone; ``facts`` reads like the record, of which it holds kind and dates."""

    facts: MilestoneData
    id: str
    title: LocalText
    city_ids: tuple[str, ...]
    partner_id: str | None
    state: MilestoneState


@dataclass(frozen=True)
class BoardFacts:
    """Everything the board is made of, milestones by date: read once, grouped in any way."""

    lines: tuple[BoardLine, ...]
    links: tuple[Link, ...]
    cities: Mapping[str, City]
    partners: Mapping[str, Partner]
    today: date


def board_facts(ws: Workspace) -> BoardFacts:
    """Read the calendar of the whole file as of today; only columns, for thousands of whole records take their time."""
    with ws.reading() as session:
        rows = session.execute(_COLUMNS).all()
        cities = {row.id: row for row in session.exec(select(City)).all()}
        partners = {row.id: row for row in session.exec(select(Partner)).all()}
        ends = select(Dependency.predecessor_id, Dependency.successor_id, Dependency.lag_days)
        links = tuple(Link(before, after, lag) for before, after, lag in session.exec(ends).all())
        places = select(MilestoneCity.milestone_id, MilestoneCity.city_id)
        linked: dict[str, list[str]] = {}
        for owner, city in session.exec(places.order_by(col(MilestoneCity.position))).all():
            linked.setdefault(owner, []).append(city)
    today = ws.today()
    lines = []
    for row in rows:
        facts = cast("MilestoneData", row)
        state = milestone_state(facts, today)
        lines.append(
            BoardLine(facts, row.id, row.title, tuple(linked.get(row.id, ())), row.partner_id, state)
        )
    return BoardFacts(tuple(sorted(lines, key=_date_order)), links, cities, partners, today)


def calendar_board(
    facts: BoardFacts,
    catalog: Catalog,
    grouping: Grouping,
    then: CalendarThen | None = None,
    folded: Collection[str] = (),
) -> Board:
    """Return the board of the calendar.

    By city, a milestone of several cities stands under each of them. ``then`` is the earlier look drawn behind;
    without it, the planned dates are. Of the groups ``folded`` (the id of a city or partner, the value of a kind,
    ``""`` for what has none), only the heading is there.
    """
    nodes = {line.id: Node(line.id, shown_start(line.facts), shown_date(line.facts)) for line in facts.lines}
    broken = frozenset(
        (link.predecessor_id, link.successor_id) for link in contradictions(Plan(nodes, facts.links))
    )
    rows = tuple(_rows(facts, catalog, grouping, folded))
    links = ((link.predecessor_id, link.successor_id) for link in facts.links)
    text = catalog.text
    words = {state.value: text(f"enum.milestone_state.{state.value}") for state in MilestoneState}
    words["today"] = text("ui.milestones.today")
    words["before"] = text("ui.calendar.planned_before" if then is None else "ui.calendar.stood_before")
    before = _planned(facts) if then is None else _stood(then)
    return Board(rows, arrows_between(rows, links, broken), facts.today, catalog.language, words, before)


def _rows(facts: BoardFacts, catalog: Catalog, grouping: Grouping, folded: Collection[str]) -> Iterator[Row]:
    entries = {line.id: _entry(line, catalog.language) for line in facts.lines}
    if grouping is Grouping.NONE:
        yield from (Row(entry) for entry in entries.values())
        return
    for key, heading, second, group in _groups(facts, catalog, grouping):
        hidden = key in folded
        days = [day for line in group for day in days_of(entries[line.id])] if hidden else []
        said = catalog.text("ui.calendar.folded_group", heading=heading, count=len(group))
        reach = (min(days), max(days)) if days else None
        yield Row(None, heading, second, len(group), key, hidden, reach, said)
        if not hidden:
            yield from (Row(entries[line.id], group=key) for line in group)


def _groups(
    facts: BoardFacts, catalog: Catalog, grouping: Grouping
) -> Iterator[tuple[str, str, str, list[BoardLine]]]:
    """The groups that hold anything: key, heading, the same in the other script, milestones."""
    text, language = catalog.text, catalog.language
    if grouping is Grouping.KIND:
        kinds = _members(facts, lambda line: (line.facts.kind.value,))
        for kind in MilestoneKind:
            if kind.value in kinds:
                yield kind.value, text(f"enum.milestone_kind.{kind.value}"), "", kinds[kind.value]
        return
    if grouping is Grouping.CITY:
        members = _members(facts, lambda line: line.city_ids)
        named = [(owner, _names(facts.cities[owner].name, language)) for owner in members if owner]
        nobody = text("ui.milestones.of_programme")
    else:
        members = _members(facts, lambda line: (line.partner_id or "",))
        named = [(owner, _partner(facts.partners[owner], language)) for owner in members if owner]
        nobody = text("ui.calendar.nobody")
    if "" in members:
        yield "", nobody, "", members[""]
    for owner, (heading, second) in sorted(named, key=lambda one: _sounding(one[1], language)):
        yield owner, heading, second, members[owner]


def _sounding(named: tuple[str, str], language: str) -> str:
    """What a group is sorted by: its name, for a Chinese reader that in Latin letters where there is one."""
    heading, second = named
    return (second if language == "zh" and second else heading).casefold()


def _members(
    facts: BoardFacts, owners_of: Callable[[BoardLine], tuple[str, ...]]
) -> dict[str, list[BoardLine]]:
    found: dict[str, list[BoardLine]] = {}
    for line in facts.lines:
        for owner in owners_of(line) or ("",):
            found.setdefault(owner, []).append(line)
    return found


def _partner(partner: Partner, language: str) -> tuple[str, str]:
    first, second = _names(partner.name, language)
    return (partner.acronym, first) if partner.acronym else (first, second)


def _names(name: LocalText, language: str) -> tuple[str, str]:
    """A name as a reader of the language reads it, and in the other script."""
    first = name.read(language)
    others = [one for one in LANGUAGES if (one == "zh") != (first.language == "zh")]
    second = next((found for other in others if (found := name.get(other))), "")
    return first.text, "" if second == first.text else second


def _entry(line: BoardLine, language: str) -> Entry:
    title = " ".join(line.title.read(language).text.split())
    facts = line.facts
    return Entry(
        line.id,
        title,
        shown_start(facts),
        shown_date(facts),
        line.state.value,
        moves=line.state is not MilestoneState.DONE,
        begun=facts.actual_start is not None,
    )


def _planned(facts: BoardFacts) -> Mapping[str, Dates]:
    """The planned dates, where something else is shown now."""
    return {
        line.id: Dates(line.facts.planned_start, line.facts.planned_on)
        for line in facts.lines
        if line.facts.planned_on is not None and line.facts.planned_on != shown_date(line.facts)
    }


def _stood(then: CalendarThen) -> Mapping[str, Dates]:
    return {one.id: Dates(one.start, one.end) for one in then.milestones.values()}


def _date_order(line: BoardLine) -> tuple[bool, date, int]:
    on = shown_date(line.facts)
    return on is None, on.latest if on else date.max, _KINDS[line.facts.kind]
