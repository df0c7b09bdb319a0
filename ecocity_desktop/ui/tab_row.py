"""The row under the menus: one flat tab per place of the window, and the search field at its right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QTabBar

from ecocity_desktop.ui import tab_list
from ecocity_desktop.ui.theme import GRID

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
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
        self.search = SearchField(catalog, self)
        self.search.clicked.connect(self.search_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID + 2, 0, GRID + 2, 0)
        row.addWidget(self.bar, 1)
        row.addWidget(self.search)
        self.setEnabled(False)

    def show_chosen(self, key: str) -> None:
        """Mark the tab that is in front."""
        self.bar.blockSignals(True)
        self.bar.setCurrentIndex(self._keys.index(key))
        self.bar.blockSignals(False)

    def _choose(self, index: int) -> None:
        if 0 <= index < len(self._keys) and self.isEnabled():
            self.tab_chosen.emit(self._keys[index])


class SearchField(QPushButton):
    """Looks like a field, with its keys at the right, and opens the search, which has room for what is found."""

    def __init__(self, catalog: Catalog, parent: QWidget) -> None:
        super().__init__(catalog.text("ui.search.everywhere"), parent)
        self.setObjectName("searchField")
        self.setFixedWidth(_SEARCH_WIDTH)
        self._keys = QKeySequence("Ctrl+K").toString(QKeySequence.SequenceFormat.NativeText)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)  # begins with the pen the style sheet gives this field
        metrics = self.fontMetrics()
        left = self.width() - metrics.horizontalAdvance(self._keys) - GRID - 2
        painter.drawText(left, (self.height() + metrics.ascent() - metrics.descent()) // 2, self._keys)
