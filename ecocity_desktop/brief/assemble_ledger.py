"""The ledger in a brief: each commitment in words, with who owes it, when, in which agreement, and what shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ecocity_desktop.brief.assemble_city import agreement_words
from ecocity_desktop.brief.document import Badge, BadgeRole, Ledger, LedgerRow, Words
from ecocity_desktop.brief.facts import CommitmentFacts
from ecocity_desktop.brief.writer import Writer
from ecocity_desktop.domain.commitment import has_evidence
from ecocity_desktop.domain.enums import MilestoneState
from ecocity_desktop.domain.partner import Partner


def ledger(
    commitments: Sequence[CommitmentFacts],
    writer: Writer,
    as_of: date,
    key: str = "commitments",
) -> Ledger | None:
    """Return commitments as a table, ``None`` without any; ``key`` names the heading (``brief.head.…``)."""
    if not commitments:
        return None
    names = ("state", "text", "who", "when", "frame")
    state, text, who, when, frame = (writer.text(f"ledger.{name}") for name in names)
    rows = tuple(_row(one, writer, as_of) for one in commitments)
    return Ledger(key, writer.text(f"head.{key}"), (state, text, who, when, frame), rows)


def partner_word(partner: Partner, writer: Writer) -> str:
    """Return what a partner is called in a table: its acronym, else its name."""
    return partner.acronym or partner.name.read(writer.language).text


def _row(one: CommitmentFacts, writer: Writer, as_of: date) -> LedgerRow:
    row, state = one.commitment, one.state(as_of)
    return LedgerRow(
        state=state.value,
        state_word=writer.catalog.text(f"enum.commitment_state.{state.value}"),
        text=writer.words(row.text, row.source_id, row.status),
        evidence=_evidence(one, writer, state),
        who=_who(one, writer),
        when=_when(one, writer),
        frame=_frame(one, writer),
    )


def _evidence(one: CommitmentFacts, writer: Writer, state: MilestoneState) -> Words | None:
    row = one.commitment
    if row.evidence:
        told = writer.words(row.evidence)
        return replace(told, text=writer.text("ledger.evidence", evidence=told.text))
    if state is MilestoneState.DONE and not has_evidence(row, one.milestones):
        return Words("", (Badge(BadgeRole.MISSING, writer.text("ledger.no_evidence")),))
    return None


def _who(one: CommitmentFacts, writer: Writer) -> Words:
    """Who owes it, and to whom where that is one partner."""
    badges: tuple[Badge, ...] = ()
    if one.debtor is None:
        badges = (Badge(BadgeRole.MISSING, writer.text("ledger.no_debtor")),)
    debtor = partner_word(one.debtor, writer) if one.debtor else ""
    if one.beneficiary is None:
        return Words(debtor, badges)
    to = partner_word(one.beneficiary, writer)
    return Words(writer.text("ledger.to", debtor=debtor, beneficiary=to).strip(), badges)


def _when(one: CommitmentFacts, writer: Writer) -> Words:
    on = one.kept_on or one.due
    if on is not None:
        return Words(writer.date(on))
    return Words("", (Badge(BadgeRole.MISSING, writer.text("undated")),))


def _frame(one: CommitmentFacts, writer: Writer) -> Words:
    told = agreement_words(one.agreement, writer)
    if one.clause is None or not one.clause.number:
        return told
    return replace(told, text=writer.text("ledger.clause", agreement=told.text, number=one.clause.number))
