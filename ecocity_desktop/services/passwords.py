"""The optional password of a file: setting, changing, removing it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from ecocity_desktop.errors import Problem, UserError, invalid, not_written
from ecocity_desktop.paths import real_file
from ecocity_desktop.services.drafts import kept_drafts
from ecocity_desktop.services.workspace import open_workspace, why_not
from ecocity_desktop.store import cipher, database

if TYPE_CHECKING:
    from pathlib import Path

SHORTEST = 8
"""The fewest characters a password may have."""


def has_password(path: Path) -> bool:
    """Return whether the file at ``path`` can be opened with a password only; false where there is no file."""
    return database.is_encrypted(path)


def opens(path: Path, password: str | None) -> bool:
    """Return whether ``password`` opens the encrypted file at ``path``, which is only read."""
    if not password:
        return False
    try:
        with closing(database.bare_connection(path, "ro", password)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except database.ERRORS:
        return False
    return True


def change_password(path: Path, old: str | None, new: str | None) -> None:
    """Encrypt the closed workspace at ``path`` with ``new``, or make it plain with ``None``; ``old`` opens it now.

    Without its password an encrypted file is lost for good: whoever calls this has said so before. Backups made before
    keep the password they had. Raises ``UserError`` ``error.invalid`` for a password that is too short or no text,
    ``error.drafts_kept`` while unsaved texts of the file lie on the disk in clear, what ``open_workspace`` raises,
    ``error.read_only``, ``error.target`` when there is no room.
    """
    if new is not None and len(new) < SHORTEST:
        raise invalid([Problem("password", "problem.password", {"shortest": SHORTEST})])
    if new is not None and not database.can_be_password(new):
        raise invalid([Problem("password", "problem.json.encoding")])
    path = real_file(path)
    if new is not None and kept_drafts(path):
        raise UserError("error.drafts_kept", path=str(path))
    with open_workspace(path, password=old) as ws:
        if ws.read_only:
            raise UserError("error.read_only", path=str(path))
        key = ws.password
    try:
        cipher.rewrite(path, key, new)
    except OSError as error:
        raise not_written(path, error) from error
    except database.ERRORS as error:  # somebody opened it since
        refused = why_not(error, path, key)
        if refused is None:
            raise
        raise refused from error
