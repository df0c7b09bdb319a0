"""The calendar as rows: milestones under the headings they are grouped by, what waits for what, what stood before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.i18n import formats


@dataclass(frozen=True, slots=True)
class Entry:
    """One milestone: from ``start`` (``None``: no duration) to its date ``end``.

    ``state`` is that of the milestone (``"done"``, ``"late"`` ...). What is done does not ``move``; of what has
    ``begun``, only the date does.
    """

    id: str
    title: str
    start: PartialDate | None
    end: PartialDate | None
    state: str
    moves: bool = True
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the calendar: a milestone of a ``group``, or its heading (``entry`` is ``None``) over ``count`` ones.

    Of a group that is ``folded`` there is only the heading; ``reach`` is the first and the last day of what it hides.
    ``said`` is what is read out of a heading; ``continued`` stands behind one that a further page repeats.
    """

    entry: Entry | None
    heading: str = ""
    second: str = ""
    count: int = 0
    group: str = ""
    folded: bool = False
    reach: tuple[date, date] | None = None
    said: str = ""
    continued: str = ""


@dataclass(frozen=True, slots=True)
class Dates:
    """The start and the date of a milestone at some earlier look."""

    start: PartialDate | None
    end: PartialDate | None


@dataclass(frozen=True, slots=True)
class Arrow:
    """A link between two rows; ``broken`` when the dates of both cannot be true together."""

    before: int
    after: int
    broken: bool = False


@dataclass(frozen=True)
class Board:
    """Everything the calendar shows. ``words`` says each state in words, and today under ``"today"``.

    ``before`` holds, by id, the dates of an earlier look, drawn behind today's.
    """

    rows: tuple[Row, ...]
    arrows: tuple[Arrow, ...]
    today: date
    language: str
    words: Mapping[str, str]
    before: Mapping[str, Dates] = field(default_factory=dict)
    places: Mapping[str, tuple[int, ...]] = field(init=False, repr=False, compare=False)
    arrows_of: Mapping[int, tuple[Arrow, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places: dict[str, list[int]] = {}
        for number, row in enumerate(self.rows):
            if row.entry is not None:
                places.setdefault(row.entry.id, []).append(number)
        arrows: dict[int, list[Arrow]] = {}
        for arrow in self.arrows:
            arrows.setdefault(arrow.before, []).append(arrow)
            arrows.setdefault(arrow.after, []).append(arrow)
        object.__setattr__(self, "places", {key: tuple(found) for key, found in places.items()})
        object.__setattr__(self, "arrows_of", {key: tuple(found) for key, found in arrows.items()})

    def entry(self, milestone_id: str) -> Entry | None:
        """Return a milestone, ``None`` when it is not on the board."""
        places = self.places.get(milestone_id)
        return self.rows[places[0]].entry if places else None

    def row_like(self, kept: Row) -> int | None:
        """Return where a row of an earlier board stands on this one: its milestone, or the heading it is folded into.

        The heading of a group that is no longer folded gives way to the first milestone under it.
        """
        numbered = [(number, row) for number, row in enumerate(self.rows) if row.group == kept.group]
        heading = next((number for number, row in numbered if row.entry is None), None)
        if heading is not None and (kept.entry is None or self.rows[heading].folded):
            return heading if self.rows[heading].folded else heading + 1
        places = self.places.get(kept.entry.id, ()) if kept.entry else ()
        return next(
            (place for place in places if self.rows[place].group == kept.group), next(iter(places), None)
        )

    def span(self) -> tuple[date, date] | None:
        """Return the first and the last day of anything on the board, ``None`` when nothing has a date."""
        days = [day for row in self.rows if row.entry for day in days_of(row.entry)]
        days += [day for row in self.rows if row.reach for day in row.reach]
        days += [day for one in self.before.values() for day in days_of(one)]
        return (min(days), max(days)) if days else None


def arrows_between(
    rows: tuple[Row, ...], links: Iterable[tuple[str, str]], broken: frozenset[tuple[str, str]]
) -> tuple[Arrow, ...]:
    """Return the arrows of the links: one for each, between rows of one group where both stand in one."""
    places: dict[str, dict[int, int]] = {}
    group = 0
    for number, row in enumerate(rows):
        if row.entry is None:
            group = number
        else:
            places.setdefault(row.entry.id, {})[group] = number
    found = []
    for before, after in links:
        if before in places and after in places:
            here, there = places[before], places[after]
            shared = next((group for group in here if group in there), None)
            first = next(iter(here.values())) if shared is None else here[shared]
            second = next(iter(there.values())) if shared is None else there[shared]
            found.append(Arrow(first, second, (before, after) in broken))
    return tuple(found)


def when(start: PartialDate | None, end: PartialDate | None, language: str) -> str:
    """Return the dates of a milestone in short words, ``""`` without any."""
    if start is None or end is None or start == end:
        on = end or start
        return date_words(on, language) if on else ""
    return f"{date_words(start, language)} – {date_words(end, language)}"


def entry_words(board: Board, entry: Entry) -> str:
    """Return what is said of a milestone: its title, its dates, where it stands, and where it stood before."""
    parts = [when(entry.start, entry.end, board.language), board.words[entry.state]]
    before = board.before.get(entry.id)
    if before is not None and (before.start, before.end) != (entry.start, entry.end):
        stood = when(before.start, before.end, board.language) or board.words["undated"]
        parts.append(f"{board.words['before']} {stood}")
    return "\n".join((entry.title, " · ".join(part for part in parts if part)))


@lru_cache(maxsize=8192)
def date_words(on: PartialDate, language: str) -> str:
    """Return a date in short words, at its own precision."""
    return formats.partial_date(on, language, short=True)


def days_of(dates: Entry | Dates) -> list[date]:
    """Return the first and the last days that the dates of a milestone may mean; empty without a date."""
    return [day for on in (dates.start, dates.end) if on for day in (on.earliest, on.latest)]
