"""What a list shows: columns, and for each record the cell a column makes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCollator, QLocale

from ecocity_desktop.i18n import formats
from ecocity_desktop.ui.widgets.matching import folded
from ecocity_desktop.ui.words import two_scripts

if TYPE_CHECKING:
    from ecocity_desktop.domain.local_text import LocalText
    from ecocity_desktop.domain.partial_date import PartialDate


@dataclass(frozen=True)
class Cell:
    """One cell: its text, the same name in the other script, a smaller line ``under`` them, and how it looks.

    Where there is no room, its end is cut; with ``both_ends`` its middle, because it is the end that tells it apart.

    ``tone`` is a role of the style: ``"strong"``, ``"secondary"``, ``"missing"``, or a state (``"done"``, ``"coming"``,
    ``"late"``, ``"planned"``), which is shown as a pill.
    """

    text: str
    second: str = ""
    tone: str = ""
    under: str = ""
    both_ends: bool = False

    @property
    def whole(self) -> str:
        """Both scripts and what stands under them, as one reads them out."""
        name = f"{self.text} {self.second}".strip()
        return f"{name} · {self.under}" if self.under else name


@dataclass(frozen=True)
class Column:
    """One column: its heading, the cell of a record, what it is sorted by (values of one kind that have an order,
    ``None`` for what is missing and comes last), its first width.

    ``number`` columns stand at the right. No column is narrower than its heading. ``words`` are all the words a column
    of states may show: it is at least as wide as the widest of them. A ``whole`` one keeps at least its first width.
    The column that ``takes_room`` gets what the others leave; without one, the last does. A ``spare`` one is hidden
    where there is no room for all. Rows of ``two_lines`` are higher.
    """

    title: str
    cell: Callable[[Any], Cell]
    sort: Callable[[Any], Any]
    width: int
    number: bool = False
    words: tuple[str, ...] = ()
    whole: bool = False
    takes_room: bool = False
    spare: bool = False
    two_lines: bool = False


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


def text_order(text: str, language: str) -> Any:
    """Return what a text is sorted by: without accents and capitals; for a Chinese reader by pinyin."""
    easy = folded(text)
    return (_chinese_order().sortKey(easy) if language == "zh" else easy) if easy else None


@lru_cache(maxsize=1)
def _chinese_order() -> QCollator:
    # The system's own order, or that of the ICU that Qt brings: both go by pinyin, and need no dictionary of ours.
    return QCollator(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
