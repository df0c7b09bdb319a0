"""Removing a record: what belongs to it goes first, journalled; what merely refers to it forbids it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sqlmodel import select

from ecocity_desktop.domain.fields import Kind
from ecocity_desktop.domain.nouns import COMMITMENT_CITIES, ENTITIES, LINKS, MILESTONE_CITIES, NOUNS
from ecocity_desktop.errors import UserError
from ecocity_desktop.services.naming import told_apart

if TYPE_CHECKING:
    from sqlmodel import Session

    from ecocity_desktop.services.workspace import Workspace
    from ecocity_desktop.store.transaction import Transaction

MANY = 10
"""From how many records that go with another one a backup is made before."""


def would_go(ws: Workspace, noun: str, row_id: str) -> tuple[tuple[str, int], ...]:
    """Return what would go with a record, as (entity, count), the linking rows left out."""
    with ws.reading() as session:
        row = session.get(NOUNS[noun].table, row_id)
        rows = _belongings(session, row) if row is not None else []
    named = {noun.entity for noun in NOUNS.values()} - LINKS.keys()
    return tuple(Counter(row.__tablename__ for row in rows if row.__tablename__ in named).items())


def check_unused(ws: Workspace, noun: str, row_id: str) -> None:
    """Raise ``UserError`` ``error.in_use`` where ``remove_record`` would; a record that is gone is used by none."""
    with ws.reading() as session:
        row = session.get(NOUNS[noun].table, row_id)
        if row is not None:
            _unused(session, row)


def remove_whole(transaction: Transaction, row: Any) -> None:
    """Remove ``row`` and its belongings.

    Raises ``UserError`` ``error.in_use`` (see ``naming.told_apart``) when records that would stay refer to it.
    """
    for one in _unused(transaction.session, row):
        transaction.remove(one)


def _unused(session: Session, row: Any) -> list[Any]:
    """Return ``row`` after its belongings; raises ``UserError`` ``error.in_use``."""
    doomed = [*_belongings(session, row), row]
    keys = {(one.__tablename__, one.id) for one in doomed}
    users = [user for user in users_of(session, row) if (user.__tablename__, user.id) not in keys]
    if users:
        raise UserError("error.in_use", **told_apart(session, users))
    return doomed


def _belongings(session: Session, row: Any) -> list[Any]:
    """The rows that go with ``row``, those that refer to others first."""
    found: dict[tuple[str, str], Any] = {}
    for user in users_of(session, row, owned=True):
        for one in (*_belongings(session, user), user):
            found[one.__tablename__, one.id] = one
    if row.__tablename__ == "city":
        for one in _city_links(session, row.id):
            found[one.__tablename__, one.id] = one
    return list(found.values())


def _city_links(session: Session, city_id: str) -> list[Any]:
    """A city's links to milestones and commitments, and those of them, with all that is theirs, of no other city."""
    found: list[Any] = []
    for link in (COMMITMENT_CITIES, MILESTONE_CITIES):
        table = ENTITIES[link.entity].table
        owner_key = getattr(table, link.owner_key)
        for row in session.exec(select(table).where(table.city_id == city_id)).all():
            found.append(row)
            owner_id = getattr(row, link.owner_key)
            if len(session.exec(select(table.id).where(owner_key == owner_id)).all()) == 1:
                owner = session.get(LINKS[link.entity][0].table, owner_id)
                found += [*_belongings(session, owner), owner]
    return found


def users_of(session: Session, row: Any, *, owned: bool = False) -> list[Any]:
    """The rows that refer to ``row``; with ``owned`` only those that belong to it."""
    users: list[Any] = []
    for noun in ENTITIES.values():
        for spec in noun.columns:
            if (
                spec.kind is Kind.REFERENCE
                and spec.refers_to == row.__tablename__
                and (spec.owner or not owned)
            ):
                users.extend(
                    session.exec(select(noun.table).where(getattr(noun.table, spec.name) == row.id)).all()
                )
    return users
