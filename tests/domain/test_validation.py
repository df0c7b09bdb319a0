"""From given values to checked records, and the rules over several of them."""

from datetime import date
from typing import Any

import pytest

from ecocity_desktop.domain.enums import UNITS, Quantity
from ecocity_desktop.domain.nouns import ENTITIES, NOUNS
from ecocity_desktop.domain.rules import RuleFacts
from ecocity_desktop.domain.validation import checked
from ecocity_desktop.errors import UserError

TODAY = RuleFacts(date(2026, 11, 23))


def _refused(noun: str, values: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(UserError) as refused:
        checked(NOUNS[noun], values)
    assert refused.value.key == "error.invalid"
    return {problem.field: problem.key for problem in refused.value.problems}


def test_every_field_refused_is_named_once() -> None:
    assert _refused("cities", {"latitude": "north", "longitude": 181, "area": 5}) == {
        "latitude": "problem.number",
        "longitude": "problem.too_large",
        "area": "problem.unknown_field",
        "name": "problem.required",
    }


@pytest.mark.parametrize("number", [-5, "abc", True, float("nan"), float("inf")])
def test_a_programme_does_not_aim_at_an_impossible_number_of_cities(number: Any) -> None:
    assert "target_city_count" in _refused("programmes", {"name": {"en": "P"}, "target_city_count": number})


def test_a_problem_names_the_language_it_is_in() -> None:
    assert _refused("cities", {"name": {"fr": "x" * 20_001}}) == {"name.fr": "problem.text.too_long"}


def test_an_empty_text_is_no_text() -> None:
    data = checked(NOUNS["sources"], {"title": "CSTB", "publisher": ""})
    assert data.model_dump()["publisher"] is None


def test_both_coordinates_or_none() -> None:
    cities = NOUNS["cities"]
    half = checked(cities, {"name": {"en": "Jilin"}, "longitude": 126.5})
    assert [(one.field, one.key) for one in cities.rule(half, TODAY)] == [
        ("latitude", "problem.coordinates.both")
    ]


def test_a_city_is_not_its_own_ancestor_however_far() -> None:
    cities = NOUNS["cities"]
    parents = {"a": "b", "b": "c", "c": None}
    lower = checked(cities, {"name": {"en": "C"}, "parent_id": "a"})
    facts = RuleFacts(TODAY.today, "c", parents)
    assert [one.key for one in cities.rule(lower, facts)] == ["problem.parent.self"]
    assert cities.rule(lower, RuleFacts(TODAY.today, "d", parents)) == []


def test_parents_that_already_turn_in_a_circle_do_not_hang_the_rule() -> None:
    cities = NOUNS["cities"]
    below = checked(cities, {"name": {"en": "D"}, "parent_id": "a"})
    assert cities.rule(below, RuleFacts(TODAY.today, "d", {"a": "b", "b": "a"})) == []


@pytest.mark.parametrize(
    "on, problems", [("2026-11-23", 0), ("2026-11", 0), ("2026", 0), ("2026-11-24", 1), ("2027", 1)]
)
def test_what_has_happened_may_have_happened_today_but_not_tomorrow(on: str, problems: int) -> None:
    milestones = NOUNS["milestones"]
    data = checked(milestones, {"title": {"en": "Label"}, "actual_on": on})
    assert len(milestones.rule(data, TODAY)) == problems


def test_each_quantity_has_its_units() -> None:
    assert set(UNITS) == set(Quantity)
    figures = NOUNS["figures"]
    values = {"city_id": "x", "quantity": "area", "unit": "inhabitants"}
    assert [one.field for one in figures.rule(checked(figures, values), TODAY)] == ["unit"]


@pytest.mark.parametrize("entity", ENTITIES)
def test_every_field_is_a_column_or_a_link_and_every_column_a_field(entity: str) -> None:
    noun = ENTITIES[entity]
    links = {link.field for link in noun.links}
    assert {spec.name for spec in noun.fields} - links == set(noun.data.model_fields)
    assert set(noun.table.model_fields) == {"id", *noun.data.model_fields}
