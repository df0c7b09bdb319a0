"""The commands that exchange plans with other planners: mspdi-export and mspdi-import."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from ecocity_desktop.cli import exit_codes
from ecocity_desktop.cli.failures import problem_text
from ecocity_desktop.cli.ledger import named
from ecocity_desktop.services.project_plans import (
    ImportLine,
    Outcome,
    export_plan,
    import_plan,
    preview_plan,
)

if TYPE_CHECKING:
    from ecocity_desktop.cli.running import Call
    from ecocity_desktop.i18n.catalog import Catalog


def export(call: Call) -> int:
    """``mspdi-export``: the milestones with their links and baselines as a Microsoft Project plan in XML."""
    target = call.target()
    with call.open() as ws:
        report = export_plan(
            ws,
            target,
            call.catalog,
            city_id=named(call, ws, "cities", "--city"),
        )
    values = {"path": str(report.path), "tasks": report.tasks, "links": report.links}
    call.acknowledge(values, call.text("cli.plan.written", path=report.path, count=report.tasks))
    return exit_codes.DONE


def take(call: Call) -> int:
    """``mspdi-import``: what a plan would change; with ``--apply`` it does, in one step."""
    catalog, source = call.catalog, call.file("PLAN")
    with call.open() as ws:
        if "--apply" in call.asked.options:
            call.back_up_changes(ws)
            changes, lines = import_plan(ws, source, catalog.language)
            call.acknowledge({"ack": changes.edit_id}, call.text("cli.plan.taken"))
        else:
            lines = preview_plan(ws, source, catalog.language)
    counts = Counter(line.outcome for line in lines)
    for line in lines:
        if call.as_json or line.outcome is not Outcome.UNCHANGED:
            call.answer(_values(line), _text(catalog, line))
    told = {outcome.value: counts[outcome] for outcome in Outcome}
    call.answer({"lines": len(lines), **told}, catalog.text("cli.plan.summary", **told))
    return exit_codes.DONE


def _values(line: ImportLine) -> dict[str, Any]:
    return {
        "outcome": line.outcome.value,
        "noun": "dependencies" if line.is_link else "milestones",
        "id": line.row_id,
        "name": line.name,
        "changes": [{"field": one.field, "before": one.before, "after": one.after} for one in line.changes],
        "problems": [{"field": one.field, "problem": one.key} for one in line.problems],
    }


def _text(catalog: Catalog, line: ImportLine) -> str:
    entity = "dependency" if line.is_link else "milestone"
    text = f"{catalog.text(f'enum.outcome.{line.outcome}')}  {line.name}"
    for one in line.changes:
        label = catalog.text(f"field.{entity}.{one.field}")
        text += f"\n    {label}: {one.before or '—'} → {one.after or '—'}"
    for problem in line.problems:
        text += f"\n    {problem_text(catalog, problem)}"
    return text
