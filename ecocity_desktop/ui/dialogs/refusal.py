"""Why a file did not open: what is wrong, that it was not touched, and what can be done, over the file that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialogButtonBox

from ecocity_desktop.ui.dialogs.frame import Button, CalmDialog
from ecocity_desktop.ui.dialogs.messages import error_words
from ecocity_desktop.ui.remedies import remedies
from ecocity_desktop.ui.theme import GRID
from ecocity_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.errors import UserError
    from ecocity_desktop.i18n.catalog import Catalog


class RefusalDialog(CalmDialog):
    """``remedy_asked`` carries the one chosen of ``remedies``."""

    remedy_asked = Signal(str)

    def __init__(self, catalog: Catalog, path: Path, error: UserError, parent: QWidget | None = None) -> None:
        super().__init__(catalog.text("ui.start.not_opened", file=path.name), parent, width=70 * GRID)
        self.column.addWidget(label(error_words(catalog, error), wrap=True))
        box = self.add_buttons(Button.Close)
        for remedy in remedies(error):
            button = box.addButton(catalog.text(f"ui.start.{remedy}"), QDialogButtonBox.ButtonRole.ActionRole)
            button.setObjectName(remedy)
            button.clicked.connect(lambda _=False, chosen=remedy: self._choose(chosen))

    def _choose(self, remedy: str) -> None:
        self.accept()
        self.remedy_asked.emit(remedy)
