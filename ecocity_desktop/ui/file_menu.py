"""The File menu at work: asking for files with the system's own dialogs, and doing what was asked with them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from ecocity_desktop.errors import UserError
from ecocity_desktop.paths import WORKSPACE_SUFFIX, default_workspace

if TYPE_CHECKING:
    from ecocity_desktop.ui.desk import Desk
    from ecocity_desktop.ui.main_window import MainWindow


class FileMenu(QObject):
    """Serves the File menu of one window for the desk it stands on."""

    def __init__(self, desk: Desk, window: MainWindow) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        menus = window.menus
        menus.action("new").triggered.connect(lambda: window.leave_then(self.ask_new))
        menus.action("open").triggered.connect(lambda: window.leave_then(self.ask_open))
        menus.action("backup").triggered.connect(self.make_backup)
        menus.action("backup_to").triggered.connect(self.ask_backup)
        menus.action("restore").triggered.connect(lambda: window.leave_then(self.ask_restore))
        menus.recent_chosen.connect(lambda name: window.leave_then(lambda: self.open_recent(name)))

    def ask_new(self) -> None:
        """Ask for a name and make an empty workspace there."""
        self._ask_name(pilot=False)

    def ask_pilot(self) -> None:
        """Ask for a name and make a workspace with the pilot programme there."""
        self._ask_name(pilot=True)

    def ask_open(self) -> None:
        """Ask for a workspace and open it."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, self._text("ui.file.open_title"), str(self._folder()), self._filter()
        )
        if chosen:
            self._desk.open_file(Path(chosen))

    def open_recent(self, name: str) -> None:
        """Open a file of the list of recent ones; one that is gone leaves the list."""
        path = Path(name)
        if not path.is_file():
            self._desk.settings.forget_workspace(path)
            self._window.menus.show_recent(self._desk.settings.recent_files)
            self._desk.save_settings()
            self._desk.show_error(UserError("error.no_file", path=name))
            return
        self._desk.open_file(path)

    def make_backup(self) -> None:
        """Make a backup in the folder of the backups, under a name with the time."""
        self._back_up(None)

    def ask_backup(self) -> None:
        """Ask where a copy of the file shall go, such as a USB stick, and write it there."""
        workspace = self._desk.workspace
        if workspace is not None:
            name = f"{workspace.path.stem} {workspace.now():%Y-%m-%d}{WORKSPACE_SUFFIX}"
            target = self._ask_target("ui.file.backup_title", workspace.path.with_name(name))
            if target is not None:
                self._back_up(target)

    def ask_restore(self) -> None:
        """Ask which backup shall take the place of the open file."""
        if self._desk.workspace is not None:
            self.ask_restore_of(self._desk.workspace.path)

    def ask_restore_of(self, path: Path) -> None:
        """Ask which backup shall take the place of the file at ``path``, and whether that is really meant."""
        from ecocity_desktop.services.backups import backup_folder
        from ecocity_desktop.ui.dialogs.messages import confirm

        folder = backup_folder(path)
        chosen, _ = QFileDialog.getOpenFileName(
            self._window,
            self._text("ui.file.restore_title"),
            str(folder if folder.is_dir() else path.parent),
            self._filter(),
        )
        if chosen:
            backup = Path(chosen)
            confirm(
                self._window,
                self._desk.catalog,
                "ui.file.restore_question",
                lambda: self.restore(path, backup),
                backup=backup.name,
                file=path.name,
            )

    def restore(self, path: Path, backup: Path) -> None:
        """Put a backup in the place of a file and open it; the file replaced is kept beside, and its name told."""
        from ecocity_desktop.services.backups import restore_backup

        self._desk.close_file()
        try:
            aside = restore_backup(path, backup)
        except UserError as error:
            self._desk.open_file(path)
            self._desk.show_error(error)
            return
        if self._desk.open_file(path):
            key = "ui.file.restored" if aside is None else "ui.file.restored_aside"
            self._desk.window.status.say(self._text(key, file="" if aside is None else aside.name))

    def _back_up(self, target: Path | None) -> None:
        """Take a copy at once; the worker checks it and gives it its name."""
        from ecocity_desktop.services import backups

        ctx = self._window.ctx
        if ctx is None:
            return
        try:
            taken = backups.draft_backup(ctx.workspace, target)
        except UserError as error:
            self._desk.show_error(error)
            return
        path = ctx.workspace.path
        ctx.jobs.start(
            lambda: backups.finish_backup(taken, path), self._say_backed_up, self._desk.show_error, owner=self
        )

    def _say_backed_up(self, made: Path) -> None:
        self._window.status.refresh()
        self._window.status.say(self._text("ui.file.backup_made", file=made.name))

    def _ask_name(self, *, pilot: bool) -> None:
        name = self._text("ui.file.pilot_name" if pilot else "ui.file.new_name")
        target = self._ask_target("ui.file.new_title", self._folder() / f"{name}{WORKSPACE_SUFFIX}")
        if target is not None:
            self._desk.make_file(target, pilot=pilot)

    def _ask_target(self, title: str, proposed: Path) -> Path | None:
        """Ask for a new file; nothing is ever overwritten, so an existing one is refused later by the verb."""
        chosen, _ = QFileDialog.getSaveFileName(
            self._window,
            self._text(title),
            str(proposed),
            self._filter(),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix == WORKSPACE_SUFFIX else path.with_name(path.name + WORKSPACE_SUFFIX)

    def _folder(self) -> Path:
        """Return where to start looking: beside the file worked in last."""
        last = self._desk.settings.last_workspace
        folder = Path(last).parent if last else default_workspace().parent
        return folder if folder.is_dir() else Path.home()

    def _filter(self) -> str:
        return f"{self._text('ui.file.kind')} (*{WORKSPACE_SUFFIX})"

    def _text(self, key: str, **values: str) -> str:
        return self._desk.catalog.text(key, **values)
