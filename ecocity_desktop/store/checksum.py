"""The SHA-256 beside a backup, in the form of ``sha256sum``: what it says, and whether it is true."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ecocity_desktop.errors import UserError
from ecocity_desktop.reading import opened

if TYPE_CHECKING:
    from pathlib import Path


def sum_file(backup: Path) -> Path:
    """Return where the SHA-256 of a backup is kept."""
    return backup.with_name(f"{backup.name}.sha256")


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    with opened(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_sum(backup: Path) -> None:
    """Compare a backup with the SHA-256 beside it, if there is one; raises ``UserError`` ``error.backup``."""
    if sum_file(backup).is_file() and not has_true_sum(backup):
        raise UserError("error.backup", path=str(backup))


def has_true_sum(backup: Path) -> bool:
    """Return whether a SHA-256 lies beside a backup and is that of its bytes."""
    file = sum_file(backup)
    return file.is_file() and file.read_text("ascii", errors="replace").split()[:1] == [file_sha256(backup)]


def sum_line(backup: Path, draft: Path) -> bytes:
    """Return what is to be written beside a backup once ``draft`` has its name."""
    return f"{file_sha256(draft)}  {backup.name}\n".encode(errors="surrogateescape")
