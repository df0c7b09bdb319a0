"""A workspace comes back from its JSON copy, whole or not at all."""

import json
import sqlite3
from pathlib import Path

import pytest

from ecocity_desktop.errors import UserError
from ecocity_desktop.services import checks, history, records
from ecocity_desktop.services.recovery import workspace_from_copy, write_copy
from ecocity_desktop.services.restoring import restore
from ecocity_desktop.services.safe_copy import open_safe_copy
from ecocity_desktop.services.workspace import Workspace, create_workspace, open_workspace


@pytest.fixture
def filled(tmp_path: Path) -> Workspace:
    ws = create_workspace(tmp_path / "origin.ecocity")
    jilin = records.add_record(ws, "cities", {"name": {"en": "Jilin City", "zh": "吉林市"}}).row_id
    panshi = records.add_record(ws, "cities", {"name": {"zh": "磐石市"}, "parent_id": jilin}).row_id
    title = {"fr": "Label « attendu »\u0000"}
    records.add_record(
        ws, "milestones", {"title": title, "planned_on": "2018-04", "city_ids": [panshi, jilin]}
    )
    return ws


def test_a_copy_gives_back_everything_it_was_made_of(filled: Workspace, tmp_path: Path) -> None:
    write_copy(filled, tmp_path / "copy.json")
    with filled, workspace_from_copy(tmp_path / "copy.json", tmp_path / "again.ecocity") as again:
        assert checks.digest(again) == checks.digest(filled)
        assert checks.check_workspace(again) == ()
        line = history.next_undo(again)
        assert line is not None
        assert line.label_key == "edit.restore_copy"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"format": "ecocity-copy", "version": 2}',
        '{"format": "ecocity-copy", "version": true, "records": {}}',
        '{"format": "ecocity-copy", "version": 1, "records": {}, "records": {}}',
        '{"format": "ecocity-copy", "version": 1, "records": {"source": [{"id": "../x", "title": "T"}]}}',
        "[" * 100_000,
    ],
)
def test_a_file_that_is_no_copy_is_refused_and_leaves_no_workspace(tmp_path: Path, content: str) -> None:
    copy = tmp_path / "copy.json"
    copy.write_text(content, "utf-8")
    with pytest.raises(UserError) as refused:
        workspace_from_copy(copy, tmp_path / "again.ecocity")
    assert refused.value.key == "error.not_a_copy"
    assert not (tmp_path / "again.ecocity").exists()


def test_a_wrong_value_in_a_copy_is_named_with_its_record(filled: Workspace, tmp_path: Path) -> None:
    copy = tmp_path / "copy.json"
    write_copy(filled, copy)
    filled.close()
    content = json.loads(copy.read_text("utf-8"))
    content["records"]["milestone"][0]["planned_on"] = "2018-02-30"
    copy.write_text(json.dumps(content), "utf-8")
    with pytest.raises(UserError) as refused:
        workspace_from_copy(copy, tmp_path / "again.ecocity")
    assert refused.value.key == "error.invalid"
    identity = content["records"]["milestone"][0]["id"]
    assert [one.field for one in refused.value.problems] == [f"milestone/{identity}.planned_on"]
    assert not (tmp_path / "again.ecocity").exists()


