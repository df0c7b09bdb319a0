"""The blocks that back a brief: the calendar, all figures, what needs attention, the sources."""

from __future__ import annotations

from datetime import date

from ecocity_desktop.brief.assemble_city import locator_map
from ecocity_desktop.brief.attention_words import level_word, point_text
from ecocity_desktop.brief.document import (
    Attention,
    BadgeRole,
    Block,
    FigureRow,
    FigureTable,
    Point,
    SourceEntry,
    Sources,
    Timeline,
    TimelineRow,
    Words,
)
from ecocity_desktop.brief.facts import CityFacts
from ecocity_desktop.brief.writer import Writer
from ecocity_desktop.domain.attention import AttentionFacts, AttentionPoint, attention_points, in_order
from ecocity_desktop.domain.attention_ledger import commitment_points
from ecocity_desktop.domain.enums import MilestoneState, SourceKind
from ecocity_desktop.domain.figure import Figure
from ecocity_desktop.domain.milestone import Milestone, announced_date, milestone_state
from ecocity_desktop.domain.source import Source


def timeline(facts: CityFacts, writer: Writer, as_of: date) -> Timeline | None:
    """Return the calendar of the city and of the programme."""
    rows = tuple(timeline_row(one.milestone, writer, as_of) for one in facts.milestones)
    return calendar_of(rows, writer, as_of) if rows else None


def calendar_of(rows: tuple[TimelineRow, ...], writer: Writer, today: date) -> Timeline:
    """Return rows as a calendar with the words it needs; the legend names the marks that occur."""
    quarters = [writer.text(f"timeline.q{number}") for number in (1, 2, 3, 4)]
    return Timeline(
        writer.text("head.timeline"),
        rows,
        today,
        writer.text("timeline.today"),
        (quarters[0], quarters[1], quarters[2], quarters[3]),
        tuple((mark, writer.text(f"timeline.legend.{_mark_word(mark)}")) for mark in _marks(rows)),
    )


def _marks(rows: tuple[TimelineRow, ...]) -> list[str]:
    """The marks that occur in a calendar; one that occurs only as a month or a year ends in ``_span``."""
    found: dict[str, set[bool]] = {}
    for row in rows:
        shown = row.actual or row.due
        if shown and shown.precision != "day":
            found.setdefault("span", set())
        if shown and (row.state != "done" or shown.precision == "day"):
            found.setdefault(row.state, set()).add(shown.precision == "day")
        if row.actual and row.due and row.due != row.actual:
            found.setdefault("announced", set()).add(row.due.precision == "day")
    known = ("span", "done", "planned", "announced", "coming", "late")
    return [f"{mark}_span" if found[mark] == {False} else mark for mark in known if mark in found]


def _mark_word(mark: str) -> str:
    return mark.removesuffix("_span")


def timeline_row(milestone: Milestone, writer: Writer, today: date) -> TimelineRow:
    """Return one milestone as a row: its date in words says what was announced where that differs."""
    state, due = milestone_state(milestone, today), announced_date(milestone)
    actual = milestone.actual_on
    shown = actual or due
    when = writer.date(shown) if shown else writer.text("undated")
    cited = writer.cite(milestone.source_id if due or not actual else None)
    if actual and due and actual != due:
        when = writer.text("timeline.announced", date=when, announced=writer.date(due))
    if state is not MilestoneState.UNDATED:
        when = writer.text("timeline.when", date=when, state=writer.text(f"timeline.state.{state.value}"))
    if actual:
        cited = tuple(
            dict.fromkeys((*cited, *writer.cite(milestone.actual_source_id or milestone.source_id)))
        )
    status = (milestone.actual_status or milestone.status) if actual else milestone.status
    badges = writer.status_badges(status)
    return TimelineRow(writer.words(milestone.title), state.value, due, actual, Words(when, badges, cited))


def figure_table(facts: CityFacts, writer: Writer) -> FigureTable | None:
    """Return every figure with where it comes from, those that disagree too."""
    rows: list[FigureRow] = []
    last = None
    for figure in facts.figures:
        alike = sum(1 for one in facts.figures if one.quantity is figure.quantity)
        rows.append(_figure(figure, writer, repeated=figure.quantity is last, chosen=alike > 1))
        last = figure.quantity
    columns = (
        writer.text("figures.quantity"),
        writer.text("figures.value"),
        writer.text("figures.scope"),
        writer.text("figures.source"),
    )
    return FigureTable(writer.text("head.figures"), columns, tuple(rows)) if rows else None


