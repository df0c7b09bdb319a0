"""The dialog for an error nobody foresaw: what happened, what to do, and the details to send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QPlainTextEdit

from ecocity_desktop.ui.dialogs.frame import Button, CalmDialog
from ecocity_desktop.ui.theme import GRID
from ecocity_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.i18n.catalog import Catalog


class CrashDialog(CalmDialog):
    """Closing it goes on with the work."""

    def __init__(self, catalog: Catalog, details: str, parent: QWidget | None = None) -> None:
        super().__init__(catalog.text("ui.crash.title"), parent, width=76 * GRID)
        self._catalog = catalog
        self.column.addWidget(label(catalog.text("ui.crash.words"), wrap=True))
        self.details = QPlainTextEdit(details, self)
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setAccessibleName(catalog.text("ui.crash.details"))
        self.details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.details.setFixedHeight(22 * GRID)
        self.column.addWidget(self.details)
        box = self.add_buttons(Button.Close)
        self.copy_button = box.addButton(
            catalog.text("ui.crash.copy"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.copy_button.clicked.connect(self._copy)
        box.button(Button.Close).setText(catalog.text("ui.crash.go_on"))

    def add(self, details: str) -> None:
        """Add what happened while the dialog was open."""
        self.details.appendPlainText("\n" + details)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.details.toPlainText())
        self.copy_button.setText(self._catalog.text("ui.crash.copied"))
