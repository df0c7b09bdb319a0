"""What the program is, which version, and whose work is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import qVersion

from ecocity_desktop import __version__
from ecocity_desktop.paths import APP_NAME
from ecocity_desktop.ui.dialogs.frame import Button, CalmDialog
from ecocity_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.i18n.catalog import Catalog


class AboutDialog(CalmDialog):
    """A few sentences."""

    def __init__(self, catalog: Catalog, parent: QWidget | None = None) -> None:
        super().__init__(APP_NAME, parent)
        version = catalog.text("ui.about.version", version=__version__, qt=qVersion())
        self.column.addWidget(label(version, "secondary"))
        self.column.addWidget(label(catalog.text("ui.about.words"), wrap=True))
        self.column.addWidget(label(catalog.text("ui.about.licences"), "caption", wrap=True))
        self.add_buttons(Button.Close)
