"""The tab of the cities: list and map, form with photo, figures, team, statements and way to the label, live brief."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ecocity_desktop.domain.enums import UNITS, LabelStage, Quantity
from ecocity_desktop.domain.milestone import JOURNEY, due_date, shown_date
from ecocity_desktop.services import briefs, cities
from ecocity_desktop.ui import navigation
from ecocity_desktop.ui.tabs.city_lists import (
    figure_columns,
    milestone_columns,
    role_columns,
    stage_cell,
    statement_columns,
)
from ecocity_desktop.ui.tabs.record_tab import RecordTab
from ecocity_desktop.ui.widgets.cells import (
    DATE_WIDTHS,
    Cell,
    Column,
    date_cell,
    date_order,
    name_cell,
    text_order,
)
from ecocity_desktop.ui.widgets.child_list import ChildList, ListSection
from ecocity_desktop.ui.widgets.editor_choice import ChoiceEditor
from ecocity_desktop.ui.widgets.map_view import MapView
from ecocity_desktop.ui.widgets.pdf_view import BriefPreview
from ecocity_desktop.ui.widgets.photo_section import PhotoSection
from ecocity_desktop.ui.widgets.record_dialog import RecordDialog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecocity_desktop.domain.city import City
    from ecocity_desktop.services.cities import CityLine
    from ecocity_desktop.ui.widgets.record_form import RecordForm
    from ecocity_desktop.ui.widgets.section import Section


class CitiesTab(RecordTab):
    """Everything of a pilot city. It also opens what belongs to cities, sources and the programme, when asked."""

    key: ClassVar[str] = "cities"
    noun: ClassVar[str] = "cities"
    icon: ClassVar[str] = "building-2"
    sizes: ClassVar[tuple[int, int, int]] = (492, 528, 340)
    concerns = (
        "city",
        "photo",
        "figure",
        "city_role",
        "statement",
        "milestone",
        "milestone_city",
        "partner",
        "person",
        "agreement",
        "agreement_party",
        "source",
        "programme",
    )

    def lines(self) -> Sequence[CityLine]:
        return cities.city_lines(self.ctx.workspace)

    def record_of(self, line: CityLine) -> City:
        return line.city

    def columns(self) -> tuple[Column, ...]:
        language = self.language
        return (
            Column(
                self.text("ui.cities.column_city"),
                lambda line: name_cell(line.city.name, language),
                lambda line: text_order(line.city.name.read(language).text, self.language),
                126,
            ),
            Column(
                self.text("field.city.province"),
                lambda line: Cell(self._province(line.city)),
                lambda line: text_order(self._province(line.city), self.language),
                84,
                spare=True,
            ),
            Column(
                self.text("ui.cities.column_stage"),
                lambda line: (
                    self._stage(line.city) or Cell(self.text("ui.table.to_complete"), tone="missing")
                ),
                lambda line: _stage_order(line.city),
                96,
                words=tuple(words for words, _stage in self.choices()[1]),
            ),
            Column(
                self.text("ui.cities.column_next"),
                lambda line: self._next(line),
                lambda line: date_order(due_date(line.next_milestone)) if line.next_milestone else None,
                DATE_WIDTHS[language],
                whole=True,
            ),
        )

    def words_of(self, line: CityLine) -> str:
        city = line.city
        words = [*city.name.texts(), city.pinyin or "", *city.other_names, self._province(city)]
        stage = self._stage(city)
        return " ".join([*words, city.division_code or "", stage.text if stage else ""])

    def choice_of(self, line: CityLine) -> LabelStage | None:
        return line.city.label_stage

    def choices(self) -> tuple[str, Sequence[tuple[str, Any]]]:
        stages = [(self.text(f"enum.label_stage.{stage.value}"), stage) for stage in LabelStage]
        return self.text("ui.cities.column_stage"), stages

    def heading(self, line: CityLine) -> tuple[Cell, Cell | None]:
        return name_cell(line.city.name, self.language), self._stage(line.city)

    def make_sections(self) -> Sequence[Section]:
        ctx, names = self.ctx, self.names
        self.photo = PhotoSection(ctx, names)
        self.figures = ChildList(
            ctx,
            "figures",
            self.text("ui.cities.figures"),
            figure_columns(ctx.catalog, lambda row: names.parts("source", row.source_id)),
            id_of=lambda figure: figure.id,
            names=names,
            fixed_of=self._owner,
            hidden=("city_id",),
            shape=_tie_units,
        )
        self.roles = ChildList(
            ctx,
            "roles",
            self.text("ui.cities.team"),
            role_columns(ctx.catalog),
            id_of=lambda facts: facts.role.id,
            names=names,
            fixed_of=lambda: self._owner(position=len(self.roles.table.records.entered)),
            hidden=("city_id", "position"),
        )
        self.statements = ChildList(
            ctx,
            "statements",
            self.text("ui.cities.statements"),
            statement_columns(ctx.catalog, lambda row: names.text("source", row.source_id)),
            id_of=lambda statement: statement.id,
            names=names,
            fixed_of=lambda: self._owner(position=len(self.statements.table.records.entered)),
            hidden=("city_id", "position"),
        )
        self.journey = self._make_journey()
        return self.photo, self.figures, self.roles, self.statements, self.journey

    def _make_journey(self) -> ListSection:
        ctx = self.ctx
        made = ListSection(
            ctx,
            self.text("ui.cities.journey"),
            milestone_columns(ctx.catalog, ctx.workspace.today()),
            lambda milestone: milestone.id,
            self.text("ui.cities.no_journey"),
        )
        made.opened.connect(lambda record_id: navigation.open_record(self, "milestones", record_id))
        return made

    def make_context(self) -> QWidget:
        self.preview = BriefPreview(self.ctx)
        return self.preview

    def make_below_list(self) -> QWidget:
        self.map = MapView(self.language, self.text("ui.cities.map_name"))
        self.map.city_chosen.connect(lambda city_id: self.select("cities", city_id))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(12, 8, 12, 12)
        column.addWidget(self.map)
        return holder

    def show_belongings(self, line: CityLine | None) -> None:
        every = [one.city for one in self.table.records.entered]
        self.map.show_cities(every, line.city.id if line else None)
        self.map.parentWidget().setVisible(bool(every))
        self.preview.show_city(line.city.id if line else None)
        if line is None:
            return
        facts = briefs.gather(self.ctx.workspace, line.city.id)
        self.photo.show_photo(facts)
        self.figures.show_records(facts.figures)
        self.roles.show_records(facts.roles)
        self.statements.show_records(facts.statements)
        own = [each.milestone for each in facts.milestones if line.city.id in each.city_ids]
        self.journey.show_records(sorted(own, key=_journey_order))

    def select(self, noun: str, record_id: str) -> None:
        if noun in ("sources", "programmes"):
            RecordDialog(self.ctx, noun, record_id, self.window()).open()
            return
        super().select(noun, record_id)

    def _owner(self, **values: Any) -> dict[str, Any] | None:
        shown = self.selection()
        return None if shown is None else {"city_id": shown, **values}

    def _province(self, city: City) -> str:
        return self.text(f"enum.province.{city.province.value}") if city.province else ""

    def _stage(self, city: City) -> Cell | None:
        return stage_cell(city, self.ctx.catalog)

    def _next(self, line: CityLine) -> Cell:
        if line.next_milestone is None:
            return Cell("—", tone="secondary")
        missing = self.text("enum.milestone_state.undated")
        return date_cell(due_date(line.next_milestone), self.language, missing=missing)


def _tie_units(form: RecordForm) -> None:
    """Offer only the units that suit the quantity chosen, the usual one first."""
    quantity, unit = form.editors["quantity"], form.editors["unit"]
    if not (isinstance(quantity, ChoiceEditor) and isinstance(unit, ChoiceEditor)):
        return

    def offer() -> None:
        chosen = quantity.value()
        if chosen is not None:
            unit.offer(tuple(one.value for one in UNITS[Quantity(chosen)]))

    quantity.combo.currentIndexChanged.connect(lambda _index: offer())


def _stage_order(city: City) -> float | None:
    return float(list(LabelStage).index(city.label_stage)) if city.label_stage else None


def _journey_order(milestone: Any) -> tuple[str, int]:
    on = shown_date(milestone)
    kind = JOURNEY.index(milestone.kind) if milestone.kind in JOURNEY else len(JOURNEY)
    return (on.latest.isoformat() if on else "9999", kind)
