"""The editor of a date: typed freely, shown at its own precision, saying what it understood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticCustomError
from PySide6.QtWidgets import QLineEdit

from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.i18n import formats
from ecocity_desktop.ui.widgets.date_words import read_date
from ecocity_desktop.ui.widgets.editor_base import FieldEditor, UnreadableError

if TYPE_CHECKING:
    from ecocity_desktop.domain.fields import FieldSpec
    from ecocity_desktop.i18n.catalog import Catalog


class DateEditor(FieldEditor):
    """A date known to the year, the month or the day."""

    def __init__(self, spec: FieldSpec, catalog: Catalog, label: str) -> None:
        super().__init__(spec, catalog, label)
        self.line = QLineEdit()
        self.line.setPlaceholderText(catalog.text("ui.form.date_example"))
        self.line.returnPressed.connect(self.left)
        self.line.textEdited.connect(self._say_what_is_understood)
        self.take_input(self.line)
        self.row.addWidget(self.line, 1)
        self._shown: str | None = None

    def show_value(self, value: Any) -> None:
        self._shown = value
        self.line.setText(self._written())
        self.line.setCursorPosition(0)
        self.hinted.emit("")

    def value(self) -> Any:
        if not self.is_changed():
            return self._shown
        try:
            date = read_date(self.line.text())
        except PydanticCustomError as error:
            raise UnreadableError(error.type, **(error.context or {})) from None
        return None if date is None else str(date)

    def is_changed(self) -> bool:
        return self.line.text() != self._written()

    def revert(self) -> None:
        self.show_value(self._shown)

    def _written(self) -> str:
        if self._shown is None:
            return ""
        return formats.partial_date(PartialDate.parse(self._shown), self.catalog.language)

    def _say_what_is_understood(self) -> None:
        try:
            date = read_date(self.line.text())
        except PydanticCustomError:
            date = None
        if date is None or not self.is_changed():
            self.hinted.emit("")
            return
        text = formats.partial_date(date, self.catalog.language)
        self.hinted.emit(self.catalog.text(f"ui.form.understood_{date.precision}", date=text))
