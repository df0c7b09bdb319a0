"""Values and paths that are not valid: refused with field and reason, nothing written."""

import os
from pathlib import Path
from typing import Any

import pytest

from .conftest import Run

_CITY = {"name": {"en": "Jilin"}}
_FIGURE = {"quantity": "population", "unit": "inhabitants", "city_id": "@city"}

REFUSED: list[tuple[str, Any, str, str]] = [
    ("cities", "{", "VALUES", "This is not JSON: line 1, column 2."),
    ("cities", "", "VALUES", "This is not JSON"),
    ("cities", "[]", "VALUES", "Give a JSON object"),
    ("cities", "null", "VALUES", "Give a JSON object"),
    ("cities", '"Jilin"', "VALUES", "Give a JSON object"),
    ("cities", "-5", "VALUES", "Give a JSON object"),
    ("cities", '{"latitude": NaN}', "VALUES", "NaN and infinity"),
    ("cities", '{"latitude": -Infinity}', "VALUES", "NaN and infinity"),
    ("cities", '{"name": {"en": "A"}, "name": {"en": "B"}}', "name", "given twice"),
    ("cities", '{"name": {"en": "A", "en": "B"}}', "name.en", "given twice"),
    ("cities", "[" * 100_000, "VALUES", "nested too deeply"),
    ("figures", '{"value": 1' + "0" * 5_000 + "}", "VALUES", "too many digits"),
    ("cities", {}, "name", "needed"),
    ("cities", {"name": None}, "name", "needed"),
    ("cities", {"name": {"fr": "", "zh": None}}, "name", "needed"),
    ("sources", {"publisher": "CSTB"}, "title", "needed"),
    ("sources", {"title": ""}, "title", "needed"),
    ("sources", {"title": " \u3000 "}, "title", "needed"),
    ("cities", {"name": {"en": "  "}}, "name.en", "needed"),
    ("cities", {"name": {"en": "Jilin", "zh": "\t"}}, "name.zh", "needed"),
    ("milestones", {"title": {"fr": "\n"}}, "title.fr", "needed"),
    ("people", {"family_name": "  "}, "family_name", "needed"),
    ("cities", {"name": {"en": "\u200b\u2800"}}, "name.en", "needed"),
    ("people", {"family_name": "\u200e"}, "family_name", "needed"),
    ("cities", {**_CITY, "other_names": ["Kirin", ""]}, "other_names", "no empty text"),
    ("agreements", {"title": {"en": "A"}, "files": [" "]}, "files", "no empty text"),
    ("cities", {**_CITY, "population": 5}, "population", "no such field"),
    ("cities", {**_CITY, "id": "mine"}, "id", "no such field"),
    ("cities", {"name": "Jilin"}, "name", "by language"),
    ("cities", {"name": False}, "name", "by language"),
    ("cities", {"name": {"de": "Jilin"}}, "name.de", "fr, en and zh"),
    ("cities", {"name": {"en": 5}}, "name.en", "plain text"),
    ("cities", {"name": {"en": "Jilin", "reread": "fr"}}, "name.reread", "list of languages"),
    ("cities", {"name": {"en": "Jilin", "reread": [["fr"]]}}, "name.reread", "list of languages"),
    ("roles", {"city_id": True}, "city_id", "plain text"),
    ("cities", {**_CITY, "province": True}, "province", "no such choice"),
    ("cities", {**_CITY, "other_names": True}, "other_names", "list"),
    ("cities", {"name": {"en": "x" * 20_001}}, "name.en", "20001 characters; the limit is 20000"),
    ("cities", '{"name": {"zh": "\\ud800"}}', "name.zh", "not valid Unicode"),
    ("cities", '{"name": {"en": "A"}, "pinyin": "\\udfff"}', "pinyin", "not valid Unicode"),
    ("cities", '{"name": {"en": "A"}, "other_names": ["\\ud800"]}', "other_names", "not valid Unicode"),
    ("cities", {**_CITY, "other_names": "Kirin"}, "other_names", "list"),
    ("cities", {**_CITY, "other_names": [1]}, "other_names", "list"),
    ("cities", {**_CITY, "other_names": ["x" * 20_001]}, "other_names", "limit is 20000"),
    ("cities", {**_CITY, "other_names": ["x"] * 51}, "other_names", "at most 50"),
    ("cities", {**_CITY, "latitude": 91, "longitude": 0}, "latitude", "at most 90."),
    ("cities", {**_CITY, "latitude": 43.8}, "longitude", "both"),
    ("cities", {**_CITY, "latitude": "north", "longitude": 0}, "latitude", "number"),
    ("cities", {**_CITY, "latitude": "30.3", "longitude": 0}, "latitude", "Enter a number"),
    ("cities", {**_CITY, "latitude": True, "longitude": 0}, "latitude", "number"),
    ("cities", '{"name": {"en": "A"}, "latitude": 1e999, "longitude": 0}', "latitude", "at most 90."),
    ("cities", {**_CITY, "division_code": "22020"}, "division_code", "six digits"),
    ("cities", {**_CITY, "province": "Hubei"}, "province", "no such choice"),
    ("cities", {**_CITY, "province": {"a": 1}}, "province", "no such choice"),
    ("cities", {**_CITY, "parent_id": "nobody"}, "parent_id", "not in this file"),
    ("cities", '{"name": {"en": "A"}, "parent_id": "\\ud800"}', "parent_id", "not valid Unicode"),
    ("agreements", '{"title": {"en": "A"}, "party_ids": ["\\ud800"]}', "party_ids", "not in this file"),
    ("agreements", {"title": {"en": "A"}, "party_ids": "x"}, "party_ids", "list"),
    ("agreements", {"title": {"en": "A"}, "party_ids": [None]}, "party_ids", "list"),
    ("partners", {"name": {"en": "A"}, "country": "China"}, "country", "two capital letters"),
    ("people", {"email": "a@b.cn"}, "family_name", "needed"),
    ("people", {"family_name": "Lin", "email": "nowhere"}, "email", "@"),
    ("milestones", {"title": {"en": "A"}, "planned_on": "2018-02-30"}, "planned_on", "no such day"),
    ("milestones", {"title": {"en": "A"}, "planned_on": "2018-13"}, "planned_on", "no such day"),
    ("milestones", {"title": {"en": "A"}, "planned_on": "0000"}, "planned_on", "no such day"),
    ("milestones", {"title": {"en": "A"}, "planned_on": "March 2017"}, "planned_on", "Write 2017, 2017-03"),
    ("milestones", {"title": {"en": "A"}, "planned_on": 2017}, "planned_on", "“2017” is not a date"),
    ("milestones", {"title": {"en": "A"}, "planned_on": [["2017"]]}, "planned_on", "“…” is not a date"),
    ("milestones", {"title": {"en": "A"}, "actual_on": "2026-11-24"}, "actual_on", "future"),
    ("milestones", {"title": {"en": "A"}, "actual_on": "2026-12"}, "actual_on", "future"),
    ("milestones", {"title": {"en": "A"}, "state": "done"}, "state", "no such field"),
    ("figures", {**_FIGURE, "unit": "km2"}, "unit", "Possible units: inhabitants"),
    ("figures", {**_FIGURE, "value": 10**400}, "value", ""),
    ("figures", {**_FIGURE, "value": "many"}, "value", "number"),
    ("figures", {**_FIGURE, "value": "5"}, "value", "Enter a number"),
    ("figures", {**_FIGURE, "value": "NaN"}, "value", "Enter a number"),
    ("figures", {**_FIGURE, "value": "Infinity"}, "value", "Enter a number"),
    ("figures", {**_FIGURE, "value": ""}, "value", "Enter a number"),
    ("figures", {**_FIGURE, "value": [5]}, "value", "Enter a number"),
    ("figures", {**_FIGURE, "year": "2015"}, "year", "Enter a whole number"),
    ("figures", {**_FIGURE, "preferred": "yes"}, "preferred", "true or false"),
    ("figures", {**_FIGURE, "preferred": "true"}, "preferred", "true or false"),
    ("figures", {**_FIGURE, "preferred": 1}, "preferred", "true or false"),
    ("figures", {**_FIGURE, "preferred": 0}, "preferred", "true or false"),
    ("recurrences", {"title": {"en": "A"}, "every_months": "12"}, "every_months", "whole number"),
    ("dependencies", {"lag_days": ""}, "lag_days", "whole number"),
    ("milestones", {"title": {"en": "A"}, "planned_on": " 2017 "}, "planned_on", "not a date"),
    ("milestones", {"title": {"en": "A"}, "planned_on": ""}, "planned_on", "not a date"),
    ("milestones", {"title": {"en": "A"}, "planned_on": True}, "planned_on", "“true” is not a date"),
    ("milestones", {"title": {"en": "A"}, "kind": ""}, "kind", "no such choice"),
    ("figures", {**_FIGURE, "year": 2020.5}, "year", "whole number"),
    ("figures", {**_FIGURE, "year": 99}, "year", "at least 1000"),
    ("figures", {"quantity": "population", "unit": "inhabitants"}, "city_id", "needed"),
    ("roles", {"city_id": "@city"}, "partner_id", "needed"),
    ("programmes", {"name": {"en": "A"}, "target_city_count": -1}, "target_city_count", "at least 0"),
]


