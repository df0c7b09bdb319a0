"""Backups nobody has to think of: when a changed file is opened, every half hour of edits, before much is removed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ecocity_desktop.errors import UserError
from ecocity_desktop.services import backups, recovery
from ecocity_desktop.services.erase_list import undisturbed
from ecocity_desktop.services.history import last_edit

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecocity_desktop.services.backups import DraftBackup
    from ecocity_desktop.ui.context import AppContext

HALF_HOUR_MS = 30 * 60_000
FIRST_MS = 3_000
"""How long after opening the first backup begins: the window is there to be worked with by then."""


class BackupKeeper(QObject):
    """Keeps the backups of the file of ``ctx``: the copy is taken at once, the worker checks it and gives it its name.

    ``made`` carries the backup; ``failed`` why there is none, or none in the second folder: nothing waits for it.
    """

    made = Signal(object)
    failed = Signal(object)

    def __init__(self, ctx: AppContext) -> None:
        super().__init__(ctx)
        self._ctx = ctx
        self._under_way: list[str | None] = []
        """The last edit in each backup that is being finished for the backup folder."""
        self._timer = QTimer(self)
        self._timer.setInterval(HALF_HOUR_MS)
        self._timer.timeout.connect(self.back_up_changes)

        self._first = QTimer(self)
        self._first.setSingleShot(True)
        self._first.setInterval(FIRST_MS)
        self._first.timeout.connect(self.back_up_changes)

    def start(self) -> None:
        """Back up what was changed since the last backup, soon and then every half hour."""
        if not self._ctx.workspace.read_only:
            self._first.start()
            self._timer.start()

    def stop(self) -> None:
        """Begin no backup any more: the file is about to be closed. What was asked for is finished all the same."""
        self._first.stop()
        self._timer.stop()

    def back_up_changes(self) -> None:
        """Back up the file if anything was written since its last backup, and since those that are being finished."""
        workspace = self._ctx.workspace
        if workspace.read_only or not backups.changed_since_backup(workspace):
            return
        last = last_edit(workspace)
        if last is None or last.id not in self._under_way:
            self.back_up()

    def back_up(self, target: Path | None = None, told: Callable[[Path], None] | None = None) -> None:
        """Make a backup, in the backup folder or at ``target``; ``told`` is called with it once it is good.

        It holds the file as it is now, also where it is finished after others that were asked for before.
        """
        workspace = self._ctx.workspace
        try:
            taken = backups.draft_backup(workspace, target)
        except UserError as error:
            self.failed.emit(error)
            return
        if target is None:
            self._under_way.append(taken.edit_id)
        second = self._ctx.settings.second_backup_folder if target is None else ""
        finish = partial(_finish, taken, workspace.path, Path(second) if second else None)
        self._ctx.jobs.start(
            finish,
            lambda made: self._say_made(taken, made, told),
            lambda error: self._say_failed(taken, error),
            owner=self,
            droppable=False,
        )

    def _say_made(self, taken: DraftBackup, made: Path, told: Callable[[Path], None] | None) -> None:
        self._forget(taken)
        if told is not None:
            told(made)
        self.made.emit(made)

    def _say_failed(self, taken: DraftBackup, error: UserError) -> None:
        self._forget(taken)
        self.failed.emit(error)

    def _forget(self, taken: DraftBackup) -> None:
        if taken.target is None:
            self._under_way.remove(taken.edit_id)


def _finish(taken: DraftBackup, path: Path, second_folder: Path | None) -> Path:
    """Check and name the backup and, once a week, write what it holds as JSON beside it; an encrypted file never is.

    The second folder comes last: while its stick is out, nothing else goes without.
    """
    with undisturbed:
        made = backups.finish_backup(taken, path)
        kept_here = made.parent == backups.backup_folder(path)
        try:
            if kept_here and taken.password is None and recovery.weekly_copy_due(path, taken.now):
                recovery.copy_from_backup(made, path, taken.now)
        finally:
            if second_folder is not None:
                backups.copy_to_second(made, second_folder)
    return made
