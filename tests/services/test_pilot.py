"""The pilot programme as loaded: what it holds, where each fact comes from, how it is written."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ecocity_desktop.domain.enums import FactStatus, LabelStage, Quantity
from ecocity_desktop.domain.fields import LOCAL_KINDS
from ecocity_desktop.domain.local_text import LANGUAGES, LocalText
from ecocity_desktop.domain.nouns import NOUNS
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.errors import UserError
from ecocity_desktop.services import checks, history
from ecocity_desktop.services.pilot import load_pilot_programme, make_pilot_workspace, pilot_id
from ecocity_desktop.services.records import get_record, link_ids, list_records, resolve
from ecocity_desktop.services.workspace import Workspace, create_workspace

NO_BREAK, NARROW = "\u00a0", "\u202f"
WITHOUT_CHINESE = {("partner", "name", "China Eco-City Academy"), ("partner", "name", "David Mangin")}
PROPER_NAMES = ("中新吉林食品区", "吉林乌拉")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with create_workspace(tmp_path_factory.mktemp("pilot") / "pilot.ecocity") as ws:
        load_pilot_programme(ws)
        yield ws


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "fresh.ecocity") as ws:
        load_pilot_programme(ws)
        yield ws


def _city(ws: Workspace, name: str) -> Any:
    return get_record(ws, "cities", resolve(ws, "cities", name))


def _source_title(ws: Workspace, source_id: str) -> str:
    return str(get_record(ws, "sources", source_id).title)


def _texts(ws: Workspace) -> Iterator[tuple[str, str, LocalText]]:
    """Every text by language in the file, with its entity and field."""
    for noun in NOUNS.values():
        for row in list_records(ws, noun.name):
            for spec in noun.columns:
                if spec.kind in LOCAL_KINDS and getattr(row, spec.name):
                    yield noun.entity, spec.name, getattr(row, spec.name)


def test_there_are_exactly_the_four_pilot_cities(loaded: Workspace) -> None:
    cities = {(row.name.fr, row.name.zh, row.province.value) for row in list_records(loaded, "cities")}
    assert cities == {
        ("Jingzhou", "荆州市", "420000"),
        ("Jilin", "吉林市", "220000"),
        ("Panshi", "磐石市", "220000"),
        ("Qingyun", "庆云县", "370000"),
    }


def test_every_noun_has_the_records_expected(loaded: Workspace) -> None:
    assert {noun: len(list_records(loaded, noun)) for noun in NOUNS} == {
        "programmes": 1,
        "sources": 28,
        "partners": 5,
        "people": 1,
        "agreements": 2,
        "parties": 4,
        "clauses": 0,
        "cities": 4,
        "roles": 20,
        "photos": 0,
        "statements": 18,
        "figures": 32,
        "milestones": 14,
        "commitments": 0,
        "slips": 0,
        "dependencies": 0,
        "baselines": 0,
        "recurrences": 0,
    }


def test_panshi_lies_in_jilin_city_and_qingyun_in_a_city_not_in_the_file(loaded: Workspace) -> None:
    jilin = _city(loaded, "Jilin")
    assert _city(loaded, "Panshi").parent_id == jilin.id
    assert _city(loaded, "Qingyun").parent_id is None
    assert _city(loaded, "Qingyun").parent_name == LocalText("Dezhou", "Dezhou", "德州市")


@pytest.mark.parametrize(
    "written",
    ["Jingzhou", "jingzhou", "荆州", "荆州市", "Jīngzhōu Shì", "jingzhou shi", pilot_id("jingzhou")],
)
def test_a_city_is_found_under_any_of_its_names(loaded: Workspace, written: str) -> None:
    assert _city(loaded, written).name.en == "Jingzhou"


def test_the_spelling_of_the_founding_text_finds_qingyun(loaded: Workspace) -> None:
    assert _city(loaded, "Qingnyun").name.zh == "庆云县"


def test_march_2017_stays_a_month(loaded: Workspace) -> None:
    contract = get_record(loaded, "agreements", pilot_id("contract-cstb-csus"))
    assert contract.signed_on == PartialDate(2017, 3)
    signed = get_record(loaded, "milestones", pilot_id("contract-cstb-csus-signed"))
    assert (str(signed.actual_on), signed.actual_status) == ("2017-03", FactStatus.STATED)


def test_the_agreements_have_their_parties_in_the_order_of_the_founding_text(loaded: Workspace) -> None:
    parties = {
        str(row.signed_on): [
            get_record(loaded, "partners", one).acronym
            for one in link_ids(loaded, "agreements", row.id, "party_ids")
        ]
        for row in list_records(loaded, "agreements")
    }
    assert parties == {"2017-03": ["CSTB", "CSUS"], "2017-06": ["CECA", "CSTB"]}


def test_the_month_read_in_an_address_is_derived(loaded: Workspace) -> None:
    meeting = get_record(loaded, "milestones", pilot_id("beijing-2019"))
    assert (str(meeting.actual_on), meeting.actual_status) == ("2019-09", FactStatus.DERIVED)


def test_the_label_stage_is_awarded_by_a_public_source(loaded: Workspace) -> None:
    for city in list_records(loaded, "cities"):
        assert (city.label_stage, city.label_status) == (LabelStage.AWARDED, FactStatus.PUBLIC)
        assert city.label_source_id == pilot_id("cstb-2018-04")


def test_undone_once_the_file_holds_the_founding_text_alone(fresh: Workspace) -> None:
    history.undo(fresh)
    jingzhou = _city(fresh, "Jingzhou")
    assert (jingzhou.label_stage, jingzhou.label_status) == (LabelStage.CO_CONSTRUCTION, FactStatus.STATED)
    assert jingzhou.latitude is None
    assert list_records(fresh, "figures") == ()
    assert [row.title for row in list_records(fresh, "sources")] == [
        "Coopération franco-chinoise pour l’élaboration d’écocités bas-carbone"
    ]
    assert {row.status for row in list_records(fresh, "roles")} == {FactStatus.STATED}


def test_undone_twice_the_file_is_empty(fresh: Workspace) -> None:
    history.undo(fresh)
    history.undo(fresh)
    assert all(list_records(fresh, noun) == () for noun in NOUNS)
    assert history.next_undo(fresh) is None


def test_redone_it_is_the_same_again(fresh: Workspace) -> None:
    before = checks.digest(fresh)
    history.undo(fresh)
    history.undo(fresh)
    history.redo(fresh)
    history.redo(fresh)
    assert checks.digest(fresh) == before


def test_every_figure_with_a_value_has_a_source(loaded: Workspace) -> None:
    figures = list_records(loaded, "figures")
    assert [row.id for row in figures if row.value is not None and row.source_id is None] == []


def test_every_fact_says_how_far_it_can_be_relied_on(loaded: Workspace) -> None:
    for noun in ("programmes", "partners", "agreements", "roles", "statements", "figures"):
        assert [row.id for row in list_records(loaded, noun) if row.status is None] == []
    for row in list_records(loaded, "milestones"):
        assert (row.planned_on is None) == (row.status is None) == (row.source_id is None)
        assert row.actual_on is not None
        assert row.actual_status is not None
        assert row.actual_source_id is not None


def test_only_the_two_census_figures_not_found_are_unverified(loaded: Workspace) -> None:
    unverified = {
        row.id for row in list_records(loaded, "figures") if row.status in {FactStatus.UNVERIFIED, None}
    }
    assert unverified == {pilot_id("panshi-population-2020"), pilot_id("qingyun-population-2020")}
    for row_id in unverified:
        figure = get_record(loaded, "figures", row_id)
        assert (figure.value, figure.year, figure.preferred, figure.source_id) == (None, 2020, False, None)


def test_each_quantity_of_each_city_has_one_preferred_figure(loaded: Workspace) -> None:
    figures = list_records(loaded, "figures")
    preferred = [(row.city_id, row.quantity) for row in figures if row.preferred]
    assert len(preferred) == len(set(preferred))
    assert set(preferred) == {(row.city_id, row.quantity) for row in figures}


def test_the_preferred_figures_are_those_of_the_programme_data(loaded: Workspace) -> None:
    values = {
        (row.quantity, row.city_id): row.value for row in list_records(loaded, "figures") if row.preferred
    }
    expected = {"jingzhou": 5231180, "jilin": 3623713, "panshi": 520978, "qingyun": 314000}
    assert {key: values[Quantity.POPULATION, pilot_id(key)] for key in expected} == expected
    expected_areas = {"jingzhou": 14068.68, "jilin": 27120, "panshi": 3867.3, "qingyun": 501}
    assert {key: values[Quantity.AREA, pilot_id(key)] for key in expected_areas} == expected_areas
    assert values[Quantity.GDP, pilot_id("qingyun")] == 20.505


def test_every_source_is_used_or_says_what_for(loaded: Workspace) -> None:
    used = {
        getattr(row, spec.name)
        for noun in NOUNS.values()
        for row in list_records(loaded, noun.name)
        for spec in noun.columns
        if spec.refers_to == "source"
    }
    unused = {row.title for row in list_records(loaded, "sources") if row.id not in used}
    assert unused == {
        "Le CSTB s’investit dans la création de villes durables en Chine",  # notes: Beijing, Grand Prix 2008
        "5 villes chinoises ont reçu le prix Éco-cité pilote franco-chinoise",  # note: certification begun
        "GB/T 2260",  # levels and codes
    }


def test_david_mangin_is_a_partner_and_a_person(loaded: Workspace) -> None:
    (person,) = list_records(loaded, "people")
    assert (person.given_name, person.family_name, person.name_zh) == ("David", "Mangin", None)
    assert get_record(loaded, "partners", person.partner_id).kind == "individual"


def test_each_team_is_listed_in_one_order(loaded: Workspace) -> None:
    for city in list_records(loaded, "cities"):
        roles = list_records(loaded, "roles", city_id=city.id)
        names = [get_record(loaded, "partners", row.partner_id).name.en for row in roles]
        assert names == [
            "French Scientific and Technical Centre for Building",
            "China Eco-City Academy",
            "Chinese Society for Urban Studies",
            "David Mangin",
            "Cerway",
        ]


def test_all_three_languages_are_there_but_for_two_names(loaded: Workspace) -> None:
    gaps = {
        (entity, field, text.en)
        for entity, field, text in _texts(loaded)
        if any(text.get(language) is None for language in LANGUAGES)
    }
    assert gaps == WITHOUT_CHINESE


def test_only_our_own_translations_are_marked_to_be_re_read(loaded: Workspace) -> None:
    marked = {(field, text.zh) for _, field, text in _texts(loaded) if text.reread}
    assert marked == {
        ("project_title", "滨水而居"),
        ("project_title", "吉林市／岔路河：农业之城"),
        ("project_title", "莲花山生态谷"),
        ("project_title", "双河之城"),
    }


def test_jilin_city_and_jilin_province_are_never_confused_in_chinese(loaded: Workspace) -> None:
    for _, _, text in _texts(loaded):
        words = text.zh or ""
        for name in PROPER_NAMES:
            words = words.replace(name, "")
        assert not re.search("吉林(?![市省])", words), words


def test_french_is_set_with_its_own_apostrophe_and_spaces(loaded: Workspace) -> None:
    for _, _, text in _texts(loaded):
        words = text.fr or ""
        assert "'" not in words, words
        assert not re.search(f"(?<![{NARROW}])[;!?»]", words), words
        assert not re.search(f"(?<!{NO_BREAK}):", words), words
        assert not re.search(f"«(?!{NARROW})", words), words
        assert not re.search(r"\d [\d€%]|\d (?:km|ha)\b", words), words


def test_chinese_is_set_with_full_width_punctuation(loaded: Workspace) -> None:
    for _, _, text in _texts(loaded):
        words = text.zh or ""
        assert not re.search(r"[一-鿿][,;:!?()\"']|[,;:!?()\"'](?=[一-鿿])", words), words
        assert "." not in re.sub(r"\d\.\d", "", words), words


def test_the_loaded_file_is_sound(loaded: Workspace) -> None:
    assert checks.check_workspace(loaded) == ()


def test_two_loads_give_the_same_digest(loaded: Workspace, fresh: Workspace) -> None:
    assert checks.digest(loaded) == checks.digest(fresh)


def test_a_file_that_holds_anything_is_refused_and_not_changed(fresh: Workspace) -> None:
    before = checks.digest(fresh)
    with pytest.raises(UserError) as refused:
        load_pilot_programme(fresh)
    assert refused.value.key == "error.not_empty"
    assert checks.digest(fresh) == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file sizes")
def test_a_disk_too_full_for_the_programme_keeps_no_half_of_it(tmp_path: Path) -> None:
    import resource

    create_workspace(tmp_path / "empty.ecocity").close()
    room = (tmp_path / "empty.ecocity").stat().st_size + 20_000
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        with pytest.raises(UserError):
            make_pilot_workspace(tmp_path / "pilot.ecocity")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [file.name for file in tmp_path.iterdir()] == ["empty.ecocity"]


def test_before_its_facts_happened_the_sample_holds_the_founding_text_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ECOCITY_NOW", "2018-02-01T12:00:00Z")
    with make_pilot_workspace(tmp_path / "before.ecocity") as before:
        stages = {city.label_stage for city in list_records(before, "cities")}
        assert stages == {LabelStage.CO_CONSTRUCTION}
        assert len(history.history(before)) == 1
