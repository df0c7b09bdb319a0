"""Rules over several fields or several records, shared by forms, import and command line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from ecocity_desktop.domain.agreement import AgreementData
from ecocity_desktop.domain.baseline import BaselineData, read_instant
from ecocity_desktop.domain.city import CityData
from ecocity_desktop.domain.commitment import CommitmentData
from ecocity_desktop.domain.dependency import DependencyData
from ecocity_desktop.domain.enums import UNITS
from ecocity_desktop.domain.figure import FigureData
from ecocity_desktop.domain.local_text import LocalText, shows
from ecocity_desktop.domain.milestone import MilestoneData
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.domain.partner import PartnerData
from ecocity_desktop.domain.person import PersonData
from ecocity_desktop.domain.photo import PhotoData
from ecocity_desktop.domain.recurrence import RecurrenceData
from ecocity_desktop.domain.schedule import cycle_closed_by
from ecocity_desktop.errors import Problem


@dataclass(frozen=True)
class RuleFacts:
    """What rules may know beside the record itself.

    ``today`` is the day of the check, ``record_id`` the record's own id (``None`` while it is being added), ``parents``
    maps every record of the same kind to the one it lies in, ``referred`` holds the records it refers to by the field's
    name. ``followers`` gives, by the id of a milestone, the dependencies that leave it, as pairs of the dependency's id
    and the successor's; ``names`` the titles of the milestones.
    """

    today: date
    record_id: str | None = None
    parents: Mapping[str, str | None] = field(default_factory=dict)
    referred: Mapping[str, Any] = field(default_factory=dict)
    followers: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    names: Mapping[str, LocalText] = field(default_factory=dict)


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
    if not any(shows(name or "") for name in (data.family_name, data.given_name, data.name_zh)):
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


def check_photo(data: PhotoData, facts: RuleFacts) -> list[Problem]:
    """Nobody has a photo of tomorrow."""
    if data.taken_on is not None and data.taken_on.earliest > facts.today:
        return [Problem("taken_on", "problem.photo.future")]
    return []


def check_milestone(data: MilestoneData, facts: RuleFacts) -> list[Problem]:
    """What has happened did not happen in the future, and nothing ends before it began."""
    problems = _not_in_future(facts, actual_start=data.actual_start, actual_on=data.actual_on)
    for start, end in (("planned_start", "planned_on"), ("forecast_start", "forecast_on")):
        problems += _in_order(start, getattr(data, start), getattr(data, end))
    return problems + _in_order("actual_start", data.actual_start, data.actual_on)


def check_agreement(data: AgreementData, facts: RuleFacts) -> list[Problem]:
    """A term does not end before the signature, and an agreement does not amend itself, even indirectly."""
    problems = []
    if data.signed_on and data.ends_on and data.ends_on.latest < data.signed_on.earliest:
        problems.append(Problem("ends_on", "problem.date.order"))
    if _is_own_ancestor(data.amends_id, facts):
        problems.append(Problem("amends_id", "problem.parent.self"))
    return problems


def check_commitment(data: CommitmentData, facts: RuleFacts) -> list[Problem]:
    """A promise stands in an agreement or in one of its clauses, binds two partners, and was not kept in the future."""
    problems = _not_in_future(facts, done_on=data.done_on)
    clause = facts.referred.get("clause_id")
    if data.agreement_id is None and data.clause_id is None:
        problems.append(Problem("agreement_id", "problem.commitment.nowhere"))
    elif data.agreement_id and clause is not None and clause.agreement_id != data.agreement_id:
        problems.append(Problem("clause_id", "problem.commitment.clause"))
    if data.debtor_id is not None and data.debtor_id == data.beneficiary_id:
        problems.append(Problem("beneficiary_id", "problem.commitment.self"))
    return problems


def check_dependency(data: DependencyData, facts: RuleFacts) -> list[Problem]:
    """A milestone waits for another one, once, and never in the end for itself: the cycle is named."""
    if data.predecessor_id == data.successor_id:
        return [Problem("successor_id", "problem.dependency.self")]
    others = {
        start: tuple(end for dependency_id, end in ends if dependency_id != facts.record_id)
        for start, ends in facts.followers.items()
    }
    if data.successor_id in others.get(data.predecessor_id, ()):
        return [Problem("successor_id", "problem.dependency.twice")]
    cycle = cycle_closed_by(others, data.predecessor_id, data.successor_id)
    if not cycle:
        return []
    named = tuple(facts.names.get(one, LocalText()) for one in cycle)
    return [Problem("successor_id", "problem.dependency.cycle", {"cycle": named})]


def check_baseline(data: BaselineData, facts: RuleFacts) -> list[Problem]:
    """Nobody knows how the calendar will stand tomorrow; and a name that reads as a day could not be asked for."""
    if any(_reads_as_a_day(name) for name in data.name.texts()):
        return [Problem("name", "problem.baseline.day")]
    # Today somewhere on Earth may be tomorrow in UTC.
    if read_instant(data.frozen_at).date() > facts.today + timedelta(days=1):
        return [Problem("frozen_at", "problem.baseline.future")]
    return []


def _reads_as_a_day(name: str) -> bool:
    try:
        return PartialDate.parse(name.strip()).precision == "day"
    except ValueError:
        return False


def check_recurrence(data: RecurrenceData, _facts: RuleFacts) -> list[Problem]:
    """A rule counts from one milestone or from one agreement."""
    if (data.milestone_id is None) == (data.agreement_id is None):
        return [Problem("milestone_id", "problem.recurrence.anchor")]
    return []


def _not_in_future(facts: RuleFacts, **dates: PartialDate | None) -> list[Problem]:
    return [
        Problem(name, "problem.date.future")
        for name, on in dates.items()
        if on is not None and on.earliest > facts.today
    ]


def _in_order(name: str, start: PartialDate | None, end: PartialDate | None) -> list[Problem]:
    if start is None or end is None or start.earliest <= end.latest:
        return []
    return [Problem(name, "problem.date.start")]


def _is_own_ancestor(parent_id: str | None, facts: RuleFacts) -> bool:
    seen: set[str] = set()
    while parent_id is not None and parent_id not in seen:
        if parent_id == facts.record_id:
            return True
        seen.add(parent_id)
        parent_id = facts.parents.get(parent_id)
    return False
