"""Erasing a person for good: what goes is said before, and afterwards which backups still hold them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QPlainTextEdit

from ecocity_desktop.errors import UserError
from ecocity_desktop.i18n import formats
from ecocity_desktop.services import privacy
from ecocity_desktop.services.backups import delete_backups
from ecocity_desktop.ui.dialogs.frame import Button, CalmDialog
from ecocity_desktop.ui.dialogs.messages import MessageDialog, error_words
from ecocity_desktop.ui.theme import GRID
from ecocity_desktop.ui.widgets.labels import label
from ecocity_desktop.ui.words import local_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.services.backups import KeptBackup
    from ecocity_desktop.ui.context import AppContext


class ErasePersonDialog(CalmDialog):
    """Asks, with a box to tick since nothing brings the person back; ``erased`` carries the backups that are left."""

    erased = Signal(object)

    def __init__(self, ctx: AppContext, person_id: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(ctx.catalog.text("ui.erase.title", name=name), parent, width=70 * GRID)
        self._ctx = ctx
        self._person_id = person_id
        text = ctx.catalog.text
        self.column.addWidget(label(text("ui.erase.goes"), wrap=True))
        self.column.addWidget(label(text("ui.erase.stays"), "secondary", wrap=True))
        self.sure = QCheckBox(text("ui.erase.sure"), self)
        self.sure.setObjectName("sure")
        self.column.addWidget(self.sure)
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        self.column.addWidget(self.problem)
        box = self.add_buttons(Button.Cancel)
        self.erase = box.addButton(text("ui.erase.erase"), QDialogButtonBox.ButtonRole.DestructiveRole)
        self.erase.setObjectName("erase")
        self.erase.setEnabled(False)
        self.sure.toggled.connect(self.erase.setEnabled)
        self.erase.clicked.connect(self._ask)

    def _ask(self) -> None:
        """Erase once no backup is being finished: the window does not wait for one, and can still be cancelled."""
        self.erase.setEnabled(False)
        self._ctx.jobs.afterwards(self._erase, owner=self)

    def _erase(self) -> None:
        if not self.isVisible():
            return
        second = self._ctx.settings.second_backup_folder
        try:
            left = privacy.erase_person(
                self._ctx.workspace, self._person_id, Path(second) if second else None
            )
        except UserError as error:
            self.problem.setText(error_words(self._ctx.catalog, error))
            self.problem.show()
            self.erase.setEnabled(True)
            return
        self.accept()
        self._ctx.changed.emit(left.changes)
        self._ctx.tell("ui.erase.done")
        if left.unscrubbed is not None:
            words = error_words(self._ctx.catalog, left.unscrubbed)
            MessageDialog(self._ctx.catalog.text("ui.erase.done"), words, self.parentWidget()).open()
        self.erased.emit(left.backups)


class OlderCopiesDialog(CalmDialog):
    """Lists the backups made before an erasure and offers to delete them."""

    def __init__(self, ctx: AppContext, kept: Sequence[KeptBackup], parent: QWidget | None = None) -> None:
        super().__init__(ctx.catalog.text("ui.erase.left_title"), parent, width=76 * GRID)
        self._ctx = ctx
        self._kept = tuple(kept)
        text = ctx.catalog.text
        self.said = label(text("ui.erase.left", count=len(kept)), wrap=True)
        self.column.addWidget(self.said)
        self.shown = QPlainTextEdit("\n".join(self._line(one) for one in kept), self)
        self.shown.setReadOnly(True)
        self.shown.setTabChangesFocus(True)
        self.shown.setAccessibleName(text("ui.backups.list"))
        self.column.addWidget(self.shown)
        box = self.add_buttons(Button.Close)
        box.button(Button.Close).setText(text("ui.erase.keep"))
        self.delete = box.addButton(
            text("ui.erase.delete", count=len(kept)), QDialogButtonBox.ButtonRole.DestructiveRole
        )
        self.delete.setObjectName("delete")
        self.delete.clicked.connect(self._delete)

    def _line(self, kept: KeptBackup) -> str:
        when = formats.moment(local_time(kept.made_at), self._ctx.catalog.language)
        return f"{when}    {kept.path}"

    def _delete(self) -> None:
        try:
            count = delete_backups(self._kept)
        except UserError as error:
            self.said.setText(error_words(self._ctx.catalog, error))
            return
        self.accept()
        self._ctx.tell("ui.erase.deleted", count=count)
