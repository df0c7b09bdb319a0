"""Is the file sound, and what does it hold: SQLite's own checks, the schema, and a digest of all user data."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DatabaseError
from sqlmodel import col, select

from ecocity_desktop.domain.changes import Op
from ecocity_desktop.domain.nouns import ENTITIES, complete, values_of
from ecocity_desktop.domain.photo import Photo, Picture
from ecocity_desktop.store.journal import Change, Edit, row_change
from ecocity_desktop.store.readability import readable_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session

    from ecocity_desktop.store.readability import Unreadable


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


@dataclass(frozen=True)
class BrokenReference:
    """A reference to a record that is not there: the table and the row it stands in, the column."""

    table: str
    row_id: str
    field: str


def broken_references(session: Session) -> list[BrokenReference]:
    """Return each reference to a record that is not there."""
    run = session.connection().exec_driver_sql
    found = []
    for table, rowid, _target, number in run("PRAGMA foreign_key_check").all():
        keys = run(f'PRAGMA foreign_key_list("{table}")').all()
        field = next(key[3] for key in keys if key[0] == number)
        row_id = run(f'SELECT id FROM "{table}" WHERE rowid = ?', (rowid,)).scalar_one()
        found.append(BrokenReference(table, str(row_id), field))
    return found


def missing_columns(session: Session) -> list[str]:
    """Return the columns our schema has and the file has not, as ``table.column``."""
    missing: list[str] = []
    for noun in ENTITIES.values():
        found = session.connection().exec_driver_sql(f'PRAGMA table_info("{noun.entity}")').all()
        names = {row[1] for row in found}
        missing.extend(f"{noun.entity}.{name}" for name in noun.table.model_fields if name not in names)
    return missing


def journal_differences(session: Session, unreadable: Sequence[Unreadable] = ()) -> list[tuple[str, str]]:
    """Return the records (entity, id) that are not what the journal says they became.

    Left out are erased ones, and those of which a value, of theirs or in their journal, is ``unreadable``.
    """
    told: dict[tuple[str, str], dict[str, Any]] = {}
    harmed = [one.row_id for one in unreadable if one.table == Change.__tablename__]
    of_harmed = select(Change.entity, Change.entity_id).where(col(Change.id).in_(harmed))
    left_out = {(one.table, one.row_id) for one in unreadable} | {*session.exec(of_harmed).all()}
    replayed = select(Change).join(Edit, col(Edit.id) == col(Change.edit_id))
    replayed = replayed.where(col(Change.id).not_in(harmed))
    for row in session.exec(replayed.order_by(col(Edit.made_at), col(Change.position))).all():
        change = row_change(row)
        key = (change.entity, change.entity_id)
        if change.before is None and change.after is None:
            left_out.add(key)
        elif change.op is Op.UPDATE:
            told.setdefault(key, {})[str(change.field)] = change.after
        elif change.op is Op.INSERT:
            told[key] = complete(change.entity, change.after)
        else:
            told.pop(key, None)
    kept = {
        (noun.entity, row.id): values_of(row)
        for noun in ENTITIES.values()
        for row in readable_rows(session, noun.table, unreadable)
    }
    differing = {key for key in told.keys() | kept.keys() if told.get(key) != kept.get(key)}
    return sorted(differing - left_out)


def harmed_pictures(session: Session, unreadable: Sequence[Unreadable] = ()) -> list[str]:
    """Return the ids of pictures whose bytes are not what they are named after, or that the journal names in vain.

    What is ``unreadable`` of the journal names none.
    """
    harmed_changes = {one.row_id for one in unreadable if one.table == Change.__tablename__}
    kept = set(session.exec(select(Picture.id)).all())
    harmed = {one for one in kept if _content_sha256(session, one) != one}
    named: set[str] = set()
    told_of = select(Change).where(Change.entity == Photo.__tablename__)
    for row in session.exec(told_of.where(col(Change.id).not_in(harmed_changes))).all():
        change = row_change(row)
        for told in (change.before, change.after):
            value = told.get("picture_id") if isinstance(told, dict) else told
            if isinstance(value, str) and change.field in (None, "picture_id"):
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
    return hashlib.sha256(content if isinstance(content, bytes) else b"").hexdigest()
