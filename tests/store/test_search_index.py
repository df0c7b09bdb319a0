"""The search index: two-character Chinese words, pinyin, accents, and any string at all."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecocity_desktop.services import records
from ecocity_desktop.services.workspace import Workspace
from ecocity_desktop.store import search


@pytest.fixture
def filled(ws: Workspace) -> Workspace:
    for name, pinyin in (
        ("荆州市", "Jīngzhōu"),
        ("吉林市", "Jílín"),
        ("庆云县", "Qìngyún"),
        ("荆门市", "Jīngmén"),
    ):
        records.add_record(ws, "cities", {"name": {"zh": name}, "pinyin": pinyin})
    title = "Élaboration d’éco-cités à Œuvre-sur-Ÿ"
    records.add_record(ws, "sources", {"title": title, "note": "CO₂ 荆州生态 2018年"})
    return ws


def _found(ws: Workspace, query: str) -> list[str]:
    with ws.reading() as session:
        return [entity for entity, _ in search.find(session, query, 50)]


@pytest.mark.parametrize(
    "query, found",
    [
        ("荆州", ["city", "source"]),
        ("州市", ["city"]),
        ("荆", ["city", "city", "source"]),
        ("荆云", []),
        ("州荆", []),
        ("荆州 生态", ["source"]),
        ("荆州2018", ["source"]),
        ("jingzhou", ["city"]),
        ("JINGZHOU", ["city"]),
        ("jīngzhōu", ["city"]),
        ("jing zhou", ["city"]),
        ("jing", ["city", "city"]),
        ("elaboration", ["source"]),
        ("ÉLABORATION", ["source"]),
        ("cites eco", ["source"]),
        ("elab", ["source"]),
        ("laboration", []),
        ("CO₂", ["source"]),
        ("", []),
        ("   ", []),
        ("。", []),
    ],
)
def test_a_query_finds_what_holds_all_its_words(filled: Workspace, query: str, found: list[str]) -> None:
    assert sorted(_found(filled, query)) == found


def test_what_is_called_so_comes_before_what_mentions_it(filled: Workspace) -> None:
    assert _found(filled, "荆州") == ["city", "source"]


def test_a_record_is_found_as_it_is_now(filled: Workspace) -> None:
    row_id = records.resolve(filled, "cities", "庆云县")
    records.edit_record(filled, "cities", row_id, {"name": {"zh": "珠海市"}, "pinyin": None})
    assert _found(filled, "庆云") == []
    assert _found(filled, "珠海") == ["city"]
    records.remove_record(filled, "cities", row_id)
    assert _found(filled, "珠海") == []


def test_a_name_outside_the_first_plane_is_found(ws: Workspace) -> None:
    records.add_record(ws, "people", {"name_zh": "𠮷田龘"})
    assert _found(ws, "𠮷田") == ["person"]
    assert _found(ws, "龘") == ["person"]


def test_letters_composed_in_two_ways_are_the_same(ws: Workspace) -> None:
    records.add_record(ws, "sources", {"title": "Cite\u0301"})
    assert _found(ws, "Cité") == ["source"]


def test_the_index_rebuilt_is_the_index_kept(filled: Workspace) -> None:
    with filled.reading() as session:
        assert search.matches_records(session)
        search.rebuild(session)
        assert search.matches_records(session)
        assert [entity for entity, _ in search.find(session, "荆州", 50)] == ["city", "source"]


def test_of_a_pasted_page_the_first_sixty_four_words_are_looked_for(filled: Workspace) -> None:
    with filled.reading() as session:
        assert search.find(session, "荆州 " * 64 + "nowhere", 50) == search.find(session, "荆州", 50)
        assert search.find(session, "荆州 " * 63 + "nowhere", 50) == []


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec=None), max_size=40))
def test_any_string_is_a_query(filled: Workspace, query: str) -> None:
    with filled.reading() as session:
        search.find(session, query, 10)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ['"', "*", "(", ")", "AND", "OR", "NOT", "NEAR", ":", "^", "-", "荆", "\x00", " ", "a"]
        )
    )
)
def test_the_words_of_the_query_language_are_plain_words(parts: list[str]) -> None:
    expression = search.match_expression("".join(parts))
    assert "\x00" not in expression
    assert expression.count('"') % 2 == 0
