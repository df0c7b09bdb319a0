"""Whose dates shall go into an agenda file: everybody's, those of a city, or those of a partner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from ecocity_desktop.services import records
from ecocity_desktop.ui.dialogs.frame import Button, CalmDialog
from ecocity_desktop.ui.tabs.city_lists import partner_cell
from ecocity_desktop.ui.widgets.cells import name_cell
from ecocity_desktop.ui.widgets.editor_choice import CalmComboBox
from ecocity_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.ui.context import AppContext


class AgendaDialog(CalmDialog):
    """Asks; ``chosen`` carries the id of a city, that of a partner (one of both or none), and what it is called."""

    chosen = Signal(str, str, str)

    def __init__(self, ctx: AppContext, parent: QWidget) -> None:
        text, language = ctx.catalog.text, ctx.catalog.language
        super().__init__(text("ui.exchange.export_ics_title"), parent)
        self._everything = text("ui.calendar.page_file")
        self.column.addWidget(label(text("ui.exchange.ics_words"), "secondary", wrap=True))
        self.whose = CalmComboBox()
        self.whose.setObjectName("whose")
        self.whose.addItem(text("ui.exchange.everything"), ("", ""))
        for city in records.list_records(ctx.workspace, "cities"):
            self.whose.addItem(name_cell(city.name, language).whole, (city.id, ""))
        for partner in records.list_records(ctx.workspace, "partners"):
            self.whose.addItem(partner_cell(partner, language).text, ("", partner.id))
        heading = label(text("ui.exchange.whose"), "secondary")
        heading.setBuddy(self.whose)
        self.column.addWidget(heading)
        self.column.addWidget(self.whose)
        self.add_buttons(Button.Save | Button.Cancel)

    def accept(self) -> None:
        city_id, partner_id = self.whose.currentData()
        called = self.whose.currentText() if city_id or partner_id else self._everything
        super().accept()
        self.chosen.emit(city_id, partner_id, called)
