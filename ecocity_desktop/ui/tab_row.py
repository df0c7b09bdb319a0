"""The row under the menus: one flat tab per place of the window, and the search field at its right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QTabBar

from ecocity_desktop.ui import tab_list
from ecocity_desktop.ui.theme import GRID

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.i18n.catalog import Catalog

_SEARCH_WIDTH = 34 * GRID


class TabRow(QFrame):
    """Says which tab or the search was asked for; the window does it."""

    tab_chosen = Signal(str)
    search_asked = Signal()

    def __init__(self, catalog: Catalog, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("tabRow")
        self.bar = QTabBar(self)
        self.bar.setObjectName("tabs")
        self.bar.setAccessibleName(catalog.text("ui.tabs_name"))
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self._keys = [spec.key for spec in tab_list.TABS]
        for key in self._keys:
            self.bar.addTab(catalog.text(f"ui.tab.{key}"))
        self.bar.currentChanged.connect(self._choose)
        self.search = QPushButton(catalog.text("ui.search.everywhere"), self)
        self.search.setObjectName("searchField")
        self.search.setFixedWidth(_SEARCH_WIDTH)
        self.search.clicked.connect(self.search_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID + 2, 0, GRID + 2, 0)
        row.addWidget(self.bar, 1)
        row.addWidget(self.search)
        self.setEnabled(False)

    def complete(self) -> None:
        """Write the keys into the search field, which looks like one and opens what has room for what is found."""
        from PySide6.QtCore import Qt
        from PySide6.QtGui import QKeySequence

        from ecocity_desktop.ui.widgets.labels import label

        keys = label(
            QKeySequence("Ctrl+K").toString(QKeySequence.SequenceFormat.NativeText), parent=self.search
        )
        keys.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside = QHBoxLayout(self.search)
        inside.setContentsMargins(GRID + 2, 0, GRID + 2, 0)
        inside.addWidget(keys, 0, Qt.AlignmentFlag.AlignRight)

    def show_chosen(self, key: str) -> None:
        """Mark the tab that is in front."""
        self.bar.blockSignals(True)
        self.bar.setCurrentIndex(self._keys.index(key))
        self.bar.blockSignals(False)

    def _choose(self, index: int) -> None:
        if 0 <= index < len(self._keys) and self.isEnabled():
            self.tab_chosen.emit(self._keys[index])
