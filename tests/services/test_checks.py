"""What a check finds, and that it is right to find nothing in a sound file."""

import sqlite3
from pathlib import Path

import pytest

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


def test_a_reference_to_nothing_is_found(path: Path) -> None:
    _tamper(path, "UPDATE milestone SET source_id = 'nothing'")
    with open_workspace(path) as ws:
        assert "check.reference" in {found.key for found in checks.check_workspace(ws)}


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
