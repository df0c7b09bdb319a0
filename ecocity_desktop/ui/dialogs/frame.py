"""What every dialog has: a heading, room around it, one row of buttons, and an end with Esc."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout

from ecocity_desktop.ui.theme import GRID, set_role
from ecocity_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

Button = QDialogButtonBox.StandardButton


class CalmDialog(QDialog):
    """A dialog under construction: its file adds to ``column`` and ends with ``add_buttons``."""

    def __init__(self, title: str, parent: QWidget | None, *, width: int = 60 * GRID) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        # Not the dialog's own least width: that would take the place of what its words need.
        self.column.addStrut(width - 6 * GRID)
        self.column.setSpacing(2 * GRID)
        self.column.addWidget(label(title, "heading", wrap=True))

    def event(self, event: QEvent) -> bool:
        """Become as high as what changed since needs: Qt minds that words take lines only before it shows a dialog."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest and self.isVisible():
            needed = self.column.totalHeightForWidth(self.width())
            self.resize(self.width(), max(self.height(), needed))
        return done

    def add_buttons(self, buttons: QDialogButtonBox.StandardButton) -> QDialogButtonBox:
        """Add the row of Qt's standard buttons; the one that goes ahead is the main one."""
        box = QDialogButtonBox(buttons, self)
        for each in (Button.Ok, Button.Save):
            button = box.button(each)
            if button is not None:
                set_role(button, "primary")
        for every in box.buttons():
            every.setIcon(QIcon())
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        self.column.addSpacing(GRID)
        self.column.addWidget(box)
        return box
