"""From what is known of a city to the blocks of its brief: what is said, in which order, in one language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ecocity_desktop.brief.assemble_city import (
    contacts,
    journey,
    key_facts,
    lead,
    locator_map,
    photo,
    presentation,
    project,
    statements,
    team,
)
from ecocity_desktop.brief.assemble_evidence import attention, figure_table, sources, timeline
from ecocity_desktop.brief.assemble_ledger import ledger
from ecocity_desktop.brief.document import BadgeRole, Block, BriefDocument, Title, Words
from ecocity_desktop.brief.facts import CityFacts
from ecocity_desktop.brief.writer import Writer
from ecocity_desktop.domain.enums import StatementKind
from ecocity_desktop.i18n import formats
from ecocity_desktop.i18n.catalog import Catalog


def assemble(facts: CityFacts, catalog: Catalog, as_of: date) -> BriefDocument:
    """Return the brief of a city in the catalogue's language, as things stood on ``as_of``.

    A section without data is left out. Source numbers follow the order of the blocks.
    """
    writer = Writer(catalog, facts.sources)
    found: tuple[Block | None, ...] = (
        title(facts, writer),
        photo(facts, writer),
        lead(facts, writer),
        presentation(facts, writer),
        project(facts, writer),
        statements(facts, writer, StatementKind.CONTEXT),
        statements(facts, writer, StatementKind.PRINCIPLE),
        journey(facts, writer, as_of),
        team(facts, writer),
        locator_map(facts, writer),
        key_facts(facts, writer),
        contacts(facts, writer),
        timeline(facts, writer, as_of),
        ledger(facts.commitments, writer, as_of),
        figure_table(facts, writer),
        attention(facts, writer, as_of),
    )
    blocks = (*(block for block in found if block), *sources(facts, writer))
    on, city = formats.day(as_of, writer.language), writer.both_names(facts.city.name)
    document = BriefDocument(
        language=writer.language,
        city=city,
        as_of=as_of,
        head=(
            _programme(facts, writer),
            writer.text("running.cooperation"),
            writer.text("running.kind", date=on),
        ),
        blocks=blocks,
        subject=writer.text("subject", city=city, date=on),
        author=" · ".join(_main_partners(facts, writer)),
    )
    return signed(document, writer)


def title(facts: CityFacts, writer: Writer) -> Title:
    """Return the name in both scripts and what the city is: province, level, parent, stage.

    Of a name only the language is said where it fell back; that it is to be re-read stands among the points needing
    attention.
    """
    city = facts.city
    read = writer.words(city.name)
    fallen_back = tuple(badge for badge in read.badges if badge.role is BadgeRole.LANGUAGE)
    other = writer.other_name(city.name)
    parts: list[Words] = []
    if city.province:
        parts.append(Words(_province(city.province.value, writer)))
    if city.admin_level:
        parent = facts.parent.name if facts.parent else city.parent_name
        level = writer.choice(city.admin_level)
        if parent:
            level = writer.text("level_in", level=level, name=writer.both_names(parent))
        parts.append(Words(level))
    if city.label_stage:
        stage = writer.text(f"stage.{city.label_stage.value}")
        parts.append(writer.plain(stage, city.label_source_id, city.label_status))
    return Title(Words(read.text, fallen_back), other, tuple(parts))


def _province(code: str, writer: Writer) -> str:
    name = writer.text(f"province.{code}")
    if writer.language == "zh":
        return name
    return f"{name} ({Catalog('zh').text(f'brief.province.{code}')})"


def _programme(facts: CityFacts, writer: Writer) -> str:
    given = facts.programme.name.read(writer.language).text if facts.programme else ""
    return given or writer.text("running.programme")


def _main_partners(facts: CityFacts, writer: Writer) -> list[str]:
    """The first partners of the team, by the names they are known by; three at most."""
    names = [role.partner.acronym or role.partner.name.read(writer.language).text for role in facts.roles]
    return list(dict.fromkeys(name for name in names if name))[:3]


def signed(document: BriefDocument, writer: Writer) -> BriefDocument:
    """Return a document with what its pages need beside the blocks: the fingerprint of its words at their foot."""
    fingerprint = document.content_hash()
    footer = writer.text("footer", fingerprint=fingerprint)
    return replace(document, footer=footer, fingerprint=fingerprint, continued=writer.text("continued"))
