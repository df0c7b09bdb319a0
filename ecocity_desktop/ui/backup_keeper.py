"""Backups nobody has to think of: when a changed file is opened, every half hour of edits, before much is removed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ecocity_desktop.errors import UserError
from ecocity_desktop.services import backups, recovery
from ecocity_desktop.services.erase_list import undisturbed

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
        self._at_work = False
        self._asked: list[tuple[Path | None, Callable[[Path], None] | None]] = []
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
        """Begin no backup any more: the file is about to be closed."""
        self._first.stop()
        self._timer.stop()
        self._asked.clear()

    def back_up_changes(self) -> None:
        """Back up the file if anything was written since its last backup."""
        if self._ctx.workspace.read_only or self._at_work:
            return
        if backups.changed_since_backup(self._ctx.workspace):
            self.back_up()

    def back_up(self, target: Path | None = None, told: Callable[[Path], None] | None = None) -> None:
        """Make a backup, in the backup folder or at ``target``; ``told`` is called with it once it is good.

        One asked for while another is at work follows it.
        """
        if self._at_work:
            self._asked.append((target, told))
            return
        workspace = self._ctx.workspace
        try:
            taken = backups.draft_backup(workspace, target)
        except UserError as error:
            self._say_failed(error)
            return
        self._at_work = True
        second = self._ctx.settings.second_backup_folder if target is None else ""
        finish = partial(_finish, taken, workspace.path, Path(second) if second else None)
        self._ctx.jobs.start(finish, lambda made: self._say_made(made, told), self._say_failed, owner=self)

    def _say_made(self, made: Path, told: Callable[[Path], None] | None) -> None:
        self._at_work = False
        if told is not None:
            told(made)
        self.made.emit(made)
        self._go_on()

    def _say_failed(self, error: UserError) -> None:
        self._at_work = False
        self.failed.emit(error)
        self._go_on()

    def _go_on(self) -> None:
        if self._asked and not self._at_work:
            self.back_up(*self._asked.pop(0))


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
