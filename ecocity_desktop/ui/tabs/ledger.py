"""The ledger beside the agreements: every promise, narrowed by partner, city and state; balances; terms that end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ecocity_desktop.domain.enums import AgreementState, MilestoneState
from ecocity_desktop.services import commitments, records
from ecocity_desktop.ui.tabs.agreement_lists import ledger_columns, term_columns
from ecocity_desktop.ui.tabs.balance import BalanceView
from ecocity_desktop.ui.tabs.city_lists import partner_cell
from ecocity_desktop.ui.theme import GRID, set_role
from ecocity_desktop.ui.widgets.cells import name_cell, text_order
from ecocity_desktop.ui.widgets.child_list import ListSection
from ecocity_desktop.ui.widgets.editor_choice import CalmComboBox
from ecocity_desktop.ui.widgets.labels import label
from ecocity_desktop.ui.widgets.record_table import RecordTable, RecordTableModel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecocity_desktop.services.commitments import CommitmentLine
    from ecocity_desktop.ui.context import AppContext

_GAPS = "gaps"
_TERMS_SHOWN = (AgreementState.EXPIRED, AgreementState.EXPIRING, AgreementState.RUNNING)


class LedgerPanel(QWidget):
    """Shows what the whole file promises. The signals carry what was asked to be opened."""

    commitment_asked = Signal(str)
    agreement_asked = Signal(str)

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(self, "paper")
        self._ctx = ctx
        text = ctx.catalog.text
        self._lines: tuple[CommitmentLine, ...] = ()
        self.partner = self._choice("partner", text("ui.ledger.all_partners"))
        self.city = self._choice("city", text("ui.ledger.all_cities"))
        self.state = self._choice("state", text("ui.ledger.all_states"))
        self._fill_states()
        model = RecordTableModel(ledger_columns(ctx.catalog), lambda line: line.commitment.id)
        self.table = RecordTable(model, text("ui.ledger.title"))
        self.table.setObjectName("ledger")
        self.table.opened.connect(self.commitment_asked)
        self.count = label("", "caption")
        self.empty = label("", "secondary", wrap=True)
        self.balance = BalanceView(ctx)
        self.terms = ListSection(
            ctx,
            text("ui.ledger.terms"),
            term_columns(ctx.catalog),
            lambda line: line.agreement.id,
            text("ui.ledger.no_terms"),
        )
        self.terms.opened.connect(self.agreement_asked)
        self._lay_out()

    def sizeHint(self) -> QSize:
        return QSize(550, 600)

    def reload(self) -> None:
        """Read everything again; the filters stay."""
        workspace, horizon = self._ctx.workspace, self._ctx.settings.horizon_days
        self._lines = commitments.ledger(workspace, horizon_days=horizon)
        self._fill_names()
        terms = commitments.agreement_terms(workspace, horizon_days=horizon)
        self.terms.show_records([line for line in terms if line.state in _TERMS_SHOWN])
        self._narrow()

    def shown(self) -> tuple[CommitmentLine, ...]:
        """Return the lines that pass the filters."""
        partner_id, city_id = self.partner.currentData(), self.city.currentData()
        state = self.state.currentData()
        return tuple(
            line
            for line in self._lines
            if (not partner_id or partner_id in (line.commitment.debtor_id, line.commitment.beneficiary_id))
            and (not city_id or commitments.concerns(line, city_id))
            and (not state or (bool(line.gaps) if state == _GAPS else line.state.value == state))
        )

    def _choice(self, name: str, title: str) -> CalmComboBox:
        made = CalmComboBox()
        made.setObjectName(f"ledger.{name}")
        made.setAccessibleName(self._ctx.catalog.text("ui.ledger.filter_by", field=title))
        made.addItem(title, "")
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.setMinimumContentsLength(4)
        made.currentIndexChanged.connect(self._narrow)
        return made

    def _fill_states(self) -> None:
        text = self._ctx.catalog.text
        self.state.addItem(text("ui.ledger.gaps"), _GAPS)
        for state in MilestoneState:
            self.state.addItem(text(f"enum.commitment_state.{state.value}"), state.value)

    def _fill_names(self) -> None:
        """Offer the partners and cities of the file, the one chosen still chosen if it is there."""
        language = self._ctx.catalog.language
        partners = records.list_records(self._ctx.workspace, "partners")
        cities = records.list_records(self._ctx.workspace, "cities")
        _refill(self.partner, ((partner_cell(row, language).text, row.id) for row in partners), language)
        _refill(self.city, ((name_cell(row.name, language).whole, row.id) for row in cities), language)

    def _narrow(self) -> None:
        if not hasattr(self, "terms"):
            return
        text = self._ctx.catalog.text
        lines = self.shown()
        self.table.show_records(lines)
        self.table.setVisible(bool(lines))
        self.empty.setText(text("ui.ledger.none_match" if self._lines else "ui.ledger.empty"))
        self.empty.setVisible(not lines)
        gaps = sum(bool(line.gaps) for line in lines)
        counted = text("noun.counted.commitments", count=len(lines))
        with_gaps = text("ui.ledger.count_gaps", count=gaps) if gaps else ""
        self.count.setText(" · ".join(part for part in (counted, with_gaps) if part))
        self.count.setVisible(bool(lines))
        self.balance.show_partner(self.partner.currentData() or None, self._lines)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 14, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        head = QHBoxLayout()
        head.addWidget(label(self._ctx.catalog.text("ui.ledger.title"), "strong"))
        head.addStretch(1)
        head.addWidget(self.count)
        column.addLayout(head)
        filters = QHBoxLayout()
        filters.setSpacing(GRID)
        for each in (self.partner, self.city, self.state):
            filters.addWidget(each, 1)
        column.addLayout(filters)
        column.addWidget(self.table, 5)
        column.addWidget(self.empty)
        column.addWidget(self.balance)
        column.addWidget(self.terms)
        column.addStretch(1)


def _refill(choice: CalmComboBox, named: Iterable[tuple[str, Any]], language: str) -> None:
    kept = choice.currentData()
    choice.blockSignals(True)
    while choice.count() > 1:
        choice.removeItem(1)
    for words, value in sorted(named, key=lambda one: text_order(one[0], language)):
        choice.addItem(words, value)
    choice.setCurrentIndex(max(0, choice.findData(kept)))
    choice.blockSignals(False)
