"""The tab of the agreements: what was signed, its clauses and promises, and beside it the ledger of all promises."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from ecocity_desktop.domain.agreement import agreement_state
from ecocity_desktop.domain.enums import AgreementState
from ecocity_desktop.services import agreements, commitments, records
from ecocity_desktop.ui.tabs.agreement_lists import (
    clause_columns,
    commitment_columns,
    party_columns,
    term_cell,
)
from ecocity_desktop.ui.tabs.duties import DutyList
from ecocity_desktop.ui.tabs.ledger import LedgerPanel
from ecocity_desktop.ui.tabs.record_tab import RecordTab
from ecocity_desktop.ui.widgets.cells import DATE_WIDTHS, Cell, Column, date_cell, date_order, text_order
from ecocity_desktop.ui.widgets.child_list import ChildList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.domain.agreement import Agreement
    from ecocity_desktop.domain.partner import Partner
    from ecocity_desktop.services.agreements import AgreementLine
    from ecocity_desktop.ui.widgets.child_list import ListSection


class AgreementsTab(RecordTab):
    """What was agreed, what was promised in it, and what became of it."""

    key: ClassVar[str] = "agreements"
    noun: ClassVar[str] = "agreements"
    icon: ClassVar[str] = "file-text"
    sizes: ClassVar[tuple[int, int, int]] = (370, 490, 500)
    concerns = (
        "agreement",
        "agreement_party",
        "clause",
        "commitment",
        "commitment_city",
        "commitment_milestone",
        "partner",
        "city",
        "milestone",
        "recurrence",
        "source",
    )

    def lines(self) -> Sequence[AgreementLine]:
        self._ledger = commitments.ledger(self.ctx.workspace, horizon_days=self.ctx.settings.horizon_days)
        self._partners: dict[str, Partner] = {
            row.id: row for row in records.list_records(self.ctx.workspace, "partners")
        }
        return agreements.agreement_lines(self.ctx.workspace)

    def record_of(self, line: AgreementLine) -> Agreement:
        return line.agreement

    def columns(self) -> tuple[Column, ...]:
        undated = self.text("ui.table.to_complete")
        return (
            Column(
                self.text("field.agreement.title"),
                lambda line: Cell(self._title(line), tone="strong", both_ends=True),
                lambda line: text_order(self._title(line), self.language),
                200,
                takes_room=True,
            ),
            Column(
                self.text("ui.agreements.column_signed"),
                lambda line: date_cell(line.agreement.signed_on, self.language, missing=undated),
                lambda line: date_order(line.agreement.signed_on),
                DATE_WIDTHS[self.language],
                whole=True,
                spare=True,
            ),
            Column(
                self.text("ui.milestones.column_state"),
                lambda line: term_cell(self._state(line), self.ctx.catalog),
                lambda line: float(list(AgreementState).index(self._state(line))),
                60,
                words=tuple(words for words, _state in self.choices()[1]),
            ),
        )

    def words_of(self, line: AgreementLine) -> str:
        agreement = line.agreement
        parties = " ".join(f"{one.acronym or ''} {' '.join(one.name.texts())}" for one in line.parties)
        promised = " ".join(
            word
            for each in self._ledger
            if each.agreement.id == agreement.id
            for word in each.commitment.text.texts()
        )
        titles = " ".join((*agreement.title.texts(), *agreement.subject.texts(), *agreement.place.texts()))
        kind = self.text(f"enum.agreement_kind.{agreement.kind.value}")
        when = date_cell(agreement.signed_on, self.language).text
        return f"{titles} {agreement.reference or ''} {kind} {when} {parties} {promised}"

    def choice_of(self, line: AgreementLine) -> AgreementState:
        return self._state(line)

    def choices(self) -> tuple[str, Sequence[tuple[str, Any]]]:
        states = [(self.text(f"enum.agreement_state.{state.value}"), state) for state in AgreementState]
        return self.text("ui.milestones.column_state"), states

    def heading(self, line: AgreementLine) -> tuple[Cell, Cell | None]:
        return Cell(self._title(line)), term_cell(self._state(line), self.ctx.catalog)

    def make_sections(self) -> Sequence[ListSection]:
        catalog = self.ctx.catalog
        make = partial(ChildList, self.ctx, names=self.names, fixed_of=self._shown_agreement)
        self.parties = make(
            "parties",
            self.text("ui.agreements.parties"),
            party_columns(catalog, lambda partner_id: self._partners.get(partner_id)),
            id_of=lambda party: party.id,
            hidden=("agreement_id", "position"),
        )
        self.clauses = make(
            "clauses",
            self.text("ui.agreements.clauses"),
            clause_columns(catalog),
            id_of=lambda clause: clause.id,
            hidden=("agreement_id", "position"),
        )
        self.commitments = make(
            "commitments",
            self.text("ui.agreements.commitments"),
            commitment_columns(catalog),
            id_of=lambda line: line.commitment.id,
            hidden=("agreement_id",),
        )
        self.duties = DutyList(self.ctx, "agreement_id", self.names, self._shown_agreement)
        return self.parties, self.clauses, self.commitments, self.duties

    def make_context(self) -> QWidget:
        self.ledger = LedgerPanel(self.ctx)
        self.ledger.commitment_asked.connect(lambda record_id: self.select("commitments", record_id))
        self.ledger.agreement_asked.connect(lambda record_id: self.select("agreements", record_id))
        return self.ledger

    def reload(self) -> None:
        super().reload()
        self.ledger.reload()

    def show_belongings(self, line: AgreementLine | None) -> None:
        if line is None:
            for section in (self.parties, self.clauses, self.commitments):
                section.show_records(())
            self.duties.show_anchor(None)
            return
        own = line.agreement.id
        self.parties.show_records(self._own("parties", own))
        self.clauses.show_records(sorted(self._own("clauses", own), key=_clause_order))
        self.commitments.show_records([each for each in self._ledger if each.agreement.id == own])
        self.duties.show_anchor(own)

    def select(self, noun: str, record_id: str) -> None:
        """Bring an agreement into view, or the one a clause or a commitment stands in, with that one open."""
        if noun == "commitments":
            line = next((one for one in self._ledger if one.commitment.id == record_id), None)
            if line is not None:
                super().select("agreements", line.agreement.id)
                if self.selection() == line.agreement.id:
                    self.commitments.open(record_id)
            return
        if noun == "clauses":
            super().select("agreements", records.get_record(self.ctx.workspace, noun, record_id).agreement_id)
            self.clauses.open(record_id)
            return
        super().select(noun, record_id)

    def _own(self, noun: str, agreement_id: str) -> list[Any]:
        rows = records.list_records(self.ctx.workspace, noun)
        return [row for row in rows if row.agreement_id == agreement_id]

    def _shown_agreement(self) -> dict[str, Any] | None:
        shown = self.selection()
        return None if shown is None else {"agreement_id": shown}

    def _title(self, line: AgreementLine) -> str:
        return line.agreement.title.read(self.language).text

    def _state(self, line: AgreementLine) -> AgreementState:
        return agreement_state(line.agreement, self.ctx.workspace.today(), self.ctx.settings.horizon_days)


def _clause_order(clause: Any) -> tuple[int, list[tuple[int, str]]]:
    """By position, then « 4.2 » before « 4.10 »."""
    parts = (clause.number or "").replace(")", "").split(".")
    return clause.position, [(int(part), "") if part.isdigit() else (10_000, part) for part in parts]
