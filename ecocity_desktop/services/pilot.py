"""The pilot programme: its records in ``db/seed``, entered through the same verbs and checks as a user's typing."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from ecocity_desktop.bundled import database_file
from ecocity_desktop.domain.fields import Kind
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.nouns import NOUNS
from ecocity_desktop.errors import UserError
from ecocity_desktop.services.records import add_in, edit_in, list_records
from ecocity_desktop.services.workspace import create_workspace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ecocity_desktop.services.workspace import Workspace
    from ecocity_desktop.store.transaction import Transaction

_IDENTITY = UUID("2e5567cc-21de-4467-9762-a768be9723f8")
_PARTS = (("founding.json", "edit.load_founding_text"), ("public.json", "edit.load_public_facts"))


PUBLIC_FACTS_SINCE = date(2019, 9, 30)
"""From this day on everything the public sources tell has happened: the latest fact is of September 2019."""


def load_pilot_programme(ws: Workspace, *, public_facts: bool = True) -> None:
    """Enter the pilot programme into an empty workspace, in two edits.

    The facts of the founding text come first, what public sources add second: undone once, the file holds the founding
    text alone, as it does from the start without ``public_facts``. Raises ``UserError`` ``error.not_empty`` when it
    holds any record; nothing is written then.
    """
    if any(list_records(ws, noun) for noun in NOUNS):
        raise UserError("error.not_empty", path=str(ws.path))
    wanted = _PARTS if public_facts else _PARTS[:1]
    parts = [(json.loads(database_file("seed", file).read_text("utf-8")), label) for file, label in wanted]
    programme = next(step for step in parts[0][0] if step.get("add") == "programmes")
    for steps, label in parts:
        with ws.writing(label, LocalText(**programme["values"]["name"])) as transaction:
            for step in steps:
                _take(transaction, step, ws)


def make_pilot_workspace(path: Path, *, author: str = "") -> Workspace:
    """Make a workspace file that holds the pilot programme, and open it.

    On a clock that stands before ``PUBLIC_FACTS_SINCE`` it holds the founding text alone: what public sources tell has
    not happened yet.

    Raises ``UserError`` as ``create_workspace`` does, ``error.disk_full`` included: then there is no file.
    """
    ws = create_workspace(path, author=author)
    try:
        load_pilot_programme(ws, public_facts=ws.today() >= PUBLIC_FACTS_SINCE)
    except BaseException:
        ws.close()
        path.unlink()
        raise
    return ws


def pilot_id(key: str) -> str:
    """Return the identity of the pilot record of that key, such as ``"jingzhou"``: the same in every file."""
    return str(uuid5(_IDENTITY, key))


def _take(transaction: Transaction, step: Mapping[str, Any], ws: Workspace) -> None:
    """Do what one entry of a seed file says: add a record, or edit one added before."""
    noun = step.get("add") or step["edit"]
    row_id = pilot_id(step["key"])
    values = {name: _referred(noun, name, value) for name, value in step["values"].items()}
    if "add" in step:
        add_in(transaction, noun, values, ws, row_id=row_id)
    else:
        edit_in(transaction, noun, row_id, values, ws)


def _referred(noun: str, name: str, value: Any) -> Any:
    """Put identities where a reference is written as ``@key``; a key nobody has is refused by the verb."""
    spec = NOUNS[noun].field(name)
    if spec is None or spec.kind not in {Kind.REFERENCE, Kind.LINKS}:
        return value
    if isinstance(value, list):
        return [pilot_id(key.removeprefix("@")) for key in value]
    return pilot_id(value.removeprefix("@"))
