"""The board of the calendar: every city at once, none at all, only a year, a leap day, an empty file."""

from datetime import date

import pytest

from ecocity_desktop.i18n.catalog import LANGUAGES, Catalog
from ecocity_desktop.services import records
from ecocity_desktop.services.calendar_board import Grouping, board_facts, calendar_board
from ecocity_desktop.services.workspace import Workspace

FR = Catalog("fr", strict=True)


def add(ws: Workspace, noun: str, **values: object) -> str:
    return str(records.add_record(ws, noun, values).row_id)


def groups(ws: Workspace, grouping: Grouping = Grouping.CITY, language: str = "fr") -> dict[str, list[str]]:
    """The titles under each heading."""
    board = calendar_board(board_facts(ws), Catalog(language, strict=True), grouping)
    found: dict[str, list[str]] = {}
    heading = ""
    for row in board.rows:
        heading = row.heading if row.entry is None else heading
        found.setdefault(heading, [])
        if row.entry is not None:
            found[heading].append(row.entry.title)
    return found


@pytest.fixture
def two_cities(ws: Workspace) -> list[str]:
    return [
        add(ws, "cities", name={"fr": name, "en": name, "zh": chinese})
        for name, chinese in (("Jingzhou", "荆州市"), ("Panshi", "磐石市"))
    ]


@pytest.mark.parametrize("grouping", Grouping)
def test_an_empty_file_has_an_empty_board(ws: Workspace, grouping: Grouping) -> None:
    board = calendar_board(board_facts(ws), FR, grouping)
    assert (board.rows, board.arrows, board.span()) == ((), (), None)


def test_what_concerns_all_cities_stands_under_each_and_what_concerns_none_under_the_programme(
    ws: Workspace, two_cities: list[str]
) -> None:
    add(ws, "milestones", title={"fr": "Comité"}, planned_on="2027", city_ids=two_cities)
    add(ws, "milestones", title={"fr": "Jury"}, planned_on="2027-02")
    assert groups(ws) == {"Programme": ["Jury"], "Jingzhou": ["Comité"], "Panshi": ["Comité"]}
    assert groups(ws, Grouping.NONE) == {"": ["Jury", "Comité"]}
    assert groups(ws, Grouping.PARTNER) == {"Sans responsable": ["Jury", "Comité"]}


def test_cities_stand_in_the_order_of_their_sound_for_a_chinese_reader_too(
    ws: Workspace, two_cities: list[str]
) -> None:
    bozhou = add(ws, "cities", name={"fr": "Bozhou", "zh": "亳州市"})
    add(ws, "milestones", title={"zh": "会议"}, planned_on="2027", city_ids=[*two_cities, bozhou])
    assert list(groups(ws, language="zh")) == ["亳州市", "荆州市", "磐石市"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_that_is_the_same_in_both_scripts_is_said_once(ws: Workspace, language: str) -> None:
    partner = add(ws, "partners", name={"fr": "Cerway", "en": "Cerway", "zh": "Cerway"})
    add(ws, "milestones", title={"fr": "Audit", "en": "Audit", "zh": "审核"}, partner_id=partner)
    board = calendar_board(board_facts(ws), Catalog(language, strict=True), Grouping.PARTNER)
    assert [(row.heading, row.second) for row in board.rows if row.entry is None] == [("Cerway", "")]


def test_a_year_a_leap_day_and_nothing_at_all_have_their_places(ws: Workspace) -> None:
    add(ws, "milestones", title={"fr": "Année"}, planned_on="2027")
    add(ws, "milestones", title={"fr": "Bissextile"}, planned_on="2028-02-29")
    add(ws, "milestones", title={"fr": "Sans date"})
    board = calendar_board(board_facts(ws), FR, Grouping.NONE)
    assert [(row.entry.title, row.entry.state) for row in board.rows if row.entry] == [
        ("Année", "planned"),
        ("Bissextile", "planned"),
        ("Sans date", "undated"),
    ]
    assert board.span() == (date(2027, 1, 1), date(2028, 2, 29))


def test_a_folded_group_keeps_its_reach_and_loses_its_arrows(ws: Workspace, two_cities: list[str]) -> None:
    first = add(ws, "milestones", title={"fr": "A"}, planned_on="2027-03", city_ids=[two_cities[0]])
    then = add(ws, "milestones", title={"fr": "B"}, planned_on="2027-05-02", city_ids=[two_cities[0]])
    add(ws, "dependencies", predecessor_id=first, successor_id=then)
    facts = board_facts(ws)
    assert len(calendar_board(facts, FR, Grouping.CITY).arrows) == 1
    board = calendar_board(facts, FR, Grouping.CITY, folded={two_cities[0]})
    (row,) = board.rows
    assert (row.folded, row.count, row.reach) == (True, 2, (date(2027, 3, 1), date(2027, 5, 2)))
    assert (board.arrows, board.span()) == ((), (date(2027, 3, 1), date(2027, 5, 2)))
    assert row.said == "Jingzhou, 2 jalons, repliés"
