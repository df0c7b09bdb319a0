"""What the file holds of a person: handed over (GDPR art. 15, PIPL art. 45) or erased (GDPR 17, PIPL 47)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from ecocity_desktop.domain.nouns import values_of
from ecocity_desktop.domain.partner import Partner
from ecocity_desktop.domain.person import Person
from ecocity_desktop.errors import UserError
from ecocity_desktop.services import erase_list, records
from ecocity_desktop.services.backups import KeptBackup, list_everything
from ecocity_desktop.services.drafts import forget_drafts_of
from ecocity_desktop.services.erasing import erase, is_known, own_partner
from ecocity_desktop.store.journal import ERASED, Change, Edit, moment_text, read_clock

if TYPE_CHECKING:
    from pathlib import Path

    from sqlmodel import Session

    from ecocity_desktop.domain.changes import ChangeSet
    from ecocity_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class Erasure:
    """What an erasure changed, and what it left: backups and copies that may hold the person until they are deleted.

    ``unscrubbed`` says why traces may be left in unused parts of the file; the next opening sees to them.
    """

    changes: ChangeSet
    backups: tuple[KeptBackup, ...]
    unscrubbed: UserError | None = None


def find_person(ws: Workspace, wanted: str) -> str:
    """Return the id of the person that ``wanted`` names (see ``records.resolve``); a removed one is named by its id.

    Raises ``UserError`` ``error.not_found`` or ``error.ambiguous``.
    """
    try:
        return records.resolve(ws, "people", wanted)
    except UserError as refused:
        with ws.reading() as session:
            if refused.key == "error.not_found" and wanted.isprintable() and is_known(session, wanted):
                return wanted
        raise


def export_person(ws: Workspace, person_id: str) -> dict[str, Any]:
    """Return everything the file holds of a person, as JSON values: the record, its partner if individual, its history.

    Of one who was removed the history is left. Raises ``UserError`` ``error.not_found``.
    """
    with ws.reading() as session:
        _check_known(session, person_id)
        person, partner_id = session.get(Person, person_id), own_partner(session, person_id)
        own = session.get(Partner, partner_id) if partner_id else None
        edits = select(Change, Edit).join(Edit, col(Edit.id) == col(Change.edit_id))
        concerned = edits.where(col(Change.entity_id).in_([person_id, partner_id]))
        found = session.exec(concerned.order_by(col(Edit.made_at), col(Change.position))).all()
        return {
            "person": values_of(person) if person else None,
            "partner": values_of(own) if own else None,
            "history": [
                {
                    "made_at": moment_text(read_clock(edit.made_at)),
                    "author": edit.author,
                    "field": change.field,
                    "before": json.loads(change.before) if change.before else None,
                    "after": json.loads(change.after) if change.after else None,
                }
                for change, edit in found
            ],
        }


def erase_person(ws: Workspace, person_id: str, second_folder: Path | None = None) -> Erasure:
    """Erase a person, there or removed, for good: record, journal, search index, free pages; it cannot be undone.

    Where the person is a partner too, that partner stays, nameless, since agreements and roles refer to it. Backups
    made before are returned, to be deleted by whoever decides so; until then the erase list keeps the person
    from coming back with them. Raises ``UserError`` ``error.not_found``, ``error.erase_list`` when the list is damaged,
    or ``error.target`` when it cannot be written; then nobody is erased.
    """
    with erase_list.undisturbed:
        with erase_list.undone_on_failure(ws.path), ws.writing(ERASED) as transaction:
            _check_known(transaction.session, person_id)
            erased = erase(transaction, person_id)
            changes = transaction.changes(person_id)
            # Before the commit: a person erased and not on the list would come back with the next restore.
            erase_list.add(ws.path, erased.fingerprints)
        forget_drafts_of(ws.path, erased.record_ids)
        unscrubbed = _scrub(ws)
        return Erasure(changes, list_everything(ws.path, second_folder), unscrubbed)


def _check_known(session: Session, person_id: str) -> None:
    if not is_known(session, person_id):
        raise UserError("error.not_found", wanted=person_id[:80], candidates="")


def _scrub(ws: Workspace) -> UserError | None:
    try:
        ws.scrub()
    except UserError as error:
        refused = UserError("error.not_scrubbed", path=str(ws.path))
        refused.__cause__ = error
        return refused
    return None
