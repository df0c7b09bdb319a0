"""The editor of a reference: typing narrows the list of names; sources can be made and opened from the field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QMenu, QToolButton

from ecocity_desktop.ui import icons
from ecocity_desktop.ui.theme import set_role
from ecocity_desktop.ui.widgets.editor_base import FieldEditor, UnreadableError
from ecocity_desktop.ui.widgets.elided import ElidedLine
from ecocity_desktop.ui.widgets.matching import folded
from ecocity_desktop.ui.widgets.names import Names, NamesModel
from ecocity_desktop.ui.widgets.record_delegate import set_plain_tip

if TYPE_CHECKING:
    from ecocity_desktop.domain.fields import FieldSpec
    from ecocity_desktop.i18n.catalog import Catalog

_VISIBLE = 12
_BUTTON_WIDTH = 22


class ReferenceEditor(FieldEditor):
    """Points to another record by its name.

    ``new_asked`` carries the words typed for a record to be made, ``open_asked`` the id of the one pointed to.
    """

    new_asked = Signal(str)
    open_asked = Signal(str)

    def __init__(
        self, spec: FieldSpec, catalog: Catalog, label: str, names: Names, *, excluded: str | None = None
    ) -> None:
        super().__init__(spec, catalog, label)
        self._names = names
        self._entity = spec.refers_to or ""
        self._shown: str | None = None
        self._chosen: str | None = None
        self._written = ""
        self.excluded = excluded
        self.line = ElidedLine()
        self.line.setPlaceholderText(catalog.text(f"ui.form.choose_{self._entity}"))
        self.line.setTextMargins(0, 0, _BUTTON_WIDTH, 0)
        self._model = NamesModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_VISIBLE)
        self._completer.activated[QModelIndex].connect(self._pick)  # type: ignore[index]  # of two kinds
        self._completer.setWidget(self.line)
        self.line.textEdited.connect(self._narrow)
        self.line.returnPressed.connect(self.left)
        self.take_input(self.line)
        self.row.addWidget(self.line, 1)
        self.menu_button = self._menu_button()
        inside = QHBoxLayout(self.line)
        inside.setContentsMargins(0, 0, 3, 0)
        inside.addStretch(1)
        inside.addWidget(self.menu_button)
        names.renewed.connect(self._renew)

    def show_value(self, value: Any) -> None:
        self._shown = self._chosen = value
        self._write()

    def value(self) -> Any:
        typed = self.line.text().strip()
        if not typed:
            return None
        if self._chosen is not None and not self._is_typed():
            return self._chosen
        return self._read(typed)

    def is_changed(self) -> bool:
        return self._chosen != self._shown or self._is_typed()

    def revert(self) -> None:
        self.show_value(self._shown)

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self._fill_menu(read_only)

    def needed_width(self) -> int:
        words = (self.catalog.text("ui.table.no_source"), self.catalog.text(f"ui.form.choose_{self._entity}"))
        return max(self.line.width_for(one) for one in words)

    def say_wanted(self, wanted: bool) -> None:
        """Say in the empty field that a source is missing for something that was given."""
        key = "ui.table.no_source" if wanted else f"ui.form.choose_{self._entity}"
        self.line.setPlaceholderText(self.catalog.text(key))
        self.line.setProperty("state", "missing" if wanted else "ready")
        self.line.style().unpolish(self.line)
        self.line.style().polish(self.line)

    def point_to(self, record_id: str) -> None:
        """Choose a record and save."""
        self._chosen = record_id
        self._write()
        self.left.emit()

    def key_pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        popup = self._completer.popup()
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.menu_button.click()
            return True
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not popup.isVisible():
            self.open_list()
            return True
        return super().key_pressed(watched, event)

    def open_list(self) -> None:
        """Show every name."""
        self._offer()
        self._model.narrow("")
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._completer.complete()

    def _menu_button(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"{self.spec.name}.menu")
        icons.draw(button, "chevron-down", "secondary", 12)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # one stop for a field; Alt and the arrow down press it
        set_role(button, "inside")
        button.setAccessibleName(self.catalog.text("ui.form.list_of", field=self.label))
        button.setToolTip(self.catalog.text("ui.form.list"))
        if self._entity == "source":
            button.setMenu(QMenu(button))
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            button.menu().aboutToShow.connect(lambda: self._fill_menu(self.line.isReadOnly()))
        else:
            button.clicked.connect(self.open_list)
        return button

    def _fill_menu(self, read_only: bool) -> None:
        menu = self.menu_button.menu()
        if menu is None:
            self.menu_button.setEnabled(not read_only)
            return
        menu.clear()
        text = self.catalog.text
        if not read_only:
            menu.addAction(text("ui.form.choose_source"), self.open_list)
            menu.addAction(text("ui.form.new_source"), lambda: self.new_asked.emit(self._new_words()))
        if self._chosen is not None:
            menu.addAction(text("ui.form.open_source"), lambda: self.open_asked.emit(self._chosen))

    def _new_words(self) -> str:
        return self.line.text().strip() if self._is_typed() else ""

    def _is_typed(self) -> bool:
        """Return whether something else stands in the field than the name last written there."""
        return self.line.text() != self._written

    def _offer(self) -> None:
        known = self._names.all(self._entity)
        self._model.show(tuple(one for one in known if one.id != self.excluded))

    def _narrow(self, typed: str) -> None:
        self._offer()
        self._model.narrow(typed)
        if self._model.shown:
            self._completer.complete()
        else:
            self._completer.popup().hide()

    def _pick(self, index: QModelIndex) -> None:
        self.point_to(index.data(Qt.ItemDataRole.UserRole))

    def _read(self, typed: str) -> str:
        """Return the record a typed name means: the one called so, or the only one that matches."""
        self._offer()
        self._model.narrow(typed)
        called = [one.id for one in self._model.shown if folded(one.text) == folded(typed)]
        found = called or [one.id for one in self._model.shown]
        if len(found) != 1:
            raise UnreadableError(
                "ui.form.several_match" if found else "ui.form.none_matches", text=typed[:60]
            )
        return found[0]

    def _text(self, record_id: str | None) -> str:
        return self._names.text(self._entity, record_id)

    def _write(self) -> None:
        self.line.setText(self._text(self._chosen))
        self._written = self.line.text()
        self.line.setCursorPosition(0)
        set_plain_tip(self.line, self.line.text())

    def _renew(self, entity: str) -> None:
        """Show the new name of a record that was called otherwise a moment ago."""
        if entity == self._entity and not self.line.hasFocus() and not self.is_changed():
            self._write()
