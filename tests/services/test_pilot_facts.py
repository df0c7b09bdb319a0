"""What the pilot programme says of awards, announcements and sources: nothing twice, and nothing but what was read."""

import re

import pytest

from ecocity_desktop.domain.enums import FactStatus
from ecocity_desktop.services import history
from ecocity_desktop.services.pilot import pilot_id
from ecocity_desktop.services.records import get_record, link_ids, list_records
from ecocity_desktop.services.workspace import Workspace

NARROW = "\u202f"


@pytest.mark.parametrize("key", ["jingzhou", "jilin", "panshi", "qingyun"])
def test_one_award_is_one_milestone_called_label_when_expected_and_prize_when_given(
    pilot_ws: Workspace, key: str
) -> None:
    def named(word: str) -> list[str]:
        rows = list_records(pilot_ws, "milestones")
        own = [row for row in rows if pilot_id(key) in link_ids(pilot_ws, "milestones", row.id, "city_ids")]
        return [row.id for row in own if word in row.title.fr]

    award = pilot_id(f"label-{key}")
    assert (named("Éco-cité pilote franco-chinoise"), named("Label Éco-cité")) == ([award], [])
    history.undo(pilot_ws)
    assert (named("Éco-cité pilote franco-chinoise"), named("Label Éco-cité")) == ([], [award])


def test_what_was_only_announced_is_printed_as_an_announcement(pilot_ws: Workspace) -> None:
    title = get_record(pilot_ws, "milestones", pilot_id("beijing-2019")).title
    assert ("annoncent" in title.fr, "announce" in title.en, "宣布" in title.zh) == (True, True, True)


def test_the_award_has_the_official_name_once_it_was_given(pilot_ws: Workspace) -> None:
    award = get_record(pilot_ws, "programmes", pilot_id("programme")).award_name
    assert (award.en, award.zh) == ("Sino-French Pilot Eco-City Prize", "中法生态示范城市")
    assert award.fr.replace(NARROW, " ") == "Prix « Éco-cité pilote franco-chinoise »"
    history.undo(pilot_ws)
    assert get_record(pilot_ws, "programmes", pilot_id("programme")).award_name.fr == "Label Éco-cité"


def test_nothing_is_taken_from_outlines_or_points_that_served_only_to_cross_check(
    pilot_ws: Workspace,
) -> None:
    told = " ".join(f"{row.title} {row.note}" for row in list_records(pilot_ws, "sources"))
    assert [word for word in ("Tianditu", "outline", "ontour", "边界") if word in told] == []
    assert {row.status for row in list_records(pilot_ws, "figures")} == {
        FactStatus.PUBLIC,
        FactStatus.UNVERIFIED,
    }
    placed = {city.name.en: city.latitude is not None for city in list_records(pilot_ws, "cities")}
    assert placed == {"Jingzhou": True, "Jilin City": True, "Panshi": True, "Qingyun": False}


def test_sources_and_publishers_are_named_as_they_name_themselves(pilot_ws: Workspace) -> None:
    sources = list_records(pilot_ws, "sources")
    names = {"CSTB", "Alterea", "德州新闻网"}
    translated = [
        row.publisher
        for row in sources
        if row.publisher and row.publisher not in names and not re.fullmatch(r"[a-z0-9.]+", row.publisher)
    ]
    assert translated == []
    assert [row.title for row in sources if re.search(" · | / |Wikipedia|page$", row.title)] == []
