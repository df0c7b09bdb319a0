"""What a check finds, and that it is right to find nothing in a sound file."""

import sqlite3
from pathlib import Path

import pytest

from ecocity_desktop.errors import UserError
from ecocity_desktop.services import checks, history, records
from ecocity_desktop.services.search import search
from ecocity_desktop.services.workspace import create_workspace, open_workspace


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "checked.ecocity"
    with create_workspace(file) as ws:
        city = records.add_record(ws, "cities", {"name": {"fr": "Jingzhou", "zh": "荆州市"}}).row_id
        records.add_record(ws, "milestones", {"title": {"fr": "Label"}, "city_ids": [city]})
        records.edit_record(ws, "cities", str(city), {"pinyin": "Jīngzhōu Shì"})
        records.remove_record(ws, "cities", str(city))
        history.undo(ws)
    return file


def _tamper(path: Path, statement: str) -> None:
    # Another program, without our pragmas, as one would do it with a database browser.
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement)
    connection.close()


def test_a_sound_file_has_no_findings(path: Path) -> None:
    with open_workspace(path) as ws:
        assert checks.check_workspace(ws) == ()
        assert checks.mend_search(ws) is False


def test_a_value_changed_behind_the_journal_is_found(path: Path) -> None:
    _tamper(path, "UPDATE city SET pinyin = 'Jilin'")
    with open_workspace(path) as ws:
        assert [(found.key, found.noun) for found in checks.check_workspace(ws)] == [
            ("check.journal", "cities")
        ]


def test_a_reference_to_nothing_is_found_with_its_record_and_field(path: Path) -> None:
    _tamper(path, "UPDATE milestone SET source_id = 'nothing'")
    with open_workspace(path) as ws:
        (label,) = records.list_records(ws, "milestones")
        found = checks.check_workspace(ws)[0]
    assert (found.key, found.noun, found.id, found.field) == (
        "check.reference",
        "milestones",
        label.id,
        "source_id",
    )


def test_a_link_to_nothing_is_found_at_the_record_it_belongs_to(path: Path) -> None:
    _tamper(path, "UPDATE milestone_city SET city_id = 'nothing'")
    with open_workspace(path) as ws:
        (label,) = records.list_records(ws, "milestones")
        found = {(one.key, one.noun, one.id, one.field) for one in checks.check_workspace(ws)}
    assert ("check.reference", "milestones", label.id, "city_ids") in found


UNREADABLE = [
    ("UPDATE milestone SET actual_on = '2018-02-30'", "milestones", "actual_on"),
    ("UPDATE milestone SET planned_on = 5", "milestones", "planned_on"),
    ("UPDATE city SET province = 'zz'", "cities", "province"),
    ("UPDATE city SET name = 'Jingzhou'", "cities", "name"),
    ("UPDATE city SET name = '[1]'", "cities", "name"),
    ("UPDATE city SET name = '{\"fr\": 5}'", "cities", "name"),
    ('UPDATE city SET name = \'{"de": "Stadt"}\'', "cities", "name"),
    ('UPDATE city SET name = \'{"fr": "Ville", "reread": ["de"]}\'', "cities", "name"),
    ("UPDATE city SET other_names = '{}'", "cities", "other_names"),
    ("UPDATE city SET other_names = x'ff'", "cities", "other_names"),
    ("UPDATE city SET latitude = 'abc'", "cities", "latitude"),
    ("UPDATE city SET pinyin = x'ff'", "cities", "pinyin"),
    ("UPDATE city SET pinyin = CAST(x'ff' AS TEXT)", "cities", "pinyin"),
    ("UPDATE milestone_city SET position = 'first'", "milestones", "city_ids"),
]


@pytest.mark.parametrize("statement, noun, field", UNREADABLE)
def test_a_value_that_cannot_be_read_is_found_with_its_record_and_hides_nothing_else(
    path: Path, statement: str, noun: str, field: str
) -> None:
    with open_workspace(path) as ws:
        wrong = str(records.add_record(ws, "sources", {"title": "CSTB"}).row_id)
        ids = {name: records.list_records(ws, name)[0].id for name in ("cities", "milestones")}
    _tamper(path, statement)
    _tamper(path, "UPDATE source SET title = 'changed'")
    with open_workspace(path) as ws:
        findings, rebuilt = checks.check_and_mend(ws)
        found = {(one.key, one.noun, one.id, one.field) for one in findings}
    assert (checks.is_damaged(findings), rebuilt) == (True, False)
    assert ("check.unreadable", noun, ids[noun], field) in found
    assert ("check.journal", "sources", wrong, None) in found


@pytest.mark.parametrize("statement", [one for one, _, _ in UNREADABLE if "milestone_city" not in one])
def test_nothing_reads_a_value_that_is_none_of_ours_as_if_it_were(path: Path, statement: str) -> None:
    _tamper(path, statement)
    with open_workspace(path) as ws:
        noun = "cities" if statement.startswith("UPDATE city") else "milestones"
        with pytest.raises(UserError) as refused:
            records.list_records(ws, noun)
        assert refused.value.key in ("error.unreadable", "error.damaged")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE change SET after = 'not ours' WHERE op = 'insert'",
        "UPDATE change SET op = 'stir' WHERE op = 'insert'",
        "UPDATE edit SET subject = 'Jingzhou'",
        "UPDATE edit SET made_at = 'yesterday' WHERE label_key = 'edit.change_city'",
        "UPDATE edit SET made_at = made_at || ' garbage' WHERE label_key = 'edit.change_city'",
        "UPDATE edit SET made_at = made_at || ' garbage ' || made_at WHERE label_key = 'edit.change_city'",
    ],
)
def test_a_harmed_history_is_found_and_hides_nothing_else(path: Path, statement: str) -> None:
    _tamper(path, statement)
    _tamper(path, "UPDATE city SET latitude = 30.3")
    with open_workspace(path) as ws:
        found = {one.key for one in checks.check_workspace(ws)}
    assert {"check.history", "check.rule"} <= found


def test_a_value_no_rule_accepts_is_found_with_its_field(path: Path) -> None:
    _tamper(path, "UPDATE city SET latitude = 30.3")
    with open_workspace(path) as ws:
        rules = [found for found in checks.check_workspace(ws) if found.key == "check.rule"]
    assert [found.problem.key for found in rules if found.problem] == ["problem.coordinates.both"]


def test_a_search_index_that_does_not_match_is_made_anew(path: Path) -> None:
    _tamper(path, "DELETE FROM search_row")
    with open_workspace(path) as ws:
        assert search(ws, "荆州") == ()
        assert checks.mend_search(ws) is True
        assert [hit.title.zh for hit in search(ws, "荆州")] == ["荆州市"]
        assert checks.mend_search(ws) is False
