"""The JSON copy of a workspace: every record as plain text, the last line of recovery, readable without any program."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ecocity_desktop.domain.fields import Kind
from ecocity_desktop.domain.nouns import ENTITIES, Noun, values_of
from ecocity_desktop.domain.photo import Picture
from ecocity_desktop.domain.uniqueness import second_ones
from ecocity_desktop.domain.validation import formed
from ecocity_desktop.errors import Problem, UserError, invalid
from ecocity_desktop.reading import opened

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = "ecocity-copy"
VERSION = 1
LONGEST = 200_000_000
"""The largest copy read, in bytes."""


@dataclass(frozen=True)
class Copy:
    """What a copy holds: its checked records, those referred to before those that refer, and their pictures."""

    rows: tuple[Any, ...]
    pictures: tuple[Picture, ...]


def dump(records: Iterable[Any], pictures: Iterable[Picture]) -> bytes:
    """Return the copy of ``records`` as UTF-8 JSON, grouped by entity, each group in the order of its ids.

    The ``pictures`` their photos name follow by their own names, as JPEG in Base64.
    """
    groups: dict[str, list[dict[str, Any]]] = {entity: [] for entity in ENTITIES}
    for row in records:
        groups[row.__tablename__].append(values_of(row))
    for rows in groups.values():
        rows.sort(key=lambda values: values["id"])
    content: dict[str, Any] = {"format": FORMAT, "version": VERSION, "records": groups}
    shown = {one.id: base64.b64encode(one.content).decode("ascii") for one in pictures}
    if shown:
        content["pictures"] = dict(sorted(shown.items()))
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def load(path: Path) -> Copy:
    """Return the checked content of a copy: what a workspace can hold, if only ``check`` finds fault with it.

    Raises ``UserError``: ``error.not_a_copy`` for another file or version, ``error.too_large`` over ``LONGEST`` bytes,
    ``error.invalid`` with what is wrong in which record (``city/1a2b….population``).
    """
    if path.stat().st_size > LONGEST:
        raise UserError("error.too_large", path=str(path), limit=LONGEST)
    try:
        with opened(path) as file:
            content = json.loads(file.read())
    except (ValueError, RecursionError):
        raise UserError("error.not_a_copy", path=str(path)) from None
    if not isinstance(content, dict) or (content.get("format"), content.get("version")) != (FORMAT, VERSION):
        raise UserError("error.not_a_copy", path=str(path))
    groups, given = content.get("records"), content.get("pictures", {})
    if not isinstance(groups, dict) or not set(groups) <= set(ENTITIES) or not isinstance(given, dict):
        raise UserError("error.not_a_copy", path=str(path))
    pictures = [_checked_picture(name, encoded) for name, encoded in given.items()]
    rows = _checked_rows(groups, {one.id for one in pictures}, path)
    return Copy(tuple(rows), tuple(pictures))


def _checked_picture(name: str, encoded: Any) -> Picture:
    """Return a picture that is what it is named after and one that we could have made; else ``error.invalid``."""
    from ecocity_desktop.exchange.picture_file import kept_picture  # Pillow: only where there is a picture

    try:
        content = base64.b64decode(encoded, validate=True)
    except (ValueError, TypeError):
        content = b""
    kept = kept_picture(content) if hashlib.sha256(content).hexdigest() == name else None
    if kept is None:
        raise invalid([Problem(f"pictures/{name[:16]}", "problem.picture")])
    return Picture(id=name, width_px=kept.width_px, height_px=kept.height_px, content=content)


def _checked_rows(groups: Mapping[str, Any], pictures: Collection[str], path: Path) -> list[Any]:
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
    problems = problems or _broken_references(rows, pictures) or _second_ones(rows)
    if problems:
        raise invalid(problems)
    return rows


def _broken_references(rows: list[Any], pictures: Collection[str]) -> list[Problem]:
    known = {(row.__tablename__, row.id) for row in rows} | {(None, name) for name in pictures}
    return [
        Problem(f"{row.__tablename__}/{row.id}.{spec.name}", "problem.reference")
        for row in rows
        for spec in ENTITIES[row.__tablename__].columns
        if spec.kind in (Kind.REFERENCE, Kind.PICTURE)
        and getattr(row, spec.name) is not None
        and (spec.refers_to, getattr(row, spec.name)) not in known
    ]


def _second_ones(rows: list[Any]) -> list[Problem]:
    return [
        Problem(f"{entity}/{row.id}.{one.field}", one.key, one.params)
        for entity in ENTITIES
        for row, one in second_ones(entity, [row for row in rows if row.__tablename__ == entity])
    ]


def _is_record(values: Any) -> bool:
    return isinstance(values, dict) and isinstance(values.get("id"), str) and bool(values["id"])


def _row(noun: Noun, values: Mapping[str, Any]) -> Any:
    own = {name: value for name, value in values.items() if name != "id"}
    data = formed(noun, own)
    return noun.table(id=values["id"], **{spec.name: getattr(data, spec.name) for spec in noun.columns})
