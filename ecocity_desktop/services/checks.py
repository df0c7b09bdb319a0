"""Checking a file: what is wrong with it, in words, and a digest of what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from ecocity_desktop.domain.nouns import ENTITIES, LINKS, NOUNS
from ecocity_desktop.domain.photo import Photo
from ecocity_desktop.domain.rules import RuleFacts
from ecocity_desktop.domain.uniqueness import second_ones
from ecocity_desktop.domain.validation import checked
from ecocity_desktop.errors import Problem, UserError
from ecocity_desktop.services.rule_facts import all_followers, milestone_names, parent_field, referred_by
from ecocity_desktop.store import search, soundness
from ecocity_desktop.store.readability import readable_rows, unreadable_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session

    from ecocity_desktop.domain.nouns import Noun
    from ecocity_desktop.services.workspace import Workspace
    from ecocity_desktop.store.readability import Unreadable


_HARM = ("check.sqlite", "check.unreadable", "check.picture", "check.former_picture")


@dataclass(frozen=True)
class Finding:
    """One thing found wrong: ``key`` is a text key; ``noun``, ``id`` and ``field`` say where, if known."""

    key: str
    detail: str
    noun: str | None = None
    id: str | None = None
    problem: Problem | None = None
    field: str | None = None


def check_and_mend(ws: Workspace) -> tuple[tuple[Finding, ...], bool]:
    """Return everything found wrong, and whether the search index had to be rebuilt: see ``mend_search``."""
    found = check_workspace(ws)
    return found, not is_damaged(found) and mend_search(ws)


def is_damaged(found: tuple[Finding, ...]) -> bool:
    """Return whether among the findings is one that no rule speaks of: the file itself was harmed."""
    return any(finding.key in _HARM for finding in found)


def check_workspace(ws: Workspace) -> tuple[Finding, ...]:
    """Return everything found wrong with the file: SQLite, schema, values, references, then the rules of each record.

    What cannot be read hides nothing else: the other records are checked all the same.
    """
    with ws.reading() as session:
        damage = [Finding("check.sqlite", line) for line in soundness.sqlite_findings(session)]
        damage += [Finding("check.schema", name) for name in soundness.missing_columns(session)]
        if damage:
            return tuple(damage)
        unreadable = unreadable_values(session)
        found = [_at(session, "check.unreadable", one.table, one.row_id, one.field) for one in unreadable]
        for broken in soundness.broken_references(session):
            found.append(_at(session, "check.reference", broken.table, broken.row_id, broken.field))
        for entity, row_id in soundness.journal_differences(session, unreadable):
            found.append(_at(session, "check.journal", entity, row_id, None))
        photos = dict(session.exec(select(Photo.picture_id, Photo.id)).all())
        for picture_id in soundness.harmed_pictures(session, unreadable):
            if picture_id in photos:
                found.append(Finding("check.picture", picture_id[:16], "photos", photos[picture_id]))
            else:
                found.append(Finding("check.former_picture", picture_id[:16]))
        for noun in ENTITIES.values():
            found.extend(_broken_rules(session, noun, ws, unreadable))
        return tuple(found)


def mend_search(ws: Workspace) -> bool:
    """Rebuild the search index if it is not what the records say; return whether that was needed.

    The index is derived data: making it anew loses nothing and is no edit. Left alone on a file open for reading.
    """
    with ws.maintaining() as session:
        if session is None or search.matches_records(session):
            return False
        search.rebuild(session)
        return True


def digest(ws: Workspace) -> str:
    """Return the SHA-256 over all user data in canonical JSON: equal content, equal digest."""
    with ws.reading() as session:
        return soundness.digest(session)


def _at(session: Session, key: str, table: str, row_id: str, field: str | None) -> Finding:
    """Return a finding about a row under the record where a person finds it; the journal's rows are the history."""
    if table not in ENTITIES:
        return Finding("check.history", field or row_id, field=field)
    noun = ENTITIES[table]
    if noun.name in NOUNS:
        return Finding(key, field or "", noun.name, row_id, field=field)
    owner, link = LINKS[table]
    owner_id = session.connection().exec_driver_sql(
        f'SELECT "{link.owner_key}" FROM "{table}" WHERE id = ?', (row_id,)
    )
    return Finding(key, link.field, owner.name, owner_id.scalar(), field=link.field)


def _broken_rules(
    session: Session, noun: Noun, ws: Workspace, unreadable: Sequence[Unreadable]
) -> list[Finding]:
    rows = readable_rows(session, noun.table, unreadable)
    parent = parent_field(noun)
    parents = {row.id: getattr(row, parent) for row in rows} if parent else {}
    # Beside a milestone that cannot be read, the names of the others would only decorate the reason.
    is_link = noun.entity == "dependency"
    harmed = any(one.table == "milestone" for one in unreadable)
    followers = all_followers(session) if is_link else {}
    names = milestone_names(session) if is_link and not harmed else {}
    broken = [
        (row, problem)
        for row in rows
        for problem in _problems(
            noun,
            row,
            RuleFacts(ws.today(), row.id, parents, _referred_by(session, noun, row), followers, names),
        )
    ]
    broken += second_ones(noun.entity, rows)
    return [
        Finding("check.rule", problem.field, *_shown(noun, row), problem, problem.field)
        for row, problem in broken
    ]


def _shown(noun: Noun, row: Any) -> tuple[str, str]:
    """The noun and id under which a person finds the record: a link is seen at the record it belongs to."""
    if noun.name in NOUNS:
        return noun.name, row.id
    owner, link = LINKS[noun.entity]
    return owner.name, getattr(row, link.owner_key)


def _referred_by(session: Session, noun: Noun, row: Any) -> dict[str, Any]:
    """What rules may know of the records ``row`` refers to: nothing where one of them cannot be read."""
    try:
        return referred_by(session, noun, row)
    except (UserError, DBAPIError):
        return {}


def _problems(noun: Noun, row: Any, facts: RuleFacts) -> tuple[Problem, ...]:
    try:
        data = checked(noun, {spec.name: getattr(row, spec.name) for spec in noun.columns})
    except UserError as refused:
        return refused.problems
    return tuple(noun.rule(data, facts))
