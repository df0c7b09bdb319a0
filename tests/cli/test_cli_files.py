"""The commands about whole files: new, check, digest, backup, restore."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import Run

Program = Callable[..., Any]


def test_a_new_file_is_empty_and_sound(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "été 荆州.ecocity"
    made = run("new", file, "--json")
    assert (made.code, made.answer) == (0, {"path": str(file)})
    assert run("check", file, "--json").lines == [{"sound": True, "findings": 0}]
    assert sorted(tmp_path.iterdir()) == [file]


def test_a_sample_holds_the_pilot_programme(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "pilot.ecocity"
    assert run("new", file, "--sample").code == 0
    names = {line["name"]["zh"] for line in run("list", file, "cities", "--json").lines}
    assert names == {"荆州市", "吉林市", "磐石市", "庆云县"}
    assert run("check", file).code == 0


def test_two_samples_hold_the_same(run: Run, tmp_path: Path, pilot_path: Path) -> None:
    run("new", tmp_path / "one.ecocity", "--sample")
    assert run("digest", tmp_path / "one.ecocity").out == run("digest", pilot_path).out


def test_a_new_file_never_replaces_another(run: Run, path: Path) -> None:
    before = path.read_bytes()
    assert run("new", path).code == 16
    assert path.read_bytes() == before


def test_a_new_file_has_the_suffix_of_workspaces(run: Run, tmp_path: Path) -> None:
    assert run("new", tmp_path / "data.sqlite").code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_needs_its_folder(run: Run, tmp_path: Path) -> None:
    refused = run("new", tmp_path / "gone" / "a.ecocity")
    assert refused.code == 19
    assert str(tmp_path / "gone") in refused.err


def test_a_digest_depends_on_the_content_alone(run: Run, path: Path) -> None:
    empty = run("digest", path, "--json").answer["digest"]
    run("add", path, "sources", {"title": "CSTB"})
    assert run("digest", path, "--json").answer["digest"] != empty
    run("undo", path)
    assert run("digest", path, "--json").answer["digest"] == empty
    assert len(empty) == 64


def test_a_backup_is_put_back_and_what_it_replaces_is_kept(run: Run, path: Path) -> None:
    before = run("digest", path).out
    made = run("backup", path, "--json").answer["backup"]
    run("add", path, "sources", {"title": "CSTB"})
    later = run("digest", path).out
    restored = run("restore", path, made, "--json").answer
    assert restored["restored"] == str(path)
    assert run("digest", path).out == before
    assert run("digest", restored["kept"]).out == later


def test_a_backup_goes_where_it_is_told_and_replaces_nothing(run: Run, path: Path, tmp_path: Path) -> None:
    target = tmp_path / "usb" / "copy.ecocity"
    assert run("backup", path, "--output", target).code == 0
    assert run("digest", target).out == run("digest", path).out
    assert run("backup", path, f"--output={target}").code == 16


def test_a_backup_that_was_changed_is_not_restored(run: Run, path: Path) -> None:
    made = Path(run("backup", path, "--json").answer["backup"])
    content = bytearray(made.read_bytes())
    content[len(content) // 2] ^= 1
    made.write_bytes(content)
    before = path.read_bytes()
    assert run("restore", path, made).code == 14
    assert path.read_bytes() == before


def test_a_lost_file_comes_back_from_its_backup(run: Run, path: Path) -> None:
    made = run("backup", path, "--json").answer["backup"]
    path.unlink()
    assert run("restore", path, made, "--json").answer == {"restored": str(path), "kept": None}
    assert run("check", path).code == 0


def test_a_check_names_each_record_that_breaks_a_rule(run: Run, path: Path) -> None:
    row_id = run("add", path, "cities", {"name": {"en": "Jilin"}}, "--json").answer["id"]
    _tamper(path, "UPDATE city SET latitude = 43.8")
    found = run("check", path, "--json")
    assert found.code == 1
    rule = next(line for line in found.lines if line.get("finding") == "check.rule")
    assert (rule["noun"], rule["id"], rule["problem"]) == ("cities", row_id, "problem.coordinates.both")
    assert found.lines[-1]["sound"] is False
    told = run("check", path).out
    assert "longitude: Give both latitude and longitude" in told


def test_a_value_that_cannot_be_read_means_a_damaged_file(run: Run, path: Path) -> None:
    city = run("add", path, "cities", {"name": {"en": "Jilin"}, "province": "220000"}, "--json").answer["id"]
    _tamper(path, "UPDATE city SET province = 'Kirin'")
    for command in (("list", path, "cities"), ("check", path), ("digest", path)):
        assert run(*command).code == 14
    named = run("check", path, "--json").lines[0]
    assert (named["finding"], named["noun"], named["id"]) == ("check.unreadable", "cities", city)


@pytest.mark.parametrize("name", ["name", "other_names"])
def test_a_text_that_is_no_json_means_a_damaged_file(run: Run, path: Path, name: str) -> None:
    run("add", path, "cities", {"name": {"en": "Jilin"}})
    _tamper(path, f"UPDATE city SET {name} = '[1'")
    assert run("list", path, "cities").code == 14


def test_a_table_of_somebody_else_is_found_and_not_opened(run: Run, path: Path) -> None:
    _tamper(path, "CREATE VIEW spy AS SELECT * FROM city")
    found = run("check", path, "--json")
    assert (found.code, found.lines[0]["finding"]) == (1, "check.schema")
    assert run("list", path, "cities").code == 16


def test_a_search_index_that_does_not_match_is_made_anew(run: Run, path: Path) -> None:
    run("add", path, "cities", {"name": {"zh": "荆州市"}})
    _tamper(path, "DELETE FROM search_row")
    checked = run("check", path)
    assert checked.code == 0
    assert "made anew" in checked.err
    assert run("search", path, "荆州", "--json").answer["title"]["zh"] == "荆州市"


def _tamper(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement)
    connection.close()


def test_a_check_names_each_value_that_cannot_be_read_with_its_record(
    run: Run, program: Program, pilot_path: Path
) -> None:
    city = run("show", pilot_path, "cities", "Jingzhou", "--json").answer["id"]
    connection = sqlite3.connect(pilot_path)
    with connection:
        connection.execute("UPDATE city SET latitude = 'abc' WHERE id = ?", (city,))
        connection.execute("UPDATE figure SET preferred = 'yes' WHERE city_id = ?", (city,))
    connection.close()
    told = program("check", pilot_path, "--json")
    assert (told.returncode, told.stderr) == (14, "")
    *found, summary = (json.loads(line) for line in told.stdout.splitlines())
    assert {(one["finding"], one["noun"], one["field"]) for one in found} == {
        ("check.unreadable", "cities", "latitude"),
        ("check.unreadable", "figures", "preferred"),
    }
    assert city in {one["id"] for one in found}
    assert summary == {"sound": False, "findings": len(found)}
    for words in (
        ("list", pilot_path, "cities"),
        ("digest", pilot_path),
        ("show", pilot_path, "cities", city),
    ):
        refused = program(*words)
        assert (refused.returncode, refused.stdout) == (14, "")
        assert "A value kept in the file cannot be read" in refused.stderr
        assert "Warning" not in refused.stderr
    brief = program("brief", pilot_path, "--all", "--output", pilot_path.parent / "pages")
    assert (brief.returncode, "Warning" in brief.stderr) == (14, False)
