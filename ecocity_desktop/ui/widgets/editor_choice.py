"""Editors of closed lists: one of several, yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox

from ecocity_desktop.domain.enums import Province
from ecocity_desktop.domain.fields import Kind
from ecocity_desktop.i18n.catalog import load_texts
from ecocity_desktop.ui.widgets.editor_base import FieldEditor
from ecocity_desktop.ui.widgets.elided import ElidedComboBox

if TYPE_CHECKING:
    from ecocity_desktop.domain.fields import FieldSpec
    from ecocity_desktop.i18n.catalog import Catalog


class CalmComboBox(ElidedComboBox):
    """A list that the mouse wheel does not change in passing."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(16)
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ChoiceEditor(FieldEditor):
    """One of a closed list. Saved when picked from the open list, or when the field is left after the arrow keys."""

    def __init__(self, spec: FieldSpec, catalog: Catalog, label: str, *, optional: bool) -> None:
        super().__init__(spec, catalog, label)
        self.combo = CalmComboBox()
        self._shown: str | None = None
        self._walking = False
        if optional:
            self.combo.addItem(catalog.text("ui.form.none"), None)
        for choice in spec.choices or ():
            self.combo.addItem(choice_text(spec, choice.value, catalog), choice.value)
        self.show_value(None)
        self.combo.setPlaceholderText(catalog.text("ui.form.choose"))
        self.combo.activated.connect(self._picked)
        self.take_input(self.combo)
        self.row.addWidget(self.combo, 1)

    def needed_width(self) -> int:
        return max(self.combo.width_for(self.combo.itemText(place)) for place in range(self.combo.count()))

    def offer(self, values: tuple[str, ...]) -> None:
        """Offer only these of the choices, the first one chosen unless the present one is among them."""
        kept = self.combo.currentData()
        self.combo.clear()
        for value in values:
            self.combo.addItem(choice_text(self.spec, value, self.catalog), value)
        self.combo.setCurrentIndex(max(0, self.combo.findData(kept)))

    def show_value(self, value: Any) -> None:
        self._shown = value
        self.combo.setCurrentIndex(self.combo.findData(value))

    def value(self) -> Any:
        return self.combo.currentData()

    def is_changed(self) -> bool:
        return bool(self.combo.currentData() != self._shown)

    def revert(self) -> None:
        self.show_value(self._shown)

    def key_pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
            return True
        opens = event.modifiers() & Qt.KeyboardModifier.AltModifier or event.key() in (
            Qt.Key.Key_F4,
            Qt.Key.Key_Space,
        )
        self._walking = not opens
        return super().key_pressed(watched, event)

    def _picked(self) -> None:
        """Save what was picked from the open list; walking with the arrow keys saves on leaving, not at every step."""
        if not self._walking:
            self.left.emit()
        self._walking = False


class FlagEditor(FieldEditor):
    """Yes or no, saved at once."""

    def __init__(self, spec: FieldSpec, catalog: Catalog, label: str) -> None:
        super().__init__(spec, catalog, label)
        self.box = QCheckBox(label)
        self.box.clicked.connect(self.left)
        self.take_input(self.box)
        self.row.addWidget(self.box, 1)
        self._shown = False

    def show_value(self, value: Any) -> None:
        self._shown = bool(value)
        self.box.setChecked(self._shown)

    def value(self) -> Any:
        return self.box.isChecked()

    def is_changed(self) -> bool:
        return self.box.isChecked() != self._shown

    def revert(self) -> None:
        self.show_value(self._shown)


def choice_text(spec: FieldSpec, value: str, catalog: Catalog) -> str:
    """Return a choice in words; a province in both scripts: « Hubei · 湖北省 »."""
    text = catalog.text(spec.choice_key(value))
    if spec.choices is Province:
        other = load_texts("en" if catalog.language == "zh" else "zh")[spec.choice_key(value)]
        return f"{text} · {other}"
    return text


def is_optional(spec: FieldSpec, default: Any) -> bool:
    """Return whether a choice may be left open: it is not required and nothing stands for none."""
    return spec.kind is Kind.CHOICE and not spec.required and default is None
