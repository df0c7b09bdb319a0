"""What the program is, which version, whose work is in it, where the data lies, and the report for support staff."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
)

from ecocity_desktop import __version__, paths
from ecocity_desktop.services.system_report import build, engine_versions, system_report
from ecocity_desktop.ui.dialogs.frame import Button, CalmDialog
from ecocity_desktop.ui.dialogs.long_text import LongTextDialog, licence_text
from ecocity_desktop.ui.theme import GRID, set_role
from ecocity_desktop.ui.widgets.labels import label, section_label

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.i18n.catalog import Catalog
    from ecocity_desktop.services.workspace import Workspace

_ICON_PX = 64
_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
_BUILD_ROLES = {"test": "coming", "release": "done", "source": "planned"}


class AboutDialog(CalmDialog):
    """Shows it all at once; licences and report open over it."""

    def __init__(
        self, catalog: Catalog, parent: QWidget | None = None, *, workspace: Workspace | None = None
    ) -> None:
        super().__init__(paths.APP_NAME, parent, width=76 * GRID)
        self._catalog = catalog
        self._workspace = workspace
        self.column.addLayout(self._head())
        self.column.addWidget(label(catalog.text("ui.about.words"), wrap=True))
        self.column.addWidget(section_label(catalog.text("ui.about.places"), catalog.language))
        self.column.addLayout(self._places())
        self.column.addWidget(section_label(catalog.text("ui.about.others"), catalog.language))
        self.column.addWidget(label(catalog.text("ui.about.licences"), "caption", wrap=True))
        box = self.add_buttons(Button.Close)
        for name, deed in (("show_licences", self._show_licences), ("show_report", self._show_report)):
            button = box.addButton(catalog.text(f"ui.about.{name}"), QDialogButtonBox.ButtonRole.ActionRole)
            button.setObjectName(name)
            button.setAutoDefault(False)
            button.clicked.connect(deed)
        box.button(Button.Close).setDefault(True)

    def _head(self) -> QHBoxLayout:
        """Icon, version, kind of build, and the versions of what it stands on."""
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        picture = QLabel(self)
        picture.setPixmap(QGuiApplication.windowIcon().pixmap(_ICON_PX, _ICON_PX))
        row.addWidget(picture)
        words = QVBoxLayout()
        words.setSpacing(GRID // 2)
        words.addStretch(1)
        first = QHBoxLayout()
        first.addWidget(label(self._catalog.text("ui.about.version", version=__version__), "strong"))
        made = build()
        mark = label(self._catalog.text(f"ui.about.build_{made.kind}"), _BUILD_ROLES[made.kind])
        mark.setFixedHeight(20)  # round ends need it
        first.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        first.addStretch(1)
        words.addLayout(first)
        sqlite, _ = engine_versions()
        versions = f"Python {platform.python_version()} · Qt {qVersion()} · SQLite {sqlite}"
        words.addWidget(label(versions, "secondary"))
        words.addStretch(1)
        row.addLayout(words, 1)
        return row

    def _places(self) -> QGridLayout:
        """Where the file, the settings and the log lie, each with a button that opens its folder."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(1, 1)
        places = {"settings": paths.settings_file(), "log": paths.log_dir()}
        if self._workspace is not None:
            places = {"file": self._workspace.path, **places}
        for row, (name, path) in enumerate(places.items()):
            words = self._catalog.text(f"ui.about.{name}")
            grid.addWidget(label(words, "secondary"), row, 0)
            shown = label(str(path), wrap=True)
            shown.setTextInteractionFlags(_SELECTABLE)
            grid.addWidget(shown, row, 1)
            button = QPushButton(self._catalog.text("ui.about.open_folder"), self)
            button.setObjectName(f"open.{name}")
            button.setAccessibleDescription(words)
            button.setAutoDefault(False)
            set_role(button, "link")
            folder = path if name == "log" else path.parent
            button.clicked.connect(lambda _=False, chosen=folder: _open_folder(chosen))
            grid.addWidget(button, row, 2)
        return grid

    def _show_licences(self) -> None:
        text = self._catalog.text
        LongTextDialog(
            self._catalog,
            text("ui.about.others"),
            text("ui.about.licences_lead"),
            licence_text(),
            self,
        ).open()

    def _show_report(self) -> None:
        text = self._catalog.text
        report = system_report(self._workspace, _toolkit(self))
        lead = text("ui.about.report_lead")
        LongTextDialog(self._catalog, text("ui.about.report_title"), lead, report, self, copied=True).open()


def _toolkit(widget: QWidget) -> dict[str, str]:
    """Return what only Qt knows."""
    screens = ", ".join(
        f"{each.size().width()}x{each.size().height()}@{each.devicePixelRatio():g}"
        for each in QApplication.screens()
    )
    return {
        "qt": qVersion(),
        "platform": QGuiApplication.platformName(),
        "screens": screens,
        "font": widget.font().family(),
        "locale": QLocale.system().name(),
    }


def _open_folder(folder: Path) -> None:
    """Open a folder, or the one that it will be made in: where nothing went wrong yet there is no log."""
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
