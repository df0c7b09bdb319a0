"""What a backup holds, counted, and whether it can be relied on: looked up on the worker, since every byte is read."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ecocity_desktop.domain.nouns import ENTITIES, NOUNS
from ecocity_desktop.errors import UserError
from ecocity_desktop.exchange import json_copy
from ecocity_desktop.services.passwords import opens
from ecocity_desktop.services.records import count_records
from ecocity_desktop.store import backup as copies
from ecocity_desktop.store import checksum, database

if TYPE_CHECKING:
    from pathlib import Path

    from ecocity_desktop.services.backups import KeptBackup
    from ecocity_desktop.services.workspace import Workspace

State = Literal["sound", "damaged", "closed", "held"]


@dataclass(frozen=True)
class BackupContents:
    """A backup looked into; ``counts`` is by noun, empty when unknown.

    ``closed`` is one whose password is another, ``held`` one that somebody has open: whether it is sound, nobody knows.
    """

    kept: KeptBackup
    state: State
    counts: Mapping[str, int] = field(default_factory=dict)


def look_into(kept: KeptBackup, password: str | None = None) -> BackupContents:
    """Read a whole backup: is it sound, is it what its SHA-256 says, and how many records of each noun does it hold."""
    if kept.kind == "copy":
        return _look_into_copy(kept)
    encrypted = database.is_encrypted(kept.path)
    key = password if encrypted else None
    if encrypted and not opens(kept.path, key):
        return BackupContents(kept, "held" if _is_held(kept.path) else "closed")
    try:
        checksum.check_sum(kept.path)
        copies.verify(kept.path, key)
        return BackupContents(kept, "sound", _counts(kept.path, key))
    except (UserError, OSError, *database.ERRORS):
        return BackupContents(kept, "held" if _is_held(kept.path) else "damaged")


def present_counts(ws: Workspace) -> Mapping[str, int]:
    """Return how many records of each noun the open file holds."""
    return {noun: count_records(ws, noun) for noun in NOUNS}


def _look_into_copy(kept: KeptBackup) -> BackupContents:
    try:
        entities = Counter(row.__tablename__ for row in json_copy.load(kept.path).rows)
    except (UserError, OSError):
        return BackupContents(kept, "damaged")
    return BackupContents(kept, "sound", {name: entities[noun.entity] for name, noun in NOUNS.items()})


def _is_held(path: Path) -> bool:
    try:
        database.touch(path)
    except database.ERRORS as error:
        refused = database.refusal(error, path)
        return refused is not None and refused.key == "error.locked"
    return False


def _counts(path: Path, password: str | None) -> dict[str, int]:
    """Count the records; an older backup lacks the tables of what came later."""
    with contextlib.closing(database.bare_connection(path, "ro", password)) as connection:
        named = "SELECT name FROM sqlite_master WHERE type = 'table'"
        tables = {name for (name,) in connection.execute(named)} & ENTITIES.keys()
        known = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}
    return {name: known.get(noun.entity, 0) for name, noun in NOUNS.items()}
