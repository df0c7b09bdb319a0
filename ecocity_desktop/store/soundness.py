"""Is the file sound, and what does it hold: SQLite's own checks, the schema, and a digest of all user data."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DatabaseError
from sqlmodel import col, select

from ecocity_desktop.domain.changes import Op
from ecocity_desktop.domain.nouns import ENTITIES, complete, values_of
from ecocity_desktop.domain.photo import Photo, Picture
from ecocity_desktop.errors import UserError
from ecocity_desktop.store.journal import Change, Edit, row_change

if TYPE_CHECKING:
    from sqlmodel import Session


def sqlite_findings(session: Session) -> list[str]:
    """Return what SQLite's integrity check finds, and each index that cannot be read; empty when the file is sound."""
    run = session.connection().exec_driver_sql
    found = [line for line in run("PRAGMA integrity_check(20)").scalars().all() if line != "ok"]
    # The integrity check takes an empty page of a wrong kind for an index: reading it shows that it is none.
    for index, table in run("SELECT name, tbl_name FROM sqlite_master WHERE type = 'index'").all():
        try:
            run(f'SELECT 1 FROM "{table}" INDEXED BY "{index}" LIMIT 1').scalar()
        except DatabaseError:
            found.append(index)
    return found


def broken_references(session: Session) -> list[tuple[str, str]]:
    """Return (table, table referred to) for each reference to a record that is not there."""
    found = session.connection().exec_driver_sql("PRAGMA foreign_key_check").all()
    return [(row[0], row[2]) for row in found]


def missing_columns(session: Session) -> list[str]:
    """Return the columns our schema has and the file has not, as ``table.column``."""
    missing: list[str] = []
    for noun in ENTITIES.values():
        found = session.connection().exec_driver_sql(f'PRAGMA table_info("{noun.entity}")').all()
        names = {row[1] for row in found}
        missing.extend(f"{noun.entity}.{name}" for name in noun.table.model_fields if name not in names)
    return missing


def unreadable_records(session: Session) -> list[tuple[str, str]]:
    """Return the records (entity, id) with a value that no form of ours can have."""
    found = []
    for noun in ENTITIES.values():
        if _is_readable(session, select(noun.table)):
            continue
        for row_id in session.exec(select(noun.table.id)).all():
            if not _is_readable(session, select(noun.table).where(noun.table.id == row_id)):
                found.append((noun.entity, str(row_id)))
    return found


def _is_readable(session: Session, chosen: Any) -> bool:
    try:
        session.exec(chosen).all()
    except UserError:
        return False
    return True


def journal_differences(session: Session) -> list[tuple[str, str]]:
    """Return the records (entity, id) that are not what the journal says they became, erased ones left out."""
    told: dict[tuple[str, str], dict[str, Any]] = {}
    erased: set[tuple[str, str]] = set()
    replayed = select(Change).join(Edit, col(Edit.id) == col(Change.edit_id))
    for row in session.exec(replayed.order_by(col(Edit.made_at), col(Change.position))).all():
        change = row_change(row)
        key = (change.entity, change.entity_id)
        if change.before is None and change.after is None:
            erased.add(key)
        elif change.op is Op.UPDATE:
            told.setdefault(key, {})[str(change.field)] = change.after
        elif change.op is Op.INSERT:
            told[key] = complete(change.entity, change.after)
        else:
            told.pop(key, None)
    kept = {
        (noun.entity, row.id): values_of(row)
        for noun in ENTITIES.values()
        for row in session.exec(select(noun.table)).all()
    }
    differing = {key for key in told.keys() | kept.keys() if told.get(key) != kept.get(key)}
    return sorted(differing - erased)


def harmed_pictures(session: Session) -> list[str]:
    """Return the ids of pictures whose bytes are not what they are named after, or that the journal names in vain."""
    kept = set(session.exec(select(Picture.id)).all())
    harmed = {one for one in kept if _content_sha256(session, one) != one}
    named: set[str] = set()
    for row in session.exec(select(Change).where(Change.entity == Photo.__tablename__)).all():
        change = row_change(row)
        for told in (change.before, change.after):
            value = told.get("picture_id") if isinstance(told, dict) else told
            if value is not None and change.field in (None, "picture_id"):
                named.add(value)
    return sorted(harmed | (named - kept))


def digest(session: Session) -> str:
    """Return the SHA-256 over all user records as canonical JSON, by table and id, and over the pictures shown.

    Equal content, equal digest.
    """
    total = hashlib.sha256()
    for entity in sorted(ENTITIES):
        table = ENTITIES[entity].table
        for row in session.exec(select(table).order_by(col(table.id))).all():
            line = json.dumps(
                [entity, values_of(row)], ensure_ascii=False, sort_keys=True, separators=(",", ":")
            )
            total.update(line.encode() + b"\n")
    for picture_id in session.exec(select(Photo.picture_id).order_by(col(Photo.picture_id))).all():
        total.update(_content_sha256(session, picture_id).encode() + b"\n")
    return total.hexdigest()


def _content_sha256(session: Session, picture_id: str) -> str:
    content = session.exec(select(Picture.content).where(Picture.id == picture_id)).first()
    return hashlib.sha256(content or b"").hexdigest()
