"""Backups of a workspace: made when something changed, checked, thinned, listed; and restoring one."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from glob import escape as glob_escape
from typing import TYPE_CHECKING, Literal

from ecocity_desktop.domain.backup_plan import superfluous
from ecocity_desktop.errors import UserError, not_written
from ecocity_desktop.paths import (
    WORKSPACE_SUFFIX,
    draft_beside,
    make_folder,
    open_draft,
    real_file,
    write_whole,
)
from ecocity_desktop.services import erase_list
from ecocity_desktop.services.clock import Clock, system_clock
from ecocity_desktop.services.erasing import erase_since
from ecocity_desktop.services.history import last_edit
from ecocity_desktop.services.workspace import why_not
from ecocity_desktop.store import backup as copies
from ecocity_desktop.store import checksum, database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from ecocity_desktop.services.workspace import Workspace

_STAMP = re.compile(r"(?: |\.replaced-)(\d{4}-\d{2}-\d{2}T\d{6}Z)(?: \d+)?$")


Kind = Literal["backup", "copy", "replaced"]


@dataclass(frozen=True)
class KeptBackup:
    """One backup: when it was made (UTC) and its size in bytes.

    ``kind`` is ``backup`` for a checked backup, ``copy`` for a JSON copy, ``replaced`` for a file a restore
    set aside.
    """

    path: Path
    made_at: datetime
    size: int
    kind: Kind = "backup"


@dataclass(frozen=True)
class DraftBackup:
    """A copy already taken from the open file, to be checked and named by ``finish_backup`` on the worker.

    ``target`` is where it will be, ``None`` for a new name with the time in the backup folder. ``erased`` is the erase
    list as it was then.
    """

    draft: Path
    target: Path | None
    edit_id: str | None
    now: datetime
    password: str | None
    erased: frozenset[str] = frozenset()


def backup_folder(path: Path) -> Path:
    """Return the folder beside a workspace where its backups are kept."""
    return copies.folder_beside(path)


def list_backups(path: Path) -> tuple[KeptBackup, ...]:
    """Return the backups of the workspace at ``path``, the newest first."""
    return _listed(path, backup_folder(path), f"*{WORKSPACE_SUFFIX}")


def list_copies(path: Path) -> tuple[KeptBackup, ...]:
    """Return the JSON copies of the workspace at ``path``, the newest first."""
    return _listed(path, backup_folder(path), "*.json")


def list_replaced(path: Path) -> tuple[KeptBackup, ...]:
    """Return the files that a restore took the place of, the last one first."""
    return _listed(path, path.parent, f"{glob_escape(path.stem)}.replaced-*{path.suffix}")


def list_everything(path: Path, second_folder: Path | None = None) -> tuple[KeptBackup, ...]:
    """Return every older state of the workspace that is still kept, there and in the second folder, newest first."""
    found = [*list_backups(path), *list_copies(path), *list_replaced(path)]
    if second_folder is not None:
        # One folder may hold the backups of several workspaces, one called like the beginning of another among them.
        there = _listed(path, second_folder, f"{glob_escape(path.stem)} *{WORKSPACE_SUFFIX}")
        found += [kept for kept in there if _STAMP.sub("", kept.path.stem) == path.stem]
    return _newest_first(found)


def kept_backup(file: Path) -> KeptBackup | None:
    """Return what the name of a backup says, ``None`` where the name is none of ours; raises ``OSError``."""
    stamp = _STAMP.search(file.stem)
    if stamp is None:
        return None
    try:
        made_at = datetime.strptime(stamp.group(1), copies.STAMP_FORM).replace(tzinfo=UTC)
    except ValueError:
        return None
    kind: Kind = "replaced" if stamp.group().startswith(".") else "backup"
    if file.suffix == ".json":
        kind = "copy"
    return KeptBackup(file, made_at, file.stat().st_size, kind)


def delete_backups(doomed: Iterable[KeptBackup]) -> int:
    """Delete backups with what lies beside them; return how many went. One that is gone already counts.

    Raises ``UserError`` ``error.target`` for the first that cannot be deleted.
    """
    count = 0
    for kept in doomed:
        try:
            for name in ("", ".sha256", *copies.SIDECARS):
                kept.path.with_name(kept.path.name + name).unlink(missing_ok=True)
        except OSError as error:
            raise not_written(kept.path, error) from error
        count += 1
    return count


def changed_since_backup(ws: Workspace) -> bool:
    """Return whether anything was written since the last backup made here, or ever, where no backup is left."""
    last = last_edit(ws)
    if last is None:
        return False
    return newest_backup(ws.path) is None or _state(ws.path).get("edit") != last.id


def draft_backup(ws: Workspace, target: Path | None = None) -> DraftBackup:
    """Take a copy of the open file, on the main thread: fast, since nothing is checked or synced yet.

    ``target`` is where the backup will be, by default a new name with the time in the backup folder. Raises
    ``UserError`` ``error.exists``, or ``error.target`` when nothing can be written there.
    """
    last, place = last_edit(ws), target or copies.free_name(ws.path, ws.now())
    if place.exists():
        raise UserError("error.exists", path=str(place))
    draft = draft_beside(place)
    try:
        make_folder(place.parent, like=ws.path)
        open_draft(draft, ws.path)
        ws.copy_to(draft)
    except (OSError, copies.DriverError) as error:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        refused = None if isinstance(error, OSError) else database.refusal(error, place)
        raise refused or not_written(place, error) from error
    edit_id, erased = last.id if last else None, erase_list.read_if_sound(ws.path)
    return DraftBackup(draft, target, edit_id, ws.now(), ws.password, erased)


def finish_backup(taken: DraftBackup, path: Path) -> Path:
    """Check the copy, name it, and thin the folder; return the backup.

    Whoever was erased since the copy was taken is erased from it too. Uses no open database: it may run on the worker.
    Raises ``UserError`` ``error.backup`` when the copy is not sound, ``error.target`` when it cannot be written.
    """
    with erase_list.undisturbed:
        # A free name only now: another copy of the same second may have been finished since this one was taken.
        target = taken.target or copies.free_name(path, taken.now)
        try:
            erase_since(taken.erased, taken.draft, path, password=taken.password, now=taken.now)
            copies.publish(taken.draft, target, taken.password)
            if target.parent == backup_folder(path):
                _note(path, taken)
                _thin(path, taken.now)
        except OSError as error:
            raise not_written(target, error) from error
        finally:
            with contextlib.suppress(OSError):
                taken.draft.unlink(missing_ok=True)
    return target


def copy_to_second(backup: Path, folder: Path) -> None:
    """Copy a finished backup, with its sum, to the second folder; raises ``UserError`` ``error.target``."""
    copy = folder / backup.name
    if not folder.is_dir():
        # A stick that is not plugged in must not become a folder on the disk it is to protect from.
        raise not_written(copy, FileNotFoundError(errno.ENOENT, ""))
    try:
        write_whole(copy, backup.read_bytes(), like=backup)
        write_whole(checksum.sum_file(copy), checksum.sum_file(backup).read_bytes(), like=backup)
    except OSError as error:
        raise not_written(copy, error) from error


def make_backup(ws: Workspace, target: Path | None = None, *, second_folder: Path | None = None) -> Path:
    """Write a checked backup, there and in the second folder, and return its path.

    Raises as ``draft_backup``, ``finish_backup`` and ``copy_to_second`` do.
    """
    with erase_list.undisturbed:
        made = finish_backup(draft_backup(ws, target), ws.path)
        if second_folder is not None:
            copy_to_second(made, second_folder)
    return made


def back_up_changes(ws: Workspace, second_folder: Path | None = None) -> UserError | None:
    """Back up what was changed since the last backup, before much is changed at once.

    Returns why there is no backup, if there is none: that is told, and hinders nothing.
    """
    if ws.read_only or not changed_since_backup(ws):
        return None
    try:
        make_backup(ws, second_folder=second_folder)
    except UserError as error:
        return error
    return None


def restore_backup(
    path: Path,
    backup: Path,
    *,
    clock: Clock = system_clock,
    password: str | None = None,
    prepare: Callable[[Path], None] = lambda _draft: None,
) -> Path | None:
    """Put a backup in the place of the workspace at ``path``; return where the file replaced is kept, if there was one.

    ``password`` is the backup's, if it is encrypted. ``prepare`` may change the copy before it is checked. Raises
    ``UserError``: ``error.locked`` while the workspace is open anywhere, ``error.read_only`` when it may not be
    written, ``error.backup`` when the backup is not sound, ``error.not_ecocity``, ``error.newer``, ``error.no_file``,
    ``error.disk_full``. Then nothing is changed.
    """
    path = real_file(path)
    if path.is_dir():
        raise UserError("error.not_ecocity", path=str(path))
    if path.exists() and not os.access(path, os.W_OK):
        raise UserError("error.read_only", path=str(path))
    database.schema_of(backup)
    try:
        aside = _free_aside(path, clock())
        there = path.exists()
        copies.replace_with_backup(
            path, backup, aside, password, check_free=lambda: _check_free(path), prepare=prepare
        )
    except OSError as error:
        raise not_written(path, error) from error
    except database.ERRORS as error:
        refused = database.refusal(error, path)
        if refused is None:
            raise
        raise refused from error
    return aside if there else None


def newest_backup(path: Path) -> KeptBackup | None:
    """Return the newest backup in the backup folder, if there is one."""
    return next(iter(list_backups(path)), None)


def newest_good_backup(path: Path, password: str | None = None) -> KeptBackup | None:
    """Return the newest backup that is sound and is what its SHA-256 says, if there is one."""
    for kept in list_backups(path):
        with contextlib.suppress(UserError, OSError):
            checksum.check_sum(kept.path)
            copies.verify(kept.path, password)
            return kept
    return None


def _listed(path: Path, folder: Path, pattern: str) -> tuple[KeptBackup, ...]:
    """What is kept in a folder; a second name of the workspace, from a restore that was killed, is no older state."""
    present, found = database.identity(path), []
    for file in folder.glob(pattern):
        with contextlib.suppress(OSError):
            second_name = present != (0, 0) and database.identity(file) == present
            if file.is_file() and not second_name and (kept := kept_backup(file)):
                found.append(kept)
    return _newest_first(found)


def _newest_first(found: list[KeptBackup]) -> tuple[KeptBackup, ...]:
    return tuple(sorted(found, key=_age, reverse=True))


def _age(kept: KeptBackup) -> tuple[datetime, int, str]:
    """Order by time, and within a second by the number in the name."""
    return kept.made_at, len(kept.path.stem), kept.path.stem


def _free_aside(path: Path, now: datetime) -> Path:
    name = f"{path.stem}.replaced-{now.astimezone(UTC):{copies.STAMP_FORM}}"
    aside, number = path.with_name(f"{name}{path.suffix}"), 2
    while aside.exists():
        aside = path.with_name(f"{name} {number}{path.suffix}")
        number += 1
    return aside


def _check_free(path: Path) -> None:
    """Refuse while somebody has the workspace open, encrypted or not; a damaged one, or none, is nobody's."""
    if not path.exists():
        return
    try:
        database.touch(path)
    except copies.DriverError as error:
        refused = why_not(error, path, None)
        if refused is not None and refused.key in ("error.locked", "error.no_access"):
            raise refused from None


def _state_file(path: Path) -> Path:
    return backup_folder(path) / "state.json"


def _state(path: Path) -> dict[str, str]:
    try:
        state = json.loads(_state_file(path).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def _note(path: Path, taken: DraftBackup) -> None:
    """Remember what was backed up last, and the latest time ever seen: a clock that went back must not thin."""
    seen = max(_state(path).get("seen", ""), taken.now.astimezone(UTC).isoformat())
    write_whole(_state_file(path), json.dumps({"edit": taken.edit_id, "seen": seen}).encode(), like=path)


def _thin(path: Path, now: datetime) -> None:
    if _state(path).get("seen", "") > now.astimezone(UTC).isoformat():
        return
    kept = list_backups(path)
    doomed = set(superfluous([one.made_at for one in kept], now))
    for one in kept:
        if one.made_at in doomed:
            one.path.unlink()
            checksum.sum_file(one.path).unlink(missing_ok=True)
