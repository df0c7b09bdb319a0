"""Calendars for other programs (iCalendar, RFC 5545): all-day and span events that update instead of doubling."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

_PRODUCT = "-//EcoCity Desktop//EcoCity Desktop//EN"
_DOMAIN = "ecocity-desktop"
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class CalendarEvent:
    """One event, from the day ``first`` to the day ``last``, both included.

    ``id`` is the record's, and stays; ``sequence`` counts its changes, 0 for none, ``changed_at`` is the last one's
    time in UTC. ``precision`` is ``day``, ``month`` or ``year``: what is known to the month spans the month, and its
    ``summary`` should say so. ``done`` tells what happened from what is expected.
    """

    id: str
    summary: str
    first: date
    last: date
    precision: str
    done: bool
    sequence: int
    changed_at: datetime
    description: str = ""
    location: str = ""
    categories: tuple[str, ...] = ()


def dump(name: str, language: str, events: Iterable[CalendarEvent]) -> bytes:
    """Return a calendar called ``name`` as UTF-8 iCalendar text; the same events give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", _clean(name), parameters={"LANGUAGE": language})
    calendar.add("x-wr-calname", _clean(name))
    for event in events:
        calendar.add_component(_event(event, language))
    return bytes(calendar.to_ical())


def _event(given: CalendarEvent, language: str) -> Event:
    event = Event()
    event.add("uid", f"{given.id}@{_DOMAIN}")
    event.add("dtstamp", given.changed_at.replace(microsecond=0))
    event.add("last-modified", given.changed_at.replace(microsecond=0))
    event.add("sequence", given.sequence)
    event.add("summary", _clean(given.summary), parameters={"LANGUAGE": language})
    event.add("dtstart", given.first)
    # The end of an event is the day after its last one, as far as the calendar goes.
    event.add("dtend", given.last + timedelta(days=1) if given.last < date.max else date.max)
    event.add("status", "CONFIRMED" if given.done else "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    event.add("x-ecocity-precision", given.precision)
    if given.description:
        event.add("description", _clean(given.description), parameters={"LANGUAGE": language})
    if given.location:
        event.add("location", _clean(given.location))
    if given.categories:
        event.add("categories", [_clean(word) for word in given.categories])
    return event


def _clean(text: str) -> str:
    """Return ``text`` without the control characters that no calendar may hold."""
    return _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
