"""Printing the calendar: in which language, on which paper, all its dates or those on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ecocity_desktop.i18n.catalog import LANGUAGES
from ecocity_desktop.ui.dialogs.frame import Button, CalmDialog
from ecocity_desktop.ui.menus import LANGUAGE_NAMES
from ecocity_desktop.ui.widgets.editor_choice import CalmComboBox
from ecocity_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from ecocity_desktop.i18n.catalog import Catalog

_PAPERS = ("a4", "a3")


class PrintCalendarDialog(CalmDialog):
    """Asks; ``chosen`` carries the language, the paper, and whether only the days on the screen are wanted."""

    chosen = Signal(str, str, bool)

    def __init__(self, catalog: Catalog, parent: QWidget) -> None:
        text = catalog.text
        super().__init__(text("ui.calendar.print_title"), parent)
        self.column.addWidget(label(text("ui.calendar.print_words"), "secondary", wrap=True))
        self.language = CalmComboBox()
        self.language.setObjectName("language")
        for language in LANGUAGES:
            self.language.addItem(LANGUAGE_NAMES[language], language)
        self.language.setCurrentIndex(self.language.findData(catalog.language))
        self.paper = CalmComboBox()
        self.paper.setObjectName("paper")
        for paper in _PAPERS:
            self.paper.addItem(text(f"ui.calendar.paper_{paper}"), paper)
        self.days = CalmComboBox()
        self.days.setObjectName("days")
        self.days.addItem(text("ui.calendar.print_days_all"), False)
        self.days.addItem(text("ui.calendar.print_days_shown"), True)
        for key, field in (
            ("ui.calendar.print_language", self.language),
            ("ui.calendar.print_paper", self.paper),
            ("ui.calendar.print_days", self.days),
        ):
            heading = label(text(key), "secondary")
            heading.setBuddy(field)
            self.column.addWidget(heading)
            self.column.addWidget(field)
        self.add_buttons(Button.Save | Button.Cancel)

    def accept(self) -> None:
        self.chosen.emit(self.language.currentData(), self.paper.currentData(), self.days.currentData())
        super().accept()
