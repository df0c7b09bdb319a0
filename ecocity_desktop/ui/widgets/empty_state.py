"""What an empty place says: that there is nothing yet, and what to do first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ecocity_desktop.ui import icons
from ecocity_desktop.ui.theme import GRID, set_role
from ecocity_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Callable

_ICON_SIZE = 32


class EmptyState(QWidget):
    """An icon, a sentence or two, and the button that does the first thing."""

    def __init__(self, icon: str, title: str, words: str) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(self, "paper")
        picture = label()
        icons.draw(picture, icon, "secondary", _ICON_SIZE)
        self.title = label(title, "heading", wrap=True)
        self.words = label(words, "secondary", wrap=True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        self.column.setSpacing(GRID)
        self.column.addStretch(1)
        for each in (picture, self.title, self.words):
            each.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.column.addWidget(each)
        self.column.addStretch(2)

    def offer(self, text: str, deed: Callable[[], object], name: str) -> QPushButton:
        """Add the button that does the first thing."""
        button = QPushButton(text)
        button.setObjectName(name)
        set_role(button, "primary")
        button.clicked.connect(lambda: deed())
        self.column.insertWidget(self.column.count() - 1, button, 0, Qt.AlignmentFlag.AlignHCenter)
        return button

    def say(self, title: str, words: str) -> None:
        """Say something else."""
        self.title.setText(title)
        self.words.setText(words)
