"""When a file does not open: the page or dialog that says why, and what is done about it from there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ecocity_desktop.ui.remedies import remedies

if TYPE_CHECKING:
    from pathlib import Path

    from ecocity_desktop.errors import UserError
    from ecocity_desktop.services.backups import KeptBackup
    from ecocity_desktop.ui.desk import Desk
    from ecocity_desktop.ui.file_menu import FileMenu
    from ecocity_desktop.ui.jobs import Jobs
    from ecocity_desktop.ui.main_window import MainWindow
    from ecocity_desktop.ui.start_page import StartPage

_PASSWORD = ("error.password_needed", "error.password_wrong")


class Opening(QObject):
    """Serves one window of the desk."""

    def __init__(self, desk: Desk, window: MainWindow, files: FileMenu) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._files = files

    def serve(self, page: StartPage, trouble: tuple[Path, UserError] | None, jobs: Jobs | None) -> None:
        """Do what is asked on the page of a window without a file; look for a good backup where one would help."""
        page.open_asked.connect(self._files.ask_open)
        page.new_asked.connect(self._files.ask_new)
        page.pilot_asked.connect(self._files.ask_pilot)
        page.remedy_asked.connect(self.mend)
        page.backup_chosen.connect(self._files.ask_whether_to_restore)
        if trouble is not None and jobs is not None and "restore" in remedies(trouble[1]):
            from ecocity_desktop.services.backups import newest_good_backup

            def offer(kept: KeptBackup | None) -> None:
                if kept is not None:
                    page.offer_backup(kept)

            jobs.start(partial(newest_good_backup, trouble[0]), offer, owner=page)

    def tell(self, path: Path, error: UserError) -> None:
        """Say why a file did not open, over the file that is open; ask for the password where that is what lacks."""
        if error.key in _PASSWORD:
            self._ask_password(path, wrong=error.key == "error.password_wrong")
        elif self._desk.workspace is not None:
            from ecocity_desktop.ui.dialogs.refusal import RefusalDialog

            dialog = RefusalDialog(self._desk.catalog, path, error, self._window)
            dialog.remedy_asked.connect(lambda remedy: self.mend(remedy, path))
            dialog.open()

    def mend(self, remedy: str, path: Path) -> None:
        """Do one of the ``remedies`` about a file."""
        if remedy == "retry":
            self._desk.open_file(path)
        elif remedy == "safe":
            self._desk.open_file(path, safe=True)
        elif remedy == "password":
            self._ask_password(path, wrong=False)
        else:
            self._files.ask_restore_of(path)

    def _ask_password(self, path: Path, *, wrong: bool) -> None:
        from ecocity_desktop.ui.dialogs.password import PasswordDialog

        dialog = PasswordDialog(self._desk.catalog, path.name, self._window, wrong=wrong)
        dialog.given.connect(lambda password: self._desk.open_file(path, password))
        dialog.open()
