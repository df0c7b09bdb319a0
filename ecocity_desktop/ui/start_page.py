"""What the window shows while no file is open: what happened, if something did, and what can be done about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ecocity_desktop.i18n import formats
from ecocity_desktop.ui.dialogs.messages import error_words
from ecocity_desktop.ui.remedies import remedies
from ecocity_desktop.ui.theme import GRID, set_role
from ecocity_desktop.ui.widgets.labels import label
from ecocity_desktop.ui.words import local_time

if TYPE_CHECKING:
    from ecocity_desktop.errors import UserError
    from ecocity_desktop.i18n.catalog import Catalog
    from ecocity_desktop.services.backups import KeptBackup

_WIDTH = 76 * GRID


class StartPage(QWidget):
    """A calm page in the middle of the window; ``trouble`` is the file that could not be opened, and why.

    ``remedy_asked`` carries one of its ``remedies`` and the file, ``backup_chosen`` the file and the backup offered.
    """

    open_asked = Signal()
    new_asked = Signal()
    pilot_asked = Signal()
    remedy_asked = Signal(str, Path)
    backup_chosen = Signal(Path, Path)

    def __init__(
        self, catalog: Catalog, trouble: tuple[Path, UserError] | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._catalog = catalog
        self._trouble = trouble
        card = QFrame(self)
        set_role(card, "card")
        card.setFixedWidth(_WIDTH)
        column = QVBoxLayout(card)
        column.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        column.setSpacing(2 * GRID)
        if trouble is None:
            column.addWidget(label(catalog.text("ui.start.no_file"), "heading"))
            column.addWidget(label(catalog.text("ui.start.no_file_hint"), "secondary", wrap=True))
        else:
            self._say(column, *trouble)
        self.offer = QHBoxLayout()
        column.addLayout(self.offer)
        column.addLayout(self._remedies(trouble))
        column.addLayout(self._buttons(trouble))
        middle = QVBoxLayout(self)
        middle.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)

    def offer_backup(self, kept: KeptBackup) -> None:
        """Offer the newest backup that was found good: the way back that loses least."""
        if self._trouble is None or self.offer.count():
            return
        path = self._trouble[0]
        when = formats.moment(local_time(kept.made_at), self._catalog.language)
        button = QPushButton(self._catalog.text("ui.start.restore_newest", when=when))
        button.setObjectName("restoreNewest")
        set_role(button, "primary")
        button.clicked.connect(lambda: self.backup_chosen.emit(path, kept.path))
        self.offer.addWidget(button)
        self.offer.addStretch(1)

    def _say(self, column: QVBoxLayout, path: Path, error: UserError) -> None:
        column.addWidget(
            label(self._catalog.text("ui.start.not_opened", file=path.name), "heading", wrap=True)
        )
        column.addWidget(label(error_words(self._catalog, error), wrap=True))
        column.addWidget(label(str(path), "caption", wrap=True))

    def _remedies(self, trouble: tuple[Path, UserError] | None) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        if trouble is not None:
            path, error = trouble
            for remedy in remedies(error):
                self._add(
                    row, f"ui.start.{remedy}", lambda chosen=remedy: self.remedy_asked.emit(chosen, path)
                )
        row.addStretch(1)
        return row

    def _buttons(self, trouble: tuple[Path, UserError] | None) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        self._add(row, "ui.start.open", self.open_asked.emit)
        self._add(row, "ui.start.new", self.new_asked.emit)
        if trouble is None:
            self._add(row, "ui.start.pilot", self.pilot_asked.emit)
        row.addStretch(1)
        return row

    def _add(self, row: QHBoxLayout, key: str, deed) -> None:  # type: ignore[no-untyped-def]  # a slot
        button = QPushButton(self._catalog.text(key))
        button.setObjectName(key.rpartition(".")[2])
        worth = self._trouble is None or key in ("ui.start.retry", "ui.start.password")
        if row.count() == 0 and worth:
            set_role(button, "primary")
        button.clicked.connect(lambda: deed())
        row.addWidget(button)
