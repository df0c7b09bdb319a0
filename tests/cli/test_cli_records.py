"""Records through the command line: what is added is shown, what is shown can be edited."""

from pathlib import Path
from typing import Any

import pytest

from ecocity_desktop.domain.nouns import NOUNS

from .conftest import Run

ONE_OF_EACH: dict[str, list[dict[str, Any]]] = {
    "sources": [
        {"title": "《荆州日报》 — 2018"},
        {
            "title": "CSTB, « Coopération »",
            "publisher": "CSTB",
            "kind": "programme_page",
            "published_on": "2018-04",
            "url": "https://www.cstb.fr/fr/?a=1&b=2",
            "accessed_on": "2026-11-23",
            "note": "deux\nlignes",
        },
    ],
    "partners": [
        {
            "name": {
                "fr": "Centre scientifique et technique du bâtiment",
                "en": None,
                "zh": "法国建筑科学技术中心",
            }
        },
        {
            "name": {"fr": "A", "en": "B", "zh": "丙"},
            "acronym": "CSTB",
            "kind": "research_centre",
            "country": "FR",
            "role": {"fr": "pilote", "en": None, "zh": None},
            "website": "https://www.cstb.fr",
            "note": {"fr": None, "en": "“quoted” <b>not bold</b> &amp;", "zh": None},
            "status": "stated",
        },
    ],
    "people": [
        {"family_name": "Mangin", "given_name": "David"},
        {
            "name_zh": "𠮷田龘",
            "job_title": {"fr": "urbaniste", "en": None, "zh": "城市规划师"},
            "email": "a@b.cn",
            "phone": "+86 716 000 0000",
            "note": {"fr": None, "en": "👩🏽‍🔬 مرحبا שלום", "zh": None},
        },
    ],
    "agreements": [
        {
            "title": {"fr": "Lettre d’intention", "en": None, "zh": "意向书"},
            "kind": "letter_of_intent",
            "signed_on": "2017",
            "place": {"fr": "Pékin", "en": "Beijing", "zh": "北京"},
            "reference": "CSTB-2017/03",
            "status": "unverified",
        }
    ],
    "cities": [
        {"name": {"fr": None, "en": None, "zh": "磐石市"}},
        {
            "name": {"fr": "Jingzhou", "en": "Jingzhou", "zh": "荆州市"},
            "pinyin": "Jīngzhōu Shì",
            "other_names": ["荆州", "Kingchow"],
            "province": "420000",
            "admin_level": "prefecture_city",
            "parent_name": {"fr": "Hubei", "en": None, "zh": "湖北省"},
            "division_code": "421000",
            "label_stage": "awarded",
            "label_status": "public",
            "latitude": 30.3269,
            "longitude": -179.5,
            "climate_zone": "hot_summer_cold_winter",
            "climate_text": {"fr": "subtropical", "en": None, "zh": None},
            "climate_status": "derived",
            "lead": {"fr": "x" * 20_000, "en": None, "zh": "长" * 20_000},
            "presentation": {"fr": "\u0000\u0001\u200b\u202e", "en": "e\u0301 é", "zh": None},
            "project_title": {"fr": "Site", "en": None, "zh": None},
            "project_site": {"fr": "Jinan", "en": None, "zh": "纪南"},
        },
    ],
    "statements": [
        {
            "text": {"fr": "Le programme vise dix villes.", "en": None, "zh": None},
            "kind": "principle",
            "position": 3,
        }
    ],
    "milestones": [
        {"title": {"fr": "Comité", "en": None, "zh": None}},
        {
            "title": {"fr": "Label", "en": "Label", "zh": "称号"},
            "kind": "label",
            "planned_on": "2018-04-02",
            "forecast_on": "2018-05",
            "actual_on": "2026-11-23",
            "place": {"fr": "Zhuhai", "en": None, "zh": "珠海"},
            "status": "stated",
            "actual_status": "public",
            "note": {"fr": "note", "en": None, "zh": None},
        },
    ],
    "programmes": [
        {
            "name": {"fr": "Programme", "en": None, "zh": None},
            "award_name": {"fr": None, "en": None, "zh": "中法生态示范城市"},
            "target_city_count": 10,
        }
    ],
}
_CASES = [(noun, values) for noun, each in ONE_OF_EACH.items() for values in each]


def _added(run: Run, path: Path, noun: str, values: dict[str, Any]) -> str:
    answer = run("--json", "add", path, noun, values).answer
    return str(answer["id"])


def _shown(run: Run, path: Path, noun: str, wanted: str) -> dict[str, Any]:
    return run("show", path, noun, wanted, "--json").answer


