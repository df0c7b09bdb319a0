"""Search everywhere: a field and, as one types, what was found under it, grouped by noun, in both scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QListView, QVBoxLayout

from ecocity_desktop.i18n import formats
from ecocity_desktop.services.search import Hit, search
from ecocity_desktop.ui import tab_list, words
from ecocity_desktop.ui.theme import GRID, set_role
from ecocity_desktop.ui.widgets.hit_lines import HEADING, SCRIPTS, SUBTITLE, HitLines
from ecocity_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.ui.context import AppContext

_WIDTH = 72 * GRID
_HEIGHT = 52 * GRID
_PAUSE_MILLISECONDS = 60
_HIT = Qt.ItemDataRole.UserRole + 10
_LIST_KEYS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


class SearchPalette(QFrame):
    """Lies over the window, under ``anchor``; Enter opens what is chosen, Esc or a click elsewhere closes it.

    It is part of the window and no window of its own, so that Chinese input and every desktop place it right.
    """

    record_chosen = Signal(str, str)

    def __init__(self, ctx: AppContext, anchor: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._anchor = anchor
        self.setObjectName("searchPalette")
        set_role(self, "palette")
        text = ctx.catalog.text
        self.setAccessibleName(text("ui.search.everywhere"))
        self.field = QLineEdit(self)
        self.field.setObjectName("searchQuery")
        self.field.setAccessibleName(text("ui.search.everywhere"))
        self.field.setPlaceholderText(text("ui.search.placeholder"))
        self.field.setClearButtonEnabled(True)
        self.hint = label(text("ui.search.hint"), "secondary", wrap=True)
        self.list = _found_list(self, text("ui.search.found_name"))
        self._model = QStandardItemModel(self)
        self.list.setModel(self._model)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(self.field)
        column.addWidget(self.hint)
        column.addWidget(self.list, 1)
        self._pause = QTimer(self, interval=_PAUSE_MILLISECONDS, singleShot=True)
        self._pause.timeout.connect(self.show_found)
        self.field.textChanged.connect(lambda: self._pause.start())
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._open)
        QApplication.instance().focusChanged.connect(self._follow_focus)

    def open(self) -> None:
        """Show the palette and let the user type."""
        self._before = QApplication.focusWidget()
        window = self.window()
        corner = self._anchor.mapTo(window, QPoint(self._anchor.width(), self._anchor.height() + GRID // 2))
        width = min(_WIDTH, window.width() - 4 * GRID)
        height = min(_HEIGHT, window.height() - corner.y() - 4 * GRID)
        self.setGeometry(max(corner.x() - width, 2 * GRID), corner.y(), width, height)
        self.show_found()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_found(self) -> None:
        """Search for what the field holds and list it."""
        query = self.field.text().strip()
        hits = [hit for hit in search(self._ctx.workspace, query) if tab_list.tab_for(hit.noun)]
        self._model.clear()
        for noun in dict.fromkeys(hit.noun for hit in hits):
            group = (hit for hit in hits if hit.noun == noun)
            self._add_group(noun, sorted(group, key=lambda hit: _distance(hit, query)))
        self.list.setVisible(bool(hits))
        self.hint.setVisible(not hits)
        text = self._ctx.catalog.text
        self.hint.setText(text("ui.search.nothing", query=query) if query else text("ui.search.hint"))
        self._move(1, QModelIndex())
        self._fit()

    def close_quietly(self) -> None:
        """Go away, and give the focus back to where it was."""
        QApplication.instance().focusChanged.disconnect(self._follow_focus)
        self.hide()
        if self._before is not None:
            self._before.setFocus()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._open(self.list.currentIndex())
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close_quietly()
                return True
            if event.key() in _LIST_KEYS:
                steps = 1 if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) else 8
                back = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_PageUp)
                for _ in range(steps):
                    self._move(-1 if back else 1, self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _add_group(self, noun: str, hits: Iterable[Hit]) -> None:
        language = self._ctx.catalog.language
        found = list(hits)
        name = self._ctx.catalog.text(f"noun.{noun}", count=len(found))
        heading = QStandardItem(name[:1].upper() + name[1:])
        heading.setData(True, HEADING)
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        self._model.appendRow(heading)
        for hit in found:
            scripts = words.two_scripts(hit.title, language)
            item = QStandardItem(formats.enumeration([each for each in scripts if each], language))
            item.setData(scripts, SCRIPTS)
            item.setData(hit.subtitle.read(language).text, SUBTITLE)
            item.setData((hit.noun, hit.id), _HIT)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            self._model.appendRow(item)

    def _move(self, step: int, start: QModelIndex) -> None:
        """Choose the next entry that is no heading, in the direction of ``step``."""
        row = start.row() + step if start.isValid() else 0
        while 0 <= row < self._model.rowCount():
            index = self._model.index(row, 0)
            if index.data(_HIT) is not None:
                self.list.setCurrentIndex(index)
                return
            row += step

    def _open(self, index: QModelIndex) -> None:
        chosen = index.data(_HIT)
        if chosen is not None:
            self.close_quietly()
            self.record_chosen.emit(*chosen)

    def _fit(self) -> None:
        """Be as high as what is found, up to the room there is."""
        rows = sum(self.list.sizeHintForRow(row) for row in range(self._model.rowCount()))
        needed = self.field.sizeHint().height() + 4 * GRID + (rows or self.hint.sizeHint().height() + GRID)
        room = self.window().height() - self.y() - 4 * GRID
        self.resize(self.width(), min(needed, _HEIGHT, room))

    def _follow_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.isVisible() and now is not self and not self.isAncestorOf(now):
            self._before = None
            self.close_quietly()


def _found_list(parent: QWidget, name: str) -> QListView:
    found = QListView(parent)
    found.setAccessibleName(name)
    found.setItemDelegate(HitLines(found))
    found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    found.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
    found.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    return found


def _distance(hit: Hit, query: str) -> tuple[bool, bool]:
    """Return how far a hit is from what was typed: first what is called so, then what is found by its name."""
    typed = query.casefold()
    called_so = any(text.casefold().startswith(typed) for text in hit.title.texts())
    return not called_so, bool(hit.subtitle)
