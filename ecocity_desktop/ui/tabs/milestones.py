"""The tab of the milestones: list, form with planned, forecast and actual dates, and the line of time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ecocity_desktop.domain.enums import MilestoneState
from ecocity_desktop.domain.milestone import shown_date
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.i18n import formats
from ecocity_desktop.services import milestones, records, schedule
from ecocity_desktop.ui.tabs.city_lists import STATE_TONES
from ecocity_desktop.ui.tabs.duties import DutyList
from ecocity_desktop.ui.tabs.milestone_lists import chain_columns, dependency_columns, slip_columns
from ecocity_desktop.ui.tabs.move_dialog import MoveDialog
from ecocity_desktop.ui.tabs.record_tab import RecordTab
from ecocity_desktop.ui.theme import set_role
from ecocity_desktop.ui.widgets.cells import DATE_WIDTHS, Cell, Column, date_cell, date_order, text_order
from ecocity_desktop.ui.widgets.child_list import ChildList, ListSection
from ecocity_desktop.ui.widgets.labels import label
from ecocity_desktop.ui.widgets.timeline import TimelineItem, TimelineView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ecocity_desktop.domain.changes import ChangeSet
    from ecocity_desktop.domain.milestone import Milestone
    from ecocity_desktop.services.milestones import MilestoneLine
    from ecocity_desktop.services.workspace import Workspace
    from ecocity_desktop.ui.context import AppContext
    from ecocity_desktop.ui.widgets.record_saver import Verb

_MOVED = ("planned_on", "forecast_on")


class MilestonesTab(RecordTab):
    """What is due when, and where each one stands."""

    key: ClassVar[str] = "milestones"
    noun: ClassVar[str] = "milestones"
    icon: ClassVar[str] = "calendar-clock"
    sizes: ClassVar[tuple[int, int, int]] = (540, 510, 310)
    concerns = (
        "milestone",
        "milestone_city",
        "city",
        "partner",
        "source",
        "dependency",
        "slip",
        "recurrence",
    )

    def __init__(self, ctx: AppContext) -> None:
        self._milestones: dict[str, Milestone] = {}
        super().__init__(ctx)

    def lines(self) -> Sequence[MilestoneLine]:
        return milestones.milestone_lines(self.ctx.workspace)

    def record_of(self, line: MilestoneLine) -> Milestone:
        return line.milestone

    def columns(self) -> tuple[Column, ...]:
        undated = self.text("enum.milestone_state.undated")
        return (
            Column(
                self.text("ui.milestones.column_date"),
                lambda line: date_cell(shown_date(line.milestone), self.language, missing=undated),
                lambda line: date_order(shown_date(line.milestone)),
                DATE_WIDTHS[self.language],
                whole=True,
            ),
            Column(
                self.text("ui.milestones.column_title"),
                lambda line: Cell(self._title(line), tone="strong"),
                lambda line: text_order(self._title(line), self.language),
                160,
                takes_room=True,
            ),
            Column(
                self.text("ui.milestones.column_state"),
                self._state,
                lambda line: float(list(MilestoneState).index(line.state)),
                60,
                words=tuple(words for words, _state in self.choices()[1]),
            ),
            Column(
                self.text("field.milestone.city_ids"),
                lambda line: Cell(self._cities(line), tone="secondary"),
                lambda line: text_order(self._cities(line), self.language),
                100,
            ),
        )

    def words_of(self, line: MilestoneLine) -> str:
        cities = " ".join(word for city in line.cities for word in city.name.texts())
        kind = self.text(f"enum.milestone_kind.{line.milestone.kind.value}")
        titles = " ".join(line.milestone.title.texts())
        place = " ".join(line.milestone.place.texts())
        when = date_cell(shown_date(line.milestone), self.language).text
        return f"{titles} {cities} {kind} {place} {when} {self._state(line).text}"

    def choice_of(self, line: MilestoneLine) -> MilestoneState:
        return line.state

    def choices(self) -> tuple[str, Sequence[tuple[str, Any]]]:
        states = [(self.text(f"enum.milestone_state.{state.value}"), state) for state in MilestoneState]
        return self.text("ui.milestones.column_state"), states

    def heading(self, line: MilestoneLine) -> tuple[Cell, Cell | None]:
        return Cell(self._title(line)), self._state(line)

    def verb_for(self, values: Mapping[str, Any]) -> Verb | None:
        """A new plan or forecast is a move, and is called so in the history."""
        if len(values) == 1 and next(iter(values)) in _MOVED:
            return _move
        return None

    def make_sections(self) -> Sequence[ListSection]:
        catalog = self.ctx.catalog
        self.waits_for = ChildList(
            self.ctx,
            "dependencies",
            self.text("ui.milestones.waits_for"),
            dependency_columns(catalog, self._milestones.get),
            id_of=lambda row: row.id,
            names=self.names,
            fixed_of=lambda: {"successor_id": self.selection()} if self.selection() else None,
            hidden=("successor_id",),
        )
        self.chain = ListSection(
            self.ctx,
            self.text("ui.milestones.chain"),
            chain_columns(catalog),
            lambda line: line.milestone.id,
            "",
        )
        self.chain.opened.connect(lambda record_id: self.select("milestones", record_id))
        self.slips = ListSection(
            self.ctx,
            self.text("ui.milestones.slips"),
            slip_columns(catalog),
            lambda slip: slip.id,
            self.text("ui.milestones.no_slips"),
        )
        self.duties = DutyList(
            self.ctx,
            "milestone_id",
            self.names,
            lambda: {"milestone_id": self.selection()} if self.selection() else None,
        )
        return self.waits_for, self.chain, self.slips, self.duties

    def make_context(self) -> QWidget:
        self.timeline = TimelineView(self.text("ui.milestones.timeline"), self.text("ui.milestones.today"))
        self.timeline.item_chosen.connect(lambda record_id: self.select("milestones", record_id))
        self._well = Well(self.text("ui.milestones.timeline"), self.timeline)
        self.move_button = QPushButton(self.text("ui.milestones.move"))
        self.move_button.setObjectName("move")
        self.move_button.clicked.connect(self.ask_move)
        self.panel.actions_row.addWidget(self.move_button)
        return self._well

    def show_belongings(self, line: MilestoneLine | None) -> None:
        today = self.ctx.workspace.today()
        dated = [each for each in self.table.records.entered if shown_date(each.milestone)]
        dated.sort(key=lambda each: date_order(shown_date(each.milestone)) or "")
        before = sum(_is_before(each, today) for each in dated)
        chosen = line.milestone.id if line else None
        self.timeline.show_items([self._item(each) for each in dated], before, chosen)
        if chosen is not None:
            self._well.show_place(self.timeline.place_of(chosen).center().y())
        open_yet = line is not None and line.state is not MilestoneState.DONE
        self.move_button.setEnabled(open_yet and not self.ctx.workspace.read_only)
        self._show_links(chosen)

    def _show_links(self, chosen: str | None) -> None:
        """Show what the milestone waits for, why it slipped, and the duties that count from it."""
        self._milestones.clear()
        self._milestones.update({each.milestone.id: each.milestone for each in self.table.records.entered})
        workspace = self.ctx.workspace
        own = partial(records.list_records, workspace)
        waits = own("dependencies", successor_id=chosen) if chosen else ()
        self.waits_for.show_records(waits)
        chain = schedule.chain_to(workspace, chosen) if chosen and waits else ()
        self.chain.show_records(chain if len(chain) > 1 else ())
        self.chain.empty.hide()
        self.chain.setVisible(len(chain) > 1)
        self.slips.show_records(own("slips", milestone_id=chosen) if chosen else ())
        self.duties.show_anchor(chosen)

    def ask_move(self) -> None:
        """Ask for another date for the milestone shown."""
        line = self.line()
        if line is not None:
            self.panel.leave(lambda: MoveDialog(self.ctx, line.milestone, self.window()).open())

    def _title(self, line: MilestoneLine) -> str:
        return line.milestone.title.read(self.language).text

    def _state(self, line: MilestoneLine) -> Cell:
        state = line.state.value
        return Cell(self.text(f"enum.milestone_state.{state}"), tone=STATE_TONES[state])

    def _cities(self, line: MilestoneLine) -> str:
        if not line.cities:
            return self.text("ui.milestones.of_programme")
        names = [city.name.read(self.language).text for city in line.cities]
        return formats.enumeration(names, self.language)

    def _item(self, line: MilestoneLine) -> TimelineItem:
        on = shown_date(line.milestone)
        when = formats.partial_date(on, self.language) if on else ""
        state = self._state(line)
        return TimelineItem(line.milestone.id, when, self._title(line), state.text, state.tone)


class Well(QWidget):
    """A heading over something that scrolls."""

    def __init__(self, title: str, content: QWidget) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(self, "well")
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(content, "well")
        self.area.setWidget(content)
        self.area.viewport().setAutoFillBackground(False)
        head = label(title, "strong")
        head.setContentsMargins(14, 14, 12, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.area, 1)

    def sizeHint(self) -> QSize:
        return QSize(336, 600)

    def show_place(self, y: float) -> None:
        """Bring a height of the content into view."""
        self.area.ensureVisible(0, round(y), 0, self.area.viewport().height() // 3)


def _move(ws: Workspace, record_id: str, values: Mapping[str, Any]) -> ChangeSet:
    field, value = next(iter(values.items()))
    on = None if value is None else PartialDate.parse(value)
    return partial(milestones.move_milestone, field=field)(ws, record_id, on)


def _is_before(line: MilestoneLine, today: date) -> bool:
    on = shown_date(line.milestone)
    return on is not None and on.latest < today
