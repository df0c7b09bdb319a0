"""The JSON copy of a workspace: every record as plain text, the last line of recovery, readable without any program."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ecocity_desktop.domain.fields import Kind
from ecocity_desktop.domain.nouns import ENTITIES, Noun, values_of
from ecocity_desktop.domain.validation import checked
from ecocity_desktop.errors import Problem, UserError, invalid

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = "ecocity-copy"
VERSION = 1
LONGEST = 200_000_000
"""The largest copy read, in bytes."""


def dump(records: Iterable[Any]) -> bytes:
    """Return the copy of ``records`` as UTF-8 JSON, grouped by entity, each group in the order of its ids."""
    groups: dict[str, list[dict[str, Any]]] = {entity: [] for entity in ENTITIES}
    for row in records:
        groups[row.__tablename__].append(values_of(row))
    for rows in groups.values():
        rows.sort(key=lambda values: values["id"])
    content = {"format": FORMAT, "version": VERSION, "records": groups}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def load(path: Path) -> list[Any]:
    """Return the checked records of a copy, those referred to before those that refer.

    Raises ``UserError``: ``error.not_a_copy`` for another file or version, ``error.too_large`` over ``LONGEST`` bytes,
    ``error.invalid`` with what is wrong in which record (``city/1a2b….population``).
    """
    if path.stat().st_size > LONGEST:
        raise UserError("error.too_large", path=str(path), limit=LONGEST)
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        raise UserError("error.not_a_copy", path=str(path)) from None
    if not isinstance(content, dict) or (content.get("format"), content.get("version")) != (FORMAT, VERSION):
        raise UserError("error.not_a_copy", path=str(path))
    groups = content.get("records")
    if not isinstance(groups, dict) or not set(groups) <= set(ENTITIES):
        raise UserError("error.not_a_copy", path=str(path))
    return _checked_rows(groups, path)


def _checked_rows(groups: Mapping[str, Any], path: Path) -> list[Any]:
    rows: list[Any] = []
    problems: list[Problem] = []
    for entity, noun in ENTITIES.items():
        group = groups.get(entity, [])
        if not isinstance(group, list) or any(not _is_record(values) for values in group):
            raise UserError("error.not_a_copy", path=str(path))
        for values in group:
            try:
                rows.append(_row(noun, values))
            except UserError as refused:
                place = f"{entity}/{values['id']}"
                problems += [Problem(f"{place}.{one.field}", one.key, one.params) for one in refused.problems]
    problems = problems or _broken_references(rows)
    if problems:
        raise invalid(problems)
    return rows


def _broken_references(rows: list[Any]) -> list[Problem]:
    known = {(row.__tablename__, row.id) for row in rows}
    return [
        Problem(f"{row.__tablename__}/{row.id}.{spec.name}", "problem.reference")
        for row in rows
        for spec in ENTITIES[row.__tablename__].columns
        if spec.kind is Kind.REFERENCE
        and getattr(row, spec.name) is not None
        and (spec.refers_to, getattr(row, spec.name)) not in known
    ]


def _is_record(values: Any) -> bool:
    return isinstance(values, dict) and isinstance(values.get("id"), str) and bool(values["id"])


def _row(noun: Noun, values: Mapping[str, Any]) -> Any:
    own = {name: value for name, value in values.items() if name != "id"}
    data = checked(noun, own)
    return noun.table(id=values["id"], **{spec.name: getattr(data, spec.name) for spec in noun.columns})
