"""The journal read forwards: what records were at a moment, and how single fields moved through time."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, text

from ecocity_desktop.domain.changes import Op
from ecocity_desktop.domain.nouns import complete
from ecocity_desktop.store.journal import PLACE_LENGTH

if TYPE_CHECKING:
    from sqlmodel import Session

# The last change of each field, and the last time the record was added or removed: with max(), SQLite takes the other
# columns from the row that has it, so that of fifty thousand changes only a few are handed over.
_UNTIL = """
SELECT c.entity, c.entity_id, c.op, c.field, c."after", max(e.made_at || printf('%09d', c.position)) AS at
FROM change c JOIN edit e ON e.id = c.edit_id
WHERE c.entity IN :entities AND substr(e.made_at, 1, :length) <= :place
GROUP BY c.entity, c.entity_id, c.field
"""
_MOVES = """
SELECT substr(e.made_at, 1, :length), substr(e.made_at, -:length), c.entity_id, c.op, c.field, c."after"
FROM change c JOIN edit e ON e.id = c.edit_id
WHERE c.entity = :entity AND (c.field IS NULL OR c.field IN :fields)
ORDER BY e.made_at, c.position
"""


@dataclass(frozen=True)
class FieldMove:
    """One change of a record: the fields that got new JSON values, ``None`` when the record went.

    ``place`` is where it stands in the order of the journal, ``clock`` what the clock said.
    """

    place: str
    clock: str
    entity_id: str
    values: dict[str, Any] | None


def records_at(
    session: Session, entities: Collection[str], place: str
) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the records of some kinds as they stood at a place of the journal's order: values by entity and id.

    Records erased for somebody's privacy are left out.
    """
    rows = session.connection().execute(
        text(_UNTIL).bindparams(bindparam("entities", expanding=True)),
        {"entities": list(entities), "place": place, "length": PLACE_LENGTH},
    )
    whole: dict[tuple[str, str], tuple[str, str]] = {}
    fields: list[tuple[tuple[str, str], str, str | None, str]] = []
    for entity, entity_id, op, field, after, at in rows.all():
        if field is not None:
            fields.append(((entity, entity_id), field, after, at))
        elif op == Op.INSERT and after is not None:
            whole[entity, entity_id] = (after, at)
    found: dict[str, dict[str, dict[str, Any]]] = {entity: {} for entity in entities}
    for (entity, entity_id), (after, _) in whole.items():
        found[entity][entity_id] = complete(entity, json.loads(after))
    for (entity, entity_id), field, after, at in fields:
        # What was changed before the record was removed and added anew belongs to its former life.
        added = whole.get((entity, entity_id))
        if added is not None and at > added[1] and after:
            found[entity][entity_id][field] = json.loads(after)
    return found


def field_moves(session: Session, entity: str, fields: Collection[str]) -> Iterator[FieldMove]:
    """Return every change of some fields of a kind of record, the oldest first; added records give all of them."""
    rows = session.connection().execute(
        text(_MOVES).bindparams(bindparam("fields", expanding=True)),
        {"entity": entity, "fields": list(fields), "length": PLACE_LENGTH},
    )
    read: dict[str, Any] = {}
    for place, clock, entity_id, op, field, after in rows.all():
        if op == Op.UPDATE and after is None:
            continue  # erased
        if op == Op.DELETE or after is None:
            yield FieldMove(place, clock, entity_id, None)
        elif op == Op.INSERT:
            values = complete(entity, json.loads(after))
            yield FieldMove(place, clock, entity_id, {name: values[name] for name in fields})
        else:
            if after not in read:
                read[after] = json.loads(after)
            yield FieldMove(place, clock, entity_id, {field: read[after]})


def times_changed(session: Session, entity: str) -> dict[str, tuple[int, str]]:
    """Return how often each record of a kind was changed, and when last, by its id."""
    rows = session.connection().execute(
        text(
            "SELECT c.entity_id, count(DISTINCT c.edit_id), max(e.made_at) FROM change c "
            "JOIN edit e ON e.id = c.edit_id WHERE c.entity = :entity GROUP BY c.entity_id"
        ),
        {"entity": entity},
    )
    return {entity_id: (count, last) for entity_id, count, last in rows.all()}