def _figure(figure: Figure, writer: Writer, *, repeated: bool, chosen: bool) -> FigureRow:
    """One row; ``repeated`` leaves out what is measured, ``chosen`` says which of several values is preferred."""
    value: tuple[str, ...] = (writer.text("fact.missing"),)
    if figure.value is not None:
        value = writer.amount(figure.value, figure.unit)
    perimeter = writer.words(figure.perimeter)
    year = writer.text("year", year=figure.year) if figure.year else ""
    scope = perimeter.text or year or writer.text("figures.no_scope")
    if year and perimeter.text:
        scope = writer.text("date_and_place", date=year, place=perimeter.text)
    badges = (*perimeter.badges, *writer.status_badges(figure.status))
    if figure.preferred and chosen:
        badges = (*badges, writer.badge(BadgeRole.PREFERRED))
    return FigureRow(
        "" if repeated else writer.choice(figure.quantity),
        value,
        figure.preferred and chosen,
        Words(scope, badges),
        _source_words(figure, writer),
    )


def _source_words(figure: Figure, writer: Writer) -> Words:
    source = writer.sources.get(figure.source_id or "")
    if source is None:
        return Words("", (writer.badge(BadgeRole.MISSING),))
    return Words(source.publisher or source.title, (), writer.cite(source.id))


def attention(facts: CityFacts, writer: Writer, as_of: date) -> Attention | None:
    """Return what needs attention in this city; texts to translate only for the language of this brief."""
    known = AttentionFacts(
        today=as_of,
        cities=(facts.city,),
        milestones=tuple((one.milestone, one.city_ids) for one in facts.milestones),
        figures=facts.figures,
        statements=facts.statements,
        roles=tuple(one.role for one in facts.roles),
    )
    promises = (
        point
        for one in facts.commitments
        for point in commitment_points(
            one.commitment, one.state(as_of), one.due, one.city_ids, one.milestones
        )
    )
    points = tuple(
        _point(point, facts, writer)
        for point in in_order((*attention_points(known), *promises))
        if point.language in (None, writer.language)
    )
    return Attention(writer.text("head.attention"), points) if points else None


def _point(point: AttentionPoint, facts: CityFacts, writer: Writer) -> Point:
    partner = facts.partners.get(point.partner_id or "")
    responsible = (partner.acronym or partner.name.read(writer.language).text) if partner else ""
    if not responsible and point.entity == "milestone" and point.key != "attention.no_responsible":
        responsible = writer.text("no_responsible")
    return Point(
        point.level.value,
        level_word(point.level, writer.catalog),
        point_text(point, writer.catalog),
        responsible,
    )


def sources(facts: CityFacts, writer: Writer) -> tuple[Block, ...]:
    """Return the sources in the order of their numbers, and the origin of the map if there is one."""
    return cited_sources(writer, (writer.text("map.credit"),) if locator_map(facts, writer) else ())


def cited_sources(writer: Writer, notes: tuple[str, ...] = ()) -> tuple[Block, ...]:
    """Return the sources cited so far in the order of their numbers, with notes; nothing where there is neither."""
    entries = tuple(_entry(number, source, writer) for number, source in writer.cited())
    return (Sources(writer.text("head.sources"), entries, notes),) if entries or notes else ()


def _entry(number: int, source: Source, writer: Writer) -> SourceEntry:
    details = [] if source.kind is SourceKind.OTHER else [writer.choice(source.kind)]
    if source.publisher:
        details.append(source.publisher)
    if source.published_on:
        details.append(writer.date(source.published_on))
    if source.url:
        details.append(source.url)
    if source.accessed_on:
        month = "" if source.accessed_on.precision == "day" else "_month"
        details.append(writer.text(f"sources.accessed{month}", date=writer.date(source.accessed_on)))
    return SourceEntry(number, source.title, " · ".join(details))
