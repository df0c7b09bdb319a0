"""The JSON copy of a workspace: every record as plain text, the last line of recovery, readable without any program."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ecocity_desktop.domain.fields import FieldSpec, Kind
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
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_BEGINNING = b'{\n "format": "ecocity-copy"'
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


def whole(records: Iterable[Any], pictures: Collection[str]) -> list[Any]:
    """Return the records that can be read back without those that could not be read.

    One that needs a missing one, or a picture that is not among ``pictures``, is left out; where it only mentions one,
    the mention is.
    """
    kept = list(records)
    while True:
        known = _known(kept, pictures)
        left = [row for row in kept if not any(spec.required for spec in _missing(row, known))]
        if len(left) == len(kept):
            return [_without_mentions(row, known) for row in kept]
        kept = left


def begins_like_a_copy(path: Path) -> bool:
    """Return whether a file begins as ``dump`` writes it; raises ``OSError``."""
    with opened(path) as file:
        return file.read(len(_BEGINNING)) == _BEGINNING


def load(path: Path) -> Copy:
    """Return the checked content of a copy: what a workspace can hold, if only ``check`` finds fault with it.

    Raises ``UserError``: ``error.not_a_copy`` for another file or version, ``error.too_large`` over ``LONGEST`` bytes,
    ``error.invalid`` with what is wrong in which record (``city/1a2b….population``).
    """
    if path.stat().st_size > LONGEST:
        raise UserError("error.too_large", path=str(path), limit=LONGEST)
    try:
        with opened(path) as file:
            content = json.loads(file.read(), object_pairs_hook=_given_once)
    except (ValueError, RecursionError):
        raise UserError("error.not_a_copy", path=str(path)) from None
    if (
        not isinstance(content, dict)
        or content.get("format") != FORMAT
        or not _is_version(content.get("version"))
    ):
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
        twice = [name for name, count in Counter(values["id"] for values in group).items() if count > 1]
        problems += [Problem(f"{entity}/{name}.id", "problem.json.twice") for name in twice]
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
    known = _known(rows, pictures)
    return [
        Problem(f"{row.__tablename__}/{row.id}.{spec.name}", "problem.reference")
        for row in rows
        for spec in _missing(row, known)
    ]


def _known(rows: Iterable[Any], pictures: Collection[str]) -> set[tuple[str | None, str]]:
    """What there is to refer to: each record under its entity, each picture under none."""
    return {(row.__tablename__, row.id) for row in rows} | {(None, name) for name in pictures}


def _missing(row: Any, known: Collection[tuple[str | None, str]]) -> list[FieldSpec]:
    """The fields of a record that refer to what there is not."""
    return [
        spec
        for spec in ENTITIES[row.__tablename__].columns
        if spec.kind in (Kind.REFERENCE, Kind.PICTURE)
        and getattr(row, spec.name) is not None
        and (spec.refers_to, getattr(row, spec.name)) not in known
    ]


def _without_mentions(row: Any, known: Collection[tuple[str | None, str]]) -> Any:
    """The record, or a copy of it that mentions nothing which is not there: what was read is never changed."""
    missing = {spec.name for spec in _missing(row, known)}
    names = [spec.name for spec in ENTITIES[row.__tablename__].columns]
    kept = {name: None if name in missing else getattr(row, name) for name in names}
    return type(row)(id=row.id, **kept) if missing else row


def _second_ones(rows: list[Any]) -> list[Problem]:
    return [
        Problem(f"{entity}/{row.id}.{one.field}", one.key, one.params)
        for entity in ENTITIES
        for row, one in second_ones(entity, [row for row in rows if row.__tablename__ == entity])
    ]


def _is_record(values: Any) -> bool:
    name = values.get("id") if isinstance(values, dict) else None
    return isinstance(name, str) and _ID.fullmatch(name) is not None


def _is_version(given: Any) -> bool:
    return type(given) is int and given == VERSION


def _given_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; raises ``ValueError`` where a name stands twice: one of the two values would be lost."""
    values = dict(pairs)
    if len(values) < len(pairs):
        raise ValueError("a name is given twice")
    return values


def _row(noun: Noun, values: Mapping[str, Any]) -> Any:
    own = {name: value for name, value in values.items() if name != "id"}
    data = formed(noun, own)
    return noun.table(id=values["id"], **{spec.name: getattr(data, spec.name) for spec in noun.columns})
