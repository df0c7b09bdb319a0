"""The columns of agreements, parties, clauses and commitments, shared by the lists of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecocity_desktop.domain.enums import AgreementState
from ecocity_desktop.i18n import formats
from ecocity_desktop.ui.tabs.city_lists import STATE_TONES, partner_cell
from ecocity_desktop.ui.widgets.cells import DATE_WIDTHS, Cell, Column, date_cell, date_order, text_order

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ecocity_desktop.domain.agreement import AgreementParty
    from ecocity_desktop.domain.clause import Clause
    from ecocity_desktop.domain.partner import Partner
    from ecocity_desktop.i18n.catalog import Catalog
    from ecocity_desktop.services.commitments import CommitmentLine, TermLine

TERM_TONES = {
    AgreementState.OPEN_ENDED: "planned",
    AgreementState.RUNNING: "done",
    AgreementState.EXPIRING: "coming",
    AgreementState.EXPIRED: "late",
}


def term_cell(state: AgreementState, catalog: Catalog) -> Cell:
    """Return where the term of an agreement stands, as a pill."""
    return Cell(catalog.text(f"enum.agreement_state.{state.value}"), tone=TERM_TONES[state])


def state_cell(line: CommitmentLine, catalog: Catalog) -> Cell:
    """Return where a commitment stands, as a pill."""
    state = line.state.value
    return Cell(catalog.text(f"enum.commitment_state.{state}"), tone=STATE_TONES[state])


def commitment_text(line: CommitmentLine, language: str) -> str:
    """Return what is promised, on one line."""
    return " ".join(line.commitment.text.read(language).text.split())


def who_owes(line: CommitmentLine, catalog: Catalog) -> Cell:
    """Return who owes it to whom; nobody is said to be missing, the programme as a whole by its name."""
    text, language = catalog.text, catalog.language
    to = _name(line.beneficiary, language) or text("ui.milestones.of_programme")
    if line.debtor is None:
        return Cell(text("ui.ledger.nobody_to", to=to), tone="missing")
    return Cell(text("ui.ledger.from_to", debtor=_name(line.debtor, language), to=to))


def city_names(line: CommitmentLine, catalog: Catalog) -> str:
    """Return the cities a commitment concerns, or the programme."""
    if not line.cities:
        return catalog.text("ui.milestones.of_programme")
    return formats.enumeration(
        [city.name.read(catalog.language).text for city in line.cities], catalog.language
    )


def due_cell(line: CommitmentLine, catalog: Catalog) -> Cell:
    """Return when it was kept, else when it is due; its state says where there is no date."""
    on = line.commitment.done_on or line.due
    return date_cell(on, catalog.language) if on else Cell("—", tone="secondary")


def ledger_columns(catalog: Catalog) -> tuple[Column, ...]:
    """Return the columns of the ledger: when, what, who to whom, where it stands, for which cities."""
    text, language = catalog.text, catalog.language
    order = list(STATE_TONES)
    states = tuple(text(f"enum.commitment_state.{state}") for state in order)
    return (
        Column(
            text("field.commitment.due_on"),
            lambda line: due_cell(line, catalog),
            lambda line: date_order(line.commitment.done_on or line.due),
            DATE_WIDTHS[language],
        ),
        Column(
            text("ui.milestones.column_state"),
            lambda line: state_cell(line, catalog),
            lambda line: float(order.index(line.state.value)),
            60,
            words=states,
        ),
        Column(
            text("field.commitment.text"),
            lambda line: Cell(commitment_text(line, language), tone="strong"),
            lambda line: text_order(commitment_text(line, language), language),
            100,
            takes_room=True,
        ),
        Column(
            text("ui.ledger.column_who"),
            lambda line: who_owes(line, catalog),
            lambda line: text_order(who_owes(line, catalog).text, language),
            124,
        ),
        Column(
            text("field.commitment.city_ids"),
            lambda line: Cell(city_names(line, catalog), tone="secondary"),
            lambda line: text_order(city_names(line, catalog), language),
            130,
            spare=True,
        ),
    )


def commitment_columns(catalog: Catalog) -> tuple[Column, ...]:
    """Return the columns of the commitments of one agreement: the ledger's, with the clause each stands in."""
    text = catalog.text

    def clause(line: CommitmentLine) -> Cell:
        return Cell((line.clause.number or "§") if line.clause else "", tone="secondary")

    when, state, what, who, cities = ledger_columns(catalog)
    return (
        _column(text("field.commitment.clause_id"), clause, 64, spare=True),
        _column(text("ui.agreements.column_text"), what.cell, 80, takes_room=True),
        _column(who.title, who.cell, 112),
        _column(when.title, when.cell, when.width),
        _column(state.title, state.cell, 60, words=state.words),
        _column(cities.title, cities.cell, 110, spare=True),
    )


def clause_columns(catalog: Catalog) -> tuple[Column, ...]:
    """Return the columns of clauses: number and text."""

    def words(clause: Clause) -> Cell:
        return Cell(" ".join(clause.text.read(catalog.language).text.split()))

    return (
        _column(
            catalog.text("field.clause.number"), lambda clause: Cell(clause.number or "—", tone="strong"), 72
        ),
        _column(catalog.text("field.clause.text"), words, 200, takes_room=True),
    )


def party_columns(catalog: Catalog, partner_of: Callable[[str], Partner | None]) -> tuple[Column, ...]:
    """Return the columns of parties: who, as what, in whose name."""
    text = catalog.text

    def who(party: AgreementParty) -> Cell:
        partner = partner_of(party.partner_id)
        return partner_cell(partner, catalog.language) if partner else Cell("")

    return (
        _column(text("field.agreement_party.partner_id"), who, 140, takes_room=True),
        _column(
            text("field.agreement_party.role"),
            lambda party: Cell(text(f"enum.party_role.{party.role.value}"), tone="secondary"),
            126,
        ),
        _column(
            text("ui.agreements.column_capacity"),
            lambda party: Cell(party.capacity.read(catalog.language).text, tone="secondary"),
            130,
        ),
    )


def term_columns(catalog: Catalog) -> tuple[Column, ...]:
    """Return the columns of agreements with a term: when it ends, where it stands, which one, how it is renewed."""
    text, language = catalog.text, catalog.language

    def renewal(line: TermLine) -> Cell:
        kind = line.agreement.renewal
        return Cell(text(f"enum.renewal.{kind.value}") if kind else "", tone="secondary")

    return (
        _column(
            text("field.agreement.ends_on"),
            lambda line: date_cell(line.ends_on, language, tone="secondary"),
            DATE_WIDTHS[language],
        ),
        _column(
            text("ui.milestones.column_state"),
            lambda line: term_cell(line.state, catalog),
            60,
            words=tuple(term_cell(state, catalog).text for state in AgreementState),
        ),
        _column(
            text("field.agreement.title"),
            lambda line: Cell(line.agreement.title.read(language).text, tone="strong"),
            130,
            takes_room=True,
        ),
        _column(text("field.agreement.renewal"), renewal, 116, spare=True),
    )


def _name(partner: Partner | None, language: str) -> str:
    return partner_cell(partner, language).text if partner else ""


def _column(title: str, cell: Callable[[Any], Cell], width: int, **looks: Any) -> Column:
    """A column of a list that keeps the order it is given."""
    return Column(title, cell, lambda _record: None, width, **looks)
