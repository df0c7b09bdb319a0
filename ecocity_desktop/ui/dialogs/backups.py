"""The backups of a file: when made, whether good, what they hold beside the open file; and going back to one."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialogButtonBox, QHBoxLayout, QPushButton

from ecocity_desktop.i18n import formats
from ecocity_desktop.services.backup_contents import BackupContents, look_into
from ecocity_desktop.services.backups import backup_folder, list_everything
from ecocity_desktop.ui import file_dialogs
from ecocity_desktop.ui.dialogs.backup_words import difference_words, held_words, size_words
from ecocity_desktop.ui.dialogs.frame import Button, CalmDialog
from ecocity_desktop.ui.theme import GRID, set_role
from ecocity_desktop.ui.widgets.cells import Cell, Column
from ecocity_desktop.ui.widgets.labels import label
from ecocity_desktop.ui.widgets.record_table import RecordTable, RecordTableModel
from ecocity_desktop.ui.words import local_time

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.i18n.catalog import Catalog
    from ecocity_desktop.services.backups import KeptBackup
    from ecocity_desktop.settings import Settings
    from ecocity_desktop.ui.jobs import Jobs

_SIZE = QSize(1040, 600)
_TONES = {"sound": "done", "damaged": "late", "closed": "planned", "held": "planned"}


class BackupsDialog(CalmDialog):
    """Lists at once and looks into each backup on the worker, the newest first.

    ``present`` counts what the open file holds, ``None`` while it is not open. The signals say what was asked for;
    the file menu does it.
    """

    backup_asked = Signal()
    restore_asked = Signal(Path)
    folder_changed = Signal()

    def __init__(
        self,
        catalog: Catalog,
        jobs: Jobs,
        chosen: Settings,
        path: Path,
        present: Mapping[str, int] | None,
        parent: QWidget | None = None,
        *,
        password: str | None = None,
        writable: bool = True,
    ) -> None:
        super().__init__(catalog.text("ui.backups.title", file=path.name), parent, width=100 * GRID)
        self._catalog = catalog
        self._jobs = jobs
        self._chosen = chosen
        self._path = path
        self._present = present
        self._password = password
        self._known: dict[Path, BackupContents] = {}
        self._waiting: list[KeptBackup] = []
        self.column.addWidget(label(catalog.text("ui.backups.what"), "secondary", wrap=True))
        self.table = self._make_table()
        self.column.addWidget(self.table, 1)
        self.none = label(catalog.text("ui.backups.none"), wrap=True)
        self.none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.column.addWidget(self.none, 1)  # takes the room in place of a table that is not shown
        self.column.addLayout(self._second_folder_row())
        self._add_deeds(writable and present is not None)
        self.resize(_SIZE)
        self.reload()

    def reload(self, *_: object) -> None:
        """List again what is there; what was looked into already is known."""
        kept = list_everything(self._path, self._second_folder())
        self._waiting = [one for one in kept if one.path not in self._known]
        self._kept = kept
        self._show()
        self._look_into_next()

    def _show(self) -> None:
        self.table.show_records(self._kept)
        self.table.setVisible(bool(self._kept))
        self.none.setVisible(not self._kept)
        self._refresh()

    def _look_into_next(self) -> None:
        if self._waiting:
            work = partial(look_into, self._waiting.pop(0), self._password)
            self._jobs.start(work, self._take, owner=self)

    def _take(self, found: BackupContents) -> None:
        self._known[found.kept.path] = found
        self._show()
        self._look_into_next()

    def _make_table(self) -> RecordTable:
        text = self._catalog.text

        def column(name: str, cell, width: int) -> Column:  # type: ignore[no-untyped-def]  # a function of a backup
            return Column(text(f"ui.backups.{name}"), cell, lambda _kept: None, width)

        columns = (
            column("made_at", self._when, 150),
            column("kind", lambda kept: Cell(text(f"ui.backups.kind_{kept.kind}"), tone="secondary"), 150),
            column("state", self._state, 130),
            column("holds", self._holds, 250),
            column("difference", self._difference, 210),
            column("size", lambda kept: Cell(size_words(self._catalog, kept.size), tone="secondary"), 90),
        )
        model = RecordTableModel(columns, lambda kept: str(kept.path))
        table = RecordTable(model, text("ui.backups.list"), sorts=False)
        table.setObjectName("backups")
        table.chosen.connect(lambda _id: self._refresh())
        table.opened.connect(lambda _id: self._ask_restore())
        return table

    def _when(self, kept: KeptBackup) -> Cell:
        return Cell(formats.moment(local_time(kept.made_at), self._catalog.language), tone="strong")

    def _state(self, kept: KeptBackup) -> Cell:
        known = self._known.get(kept.path)
        if known is None:
            return Cell(self._catalog.text("ui.backups.looking"), tone="secondary")
        return Cell(self._catalog.text(f"ui.backups.{known.state}"), tone=_TONES[known.state])

    def _holds(self, kept: KeptBackup) -> Cell:
        known = self._known.get(kept.path)
        return Cell(held_words(self._catalog, known.counts) if known else "")

    def _difference(self, kept: KeptBackup) -> Cell:
        known = self._known.get(kept.path)
        if known is None or not known.counts or self._present is None:
            return Cell("")
        return Cell(difference_words(self._catalog, known.counts, self._present), tone="secondary")

    def _second_folder(self) -> Path | None:
        return Path(self._chosen.second_backup_folder) if self._chosen.second_backup_folder else None

    def _second_folder_row(self) -> QHBoxLayout:
        self.second = label(wrap=True)
        choose = QPushButton(self._catalog.text("ui.backups.choose_second"), self)
        choose.setObjectName("chooseSecond")
        choose.clicked.connect(self._choose_second)
        self.no_second = QPushButton(self._catalog.text("ui.backups.no_more_second"), self)
        self.no_second.setObjectName("noSecond")
        set_role(self.no_second, "link")
        self.no_second.clicked.connect(lambda: self._set_second(""))
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.second, 1)
        row.addWidget(self.no_second)
        row.addWidget(choose)
        for button in (choose, self.no_second):
            button.setAutoDefault(False)
        self._say_second()
        return row

    def _choose_second(self) -> None:
        title = self._catalog.text("ui.backups.choose_second_title")
        folder = file_dialogs.ask_folder(self, title, self._chosen.second_backup_folder)
        if folder:
            self._set_second(folder)

    def _set_second(self, folder: str) -> None:
        self._chosen.second_backup_folder = folder
        self._say_second()
        self.folder_changed.emit()
        self.reload()

    def _say_second(self) -> None:
        folder = self._chosen.second_backup_folder
        key = "ui.backups.second" if folder else "ui.backups.second_none"
        self.second.setText(self._catalog.text(key, **({"folder": folder} if folder else {})))
        self.no_second.setVisible(bool(folder))

    def _add_deeds(self, writable: bool) -> None:
        box = self.add_buttons(Button.Close)
        role = QDialogButtonBox.ButtonRole.ActionRole
        text = self._catalog.text
        self.restore = box.addButton(text("ui.backups.restore"), role)
        self.restore.setObjectName("restore")
        self.restore.clicked.connect(self._ask_restore)
        self.back_up = box.addButton(text("ui.backups.back_up"), role)
        self.back_up.setObjectName("backUp")
        self.back_up.setEnabled(writable)
        self.back_up.clicked.connect(self.backup_asked)
        self.open_folder = box.addButton(text("ui.backups.open_folder"), role)
        self.open_folder.setObjectName("openFolder")
        self.open_folder.clicked.connect(self._open_folder)
        for button in box.buttons():
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(backup_folder(self._path))))

    def _refresh(self) -> None:
        """Let a backup be restored that is good, or whose password can be asked for."""
        chosen = self.table.current_id()
        known = self._known.get(Path(chosen)) if chosen else None
        self.restore.setEnabled(known is not None and known.state != "damaged")
        self.open_folder.setEnabled(backup_folder(self._path).is_dir())

    def _ask_restore(self) -> None:
        chosen = self.table.current_id()
        if chosen and self.restore.isEnabled():
            self.accept()
            self.restore_asked.emit(Path(chosen))
