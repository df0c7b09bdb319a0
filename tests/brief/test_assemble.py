"""What a brief says: sections, badges, source numbers, states, in three languages."""

from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

import pytest

from ecocity_desktop.brief import document as doc
from ecocity_desktop.brief.assemble import assemble
from ecocity_desktop.brief.balance import BalanceFacts, assemble_balance
from ecocity_desktop.brief.facts import CityFacts, MilestoneFacts
from ecocity_desktop.domain.city import City
from ecocity_desktop.domain.enums import PartnerKind
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.i18n.catalog import Catalog

TODAY = date(2018, 3, 1)
_Block = TypeVar("_Block")


def brief(facts: CityFacts, language: str = "fr", today: date = TODAY) -> doc.BriefDocument:
    return assemble(facts, Catalog(language, strict=True), today)


def block(document: doc.BriefDocument, kind: type[_Block]) -> _Block:
    return next(one for one in document.blocks if isinstance(one, kind))


def badges(words: doc.Words) -> list[str]:
    return [badge.word for badge in words.badges]


def test_the_name_stands_in_both_scripts_with_place_and_stage(facts: CityFacts) -> None:
    french, chinese = block(brief(facts), doc.Title), block(brief(facts, "zh"), doc.Title)
    assert (french.name.text, french.other_name) == ("Jingzhou", "荆州市")
    assert [part.text for part in french.subtitle] == [
        "Province du Hubei (湖北省)",
        "Ville-préfecture",
        "Ville pilote en co-construction",
    ]
    assert (chinese.name.text, chinese.other_name) == ("荆州市", "Jingzhou")
    assert [part.text for part in chinese.subtitle] == ["湖北省", "地级市", "共建中的试点城市"]


def test_a_parent_that_is_not_in_the_file_is_named_too(facts: CityFacts) -> None:
    city = facts.city.model_copy(update={"parent_name": LocalText("Dezhou", "Dezhou", "德州市")})
    given = replace(facts, city=city)
    assert block(brief(given), doc.Title).subtitle[1].text == "Ville-préfecture dans Dezhou 德州市"
    assert block(brief(given, "zh"), doc.Title).subtitle[1].text == "地级市（隶属德州市）"


def test_a_text_missing_in_the_language_falls_back_visibly(facts: CityFacts) -> None:
    lead = block(brief(facts, "zh"), doc.Lead).text
    assert (lead.text, badges(lead)) == ("Une ville d’eau.", ["法文"])
    assert badges(block(brief(facts, "fr"), doc.Lead).text) == []


def test_a_text_to_re_read_says_so(facts: CityFacts) -> None:
    presentation = block(brief(facts, "en"), doc.Paragraphs)
    assert badges(presentation.items[0]) == ["to re-read"]
    assert badges(block(brief(facts, "fr"), doc.Paragraphs).items[0]) == []


def test_the_name_of_the_city_is_printed_without_a_badge(facts: CityFacts) -> None:
    name = LocalText("Zhuhai", None, "珠海市", frozenset({"fr", "zh"}))
    title = block(brief(replace(facts, city=facts.city.model_copy(update={"name": name}))), doc.Title)
    assert title.name == doc.Words("Zhuhai")


@pytest.mark.parametrize(
    ("kind", "name", "acronym", "expected"),
    [
        (PartnerKind.INDIVIDUAL, "David Mangin", None, []),
        (PartnerKind.OTHER, "CSTB", "CSTB", []),
        (PartnerKind.ACADEMY, "China Eco-City Academy", "CECA", ["英文"]),
    ],
)
def test_names_of_persons_and_acronyms_are_no_text_in_another_language(
    facts: CityFacts, kind: PartnerKind, name: str, acronym: str | None, expected: list[str]
) -> None:
    given = facts.roles[0].partner.model_copy(
        update={"kind": kind, "name": LocalText(en=name), "acronym": acronym}
    )
    roles = (replace(facts.roles[0], partner=given),)
    (member,) = block(brief(replace(facts, roles=roles), "zh"), doc.Team).members
    assert (member.name.text, badges(member.name)) == (name, expected)
    title = block(assemble_balance(BalanceFacts(given), Catalog("zh"), date(2026, 11, 23)), doc.Title)
    assert badges(title.name) == expected


