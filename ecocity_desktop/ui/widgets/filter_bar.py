"""The line above a list: a button to add, a field to filter, a choice to narrow by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QWidget

from ecocity_desktop.ui.icons import icon
from ecocity_desktop.ui.theme import colours_of, set_role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecocity_desktop.i18n.catalog import Catalog


class FilterBar(QWidget):
    """``typed`` carries the words to filter by, ``narrowed`` the choice made (``None`` for all)."""

    add_asked = Signal()
    typed = Signal(str)
    narrowed = Signal(object)
    entered = Signal()
    list_asked = Signal()

    def __init__(self, catalog: Catalog, add_text: str) -> None:
        super().__init__()
        self._catalog = catalog
        self.add_button = QPushButton(add_text)
        self.add_button.setObjectName("add")
        colours = colours_of(self)
        self.add_button.setIcon(icon("plus", colours.on_jade, disabled=colours.secondary))
        set_role(self.add_button, "primary")
        self.add_button.clicked.connect(self.add_asked)
        self.field = QLineEdit()
        self.field.setObjectName("filter")
        self.field.setPlaceholderText(catalog.text("ui.table.filter"))
        self.field.setAccessibleName(catalog.text("ui.table.filter_name"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self.typed)
        self.field.installEventFilter(self)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(12, 10, 12, 6)
        self.row.setSpacing(8)
        self.row.addWidget(self.add_button)
        self.row.addWidget(self.field, 1)
        self.choice_button: QPushButton | None = None
        self._group: QActionGroup | None = None
        self._choice_label = ""

    def offer_choices(self, text: str, choices: Sequence[tuple[str, Any]]) -> None:
        """Add the choice button: ``text`` is what is chosen by, each choice its words and its value."""
        self._choice_label = text
        button = QPushButton(text)
        button.setObjectName("choice")
        set_role(button, "menu")
        menu = QMenu(button)
        self._group = QActionGroup(menu)
        self._add_choice(menu, self._catalog.text("ui.table.all"), None).setChecked(True)
        menu.addSeparator()
        for words, value in choices:
            self._add_choice(menu, words, value)
        button.setMenu(menu)
        self.choice_button = button
        self.row.addWidget(button)

    def clear(self) -> None:
        """Filter by nothing."""
        self.field.clear()
        if self._group is not None:
            self._group.actions()[0].trigger()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn:
            self.entered.emit()
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self.field.text():
                self.field.clear()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.list_asked.emit()
                return True
        return super().eventFilter(watched, event)

    def _add_choice(self, menu: QMenu, words: str, value: Any) -> QAction:
        action = menu.addAction(words.replace("&", "&&"))
        action.setCheckable(True)
        action.triggered.connect(lambda: self._narrow(words, value))
        if self._group is not None:
            self._group.addAction(action)
        return action

    def _narrow(self, words: str, value: Any) -> None:
        if self.choice_button is not None:
            label = self._choice_label if value is None else words
            self.choice_button.setText(label.replace("&", "&&"))
            self.choice_button.setProperty("active", "false" if value is None else "true")
            self.choice_button.style().unpolish(self.choice_button)
            self.choice_button.style().polish(self.choice_button)
        self.narrowed.emit(value)
