"""Texts typed and not yet saved, kept in a private file while they stand in a field, for the start after a crash."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ecocity_desktop import paths
from ecocity_desktop.domain.nouns import NOUNS

LARGEST = 50_000_000
"""The largest file of drafts read back, in bytes."""


@dataclass(frozen=True)
class Draft:
    """What stood unsaved in one form: ``record_id`` is ``None`` for a record still to be added.

    ``values`` are JSON values by field, ``typed`` the words of fields whose value could not be read, ``fixed`` what the
    form itself would have added to a new record.
    """

    noun: str
    record_id: str | None
    values: Mapping[str, Any] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)


def keep_drafts(workspace: Path, drafts: Sequence[Draft]) -> None:
    """Keep these in place of those kept before, readable by the user alone; with none, the file goes.

    A disk that refuses is passed over in silence: the text itself still stands in its field.
    """
    file = _file_of(workspace)
    with suppress(OSError):
        if not drafts:
            file.unlink(missing_ok=True)
            return
        paths.make_folder(file.parent)
        file.parent.chmod(0o700)
        content = {"workspace": str(workspace), "drafts": [asdict(one) for one in drafts]}
        paths.write_whole(file, json.dumps(content).encode())
        file.chmod(0o600)


def kept_drafts(workspace: Path) -> tuple[Draft, ...]:
    """Return what was kept for a workspace; nothing where there is nothing, or nothing that makes sense."""
    file = _file_of(workspace)
    try:
        if file.stat().st_size > LARGEST:
            return ()
        listed = json.loads(file.read_bytes())["drafts"]
        return tuple(_draft(values) for values in listed)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ()


def forget_drafts_of(workspace: Path, record_ids: Collection[str]) -> None:
    """Drop what was kept of some records of a workspace, and nothing else."""
    kept = kept_drafts(workspace)
    left = [draft for draft in kept if draft.record_id not in record_ids]
    if len(left) < len(kept):
        keep_drafts(workspace, left)


def _draft(values: Mapping[str, Any]) -> Draft:
    draft = Draft(**values)
    parts = (draft.values, draft.typed, draft.fixed)
    if draft.noun not in NOUNS or not all(isinstance(part, dict) for part in parts):
        raise ValueError
    return draft


def _file_of(workspace: Path) -> Path:
    name = hashlib.sha256(os.fsencode(workspace.absolute())).hexdigest()[:32]
    return paths.data_dir() / "drafts" / f"{name}.json"
