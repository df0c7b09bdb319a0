"""What the rules of a record may know of the other records of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from ecocity_desktop.domain.dependency import Dependency
from ecocity_desktop.domain.fields import Kind
from ecocity_desktop.domain.milestone import Milestone
from ecocity_desktop.domain.nouns import ENTITIES
from ecocity_desktop.domain.photo import Picture
from ecocity_desktop.domain.rules import RuleFacts

if TYPE_CHECKING:
    from datetime import date

    from sqlmodel import Session

    from ecocity_desktop.domain.local_text import LocalText
    from ecocity_desktop.domain.nouns import Noun


def facts_for(session: Session, noun: Noun, data: Any, today: date, record_id: str | None) -> RuleFacts:
    """Return what the rule of a noun may know when ``data`` is checked."""
    is_link = noun.entity == "dependency"
    return RuleFacts(
        today,
        record_id,
        _parents(session, noun, data),
        referred_by(session, noun, data),
        all_followers(session) if is_link else {},
        milestone_names(session) if is_link else {},
    )


def referred_by(session: Session, noun: Noun, data: Any) -> dict[str, Any]:
    """Return the records that ``data`` refers to, by the field's name; ``None`` where there is no such record."""
    found: dict[str, Any] = {}
    for spec in noun.columns:
        target = getattr(data, spec.name) if spec.kind is Kind.REFERENCE else None
        if target is not None:
            found[spec.name] = session.get(ENTITIES[spec.refers_to or ""].table, target)
        elif spec.kind is Kind.PICTURE:
            named = select(Picture.id).where(Picture.id == getattr(data, spec.name))
            found[spec.name] = session.exec(named).first()
    return found


def all_followers(session: Session) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the dependencies by their predecessor, as pairs of the dependency's id and the successor's."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row_id, start, end in session.exec(
        select(Dependency.id, Dependency.predecessor_id, Dependency.successor_id)
    ).all():
        found.setdefault(start, []).append((row_id, end))
    return {start: tuple(ends) for start, ends in found.items()}


def milestone_names(session: Session) -> dict[str, LocalText]:
    """Return the titles of the milestones by their ids."""
    return dict(session.exec(select(Milestone.id, col(Milestone.title))).all())


def parent_field(noun: Noun) -> str | None:
    """Return the field by which a record names the one of its own kind that it lies in, belongs to or amends."""
    return next((spec.name for spec in noun.columns if spec.refers_to == noun.entity), None)


def _parents(session: Session, noun: Noun, data: Any) -> dict[str, str | None]:
    """Every record's parent, for a record that has one: most have none, and a file may hold ten thousand."""
    name = parent_field(noun)
    if name is None or getattr(data, name) is None:
        return {}
    return dict(session.exec(select(noun.table.id, getattr(noun.table, name))).all())
