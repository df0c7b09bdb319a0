"""A list inside a form: the records that belong to the one shown, each opening its own form below the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout

from ecocity_desktop.domain.nouns import NOUNS
from ecocity_desktop.services import records
from ecocity_desktop.ui import icons
from ecocity_desktop.ui.theme import set_role
from ecocity_desktop.ui.widgets.form_layout import sections_of
from ecocity_desktop.ui.widgets.labels import label
from ecocity_desktop.ui.widgets.record_table import RecordTable, RecordTableModel
from ecocity_desktop.ui.widgets.removing import may_go
from ecocity_desktop.ui.widgets.section import Section

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ecocity_desktop.ui.context import AppContext
    from ecocity_desktop.ui.widgets.cells import Column
    from ecocity_desktop.ui.widgets.names import Names
    from ecocity_desktop.ui.widgets.record_form import RecordForm
    from ecocity_desktop.ui.widgets.record_saver import RecordSaver

_MOST_ROWS = 12
_APART = 8


class ShortTable(RecordTable):
    """A list as high as its rows, up to twelve; beyond that it scrolls."""

    def sizeHint(self) -> QSize:
        return QSize(200, self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self._height())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.updateGeometry()  # only now is the style on, and with it the height of the head known

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.filter.rowCount() > _MOST_ROWS:
            super().wheelEvent(event)
        else:
            event.ignore()

    def _height(self) -> int:
        rows = max(1, min(self.filter.rowCount(), _MOST_ROWS))
        head = self.horizontalHeader().sizeHint().height() if self.horizontalHeader().isVisible() else 0
        bar = self.horizontalScrollBar()
        return rows * self.row_height + head + (bar.height() if bar.isVisible() else 0)


class ListSection(Section):
    """A heading over a hairline, a list under it, and a sentence where the list is empty."""

    opened = Signal(str)

    def __init__(
        self,
        ctx: AppContext,
        title: str,
        columns: Sequence[Column],
        id_of: Callable[[Any], str],
        empty: str,
        *,
        ruled: bool = True,
    ) -> None:
        super().__init__(ctx, title, ruled=ruled)
        self.table = ShortTable(RecordTableModel(columns, id_of), title, sorts=False)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.table.opened.connect(self.opened)
        self.empty = label(empty, "secondary", wrap=True)
        self.column.addWidget(self.table)
        self.column.addWidget(self.empty)

    def show_records(self, lines: Sequence[Any]) -> None:
        """List these, or say that there are none."""
        self.table.show_records(lines)
        self.table.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self.table.updateGeometry()


class ChildList(ListSection):
    """The records of ``noun`` that belong to another record; Enter or a double click opens one, Delete removes it.

    ``fixed_of`` gives the values a new one begins with, ``None`` while nothing can be added. ``shape`` may arrange the
    form once it is made.
    """

    def __init__(
        self,
        ctx: AppContext,
        noun: str,
        title: str,
        columns: Sequence[Column],
        *,
        id_of: Callable[[Any], str],
        names: Names,
        fixed_of: Callable[[], Mapping[str, Any] | None],
        hidden: Sequence[str] = (),
        shape: Callable[[RecordForm], None] = lambda _form: None,
    ) -> None:
        super().__init__(ctx, title, columns, id_of, ctx.catalog.text(f"ui.form.none_of_{noun}"))
        self.noun = noun
        self._names = names
        self._fixed_of = fixed_of
        self._hidden = hidden
        self._shape = shape
        self._begun: Callable[[], Mapping[str, Any]] = dict
        self.drawer: QFrame | None = None
        self.saver: RecordSaver | None = None
        self.add_button = QPushButton(ctx.catalog.text(f"ui.form.add_{noun}"))
        self.add_button.setObjectName(f"add.{noun}")
        icons.draw(self.add_button, "plus", "jade")
        set_role(self.add_button, "link")
        self.add_button.clicked.connect(self.add)
        self.head.addWidget(self.add_button)
        self.add_button.setHidden(ctx.workspace.read_only)
        self.opened.connect(self.open)
        self.table.removal_asked.connect(self.ask_removal)

    def begin_with(self, shown: Callable[[], Mapping[str, Any]]) -> None:
        """Fill in what ``shown()`` gives in the form of a new record; it can be changed there."""
        self._begun = shown

    def show_records(self, lines: Sequence[Any]) -> None:
        super().show_records(lines)
        if self.saver is not None and self.saver.record_id is not None:
            if self.table.records.row_of(self.saver.record_id) is None:
                self._hide_drawer()
            else:
                self.saver.refresh()

    def open(self, record_id: str) -> None:
        """Show one record in the form below the list."""
        self._leave_then(lambda: self._open(record_id))

    def add(self) -> None:
        """Show an empty form below the list."""
        self._leave_then(self._start)

    def close_drawer(self) -> None:
        """Keep what was typed and hide the form."""
        self._leave_then(self._hide_drawer)

    def leave(self, then: Callable[[], None]) -> None:
        """Keep what was typed, hide the form, then do ``then``; asks first where something was refused."""

        def go() -> None:
            self._hide_drawer()
            then()

        self._leave_then(go)

    def is_clean(self) -> bool:
        """Keep what was typed; return whether nothing is left that was refused."""
        return self.drawer is None or self.drawer.isHidden() or self._saver().is_clean()

    def ask_removal(self, record_id: str) -> None:
        """Remove a record, after a question."""
        if not may_go(self.ctx, self.noun, record_id, self):
            return
        from ecocity_desktop.ui.dialogs.messages import confirm

        name = self.table.records.cell(self.table.records.row_of(record_id) or 0, 0).whole
        confirm(
            self.window(),
            self.ctx.catalog,
            "ui.form.remove",
            lambda: self._remove(record_id),
            yes="ui.form.remove_button",
            name=name,
        )

    def _remove(self, record_id: str) -> None:
        if self.saver is not None and self.saver.record_id == record_id:
            self.saver.form.discard()
        self.ctx.perform(records.remove_record, self.noun, record_id)

    def _leave_then(self, then: Callable[[], Any]) -> None:
        if self.drawer is None or self.drawer.isHidden():
            then()
        else:
            self._saver().leave(lambda: then())

    def _open(self, record_id: str) -> None:
        self._saver().show(record_id)
        self.table.choose(record_id, announce=False)
        self._show_drawer()

    def _start(self) -> None:
        fixed = self._fixed_of()
        if fixed is not None:
            self._saver().start(fixed, shown=self._begun())
            self._show_drawer()

    def _show_drawer(self) -> None:
        if self.drawer is not None:
            self.drawer.show()
            self._saver().form.focus_first()
            QTimer.singleShot(0, self.drawer, self._bring_into_view)  # once it has its height

    def _bring_into_view(self) -> None:
        """Scroll as little as shows the whole form, or its beginning where it is higher than what one sees."""
        area = self.parent()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parent()
        content = area.widget() if area is not None else None
        if area is None or content is None or self.drawer is None:
            return
        room, bar = area.viewport().height(), area.verticalScrollBar()
        top = self.drawer.mapTo(content, QPoint(0, 0)).y() - _APART
        foot = top + self.drawer.height() + 2 * _APART
        bar.setValue(min(top, max(bar.value(), foot - room)))

    def _hide_drawer(self) -> None:
        if self.drawer is not None and not self.drawer.isHidden():
            had_focus = self.drawer.isAncestorOf(self.drawer.window().focusWidget())
            self.drawer.hide()
            self._saver().clear()
            if had_focus:
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _saver(self) -> RecordSaver:
        if self.saver is None:
            self.saver = self._make_drawer()
        return self.saver

    def _make_drawer(self) -> RecordSaver:
        from ecocity_desktop.ui.widgets.record_dialog import ask_for_source
        from ecocity_desktop.ui.widgets.record_form import RecordForm
        from ecocity_desktop.ui.widgets.record_saver import RecordSaver

        noun = NOUNS[self.noun]
        form = RecordForm(
            noun, sections_of(noun, self._hidden), self.ctx.catalog, self._names, headings=False
        )
        self._shape(form)
        form.source_asked.connect(lambda editor, which, words: ask_for_source(self.ctx, editor, which, words))
        saver = RecordSaver(self.ctx, self.noun, form)
        self.drawer = QFrame()
        self.drawer.setObjectName(f"{self.noun}.drawer")
        set_role(self.drawer, "drawer")
        column = QVBoxLayout(self.drawer)
        column.setContentsMargins(8, 10, 12, 10)
        column.addWidget(form)
        column.addLayout(self._drawer_buttons())
        self.column.addWidget(self.drawer)
        self.drawer.hide()
        QShortcut(QKeySequence("Esc"), self.drawer, self.close_drawer).setContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        saver.added.connect(lambda record_id: self.table.choose(record_id, announce=False))
        return saver

    def _drawer_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        text = self.ctx.catalog.text
        remove = QPushButton(text("ui.form.remove_button"))
        remove.setObjectName(f"{self.noun}.remove")
        set_role(remove, "link")
        remove.setEnabled(not self.ctx.workspace.read_only)
        remove.clicked.connect(self._remove_shown)
        close = QPushButton(text("ui.form.close"))
        close.setObjectName(f"{self.noun}.close")
        close.clicked.connect(self.close_drawer)
        row.addWidget(remove)
        row.addWidget(close)
        return row

    def _remove_shown(self) -> None:
        saver = self._saver()
        if saver.record_id is None:
            saver.form.discard()
            self._hide_drawer()
        else:
            self.ask_removal(saver.record_id)
