"""The balance of a partner: how much it gave and received of what was promised, in words and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout

from ecocity_desktop.domain.enums import MilestoneState
from ecocity_desktop.services import commitments, records
from ecocity_desktop.ui.tabs.city_lists import STATE_TONES, partner_cell
from ecocity_desktop.ui.theme import GRID, set_role
from ecocity_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from ecocity_desktop.services.commitments import CommitmentLine
    from ecocity_desktop.ui.context import AppContext


class BalanceView(QFrame):
    """Shows the balance of one partner, nothing while none is chosen."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self._ctx = ctx
        self.partner_id: str | None = None
        set_role(self, "drawer")
        self.setObjectName("balance")
        self.title = label("", "strong", wrap=True)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(GRID)
        self.grid.setVerticalSpacing(6)
        self.grid.setColumnStretch(len(MilestoneState) + 1, 1)
        self.head = QHBoxLayout()
        self.head.addWidget(self.title, 1)
        self.print = QPushButton(ctx.catalog.text("ui.ledger.print_balance"))
        self.print.setObjectName("printBalance")
        self.print.clicked.connect(self._print)
        self.head.addWidget(self.print)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(GRID)
        column.addLayout(self.head)
        column.addLayout(self.grid)
        self.hide()

    def show_partner(self, partner_id: str | None, lines: tuple[CommitmentLine, ...]) -> None:
        """Count what a partner owes and is owed among the lines of the ledger."""
        self.partner_id = partner_id
        self.setVisible(partner_id is not None)
        if partner_id is None:
            return
        partner = records.get_record(self._ctx.workspace, "partners", partner_id)
        found = commitments.balance_of(partner, lines)
        text = self._ctx.catalog.text
        name = partner_cell(partner, self._ctx.catalog.language).text
        self.title.setText(text("ui.ledger.balance_of", partner=name))
        while (item := self.grid.takeAt(0)) is not None:
            item.widget().deleteLater()
        for row, (key, of, counts) in enumerate(
            (
                ("ui.ledger.given", found.given, found.given_counts),
                ("ui.ledger.received", found.received, found.received_counts),
            )
        ):
            self.grid.addWidget(label(text(key), "secondary"), row, 0)
            if not of:
                self.grid.addWidget(label(text("ui.ledger.nothing"), "secondary"), row, 1, 1, -1)
            shown = [state for state in MilestoneState if counts.get(state)]
            for place, state in enumerate(shown, start=1):
                words = text(
                    "ui.ledger.counted",
                    count=counts[state],
                    state=text(f"enum.commitment_state.{state.value}"),
                )
                pill = label(words, STATE_TONES[state.value])
                self.grid.addWidget(pill, row, place, Qt.AlignmentFlag.AlignLeft)

    def _print(self) -> None:
        """Write the balance of the partner shown as one page of PDF, in the language of the window."""
        from ecocity_desktop.services import balances
        from ecocity_desktop.ui.export_files import write_pdf

        if self.partner_id is None:
            return
        # Not everywhere does a click on a button leave the field being typed in, which saves it.
        self.print.setFocus(Qt.FocusReason.OtherFocusReason)
        ctx, language = self._ctx, self._ctx.catalog.language
        facts = balances.gather_balance(ctx.workspace, self.partner_id)
        today, paper = ctx.workspace.today(), ctx.settings.paper
        named = partner_cell(facts.partner, language).text
        text = ctx.catalog.text
        name = text("ui.ledger.balance_file", partner=named).replace("/", "-")
        write_pdf(
            ctx,
            self,
            text("ui.ledger.balance_of", partner=named),
            f"{name}.pdf",
            lambda target: balances.export_balance(facts, language, target, as_of=today, paper=paper),
        )
