"""A brief as data: the blocks it is made of, in reading order, with every word and number as it will be printed.

Blocks are frozen and comparable; ``BriefDocument.to_json`` prints them. Nothing here says how a page looks.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

from ecocity_desktop.brief.fingerprint import fingerprint_of
from ecocity_desktop.domain.partial_date import PartialDate


class BadgeRole(StrEnum):
    """Why a badge stands beside a text."""

    LANGUAGE = "language"
    REREAD = "reread"
    UNVERIFIED = "unverified"
    DERIVED = "derived"
    MISSING = "missing"
    PREFERRED = "preferred"


@dataclass(frozen=True)
class Badge:
    """A word in a pill beside a text, « à relire » for instance."""

    role: BadgeRole
    word: str


@dataclass(frozen=True)
class Words:
    """A text with its badges and the numbers of its sources."""

    text: str
    badges: tuple[Badge, ...] = ()
    sources: tuple[int, ...] = ()


@dataclass(frozen=True)
class Title:
    """The name of the city, its name in the other script, and what it is; ``subtitle`` parts stand side by side."""

    name: Words
    other_name: str
    subtitle: tuple[Words, ...]


@dataclass(frozen=True)
class Photo:
    """The photo of the city, a JPEG; ``said`` are caption, date and credit, ``alternative`` is read aloud instead."""

    content: bytes
    width_px: int
    height_px: int
    said: tuple[Words, ...]
    alternative: str


@dataclass(frozen=True)
class Lead:
    """The opening sentences."""

    text: Words


@dataclass(frozen=True)
class Paragraphs:
    """Running text under a heading (none for the presentation).

    ``strong`` opens it in bold, ``bulleted`` sets a list.
    """

    key: str
    heading: str
    strong: Words | None
    items: tuple[Words, ...]
    bulleted: bool = False


@dataclass(frozen=True)
class Step:
    """One step of the way to the label; ``state`` is a ``MilestoneState`` value, ``is_next`` marks the first open one.

    ``announced`` says what had been planned where that differs from what happened or comes from another source.
    """

    label: str
    state: str
    is_next: bool
    when: Words
    state_word: str
    announced: Words | None


@dataclass(frozen=True)
class Journey:
    """The way to the label."""

    heading: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Member:
    """One partner of the team.

    ``other_name`` is its name in the other script, ``frame`` the agreements behind its role.
    """

    name: Words
    acronym: str
    other_name: str
    role: Words
    frame: tuple[Words, ...]


@dataclass(frozen=True)
class Team:
    """Who works on the city; ``columns`` are the three column heads."""

    heading: str
    columns: tuple[str, str, str]
    members: tuple[Member, ...]


@dataclass(frozen=True)
class Pin:
    """A place on the locator map, in WGS 84 degrees; ``role`` is ``here``, ``pilot`` or ``landmark``."""

    name: str
    latitude: float
    longitude: float
    role: str


@dataclass(frozen=True)
class LocatorMap:
    """Where the city lies; ``provinces`` are the division codes to tint, ``here`` the one that stands for a pin."""

    pins: tuple[Pin, ...]
    provinces: tuple[str, ...]
    note: Words
    here: str = ""


@dataclass(frozen=True)
class Fact:
    """A key figure: ``value`` and ``unit`` large, ``caption`` under them; ``missing`` when there is no value yet."""

    value: str
    unit: str
    caption: Words
    missing: bool = False


@dataclass(frozen=True)
class KeyFacts:
    """The key figures."""

    heading: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Contact:
    """Somebody to call: ``lines`` are what stands under the name."""

    name: str
    lines: tuple[Words, ...]


@dataclass(frozen=True)
class Contacts:
    """Whom to call."""

    heading: str
    people: tuple[Contact, ...]


@dataclass(frozen=True)
class TimelineRow:
    """One milestone of the calendar.

    ``state`` is a ``MilestoneState`` value, ``when`` its date in words with the state; ``due`` the date it is or was
    expected on, ``actual`` the one it happened on.
    """

    label: Words
    state: str
    due: PartialDate | None
    actual: PartialDate | None
    when: Words


@dataclass(frozen=True)
class Timeline:
    """The calendar; ``today`` is drawn where it falls within the dates, ``legend`` explains the marks that occur."""

    heading: str
    rows: tuple[TimelineRow, ...]
    today: date
    today_word: str
    quarters: tuple[str, str, str, str]
    legend: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FigureRow:
    """One figure, number and unit; ``quantity`` is empty where the row above measures the same."""

    quantity: str
    value: tuple[str, ...]
    preferred: bool
    scope: Words
    source: Words


@dataclass(frozen=True)
class FigureTable:
    """All figures, those that disagree too."""

    heading: str
    columns: tuple[str, str, str, str]
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True)
class Point:
    """One point needing attention; ``level`` is an ``AttentionLevel`` value, ``word`` its name."""

    level: str
    word: str
    text: str
    responsible: str


@dataclass(frozen=True)
class Attention:
    """What needs attention, the most pressing first."""

    heading: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class LedgerRow:
    """One commitment; ``state`` is a ``MilestoneState`` value, ``who`` says who owes it to whom, ``frame`` where."""

    state: str
    state_word: str
    text: Words
    evidence: Words | None
    who: Words
    when: Words
    frame: Words


@dataclass(frozen=True)
class Ledger:
    """Commitments by date; ``columns`` are the heads: state, commitment, who, when, agreement."""

    key: str
    heading: str
    columns: tuple[str, str, str, str, str]
    rows: tuple[LedgerRow, ...]


@dataclass(frozen=True)
class SourceEntry:
    """One numbered source: its title, and the rest (publisher, date, address) after it."""

    number: int
    title: str
    details: str


@dataclass(frozen=True)
class Sources:
    """The sources as numbered in the brief, and notes on the page (the map's origin)."""

    heading: str
    entries: tuple[SourceEntry, ...]
    notes: tuple[str, ...]


Block: TypeAlias = (
    Title
    | Photo
    | Lead
    | Paragraphs
    | Journey
    | Team
    | LocatorMap
    | KeyFacts
    | Contacts
    | Timeline
    | FigureTable
    | Ledger
    | Attention
    | Sources
)


@dataclass(frozen=True)
class BriefDocument:
    """The brief of one city in one language, as of one day.

    ``head`` is the running head (programme, cooperation, what and when); ``author`` (the partners) and ``footer`` stand
    at the foot of each page, ``subject`` and ``author`` go into the file's properties. ``fingerprint`` is a short
    hash of the words of the blocks and the running head. ``continued`` follows a heading that comes again on a page.
    """

    language: str
    city: str
    as_of: date
    head: tuple[str, str, str]
    blocks: tuple[Block, ...]
    subject: str
    author: str
    footer: str = ""
    fingerprint: str = ""
    continued: str = ""

    def to_json(self) -> str:
        """Return the whole document as JSON, keys in their order, one line per value."""
        return json.dumps(_plain(self), ensure_ascii=False, indent=1)

    def content_hash(self) -> str:
        """Return eight hexadecimal digits that change with any word of the blocks."""
        content = _plain((self.language, self.as_of, self.head, self.blocks))
        return fingerprint_of(json.dumps(content, ensure_ascii=True))


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, (type, PartialDate)):
        named = {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
        return {"block": type(value).__name__, **named}
    if isinstance(value, (tuple, list)):
        return [_plain(part) for part in value]
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    return str(value) if isinstance(value, (date, PartialDate)) else value
