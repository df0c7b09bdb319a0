"""The commands that protect: a password for the file, and a person's own data, handed over or erased."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecocity_desktop.cli import exit_codes, output
from ecocity_desktop.cli.failures import error_text
from ecocity_desktop.cli.running import PASSWORD
from ecocity_desktop.errors import UserError
from ecocity_desktop.services import passwords, privacy

if TYPE_CHECKING:
    from ecocity_desktop.cli.running import Call

NEW_PASSWORD = "ECOCITY_NEW_PASSWORD"
"""The variable of the environment that holds the password a file shall have."""


def password(call: Call) -> int:
    """``password``: set, change or remove it; the consequence of losing it is said before."""
    deeds = [name for name in ("--set", "--change", "--remove") if name in call.asked.options]
    if len(deeds) != 1:
        raise UserError("error.usage.one_option", options="--set, --change, --remove")
    deed = deeds[0].removeprefix("--")
    path = call.file()
    encrypted = passwords.has_password(path)
    if encrypted != (deed != "set"):
        raise UserError("error.password_set" if encrypted else "error.password_none", path=str(path))
    old = new = None
    if encrypted and not (old := os.environ.get(PASSWORD) or call.ask_password("cli.password.ask")):
        raise UserError("error.password_needed", path=str(path))
    if deed != "remove":
        call.tell("cli.password.consequence")
        new = os.environ.get(NEW_PASSWORD) or call.ask_password("cli.password.ask_new")
        if not new:
            raise UserError("error.new_password_needed", path=str(path))
        if NEW_PASSWORD not in os.environ and call.ask_password("cli.password.ask_again") != new:
            raise UserError("error.password_differs", path=str(path))
    passwords.change_password(path, old, new)
    call.acknowledge({"path": str(path), "password": deed}, call.text(f"cli.password.done_{deed}", path=path))
    return exit_codes.DONE


def export_person(call: Call) -> int:
    """``person-export``: everything the file holds of a person, as JSON."""
    with call.open() as ws:
        person_id = privacy.find_person(ws, call.asked.words["ID"])
        held: dict[str, Any] = privacy.export_person(ws, person_id)
    output.print_json(held)
    return exit_codes.DONE


def erase_person(call: Call) -> int:
    """``person-erase``: erase a person for good, and list the backups that may still hold them."""
    with call.open() as ws:
        person_id = privacy.find_person(ws, call.asked.words["ID"])
        second = call.settings.second_backup_folder
        erasure = privacy.erase_person(ws, person_id, Path(second) if second else None)
    if erasure.unscrubbed is not None:
        output.print_message(error_text(call.catalog, erasure.unscrubbed))
    left = erasure.backups
    text = call.text("cli.person_erased")
    if left:
        listed = "\n".join(f"  {kept.path}" for kept in left)
        text += f"\n{call.text('cli.person_in_backups', count=len(left))}\n{listed}"
    values = {"ack": erasure.changes.edit_id, "id": person_id, "backups": [str(kept.path) for kept in left]}
    call.acknowledge(values, text)
    return exit_codes.DONE