def test_unverified_and_derived_facts_carry_their_badge(facts: CityFacts) -> None:
    document = brief(facts)
    context = next(one for one in document.blocks if isinstance(one, doc.Paragraphs) and one.key == "context")
    assert badges(context.items[0]) == ["non vérifié"]
    gdp = block(document, doc.KeyFacts).facts[2]
    assert (gdp.caption.text, badges(gdp.caption)) == ("PIB", ["déduit"])


def test_key_figures_show_the_preferred_value_and_say_what_is_missing(facts: CityFacts) -> None:
    population, area, gdp = block(brief(facts), doc.KeyFacts).facts
    assert (population.value, population.unit, population.caption.text) == (
        "5,23\u00a0M",
        "hab.",
        "population, 2020",
    )
    assert (area.value, area.missing) == ("à compléter", True)
    assert gdp.value == "20,5"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", [("5.23\u00a0M", "inh."), ("to complete", ""), ("20.5", "bn CNY")]),
        ("zh", [("523.1万", "人"), ("待补充", ""), ("205.05", "亿元")]),
    ],
)
def test_key_figures_are_written_as_readers_expect(
    facts: CityFacts, language: str, expected: list[tuple[str, str]]
) -> None:
    found = block(brief(facts, language), doc.KeyFacts).facts
    assert [(fact.value, fact.unit) for fact in found] == expected


def test_values_that_disagree_are_all_listed_and_the_preferred_one_is_marked(facts: CityFacts) -> None:
    rows = block(brief(facts), doc.FigureTable).rows
    assert [(row.quantity, row.preferred) for row in rows] == [
        ("Population", True),
        ("", False),
        ("Superficie", False),
        ("PIB", False),
    ]
    assert badges(rows[0].scope) == ["retenue"]
    assert [row.source.text for row in rows] == ["Wiki", "CSTB", "", "Wiki"]
    assert badges(rows[2].source) == ["source manquante"]


def test_what_is_done_is_printed_with_what_was_planned_and_no_forecast_left_from_before(
    facts: CityFacts,
) -> None:
    moved = facts.milestones[1].milestone.model_copy(update={"forecast_on": PartialDate(2028, 6)})
    alone = facts.milestones[0].milestone.model_copy(update={"forecast_on": PartialDate(2028, 6)})
    given = replace(facts, milestones=(MilestoneFacts(alone, ("jz",)), MilestoneFacts(moved, ("jz",))))
    document = brief(given)
    rows = block(document, doc.Timeline).rows
    assert [(str(row.due), row.when.text) for row in rows] == [
        ("None", "2017, fait"),
        ("2017-06", "12 septembre 2017 (annoncé\u00a0: juin 2017), fait"),
    ]
    steps = block(document, doc.Journey).steps
    assert [step.announced.text if step.announced else "" for step in steps] == [
        "",
        "annoncé\u00a0: juin 2017",
    ]


def test_the_legend_shows_the_marks_that_occur(facts: CityFacts) -> None:
    assert block(brief(facts), doc.Timeline).legend == (
        ("span", "mois ou année"),
        ("done", "jour, fait"),
        ("announced_span", "date annoncée"),
        ("coming", "à venir"),
        ("late_span", "en retard"),
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Position de Jingzhou à compléter\u00a0: sa province est cernée."),
        ("en", "The position of Jingzhou is still to be entered: its province is outlined."),
        ("zh", "荆州市的位置待补充，图中勾出其所在省份。"),
    ],
)
def test_a_city_without_a_position_is_shown_by_its_province(
    facts: CityFacts, language: str, words: str
) -> None:
    city = facts.city.model_copy(update={"latitude": None, "longitude": None})
    document = brief(replace(facts, city=city, cities=(city, *facts.cities[1:])), language)
    found = block(document, doc.LocatorMap)
    assert (found.here, [pin.role for pin in found.pins]) == ("420000", ["pilot", "landmark", "landmark"])
    assert found.note.text.startswith(words)
    assert block(document, doc.Sources).notes
    abroad = city.model_copy(update={"province": None})
    assert not any(isinstance(one, doc.LocatorMap) for one in brief(replace(facts, city=abroad)).blocks)


def test_sources_are_numbered_in_the_order_they_are_cited(facts: CityFacts) -> None:
    document = brief(facts)
    assert block(document, doc.Title).subtitle[2].sources == (1,)
    entries = block(document, doc.Sources).entries
    assert [(entry.number, entry.title) for entry in entries] == [
        (1, "Coopération"),
        (2, "Cinq villes"),
        (3, "Census"),
    ]
    assert entries[0].details == "Page du programme · CSTB"
    assert entries[2].details == "Statistiques · Wiki · https://example.org/c"


