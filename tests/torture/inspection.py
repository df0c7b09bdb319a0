"""Is a file exactly what its edits made it: the journal played from the start, compared with the records."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from ecocity_desktop.domain.fields import LOCAL_KINDS, Kind
from ecocity_desktop.domain.nouns import ENTITIES

if TYPE_CHECKING:
    from ecocity_desktop.domain.nouns import Noun
    from ecocity_desktop.services.workspace import Workspace

CHANGES_OF = {"edit.add_partner": 1, "edit.change_partner": 3, "edit.add_agreement": 4}
"""How many changes each kind of edit of ``deeds.Writer`` has: an edit with fewer was torn."""


def edits_and_partial(ws: Workspace) -> tuple[list[str], list[str]]:
    """Return the ids of all edits, and what shows that an edit is there in part, in words."""
    with ws.reading() as session:
        run = session.connection().execute
        edits = run(text("SELECT id, label_key FROM edit ORDER BY made_at")).all()
        changes = run(
            text(
                "SELECT change.edit_id, position, entity, entity_id, op, field, after FROM change "
                "JOIN edit ON edit.id = change.edit_id ORDER BY made_at, position"
            )
        ).all()
    partial = _incomplete(edits, changes) + _differing(ws, _replayed(changes))
    return [edit_id for edit_id, _ in edits], partial


def _incomplete(edits: Any, changes: Any) -> list[str]:
    positions: dict[str, list[int]] = {edit_id: [] for edit_id, _ in edits}
    for change in changes:
        positions[change.edit_id].append(change.position)
    found = []
    for edit_id, label in edits:
        there = positions[edit_id]
        if not there or there != list(range(len(there))) or len(there) != CHANGES_OF.get(label, len(there)):
            found.append(f"edit {edit_id} ({label}) has the changes {there}")
    return found


def _replayed(changes: Any) -> dict[tuple[str, str], dict[str, Any]]:
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for _edit, _position, entity, entity_id, op, field, after in changes:
        if op == "insert":
            rows[entity, entity_id] = json.loads(after)
        elif op == "delete":
            del rows[entity, entity_id]
        else:
            rows[entity, entity_id][field] = json.loads(after)
    return rows


def _differing(ws: Workspace, replayed: dict[tuple[str, str], dict[str, Any]]) -> list[str]:
    kept = {}
    with ws.reading() as session:
        for entity, noun in ENTITIES.items():
            for row in session.connection().exec_driver_sql(f'SELECT * FROM "{entity}"').mappings():
                kept[entity, row["id"]] = _plain(noun, row)
    keys = sorted(kept.keys() | replayed.keys())
    return [
        f"{key} is not what the journal says" for key in keys if not _same(kept.get(key), replayed.get(key))
    ]


def _same(kept: dict[str, Any] | None, told: dict[str, Any] | None) -> bool:
    """Compare a record with what the journal tells: fields that came with a later schema are not told."""
    if kept is None or told is None:
        return kept is told
    return all(kept.get(name) == value for name, value in told.items())


def _plain(noun: Noun, row: Any) -> dict[str, Any]:
    """Return a row as JSON values, read without the program's own classes."""
    values = {"id": row["id"]}
    for spec in noun.columns:
        value = row[spec.name]
        if spec.kind in LOCAL_KINDS:
            value = {"fr": None, "en": None, "zh": None} | json.loads(value)
        elif spec.kind is Kind.WORDS:
            value = json.loads(value)
        elif spec.kind is Kind.FLAG and value is not None:
            value = bool(value)
        values[spec.name] = value
    return values
