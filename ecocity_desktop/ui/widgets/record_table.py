"""Lists of records: one model for every noun, its filter, and the view with its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QByteArray,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ecocity_desktop.ui.widgets.column_room import LEAST_WIDTH, give_room, share_room
from ecocity_desktop.ui.widgets.matching import Haystack
from ecocity_desktop.ui.widgets.record_delegate import ROW_HEIGHT, TWO_LINES_HEIGHT, RecordDelegate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ecocity_desktop.ui.widgets.cells import Cell, Column

ID_ROLE = Qt.ItemDataRole.UserRole
SORT_ROLE = Qt.ItemDataRole.UserRole + 1
CELL_ROLE = Qt.ItemDataRole.UserRole + 2

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class RecordTableModel(QAbstractTableModel):
    """Records of one noun under columns. ``id_of`` gives a record's id, ``words_of`` what it is found by.

    The model itself keeps its records sorted: asking Python for two sort values at each comparison, as a
    ``QSortFilterProxyModel`` does, takes seconds for ten thousand records.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        id_of: Callable[[Any], str],
        words_of: Callable[[Any], str] = lambda _record: "",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._id_of = id_of
        self._words_of = words_of
        self._entered: tuple[Any, ...] = ()
        self._order: list[int] = []
        self._rows: dict[str, int] = {}
        self._cells: dict[tuple[int, int], Cell] = {}
        self._sorting = (-1, Qt.SortOrder.AscendingOrder)
        self.haystack = Haystack([])

    def show(self, records: Sequence[Any]) -> None:
        """Hold these records in place of the earlier ones."""
        self.beginResetModel()
        self._entered = tuple(records)
        self.haystack = Haystack([self._words_of(record) for record in self._entered])
        self._cells = {}
        self._arrange()
        self.endResetModel()

    @property
    def order(self) -> Sequence[int]:
        """For each row, which of the records entered stands in it."""
        return self._order

    @property
    def entered(self) -> tuple[Any, ...]:
        """All records in the order they were given."""
        return self._entered

    def row_of(self, record_id: str) -> int | None:
        """Return the row of a record, ``None`` when it is not listed."""
        return self._rows.get(record_id)

    def record(self, row: int) -> Any:
        """Return the record in a row."""
        return self._entered[self._order[row]]

    def cell(self, row: int, column: int) -> Cell:
        """Return what one cell shows; made once."""
        key = self._order[row], column
        made = self._cells.get(key)
        if made is None:
            made = self._cells[key] = self.columns[column].cell(self._entered[key[0]])
        return made

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorting = (column, order)
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [(self._id_of(self.record(index.row())), index.column()) for index in before]
        self._arrange()
        after = [self.index(self._rows[record_id], place) for record_id, place in kept]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if role == CELL_ROLE:
            return self.cell(row, column)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.cell(row, column).whole
        if role == SORT_ROLE:
            return self.columns[column].sort(self.record(row))
        if role == ID_ROLE:
            return self._id_of(self.record(row))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[column].number else _LEFT
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[section].number else _LEFT
        return None

    def _arrange(self) -> None:
        """Sort by the column asked for; what has no sort value comes last either way."""
        column, order = self._sorting
        rows = list(range(len(self._entered)))
        if 0 <= column < len(self.columns):
            values = [self.columns[column].sort(record) for record in self._entered]
            known = [row for row in rows if values[row] is not None]
            descending = order is Qt.SortOrder.DescendingOrder
            known.sort(key=lambda row: values[row] or 0, reverse=descending)
            rows = known + [row for row in rows if values[row] is None]
        self._order = rows
        self._rows = {self._id_of(self._entered[entry]): row for row, entry in enumerate(rows)}


class RecordFilter(QSortFilterProxyModel):
    """Shows the records that hold every word typed and pass the choice made, in the order of the model."""

    def __init__(self, model: RecordTableModel) -> None:
        super().__init__(model)
        self._model = model
        self._query = ""
        self._choice: Callable[[Any], bool] | None = None
        self._shown: list[bool] | None = None
        self.setSourceModel(model)
        model.modelAboutToBeReset.connect(self._forget)

    def search(self, query: str) -> None:
        """Show only what holds every word of ``query``."""
        self._query = query
        self.refresh()

    def choose(self, choice: Callable[[Any], bool] | None) -> None:
        """Show only the records for which ``choice`` is true; ``None`` shows all."""
        self._choice = choice
        self.refresh()

    def refresh(self) -> None:
        """Filter again, after the records changed."""
        shown = self._model.haystack.matches(self._query)
        if self._choice is not None:
            chosen = [self._choice(record) for record in self._model.entered]
            shown = chosen if shown is None else [a and b for a, b in zip(shown, chosen, strict=True)]
        self._shown = shown
        self.invalidate()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._model.sort(column, order)

    def filterAcceptsRow(self, source_row: int, _source_parent: _Index) -> bool:
        return self._shown is None or self._shown[self._model.order[source_row]]

    def _forget(self) -> None:
        self._shown = None


