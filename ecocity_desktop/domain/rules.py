"""Rules over several fields or several records, shared by forms, import and command line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ecocity_desktop.domain.city import CityData
from ecocity_desktop.domain.enums import UNITS
from ecocity_desktop.domain.figure import FigureData
from ecocity_desktop.domain.milestone import MilestoneData
from ecocity_desktop.domain.partner import PartnerData
from ecocity_desktop.domain.person import PersonData
from ecocity_desktop.errors import Problem


@dataclass(frozen=True)
class RuleFacts:
    """What rules may know beside the record itself.

    ``today`` is the day of the check, ``record_id`` the record's own id (``None`` while it is being added), ``parents``
    maps every record of the same kind to the one it lies in.
    """

    today: date
    record_id: str | None = None
    parents: Mapping[str, str | None] = field(default_factory=dict)


def nothing_more(_data: Any, _facts: RuleFacts) -> list[Problem]:
    """The rule of nouns whose fields need no other check."""
    return []


def check_city(data: CityData, facts: RuleFacts) -> list[Problem]:
    """A city has both coordinates or none, and does not lie in itself."""
    problems = []
    if (data.latitude is None) != (data.longitude is None):
        missing = "latitude" if data.latitude is None else "longitude"
        problems.append(Problem(missing, "problem.coordinates.both"))
    if _is_own_ancestor(data.parent_id, facts):
        problems.append(Problem("parent_id", "problem.parent.self"))
    return problems


def check_partner(data: PartnerData, facts: RuleFacts) -> list[Problem]:
    """A partner does not belong to itself."""
    return [Problem("parent_id", "problem.parent.self")] if _is_own_ancestor(data.parent_id, facts) else []


def check_person(data: PersonData, _facts: RuleFacts) -> list[Problem]:
    """A person has a name in one script at least, and an e-mail address has an @."""
    problems = []
    if not (data.family_name or data.given_name or data.name_zh):
        problems.append(Problem("family_name", "problem.required"))
    if data.email and "@" not in data.email:
        problems.append(Problem("email", "problem.email"))
    return problems


def check_figure(data: FigureData, _facts: RuleFacts) -> list[Problem]:
    """A figure's unit suits what it measures."""
    if data.unit in UNITS[data.quantity]:
        return []
    allowed = [unit.value for unit in UNITS[data.quantity]]
    return [Problem("unit", "problem.unit", {"units": ", ".join(allowed)})]


def check_milestone(data: MilestoneData, facts: RuleFacts) -> list[Problem]:
    """What has happened did not happen in the future."""
    if data.actual_on is not None and data.actual_on.earliest > facts.today:
        return [Problem("actual_on", "problem.date.future")]
    return []


def _is_own_ancestor(parent_id: str | None, facts: RuleFacts) -> bool:
    seen: set[str] = set()
    while parent_id is not None and parent_id not in seen:
        if parent_id == facts.record_id:
            return True
        seen.add(parent_id)
        parent_id = facts.parents.get(parent_id)
    return False
