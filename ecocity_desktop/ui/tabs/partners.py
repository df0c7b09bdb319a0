"""The tab of the partners: organisations and individuals, their people, agreements and cities."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ecocity_desktop.domain.enums import PartnerKind
from ecocity_desktop.domain.person import full_name
from ecocity_desktop.i18n import formats
from ecocity_desktop.services import agreements, milestones, partners, records
from ecocity_desktop.ui import navigation
from ecocity_desktop.ui.person_menu import PersonMenu
from ecocity_desktop.ui.tabs.city_lists import milestone_columns, partner_cell
from ecocity_desktop.ui.tabs.record_tab import RecordTab
from ecocity_desktop.ui.theme import GRID, set_role
from ecocity_desktop.ui.widgets.cells import DATE_WIDTHS, Cell, Column, date_cell, name_cell, text_order
from ecocity_desktop.ui.widgets.child_list import ChildList, ListSection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecocity_desktop.domain.milestone import Milestone
    from ecocity_desktop.domain.partner import Partner
    from ecocity_desktop.services.agreements import AgreementLine
    from ecocity_desktop.services.partners import PartnerLine


class PartnersTab(RecordTab):
    """Who takes part, and what binds each one. It also opens people and agreements."""

    key: ClassVar[str] = "partners"
    noun: ClassVar[str] = "partners"
    icon: ClassVar[str] = "handshake"
    concerns = (
        "partner",
        "person",
        "agreement",
        "agreement_party",
        "city",
        "city_role",
        "milestone",
        "milestone_city",
        "source",
    )

    def lines(self) -> Sequence[PartnerLine]:
        return partners.partner_lines(self.ctx.workspace)

    def record_of(self, line: PartnerLine) -> Partner:
        return line.partner

    def columns(self) -> tuple[Column, ...]:
        return (
            Column(
                self.text("field.partner.name"),
                lambda line: partner_cell(line.partner, self.language),
                lambda line: text_order(partner_cell(line.partner, self.language).text, self.language),
                140,
                takes_room=True,
            ),
            Column(
                self.text("field.partner.kind"),
                lambda line: Cell(self._kind(line.partner), tone="secondary"),
                lambda line: text_order(self._kind(line.partner), self.language),
                160,
            ),
            Column(
                self.text("ui.partners.column_agreements"),
                lambda line: Cell(str(len(line.agreements) or "—")),
                lambda line: float(len(line.agreements)),
                70,
                number=True,
            ),
        )

    def words_of(self, line: PartnerLine) -> str:
        partner = line.partner
        people = " ".join(full_name(person) for person in line.people)
        names = " ".join(partner.name.texts())
        return f"{names} {partner.acronym or ''} {self._kind(partner)} {people}"

    def choice_of(self, line: PartnerLine) -> PartnerKind:
        return line.partner.kind

    def choices(self) -> tuple[str, Sequence[tuple[str, Any]]]:
        kinds = [(self.text(f"enum.partner_kind.{kind.value}"), kind) for kind in PartnerKind]
        return self.text("field.partner.kind"), kinds

    def heading(self, line: PartnerLine) -> tuple[Cell, Cell | None]:
        return partner_cell(line.partner, self.language), None

    def make_sections(self) -> Sequence[ListSection]:
        self.people = ChildList(
            self.ctx,
            "people",
            self.text("ui.partners.people"),
            self._people_columns(),
            id_of=lambda person: person.id,
            names=self.names,
            fixed_of=lambda: self._shown_as("partner_id"),
            hidden=("partner_id",),
        )
        self.personal = PersonMenu(self.ctx, self.people)
        self.agreements = ChildList(
            self.ctx,
            "agreements",
            self.text("ui.partners.agreements"),
            self._agreement_columns(),
            id_of=lambda line: line.agreement.id,
            names=self.names,
            fixed_of=dict,
        )
        self.agreements.begin_with(lambda: {"party_ids": [self.selection()]} if self.selection() else {})
        return self.people, self.agreements

    def make_context(self) -> QWidget:
        """The third column: where the partner works, and what it answers for."""
        holder = QWidget()
        holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(holder, "paper")
        column = QVBoxLayout(holder)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        self.cities = ListSection(
            self.ctx,
            self.text("ui.partners.cities"),
            (Column("", lambda city: name_cell(city.name, self.language), lambda _city: None, 200),),
            lambda city: city.id,
            self.text("ui.partners.no_cities"),
        )
        self.cities.table.horizontalHeader().hide()
        self.cities.opened.connect(lambda record_id: navigation.open_record(self, "cities", record_id))
        self.duties = ListSection(
            self.ctx,
            self.text("ui.partners.duties"),
            self._duty_columns(),
            lambda milestone: milestone.id,
            self.text("ui.partners.no_duties"),
        )
        self.duties.table.horizontalHeader().hide()
        self.duties.opened.connect(lambda record_id: navigation.open_record(self, "milestones", record_id))
        column.addWidget(self.cities)
        column.addWidget(self.duties)
        column.addStretch(1)
        return holder

    def show_belongings(self, line: PartnerLine | None) -> None:
        if line is None:
            for section in (self.people, self.agreements, self.cities, self.duties):
                section.show_records(())
            return
        self.people.show_records(line.people)
        every = agreements.agreement_lines(self.ctx.workspace)
        own = [each for each in every if any(one.id == line.partner.id for one in each.parties)]
        self.agreements.show_records(own)
        self.cities.show_records(line.cities)
        duties = milestones.milestone_lines(self.ctx.workspace)
        responsible = [
            each.milestone for each in duties if each.responsible and each.responsible.id == line.partner.id
        ]
        self.duties.show_records(responsible)

    def select(self, noun: str, record_id: str) -> None:
        """Bring a partner into view, or the partner of a person or of an agreement, with that one open."""
        if noun == "people":
            person = records.get_record(self.ctx.workspace, "people", record_id)
            if person.partner_id is not None:
                super().select("partners", person.partner_id)
                self.people.open(record_id)
            return
        if noun == "agreements":
            parties = records.link_ids(self.ctx.workspace, "agreements", record_id, "party_ids")
            if parties and self.selection() not in parties:
                super().select("partners", parties[0])
            self.agreements.open(record_id)
            return
        super().select(noun, record_id)

    def _shown_as(self, field: str) -> dict[str, Any] | None:
        shown = self.selection()
        return None if shown is None else {field: shown}

    def _kind(self, partner: Partner) -> str:
        return self.text(f"enum.partner_kind.{partner.kind.value}")

    def _people_columns(self) -> tuple[Column, ...]:
        def plain(title: str, words: Any, width: int, tone: str = "") -> Column:
            return Column(title, lambda person: Cell(words(person), tone=tone), lambda _person: None, width)

        return (
            plain(self.text("ui.partners.column_person"), full_name, 160, "strong"),
            plain(
                self.text("field.person.job_title"),
                lambda person: person.job_title.read(self.language).text,
                150,
            ),
            plain(
                self.text("field.person.email"),
                lambda person: person.email or person.phone or "",
                160,
                "secondary",
            ),
        )

    def _agreement_columns(self) -> tuple[Column, ...]:
        def parties(line: AgreementLine) -> Cell:
            named = [partner_cell(one, self.language).text for one in line.parties]
            return Cell(formats.enumeration(named, self.language) if named else "", tone="secondary")

        undated = self.text("ui.table.to_complete")
        return (
            Column(
                self.text("ui.milestones.column_date"),
                lambda line: date_cell(
                    line.agreement.signed_on, self.language, missing=undated, tone="secondary"
                ),
                lambda _line: None,
                DATE_WIDTHS[self.language],
            ),
            Column(
                self.text("field.agreement.title"),
                lambda line: Cell(line.agreement.title.read(self.language).text, tone="strong"),
                lambda _line: None,
                150,
                takes_room=True,
            ),
            Column(self.text("field.agreement.party_ids"), parties, lambda _line: None, 120),
        )

    def _duty_columns(self) -> tuple[Column, ...]:
        """Those of milestones, the state before the title and the date under it; they need no headings."""
        when, what, state = milestone_columns(self.ctx.catalog, self.ctx.workspace.today())

        def dated(milestone: Milestone) -> Cell:
            return replace(what.cell(milestone), under=when.cell(milestone).text)

        return replace(state, title=""), replace(what, title="", cell=dated, two_lines=True)
