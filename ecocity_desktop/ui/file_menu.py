"""The File menu at work: asking for files with the system's own dialogs, and doing what was asked with them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ecocity_desktop.errors import UserError
from ecocity_desktop.paths import WORKSPACE_SUFFIX, default_workspace
from ecocity_desktop.ui import file_dialogs

if TYPE_CHECKING:
    from ecocity_desktop.ui.desk import Desk
    from ecocity_desktop.ui.main_window import MainWindow
    from ecocity_desktop.ui.restoring import Restoring


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
        menus.action("password").triggered.connect(
            lambda: window.leave_then(lambda: self._restoring().ask_new_password())
        )
        menus.action("backups").triggered.connect(self.show_backups)
        menus.action("export_json").triggered.connect(lambda: window.leave_then(self.ask_export))
        menus.action("safe_copy").triggered.connect(lambda: window.leave_then(self.ask_safe_copy))
        menus.action("backup_to").triggered.connect(self.ask_backup)
        menus.action("restore").triggered.connect(self.ask_restore)
        menus.recent_chosen.connect(lambda name: window.leave_then(lambda: self.open_recent(name)))

    def ask_new(self) -> None:
        """Ask for a name and make an empty workspace there."""
        self._ask_name(pilot=False)

    def ask_pilot(self) -> None:
        """Ask for a name and make a workspace with the pilot programme there."""
        self._ask_name(pilot=True)

    def ask_open(self) -> None:
        """Ask for a workspace and open it."""
        chosen = file_dialogs.ask_file(
            self._window, self._text("ui.file.open_title"), str(self._folder()), self._filter()
        )
        if chosen:
            self._desk.open_file(Path(chosen))

    def ask_safe_copy(self) -> None:
        """Ask for a workspace and open a private copy of it, to be looked at only."""
        chosen = file_dialogs.ask_file(
            self._window, self._text("ui.file.safe_title"), str(self._folder()), self._filter()
        )
        if chosen:
            self._desk.open_file(Path(chosen), safe=True)

    def ask_export(self) -> None:
        """Ask where every record shall be written as JSON, and write it there."""
        from ecocity_desktop.services.recovery import write_copy
        from ecocity_desktop.ui.export_files import ask_where

        workspace = self._desk.workspace
        if workspace is None:
            return
        proposed, kinds = workspace.origin.with_suffix(".json"), self._kind("copy", ".json")
        title, catalog = self._text("ui.file.export_title"), self._desk.catalog
        target = ask_where(self._window, catalog, title, proposed, kinds, workspace.origin)
        if target is None:
            return
        try:
            lost = write_copy(workspace, target)
        except UserError as error:
            self._desk.show_error(error)
            return
        key = "ui.file.exported_lost" if lost else "ui.file.exported"
        self._window.status.say(catalog.text(key, file=target.name, **({"count": lost} if lost else {})))

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
            name = f"{workspace.origin.stem} {workspace.today()}{WORKSPACE_SUFFIX}"
            target = self._ask_target("ui.file.backup_title", workspace.origin.with_name(name))
            if target is not None:
                self._back_up(target)

    def ask_restore(self) -> None:
        """Ask which backup shall take the place of the open file."""
        if self._desk.workspace is not None:
            self.ask_restore_of(self._desk.workspace.origin)

    def ask_restore_of(self, path: Path) -> None:
        """Ask which backup shall take the place of the file at ``path``, and whether that is really meant."""
        from ecocity_desktop.services.backups import backup_folder

        folder = backup_folder(path)
        chosen = file_dialogs.ask_file(
            self._window,
            self._text("ui.file.restore_title"),
            str(folder if folder.is_dir() else path.parent),
            f"{self._filter()};;{self._kind('copy', '.json')}",
        )
        if chosen:
            self.ask_whether_to_restore(path, Path(chosen))

    def ask_whether_to_restore(self, path: Path, backup: Path) -> None:
        """Ask whether ``backup`` shall really take the place of the file at ``path``."""
        from ecocity_desktop.ui.dialogs.backup_words import backup_words
        from ecocity_desktop.ui.dialogs.messages import confirm

        confirm(
            self._window,
            self._desk.catalog,
            "ui.file.restore_question",
            lambda: self._window.leave_then(
                lambda: self._restoring().ask_password_then_restore(path, backup)
            ),
            yes="ui.file.restore",
            backup=backup_words(self._desk.catalog, backup),
            file=path.name,
        )

    def show_backups(self) -> None:
        """Show the backups of the open file."""
        self._restoring().show_backups()

    def _restoring(self) -> Restoring:
        from ecocity_desktop.ui.restoring import Restoring

        return Restoring(self._desk, self._window, self)

    def _back_up(self, target: Path | None) -> None:
        """Save what is being typed and take a copy at once; the worker checks it and gives it its name."""
        guard = self._desk.guard
        if guard is None:
            return
        refused = self._window.save_typed()

        def tell(made: Path) -> None:
            said = (self._text("ui.file.backup_made", file=made.name), refused)
            self._window.status.say(" · ".join(filter(None, said)))

        guard.backups.back_up(target, tell)

    def _ask_name(self, *, pilot: bool) -> None:
        name = self._text("ui.file.pilot_name" if pilot else "ui.file.new_name")
        target = self._ask_target("ui.file.new_title", self._folder() / f"{name}{WORKSPACE_SUFFIX}")
        if target is not None:
            self._desk.make_file(target, pilot=pilot)

    def _ask_target(self, title: str, proposed: Path) -> Path | None:
        """Ask for a new file; nothing is ever overwritten, so an existing one is refused later by the verb."""
        chosen = file_dialogs.ask_new_file(
            self._window,
            self._text(title),
            str(proposed),
            self._filter(),
            confirm_overwrite=False,
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

    def _kind(self, name: str, suffix: str) -> str:
        return f"{self._text(f'ui.file.kind_{name}')} (*{suffix})"

    def _text(self, key: str, **values: str) -> str:
        return self._desk.catalog.text(key, **values)
