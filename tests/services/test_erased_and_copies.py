"""Whoever was erased does not come back: not with a backup, a copy, or an interrupted restore."""

import hashlib
import json
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from ecocity_desktop.errors import UserError
from ecocity_desktop.services import (
    backups,
    checks,
    drafts,
    history,
    passwords,
    privacy,
    records,
    recovery,
    restoring,
)
from ecocity_desktop.services.workspace import Workspace, create_workspace, open_workspace
from ecocity_desktop.store import backup

from .canaries import CANARIES, add_canary, canaries_in, names

OLD_FILES = Path(__file__).resolve().parents[1] / "data" / "old_files"


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "people.ecocity")


@pytest.fixture
def person(ws: Workspace) -> str:
    return add_canary(ws)


def test_backups_made_before_are_listed_and_do_not_bring_the_person_back(ws: Workspace, person: str) -> None:
    with ws:
        kept = backups.make_backup(ws)
        assert [one.path for one in privacy.erase_person(ws, person).backups] == [kept]
    assert restoring.restore(ws.path, kept).erased == 1
    assert canaries_in(ws.path) == []
    with open_workspace(ws.path) as restored:
        assert names(restored) == ["Martin"]
        assert checks.check_workspace(restored) == ()


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
    found = [file for file in tmp_path.rglob("*") if file.is_file() and canaries_in(file)]
    assert found == []


def test_a_json_copy_does_not_bring_an_erased_person_back(ws: Workspace, person: str) -> None:
    with ws:
        copy = recovery.copy_from_backup(backups.make_backup(ws), ws.path, ws.now())
        privacy.erase_person(ws, person)
    assert restoring.restore(ws.path, copy).erased == 1
    with open_workspace(ws.path) as restored:
        assert names(restored) == ["Martin"]
    assert canaries_in(ws.path) == []


def test_a_backup_made_while_the_person_was_removed_brings_nobody_back(ws: Workspace, person: str) -> None:
    with ws:
        records.remove_record(ws, "people", person)
        kept = backups.make_backup(ws)
        history.undo(ws)
        privacy.erase_person(ws, person)
    assert restoring.restore(ws.path, kept).erased == 1
    assert canaries_in(ws.path) == []
    with open_workspace(ws.path) as restored:
        history.undo(restored)
        assert names(restored) == []


def test_a_backup_older_than_the_record_of_the_person_does_not_bring_back_the_partner_they_are(
    ws: Workspace,
) -> None:
    with ws:
        values = {"name": {"fr": CANARIES[0]}, "kind": "individual"}
        partner = str(records.add_record(ws, "partners", values).row_id)
        kept = backups.make_backup(ws)
        person = {"family_name": CANARIES[0], "partner_id": partner}
        privacy.erase_person(ws, str(records.add_record(ws, "people", person).row_id))
        records.edit_record(ws, "partners", partner, {"name": {"fr": "Bureau Li"}})
        later = backups.make_backup(ws)
    assert restoring.restore(ws.path, kept).erased == 1
    assert canaries_in(ws.path) == []
    # Whoever took the empty place since has nothing to do with it.
    assert restoring.restore(ws.path, later).erased == 0
    with open_workspace(ws.path) as restored:
        assert [row.name.fr for row in records.list_records(restored, "partners")] == ["Bureau Li"]


def test_whoever_took_the_place_of_an_erased_partner_comes_back_with_a_json_copy(ws: Workspace) -> None:
    with ws:
        values = {"name": {"fr": CANARIES[0]}, "kind": "individual"}
        partner = str(records.add_record(ws, "partners", values).row_id)
        before = recovery.copy_from_backup(backups.make_backup(ws), ws.path, ws.now())
        person = {"family_name": CANARIES[0], "partner_id": partner}
        privacy.erase_person(ws, str(records.add_record(ws, "people", person).row_id))
        renamed = {"name": {"fr": "Bureau Li"}, "note": {"fr": "Suit Wuhan"}}
        records.edit_record(ws, "partners", partner, renamed)
        after = recovery.copy_from_backup(backups.make_backup(ws), ws.path, ws.now())
    assert restoring.restore(ws.path, after).erased == 0
    with open_workspace(ws.path) as restored:
        (kept,) = records.list_records(restored, "partners")
        assert (kept.name.fr, kept.note.fr) == ("Bureau Li", "Suit Wuhan")
    assert restoring.restore(ws.path, before).erased == 1
    assert canaries_in(ws.path) == []


def test_an_erase_list_without_the_names_of_partners_is_still_heeded(ws: Workspace) -> None:
    with ws:
        values = {"name": {"fr": CANARIES[0]}, "kind": "individual"}
        partner = str(records.add_record(ws, "partners", values).row_id)
        kept = backups.make_backup(ws)
    listed = hashlib.sha256(partner.encode()).hexdigest()
    (backups.backup_folder(ws.path) / "erased.json").write_text(json.dumps([listed]))
    assert restoring.restore(ws.path, kept).erased == 1
    assert canaries_in(ws.path) == []


