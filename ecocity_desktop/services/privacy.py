"""What the file holds of a person: handed over (GDPR art. 15, PIPL art. 45) or erased (GDPR 17, PIPL 47)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from ecocity_desktop.domain.enums import PartnerKind
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.nouns import values_of
from ecocity_desktop.domain.partner import Partner
from ecocity_desktop.domain.person import Person
from ecocity_desktop.errors import UserError, not_written
from ecocity_desktop.paths import write_whole
from ecocity_desktop.services.backups import KeptBackup, backup_folder, list_everything
from ecocity_desktop.store.erasure import blank_journal
from ecocity_desktop.store.journal import Change, Edit, moment_text, read_clock

if TYPE_CHECKING:
    from pathlib import Path

    from sqlmodel import Session

    from ecocity_desktop.domain.changes import ChangeSet
    from ecocity_desktop.services.workspace import Workspace
    from ecocity_desktop.store.transaction import Transaction

_ERASED_NAME = LocalText("Personne effacée", "Erased person", "已删除的人员")


@dataclass(frozen=True)
class Erasure:
    """What an erasure changed, and what it left: backups and copies that may hold the person until they are deleted."""

    changes: ChangeSet
    backups: tuple[KeptBackup, ...]


def export_person(ws: Workspace, person_id: str) -> dict[str, Any]:
    """Return everything the file holds of a person, as JSON values: the record, its partner if individual, its history.

    Raises ``UserError`` ``error.not_found``.
    """
    with ws.reading() as session:
        person = _person(session, person_id)
        own = _own_partner(session, person)
        ids = [person_id, *([own.id] if own else [])]
        edits = select(Change, Edit).join(Edit, col(Edit.id) == col(Change.edit_id))
        found = session.exec(edits.where(col(Change.entity_id).in_(ids)).order_by(col(Edit.made_at))).all()
        return {
            "person": values_of(person),
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
    """Erase a person for good: record, journal, search index, free pages; it cannot be undone.

    Where the person is a partner too, that partner stays, nameless, since agreements and roles refer to it. Backups
    made before are returned, to be deleted by whoever decides so; until then the erase list keeps the person
    from coming back with them. Raises ``UserError`` ``error.not_found``, or ``error.target`` when the erase list cannot
    be written; then nobody is erased.
    """
    with ws.writing("edit.erased") as transaction:
        session = transaction.session
        person = _person(session, person_id)
        own = _own_partner(session, person)
        transaction.remove(person)
        blank_journal(session, "person", person_id)
        if own is not None:
            _make_nameless(transaction, own)
        changes = transaction.changes(person_id)
        # Before the commit: a person erased and not on the list would come back with the next restore.
        _remember(ws.path, person_id)
    ws.scrub()
    return Erasure(changes, list_everything(ws.path, second_folder))


def anyone_erased(path: Path) -> bool:
    """Return whether somebody was ever erased from the workspace at ``path``: then restoring must erase them again."""
    return bool(_erase_list(path))


def erase_returned(ws: Workspace, origin: Path) -> int:
    """Erase again whoever an old backup brought back, by the erase list kept beside ``origin``; return how many."""
    erased = _erase_list(origin)
    with ws.reading() as session:
        returned = [one for one in session.exec(select(Person.id)).all() if _fingerprint(one) in erased]
    for person_id in returned:
        erase_person(ws, person_id)
    return len(returned)


def _person(session: Session, person_id: str) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise UserError("error.not_found", wanted=person_id[:80], candidates="")
    return person


def _own_partner(session: Session, person: Person) -> Partner | None:
    """The partner that is this very person."""
    partner = session.get(Partner, person.partner_id) if person.partner_id else None
    return partner if partner is not None and partner.kind is PartnerKind.INDIVIDUAL else None


def _make_nameless(transaction: Transaction, partner: Partner) -> None:
    blank = {"acronym": None, "website": None, "role": LocalText(), "note": LocalText()}
    transaction.change(partner, name=_ERASED_NAME, **blank)
    blank_journal(transaction.session, "partner", partner.id)


def _erase_file(path: Path) -> Path:
    return backup_folder(path) / "erased.json"


def _erase_list(path: Path) -> list[str]:
    try:
        listed = json.loads(_erase_file(path).read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return [str(one) for one in listed] if isinstance(listed, list) else []


def _remember(path: Path, person_id: str) -> None:
    listed = sorted({*_erase_list(path), _fingerprint(person_id)})
    file = _erase_file(path)
    try:
        write_whole(file, json.dumps(listed).encode(), like=path)
    except OSError as error:
        raise not_written(file, error) from error


def _fingerprint(person_id: str) -> str:
    return hashlib.sha256(person_id.encode()).hexdigest()
