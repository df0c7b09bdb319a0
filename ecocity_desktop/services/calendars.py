"""Calendars to take along: the milestones and promises of a city, a partner or all, as an iCalendar file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecocity_desktop.domain.enums import MilestoneState, choice_key
from ecocity_desktop.domain.milestone import shown_date, shown_start
from ecocity_desktop.errors import not_written
from ecocity_desktop.i18n import formats
from ecocity_desktop.paths import write_whole
from ecocity_desktop.services.commitments import CommitmentLine, ledger
from ecocity_desktop.services.milestones import MilestoneLine, milestone_lines
from ecocity_desktop.services.naming import name_of
from ecocity_desktop.store.journal import read_clock
from ecocity_desktop.store.past import times_changed

if TYPE_CHECKING:
    from pathlib import Path

    from ecocity_desktop.domain.partial_date import PartialDate
    from ecocity_desktop.exchange.icalendar_file import CalendarEvent
    from ecocity_desktop.i18n.catalog import Catalog
    from ecocity_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class CalendarReport:
    """What was written: how many events, and how many milestones and promises had no date to write."""

    path: Path
    events: int
    undated: int


def export_calendar(
    ws: Workspace,
    target: Path,
    catalog: Catalog,
    *,
    city_id: str | None = None,
    partner_id: str | None = None,
) -> CalendarReport:
    """Write an iCalendar file in the catalogue's language: the old file or the whole new one.

    ``city_id`` keeps what concerns the city or the whole programme, ``partner_id`` what the partner answers for, owes
    or is owed. Raises ``UserError`` ``error.target`` when the file cannot be written.
    """
    from ecocity_desktop.exchange import icalendar_file  # the library is needed for nothing else

    events, undated = calendar_events(ws, catalog, city_id=city_id, partner_id=partner_id)
    content = icalendar_file.dump(_calendar_name(ws, catalog, city_id, partner_id), catalog.language, events)
    try:
        write_whole(target, content)
    except OSError as error:
        raise not_written(target, error) from error
    return CalendarReport(target, len(events), undated)


def calendar_events(
    ws: Workspace, catalog: Catalog, *, city_id: str | None = None, partner_id: str | None = None
) -> tuple[tuple[CalendarEvent, ...], int]:
    """Return the events of a calendar in the order of their dates, and how many records have no date."""
    milestones = [line for line in milestone_lines(ws) if _is_wanted(line, city_id, partner_id)]
    promises = [
        line
        for line in ledger(ws, city_id=city_id, partner_id=partner_id)
        # A promise whose date is that of its milestones would stand beside them twice.
        if line.commitment.due_on or line.commitment.done_on or not line.milestones
    ]
    with ws.reading() as session:
        changed = times_changed(session, "milestone") | times_changed(session, "commitment")
    found = [_of_milestone(line, catalog, changed) for line in milestones]
    found += [_of_promise(line, catalog, changed) for line in promises]
    events = sorted(
        (event for event in found if event), key=lambda event: (event.first, event.last, event.id)
    )
    return tuple(events), len(found) - len(events)


def _is_wanted(line: MilestoneLine, city_id: str | None, partner_id: str | None) -> bool:
    here = city_id is None or not line.cities or any(city.id == city_id for city in line.cities)
    return here and (partner_id is None or line.milestone.partner_id == partner_id)


def _calendar_name(ws: Workspace, catalog: Catalog, city_id: str | None, partner_id: str | None) -> str:
    names = [name_of(ws, "city", city_id) if city_id else None, name_of(ws, "partner", partner_id or "")]
    told = [name.read(catalog.language).text for name in names if name]
    whole = catalog.text("calendar.name")
    return (
        catalog.text("calendar.name_of", name=whole, of=formats.enumeration(told, catalog.language))
        if told
        else whole
    )


def _of_milestone(
    line: MilestoneLine, catalog: Catalog, changed: dict[str, tuple[int, str]]
) -> CalendarEvent | None:
    row, language = line.milestone, catalog.language
    on = shown_date(row) or shown_start(row)
    if on is None:
        return None
    cities = tuple(city.name.read(language).text for city in line.cities)
    told = [_labelled(catalog, "cli.state", catalog.text(choice_key(line.state)))]
    dates = {"planned_on": row.planned_on, "forecast_on": row.forecast_on, "actual_on": row.actual_on}
    told += [
        _labelled(catalog, f"field.milestone.{name}", formats.partial_date(date, language))
        for name, date in dates.items()
        if date
    ]
    if line.responsible:
        name = line.responsible.acronym or line.responsible.name.read(language).text
        told.append(_labelled(catalog, "field.milestone.partner_id", name))
    if cities:
        told.append(_labelled(catalog, "field.milestone.city_ids", formats.enumeration(cities, language)))
    return _event(
        catalog,
        row.id,
        row.title.read(language).text,
        shown_start(row) or on,
        on,
        done=line.state is MilestoneState.DONE,
        changed=changed,
        description="\n".join(told),
        location=row.place.read(language).text,
        categories=(catalog.text(choice_key(row.kind)), *cities),
    )


def _of_promise(
    line: CommitmentLine, catalog: Catalog, changed: dict[str, tuple[int, str]]
) -> CalendarEvent | None:
    row, language = line.commitment, catalog.language
    on = line.kept_on or line.due
    if on is None:
        return None
    told = [_labelled(catalog, "cli.state", catalog.text(choice_key(line.state)))]
    for field, partner in (("debtor_id", line.debtor), ("beneficiary_id", line.beneficiary)):
        if partner:
            name = partner.acronym or partner.name.read(language).text
            told.append(_labelled(catalog, f"field.commitment.{field}", name))
    agreement = line.agreement.title.read(language).text
    told.append(_labelled(catalog, "field.commitment.agreement_id", agreement))
    cities = tuple(city.name.read(language).text for city in line.cities)
    return _event(
        catalog,
        row.id,
        row.text.read(language).text,
        on,
        on,
        done=line.state is MilestoneState.DONE,
        changed=changed,
        description="\n".join(told),
        categories=(catalog.text("noun.commitments", count=1), *cities),
    )


def _event(
    catalog: Catalog,
    row_id: str,
    title: str,
    start: PartialDate,
    end: PartialDate,
    *,
    done: bool,
    changed: dict[str, tuple[int, str]],
    description: str,
    location: str = "",
    categories: tuple[str, ...],
) -> CalendarEvent:
    from ecocity_desktop.exchange.icalendar_file import CalendarEvent

    count, last = changed[row_id]
    summary = title
    if end.precision != "day":
        when = formats.partial_date(end, catalog.language)
        summary = catalog.text("calendar.approximate", title=title, date=when)
    return CalendarEvent(
        id=row_id,
        summary=summary,
        first=min(start.earliest, end.latest),
        last=end.latest,
        precision=end.precision,
        done=done,
        sequence=count - 1,
        changed_at=read_clock(last),
        description=description,
        location=location,
        categories=categories,
    )


def _labelled(catalog: Catalog, key: str, value: str) -> str:
    return catalog.text("calendar.labelled", label=catalog.text(key), value=value)
