"""A text too long for a label: licences, or the report one reads before it is copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QPlainTextEdit

from ecocity_desktop.bundled import notice
from ecocity_desktop.ui.dialogs.frame import Button, CalmDialog
from ecocity_desktop.ui.theme import GRID
from ecocity_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.i18n.catalog import Catalog


class LongTextDialog(CalmDialog):
    """Shows a text that can be selected; one that is meant to leave gets a button that copies it, and says so."""

    def __init__(
        self,
        catalog: Catalog,
        title: str,
        lead: str,
        text: str,
        parent: QWidget | None = None,
        *,
        copied: bool = False,
    ) -> None:
        super().__init__(title, parent, width=90 * GRID)
        self._catalog = catalog
        self.column.addWidget(label(lead, "secondary", wrap=True))
        self.text = QPlainTextEdit(text, self)
        self.text.setObjectName("text")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(title)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setMinimumHeight((34 if copied else 56) * GRID)
        self.column.addWidget(self.text)
        box = self.add_buttons(Button.Close)
        if copied:
            role = QDialogButtonBox.ButtonRole.ActionRole
            self.copy_button = box.addButton(catalog.text("ui.about.copy"), role)
            self.copy_button.setObjectName("copy")
            self.copy_button.clicked.connect(self._copy)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.text.toPlainText())
        self.copy_button.setText(self._catalog.text("ui.about.copied"))


def licence_text() -> str:
    """Return our licence and the list of other people's work that ships with the program."""
    return "\n\n".join(notice(name).read_text("utf-8").strip() for name in ("LICENSE", "docs/THIRD_PARTY.md"))
