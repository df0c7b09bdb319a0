"""Backups of a workspace, and restoring one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecocity_desktop.errors import UserError
from ecocity_desktop.services.workspace import Clock, open_workspace, system_clock
from ecocity_desktop.store import backup as copies
from ecocity_desktop.store import database

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from ecocity_desktop.services.workspace import Workspace


def backup_folder(path: Path) -> Path:
    """Return the folder beside a workspace where its backups are kept."""
    return path.with_name(f"{path.stem} backups")


def make_backup(ws: Workspace, target: Path | None = None) -> Path:
    """Write a checked backup and return its path: ``target``, or a new name with the time in the backup folder.

    Raises ``UserError`` ``error.exists``, ``error.target`` when nothing can be written there, or ``error.backup``.
    """
    if target is None:
        target = _free_name(backup_folder(ws.path), ws.path.stem, ws.now())
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        ws.write_backup(target)
    except OSError as error:
        raise UserError("error.target", path=str(target), reason=error.strerror or str(error)) from error
    return target


def restore_backup(path: Path, backup: Path, *, clock: Clock = system_clock) -> Path | None:
    """Put a backup in the place of the workspace at ``path``; return where the file replaced is kept, if there was one.

    Raises ``UserError``: ``error.locked`` while the workspace is open anywhere, ``error.backup`` when the backup is not
    sound, ``error.not_ecocity``, ``error.newer``, ``error.no_file``. Then nothing is changed.
    """
    database.schema_of(backup)
    stamp = f"{clock():%Y-%m-%dT%H%M%SZ}"
    aside = path.with_name(f"{path.stem}.replaced-{stamp}{path.suffix}")
    there = path.exists()
    if there:
        _check_free(path, clock)
    if aside.exists():
        raise UserError("error.exists", path=str(aside))
    try:
        copies.replace_with_backup(path, backup, aside)
    except OSError as error:
        raise UserError("error.target", path=str(path), reason=error.strerror or str(error)) from error
    return aside if there else None


def newest_backup(path: Path) -> tuple[Path, datetime] | None:
    """Return the newest backup in the backup folder and when it was written (UTC), if there is one."""
    from datetime import UTC, datetime

    found = sorted(backup_folder(path).glob(f"*{path.suffix}"), key=lambda one: one.stat().st_mtime)
    if not found:
        return None
    return found[-1], datetime.fromtimestamp(found[-1].stat().st_mtime, UTC)


def _check_free(path: Path, clock: Clock) -> None:
    """Refuse while another process holds the workspace; a damaged one is nobody's."""
    try:
        open_workspace(path, clock=clock).close()
    except UserError as error:
        if error.key in ("error.locked", "error.no_access"):
            raise


def _free_name(folder: Path, stem: str, now: datetime) -> Path:
    name = f"{stem} {now:%Y-%m-%dT%H%M%SZ}"
    target = folder / f"{name}.ecocity"
    number = 2
    while target.exists():
        target = folder / f"{name} {number}.ecocity"
        number += 1
    return target