def test_the_way_to_the_label_marks_what_is_done_and_what_comes_next(facts: CityFacts) -> None:
    steps = block(brief(facts), doc.Journey).steps
    assert [(step.label, step.when.text, step.state, step.is_next) for step in steps] == [
        ("Sélection", "2017", "done", False),
        ("Co-construction", "12 septembre 2017", "done", False),
        ("Label Éco-cité", "2 avril 2018, Zhuhai", "coming", True),
    ]
    assert [step.state_word for step in steps] == ["", "", "À venir"]


def test_what_was_announced_stays_apart_from_what_happened(facts: CityFacts) -> None:
    step = block(brief(facts), doc.Journey).steps[1]
    assert step.when.sources == (2,)
    assert step.announced is not None
    assert (step.announced.text, step.announced.sources) == ("annoncé\u00a0: juin 2017", (1,))
    row = block(brief(facts), doc.Timeline).rows[1]
    assert row.when.text == "12 septembre 2017 (annoncé\u00a0: juin 2017), fait"
    assert row.when.sources == (1, 2)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", ["2017, fait", "janvier 2018, en retard", "2 avril 2018, à venir", "date à fixer"]),
        ("en", ["2017, done", "January 2018, late", "2 April 2018, coming up", "date to be set"]),
        ("zh", ["2017年，已完成", "2018年1月，逾期", "2018年4月2日，即将到期", "日期待定"]),
    ],
)
def test_the_calendar_keeps_the_precision_of_each_date(
    facts: CityFacts, language: str, expected: list[str]
) -> None:
    rows = block(brief(facts, language), doc.Timeline).rows
    assert [rows[index].when.text for index in (0, 2, 3, 4)] == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", ["Contrat de mars 2017", "Avenant d’avril 2017"]),
        ("en", ["Contract of March 2017", "Amendment of April 2017"]),
        ("zh", ["2017年3月合同", "2017年4月补充协议"]),
    ],
)
def test_the_team_names_the_agreements_behind_each_role(
    facts: CityFacts, language: str, expected: list[str]
) -> None:
    team = block(brief(facts, language), doc.Team)
    assert [words.text for words in team.members[0].frame] == expected
    assert team.members[1].frame == ()


def test_contacts_are_printed_with_their_partner(facts: CityFacts) -> None:
    person = block(brief(facts), doc.Contacts).people[0]
    assert (person.name, [line.text for line in person.lines]) == (
        "Anne MARTIN",
        ["CSTB", "anne@example.org"],
    )


def test_points_needing_attention_come_the_most_pressing_first(facts: CityFacts) -> None:
    points = block(brief(facts), doc.Attention).points
    assert [(point.word, point.responsible) for point in points[:2]] == [
        ("En retard", "responsable à désigner"),
        ("À venir", "CSTB"),
    ]
    assert points[1].text == "Jalon m3\u00a0: 2 avril 2018."
    assert "Superficie\u00a0: la valeur retenue reste à saisir." in [point.text for point in points]


def test_texts_to_translate_concern_only_the_brief_of_that_language(facts: CityFacts) -> None:
    def said(language: str) -> str:
        return " ".join(point.text for point in block(brief(facts, language), doc.Attention).points)

    assert "待译成中文的文字：简报导语。" in said("zh")
    assert "à traduire" not in said("fr")


def test_a_city_with_just_a_name_has_no_empty_sections() -> None:
    document = brief(CityFacts(city=City(id="x", name=LocalText("Lhassa"))))
    assert [type(one).__name__ for one in document.blocks] == ["Title", "Attention"]
    assert block(document, doc.Title).subtitle == ()


def test_a_city_beyond_the_map_is_said_to_be(facts: CityFacts) -> None:
    city = City(id="x", name=LocalText("Lhassa"), latitude=29.65, longitude=91.1)
    note = block(brief(replace(facts, city=city)), doc.LocatorMap).note.text
    assert note.startswith("Lhassa se trouve hors de la carte.")


def test_the_same_facts_make_the_same_document_and_any_change_another_fingerprint(facts: CityFacts) -> None:
    first, again = brief(facts), brief(facts)
    assert first == again
    changed = facts.city.model_copy(update={"lead": LocalText(fr="Une ville d’eau !")})
    other: Any = brief(replace(facts, city=changed))
    assert other.fingerprint != first.fingerprint
    assert first.fingerprint in first.footer
