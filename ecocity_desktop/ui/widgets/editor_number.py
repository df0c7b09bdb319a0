"""The editor of a number: written as its reader writes numbers, its unit inside the field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit

from ecocity_desktop.domain.fields import Kind
from ecocity_desktop.i18n import formats
from ecocity_desktop.ui.widgets.editor_base import FieldEditor, UnreadableError
from ecocity_desktop.ui.widgets.labels import label as plain_label

if TYPE_CHECKING:
    from ecocity_desktop.domain.fields import FieldSpec
    from ecocity_desktop.i18n.catalog import Catalog

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009']")
_PLAIN = re.compile(r"[+-]?\d+(\.\d*)?")
_DIGITS = 12
_LEFT = 10


class UnitField(QLineEdit):
    """One line with a unit that follows what is written in it."""

    def __init__(self) -> None:
        super().__init__()
        self._unit = plain_label("", "secondary", parent=self)
        self._unit.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.textChanged.connect(self._place_unit)

    def show_unit(self, unit: str) -> None:
        """Write ``unit`` after the number."""
        self._unit.setText(unit)
        self._place_unit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_unit()

    def _place_unit(self) -> None:
        self._unit.adjustSize()
        left = _LEFT + self.fontMetrics().horizontalAdvance(self.text()) + 6
        fits = bool(self.text()) and left + self._unit.width() < self.width() - 4
        self._unit.setVisible(fits and bool(self._unit.text()))
        self._unit.move(left, (self.height() - self._unit.height()) // 2)


class NumberEditor(FieldEditor):
    """A number with its unit; whole where the field is. Years are written without spaces."""

    def __init__(self, spec: FieldSpec, catalog: Catalog, label: str) -> None:
        super().__init__(spec, catalog, label)
        self.line = UnitField()
        self.line.returnPressed.connect(self.left)
        self.take_input(self.line)
        self.row.addWidget(self.line, 1)
        self._shown: float | None = None
        if spec.unit:
            self.line.show_unit(catalog.text(f"unit.{spec.unit}"))

    def show_value(self, value: Any) -> None:
        self._shown = value
        self.line.setText(self._written(value))
        self.line.setCursorPosition(0)

    def show_unit(self, unit: str) -> None:
        """Write another unit in the field."""
        self.line.show_unit(unit)

    def value(self) -> Any:
        if not self.is_changed():
            return self._shown
        return read_number(self.line.text(), self.catalog.language, whole=self.spec.kind is Kind.INTEGER)

    def is_changed(self) -> bool:
        return self.line.text() != self._written(self._shown)

    def revert(self) -> None:
        self.show_value(self._shown)

    def _written(self, value: float | None) -> str:
        if value is None:
            return ""
        if self.spec.kind is Kind.INTEGER:
            return str(value)
        return formats.number(value, self.catalog.language, digits=_DIGITS)


def read_number(text: str, language: str, *, whole: bool = False) -> float | int | None:
    """Read a number as readers of ``language`` write it: « 5 231 180,5 », "5,231,180.5"; nothing is ``None``.

    Raises ``UnreadableError``.
    """
    plain = _SPACES.sub("", text).replace("−", "-").replace("，", ",")
    if not plain:
        return None
    if language == "fr":
        plain = plain.replace(".", "").replace(",", ".") if "," in plain else plain
    else:
        plain = plain.replace(",", "")
    if not _PLAIN.fullmatch(plain):
        raise UnreadableError("problem.integer" if whole else "problem.number")
    number = float(plain)
    if whole and not number.is_integer():
        raise UnreadableError("problem.integer")
    return int(plain.partition(".")[0]) if whole else number