@pytest.mark.parametrize("noun, values, field, reason", REFUSED)
def test_an_invalid_value_is_refused_with_its_field_and_nothing_is_written(
    run: Run, path: Path, noun: str, values: Any, field: str, reason: str
) -> None:
    city = run("add", path, "cities", _CITY, "--json").answer["id"]
    if isinstance(values, dict):
        values = {name: city if value == "@city" else value for name, value in values.items()}
    before = run("digest", path).out
    as_text = [noun, values] if isinstance(values, dict) else [noun, "-"]
    refused = run("--json", "add", path, *as_text, given=values.encode() if isinstance(values, str) else b"")
    assert (refused.code, refused.out) == (18, "")
    assert any(f"  {field}: " in line and reason in line for line in refused.err.splitlines()), refused.err
    assert run("digest", path).out == before


def test_a_number_is_neither_taken_from_a_text_nor_cleared_by_an_empty_one_in_an_edit(
    run: Run, path: Path
) -> None:
    values = {**_CITY, "latitude": 43.8, "longitude": 126.5}
    city = run("add", path, "cities", values, "--json").answer["id"]
    before = run("digest", path).out
    for given in ("44", "", "null"):
        refused = run("edit", path, "cities", city, {"latitude": given})
        assert refused.code == 18
        assert "  latitude: Enter a number." in refused.err
    assert run("digest", path).out == before
    assert run("edit", path, "cities", city, {"latitude": None, "longitude": None}).code == 0
    assert run("show", path, "cities", city, "--json").answer["latitude"] is None


