"""What the window shows while no file is open: what happened, if something did, and what can be done about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ecocity_desktop.ui.dialogs.messages import error_words
from ecocity_desktop.ui.theme import GRID, set_role
from ecocity_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from ecocity_desktop.errors import UserError
    from ecocity_desktop.i18n.catalog import Catalog

_WIDTH = 76 * GRID
_WORTH_RETRYING = frozenset({"error.locked", "error.no_access", "error.no_file"})
_WORTH_RESTORING = frozenset({"error.damaged", "error.not_ecocity", "error.no_file"})


class StartPage(QWidget):
    """A calm page in the middle of the window; ``trouble`` is the file that could not be opened, and why."""

    open_asked = Signal()
    new_asked = Signal()
    pilot_asked = Signal()
    retry_asked = Signal(Path)
    restore_asked = Signal(Path)

    def __init__(
        self, catalog: Catalog, trouble: tuple[Path, UserError] | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._catalog = catalog
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
        column.addLayout(self._buttons(trouble))
        middle = QVBoxLayout(self)
        middle.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)

    def _say(self, column: QVBoxLayout, path: Path, error: UserError) -> None:
        column.addWidget(
            label(self._catalog.text("ui.start.not_opened", file=path.name), "heading", wrap=True)
        )
        column.addWidget(label(error_words(self._catalog, error), wrap=True))
        column.addWidget(label(str(path), "caption", wrap=True))

    def _buttons(self, trouble: tuple[Path, UserError] | None) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        if trouble is not None:
            path, error = trouble
            if error.key in _WORTH_RETRYING:
                self._add(row, "ui.start.retry", lambda: self.retry_asked.emit(path))
            if error.key in _WORTH_RESTORING:
                self._add(row, "ui.start.restore", lambda: self.restore_asked.emit(path))
        self._add(row, "ui.start.open", self.open_asked.emit)
        self._add(row, "ui.start.new", self.new_asked.emit)
        if trouble is None:
            self._add(row, "ui.start.pilot", self.pilot_asked.emit)
        row.addStretch(1)
        return row

    def _add(self, row: QHBoxLayout, key: str, deed) -> None:  # type: ignore[no-untyped-def]  # a slot
        button = QPushButton(self._catalog.text(key))
        button.setObjectName(key.rpartition(".")[2])
        if row.count() == 0:
            set_role(button, "primary")
        button.clicked.connect(lambda: deed())
        row.addWidget(button)
