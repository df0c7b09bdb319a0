"""The editor of links: the names of the records linked, chosen from a list with check marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QPushButton, QVBoxLayout, QWidget

from ecocity_desktop.i18n import formats
from ecocity_desktop.ui.theme import set_role
from ecocity_desktop.ui.widgets.editor_base import FieldEditor
from ecocity_desktop.ui.widgets.names import NamesModel
from ecocity_desktop.ui.widgets.record_delegate import set_plain_tip

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex

    from ecocity_desktop.domain.fields import FieldSpec
    from ecocity_desktop.i18n.catalog import Catalog
    from ecocity_desktop.ui.widgets.names import Named, Names

_PANEL_HEIGHT = 260
_WIDEST, _BAR = 560, 18


class LinksEditor(FieldEditor):
    """Several records of one kind, in the order they were chosen."""

    def __init__(self, spec: FieldSpec, catalog: Catalog, label: str, names: Names) -> None:
        super().__init__(spec, catalog, label)
        self._names = names
        self._entity = spec.refers_to or ""
        self._shown: list[str] = []
        self._chosen: list[str] = []
        self._read_only = False
        self.button = QPushButton()
        set_role(self.button, "field")
        self.button.clicked.connect(self.open_panel)
        self.take_input(self.button)
        self.row.addWidget(self.button, 1)
        names.renewed.connect(lambda entity: self._write() if entity == self._entity else None)

    def show_value(self, value: Any) -> None:
        self._shown = list(value or [])
        self._chosen = list(self._shown)
        self._write()

    def value(self) -> Any:
        return list(self._chosen)

    def is_changed(self) -> bool:
        return self._chosen != self._shown

    def revert(self) -> None:
        self.show_value(self._shown)

    def open_panel(self) -> None:
        """Show every record with its check mark; closing the list saves."""
        if self._read_only:
            return
        panel = CheckPanel(self._names.all(self._entity), self._chosen, self.catalog, self)
        panel.changed.connect(self._take)
        panel.closed.connect(self.left)
        panel.setMinimumWidth(self.button.width())
        panel.move(self.button.mapToGlobal(QPoint(0, self.button.height())))
        panel.show()

    def set_read_only(self, read_only: bool) -> None:
        self._read_only = read_only
        self.button.setEnabled(not read_only)

    def _take(self, chosen: list[str]) -> None:
        self._chosen = chosen
        self._write()

    def _write(self) -> None:
        names = [self._names.text(self._entity, one) for one in self._chosen]
        none = self.catalog.text(f"ui.form.no_{self._entity}")
        text = formats.enumeration(names, self.catalog.language) if names else none
        metrics = self.button.fontMetrics()
        room = max(self.button.width() - 30, 120)
        self.button.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, room).replace("&", "&&"))
        self.button.setProperty("state", "ready" if names else "missing")
        set_plain_tip(self.button, text)
        self.button.setAccessibleName(f"{self.label}, {text}")

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._write()


class CheckModel(NamesModel):
    """Names with a check mark each."""

    def __init__(self, chosen: list[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.chosen = list(chosen)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.CheckStateRole:
            down = self.shown[index.row()].id in self.chosen
            return Qt.CheckState.Checked if down else Qt.CheckState.Unchecked
        return super().data(index, role)

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        record_id = self.shown[index.row()].id
        self.chosen = [one for one in self.chosen if one != record_id]
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self.chosen.append(record_id)
        self.dataChanged.emit(index, index)
        return True


class CheckPanel(QFrame):
    """A list with check marks and a filter, below its field; Escape or a click elsewhere closes it."""

    changed = Signal(list)
    closed = Signal()

    def __init__(
        self, named: tuple[Named, ...], chosen: list[str], catalog: Catalog, parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("checkPanel")
        set_role(self, "card")
        self.model = CheckModel(chosen, self)
        self.model.show(named)
        self.model.dataChanged.connect(lambda *_: self.changed.emit(list(self.model.chosen)))
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(catalog.text("ui.table.filter"))
        self.filter.setAccessibleName(catalog.text("ui.table.filter_name"))
        self.filter.textEdited.connect(self.model.narrow)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setAccessibleName(catalog.text("ui.form.list"))
        self.list.clicked.connect(self._toggle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumWidth(min(self.list.sizeHintForColumn(0) + _BAR, _WIDEST))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.filter)
        column.addWidget(self.list)
        self.resize(self.width(), _PANEL_HEIGHT)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.filter.setFocus(Qt.FocusReason.PopupFocusReason)

    def closeEvent(self, event: Any) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.list.hasFocus() or len(self.model.shown) == 1:
                index = self.list.currentIndex() if self.list.hasFocus() else self.model.index(0, 0)
                self._toggle(index)
            return
        super().keyPressEvent(event)

    def _toggle(self, index: QModelIndex) -> None:
        if index.isValid():
            down = self.model.shown[index.row()].id in self.model.chosen
            state = Qt.CheckState.Unchecked if down else Qt.CheckState.Checked
            self.model.setData(index, state, Qt.ItemDataRole.CheckStateRole)
