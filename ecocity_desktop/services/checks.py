"""Checking a file: what is wrong with it, in words, and a digest of what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import select

from ecocity_desktop.domain.nouns import ENTITIES, LINKS, NOUNS
from ecocity_desktop.domain.photo import Photo
from ecocity_desktop.domain.rules import RuleFacts
from ecocity_desktop.domain.uniqueness import second_ones
from ecocity_desktop.domain.validation import checked
from ecocity_desktop.errors import Problem, UserError
from ecocity_desktop.services.rule_facts import all_followers, milestone_names, referred_by
from ecocity_desktop.store import search, soundness

if TYPE_CHECKING:
    from sqlmodel import Session

    from ecocity_desktop.domain.nouns import Noun
    from ecocity_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class Finding:
    """One thing found wrong: ``key`` is a text key; ``noun`` and ``id`` name the record, if it is about one."""

    key: str
    detail: str
    noun: str | None = None
    id: str | None = None
    problem: Problem | None = None


def check_and_mend(ws: Workspace) -> tuple[tuple[Finding, ...], bool]:
    """Return everything found wrong, and whether the search index had to be rebuilt: see ``mend_search``."""
    found = check_workspace(ws)
    return found, not is_damaged(found) and mend_search(ws)


def is_damaged(found: tuple[Finding, ...]) -> bool:
    """Return whether among the findings is one that no form can mend: the file itself was harmed."""
    return any(finding.key in ("check.sqlite", "check.unreadable") for finding in found)


def check_workspace(ws: Workspace) -> tuple[Finding, ...]:
    """Return everything found wrong with the file: SQLite, schema, references, then the rules of each record."""
    with ws.reading() as session:
        damage = [Finding("check.sqlite", line) for line in soundness.sqlite_findings(session)]
        damage += [Finding("check.schema", name) for name in soundness.missing_columns(session)]
        if not damage:
            damage += [
                Finding("check.unreadable", entity, _plural(entity), row_id)
                for entity, row_id in soundness.unreadable_records(session)
            ]
        if damage:
            return tuple(damage)
        broken = soundness.broken_references(session)
        found = [Finding("check.reference", f"{table} -> {target}") for table, target in broken]
        for entity, row_id in soundness.journal_differences(session):
            found.append(Finding("check.journal", entity, _plural(entity), row_id))
        photos = dict(session.exec(select(Photo.picture_id, Photo.id)).all())
        for picture_id in soundness.harmed_pictures(session):
            shown_as = "photos" if picture_id in photos else None
            found.append(Finding("check.picture", picture_id[:16], shown_as, photos.get(picture_id)))
        for noun in ENTITIES.values():
            found.extend(_broken_rules(session, noun, ws))
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


def _plural(entity: str) -> str | None:
    return next((noun.name for noun in NOUNS.values() if noun.entity == entity), None)


def _broken_rules(session: Session, noun: Noun, ws: Workspace) -> list[Finding]:
    rows = session.exec(select(noun.table)).all()
    has_parent = noun.field("parent_id") is not None
    parents = {row.id: row.parent_id for row in rows} if has_parent else {}
    is_link = noun.entity == "dependency"
    followers, names = (all_followers(session), milestone_names(session)) if is_link else ({}, {})
    broken = [
        (row, problem)
        for row in rows
        for problem in _problems(
            noun,
            row,
            RuleFacts(ws.today(), row.id, parents, referred_by(session, noun, row), followers, names),
        )
    ]
    broken += second_ones(noun.entity, rows)
    return [Finding("check.rule", problem.field, *_shown(noun, row), problem) for row, problem in broken]


def _shown(noun: Noun, row: Any) -> tuple[str, str]:
    """The noun and id under which a person finds the record: a link is seen at the record it belongs to."""
    if noun.name in NOUNS:
        return noun.name, row.id
    owner, link = LINKS[noun.entity]
    return owner.name, getattr(row, link.owner_key)


def _problems(noun: Noun, row: Any, facts: RuleFacts) -> tuple[Problem, ...]:
    try:
        data = checked(noun, {spec.name: getattr(row, spec.name) for spec in noun.columns})
    except UserError as refused:
        return refused.problems
    return tuple(noun.rule(data, facts))
