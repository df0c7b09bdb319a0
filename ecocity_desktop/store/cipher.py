"""Encryption of a whole file with SQLCipher: setting, changing and removing its password on a checked copy."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from ecocity_desktop.errors import UserError
from ecocity_desktop.paths import draft_beside, sync_file, sync_folder
from ecocity_desktop.store.backup import verify
from ecocity_desktop.store.database import (
    APPLICATION_ID,
    SCHEMA,
    SCHEMA_SHA256,
    bare_connection,
    quoted_key,
    schema_sha256,
)

if TYPE_CHECKING:
    from pathlib import Path


def rewrite(path: Path, old: str | None, new: str | None) -> None:
    """Give the closed file at ``path`` the password ``new`` in the place of ``old``; ``None`` is a plain file.

    The file stays as it is until a checked copy takes its place. Raises ``UserError`` ``error.backup`` when the copy is
    not sound.
    """
    draft = draft_beside(path)
    try:
        with closing(bare_connection(path, "rw", old)) as connection:
            connection.execute(f"ATTACH DATABASE ? AS copy KEY {quoted_key(new or '')}", (str(draft),))
            connection.execute("SELECT sqlcipher_export('copy')").fetchall()
            connection.execute(f"PRAGMA copy.application_id={APPLICATION_ID}")
            connection.execute(f"PRAGMA copy.user_version={SCHEMA}")
            connection.execute("DETACH DATABASE copy")
        verify(draft, new)
        with closing(bare_connection(draft, "ro", new)) as copy:
            if schema_sha256(copy) != SCHEMA_SHA256:
                raise UserError("error.backup", path=str(path))
        sync_file(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)
