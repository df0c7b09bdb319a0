"""The commands about the file as a whole: new, check, digest, backup, restore, export."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Any

from ecocity_desktop.cli import exit_codes
from ecocity_desktop.cli.failures import problem_text
from ecocity_desktop.cli.past import tell_of_clock
from ecocity_desktop.cli.running import PASSWORD
from ecocity_desktop.errors import UserError
from ecocity_desktop.paths import WORKSPACE_SUFFIX
from ecocity_desktop.services import backups, checks, recovery, restoring
from ecocity_desktop.services.passwords import has_password
from ecocity_desktop.services.workspace import create_workspace

if TYPE_CHECKING:
    from ecocity_desktop.cli.running import Call


def make(call: Call) -> int:
    """``new``: an empty workspace, or one with the pilot programme; there is no file if that fails."""
    path = call.file()
    if path.suffix != WORKSPACE_SUFFIX:
        raise UserError("error.usage.suffix", given=path.name[:80])
    if "--sample" in call.asked.options:
        from ecocity_desktop.services.pilot import make_pilot_workspace

        make_pilot_workspace(path, author=call.author).close()
    else:
        create_workspace(path, author=call.author).close()
    call.warn_of_place(path)
    call.acknowledge({"path": str(path)}, call.text("cli.made", path=path))
    return exit_codes.DONE


def check(call: Call) -> int:
    """``check``: every finding, then whether the file is sound."""
    try:
        with call.open() as ws:
            found, rebuilt = checks.check_and_mend(ws)
            if not found:
                tell_of_clock(call, ws)
    except UserError as refused:
        found, rebuilt = _why_it_does_not_open(call, refused), False
    if rebuilt:
        call.tell("warning.search_rebuilt")
    for finding in found:
        call.answer(_finding_values(finding), _finding_text(call, finding))
    summary = call.text("cli.findings", count=len(found)) if found else call.text("cli.sound")
    call.answer({"sound": not found, "findings": len(found)}, summary)
    if checks.is_damaged(found):
        return exit_codes.DAMAGED
    return exit_codes.PROBLEMS_FOUND if found else exit_codes.DONE


def digest(call: Call) -> int:
    """``digest``: the SHA-256 of all user data."""
    with call.open() as ws:
        sum_of_data = checks.digest(ws)
    call.answer({"digest": sum_of_data}, sum_of_data)
    return exit_codes.DONE


def backup(call: Call) -> int:
    """``backup``: a checked copy, in the backup folder or where ``--output`` says."""
    target = call.target() if "--output" in call.asked.options else None
    with call.open() as ws:
        made = backups.make_backup(ws, target)
    call.acknowledge({"backup": str(made)}, call.text("cli.backed_up", path=made))
    return exit_codes.DONE


def restore(call: Call) -> int:
    """``restore``: a backup or a JSON copy in the place of the file, which is kept beside it."""
    path, origin, password = call.file(), call.file("BACKUP"), os.environ.get(PASSWORD)
    if password is None and has_password(origin):
        password = call.ask_password("cli.password.ask_backup")
    restored = restoring.restore(path, origin, password=password, author=call.author)
    kept = restored.aside
    text = call.text("cli.restored", path=path)
    if kept is not None:
        text += "\n" + call.text("cli.replaced_kept", path=kept)
    if restored.erased:
        call.tell("warning.erased_again", count=restored.erased)
    call.acknowledge({"restored": str(path), "kept": None if kept is None else str(kept)}, text)
    return exit_codes.DONE


def export(call: Call) -> int:
    """``export``: every record as JSON, from a damaged file (``--safe``) whatever can still be read."""
    target = call.target()
    with call.open() as ws:
        lost = recovery.write_copy(ws, target)
    if lost:
        call.tell("cli.records_lost", count=lost)
    call.acknowledge({"export": str(target), "lost": lost}, call.text("cli.exported", path=target))
    return exit_codes.PROBLEMS_FOUND if lost else exit_codes.DONE


def _why_it_does_not_open(call: Call, refused: UserError) -> tuple[checks.Finding, ...]:
    """What is found in a file that is refused, looked at in a copy; raises ``refused`` when that says nothing."""
    if refused.key == "error.schema":
        return (checks.Finding("check.schema", call.file().name),)
    found: tuple[checks.Finding, ...] = ()
    if refused.key == "error.damaged":
        with contextlib.suppress(UserError), call.open(safe=True) as copy:
            found = checks.check_workspace(copy)
    if not found:
        raise refused
    return found


def _finding_values(finding: checks.Finding) -> dict[str, Any]:
    return {
        "finding": finding.key,
        "detail": finding.detail,
        "noun": finding.noun,
        "id": finding.id,
        "field": finding.field,
        "problem": finding.problem.key if finding.problem else None,
    }


def _finding_text(call: Call, finding: checks.Finding) -> str:
    """What was found, what it means and what to do about it."""
    detail = problem_text(call.catalog, finding.problem) if finding.problem else finding.detail
    if finding.noun and finding.id:
        place = f"{call.text(f'noun.{finding.noun}', count=1)} {finding.id}"
        detail = f"{place} · {detail}" if detail else place
    return f"{call.text(finding.key, detail=detail)}\n    {call.text(f'{finding.key}_meaning')}"
