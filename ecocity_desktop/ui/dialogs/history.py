"""Who changed what, when: of one record or of the whole file, read from the journal and told in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRect, QSize, Qt, QTimer
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ecocity_desktop.domain.nouns import NOUNS
from ecocity_desktop.services import history
from ecocity_desktop.services.naming import name_of
from ecocity_desktop.ui import words
from ecocity_desktop.ui.dialogs.frame import Button, CalmDialog
from ecocity_desktop.ui.history_words import HistoryRow, history_rows
from ecocity_desktop.ui.theme import GRID
from ecocity_desktop.ui.widgets.labels import label
from ecocity_desktop.ui.widgets.record_delegate import plain_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.i18n.catalog import Catalog
    from ecocity_desktop.ui.context import AppContext

_COLUMNS = ("when", "who", "what", "field", "before", "after")
_WIDTHS = (126, 90, 190, 150, 222, 222)
_CELL_PADDING = 10
_ROWS_FITTED = 300
"""Longer histories show one line per row, and the rest in a tip: fitting thousands of rows takes seconds."""


class HistoryDialog(CalmDialog):
    """A table, the newest edit first; a record's history names the values it was made with, the file's does not."""

    def __init__(
        self, ctx: AppContext, noun: str | None, record_id: str | None, parent: QWidget | None = None
    ) -> None:
        catalog = ctx.catalog
        of_record = record_id is not None
        title = _title(ctx, noun, record_id)
        super().__init__(title, parent, width=100 * GRID)
        rows = history_rows(ctx, history.history(ctx.workspace, noun, record_id), in_full=of_record)
        self.model = HistoryModel(catalog, rows, self)
        self.column.addWidget(label(catalog.text("ui.history.count", count=len(rows)), "secondary"))
        self.table = self._table(catalog)
        self.column.addWidget(self.table, 1)
        self.add_buttons(Button.Close)
        self.resize(1040, 600)

    def _table(self, catalog: Catalog) -> QTableView:
        table = QTableView(self)
        table.setObjectName("history")
        table.setAccessibleName(catalog.text("ui.history.table"))
        table.setModel(self.model)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.setWordWrap(True)
        table.verticalHeader().hide()
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        for column, width in enumerate(_WIDTHS):
            table.setColumnWidth(column, width)
        table.horizontalHeader().setSectionResizeMode(len(_COLUMNS) - 1, QHeaderView.ResizeMode.Stretch)
        table.setItemDelegate(WrappedCells(table))
        return table

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.model.rowCount() <= _ROWS_FITTED:
            QTimer.singleShot(0, self.table, self.table.resizeRowsToContents)


class WrappedCells(QStyledItemDelegate):
    """Cells as high as their text; Qt forgets the padding of the style sheet when it wraps."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        view = option.widget
        width = view.columnWidth(index.column()) if isinstance(view, QTableView) else option.rect.width()
        room = QRect(0, 0, width - 2 * _CELL_PADDING - 4, 100_000)
        text = option.fontMetrics.boundingRect(room, Qt.TextFlag.TextWordWrap, index.data() or "")
        return QSize(width, text.height() + _CELL_PADDING + 3)


class HistoryModel(QAbstractTableModel):
    """The rows of a history; who and when are said once per edit."""

    def __init__(self, catalog: Catalog, rows: tuple[HistoryRow, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._catalog = catalog
        self._rows = rows

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, _parent: QModelIndex | None = None) -> int:
        return len(_COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._catalog.text(f"ui.history.{_COLUMNS[section]}")
        return None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        name = _COLUMNS[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        if role == Qt.ItemDataRole.DisplayRole:
            return getattr(self._rows[index.row()], name)
        if role == Qt.ItemDataRole.ToolTipRole and len(self._rows) > _ROWS_FITTED:
            return plain_tip(getattr(self._rows[index.row()], name))
        return None


def _title(ctx: AppContext, noun: str | None, record_id: str | None) -> str:
    """Return whose history it is."""
    if noun is None or record_id is None:
        return ctx.catalog.text("ui.history.of_file")
    title = name_of(ctx.workspace, NOUNS[noun].entity, record_id)
    name = " ".join(words.two_scripts(title, ctx.catalog.language)).strip() if title else ""
    return ctx.catalog.text("ui.history.of_record", name=name or ctx.catalog.text("ui.history.gone"))
