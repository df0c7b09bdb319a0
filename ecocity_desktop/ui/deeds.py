"""What the menus of a window do with the file shown in it; what concerns files as a whole is in ``file_menu``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeySequence, QShortcut

from ecocity_desktop.ui.navigation import PlaceAsked
from ecocity_desktop.ui.tab_list import tab_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecocity_desktop.domain.changes import ChangeSet
    from ecocity_desktop.i18n.catalog import Catalog
    from ecocity_desktop.services.workspace import Workspace
    from ecocity_desktop.ui.main_window import MainWindow


class Deeds(QObject):
    """Connected to the actions of its window once, while it is completed; dialogs are loaded when first asked for."""

    def __init__(self, window: MainWindow, catalog: Catalog) -> None:
        super().__init__(window)
        self._window = window
        self._catalog = catalog
        deeds: dict[str, Callable[[], object]] = {
            "quit": window.close,
            "undo": self._undo,
            "redo": self._redo,
            "search": self._search,
            "filter": lambda: self._tell_tab("focus_filter"),
            "add": lambda: self._tell_tab("add_record"),
            "history_of_record": self._show_record_history,
            "history_of_file": lambda: self._show_history(None, None),
            "check": self._check,
            "export": self._export,
            "shortcuts": self._show_shortcuts,
            "about": self._show_about,
        }
        for key, deed in deeds.items():
            window.menus.action(key).triggered.connect(lambda _=False, chosen=deed: chosen())
        window.menus.tab_chosen.connect(window.show_tab)
        window.tab_row.search_asked.connect(self._search)
        QShortcut(QKeySequence("Ctrl+S"), window, self._reassure)

    def refresh_undo(self, *_: object) -> None:
        """Say in the menu what would be undone and done again."""
        from ecocity_desktop.services import history
        from ecocity_desktop.ui import words

        ctx, text = self._window.ctx, self._catalog.text
        if ctx is None:
            return
        for key, find in (("undo", history.next_undo), ("redo", history.next_redo)):
            edit = None if ctx.workspace.read_only else find(ctx.workspace)
            action = self._window.menus.action(key)
            action.setEnabled(edit is not None)
            what = "" if edit is None else words.edit_words(self._catalog, edit).replace("&", "&&")
            action.setText(text(f"ui.{key}.named", what=what) if what else text(f"ui.menu.{key}"))

    def answer(self, event: QEvent) -> None:
        """Go where a widget of the window asked to."""
        if not isinstance(event, PlaceAsked):
            return
        event.accept()
        if event.place == "record":
            self._window.open_record(event.noun, event.record_id)
        elif event.place == "new":
            self._begin(event.noun)
        elif event.place == "history":
            self._show_history(event.noun, event.record_id)
        else:
            self._window.backup_asked.emit()

    def _tell_tab(self, deed: str) -> None:
        current = self._window.current_tab()
        if current is not None:
            getattr(current[1], deed)()

    def _reassure(self) -> None:
        """Answer the habit of pressing Ctrl+S: what is being typed is saved too, the rest already was."""
        if self._window.ctx is not None:
            refused = self._window.save_typed()
            self._window.status.say(refused or self._catalog.text("ui.status.always_saved"))

    def _begin(self, noun: str) -> None:
        spec = tab_for(noun)
        if spec is not None:
            self._window.show_tab(spec.key)
            self._tell_tab("add_record")

    def _undo(self) -> None:
        from ecocity_desktop.services import history

        self._window.leave_then(lambda: self._perform(history.undo))

    def _redo(self) -> None:
        from ecocity_desktop.services import history

        self._window.leave_then(lambda: self._perform(history.redo))

    def _perform(self, verb: Callable[[Workspace], ChangeSet]) -> None:
        if self._window.ctx is not None:
            self._window.ctx.perform(verb)

    def _search(self) -> None:
        from ecocity_desktop.ui.dialogs.search_palette import SearchPalette

        ctx, window = self._window.ctx, self._window
        if ctx is not None and window.findChild(SearchPalette) is None:
            palette = SearchPalette(ctx, window.tab_row.search, window)
            palette.record_chosen.connect(window.open_record)
            palette.open()

    def _show_record_history(self) -> None:
        current = self._window.current_tab()
        chosen = current[1].selection() if current and current[0].nouns else None
        if current and chosen:
            self._show_history(current[0].nouns[0], chosen)
        else:
            self._window.status.say(self._catalog.text("ui.history.choose_record"))

    def _show_history(self, noun: str | None, record_id: str | None) -> None:
        from ecocity_desktop.ui.dialogs.history import HistoryDialog

        if self._window.ctx is not None:
            HistoryDialog(self._window.ctx, noun, record_id, self._window).open()

    def _check(self) -> None:
        from ecocity_desktop.ui.dialogs.check import CheckDialog

        if self._window.ctx is not None:
            CheckDialog(self._window.ctx, self._window).open()

    def _export(self) -> None:
        from ecocity_desktop.ui.dialogs.export import ExportDialog

        if self._window.ctx is not None:
            self._window.save_typed()
            ExportDialog(self._window.ctx, None, self._window).open()

    def _show_shortcuts(self) -> None:
        from ecocity_desktop.ui.dialogs.shortcuts import ShortcutsDialog

        ShortcutsDialog(self._catalog, self._window.menus.actions(), self._window).open()

    def _show_about(self) -> None:
        from ecocity_desktop.ui.dialogs.about import AboutDialog

        ctx = self._window.ctx
        AboutDialog(self._catalog, self._window, workspace=ctx.workspace if ctx else None).open()
