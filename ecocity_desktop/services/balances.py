"""The page of a partner's balance, as PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecocity_desktop.brief.balance import BalanceFacts
from ecocity_desktop.domain.programme import Programme
from ecocity_desktop.domain.source import Source
from ecocity_desktop.errors import not_written
from ecocity_desktop.i18n.catalog import Catalog
from ecocity_desktop.services.briefs import ExportReport, commitment_facts
from ecocity_desktop.services.commitments import balance
from ecocity_desktop.services.records import list_records

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ecocity_desktop.services.workspace import Workspace


def gather_balance(ws: Workspace, partner_id: str) -> BalanceFacts:
    """Return everything the page of a partner is made from, frozen; raises ``UserError`` ``error.not_found``."""
    found = balance(ws, partner_id)
    programmes: tuple[Programme, ...] = list_records(ws, "programmes")
    sources: tuple[Source, ...] = list_records(ws, "sources")
    return BalanceFacts(
        found.partner,
        tuple(commitment_facts(line) for line in found.given),
        tuple(commitment_facts(line) for line in found.received),
        next(iter(programmes), None),
        {row.id: row for row in sources},
    )


def export_balance(
    facts: BalanceFacts, language: str, target: Path, *, as_of: date, paper: str = "a4"
) -> ExportReport:
    """Write the page as PDF to ``target``: the file there before, or the new one, complete.

    Uses no database: it may run on the worker. Raises ``UserError`` ``error.target`` when it cannot be written.
    """
    from ecocity_desktop.brief import pdf
    from ecocity_desktop.brief.balance import assemble_balance

    document = assemble_balance(facts, Catalog(language), as_of)
    try:
        report = pdf.render(document, target, paper=paper)
    except OSError as error:
        raise not_written(target, error) from error
    return ExportReport(target, report.missing_characters)
