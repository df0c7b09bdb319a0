"""The tabs of the window, in the order shown: a tab is listed here once it works."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.ui.context import AppContext


@dataclass(frozen=True)
class TabSpec:
    """One tab, known by its name before its code is loaded.

    ``key`` names its title (text ``ui.tab.<key>``) and what it keeps in the settings; ``module`` and ``class_name`` say
    where its code is; ``nouns`` are the nouns it can show, its own first, none when it lists no records.
    """

    key: str
    module: str
    class_name: str
    nouns: tuple[str, ...] = ()

    def build(self, ctx: AppContext) -> QWidget:
        """Load the code of the tab and return a new one."""
        made: QWidget = getattr(import_module(self.module), self.class_name)(ctx)
        return made


_ROOM = "ecocity_desktop.ui.tabs"

TABS: tuple[TabSpec, ...] = (
    TabSpec("overview", f"{_ROOM}.overview", "OverviewTab"),
    TabSpec("partners", f"{_ROOM}.partners", "PartnersTab", ("partners", "people")),
    TabSpec("agreements", f"{_ROOM}.agreements", "AgreementsTab", ("agreements", "clauses", "commitments")),
    TabSpec("cities", f"{_ROOM}.cities", "CitiesTab", ("cities", "sources", "programmes")),
    TabSpec("milestones", f"{_ROOM}.milestones", "MilestonesTab", ("milestones",)),
    TabSpec("calendar", f"{_ROOM}.calendar", "CalendarTab"),
)


def tab_for(noun: str) -> TabSpec | None:
    """Return the first tab that shows records of ``noun``."""
    return next((spec for spec in TABS if noun in spec.nouns), None)
