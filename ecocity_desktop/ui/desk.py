"""The desk: the one window, the one file lying open in it, and what changes both: opening, closing, language, theme."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ecocity_desktop import paths, settings
from ecocity_desktop.errors import UserError
from ecocity_desktop.i18n.catalog import Catalog
from ecocity_desktop.ui import theme
from ecocity_desktop.ui.main_window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication

    from ecocity_desktop.services.workspace import Workspace
    from ecocity_desktop.ui.context import AppContext
    from ecocity_desktop.ui.doorbell import Doorbell
    from ecocity_desktop.ui.guard import Guard
    from ecocity_desktop.ui.jobs import Jobs


LATER_MS = 200
"""What nobody waits for begins when the file has been on the screen for this long."""


class Desk(QObject):
    """Made once by ``app.run``. The window on it is replaced by another one when its language or file changes."""

    painted = Signal()
    usable = Signal()

    def __init__(self, app: QApplication, chosen: settings.Settings, language: settings.Language) -> None:
        super().__init__()
        self.settings = chosen
        self.catalog = Catalog(language)
        self.workspace: Workspace | None = None
        self._app = app
        self.jobs: Jobs | None = None
        self._trouble: tuple[Path, UserError] | None = None
        self._doorbell: Doorbell | None = None
        self.guard: Guard | None = None
        theme.dress(app, chosen.theme)
        self.window = MainWindow(self.catalog, chosen)

    def begin(self, file: Path | None, *, safe: bool = False) -> None:
        """Show the window and, once it is painted, open ``file`` or the user's own workspace in it."""
        self.window.painted.connect(self.painted)
        self.window.painted.connect(lambda: QTimer.singleShot(0, self, lambda: self._start(file, safe)))
        self.window.show()

    def open_file(self, path: Path, password: str | None = None, *, safe: bool = False) -> bool:
        """Open a workspace in place of the one open now; return ``False`` where it cannot, having said why.

        With ``safe`` a private copy of it is opened, to be looked at only.
        """
        with suppress(OSError):  # one of the two is gone, a pulled stick for instance
            if self.workspace is not None and path.samefile(self.workspace.path):
                return True
        if safe:
            from ecocity_desktop.services.safe_copy import open_safe_copy as opening
        else:
            from ecocity_desktop.services.workspace import open_workspace as opening
        return self._lay_open(path, lambda: opening(path, author=self.settings.author, password=password))

    def take_in(self, path: Path) -> None:
        """Open a file that came from outside, once what is being typed is kept."""
        QTimer.singleShot(0, self, lambda: self.window.leave_then(lambda: self.open_file(path)))

    def make_file(self, path: Path, *, pilot: bool) -> bool:
        """Make a workspace, with the pilot programme in it if asked, and open it."""
        from ecocity_desktop.services.workspace import create_workspace

        def make() -> Workspace:
            try:
                paths.make_folder(path.parent)
            except OSError:
                raise UserError("error.no_access", path=str(path.parent)) from None
            if pilot:
                from ecocity_desktop.services.pilot import make_pilot_workspace

                return make_pilot_workspace(path, author=self.settings.author)
            return create_workspace(path, author=self.settings.author)

        return self._lay_open(path, make)

    def close_file(self) -> None:
        """Give the open file free; another process may open it at once."""
        if self.workspace is not None:
            self.window.keep_place()
            self._dismiss_guard()
            self.window.drop_tabs()
            self.workspace.close()
            self.workspace = None
            if self._doorbell is not None:
                self._doorbell.take_down()
                self._doorbell = None

    def show_again(self) -> None:
        """Replace the window by one with the present language and file, in the same place."""
        old = self.window
        old.keep_place()
        self._dismiss_guard()
        old.closed.disconnect(self._close)
        self.window = MainWindow(self.catalog, self.settings)
        self._equip()
        self._fill()
        self.window.show()
        old.hide()
        old.deleteLater()

    def speak(self, language: settings.Language) -> None:
        """Change the language of the window, and remember it."""
        self.settings.language = language
        if language != self.catalog.language:
            self.change_words(language)
        self.save_settings()

    def dress(self, name: settings.Theme) -> None:
        """Change the theme of the window as it stands, and remember it."""
        self.settings.theme = name
        self.window.menus.action(f"theme.{name}").setChecked(True)
        self._dress()
        self.save_settings()

    def save_settings(self) -> None:
        """Keep the settings; where the disk refuses, say so and go on."""
        try:
            settings.save(self.settings)
        except UserError as error:
            self.show_error(error)

    def show_error(self, error: UserError) -> None:
        """Say calmly what happened."""
        from ecocity_desktop.ui.dialogs.messages import show_error

        show_error(self.window, self.catalog, error)

    def clear(self) -> None:
        """Finish what the worker does, close the file, and drop the window."""
        if self.jobs is not None:
            self.jobs.stop()
        self.close_file()
        self.window.deleteLater()

    def _start(self, file: Path | None, safe: bool) -> None:
        """Do what could wait until the window was there: the words of Qt, the menus, then the file."""
        from ecocity_desktop.ui import qt_words
        from ecocity_desktop.ui.jobs import Jobs

        qt_words.speak(self._app, self.catalog.language)
        self._app.styleHints().colorSchemeChanged.connect(self._follow_system)
        self.jobs = Jobs(self)
        self._equip()
        chosen = file or settings.usual_file(self.settings)
        try:
            if chosen is None:
                self._fill()
                self._ask_how_to_begin()
            else:
                self.open_file(chosen, safe=safe)
        finally:
            self.usable.emit()

    def _ask_how_to_begin(self) -> None:
        from ecocity_desktop.ui.dialogs.first_start import FirstStartDialog

        file = paths.default_workspace()
        dialog = FirstStartDialog(self.catalog, file, self.window, chosen=self.settings)
        dialog.finished.connect(lambda: dialog.fill(self.settings))
        dialog.pilot_chosen.connect(lambda: self.make_file(dialog.file, pilot=True))
        dialog.empty_chosen.connect(lambda: self.make_file(dialog.file, pilot=False))
        dialog.open_chosen.connect(self._files.ask_open)
        dialog.language_chosen.connect(self._change_language_at_start)
        dialog.open()

    def _change_language_at_start(self, language: settings.Language) -> None:
        self.speak(language)
        self._ask_how_to_begin()

    def _lay_open(self, path: Path, opening: Callable[[], Workspace]) -> bool:
        """Open a file, and only then close the one that was open: a refusal takes nothing away."""
        from PySide6.QtCore import Qt  # costs too much before the first picture

        self._app.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            opened = opening()
        except UserError as error:
            self._refuse(path, error)
            return False
        finally:
            self._app.restoreOverrideCursor()
        self.close_file()
        self.workspace, self._trouble = opened, None
        self.settings.remember_workspace(path.absolute())
        self._refresh_window()
        self.save_settings()
        QTimer.singleShot(LATER_MS, self, self._hang_doorbell)
        return True

    def _hang_doorbell(self) -> None:
        """From now on answer whoever starts the program on the same file."""
        from ecocity_desktop.ui.doorbell import Doorbell

        if self.workspace is not None and self._doorbell is None:
            self._doorbell = Doorbell(self.workspace.path, self)
            self._doorbell.rung.connect(self._come_forward)

    def _come_forward(self) -> None:
        from PySide6.QtCore import Qt

        window = self.window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    def _refuse(self, path: Path, error: UserError) -> None:
        if self.workspace is None:
            self._trouble = (path, error)
            self._refresh_window()
        self._opening.tell(path, error)

    def _refresh_window(self) -> None:
        """Show what lies on the desk now; a window that showed a file is never given another one."""
        if self.window.used:
            self.show_again()
        else:
            self.window.menus.show_recent(self.settings.recent_files)
            self._fill()

    def _fill(self) -> None:
        """Put into the window the file, or the page that says why there is none."""
        from ecocity_desktop.ui.context import AppContext

        if self.workspace is not None and self.jobs is not None:
            ctx = AppContext(
                self.workspace,
                self.catalog,
                self.settings,
                self.jobs,
                show_message=self.window.status.say,
                show_error=self.show_error,
            )
            ctx.setParent(self.window)
            self.window.show_file(ctx)
            QTimer.singleShot(LATER_MS, ctx, lambda: self._set_guard(ctx))
            return
        from ecocity_desktop.ui.start_page import StartPage

        page = StartPage(self.catalog, self._trouble, self.window)
        self._opening.serve(page, self._trouble, self.jobs)
        self.window.show_page(page)

    def _set_guard(self, ctx: AppContext) -> None:
        """From now on have the open file watched over: backups, drafts, warnings."""
        from ecocity_desktop.ui.guard import Guard

        if self.window.ctx is ctx:
            self.guard = Guard(self.window, ctx)
            self.guard.start()

    def _dismiss_guard(self) -> None:
        if self.guard is not None:
            self.guard.leave()
            self.guard = None

    def _equip(self) -> None:
        """Complete the window and connect it to the desk."""
        from ecocity_desktop.ui.file_menu import FileMenu
        from ecocity_desktop.ui.opening import Opening

        window = self.window
        window.complete()
        self._files = FileMenu(self, window)
        self._opening = Opening(self, window, self._files)
        window.menus.language_chosen.connect(lambda name: window.leave_then(lambda: self.speak(name)))
        window.menus.theme_chosen.connect(self.dress)
        window.menus.action("preferences").triggered.connect(self._show_preferences)
        window.menus.action("manual").triggered.connect(self._show_manual)
        window.file_dropped.connect(self.take_in)
        window.closed.connect(self._close)

    def _show_manual(self) -> None:
        """Show the manual, at the page of the tab in front."""
        from ecocity_desktop.ui.dialogs.manual import ManualDialog

        if self.jobs is None:
            return
        window = self.window
        shown = window.findChild(ManualDialog)
        manual = shown or ManualDialog(self.catalog, self.jobs, self.settings.paper, window)
        current = window.current_tab()
        manual.open_page(current[0].key if current else "overview")
        manual.show()
        manual.raise_()
        manual.activateWindow()

    def _show_preferences(self) -> None:
        from ecocity_desktop.ui.preferring import ask_preferences

        ask_preferences(self)

    def change_words(self, language: settings.Language) -> None:
        """Make the window anew in a language, with the settings as they are."""
        from ecocity_desktop.ui import qt_words

        self.catalog = Catalog(language)
        qt_words.speak(self._app, language)
        self.show_again()

    def _follow_system(self) -> None:
        if self.settings.theme == "system":
            self._dress()

    def _dress(self) -> None:
        """Put the theme on the window as it stands; one that is the system's may have changed with it."""
        theme.dress(self._app, self.settings.theme)
        self.window.take_colours()

    def _close(self) -> None:
        self.close_file()
        try:
            settings.save(self.settings)
        except UserError:
            return  # the window is gone; the next start finds the settings as they were before
        finally:
            self._app.quit()