@pytest.mark.parametrize("old", ["schema_0001", "schema_0002"])
def test_a_backup_of_an_older_format_brings_nobody_back(tmp_path: Path, old: str) -> None:
    path, kept = tmp_path / "a.ecocity", tmp_path / "kept.ecocity"
    shutil.copyfile(OLD_FILES / f"{old}.ecocity", path)
    shutil.copyfile(path, kept)
    with open_workspace(path) as ws:
        gone = records.list_records(ws, "people")[0]
        staying = len(records.list_records(ws, "people")) - 1
        privacy.erase_person(ws, gone.id)
    assert restoring.restore(path, kept).erased == 1
    with open_workspace(path) as restored:
        with pytest.raises(UserError):
            privacy.export_person(restored, gone.id)
        assert len(records.list_records(restored, "people")) == staying
        assert checks.check_workspace(restored) == ()


def test_an_encrypted_backup_brings_nobody_back(ws: Workspace, person: str) -> None:
    secret = "une longue phrase"
    ws.close()
    passwords.change_password(ws.path, None, secret)
    with open_workspace(ws.path, password=secret) as encrypted:
        kept = backups.make_backup(encrypted)
        privacy.erase_person(encrypted, person)
    assert restoring.restore(ws.path, kept, password=secret).erased == 1
    with open_workspace(ws.path, password=secret) as restored:
        assert names(restored) == ["Martin"]


@pytest.mark.parametrize(("syncs", "replaced"), [(1, 0), (2, 1)])
def test_a_restore_killed_before_or_just_after_the_backup_takes_its_place_brings_nobody_back(
    ws: Workspace, person: str, monkeypatch: pytest.MonkeyPatch, syncs: int, replaced: int
) -> None:
    with ws:
        kept = backups.make_backup(ws)
        privacy.erase_person(ws, person)
    left = iter(range(syncs - 1))

    def killed(_folder: Path) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt

    monkeypatch.setattr(backup, "sync_folder", killed)
    with pytest.raises(KeyboardInterrupt):
        restoring.restore(ws.path, kept)
    assert len(backups.list_replaced(ws.path)) == replaced
    assert canaries_in(ws.path) == []


def test_a_backup_taken_before_and_finished_after_an_erasure_does_not_hold_the_person(
    ws: Workspace, person: str, tmp_path: Path
) -> None:
    second = tmp_path / "usb"
    second.mkdir()
    with ws:
        taken = backups.draft_backup(ws)
        assert privacy.erase_person(ws, person).backups == ()
        made = backups.finish_backup(taken, ws.path)
        backups.copy_to_second(made, second)
        assert backups.changed_since_backup(ws)
    assert [canaries_in(file) for file in (made, second / made.name)] == [[], []]
    assert restoring.restore(ws.path, made).erased == 0
    with open_workspace(ws.path) as restored:
        assert names(restored) == ["Martin"]


def test_an_erasure_waits_for_a_backup_that_is_being_finished_and_lists_it(
    ws: Workspace, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, erased, publish = threading.Event(), threading.Event(), backup.publish

    def held_up(*given: Any) -> None:
        looked.set()  # the erase list was read, and nobody was on it
        erased.wait(1)
        publish(*given)

    monkeypatch.setattr(backup, "publish", held_up)
    with ws, ThreadPoolExecutor() as pool:
        finishing = pool.submit(backups.finish_backup, backups.draft_backup(ws), ws.path)
        assert looked.wait(10)
        left = privacy.erase_person(ws, person).backups
        erased.set()
        made = finishing.result()
    assert canaries_in(made) == list(CANARIES)
    assert [one.path for one in left] == [made]


def test_what_a_crash_left_unsaved_about_the_person_goes_and_nothing_else(ws: Workspace, person: str) -> None:
    other = drafts.Draft("sources", None, {"title": "CSTB"})
    drafts.keep_drafts(ws.path, [drafts.Draft("people", person, {"email": CANARIES[1]}), other])
    with ws:
        privacy.erase_person(ws, person)
    assert drafts.kept_drafts(ws.path) == (other,)


@pytest.mark.parametrize("content", [b"[", b"{}", b"[1]", b"\xff", b"[" * 9999, b""])
def test_with_a_damaged_erase_list_nobody_is_erased_or_comes_back_unnoticed(
    ws: Workspace, person: str, content: bytes
) -> None:
    with ws:
        other = records.list_records(ws, "people")[0].id
        kept = backups.make_backup(ws)
        privacy.erase_person(ws, person)
        listed = kept.with_name("erased.json")
        listed.write_bytes(content)
        with pytest.raises(UserError) as refused:
            privacy.erase_person(ws, other)
        assert (refused.value.key, refused.value.params) == ("error.erase_list", {"path": str(listed)})
        assert names(ws) == ["Martin"]
        backups.make_backup(ws)
    before = ws.path.read_bytes()
    with pytest.raises(UserError) as refused:
        restoring.restore(ws.path, kept)
    assert refused.value.key == "error.erase_list"
    assert (ws.path.read_bytes(), listed.read_bytes()) == (before, content)
    assert list(ws.path.parent.glob(".ecocity-*")) == []
    open_workspace(ws.path).close()


def test_the_erase_list_says_nothing_of_anybody(ws: Workspace, person: str) -> None:
    with ws:
        privacy.erase_person(ws, person)
    (listed,) = json.loads((backups.backup_folder(ws.path) / "erased.json").read_text())
    assert len(listed) == 64
    assert person not in listed