class RecordTable(QTableView):
    """The list itself. Says which record was chosen, which one to open, and which one to remove.

    One that ``sorts`` is sorted by the column whose heading is pressed, the first to begin with; another one keeps the
    order it is given.
    """

    chosen = Signal(str)
    opened = Signal(str)
    removal_asked = Signal(str)

    def __init__(self, model: RecordTableModel, name: str, *, sorts: bool = True) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.records = model
        self.filter = RecordFilter(model)
        self.setModel(self.filter)
        self.setItemDelegate(RecordDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.room = 0  # told by a resize; asking for the viewport makes PySide6 build every class of widgets
        self.sorts = sorts
        self._set_headers(model)
        if sorts:
            self.setSortingEnabled(True)
            self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
            self.horizontalHeader().sortIndicatorChanged.connect(lambda *_: give_room(self))
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(ID_ROLE)))
        self._quiet = False
        self.selectionModel().currentRowChanged.connect(self._tell)

    def show_records(self, records: Sequence[Any]) -> None:
        """List these records; the selected one stays selected if it is still there, without being announced again."""
        kept = self.current_id()
        self._quiet = True
        self.records.show(records)
        self.filter.refresh()
        self._quiet = False
        if kept is not None:
            self.choose(kept, announce=False)

    def current_id(self) -> str | None:
        """Return the id of the selected record."""
        index = self.currentIndex()
        return index.data(ID_ROLE) if index.isValid() else None

    def choose(self, record_id: str, *, announce: bool = True) -> bool:
        """Select a record and bring it into view; ``False`` when it is not shown."""
        row = self.records.row_of(record_id)
        index = QModelIndex() if row is None else self.filter.mapFromSource(self.records.index(row, 0))
        if not index.isValid():
            return False
        self._quiet = not announce
        self.setCurrentIndex(index)
        self._quiet = False
        self.scrollTo(index)
        return True

    def let_go(self) -> None:
        """Select nothing."""
        self.clearSelection()
        self.selectionModel().clearCurrentIndex()

    def choose_first(self) -> None:
        """Select the first record shown, if there is one."""
        if self.filter.rowCount():
            self.setCurrentIndex(self.filter.index(0, 0))

    def filter_by(self, query: str) -> None:
        """Show what holds every word of ``query``; the selected record stays selected while it is shown."""
        self._keeping(lambda: self.filter.search(query))

    def filter_choice(self, choice: Callable[[Any], bool] | None) -> None:
        """Show the records ``choice`` is true for."""
        self._keeping(lambda: self.filter.choose(choice))

    def layout_state(self) -> str:
        """Return widths, order and sorting of the columns, to be kept."""
        return self.horizontalHeader().saveState().toBase64().data().decode("ascii")

    def restore_layout(self, state: str) -> None:
        """Take back what ``layout_state`` gave."""
        if state:
            self.horizontalHeader().restoreState(QByteArray.fromBase64(state.encode("ascii", "ignore")))
            give_room(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.room = event.size().width()
        share_room(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        current = self.current_id()
        if current is None or event.modifiers() not in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.opened.emit(current)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removal_asked.emit(current)
        else:
            super().keyPressEvent(event)

    def _set_headers(self, model: RecordTableModel) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.row_height = TWO_LINES_HEIGHT if any(one.two_lines for one in model.columns) else ROW_HEIGHT
        self.verticalHeader().setDefaultSectionSize(self.row_height)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(LEAST_WIDTH)
        for number, column in enumerate(model.columns):
            self.setColumnWidth(number, column.width)
        give_room(self)

    def _keeping(self, filtering: Callable[[], None]) -> None:
        kept = self.current_id()
        self._quiet = True
        filtering()
        self._quiet = False
        if kept is not None:
            self.choose(kept, announce=False)

    def _tell(self, current: QModelIndex, _before: QModelIndex) -> None:
        if not self._quiet and current.isValid():
            self.chosen.emit(current.data(ID_ROLE))
