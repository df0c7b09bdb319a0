"""The backups window and the password of the open file, at work: both close the file for a moment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ecocity_desktop.errors import UserError
from ecocity_desktop.services import passwords
from ecocity_desktop.services.restoring import restore

if TYPE_CHECKING:
    from ecocity_desktop.services.backups import KeptBackup
    from ecocity_desktop.ui.desk import Desk
    from ecocity_desktop.ui.file_menu import FileMenu
    from ecocity_desktop.ui.main_window import MainWindow


class Restoring(QObject):
    """Made when one of its deeds is first asked for."""

    def __init__(self, desk: Desk, window: MainWindow, files: FileMenu) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._files = files

    def show_backups(self) -> None:
        """Show the backups of the open file, to be compared and restored."""
        from ecocity_desktop.services.backup_contents import present_counts
        from ecocity_desktop.ui.dialogs.backups import BackupsDialog

        ctx = self._window.ctx
        if ctx is None:
            return
        workspace = ctx.workspace
        dialog = BackupsDialog(
            ctx.catalog,
            ctx.jobs,
            ctx.settings,
            workspace.origin,
            present_counts(workspace),
            self._window,
            password=workspace.password,
            writable=not workspace.read_only,
        )
        dialog.backup_asked.connect(self._files.make_backup)
        dialog.folder_changed.connect(self._desk.save_settings)
        dialog.restore_asked.connect(
            lambda backup: self._files.ask_whether_to_restore(workspace.origin, backup)
        )
        if self._desk.guard is not None:
            self._desk.guard.backups.made.connect(dialog.reload)
        dialog.open()

    def ask_password_then_restore(self, path: Path, backup: Path) -> None:
        """Restore a backup, asking for its password where it has one of its own."""
        workspace = self._desk.workspace
        known = workspace.password if workspace is not None else None
        if passwords.has_password(backup) and not passwords.opens(backup, known):
            from ecocity_desktop.ui.dialogs.password import PasswordDialog

            dialog = PasswordDialog(self._desk.catalog, backup.name, self._window, wrong=known is not None)
            dialog.given.connect(lambda password: self._restore(path, backup, password))
            dialog.open()
        else:
            self._restore(path, backup, known)

    def _restore(self, path: Path, backup: Path, password: str | None) -> None:
        """Put a backup in the place of a file and open it; the file replaced is kept beside, and its name told."""
        workspace = self._desk.workspace
        present = workspace.password if workspace is not None else password
        if passwords.has_password(backup) and not passwords.opens(backup, password):
            self._desk.show_error(UserError("error.password_wrong", path=str(backup)))
            return
        self._desk.close_file()
        try:
            restored = restore(path, backup, password=password, author=self._desk.settings.author)
        except UserError as error:
            self._desk.open_file(path, present)
            self._desk.show_error(error)
            return
        if self._desk.open_file(path, password):
            self._say_restored(restored.aside, restored.erased)

    def _say_restored(self, aside: Path | None, erased: int) -> None:
        text = self._desk.catalog.text
        key = "ui.file.restored" if aside is None else "ui.file.restored_aside"
        said = text(key, **({} if aside is None else {"file": aside.name}))
        if erased:
            said += " " + text("warning.erased_again", count=erased)
        self._desk.window.status.say(said)

    def ask_new_password(self) -> None:
        """Ask for a password for the open file, or for another one, or whether to do without."""
        from ecocity_desktop.ui.dialogs.password import SetPasswordDialog

        workspace = self._desk.workspace
        if workspace is None:
            return
        readable = self._readable(workspace.path)
        dialog = SetPasswordDialog(
            self._desk.catalog, self._window, present=workspace.password, readable=len(readable)
        )
        dialog.chosen.connect(lambda new, delete: self._change_later(new or None, delete))
        dialog.open()

    def _change_later(self, new: str | None, delete_readable: bool) -> None:
        """Change it once no backup is being finished: one taken before would lie there readable after all."""
        if self._desk.jobs is not None:
            self._desk.jobs.afterwards(lambda: self._change(new, delete_readable), owner=self)

    def _change(self, new: str | None, delete_readable: bool) -> None:
        """Close the file, change its password and open it again; a backup replaces the readable ones, if asked."""
        from ecocity_desktop.services.backups import delete_backups, make_backup

        workspace = self._desk.workspace
        if workspace is None:
            return
        path, old = workspace.path, workspace.password
        self._desk.close_file()
        try:
            passwords.change_password(path, old, new)
        except UserError as error:
            self._desk.open_file(path, old)
            self._desk.show_error(error)
            return
        self._desk.open_file(path, new)
        try:
            if delete_readable and self._desk.workspace is not None:
                # Before the others go: at no time is there none, in neither folder.
                make_backup(self._desk.workspace, second_folder=self._second_folder())
                delete_backups(self._readable(path))
        except UserError as error:
            self._desk.show_error(error)
        self._desk.window.status.say(
            self._desk.catalog.text("ui.password.done" if new else "ui.password.gone")
        )

    def _readable(self, path: Path) -> list[KeptBackup]:
        """The older states of a file, in both folders, that anyone can read."""
        from ecocity_desktop.services.backups import list_everything

        kept = list_everything(path, self._second_folder())
        return [one for one in kept if not passwords.has_password(one.path)]

    def _second_folder(self) -> Path | None:
        """The second folder, where there is one now: a stick may be out."""
        second = self._desk.settings.second_backup_folder
        return Path(second) if second and Path(second).is_dir() else None
