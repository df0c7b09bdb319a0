"""The menu bar: which actions there are, in which menu, under which keys."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from ecocity_desktop.i18n.catalog import LANGUAGES
from ecocity_desktop.ui.tab_list import TABS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.i18n.catalog import Catalog

THEMES = ("light", "dark", "system")
LANGUAGE_NAMES = {"fr": "Français", "en": "English", "zh": "中文"}
"""Each language by its own name: a reader who is lost must find theirs."""

_Standard = QKeySequence.StandardKey


@dataclass(frozen=True)
class ActionSpec:
    """One entry of a menu, its text under ``ui.menu.<key>``.

    ``needs`` says when it can be used: always (empty), with a file open (``"file"``), with one that can be written
    (``"writing"``), or only when its owner says so (``"owner"``).
    """

    key: str
    keys: tuple[str | QKeySequence.StandardKey, ...] = ()
    needs: str = ""
    role: QAction.MenuRole = QAction.MenuRole.NoRole


_SEPARATOR = None
_MENUS: tuple[tuple[str, tuple[ActionSpec | None, ...]], ...] = (
    (
        "file",
        (
            ActionSpec("new"),
            ActionSpec("open", (_Standard.Open,)),
            ActionSpec("recent"),
            _SEPARATOR,
            ActionSpec("backup", ("Ctrl+B",), "writing"),
            ActionSpec("backup_to", (), "file"),
            ActionSpec("backups", (), "file"),
            ActionSpec("restore", (), "file"),
            _SEPARATOR,
            ActionSpec("password", (), "writing"),
            ActionSpec("safe_copy"),
            ActionSpec("export_json", (), "file"),
            _SEPARATOR,
            ActionSpec("preferences", ("Ctrl+,",), role=QAction.MenuRole.PreferencesRole),
            _SEPARATOR,
            ActionSpec("quit", ("Ctrl+Q",), role=QAction.MenuRole.QuitRole),
        ),
    ),
    (
        "edit",
        (
            ActionSpec("undo", ("Ctrl+Z",), "owner"),
            ActionSpec("redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "owner"),
            _SEPARATOR,
            ActionSpec("search", ("Ctrl+K",), "file"),
            ActionSpec("filter", (_Standard.Find,), "owner"),
        ),
    ),
    ("view", (ActionSpec("tabs"), ActionSpec("language"), ActionSpec("theme"))),
    (
        "data",
        (
            ActionSpec("add", ("Ctrl+N",), "owner"),
            _SEPARATOR,
            ActionSpec("history_of_record", ("Ctrl+H",), "file"),
            ActionSpec("history_of_file", ("Ctrl+Shift+H",), "file"),
            _SEPARATOR,
            ActionSpec("check", (), "file"),
        ),
    ),
    ("briefs", (ActionSpec("export", ("Ctrl+P",), "file"),)),
    (
        "help",
        (
            ActionSpec("manual", ("F1",)),
            ActionSpec("shortcuts", ("Shift+F1",)),
            _SEPARATOR,
            ActionSpec("about", (), role=QAction.MenuRole.AboutRole),
        ),
    ),
)


class Menus(QObject):
    """Fills the menus of one window and knows its actions by key; who does what one asks connects to ``triggered``."""

    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    tab_chosen = Signal(str)
    recent_chosen = Signal(str)

    def __init__(self, menus: Mapping[str, QMenu], catalog: Catalog, theme: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._catalog = catalog
        self._actions: dict[str, QAction] = {}
        self._needs: dict[str, str] = {}
        self._recent = QMenu(catalog.text("ui.menu.recent"), parent)
        for name, specs in _MENUS:
            menu = menus[name]
            for spec in specs:
                if spec is None:
                    menu.addSeparator()
                elif not self._add_submenu(menu, spec.key, theme):
                    menu.addAction(self._made(spec))

    def action(self, key: str) -> QAction:
        """Return an action, such as ``"undo"`` or ``"tab.cities"``."""
        return self._actions[key]

    def actions(self) -> tuple[QAction, ...]:
        """Return every action, in the order of the menus."""
        return tuple(self._actions.values())

    def allow(self, *, file: bool, writing: bool) -> None:
        """Let the actions be used that make sense with no file open, one open for reading, or one for writing."""
        allowed = {"": True, "file": file, "writing": writing}
        for key, action in self._actions.items():
            if self._needs[key] in allowed:
                action.setEnabled(allowed[self._needs[key]])
            elif not file:
                action.setEnabled(False)

    def show_recent(self, files: Iterable[str]) -> None:
        """Fill the list of files opened lately, each shown by its name and folder."""
        self._recent.clear()
        for file in files:
            path = Path(file)
            entry = self._recent.addAction(f"{path.name}  ({path.parent})".replace("&", "&&"))
            entry.triggered.connect(lambda _=False, chosen=file: self.recent_chosen.emit(chosen))
        self._recent.setEnabled(not self._recent.isEmpty())

    def _made(self, spec: ActionSpec) -> QAction:
        action = QAction(self._catalog.text(f"ui.menu.{spec.key}"), self)
        action.setObjectName(spec.key)
        action.setShortcuts([QKeySequence(each) for each in spec.keys])
        action.setMenuRole(spec.role)
        self._actions[spec.key] = action
        self._needs[spec.key] = spec.needs
        return action

    def _add_submenu(self, menu: QMenu, key: str, theme: str) -> bool:
        """Add the entries that are lists of their own; return whether ``key`` is one."""
        if key == "recent":
            menu.addMenu(self._recent)
        elif key == "tabs":
            for number, spec in enumerate(TABS, start=1):
                self._add_choice(menu, f"tab.{spec.key}", f"Ctrl+{number}", self.tab_chosen.emit, spec.key)
            menu.addSeparator()
        elif key == "language":
            self._add_group(menu, key, LANGUAGES, self._catalog.language, self.language_chosen)
        elif key == "theme":
            self._add_group(menu, key, THEMES, theme, self.theme_chosen)
        else:
            return False
        return True

    def _add_choice(self, menu: QMenu, key: str, keys: str, chosen, value: str) -> QAction:  # type: ignore[no-untyped-def]  # a signal's emit
        action = menu.addAction(LANGUAGE_NAMES.get(value) or self._catalog.text(f"ui.{key}"))
        action.setObjectName(key)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda: chosen(value))
        self._actions[key] = action
        self._needs[key] = "file" if key.startswith("tab.") else ""
        return action

    def _add_group(self, menu: QMenu, key: str, values: tuple[str, ...], now: str, chosen) -> None:  # type: ignore[no-untyped-def]  # a signal
        submenu = menu.addMenu(self._catalog.text(f"ui.menu.{key}"))
        group = QActionGroup(submenu)
        for value in values:
            action = self._add_choice(submenu, f"{key}.{value}", "", chosen.emit, value)
            action.setCheckable(True)
            action.setChecked(value == now)
            group.addAction(action)
