"""What a list shows: columns, and for each record the cell a column makes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ecocity_desktop.i18n import formats
from ecocity_desktop.ui.widgets.matching import folded
from ecocity_desktop.ui.words import two_scripts

if TYPE_CHECKING:
    from ecocity_desktop.domain.local_text import LocalText
    from ecocity_desktop.domain.partial_date import PartialDate


@dataclass(frozen=True)
class Cell:
    """One cell: its text, the same name in the other script, and how it looks.

    ``tone`` is a role of the style: ``"strong"``, ``"secondary"``, ``"missing"``, or a state (``"done"``, ``"coming"``,
    ``"late"``, ``"planned"``), which is shown as a pill.
    """

    text: str
    second: str = ""
    tone: str = ""

    @property
    def whole(self) -> str:
        """Both scripts, as one reads them out."""
        return f"{self.text} {self.second}".strip()


@dataclass(frozen=True)
class Column:
    """One column: its heading, the cell of a record, what it is sorted by (all numbers or
    all texts, ``None`` for what is missing and comes last), its first width.

    ``number`` columns stand at the right. ``words`` are all the words a column of states may show: it is at least as
    wide as the widest of them. The column that ``takes_room`` gets what the others leave; without one, the last does.
    A ``spare`` one is hidden where there is no room for all.
    """

    title: str
    cell: Callable[[Any], Cell]
    sort: Callable[[Any], str | float | None]
    width: int
    number: bool = False
    words: tuple[str, ...] = ()
    takes_room: bool = False
    spare: bool = False


STATES = ("done", "coming", "late", "planned")


DATE_WIDTHS = {"fr": 106, "en": 106, "zh": 122}
"""How wide a column of short dates is in each language: for a day of two figures in the month with the longest name."""


def name_cell(name: LocalText, language: str) -> Cell:
    """Return a name in both scripts."""
    first, second = two_scripts(name, language)
    return Cell(first, second, "strong")


def date_cell(on: PartialDate | None, language: str, *, missing: str = "", tone: str = "") -> Cell:
    """Return a short date at its own precision, or what is said where there is none."""
    if on is None:
        return Cell(missing, tone="missing")
    return Cell(formats.partial_date(on, language, short=True), tone=tone)


def date_order(on: PartialDate | None) -> str | None:
    """Return what a date is sorted by: the last day it may mean."""
    return on.latest.isoformat() if on else None


def text_order(text: str) -> str | None:
    """Return what a text is sorted by: without accents and capitals."""
    return folded(text) or None
