"""A finished copy takes the place of the file whose lock was held while the copy was made."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Any

from ecocity_desktop.paths import sync_folder, write_whole
from ecocity_desktop.store.checksum import has_true_sum, sum_file, sum_line

if TYPE_CHECKING:
    from pathlib import Path


def put_in_place(draft: Path, path: Path, held: Any) -> None:
    """Let a finished draft take the place of the file whose lock ``held`` (a ``raw_connection``) has had all along.

    The file may be a backup: where the SHA-256 beside it was true, it is again. Whatever interrupts that, there is none
    rather than a wrong one. Raises ``OSError``.
    """
    line = sum_line(path, draft) if has_true_sum(path) else None
    if line is not None:
        sum_file(path).unlink()
        sync_folder(path.parent)
    held.execute("PRAGMA journal_mode=DELETE")  # a journal left beside would be played into the new file
    if os.name == "nt":  # an open file cannot be replaced there: the lock goes a moment before
        held.close()
    draft.replace(path)
    sync_folder(path.parent)
    if line is not None:
        with contextlib.suppress(OSError):
            write_whole(sum_file(path), line, like=path)
