"""What may be there once: the programme, a link, a role, a preferred figure, a city's photo, a baseline's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecocity_desktop.domain.nouns import LINKS
from ecocity_desktop.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable


ENTITIES_ONCE = frozenset({"programme", "figure", "city_role", "photo", "baseline", *LINKS})
"""The entities of which ``second_ones`` may find any."""


def second_ones(entity: str, rows: Iterable[Any]) -> list[tuple[Any, Problem]]:
    """Return the records of one kind that stand where another one before them stands already, each with its problem."""
    seen: set[Hashable] = set()
    found = []
    for row in rows:
        places, problem = _places(entity, row)
        if seen & places:
            found.append((row, problem))
        seen |= places
    return found


def _places(entity: str, row: Any) -> tuple[set[Hashable], Problem]:
    """What no two records may share, nothing where it does not matter, and the problem of sharing it."""
    if entity in LINKS:
        link = LINKS[entity][1]
        ends = (getattr(row, link.owner_key), getattr(row, link.target_key))
        return {ends}, Problem(link.target_key, "problem.already_linked")
    if entity == "figure":
        place = (row.city_id, row.quantity)
        return {place} if row.preferred else set(), Problem("preferred", "problem.two_preferred")
    if entity == "photo":
        return {row.city_id}, Problem("city_id", "problem.photo.one")
    if entity == "city_role":
        return {(row.city_id, row.partner_id, row.role.texts())}, Problem("role", "problem.role.twice")
    if entity == "baseline":
        names: set[Hashable] = {name.strip().casefold() for name in row.name.texts()}
        return names, Problem("name", "problem.baseline.name")
    return {"the file"} if entity == "programme" else set(), Problem("name", "problem.one_programme")