@pytest.mark.parametrize("noun, values", _CASES, ids=[f"{noun}-{len(values)}" for noun, values in _CASES])
def test_what_is_added_is_shown_and_shown_again_changes_nothing(
    run: Run, path: Path, noun: str, values: dict[str, Any]
) -> None:
    row_id = _added(run, path, noun, values)
    shown = _shown(run, path, noun, row_id)
    assert {name: shown[name] for name in values} == values
    assert list(shown) == ["id", *(spec.name for spec in NOUNS[noun].fields)]
    again = run("edit", path, noun, row_id, shown, "--json")
    assert again.code == 0
    assert again.answer == {"ack": None, "id": row_id}
    assert run("list", path, noun, "--json").lines == [shown]


def test_records_that_refer_to_others_are_shown_with_their_ids(run: Run, path: Path) -> None:
    source = _added(run, path, "sources", {"title": "CSTB"})
    first, second = (_added(run, path, "partners", {"name": {"en": name}}) for name in ("First", "Second"))
    city = _added(run, path, "cities", {"name": {"en": "Jilin"}, "coordinates_source_id": source})
    agreement = {"title": {"en": "Deal"}, "party_ids": [second, first], "source_id": source}
    role = {"city_id": city, "partner_id": first, "role": {"fr": None, "en": "leads", "zh": None}}
    figure = {
        "city_id": city,
        "quantity": "population",
        "unit": "inhabitants",
        "value": 4113800,
        "year": 2020,
        "preferred": True,
        "source_id": source,
        "status": "public",
    }
    milestone = {"title": {"en": "Jury"}, "city_ids": [city], "partner_id": second, "planned_on": "2027-01"}
    for noun, values in (
        ("agreements", agreement),
        ("roles", role),
        ("figures", figure),
        ("milestones", milestone),
        ("cities", {"name": {"zh": "磐石市"}, "parent_id": city}),
    ):
        row_id = _added(run, path, noun, values)
        shown = _shown(run, path, noun, row_id)
        expected = {name: value for name, value in values.items() if not isinstance(value, dict)}
        assert {name: shown[name] for name in expected} == expected
        assert run("edit", path, noun, row_id, shown, "--json").answer["ack"] is None
    assert run("check", path).code == 0


def test_a_field_left_out_keeps_its_value_and_null_clears_it(run: Run, path: Path) -> None:
    row_id = _added(run, path, "sources", {"title": "CSTB", "publisher": "CSTB", "published_on": "2018-04"})
    run("edit", path, "sources", row_id, {"publisher": None})
    shown = _shown(run, path, "sources", row_id)
    assert (shown["title"], shown["publisher"], shown["published_on"]) == ("CSTB", None, "2018-04")


def test_a_language_left_out_keeps_its_text_and_null_clears_it(run: Run, path: Path) -> None:
    row_id = _added(run, path, "cities", {"name": {"fr": "Pan-shi", "en": "Panshi", "zh": "磐石市"}})
    run("edit", path, "cities", row_id, {"name": {"fr": None, "en": "Panshi City"}})
    name = _shown(run, path, "cities", row_id)["name"]
    assert (name["fr"], name["en"], name["zh"]) == (None, "Panshi City", "磐石市")
    assert name["reread"] == ["zh"]


def test_a_whole_text_of_null_is_cleared(run: Run, path: Path) -> None:
    row_id = _added(run, path, "cities", {"name": {"en": "Panshi"}, "lead": {"en": "On the river"}})
    run("edit", path, "cities", row_id, {"lead": None})
    assert _shown(run, path, "cities", row_id)["lead"] == {"fr": None, "en": None, "zh": None}


def test_the_values_of_a_record_can_come_from_standard_input(run: Run, path: Path) -> None:
    given = '\ufeff{"title": "庆云"}\n'.encode()
    row_id = run("add", path, "sources", "-", "--json", given=given).answer["id"]
    assert _shown(run, path, "sources", row_id)["title"] == "庆云"


def test_an_answer_comes_with_the_edit_that_is_in_the_history(run: Run, path: Path) -> None:
    answer = run("--json", "add", path, "sources", {"title": "CSTB"}).answer
    (line,) = run("history", path, "--json").lines
    assert line["edit"] == answer["ack"]
    assert line["changes"][0]["row_id"] == answer["id"]


@pytest.mark.parametrize(
    "wanted", ["Jingzhou", "jingzhou", "JĪNGZHŌU", "荆州", "荆州市", "Jīngzhōu Shì", "jingzhou shi"]
)
def test_a_city_answers_to_its_name_in_any_script(run: Run, pilot_path: Path, wanted: str) -> None:
    assert _shown(run, pilot_path, "cities", wanted)["division_code"] == "421000"


