"""Going back to an older state: a backup, a file set aside, or a JSON copy takes the place of the workspace."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecocity_desktop.errors import UserError, not_written
from ecocity_desktop.exchange import json_copy
from ecocity_desktop.paths import draft_beside, real_file
from ecocity_desktop.services.backups import restore_backup
from ecocity_desktop.services.clock import Clock, system_clock
from ecocity_desktop.services.erasing import erase_listed
from ecocity_desktop.services.passwords import change_password, has_password, opens
from ecocity_desktop.services.recovery import workspace_from_copy
from ecocity_desktop.store.checksum import check_sum
from ecocity_desktop.store.database import check_no_log

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COPY_SUFFIX = ".json"


@dataclass(frozen=True)
class Restored:
    """``aside`` is where the replaced file is kept, if there was one; ``erased`` how many persons were erased again."""

    aside: Path | None
    erased: int


def restore(
    path: Path, origin: Path, *, password: str | None = None, clock: Clock = system_clock, author: str = ""
) -> Restored:
    """Put ``origin``, a backup or a JSON copy, in the place of the closed workspace at ``path``.

    Nothing is deleted: the file replaced is kept beside. Whoever was erased from this workspace does not come back, not
    even for a moment: they are erased from the copy before it takes its place.
    ``password`` is the backup's, if it is encrypted; a JSON copy, which has none, takes on the password of the file it
    replaces when that is the one given. Raises ``UserError`` as ``restore_backup`` and ``workspace_from_copy`` do,
    ``error.password_needed`` or ``error.password_wrong`` for an encrypted backup, and ``error.erase_list`` where nobody
    can tell who was erased; then nothing is changed.
    """
    path = real_file(path)
    erased = 0

    def erase_again(draft: Path) -> None:
        nonlocal erased
        erased = erase_listed(draft, path, password=password, now=clock(), author=author)

    if _is_copy(origin):
        kept = password if has_password(path) and opens(path, password) else None
        aside = _restore_copy(path, origin, clock, author, kept, erase_again)
    else:
        _check_opens(origin, password)
        key = password if has_password(origin) else None
        aside = restore_backup(path, origin, clock=clock, password=key, prepare=erase_again)
    return Restored(aside, erased)


def _is_copy(origin: Path) -> bool:
    """Whether a file is a JSON copy, by its name or by its first bytes: it may have been given another name."""
    with suppress(OSError):
        return origin.suffix.lower() == COPY_SUFFIX or json_copy.begins_like_a_copy(origin)
    return False


def _check_opens(origin: Path, password: str | None) -> None:
    if has_password(origin):
        check_sum(origin)
        check_no_log(origin)
        if not opens(origin, password):
            raise UserError("error.password_wrong" if password else "error.password_needed", path=str(origin))


def _restore_copy(
    path: Path,
    copy: Path,
    clock: Clock,
    author: str,
    password: str | None,
    prepare: Callable[[Path], None],
) -> Path | None:
    if not copy.is_file():
        raise UserError("error.no_file", path=str(copy))
    draft = draft_beside(path)
    try:
        like = path if path.exists() else copy
        workspace_from_copy(copy, draft, clock=clock, author=author, like=like).close()
        if password is not None:
            change_password(draft, None, password)
        return restore_backup(path, draft, clock=clock, password=password, prepare=prepare)
    except OSError as error:
        raise not_written(path, error) from error
    finally:
        draft.unlink(missing_ok=True)
