"""The main window: menus, the row of tabs with the search field, the tabs themselves, the status bar.

It is on screen before it is complete and before any file is open: ``complete`` and ``show_file`` fill it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from ecocity_desktop.errors import UserError
from ecocity_desktop.paths import APP_NAME
from ecocity_desktop.ui import tab_list
from ecocity_desktop.ui.tab_row import TabRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent

    from ecocity_desktop.i18n.catalog import Catalog
    from ecocity_desktop.settings import Settings
    from ecocity_desktop.ui.context import AppContext

MENU_NAMES = ("file", "edit", "view", "data", "briefs", "help")
_FIRST_SIZE = (1360, 850)
_LEAST_SIZE = (960, 600)
_MOMENT_MS = 40
"""The records are on the screen before anything is said about them."""


class MainWindow(QMainWindow):
    """One window in one language; what only the desk can do is asked of it through ``menus`` and ``closed``."""

    painted = Signal()
    """Sent once, when the first picture of the window is on its way to the screen."""
    closed = Signal()
    file_dropped = Signal(object)
    """Carries the path of a workspace dropped on the window."""
    backup_asked = Signal()
    """A widget is about to remove much."""

    def __init__(self, catalog: Catalog, settings: Settings) -> None:
        super().__init__()
        self._catalog = catalog
        self._settings = settings
        self._ctx: AppContext | None = None
        self._tabs: dict[str, Any] = {}
        self._was_painted = False
        self._was_used = False
        self._when_painted = QTimer(self)
        self._when_painted.setSingleShot(True)
        self._when_painted.timeout.connect(self.painted)
        self.setWindowTitle(APP_NAME)
        self.setAcceptDrops(True)
        self.setMinimumSize(*_LEAST_SIZE)
        for name in MENU_NAMES:
            self.menuBar().addAction(catalog.text(f"ui.menu.{name}"))
        self.tab_row = TabRow(catalog, self)
        self.body = QStackedWidget(self)
        self._lay_out()
        self.statusBar().setSizeGripEnabled(False)
        self._restore_geometry()

    def complete(self) -> None:
        """Make what the first picture does not need: entries of the menus, words of the status bar, the banner."""
        from ecocity_desktop.ui.banner import Banner
        from ecocity_desktop.ui.deeds import Deeds
        from ecocity_desktop.ui.menus import Menus
        from ecocity_desktop.ui.status_bar import StatusBar

        self.menus = Menus(self._make_menus(), self._catalog, self._settings.theme, self)
        self.menus.show_recent(self._settings.recent_files)
        self.tab_row.complete()
        self.banner = Banner(self)
        self.centralWidget().layout().insertWidget(1, self.banner)
        self.status = StatusBar(self)
        self.setStatusBar(self.status)
        self.tab_row.tab_chosen.connect(self.show_tab)
        self.deeds = Deeds(self, self._catalog)
        self.menus.allow(file=False, writing=False)

    @property
    def used(self) -> bool:
        """Whether a file was shown in this window, even if it is closed by now."""
        return self._was_used

    @property
    def ctx(self) -> AppContext | None:
        """What the tabs share; ``None`` while no file is open."""
        return self._ctx

    def show_file(self, ctx: AppContext) -> None:
        """Fill the window with the file of ``ctx``: the tab shown last, with the record selected last."""
        self._ctx = ctx
        self._was_used = True
        self._clear_body()
        name = ctx.workspace.origin.stem
        self.setWindowTitle(self._catalog.text("ui.window_title", file=name, program=APP_NAME))
        if ctx.workspace.read_only:
            self.banner.say(self._catalog.text("ui.banner.read_only"))
        self.menus.allow(file=True, writing=not ctx.workspace.read_only)
        self.tab_row.setEnabled(True)
        ctx.changed.connect(self.deeds.refresh_undo)
        keys = [spec.key for spec in tab_list.TABS]
        wanted = self._settings.layout.get("tab", "")
        if keys:
            self.show_tab(wanted if wanted in keys else keys[0])
        QTimer.singleShot(_MOMENT_MS, ctx, lambda: self._tell_state(ctx))

    def show_page(self, page: QWidget) -> None:
        """Show ``page`` in place of the tabs, as long as no file is open."""
        self._clear_body()
        self.body.addWidget(page)
        self.body.setCurrentWidget(page)

    def show_tab(self, key: str) -> None:
        """Bring a tab to the front, building it when it was never shown."""
        if self._ctx is None:
            return
        spec = next(each for each in tab_list.TABS if each.key == key)
        if key not in self._tabs:
            try:
                tab: Any = spec.build(self._ctx)
            except UserError as error:
                self._show_unreadable(key, error)
                return
            self._tabs[key] = tab
            self.body.addWidget(tab)
            chosen = self._settings.layout.get(f"{key}.selection")
            if chosen and spec.nouns:
                tab.select(spec.nouns[0], chosen)
        self.body.setCurrentWidget(self._tabs[key])
        self.tab_row.show_chosen(key)
        lists = bool(spec.nouns)
        self.menus.action("filter").setEnabled(lists)
        self.menus.action("add").setEnabled(lists and not self._ctx.workspace.read_only)

    def _show_unreadable(self, key: str, error: UserError) -> None:
        """Say in place of a tab why it cannot be shown; from a damaged file the others may well be."""
        from ecocity_desktop.ui.dialogs.messages import error_words
        from ecocity_desktop.ui.widgets.empty_state import EmptyState

        page = EmptyState(
            "triangle-alert", self._catalog.text("ui.unreadable"), error_words(self._catalog, error)
        )
        self.body.addWidget(page)
        self.body.setCurrentWidget(page)
        self.tab_row.show_chosen(key)

    def open_record(self, noun: str, record_id: str) -> None:
        """Show a record in the tab of its noun; nothing happens for a noun no tab shows."""
        spec = tab_list.tab_for(noun)
        if spec is not None and self._ctx is not None:
            self.show_tab(spec.key)
            self._tabs[spec.key].select(noun, record_id)

    def leave_field(self) -> None:
        """Leave the field being typed in, which saves it."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            focused.clearFocus()

    def save_typed(self) -> str:
        """Save what is being typed, keyboard and cursor staying where they are; say what was refused, if anything."""
        kept = [tab.may_leave() for tab in self._tabs.values()]
        if all(kept):
            return ""
        from ecocity_desktop.i18n import formats
        from ecocity_desktop.ui.widgets.record_saver import RecordSaver

        shown = [each for each in self.findChildren(RecordSaver) if each.is_new or each.record_id is not None]
        refused = [each.form.editors[name].label for each in shown for name in each.form.unsaved()]
        fields = formats.enumeration(refused, self._catalog.language)
        return self._catalog.text("ui.status.not_saved", fields=fields)

    def keep_place(self) -> None:
        """Note in the settings where the window stands: size, tab, and the selection of every tab that was shown."""
        self.leave_field()
        self._settings.window_geometry = self.saveGeometry().toBase64().data().decode("ascii")
        current = self.current_tab()
        if current is not None:
            self._settings.layout["tab"] = current[0].key
        for key, tab in self._tabs.items():
            self._settings.layout[f"{key}.selection"] = tab.selection() or ""

    def drop_tabs(self) -> None:
        """Let go of the tabs before their file is closed: none of them may read it afterwards, not even late."""
        self._clear_body()
        self._tabs.clear()
        self._ctx = None

    def current_tab(self) -> tuple[tab_list.TabSpec, Any] | None:
        """Return the tab in front and what is known of it; ``None`` while no file is open."""
        shown = self.body.currentWidget()
        return next(((s, shown) for s in tab_list.TABS if self._tabs.get(s.key) is shown), None)

    def take_colours(self) -> None:
        """Draw anew, after a change of theme, what bears its colours in itself; what is being typed stays."""
        from ecocity_desktop.ui import icons
        from ecocity_desktop.ui.dialogs.manual import ManualDialog

        icons.redraw(self)
        manual = self.findChild(ManualDialog)
        if manual is not None:
            page = manual.page_name()
            manual.contents.setCurrentRow(-1)
            manual.open_page(page)

    def customEvent(self, event: QEvent) -> None:
        self.deeds.answer(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self._when_painted.start(0)

    def leave_then(self, then: Callable[[], object]) -> None:
        """Have every tab keep what is being typed, then do ``then``; what one refuses to keep is asked about first."""
        self.leave_field()
        for key, tab in self._tabs.items():
            if not tab.may_leave():
                self.show_tab(key)
                tab.leave(lambda: self.leave_then(then))
                return
        then()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        from ecocity_desktop.ui.file_arrival import workspace_in

        if workspace_in(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        from ecocity_desktop.ui.file_arrival import workspace_in

        file = workspace_in(event)
        if file is not None:
            event.acceptProposedAction()
            self.file_dropped.emit(file)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.leave_field()
        if not all(tab.may_leave() for tab in self._tabs.values()):
            event.ignore()
            self.leave_then(self.close)
            return
        self.keep_place()
        event.accept()
        self.closed.emit()

    def _make_menus(self) -> dict[str, QMenu]:
        """Return an empty menu under each of the titles already shown."""
        menus = {}
        for name, title in zip(MENU_NAMES, self.menuBar().actions(), strict=True):
            menus[name] = QMenu(self)
            menus[name].setObjectName(f"menu.{name}")
            title.setMenu(menus[name])
        return menus

    def _clear_body(self) -> None:
        while (page := self.body.widget(0)) is not None:
            self.body.removeWidget(page)
            page.deleteLater()

    def _lay_out(self) -> None:
        central = QWidget(self)
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tab_row)
        column.addWidget(self.body, 1)
        self.setCentralWidget(central)

    def _restore_geometry(self) -> None:
        self.resize(*_FIRST_SIZE)
        kept = self._settings.window_geometry
        if kept:
            self.restoreGeometry(QByteArray.fromBase64(kept.encode("ascii", "ignore")))
            return
        screen = self.screen().availableGeometry()
        self.resize(min(self.width(), screen.width()), min(self.height(), screen.height()))

    def _tell_state(self, ctx: AppContext) -> None:
        """Say what can be undone, what is saved, counted and backed up, once the records are there to work with."""
        if self._ctx is not ctx:
            return  # closed by now
        self.deeds.refresh_undo()
        if not ctx.workspace.is_private_copy:
            self.status.attach(ctx)
