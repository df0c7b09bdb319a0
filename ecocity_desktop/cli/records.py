"""The commands about single records: list, show, add, edit, remove."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecocity_desktop.cli import exit_codes, output
from ecocity_desktop.cli.values import read_values
from ecocity_desktop.cli.words import NOTHING, Words, subject
from ecocity_desktop.domain.milestone import milestone_state
from ecocity_desktop.domain.nouns import ENTITIES, NOUNS, Noun
from ecocity_desktop.errors import UserError
from ecocity_desktop.services import milestones, records
from ecocity_desktop.services.naming import name_of
from ecocity_desktop.services.removal import MANY, would_go

if TYPE_CHECKING:
    from ecocity_desktop.cli.running import Call
    from ecocity_desktop.domain.changes import ChangeSet
    from ecocity_desktop.services.workspace import Workspace

_COLUMNS = {
    "programmes": ("name", "target_city_count"),
    "sources": ("title", "publisher", "kind", "published_on"),
    "partners": ("name", "acronym", "kind", "country"),
    "people": ("family_name", "given_name", "name_zh", "job_title", "partner_id"),
    "agreements": ("title", "kind", "signed_on", "party_ids"),
    "cities": ("name", "province", "admin_level", "label_stage"),
    "photos": ("city_id", "caption", "credit", "taken_on"),
    "roles": ("city_id", "partner_id", "role"),
    "statements": ("city_id", "kind", "text"),
    "figures": ("city_id", "quantity", "value", "unit", "year", "status"),
    "milestones": ("title", "city_ids", "planned_on", "forecast_on", "actual_on"),
    "parties": ("agreement_id", "partner_id", "role", "capacity"),
    "clauses": ("agreement_id", "number", "text"),
    "commitments": ("text", "debtor_id", "beneficiary_id", "city_ids", "due_on", "done_on"),
    "slips": ("milestone_id", "from_on", "to_on", "cause", "reason"),
    "dependencies": ("predecessor_id", "successor_id", "lag_days"),
    "baselines": ("name", "frozen_at"),
    "recurrences": ("title", "kind", "every_months", "until"),
}
"""What the table of each noun shows, before the id."""


def noun_of(call: Call) -> Noun:
    """Return the noun asked about; raises ``UserError`` ``error.usage.noun`` with those there are."""
    given = call.asked.words["NOUN"]
    if given not in NOUNS:
        raise UserError("error.usage.noun", given=given[:80], known=", ".join(NOUNS))
    return NOUNS[given]


def show_all(call: Call) -> int:
    """``list``: every record of a noun."""
    noun = noun_of(call)
    with call.open() as ws:
        rows = _in_order(ws, noun)
        shown = records.records_json(ws, noun.name, rows)
        if call.as_json:
            for values in shown:
                output.print_json(values)
        else:
            words = Words(ws, call.catalog)
            output.print_text(_table(words, noun, rows, shown, ws))
    return exit_codes.DONE


def show_one(call: Call) -> int:
    """``show``: one record in full."""
    noun = noun_of(call)
    with call.open() as ws:
        row = records.get_record(ws, noun.name, records.resolve(ws, noun.name, call.asked.words["ID"]))
        values = records.record_json(ws, noun.name, row)
        if call.as_json:
            output.print_json(values)
        else:
            output.print_text(_sheet(Words(ws, call.catalog), noun, row, values, ws))
    return exit_codes.DONE


def add(call: Call) -> int:
    """``add``: a new record."""
    noun = noun_of(call)
    values = read_values(call.asked.words["VALUES"])
    with call.open() as ws:
        changes = records.add_record(ws, noun.name, values)
        _acknowledge(call, changes, _done(call, ws, f"edit.add_{noun.entity}", noun, changes))
    return exit_codes.DONE


def edit(call: Call) -> int:
    """``edit``: other values for a record."""
    noun = noun_of(call)
    values = read_values(call.asked.words["VALUES"])
    with call.open() as ws:
        row_id = records.resolve(ws, noun.name, call.asked.words["ID"])
        changes = records.edit_record(ws, noun.name, row_id, values)
        if changes.edit_id is None:
            _acknowledge(call, changes, call.text("cli.unchanged", id=row_id))
        else:
            _acknowledge(call, changes, _done(call, ws, f"edit.change_{noun.entity}", noun, changes))
    return exit_codes.DONE


def remove(call: Call) -> int:
    """``remove``: a record and what belongs to it."""
    noun = noun_of(call)
    with call.open() as ws:
        row_id = records.resolve(ws, noun.name, call.asked.words["ID"])
        name = name_of(ws, noun.entity, row_id)
        gone = would_go(ws, noun.name, row_id)
        if sum(count for _, count in gone) >= MANY:
            call.back_up_changes(ws)
        changes = records.remove_record(ws, noun.name, row_id)
        what = subject(call.catalog, f"edit.remove_{noun.entity}", name) if name else row_id
        text = call.text("cli.done", what=what, id=row_id)
        counted = [call.text(f"noun.counted.{ENTITIES[entity].name}", count=count) for entity, count in gone]
        if counted:
            text += "\n" + call.text("cli.went_with", what=", ".join(counted))
        _acknowledge(call, changes, text)
    return exit_codes.DONE


def _acknowledge(call: Call, changes: ChangeSet, text: str) -> None:
    """Answer what a write did; called once it is committed."""
    call.acknowledge({"ack": changes.edit_id, "id": changes.row_id}, text)


def _done(call: Call, ws: Workspace, label_key: str, noun: Noun, changes: ChangeSet) -> str:
    name = name_of(ws, noun.entity, str(changes.row_id))
    what = subject(call.catalog, label_key, name) if name else call.text(label_key)
    return call.text("cli.done", what=what, id=changes.row_id)


def _in_order(ws: Workspace, noun: Noun) -> tuple[Any, ...]:
    if noun.name == "milestones":
        return tuple(line.milestone for line in milestones.milestone_lines(ws))
    return records.list_records(ws, noun.name)


def _table(
    words: Words, noun: Noun, rows: tuple[Any, ...], shown: list[dict[str, Any]], ws: Workspace
) -> str:
    if not rows:
        return words.catalog.text("cli.empty_list", what=words.noun(noun.name, 0))
    specs = [spec for name in _COLUMNS[noun.name] for spec in (noun.field(name),) if spec is not None]
    heads = [words.field(noun.entity, spec) for spec in specs]
    cells = [[words.short(spec, values[spec.name]) for spec in specs] for values in shown]
    if noun.name == "milestones":
        heads.append(words.catalog.text("cli.state"))
        for line, row in zip(cells, rows, strict=True):
            line.append(words.catalog.text(f"enum.milestone_state.{milestone_state(row, ws.today())}"))
    table = output.table([*heads, "id"], [[*line, row.id] for line, row in zip(cells, rows, strict=True)])
    return f"{table}\n\n{words.counted(noun.name, len(rows))}"


def _sheet(words: Words, noun: Noun, row: Any, values: dict[str, Any], ws: Workspace) -> str:
    title = words.title(noun.entity, row.id)
    parts = [(words.field(noun.entity, spec), words.long(spec, values[spec.name])) for spec in noun.fields]
    if noun.name == "milestones":
        state = words.catalog.text(f"enum.milestone_state.{milestone_state(row, ws.today())}")
        parts.append((words.catalog.text("cli.state"), [state]))
    parts.append(("id", [row.id]))
    wide = max(output.width(label) for label, _ in parts) + 2
    lines = [f"{title or NOTHING}  ({words.noun(noun.name)})", ""]
    for label, texts in parts:
        lines.append(f"{output.padded(label, wide)}{texts[0]}")
        lines += [f"{' ' * wide}{text}" for text in texts[1:]]
    return "\n".join(lines)
