"""Finding anything by any word of it, in three languages, pinyin or without accents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ecocity_desktop.domain.city import CityRole, Statement
from ecocity_desktop.domain.figure import Figure
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.nouns import ENTITIES, NOUNS
from ecocity_desktop.domain.photo import Photo
from ecocity_desktop.services.naming import subject_of
from ecocity_desktop.store import search as index

if TYPE_CHECKING:
    from sqlmodel import Session

    from ecocity_desktop.services.workspace import Workspace

_SPARE = 4
_RANKS = (
    "cities",
    "partners",
    "people",
    "agreements",
    "commitments",
    "milestones",
    "programmes",
    "statements",
    "recurrences",
    "baselines",
    "sources",
)
_OWNERS = {"agreement_party": "agreement", "clause": "agreement", "slip": "milestone"}


@dataclass(frozen=True)
class Hit:
    """One record found: ``noun`` and ``id`` say where it opens, ``subtitle`` what of it matched if not its title."""

    noun: str
    id: str
    title: LocalText
    subtitle: LocalText


def search(ws: Workspace, query: str, limit: int = 50) -> tuple[Hit, ...]:
    """Return what holds every word of ``query``, by noun and the best first; what belongs to a city is that city,
    and so for agreements and milestones.

    Any string is a valid query; an empty one finds nothing.
    """
    hits: dict[tuple[str, str], Hit] = {}
    with ws.reading() as session:
        for entity, entity_id in index.find(session, query, limit * _SPARE):
            row = session.get(ENTITIES[entity].table, entity_id)
            if row is not None:
                hit = _hit(session, row)
                hits.setdefault((hit.noun, hit.id), hit)
    # A city first, then who works there: a source is what one looks for last, though it names them all.
    ranked = sorted(
        hits.values(), key=lambda hit: _RANKS.index(hit.noun) if hit.noun in _RANKS else len(_RANKS)
    )
    return tuple(ranked[:limit])


def _hit(session: Session, row: Any) -> Hit:
    shown = row
    if isinstance(row, CityRole | Figure | Photo | Statement) and row.city_id is not None:
        shown = session.get(ENTITIES["city"].table, row.city_id)
    owner = _OWNERS.get(row.__tablename__)
    if owner is not None:
        shown = session.get(ENTITIES[owner].table, getattr(row, f"{owner}_id"))
    subtitle = LocalText() if shown is row else _matched_text(row)
    return Hit(_plural_of(shown), shown.id, subject_of(session, shown), subtitle)


def _matched_text(row: Any) -> LocalText:
    for name in ("text", "capacity", "reason", "role", "perimeter", "caption"):
        value = getattr(row, name, None)
        if isinstance(value, LocalText):
            return value
    return LocalText()


def _plural_of(row: Any) -> str:
    return next(noun.name for noun in NOUNS.values() if noun.entity == row.__tablename__)