def test_each_invalid_value_is_named_at_once(run: Run, path: Path) -> None:
    values = {"latitude": 91, "longitude": "east", "colour": "green"}
    refused = run("add", path, "cities", values)
    named = [line.strip().partition(":")[0] for line in refused.err.splitlines()[1:]]
    assert sorted(named) == ["colour", "latitude", "longitude", "name"]


def test_a_city_does_not_lie_in_itself_nor_in_what_lies_in_it(run: Run, path: Path) -> None:
    outer = run("add", path, "cities", {"name": {"en": "Jilin"}}, "--json").answer["id"]
    inner = run("add", path, "cities", {"name": {"en": "Panshi"}, "parent_id": outer}, "--json").answer["id"]
    before = run("digest", path).out
    for parent in (outer, inner):
        refused = run("edit", path, "cities", outer, {"parent_id": parent})
        assert refused.code == 18
        assert "  parent_id: A record cannot be part of itself" in refused.err
    assert run("digest", path).out == before


def test_an_edit_is_checked_as_a_whole(run: Run, path: Path) -> None:
    milestone = run("add", path, "milestones", {"title": {"en": "Label"}}, "--json").answer["id"]
    before = run("digest", path).out
    values = {"planned_on": "2018-04-02", "actual_on": "2018-02-30"}
    assert run("edit", path, "milestones", milestone, values).code == 18
    assert run("edit", path, "milestones", milestone, {"title": {"en": None}}).code == 18
    assert run("edit", path, "milestones", milestone, {"id": "another"}).code == 18
    assert run("digest", path).out == before


