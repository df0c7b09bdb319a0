"""How a brief fills its pages: two of them in everyday use, and a head on every page for what goes on."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2
import pytest

from ecocity_desktop.brief.assemble import assemble
from ecocity_desktop.brief.facts import CityFacts
from ecocity_desktop.brief.pdf import render
from ecocity_desktop.domain.enums import Quantity
from ecocity_desktop.i18n.catalog import LANGUAGES, Catalog
from ecocity_desktop.services.briefs import gather
from ecocity_desktop.services.pilot import pilot_id
from ecocity_desktop.services.records import add_record
from ecocity_desktop.services.workspace import open_workspace

PILOTS = ("jingzhou", "jilin", "panshi", "qingyun")


def pages(facts: CityFacts, language: str, paper: str = "a4") -> list[list[str]]:
    """The lines of each page of a brief."""
    stream = io.BytesIO()
    render(assemble(facts, Catalog(language, strict=True), date(2026, 11, 23)), stream, paper)
    with pypdfium2.PdfDocument(stream.getvalue()) as pdf:
        return [page.get_textpage().get_text_range().splitlines() for page in pdf]


@pytest.fixture(scope="module")
def busy(pilot_file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, CityFacts]:
    """The pilot cities, each with two promises and a milestone ahead."""
    path = tmp_path_factory.mktemp("busy") / "busy.ecocity"
    path.write_bytes(pilot_file.read_bytes())
    text = {
        "fr": "Fournir les données de consommation d’eau et d’énergie du quartier",
        "en": "Provide the district’s water and energy consumption data",
        "zh": "提供片区用水和能耗数据",
    }
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    with open_workspace(path, clock=lambda: noon, author="Lin") as ws:
        cities = [pilot_id(key) for key in PILOTS]
        ahead = {"title": text, "planned_on": "2027-03", "city_ids": cities}
        add_record(ws, "milestones", ahead)
        for debtor, creditor, due_on in (("cstb", "ceca", "2027-02-15"), ("ceca", "cstb", "2026-10")):
            promise = {
                "text": text,
                "agreement_id": pilot_id("contract-ceca-cstb"),
                "debtor_id": pilot_id(debtor),
                "beneficiary_id": pilot_id(creditor),
                "due_on": due_on,
                "city_ids": cities,
            }
            add_record(ws, "commitments", promise)
        return {key: gather(ws, pilot_id(key)) for key in PILOTS}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", PILOTS)
def test_a_brief_with_promises_and_a_milestone_ahead_still_has_two_pages(
    busy: dict[str, CityFacts], key: str, language: str
) -> None:
    assert len(pages(busy[key], language)) == 2


@pytest.mark.parametrize(
    ("language", "heads"),
    [
        ("fr", ("CALENDRIER", "CALENDRIER (SUITE)", "mois ou année", "aujourd’hui")),
        ("en", ("CALENDAR", "CALENDAR (CONTINUED)", "month or year", "today")),
        ("zh", ("时间表", "时间表（续）", "月或年", "今天")),
    ],
)
def test_a_section_that_goes_on_says_so_on_each_page(
    busy: dict[str, CityFacts], language: str, heads: tuple[str, ...]
) -> None:
    facts = busy["jilin"]
    many = tuple(one for one in facts.milestones for _ in range(12))
    found = pages(replace(facts, milestones=many), language)
    first = next(number for number, lines in enumerate(found) if any(heads[0] in line for line in lines))
    going_on = [lines for lines in found[first + 1 :] if any(heads[1] in line for line in lines)]
    assert len(going_on) > 1
    for lines in (found[first], *going_on):
        assert [any(head in line for line in lines) for head in heads[2:]] == [True, True]


def test_a_calendar_that_begins_on_the_first_page_is_not_parted(busy: dict[str, CityFacts]) -> None:
    facts = replace(busy["jilin"], statements=(), roles=(), contacts=())
    figures = tuple(one for one in facts.figures for _ in range(3))
    first, second = pages(replace(facts, figures=figures), "zh")
    assert any("时间表" in line for line in first)
    assert any("提供片区用水和能耗数据" in line for line in first), "its last row"
    assert not any("时间表" in line for line in second)


def test_a_chinese_team_has_room_for_its_roles_and_full_width_brackets(busy: dict[str, CityFacts]) -> None:
    text = "\n".join(pages(busy["panshi"], "zh")[0]).replace("\u00a0", " ")
    for words in ("法方团队，与当地政府共建", "与CSTB合作的城市规划师", "（CECA）", "3,867 平方公里"):
        assert words in text, words
    assert "(CECA)" not in text


@pytest.mark.parametrize(
    ("language", "head", "name"),
    [
        ("fr", "CHIFFRES ET SOURCES (SUITE)", "Population"),
        ("en", "FIGURES AND SOURCES (CONTINUED)", "Population"),
        ("zh", "数据与来源（续）", "人口"),
    ],
)
def test_a_figure_at_the_top_of_a_page_says_what_it_measures(
    busy: dict[str, CityFacts], language: str, head: str, name: str
) -> None:
    population = busy["jilin"].figures[0]
    assert population.quantity is Quantity.POPULATION
    found = pages(replace(busy["jilin"], figures=(population,) * 120), language)
    going_on = [lines for lines in found if any(head in line for line in lines)]
    assert len(going_on) > 1
    for lines in going_on:
        assert sum(line.split(" ")[0] == name for line in lines) == 1