@pytest.mark.parametrize(
    "wanted, code", [("吉林", "220200"), ("Jilin", "220200"), ("Panshi", "220284"), ("Qingnyun", "371423")]
)
def test_the_pilot_cities_answer_to_their_other_spellings(
    run: Run, pilot_path: Path, wanted: str, code: str
) -> None:
    assert _shown(run, pilot_path, "cities", wanted)["division_code"] == code


def test_a_chinese_name_is_found_without_its_level_and_in_pinyin(run: Run, path: Path) -> None:
    row_id = _added(run, path, "cities", {"name": {"zh": "德州市"}})
    for wanted in ("德州", "dezhou", "Dezhoushi"):
        assert _shown(run, path, "cities", wanted)["id"] == row_id


def test_other_records_answer_to_their_names_too(run: Run, pilot_path: Path) -> None:
    assert _shown(run, pilot_path, "partners", "cstb")["country"] == "FR"
    assert _shown(run, pilot_path, "people", "mangin")["given_name"] == "David"


def test_a_name_of_two_records_is_refused_with_both(run: Run, path: Path) -> None:
    first, second = (_added(run, path, "cities", {"name": {"zh": "吉林"}}) for _ in range(2))
    refused = run("show", path, "cities", "吉林")
    assert refused.code == 19
    assert first in refused.err
    assert second in refused.err


def test_a_name_of_no_record_is_refused_with_those_there_are(run: Run, pilot_path: Path) -> None:
    refused = run("--json", "show", pilot_path, "cities", "Zhuhai")
    assert (refused.code, refused.out) == (19, "")
    assert "Jilin City, Jingzhou, Panshi, Qingyun" in refused.err


def test_removing_a_city_takes_what_belongs_to_it_and_says_so(run: Run, pilot_path: Path) -> None:
    removed = run("remove", pilot_path, "cities", "Qingyun")
    assert removed.code == 0
    assert "Removed with it:" in removed.out
    assert run("show", pilot_path, "cities", "Qingyun").code == 19
    assert run("check", pilot_path).code == 0


def test_what_others_refer_to_is_not_removed(run: Run, pilot_path: Path) -> None:
    before = run("digest", pilot_path).out
    assert run("remove", pilot_path, "partners", "CSTB").code == 16
    assert run("digest", pilot_path).out == before


def test_candidates_are_listed_in_the_language_of_the_user(
    run: Run, pilot_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for language, name in (
        ("fr", "Jilin, Jingzhou"),
        ("en", "Jilin City, Jingzhou"),
        ("zh", "吉林市、荆州市"),
    ):
        monkeypatch.setenv("ECOCITY_LANGUAGE", language)
        refused = run("show", pilot_path, "cities", "Wuhan")
        assert refused.code == 19
        assert name in refused.err


def test_what_still_refers_to_a_record_is_named_with_its_kind_and_id(run: Run, path: Path) -> None:
    jilin = _added(run, path, "cities", {"name": {"en": "Jilin", "fr": "Jilin-Ville"}})
    panshi = _added(run, path, "cities", {"name": {"en": "Panshi"}, "parent_id": jilin})
    refused = run("remove", path, "cities", jilin)
    assert refused.code == 16
    assert "still refers to it (city Panshi)" in refused.err
    assert f"  cities {panshi}" in refused.err.splitlines()


def test_milestones_are_listed_by_date_with_their_state(run: Run, path: Path) -> None:
    for title, on in (
        ("Later", "2027-06"),
        ("Sooner", "2026-11"),
        ("Past", "2026-10-31"),
        ("Some day", None),
    ):
        _added(run, path, "milestones", {"title": {"en": title}, "planned_on": on})
    told = run("list", path, "milestones").out
    rows = [line.split("  ")[0] for line in told.splitlines()[2:6]]
    assert rows == ["Past", "Sooner", "Later", "Some day"]
    assert [line["title"]["en"] for line in run("list", path, "milestones", "--json").lines] == rows
    for state in ("Late", "Coming", "Planned"):
        assert state in told


def test_a_list_speaks_the_language_asked_for(run: Run, pilot_path: Path) -> None:
    told = run("list", pilot_path, "cities", "--language", "zh").out
    assert "荆州市" in told
    assert "湖北省" in told
    assert "4座城市" in told


def test_a_shown_record_names_what_it_refers_to(run: Run, pilot_path: Path) -> None:
    panshi = run("show", pilot_path, "cities", "Panshi").out
    assert "Jilin City" in panshi
    assert "County-level city" in panshi


def test_an_empty_list_says_so_to_people_and_nothing_to_programs(run: Run, path: Path) -> None:
    assert run("list", path, "cities").out.strip() == "No records (cities) in this file."
    assert run("list", path, "cities", "--json").out == ""
