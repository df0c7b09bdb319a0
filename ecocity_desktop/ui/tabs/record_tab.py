"""What the tabs that list records share: list, form and context side by side, and how they keep in step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.nouns import ENTITIES, NOUNS
from ecocity_desktop.i18n import formats
from ecocity_desktop.services import records, removal
from ecocity_desktop.services.naming import name_of
from ecocity_desktop.ui import navigation
from ecocity_desktop.ui.dialogs.messages import confirm
from ecocity_desktop.ui.tabs.record_panel import LEAST_WIDTH, RecordPanel
from ecocity_desktop.ui.theme import set_role
from ecocity_desktop.ui.widgets.cells import Cell
from ecocity_desktop.ui.widgets.empty_state import EmptyState
from ecocity_desktop.ui.widgets.filter_bar import FilterBar
from ecocity_desktop.ui.widgets.names import Names
from ecocity_desktop.ui.widgets.record_table import RecordTable, RecordTableModel
from ecocity_desktop.ui.widgets.removing import may_go

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ecocity_desktop.domain.changes import ChangeSet
    from ecocity_desktop.ui.context import AppContext
    from ecocity_desktop.ui.widgets.cells import Column
    from ecocity_desktop.ui.widgets.record_saver import Verb
    from ecocity_desktop.ui.widgets.section import Section

_STRETCH = (1, 3, 3)


class RecordTab(QWidget):
    """A tab over one noun. A tab says what it lists and shows by the methods that come first."""

    key: ClassVar[str]
    noun: ClassVar[str]
    icon: ClassVar[str]
    sizes: ClassVar[tuple[int, int, int]] = (444, 580, 336)
    concerns: tuple[str, ...]

    def lines(self) -> Sequence[Any]:
        """Read what is listed."""
        raise NotImplementedError

    def record_of(self, line: Any) -> Any:
        """Return the record of a line of the list."""
        raise NotImplementedError

    def columns(self) -> tuple[Column, ...]:
        """Return the columns of the list."""
        raise NotImplementedError

    def words_of(self, line: Any) -> str:
        """Return what a line is found by when one types."""
        raise NotImplementedError

    def choice_of(self, line: Any) -> Any:
        """Return what the choice button narrows by."""
        raise NotImplementedError

    def choices(self) -> tuple[str, Sequence[tuple[str, Any]]]:
        """Return what the choice button says, and its choices in words and values."""
        raise NotImplementedError

    def heading(self, line: Any) -> tuple[Cell, Cell | None]:
        """Return the name of a record and its state."""
        raise NotImplementedError

    def make_sections(self) -> Sequence[Section]:
        """Return what stands below the form."""
        return ()

    def make_context(self) -> QWidget:
        """Return the third column."""
        raise NotImplementedError

    def make_below_list(self) -> QWidget | None:
        """Return what stands below the list."""
        return None

    def show_belongings(self, line: Any) -> None:
        """Show in lists and context what belongs to the record of ``line``; nothing for ``None``."""

    def verb_for(self, _values: Mapping[str, Any]) -> Verb | None:
        """Return another verb than plain editing for certain values."""
        return None

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self.ctx = ctx
        self.text = ctx.catalog.text
        self.language = ctx.catalog.language
        self.setObjectName(self.key)
        self.setAccessibleName(self.text(f"ui.tab.{self.key}"))
        self.names = Names(ctx, self)
        self.bar = FilterBar(ctx.catalog, self.text(f"ui.{self.key}.add"))
        self.table = self._make_table()
        self.panel = RecordPanel(ctx, self.noun, self.names, self.make_sections(), self.verb_for)
        self.context = self.make_context()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self._list_place = QStackedWidget()
        self._form_place = QStackedWidget()
        self._shown: str | None = None
        self._lay_out()
        self._connect()
        self.reload()

    def select(self, noun: str, record_id: str) -> None:
        """Bring a record into view and into the form, through any filter."""
        if noun != self.noun or record_id == self._shown:
            return
        if self.table.records.row_of(record_id) is not None and not self.table.choose(record_id):
            self.bar.clear()
            self.table.choose(record_id)

    def selection(self) -> str | None:
        """Return the id of the record shown."""
        return self._shown

    def add_record(self) -> None:
        """Begin a new record."""
        if not self.ctx.workspace.read_only:
            self.panel.leave(self._start)

    def focus_filter(self) -> None:
        """Put the keyboard in the filter."""
        self.bar.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.field.selectAll()

    def may_leave(self) -> bool:
        """Keep what is being typed; return whether nothing is left that was refused."""
        return self.panel.is_clean()

    def leave(self, then: Callable[[], None]) -> None:
        """Keep what is being typed, then do ``then``; asks first where something was refused."""
        self.panel.leave(then)

    def reload(self) -> None:
        """Read everything again; the record shown stays, what is being typed too."""
        self.table.show_records(self.lines())
        if self.panel.saver.is_new:
            self._show_places()
            return
        if self._shown is None or self.table.records.row_of(self._shown) is None:
            self._show_first()
        else:
            self.panel.saver.refresh()
            self._refresh_heading()
        self._show_places()

    def line(self) -> Any | None:
        """Return the line of the record shown."""
        row = self.table.records.row_of(self._shown) if self._shown else None
        return None if row is None else self.table.records.record(row)

    def _make_table(self) -> RecordTable:
        model = RecordTableModel(self.columns(), lambda line: self.record_of(line).id, self.words_of)
        table = RecordTable(model, self.text(f"ui.tab.{self.key}"))
        table.setObjectName("list")
        table.restore_layout(self.ctx.settings.layout.get(f"{self.key}.columns", ""))
        return table

    def _connect(self) -> None:
        self.bar.add_asked.connect(self.add_record)
        self.bar.typed.connect(self._filter)
        self.bar.narrowed.connect(self._narrow)
        self.bar.entered.connect(self.table.records.haystack.prepare)
        self.bar.list_asked.connect(self._enter_list)
        self.bar.add_button.setEnabled(not self.ctx.workspace.read_only)
        self.bar.offer_choices(*self.choices())
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _id: self.panel.form.focus_first())
        self.table.removal_asked.connect(self._ask_removal)
        self.panel.saver.added.connect(self._show_added)
        self.panel.removal_asked.connect(lambda: self._ask_removal(self._shown or ""))
        self.panel.history_asked.connect(lambda: navigation.show_history(self, self.noun, self._shown or ""))
        self.ctx.changed.connect(self._take_changes)
        header = self.table.horizontalHeader()
        for signal in (header.sectionResized, header.sortIndicatorChanged, header.sectionMoved):
            signal.connect(lambda *_: self._keep("columns", self.table.layout_state()))
        self.splitter.splitterMoved.connect(lambda *_: self._keep("splitter", self._splitter_state()))

    def _lay_out(self) -> None:
        left = QWidget()
        left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(left, "paper")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        self._no_match = EmptyState(
            "search", self.text("ui.table.no_match"), self.text("ui.table.no_match_words")
        )
        self._no_match.offer(self.text("ui.table.show_all"), self.bar.clear, "showAll")
        self._list_place.addWidget(self.table)
        self._list_place.addWidget(self._no_match)
        column.addWidget(self._list_place, 3)
        below = self.make_below_list()
        if below is not None:
            column.addWidget(below, 4)
        self._nothing = EmptyState(
            self.icon, self.text(f"ui.{self.key}.empty"), self.text(f"ui.{self.key}.empty_words")
        )
        if not self.ctx.workspace.read_only:
            self._nothing.offer(self.text(f"ui.{self.key}.add_first"), self.add_record, "addFirst")
        self._form_place.addWidget(self.panel)
        self._form_place.addWidget(self._nothing)
        for widget, least in ((left, 260), (self._form_place, LEAST_WIDTH), (self.context, 220)):
            widget.setMinimumWidth(least)
            self.splitter.addWidget(widget)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        for place, stretch in enumerate(_STRETCH):
            self.splitter.setStretchFactor(place, stretch)
        self.splitter.setSizes(list(self.sizes))
        self._restore_splitter()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.splitter)

    def _restore_splitter(self) -> None:
        kept = self.ctx.settings.layout.get(f"{self.key}.splitter", "")
        if kept:
            self.splitter.restoreState(QByteArray.fromBase64(kept.encode("ascii", "ignore")))

    def _splitter_state(self) -> str:
        return self.splitter.saveState().toBase64().data().decode("ascii")

    def _keep(self, what: str, state: str) -> None:
        self.ctx.settings.layout[f"{self.key}.{what}"] = state

    def _take_changes(self, changes: ChangeSet) -> None:
        if changes.concerns(*self.concerns):
            self.reload()

    def _filter(self, typed: str) -> None:
        self.table.filter_by(typed)
        self._show_places()

    def _narrow(self, value: Any) -> None:
        self.table.filter_choice(None if value is None else lambda line: self.choice_of(line) == value)
        self._show_places()

    def _enter_list(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.table.current_id() is None:
            self.table.choose_first()

    def _show_places(self) -> None:
        """Show list and form, or what to do where there is nothing."""
        some = bool(self.table.records.entered)
        matching = self.table.filter.rowCount() > 0
        self._list_place.setCurrentIndex(1 if some and not matching else 0)
        self._form_place.setCurrentIndex(0 if some or self.panel.saver.is_new else 1)

    def _show_first(self) -> None:
        self._shown = None
        self.panel.saver.clear()
        self.table.choose_first()
        current = self.table.current_id()
        if current is not None and self._shown is None:
            self._show(current)
        elif current is None:
            self.show_belongings(None)

    def _choose(self, record_id: str) -> None:
        """Show another record, once what is being typed in this one is kept."""
        if record_id == self._shown and not self.panel.saver.is_new:
            return
        self.panel.leave(lambda: self._show(record_id))
        if self._shown != record_id:
            QTimer.singleShot(0, self._point_at_shown)

    def _point_at_shown(self) -> None:
        """Keep list and form on the same record while something typed there is still refused."""
        if self._shown is not None:
            self.table.choose(self._shown, announce=False)
        elif self.panel.saver.is_new:
            self.table.let_go()

    def _show(self, record_id: str) -> None:
        self._shown = record_id
        self.table.choose(record_id, announce=False)
        self.panel.show_record(record_id)
        self._refresh_heading()
        self._show_places()

    def _refresh_heading(self) -> None:
        line = self.line()
        if line is not None:
            self.panel.title.show_name(*self.heading(line))
            self.show_belongings(line)

    def _start(self) -> None:
        self._shown = None
        self.table.let_go()
        self.panel.title.show_name(Cell(self.text(f"ui.{self.key}.new")))
        self.show_belongings(None)
        self._form_place.setCurrentIndex(0)
        self.panel.start()

    def _show_added(self, record_id: str) -> None:
        self._shown = record_id
        if not self.table.choose(record_id, announce=False):
            self.bar.clear()
            self.table.choose(record_id, announce=False)
        self.panel.joined_file()
        self._refresh_heading()
        self._show_places()

    def _ask_removal(self, record_id: str) -> None:
        """Ask before a record goes, saying what goes with it."""
        if not record_id or not may_go(self.ctx, self.noun, record_id, self):
            return
        called = name_of(self.ctx.workspace, NOUNS[self.noun].entity, record_id) or LocalText()
        name = called.read(self.language).text
        going = removal.would_go(self.ctx.workspace, self.noun, record_id)
        parts = [self.text(f"noun.counted.{ENTITIES[one].name}", count=count) for one, count in going]
        key = "ui.form.remove_with" if parts else "ui.form.remove"
        listed: dict[str, Any] = {"belongings": formats.enumeration(parts, self.language)} if parts else {}
        confirm(
            self.window(),
            self.ctx.catalog,
            key,
            lambda: self._remove(record_id),
            yes="ui.form.remove_button",
            name=name,
            **listed,
        )

    def _remove(self, record_id: str) -> None:
        self.panel.form.discard()
        going = removal.would_go(self.ctx.workspace, self.noun, record_id)
        if sum(count for _, count in going) >= removal.MANY:
            navigation.keep_backup(self)
        self.ctx.perform(records.remove_record, self.noun, record_id)
