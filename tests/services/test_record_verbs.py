"""The verbs every noun shares: adding, editing, linking, naming."""

from collections.abc import Callable
from functools import partial

import pytest

from ecocity_desktop.domain.local_text import LANGUAGES
from ecocity_desktop.errors import UserError
from ecocity_desktop.services import history, records
from ecocity_desktop.services.workspace import Workspace


def _city(ws: Workspace, name: str) -> str:
    return str(records.add_record(ws, "cities", {"name": {"en": name}}).row_id)


def test_a_change_set_names_what_was_touched(ws: Workspace) -> None:
    city = _city(ws, "Jilin")
    changes = records.add_record(ws, "milestones", {"title": {"en": "Label"}, "city_ids": [city]})
    assert changes.edit_id is not None
    assert changes.touched[0] == ("milestone", changes.row_id)
    assert changes.entities == {"milestone", "milestone_city"}
    assert changes.concerns("milestone_city")
    assert not changes.concerns("city")


def test_linked_records_keep_the_order_they_were_given_in(ws: Workspace) -> None:
    first, second, third = (_city(ws, name) for name in ("A", "B", "C"))
    values = {"title": {"en": "Label"}, "city_ids": [third, first, third]}
    milestone = str(records.add_record(ws, "milestones", values).row_id)
    assert records.link_ids(ws, "milestones", milestone, "city_ids") == (third, first)
    records.edit_record(ws, "milestones", milestone, {"city_ids": [second, third]})
    assert records.link_ids(ws, "milestones", milestone, "city_ids") == (second, third)
    records.edit_record(ws, "milestones", milestone, {"title": {"en": "Award"}})
    assert records.link_ids(ws, "milestones", milestone, "city_ids") == (second, third)
    records.edit_record(ws, "milestones", milestone, {"city_ids": None})
    assert records.link_ids(ws, "milestones", milestone, "city_ids") == ()


def test_one_figure_of_a_quantity_is_preferred(ws: Workspace) -> None:
    city = _city(ws, "Jilin")
    values = {"city_id": city, "quantity": "population", "unit": "inhabitants", "preferred": True}
    census = str(records.add_record(ws, "figures", {**values, "value": 3_623_713}).row_id)
    yearbook = str(records.add_record(ws, "figures", {**values, "value": 4_150_000}).row_id)
    area = {"city_id": city, "quantity": "area", "unit": "km2", "value": 27_659.8, "preferred": True}
    records.add_record(ws, "figures", area)
    preferred = {row.id: row.preferred for row in records.list_records(ws, "figures", quantity="population")}
    assert preferred == {census: False, yearbook: True}
    history.undo(ws)
    history.undo(ws)
    assert records.get_record(ws, "figures", census).preferred


def test_what_was_cleared_is_unknown_not_zero(ws: Workspace) -> None:
    city = _city(ws, "Jilin")
    values = {"city_id": city, "quantity": "area", "unit": "km2", "value": 5.0, "year": 2020}
    figure = str(records.add_record(ws, "figures", values).row_id)
    records.edit_record(ws, "figures", figure, {"value": None, "year": None})
    row = records.get_record(ws, "figures", figure)
    assert (row.value, row.year) == (None, None)


def test_clearing_a_choice_that_has_a_usual_value_goes_back_to_it(ws: Workspace) -> None:
    partner = str(records.add_record(ws, "partners", {"name": {"en": "X"}, "kind": "company"}).row_id)
    records.edit_record(ws, "partners", partner, {"kind": None})
    assert records.get_record(ws, "partners", partner).kind == "other"


def test_what_is_needed_cannot_be_cleared(ws: Workspace) -> None:
    partner = str(records.add_record(ws, "partners", {"name": {"en": "X"}}).row_id)
    with pytest.raises(UserError) as refused:
        records.edit_record(ws, "partners", partner, {"name": None})
    assert [problem.key for problem in refused.value.problems] == ["problem.required"]


@pytest.mark.parametrize(
    "verb", [records.get_record, records.remove_record, partial(records.edit_record, values={})]
)
def test_a_record_that_is_gone_is_not_found(ws: Workspace, verb: Callable[..., object]) -> None:
    with pytest.raises(UserError) as refused:
        verb(ws, "cities", "nobody")
    assert refused.value.key == "error.not_found"


def test_an_exact_name_comes_before_a_loose_one(ws: Workspace) -> None:
    records.add_record(ws, "cities", {"name": {"zh": "吉林省"}})
    city = str(records.add_record(ws, "cities", {"name": {"zh": "吉林市"}}).row_id)
    assert records.resolve(ws, "cities", "吉林") == city
    exact = str(records.add_record(ws, "cities", {"name": {"zh": "吉林"}}).row_id)
    assert records.resolve(ws, "cities", "吉林") == exact


@pytest.mark.parametrize("wanted", ["", " ", "\ud800", "\x00", "x" * 100_000])
def test_any_string_may_be_asked_for(pilot_ws: Workspace, wanted: str) -> None:
    with pytest.raises(UserError) as refused:
        records.resolve(pilot_ws, "cities", wanted)
    assert refused.value.key == "error.not_found"
    assert len(refused.value.params["wanted"]) <= 80


@pytest.mark.parametrize(
    "noun", ["cities", "people", "partners", "figures", "roles", "milestones", "parties"]
)
def test_each_candidate_that_is_listed_names_its_record_when_given_in_its_turn(
    pilot_ws: Workspace, noun: str
) -> None:
    with pytest.raises(UserError) as refused:
        records.resolve(pilot_ws, noun, "nobody of that name")
    listed = [one for one in refused.value.params["candidates"] if one.en != "…"]
    found = [
        records.resolve(pilot_ws, noun, str(one.get(language))) for one in listed for language in LANGUAGES
    ]
    known = [row.id for row in records.list_records(pilot_ws, noun)]
    assert len(listed) == min(12, len(known))
    assert len(set(found)) == len(listed)
    assert set(found) <= set(known)


@pytest.mark.parametrize("wanted", ["David Mangin", "mangin david", "David MANGIN", "Mangin"])
def test_a_person_is_found_by_the_whole_name_in_either_order(pilot_ws: Workspace, wanted: str) -> None:
    found = records.get_record(pilot_ws, "people", records.resolve(pilot_ws, "people", wanted))
    assert (found.given_name, found.family_name) == ("David", "Mangin")


def test_pinyin_may_be_written_apart_and_an_id_in_capitals(pilot_ws: Workspace) -> None:
    city = records.resolve(pilot_ws, "cities", "荆州")
    for wanted in ("jing zhou", "Jīng Zhōu", "jingzhou shi", "jingzhoushi", city.upper(), f"荆州市 ({city})"):
        assert records.resolve(pilot_ws, "cities", wanted) == city


@pytest.mark.parametrize(
    "noun, values, expected",
    [
        ("agreements", {"kind": None, "files": None, "party_ids": None}, ("contract", [], [])),
        ("cities", {"other_names": None, "label_stage": None}, ([], None)),
    ],
)
def test_nothing_is_given_to_a_new_record_as_it_is_to_one_that_is_there(
    ws: Workspace, noun: str, values: dict[str, None], expected: tuple[object, ...]
) -> None:
    name = {"title" if noun == "agreements" else "name": {"en": "A"}}
    added = str(records.add_record(ws, noun, name | values).row_id)
    plain = str(records.add_record(ws, noun, name).row_id)
    records.edit_record(ws, noun, plain, values)
    for row_id in (added, plain):
        told = records.record_json(ws, noun, records.get_record(ws, noun, row_id))
        assert tuple(told[field] for field in values) == expected
