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

_SPACES = re.compile(r"\s")
_WHOLE = r"\d{{1,3}}([{marks}])\d{{3}}(\3\d{{3}})*|\d+|(?={point}\d)"
_NUMBER = rf"(?P<sign>[+-]?) ?(?P<whole>{_WHOLE})({{point}}(?P<decimals>\d*))?"
_WITH_POINT = re.compile(_NUMBER.format(marks=" ',", point=r"\."))
_WITH_COMMA = re.compile(_NUMBER.format(marks=" '.", point=","))
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

    What stands between its digits groups them in threes, or is no part of a number. A French reader may write a decimal
    point too. Raises ``UnreadableError``.
    """
    plain = (
        _SPACES.sub(" ", text.strip())
        .replace("−", "-")
        .replace("，", ",")
        .replace("．", ".")
        .replace("’", "'")
    )
    if not plain:
        return None
    written = _WITH_COMMA if language == "fr" and "," in plain else _WITH_POINT
    found = written.fullmatch(plain)
    if found is None:
        raise UnreadableError("problem.integer" if whole else "problem.number")
    digits = found["sign"] + re.sub(r"\D", "", found["whole"])
    number = float(f"{digits}.{found['decimals'] or 0}")
    if whole and not number.is_integer():
        raise UnreadableError("problem.integer")
    return int(digits if found["whole"] else 0) if whole else number
