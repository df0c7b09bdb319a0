"""Erasing a person: from the open file, and from older states of it that the person would come back with."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import Session, select

from ecocity_desktop.domain.enums import PartnerKind
from ecocity_desktop.domain.local_text import LANGUAGES, LocalText
from ecocity_desktop.domain.nouns import values_of
from ecocity_desktop.domain.partner import Partner
from ecocity_desktop.domain.person import Person
from ecocity_desktop.services import erase_list
from ecocity_desktop.services.naming import without_names
from ecocity_desktop.services.workspace import new_id
from ecocity_desktop.store import database, migrate
from ecocity_desktop.store.erasure import (
    blank_journal,
    rewrite_file,
    rewrite_subjects,
    told_ids,
    told_values,
)
from ecocity_desktop.store.journal import ERASED, Edit
from ecocity_desktop.store.transaction import Transaction

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

_ERASED_NAME = LocalText("Personne effacée", "Erased person", "已删除的人员")


@dataclass(frozen=True)
class Erased:
    """The ids of the records an erasure concerned, and what the erase list shall hold of them."""

    record_ids: tuple[str, ...]
    fingerprints: frozenset[str]


def is_known(session: Session, person_id: str) -> bool:
    """Return whether the file holds that person, or its journal tells of them though they were removed."""
    return session.get(Person, person_id) is not None or person_id in told_ids(session, "person")


def own_partner(session: Session, person_id: str) -> str | None:
    """Return the id of the individual partner that is this very person: the last one linked, there or removed.

    One linked before may be somebody else, chosen by mistake; so may one that was taken from the person and is there.
    """
    told = [
        values["partner_id"] for values in told_values(session, "person", person_id) if "partner_id" in values
    ]
    person = session.get(Person, person_id)
    linked = [*told, person.partner_id] if person is not None else told
    last = next(filter(None, reversed(linked)), None)
    return last if last is not None and _is_own(session, last, is_linked=last == linked[-1]) else None


def erase(transaction: Transaction, person_id: str) -> Erased:
    """Erase a person, there or removed: record, journal, search index; return what that concerned.

    Where the person is a partner too, that partner stays, nameless, since agreements and roles refer to it. The caller
    commits, and rewrites the file.
    """
    session = transaction.session
    partner_id = own_partner(session, person_id)
    person = session.get(Person, person_id)
    if person is not None:
        transaction.remove(person)
    blank_journal(session, "person", person_id)
    transaction.for_good()
    fingerprint = erase_list.fingerprint(person_id)
    if partner_id is None:
        return Erased((person_id,), frozenset({fingerprint}))
    # The partner stays, and may get another name, so it is listed under those it had: under another it is let be.
    names = _make_nameless(transaction, partner_id)
    named = {erase_list.fingerprint(partner_id, name) for name in names}
    return Erased((person_id, partner_id), frozenset({fingerprint, *named}))


def erase_listed(file: Path, origin: Path, *, password: str | None, now: datetime, author: str = "") -> int:
    """Erase from a closed file, of whatever schema, whoever is on the erase list of ``origin``; return how many.

    ``file`` is a draft of nobody else; ``password`` is its own, if it is encrypted. Where the list holds anybody it is
    brought to today's schema, even if nobody on the list is found in it; a file of today's schema without them is left
    as it is. Raises ``UserError`` ``error.erase_list`` and what ``migrate.migrate_file`` does, and ``database.ERRORS``.
    """
    erased = erase_list.read(origin)
    if not erased:
        return 0
    key = password if database.is_encrypted(file) else None
    migrate.migrate_file(file, key)
    engine = database.connect(file, password=key)
    try:
        with Session(engine, expire_on_commit=False) as session:
            edit = Edit(id=new_id(), label_key=ERASED, author=author, device=platform.node(), made_at="")
            transaction = Transaction(session, edit, now)
            count = _erase_returned(transaction, erased)
            transaction.finish()
            session.commit()
        if count:
            rewrite_file(engine)
    finally:
        database.remove_journal(engine)
        engine.dispose()
    return count


def erase_since(
    known: frozenset[str], draft: Path, origin: Path, *, password: str | None, now: datetime
) -> None:
    """Erase from a copy of ``origin`` whoever came on its erase list since that was ``known``.

    Raises ``UserError``.
    """
    if erase_list.read_if_sound(origin) <= known:
        return
    try:
        erase_listed(draft, origin, password=password, now=now)
    except database.ERRORS as error:
        refused = database.refusal(error, draft)
        if refused is None:
            raise
        raise refused from error


def _erase_returned(transaction: Transaction, erased: frozenset[str]) -> int:
    session = transaction.session
    persons = {*session.exec(select(Person.id)).all(), *told_ids(session, "person")}
    count = 0
    for person_id in sorted(one for one in persons if erase_list.fingerprint(one) in erased):
        erase(transaction, person_id)
        count += 1
    # A state older than the person's own record may hold the partner alone.
    for partner_id in sorted(told_ids(session, "partner")):
        if _is_erased_partner(session, partner_id, erased):
            _make_nameless(transaction, partner_id)
            transaction.for_good()
            count += 1
    return count


def _is_own(session: Session, partner_id: str, *, is_linked: bool) -> bool:
    partner = session.get(Partner, partner_id)
    if partner is not None:
        return is_linked and partner.kind is PartnerKind.INDIVIDUAL
    kinds = [values["kind"] for values in told_values(session, "partner", partner_id) if "kind" in values]
    return kinds[-1:] == [PartnerKind.INDIVIDUAL.value]


def _is_erased_partner(session: Session, partner_id: str, erased: frozenset[str]) -> bool:
    """Whether the file knows the partner under a name that was erased: one erased and named anew since is let be."""
    if any(erase_list.fingerprint(partner_id, name) in erased for name in _names(session, partner_id)):
        return True
    # Older lists hold no names: there, only a journal that tells how it was added shows that it was not erased yet.
    told = any("id" in values for values in told_values(session, "partner", partner_id))
    return told and erase_list.fingerprint(partner_id) in erased


def _make_nameless(transaction: Transaction, partner_id: str) -> set[str]:
    """Take from a partner what tells of a person, and return the names it had."""
    session = transaction.session
    names = set(_names(session, partner_id)) - set(_ERASED_NAME.texts())
    partner = session.get(Partner, partner_id)
    if partner is not None:
        blank = {"acronym": None, "website": None, "role": LocalText(), "note": LocalText()}
        transaction.change(partner, name=_ERASED_NAME, **blank)
    blank_journal(session, "partner", partner_id)
    rewrite_subjects(session, partner_id, lambda subject: without_names(subject, names, _ERASED_NAME))
    return names


def _names(session: Session, partner_id: str) -> Iterator[str]:
    """Every name a partner has or had."""
    partner = session.get(Partner, partner_id)
    known: list[dict[str, Any]] = [] if partner is None else [values_of(partner)]
    for values in (*known, *told_values(session, "partner", partner_id)):
        texts = values.get("name") or {}
        yield from filter(None, [values.get("acronym"), *(texts.get(language) for language in LANGUAGES)])
