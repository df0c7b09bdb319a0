"""Encryption of a whole file with SQLCipher: setting, changing and removing its password on a checked copy."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

from ecocity_desktop.paths import draft_beside, open_draft, sync_file
from ecocity_desktop.store.backup import verify
from ecocity_desktop.store.database import (
    APPLICATION_ID,
    SCHEMA,
    quoted_key,
    raw_connection,
)
from ecocity_desktop.store.replacing import put_in_place

if TYPE_CHECKING:
    from pathlib import Path


def rewrite(path: Path, old: str | None, new: str | None) -> None:
    """Give the closed file at ``path`` the password ``new`` in the place of ``old``; ``None`` is a plain file.

    The file stays as it is, and its lock is held, until a checked copy takes its place. Raises ``UserError``
    ``error.backup`` when the copy is not sound, and ``driver.Error`` when another process holds the file.
    """
    with closing(raw_connection(path, password=old)) as held:
        draft = draft_beside(path)
        try:
            open_draft(draft, path)
            _export(held, draft, new)
            verify(draft, new)
            sync_file(draft)
            put_in_place(draft, path, held)
        finally:
            draft.unlink(missing_ok=True)


def _export(held: Any, draft: Path, password: str | None) -> None:
    held.execute("PRAGMA foreign_keys=OFF")  # tables are copied in any order
    held.execute(f"ATTACH DATABASE ? AS copy KEY {quoted_key(password or '')}", (str(draft),))
    held.execute("SELECT sqlcipher_export('copy')").fetchall()
    held.execute(f"PRAGMA copy.application_id={APPLICATION_ID}")
    held.execute(f"PRAGMA copy.user_version={SCHEMA}")
    held.execute("DETACH DATABASE copy")
