"""The tab of the whole programme: how much there is, what needs attention, what comes next, where each city stands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ecocity_desktop.brief.attention_words import level_word, point_text
from ecocity_desktop.domain.attention import AttentionLevel
from ecocity_desktop.domain.enums import MilestoneState
from ecocity_desktop.domain.milestone import due_date
from ecocity_desktop.domain.nouns import ENTITIES
from ecocity_desktop.i18n import formats
from ecocity_desktop.services.naming import name_of
from ecocity_desktop.services.overview import COUNTED, overview
from ecocity_desktop.ui import navigation
from ecocity_desktop.ui.tabs.city_lists import STATE_TONES, stage_cell
from ecocity_desktop.ui.theme import GRID, set_role
from ecocity_desktop.ui.widgets.cells import DATE_WIDTHS, Cell, Column, date_cell, name_cell
from ecocity_desktop.ui.widgets.child_list import ListSection
from ecocity_desktop.ui.widgets.empty_state import EmptyState
from ecocity_desktop.ui.widgets.labels import label
from ecocity_desktop.ui.widgets.record_delegate import pills_width

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ecocity_desktop.domain.attention import AttentionPoint
    from ecocity_desktop.domain.changes import ChangeSet
    from ecocity_desktop.services.cities import CityLine
    from ecocity_desktop.services.milestones import MilestoneLine
    from ecocity_desktop.services.overview import Overview
    from ecocity_desktop.ui.context import AppContext
    from ecocity_desktop.ui.tabs.horizon import HorizonChoice

_OPENED = ("cities", "partners", "agreements", "milestones", "commitments")
_TONES = {
    AttentionLevel.LATE: "late",
    AttentionLevel.COMING: "coming",
    AttentionLevel.MISSING: "planned",
    AttentionLevel.CHECK: "planned",
}
_MOMENT_MS = 40
_NEXT = 8


class OverviewTab(QWidget):
    """Nothing is entered here; every line opens the record it is about."""

    key: ClassVar[str] = "overview"
    concerns: tuple[str, ...] = tuple(ENTITIES)

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self.ctx = ctx
        self.text = ctx.catalog.text
        self.language = ctx.catalog.language
        self.setObjectName(self.key)
        self.setAccessibleName(self.text("ui.tab.overview"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(self, "canvas")
        self.title = label("", "title", wrap=True)
        self.award = label("", "secondary", wrap=True)
        self.programme = QPushButton()
        self.programme.setObjectName("programme")
        self.programme.clicked.connect(self._open_programme)
        self._programme_id = ""
        self.counts = {noun: label("", "figure") for noun in COUNTED}
        self.counted = {noun: label("", "caption") for noun in COUNTED}
        self._city_names: dict[str, Cell] = {}
        self._thinking = QTimer(self, singleShot=True, interval=_MOMENT_MS)
        self._thinking.timeout.connect(self._show_attention)
        self._make_lists()
        self.horizon: HorizonChoice | None = None
        self.empty: EmptyState | None = None
        self._lay_out()
        ctx.changed.connect(self._take_changes)
        self.reload()

    def select(self, _noun: str, _record_id: str) -> None:
        """Nothing can be selected here."""

    def selection(self) -> str | None:
        """Return ``None``: nothing is selected here."""
        return None

    def may_leave(self) -> bool:
        """Nothing is typed here."""
        return True

    def reload(self) -> None:
        """Read everything again."""
        seen = overview(self.ctx.workspace)
        self._city_names = {line.city.id: name_cell(line.city.name, self.language) for line in seen.cities}
        self._show_programme(seen)
        for noun, shown in self.counts.items():
            shown.setText(formats.number(seen.counts[noun], self.language, digits=0))
            self.counted[noun].setText(self.text(f"noun.{noun}", count=seen.counts[noun]))
        self.next.show_records(seen.next_milestones[:_NEXT])
        self.cities.show_records(seen.cities)
        something = any(seen.counts[noun] for noun in ("cities", "partners", "milestones"))
        self.lists.setVisible(something)
        self._show_empty(not something)
        # What there is comes at once; what to do about it takes longer to work out, and may come a moment later.
        self._thinking.start()

    def _show_attention(self) -> None:
        from ecocity_desktop.services.attention import attention

        if self.horizon is None:
            self._offer_horizon()
        horizon = self.ctx.settings.horizon_days
        self.attention.show_records(attention(self.ctx.workspace, horizon_days=horizon))

    def _offer_horizon(self) -> None:
        from ecocity_desktop.ui.tabs.horizon import HorizonChoice

        self.horizon = HorizonChoice(self.ctx)
        self.horizon.changed.connect(self._show_attention)
        self.attention.head.addWidget(self.horizon)

    def _take_changes(self, changes: ChangeSet) -> None:
        if changes.concerns(*self.concerns):
            self.reload()

    def _show_programme(self, seen: Overview) -> None:
        programme = seen.programme
        self._programme_id = programme.id if programme else ""
        name = programme.name.read(self.language).text if programme else self.text("ui.overview.no_programme")
        award = programme.award_name.read(self.language).text if programme else ""
        self.title.setText(name)
        self.award.setText(self.text("ui.overview.award", name=award) if award else "")
        self.award.setVisible(bool(award))
        key = "ui.overview.change_programme" if programme else "ui.overview.add_programme"
        self.programme.setText(self.text(key))
        self.programme.setVisible(bool(programme) or not self.ctx.workspace.read_only)

    def _make_lists(self) -> None:
        text = self.text
        levels = [level_word(level, self.ctx.catalog) for level in AttentionLevel]
        states = [text(f"enum.milestone_state.{state.value}") for state in MilestoneState]
        self.attention = self._list(
            text("ui.overview.attention"),
            (
                (text("ui.overview.column_level"), self._level, max(120, pills_width(levels))),
                (text("ui.overview.column_about"), self._about, 150),
                (text("ui.overview.column_point"), self._point, 0),
            ),
            self._point_id,
            text("ui.overview.no_attention"),
        )
        self.attention.opened.connect(self._open_point)
        self.next = self._list(
            text("ui.overview.next"),
            (
                (text("ui.milestones.column_date"), self._due, DATE_WIDTHS[self.ctx.catalog.language]),
                (text("ui.milestones.column_state"), self._state, max(96, pills_width(states))),
                (text("ui.milestones.column_title"), self._title, 0),
            ),
            lambda line: line.milestone.id,
            text("ui.overview.no_next"),
        )
        self.next.opened.connect(lambda record_id: navigation.open_record(self, "milestones", record_id))
        self.cities = self._list(
            text("ui.tab.cities"),
            (
                (text("ui.cities.column_city"), lambda line: name_cell(line.city.name, self.language), 160),
                (text("ui.cities.column_stage"), self._stage, 140),
                (text("ui.cities.column_next"), self._city_next, 0),
            ),
            lambda line: line.city.id,
            text("ui.cities.empty_words"),
        )
        self.cities.opened.connect(lambda record_id: navigation.open_record(self, "cities", record_id))

    def _list(
        self,
        title: str,
        columns: Sequence[tuple[str, Callable[[Any], Cell], int]],
        id_of: Callable[[Any], str],
        empty: str,
    ) -> ListSection:
        """Return a list of columns (heading, cell, width) that keeps its order."""
        made = tuple(Column(heading, cell, lambda _line: None, width) for heading, cell, width in columns)
        return ListSection(self.ctx, title, made, id_of, empty, ruled=False)

    def _show_empty(self, shown: bool) -> None:
        """Say in place of the lists what to do first; made when it is first needed."""
        if self.empty is None and shown:
            words = self.text("ui.overview.empty"), self.text("ui.overview.empty_words")
            self.empty = EmptyState("flag", *words)
            if not self.ctx.workspace.read_only:
                begin = partial(navigation.begin_record, self, "cities")
                self.empty.offer(self.text("ui.cities.add_first"), begin, "addFirst")
            self.column.insertWidget(self.column.indexOf(self.lists), self.empty)
        if self.empty is not None:
            self.empty.setVisible(shown)

    def _lay_out(self) -> None:
        """Lay out from the outside in: a part that is moved into the window with all it holds is dressed again."""
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole.addWidget(scroll)
        body = QWidget()
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(body, "canvas")
        scroll.setWidget(body)
        column = self.column = QVBoxLayout(body)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        column.setSpacing(2 * GRID)
        self._add_head(column)
        self._add_counts(column)
        self.lists = QWidget()
        column.addWidget(self.lists)
        column.addStretch(1)
        grid = QGridLayout(self.lists)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2 * GRID)
        for section, place in ((self.attention, (0, 0, 2, 1)), (self.next, (0, 1)), (self.cities, (1, 1))):
            card = QFrame()
            grid.addWidget(card, *place)
            _fill_card(card, section)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        grid.setRowStretch(1, 1)

    def _add_head(self, column: QVBoxLayout) -> None:
        head = QHBoxLayout()
        column.addLayout(head)
        words = QVBoxLayout()
        words.setSpacing(2)
        head.addLayout(words, 1)
        words.addWidget(self.title)
        words.addWidget(self.award)
        head.addWidget(self.programme, 0, Qt.AlignmentFlag.AlignTop)

    def _add_counts(self, column: QVBoxLayout) -> None:
        row = QHBoxLayout()
        column.addLayout(row)
        row.setSpacing(2 * GRID)
        for noun, number in self.counts.items():
            card = QFrame()
            set_role(card, "card")
            row.addWidget(card, 1)
            inner = QVBoxLayout(card)
            inner.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
            inner.setSpacing(0)
            inner.addWidget(number)
            inner.addWidget(self.counted[noun])

    def _level(self, point: AttentionPoint) -> Cell:
        return Cell(level_word(point.level, self.ctx.catalog), tone=_TONES[point.level])

    def _about(self, point: AttentionPoint) -> Cell:
        if point.city_id is not None:
            return self._city_names.get(point.city_id, Cell(""))
        return Cell(self.text("ui.milestones.of_programme"), tone="secondary")

    def _point(self, point: AttentionPoint) -> Cell:
        return Cell(point_text(point, self.ctx.catalog))

    def _title(self, line: MilestoneLine) -> Cell:
        return Cell(line.milestone.title.read(self.language).text)

    def _due(self, line: MilestoneLine) -> Cell:
        undated = self.text("enum.milestone_state.undated")
        return date_cell(due_date(line.milestone), self.language, missing=undated, tone="secondary")

    def _state(self, line: MilestoneLine) -> Cell:
        state = line.state.value
        return Cell(self.text(f"enum.milestone_state.{state}"), tone=STATE_TONES[state])

    def _stage(self, line: CityLine) -> Cell:
        return stage_cell(line.city, self.ctx.catalog) or Cell(
            self.text("ui.table.to_complete"), tone="missing"
        )

    def _city_next(self, line: CityLine) -> Cell:
        if line.next_milestone is None:
            return Cell("—", tone="secondary")
        return date_cell(due_date(line.next_milestone), self.language, tone="secondary")

    def _point_id(self, point: AttentionPoint) -> str:
        params = sorted(map(str, point.params.items()))
        return "\n".join(
            (point.entity, point.entity_id, point.city_id or "", point.key, point.language or "", *params)
        )

    def _open_point(self, point_id: str) -> None:
        """Open the record a point is about, or the city it belongs to."""
        entity, record_id, city_id = point_id.split("\n")[:3]
        noun = ENTITIES[entity].name
        if noun not in _OPENED and city_id:
            noun, record_id = "cities", city_id
        if name_of(self.ctx.workspace, ENTITIES[entity].entity, record_id) is not None or noun == "cities":
            navigation.open_record(self, noun, record_id)

    def _open_programme(self) -> None:
        from ecocity_desktop.ui.widgets.record_dialog import RecordDialog

        RecordDialog(self.ctx, "programmes", self._programme_id, self.window()).open()


def _fill_card(card: QFrame, section: ListSection) -> None:
    """Make a white card round a list."""
    set_role(card, "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
    column.addWidget(section)
    column.addStretch(1)
