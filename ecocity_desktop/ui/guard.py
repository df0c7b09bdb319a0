"""What watches over the open file while one works in it: backups, drafts of what is typed, and warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ecocity_desktop.services.drafts import kept_drafts
from ecocity_desktop.services.places import risky_place
from ecocity_desktop.services.safe_copy import sweep_copies
from ecocity_desktop.ui.backup_keeper import BackupKeeper
from ecocity_desktop.ui.dialogs.messages import error_words
from ecocity_desktop.ui.draft_keeper import DraftKeeper

if TYPE_CHECKING:
    from pathlib import Path

    from ecocity_desktop.errors import UserError
    from ecocity_desktop.ui.context import AppContext
    from ecocity_desktop.ui.main_window import MainWindow


class Guard(QObject):
    """Made for each file shown in a window, and gone with it."""

    def __init__(self, window: MainWindow, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._window = window
        self._ctx = ctx
        self._backup_trouble = ""
        self.backups = BackupKeeper(ctx)
        self.drafts = DraftKeeper(window, ctx.workspace, self)
        self.backups.made.connect(self._take_backup)
        self.backups.failed.connect(self._warn)
        window.backup_asked.connect(self.backups.back_up_changes)

    def start(self) -> None:
        """Say what there is to be warned of, give back what a crash left unsaved, and begin to watch."""
        self._say()
        sweep_copies()
        self.backups.start()
        if not self._ctx.workspace.read_only:
            waiting = kept_drafts(self._ctx.workspace.path)
            self.drafts.hold(waiting)
            if waiting:
                from ecocity_desktop.ui.dialogs.drafts import DraftsDialog

                dialog = DraftsDialog(self._ctx, waiting, self._window)
                dialog.left_over.connect(self.drafts.hold)
                dialog.open()
        self.drafts.start()

    def leave(self) -> None:
        """Stop watching: the file or its window is about to go. What was neither saved nor given up stays a draft."""
        self.backups.stop()
        self.drafts.stop()

    def _take_backup(self, _made: Path) -> None:
        self._backup_trouble = ""
        self._say()
        self._window.status.refresh()

    def _warn(self, error: UserError) -> None:
        text = self._ctx.catalog.text
        self._backup_trouble = text("warning.no_backup", reason=error_words(self._ctx.catalog, error))
        self._say()

    def _say(self) -> None:
        workspace, text = self._ctx.workspace, self._ctx.catalog.text
        said = []
        if workspace.is_private_copy:
            said.append(text("ui.banner.private_copy", file=workspace.origin.name))
        elif workspace.read_only:
            said.append(text("ui.banner.read_only"))
        service = risky_place(workspace.origin)
        if service is not None and not workspace.is_private_copy:
            said.append(text("warning.synced", service=service))
        said += [error_words(self._ctx.catalog, warning) for warning in workspace.warnings]
        if self._backup_trouble:
            said.append(self._backup_trouble)
        self._window.banner.say("\n".join(said))
