"""Where an export may be written: never over a workspace, what belongs to one, or an older state that is kept."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from ecocity_desktop.errors import UserError
from ecocity_desktop.paths import WORKSPACE_SUFFIX
from ecocity_desktop.services.backups import kept_backup
from ecocity_desktop.store import backup as copies
from ecocity_desktop.store import database


def check_target(target: Path, origin: Path | None) -> None:
    """Refuse to write over what holds somebody's work; ``origin`` is the workspace the user asked for, if any.

    Links are seen through. A folder, or a name nobody has, is left to whoever writes. Raises ``UserError``
    ``error.over_workspace``.
    """
    real = Path(os.path.realpath(target))
    holds_work = os.path.isfile(real) and (_is_workspace(real) or _is_older_state(real))
    if holds_work or (origin is not None and _belongs_to(origin, target)):
        raise UserError("error.over_workspace", path=str(target))


def _belongs_to(origin: Path, target: Path) -> bool:
    """Whether a target is the workspace itself, a journal of it, or one of the files kept of older states."""
    real, home = Path(os.path.realpath(target)), Path(os.path.realpath(origin))
    return (
        _is_same(target, origin)
        or _lies_beside(real, home)
        or (os.path.isfile(real) and _is_kept(real, home))
    )


def _is_same(target: Path, origin: Path) -> bool:
    with contextlib.suppress(OSError):
        return target.samefile(origin)
    return False


def _lies_beside(target: Path, origin: Path) -> bool:
    """Whether SQLite would take what is written there for a journal of the workspace."""
    names = {f"{origin.name}{suffix}".casefold() for suffix in copies.SIDECARS}
    places = (target, *target.parents)
    return any(one.parent == origin.parent and one.name.casefold() in names for one in places)


def _is_workspace(target: Path) -> bool:
    """Whether a file is a workspace: an encrypted one shows it by its suffix alone."""
    return target.suffix.casefold() == WORKSPACE_SUFFIX or database.bears_our_mark(target)


def _is_older_state(target: Path) -> bool:
    """Whether a file is an older state of any workspace, by its folder and by the moment in its name."""
    return copies.is_backup_folder(target.parent) and kept_backup(target) is not None


def _is_kept(target: Path, origin: Path) -> bool:
    """Whether a file is one of those in the backup folder of the workspace: JSON copies, sums, notes."""
    return _is_same(target.parent, copies.folder_beside(origin))
