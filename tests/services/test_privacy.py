"""A person's data: all of it handed over, and none of it left behind."""

import json
from pathlib import Path

import pytest

from ecocity_desktop.errors import UserError
from ecocity_desktop.services import backups, checks, history, privacy, records, recovery, restoring
from ecocity_desktop.services.search import search
from ecocity_desktop.services.workspace import Workspace, create_workspace, open_workspace

CANARIES = ("Canary-Dupont", "canary.mail@exemple.org", "Canari-urbaniste", "+33 7391")


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "people.ecocity")


@pytest.fixture
def person(ws: Workspace) -> str:
    values = {
        "family_name": CANARIES[0],
        "email": CANARIES[1],
        "job_title": {"fr": CANARIES[2]},
        "phone": CANARIES[3],
    }
    records.add_record(ws, "people", {"family_name": "Martin"})
    identity = records.add_record(ws, "people", values).row_id
    assert identity is not None
    records.edit_record(ws, "people", identity, {"phone": "+33 1 00", "note": {"en": f"Was {CANARIES[3]}"}})
    return identity


def _canaries_in(path: Path) -> list[str]:
    content = path.read_bytes().lower()
    return [canary for canary in CANARIES if canary.lower().encode() in content]


def test_an_export_holds_everything_the_file_ever_held_of_a_person(ws: Workspace, person: str) -> None:
    with ws:
        exported = json.dumps(privacy.export_person(ws, person), ensure_ascii=False)
    assert [canary for canary in CANARIES if canary not in exported] == []
    assert "Martin" not in exported


def test_an_erased_person_leaves_no_byte_behind(ws: Workspace, person: str) -> None:
    with ws:
        privacy.erase_person(ws, person)
        assert search(ws, "canary") == ()
        assert checks.check_workspace(ws) == ()
        assert [row.family_name for row in records.list_records(ws, "people")] == ["Martin"]
    assert _canaries_in(ws.path) == []


def test_an_erasure_is_not_undone_and_older_edits_still_are(ws: Workspace, person: str) -> None:
    with ws:
        records.add_record(ws, "sources", {"title": "CSTB"})
        privacy.erase_person(ws, person)
        history.undo(ws)
        assert records.list_records(ws, "sources") == ()
        assert [row.family_name for row in records.list_records(ws, "people")] == ["Martin"]
        history.undo(ws)
        assert records.list_records(ws, "people") == ()
        assert history.next_undo(ws) is None


def test_an_individual_partner_stays_without_a_name(ws: Workspace) -> None:
    with ws:
        partner = records.add_record(
            ws, "partners", {"name": {"fr": CANARIES[0]}, "kind": "individual"}
        ).row_id
        values = {"family_name": CANARIES[0], "partner_id": partner}
        identity = str(records.add_record(ws, "people", values).row_id)
        agreement = {"title": {"fr": "Contrat"}, "party_ids": [partner]}
        records.add_record(ws, "agreements", agreement)
        privacy.erase_person(ws, identity)
        (kept,) = records.list_records(ws, "partners")
        assert kept.name.fr == "Personne effacée"
        assert checks.check_workspace(ws) == ()
    assert _canaries_in(ws.path) == []


def test_backups_made_before_are_listed_and_do_not_bring_the_person_back(ws: Workspace, person: str) -> None:
    with ws:
        kept = backups.make_backup(ws)
        assert [one.path for one in privacy.erase_person(ws, person).backups] == [kept]
    backups.restore_backup(ws.path, kept)
    with open_workspace(ws.path) as restored:
        assert privacy.erase_returned(restored, ws.path) == 1
        assert [row.family_name for row in records.list_records(restored, "people")] == ["Martin"]
    assert _canaries_in(ws.path) == []


def test_not_even_the_journal_of_sqlite_keeps_a_byte_while_the_file_is_open(
    ws: Workspace, person: str
) -> None:
    with ws:
        privacy.erase_person(ws, person)
        journal = ws.path.with_name(f"{ws.path.name}-journal")
        assert journal.read_bytes() == b""
        assert _canaries_in(ws.path) == []


def test_copies_in_every_place_are_listed_and_can_be_deleted(
    ws: Workspace, person: str, tmp_path: Path
) -> None:
    second = tmp_path / "usb"
    second.mkdir()
    with ws:
        kept = backups.make_backup(ws, second_folder=second)
        copy = recovery.copy_from_backup(kept, ws.path, ws.now())
    backups.restore_backup(ws.path, kept)
    with open_workspace(ws.path) as again:
        left = privacy.erase_person(again, person, second).backups
        kinds = {(one.kind, one.path.parent.name) for one in left}
    assert kinds == {
        ("backup", "people backups"),
        ("copy", "people backups"),
        ("replaced", tmp_path.name),
        ("backup", "usb"),
    }
    assert copy in {one.path for one in left}
    assert backups.delete_backups(left) == 4
    found = [file for file in tmp_path.rglob("*") if file.is_file() and _canaries_in(file)]
    assert found == []


def test_a_json_copy_does_not_bring_an_erased_person_back(ws: Workspace, person: str) -> None:
    with ws:
        copy = recovery.copy_from_backup(backups.make_backup(ws), ws.path, ws.now())
        privacy.erase_person(ws, person)
    assert restoring.restore(ws.path, copy).erased == 1
    with open_workspace(ws.path) as restored:
        assert [row.family_name for row in records.list_records(restored, "people")] == ["Martin"]
    assert _canaries_in(ws.path) == []


def test_nobody_is_erased_by_a_wrong_id(ws: Workspace, person: str) -> None:
    with ws, pytest.raises(UserError) as refused:
        privacy.erase_person(ws, "nobody")
    assert refused.value.key == "error.not_found"


def test_nobody_is_erased_who_could_come_back_unnoticed(ws: Workspace, person: str) -> None:
    backups.backup_folder(ws.path).write_text("a file where the folder of the erase list should be")
    with ws:
        with pytest.raises(UserError) as refused:
            privacy.erase_person(ws, person)
        assert refused.value.key == "error.target"
        assert records.get_record(ws, "people", person).family_name == CANARIES[0]


def test_what_an_erased_partner_still_needs_is_not_undone_and_the_reason_is_named(ws: Workspace) -> None:
    with ws, ws.writing("edit.pilot") as transaction:
        # One edit that brings a source and a person with a partner of their own, as an import does.
        source = records.add_in(transaction, "sources", {"title": "CSTB"}, ws)
        values = {"name": {"fr": CANARIES[0]}, "kind": "individual", "source_id": source}
        partner = records.add_in(transaction, "partners", values, ws)
        person = {"family_name": CANARIES[0], "partner_id": partner}
        identity = records.add_in(transaction, "people", person, ws)
    with open_workspace(ws.path) as again:
        privacy.erase_person(again, identity)
        before = checks.digest(again)
        with pytest.raises(UserError) as refused:
            history.undo(again)
        assert (refused.value.key, refused.value.params["count"]) == ("error.needed_since", 1)
        assert refused.value.params["records"] == (("partners", partner),)
        (name,) = refused.value.params["names"]
        assert (name.en, name.zh) == ("partner Erased person", "合作伙伴“已删除的人员”")
        assert checks.digest(again) == before
