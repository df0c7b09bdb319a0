"""The balance of one partner as a page: what it owes and what it is owed, by date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ecocity_desktop.brief.assemble import signed
from ecocity_desktop.brief.assemble_evidence import cited_sources
from ecocity_desktop.brief.assemble_ledger import ledger, partner_word
from ecocity_desktop.brief.document import Block, BriefDocument, Title, Words
from ecocity_desktop.brief.facts import CommitmentFacts
from ecocity_desktop.brief.writer import Writer
from ecocity_desktop.domain.enums import MilestoneState
from ecocity_desktop.domain.partner import Partner
from ecocity_desktop.domain.programme import Programme
from ecocity_desktop.domain.source import Source
from ecocity_desktop.i18n import formats
from ecocity_desktop.i18n.catalog import Catalog


@dataclass(frozen=True)
class BalanceFacts:
    """Everything the page of a partner is made from: what it owes (``given``) and is owed, each by date."""

    partner: Partner
    given: tuple[CommitmentFacts, ...] = ()
    received: tuple[CommitmentFacts, ...] = ()
    programme: Programme | None = None
    sources: Mapping[str, Source] = field(default_factory=dict)


def assemble_balance(facts: BalanceFacts, catalog: Catalog, as_of: date) -> BriefDocument:
    """Return the page in the catalogue's language, as things stood on ``as_of``."""
    writer = Writer(catalog, facts.sources)
    partner = facts.partner
    found: tuple[Block | None, ...] = (
        Title(
            writer.partner_name(partner),
            writer.other_name(partner.name),
            (
                *((Words(partner.acronym),) if partner.acronym else ()),
                Words(_counted("given", facts.given, writer, as_of)),
                Words(_counted("received", facts.received, writer, as_of)),
            ),
        ),
        ledger(facts.given, writer, as_of, "given"),
        ledger(facts.received, writer, as_of, "received"),
    )
    on = formats.day(as_of, writer.language)
    name = partner_word(partner, writer)
    programme = facts.programme.name.read(writer.language).text if facts.programme else ""
    document = BriefDocument(
        language=writer.language,
        city=name,
        as_of=as_of,
        head=(
            programme or writer.text("running.programme"),
            writer.text("running.cooperation"),
            writer.text("running.balance", date=on),
        ),
        blocks=(*(block for block in found if block), *cited_sources(writer)),
        subject=writer.text("subject_balance", name=name, date=on),
        author=name,
    )
    return signed(document, writer)


def _counted(key: str, lines: Sequence[CommitmentFacts], writer: Writer, as_of: date) -> str:
    """How many there are, and how many of them are late, coming or done."""
    counts = Counter(one.state(as_of) for one in lines)
    told = writer.text(f"balance.{key}", count=len(lines))
    parts = [
        writer.text(f"balance.{state.value}", count=counts[state])
        for state in (MilestoneState.DONE, MilestoneState.COMING, MilestoneState.LATE)
        if counts[state]
    ]
    if not parts:
        return told
    return writer.text("balance.of_which", total=told, parts=formats.enumeration(parts, writer.language))
