"""What may be there only once: the programme of a file, a link between two records, a preferred figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecocity_desktop.domain.nouns import LINKS
from ecocity_desktop.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable


def second_ones(entity: str, rows: Iterable[Any]) -> list[tuple[Any, Problem]]:
    """Return the records of one kind that stand where another one before them stands already, each with its problem."""
    seen: set[Hashable] = set()
    found = []
    for row in rows:
        place, problem = _place(entity, row)
        if place is not None and place in seen:
            found.append((row, problem))
        seen.add(place)
    return found


def _place(entity: str, row: Any) -> tuple[Hashable | None, Problem]:
    """What no two records may share, ``None`` where it does not matter, and the problem of sharing it."""
    if entity in LINKS:
        link = LINKS[entity][1]
        ends = (getattr(row, link.owner_key), getattr(row, link.target_key))
        return ends, Problem(link.target_key, "problem.already_linked")
    if entity == "figure":
        place = (row.city_id, row.quantity) if row.preferred else None
        return place, Problem("preferred", "problem.two_preferred")
    return "the file" if entity == "programme" else None, Problem("name", "problem.one_programme")
