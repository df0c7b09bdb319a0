"""The list of who was erased from a workspace, kept beside its backups so that nobody comes back with one of them."""

from __future__ import annotations

import hashlib
import json
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from ecocity_desktop.errors import UserError, not_written
from ecocity_desktop.paths import write_whole
from ecocity_desktop.store import database, erasure
from ecocity_desktop.store.backup import folder_beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sqlalchemy import Engine

undisturbed = threading.RLock()
"""Held while somebody is erased, and while a backup taken before is finished: the one sees what the other left."""

_SCRUB_DUE = "scrub due"


def read(path: Path) -> frozenset[str]:
    """Return the fingerprints of the records erased from the workspace at ``path``; none where there is no list.

    Raises ``UserError`` ``error.erase_list`` for one that cannot be read: who is on it would come back unnoticed.
    """
    return frozenset(_entries(path) - {_SCRUB_DUE})


def read_if_sound(path: Path) -> frozenset[str]:
    """Return what ``read`` does; none from a damaged list, to which nobody can be added."""
    with suppress(UserError):
        return read(path)
    return frozenset()


def add(path: Path, fingerprints: Iterable[str]) -> None:
    """Put what was erased on the list, and note that the file must be scrubbed of them.

    Raises ``UserError`` ``error.erase_list``, or ``error.target`` when the list cannot be written.
    """
    _write(path, _entries(path) | {_SCRUB_DUE} | set(fingerprints))


@contextmanager
def undone_on_failure(path: Path) -> Iterator[None]:
    """Write the list back as it is now where the block raises: who is still in the file must not be on it.

    Raises ``UserError`` ``error.erase_list``.
    """
    before = _entries(path)
    try:
        yield
    except BaseException:
        with suppress(UserError):  # the reason of the failure is told, not that one
            if _entries(path) != before:
                _write(path, before)
        raise


def scrub(path: Path, engine: Engine) -> None:
    """Leave no byte of what was erased in the open workspace at ``path``, and note it; raises ``database.ERRORS``."""
    erasure.rewrite_file(engine)
    with suppress(UserError):  # where that cannot be noted, it is done once more
        _write(path, _entries(path) - {_SCRUB_DUE})


def scrub_if_due(path: Path, engine: Engine) -> None:
    """Do ``scrub`` where somebody was erased and the file could not be scrubbed then; without room it stays due."""
    if is_scrub_due(path):
        with suppress(*database.ERRORS):
            scrub(path, engine)


def is_scrub_due(path: Path) -> bool:
    """Return whether somebody was erased from the workspace at ``path`` and the file was not scrubbed since."""
    with suppress(UserError):
        return _SCRUB_DUE in _entries(path)
    return False


def fingerprint(record_id: str, name: str = "") -> str:
    """Return what the list holds of a record, or of one under a name it bore, which says nothing by itself."""
    told = f"{record_id} {name}" if name else record_id
    return hashlib.sha256(told.encode()).hexdigest()


def _file(path: Path) -> Path:
    return folder_beside(path) / "erased.json"


def _entries(path: Path) -> set[str]:
    file = _file(path)
    try:
        listed = json.loads(file.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return set()
    except (OSError, ValueError, RecursionError):
        listed = None
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise UserError("error.erase_list", path=str(file))
    return set(listed)


def _write(path: Path, entries: Iterable[str]) -> None:
    try:
        write_whole(_file(path), json.dumps(sorted(entries)).encode(), like=path)
    except OSError as error:
        raise not_written(_file(path), error) from error
