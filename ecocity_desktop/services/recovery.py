"""The last line of recovery: a copy of everything as JSON, and a workspace made anew from one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import Session, select

from ecocity_desktop.domain.nouns import ENTITIES
from ecocity_desktop.errors import UserError
from ecocity_desktop.exchange import json_copy
from ecocity_desktop.paths import write_whole
from ecocity_desktop.services.workspace import Clock, create_workspace, system_clock

if TYPE_CHECKING:
    from pathlib import Path

    from ecocity_desktop.services.workspace import Workspace


def write_copy(ws: Workspace, target: Path) -> None:
    """Write every record of the workspace as JSON; ``target`` holds its old content or all of the new one.

    Raises ``UserError`` ``error.target`` when it cannot be written.
    """
    with ws.reading() as session:
        content = json_copy.dump(_all_records(session))
    try:
        write_whole(target, content)
    except OSError as error:
        raise UserError("error.target", path=str(target), reason=error.strerror or str(error)) from error


def workspace_from_copy(
    copy: Path, path: Path, *, clock: Clock = system_clock, author: str = ""
) -> Workspace:
    """Make a new workspace at ``path`` that holds what a JSON copy holds, as one edit; return it open.

    Raises ``UserError`` ``error.not_a_copy``, ``error.invalid``, or ``error.exists``; then there is no new file.
    """
    rows = json_copy.load(copy)
    ws = create_workspace(path, clock=clock, author=author)
    try:
        with ws.writing("edit.restore_copy") as transaction:
            transaction.defer_references()
            for row in rows:
                transaction.add(row)
    except BaseException:
        ws.close()
        path.unlink()
        raise
    return ws


def _all_records(session: Session) -> list[Any]:
    return [row for noun in ENTITIES.values() for row in session.exec(select(noun.table)).all()]