def test_a_second_programme_is_refused(run: Run, path: Path) -> None:
    assert run("add", path, "programmes", {"name": {"en": "A"}}).code == 0
    refused = run("add", path, "programmes", {"name": {"en": "B"}})
    assert refused.code == 18
    assert "A file holds one programme" in refused.err


def test_values_that_are_not_utf8_are_refused(run: Run, path: Path) -> None:
    refused = run("add", path, "sources", "-", given=b'{"title": "\xe9"}')
    assert refused.code == 18
    assert "not UTF-8" in refused.err


def test_the_reason_is_told_in_the_language_of_the_user(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = {"title": {"fr": "Label"}, "planned_on": "2018-02-30"}
    told = {}
    for language in ("fr", "zh"):
        monkeypatch.setenv("ECOCITY_LANGUAGE", language)
        told[language] = run("add", path, "milestones", values).err
    assert "planned_on\u00a0: Le calendrier ne contient pas «" in told["fr"]
    assert "planned_on：日历中没有" in told["zh"]


def test_agreements_do_not_amend_each_other_in_a_circle(run: Run, path: Path) -> None:
    def added(name: str, **more: str) -> str:
        return str(run("add", path, "agreements", {"title": {"en": name}, **more}, "--json").answer["id"])

    first = added("A")
    second = added("B", amends_id=first)
    third = added("C", amends_id=second)
    for amended in (first, second, third):
        refused = run("edit", path, "agreements", first, {"amends_id": amended})
        assert refused.code == 18
        assert "  amends_id: " in refused.err
    assert run("edit", path, "agreements", third, {"amends_id": first}).code == 0
    assert run("check", path).code == 0


def test_a_partner_has_a_role_in_a_city_once(run: Run, path: Path) -> None:
    city = run("add", path, "cities", _CITY, "--json").answer["id"]
    partner = run("add", path, "partners", {"name": {"en": "CSTB"}}, "--json").answer["id"]
    ends = {"city_id": city, "partner_id": partner}
    role = run("add", path, "roles", {**ends, "role": {"en": "Planner"}}, "--json").answer["id"]
    other = run("add", path, "roles", {**ends, "role": {"en": "Expert"}}, "--json").answer["id"]
    refused = run("add", path, "roles", {**ends, "role": {"en": "Planner"}})
    assert (refused.code, "has this role in this city already" in refused.err) == (18, True)
    assert run("edit", path, "roles", other, {"role": {"en": "Planner"}}).code == 18
    assert run("edit", path, "roles", role, {"position": 2}).code == 0


def test_a_baseline_has_a_name_of_its_own(run: Run, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("baseline", path, "now").code == 0
    monkeypatch.setenv("ECOCITY_LANGUAGE", "fr")
    refused = run("baseline", path, "Now")
    assert (refused.code, "porte déjà ce nom" in refused.err) == (18, True)
    assert run("baseline", path, "Copil").code == 0


def test_a_path_that_leads_nowhere_is_said_to_be_none(run: Run, path: Path, tmp_path: Path) -> None:
    for name in ("x" * 5000, str(tmp_path / ("é" * 200))):
        assert run("new", name).code == 2
    if os.name != "nt":
        ring = tmp_path / "ring.ecocity"
        ring.symlink_to(ring)
        assert [run("check", ring).code, run("restore", path, ring).code] == [2, 2]


@pytest.mark.skipif(os.name == "nt", reason="whole paths are shorter there than such a name")
def test_a_name_too_long_for_what_lies_beside_a_file_is_refused_before_anything_is_made(
    run: Run, tmp_path: Path
) -> None:
    assert run("new", tmp_path / f"{'x' * 193}.ecocity").code == 16
    assert list(tmp_path.iterdir()) == []
    assert run("new", tmp_path / f"{'x' * 192}.ecocity").code == 0


@pytest.mark.parametrize("command", ("export", "calendar", "mspdi-export"))
def test_a_folder_is_no_place_for_a_file(
    run: Run, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert [run(command, path, "--output", name).code for name in (".", "..", "/")] == [16, 16, 16]