def test_what_a_file_once_held_comes_back_though_a_form_would_refuse_it_now(
    filled: Workspace, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.json"
    write_copy(filled, copy)
    filled.close()
    content = json.loads(copy.read_text("utf-8"))
    content["records"]["milestone"][0]["title"]["fr"] = "  "
    copy.write_text(json.dumps(content), "utf-8")
    with workspace_from_copy(copy, tmp_path / "again.ecocity") as again:
        (found,) = checks.check_workspace(again)
        assert (found.key, found.noun, found.field) == ("check.rule", "milestones", "title.fr")


def test_a_copy_is_known_by_what_is_in_it_whatever_its_name(filled: Workspace, tmp_path: Path) -> None:
    write_copy(filled, tmp_path / "copie")
    filled.close()
    restore(tmp_path / "again.ecocity", tmp_path / "copie")
    with open_workspace(tmp_path / "again.ecocity") as again:
        assert len(records.list_records(again, "cities")) == 2


def test_what_could_not_be_read_leaves_a_copy_that_can_be_read_back(tmp_path: Path) -> None:
    """A role needs its partner and goes with it; a city only mentions its source and stays."""
    file, copy = tmp_path / "origin.ecocity", tmp_path / "copy.json"
    with create_workspace(file) as ws:
        partner = records.add_record(ws, "partners", {"name": {"en": "CSTB"}}).row_id
        source = records.add_record(ws, "sources", {"title": "Charter"}).row_id
        city = records.add_record(
            ws, "cities", {"name": {"en": "Jilin City"}, "label_source_id": source}
        ).row_id
        records.add_record(ws, "roles", {"city_id": city, "partner_id": partner, "role": {"en": "Advice"}})
    connection = sqlite3.connect(file)
    connection.execute("UPDATE partner SET kind = 'harmed' WHERE id = ?", (partner,))
    connection.execute("UPDATE source SET published_on = 'harmed' WHERE id = ?", (source,))
    connection.commit()
    connection.close()
    with open_safe_copy(file) as damaged:
        assert write_copy(damaged, copy) == 3
    with workspace_from_copy(copy, tmp_path / "again.ecocity") as again:
        (kept,) = records.list_records(again, "cities")
        assert (kept.name.en, kept.label_source_id) == ("Jilin City", None)
        assert records.list_records(again, "partners") == records.list_records(again, "roles") == ()


def test_two_records_of_one_id_are_refused(filled: Workspace, tmp_path: Path) -> None:
    copy = tmp_path / "copy.json"
    write_copy(filled, copy)
    filled.close()
    content = json.loads(copy.read_text("utf-8"))
    first = content["records"]["milestone"][0]
    content["records"]["milestone"].append(first)
    copy.write_text(json.dumps(content), "utf-8")
    with pytest.raises(UserError) as refused:
        workspace_from_copy(copy, tmp_path / "again.ecocity")
    assert [(one.field, one.key) for one in refused.value.problems] == [
        (f"milestone/{first['id']}.id", "problem.json.twice")
    ]
    first["id"] = "\ud800"
    content["records"]["milestone"] = [first]
    copy.write_text(json.dumps(content), "utf-8")
    with pytest.raises(UserError) as refused:
        workspace_from_copy(copy, tmp_path / "again.ecocity")
    assert refused.value.key == "error.not_a_copy"


def test_what_may_be_there_once_is_not_taken_twice_from_a_copy(filled: Workspace, tmp_path: Path) -> None:
    records.add_record(filled, "programmes", {"name": {"en": "Eco-city"}})
    copy = tmp_path / "copy.json"
    write_copy(filled, copy)
    filled.close()
    content = json.loads(copy.read_text("utf-8"))
    for entity in ("programme", "milestone_city"):
        content["records"][entity].append(content["records"][entity][0] | {"id": "again"})
    copy.write_text(json.dumps(content), "utf-8")
    with pytest.raises(UserError) as refused:
        workspace_from_copy(copy, tmp_path / "again.ecocity")
    assert {(one.field, one.key) for one in refused.value.problems} == {
        ("programme/again.name", "problem.one_programme"),
        ("milestone_city/again.city_id", "problem.already_linked"),
    }
    assert not (tmp_path / "again.ecocity").exists()


def test_a_reference_to_nothing_leaves_no_workspace(filled: Workspace, tmp_path: Path) -> None:
    copy = tmp_path / "copy.json"
    write_copy(filled, copy)
    filled.close()
    content = json.loads(copy.read_text("utf-8"))
    content["records"]["city"] = content["records"]["city"][:1]
    copy.write_text(json.dumps(content), "utf-8")
    with pytest.raises(UserError) as refused:
        workspace_from_copy(copy, tmp_path / "again.ecocity")
    assert {one.key for one in refused.value.problems} == {"problem.reference"}
    assert not (tmp_path / "again.ecocity").exists()
