"""Commands that protect and rescue: passwords, a person's data, JSON copies, safe mode."""

import json
import os
import sqlite3
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver

from ecocity_desktop import settings
from ecocity_desktop.services.backups import make_backup
from ecocity_desktop.services.erase_list import is_scrub_due
from ecocity_desktop.services.workspace import open_workspace
from ecocity_desktop.store import erasure

from .conftest import Run

SECRET = "une longue phrase"


@pytest.fixture
def encrypted(run: Run, pilot_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ECOCITY_NEW_PASSWORD", SECRET)
    assert run("password", pilot_path, "--set").code == 0
    return pilot_path


def test_a_password_is_set_changed_and_removed(
    run: Run, pilot_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = run("digest", pilot_path).out
    monkeypatch.setenv("ECOCITY_NEW_PASSWORD", SECRET)
    told = run("password", pilot_path, "--set")
    assert told.code == 0
    assert "nobody will ever open the file" in told.err
    assert run("digest", pilot_path).code == 16
    monkeypatch.setenv("ECOCITY_PASSWORD", SECRET)
    assert run("digest", pilot_path).out == before
    monkeypatch.setenv("ECOCITY_NEW_PASSWORD", "une autre phrase")
    assert run("password", pilot_path, "--change").code == 0
    assert run("digest", pilot_path).code == 16
    monkeypatch.setenv("ECOCITY_PASSWORD", "une autre phrase")
    assert run("password", pilot_path, "--remove").code == 0
    monkeypatch.delenv("ECOCITY_PASSWORD")
    assert run("digest", pilot_path).out == before


def test_a_password_is_neither_set_twice_nor_removed_where_there_is_none(
    run: Run, encrypted: Path, path: Path
) -> None:
    assert run("password", encrypted, "--set").code == 16
    assert run("password", path, "--remove").code == 16
    assert run("password", path).code == 2


def test_a_password_that_is_missing_or_too_short_changes_nothing(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path.read_bytes()
    assert run("password", path, "--set").code == 16
    monkeypatch.setenv("ECOCITY_NEW_PASSWORD", "short")
    assert run("password", path, "--set").code == 18
    assert path.read_bytes() == before


def test_a_backup_of_an_encrypted_file_is_restored_with_its_password(
    run: Run, encrypted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ECOCITY_PASSWORD", SECRET)
    before = run("digest", encrypted).out
    made = run("backup", encrypted, "--json").answer["backup"]
    run("add", encrypted, "sources", {"title": "CSTB"})
    assert run("restore", encrypted, made).code == 0
    assert run("digest", encrypted).out == before


def test_an_encrypted_backup_is_not_called_unsound_where_its_password_is_missing(
    run: Run, encrypted: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ECOCITY_PASSWORD", SECRET)
    made = run("backup", encrypted, "--json").answer["backup"]
    before = path.read_bytes()
    monkeypatch.delenv("ECOCITY_PASSWORD")
    refused = run("restore", path, made)
    assert refused.code == 16
    assert f"“{made}” is protected by a password" in refused.err
    assert "ECOCITY_PASSWORD" in refused.err
    monkeypatch.setenv("ECOCITY_PASSWORD", "not that one")
    wrong = run("restore", path, made)
    assert (wrong.code, "does not open" in wrong.err) == (16, True)
    with open(made, "r+b") as damaged:
        (first,) = damaged.read(1)
        damaged.seek(0)
        damaged.write(bytes([first ^ 1]))
    assert run("restore", path, made).code == 14
    assert path.read_bytes() == before


def test_it_is_the_new_password_that_is_missing_from_a_plain_file(run: Run, path: Path) -> None:
    refused = run("password", path, "--set")
    assert refused.code == 16
    assert "The new password of" in refused.err
    assert "ECOCITY_NEW_PASSWORD" in refused.err
    assert "is protected" not in refused.err


def test_a_password_that_is_no_text_opens_nothing_and_cannot_be_set(
    run: Run, encrypted: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_text = os.fsdecode(b"caf\xe9 au lait") if os.name != "nt" else "caf\ud800 au lait"
    before = encrypted.read_bytes(), path.read_bytes()
    monkeypatch.setattr(os, "environ", os.environ | {"ECOCITY_PASSWORD": no_text})
    refused = run("digest", encrypted)
    assert refused.code == 16
    assert "This password does not open" in refused.err
    assert run("restore", path, encrypted).code == 16
    assert run("digest", path).code == 0
    monkeypatch.setitem(os.environ, "ECOCITY_NEW_PASSWORD", no_text)
    refused = run("password", path, "--set")
    assert refused.code == 18
    assert "This text is not UTF-8." in refused.err
    assert (encrypted.read_bytes(), path.read_bytes()) == before


@pytest.mark.parametrize("deeds", [(), ("--set", "--remove"), ("--set", "--change", "--remove")])
def test_one_thing_is_done_to_a_password_at_a_time(run: Run, path: Path, deeds: tuple[str, ...]) -> None:
    refused = run("password", path, *deeds)
    assert refused.code == 2
    assert "Give one of these options, and one only: --set, --change, --remove." in refused.err


def test_the_help_says_where_passwords_are_taken_from(run: Run) -> None:
    for words in ((), ("password",), ("restore",)):
        told = run(*words, "--help").out
        assert "ECOCITY_PASSWORD" in told
        assert "ECOCITY_NEW_PASSWORD" in told


def test_an_export_is_a_copy_that_restore_takes(run: Run, pilot_path: Path, tmp_path: Path) -> None:
    before = run("digest", pilot_path).out
    copy = tmp_path / "copie.json"
    assert run("export", pilot_path, "--output", copy, "--json").answer == {"export": str(copy), "lost": 0}
    run("add", pilot_path, "sources", {"title": "CSTB"})
    assert run("restore", pilot_path, copy).code == 0
    assert run("digest", pilot_path).out == before
    assert run("check", pilot_path).code == 0


def test_a_json_file_that_is_no_copy_is_not_restored(run: Run, pilot_path: Path, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger.json"
    stranger.write_text('{"format": "another"}')
    before = pilot_path.read_bytes()
    assert run("restore", pilot_path, stranger).code == 13
    assert run("restore", pilot_path, tmp_path / "gone.json").code == 19
    assert pilot_path.read_bytes() == before


def test_safe_mode_exports_a_file_somebody_else_holds_and_leaves_it_alone(
    run: Run, pilot_path: Path, tmp_path: Path
) -> None:
    copy, pages = tmp_path / "copie.json", tmp_path / "fiches"
    with open_workspace(pilot_path):
        before = pilot_path.read_bytes()
        assert run("export", pilot_path, "--output", copy).code == 10
        assert run("export", pilot_path, "--output", copy, "--safe").code == 0
        told = run("brief", pilot_path, "Panshi", "--output", pages, "--language", "fr", "--safe")
        assert told.code == 0
        assert pilot_path.read_bytes() == before
    assert len(json.loads(copy.read_text("utf-8"))["records"]["city"]) == 4
    assert [file.suffix for file in pages.iterdir()] == [".pdf"]


def test_safe_mode_takes_from_a_damaged_file_what_can_be_read(
    run: Run, pilot_path: Path, tmp_path: Path
) -> None:
    connection = sqlite3.connect(pilot_path)
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'milestone'").fetchone()
    connection.close()
    content = bytearray(pilot_path.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = bytes(4096)
    pilot_path.write_bytes(content)
    copy = tmp_path / "copie.json"
    assert run("export", pilot_path, "--output", copy).code == 14
    rescued = run("export", pilot_path, "--output", copy, "--safe", "--json")
    assert rescued.code == 1
    assert rescued.answer["lost"] > 0
    assert len(json.loads(copy.read_text("utf-8"))["records"]["city"]) == 4
    assert pilot_path.read_bytes() == bytes(content)


def test_a_persons_data_are_handed_over_and_then_erased(run: Run, path: Path) -> None:
    row_id = run("add", path, "people", {"family_name": "Canari", "email": "a@b.fr"}, "--json").answer["id"]
    run("edit", path, "people", row_id, {"email": "c@d.fr"})
    held = run("person-export", path, row_id).answer
    assert held["person"]["email"] == "c@d.fr"
    assert "a@b.fr" in json.dumps(held["history"])
    backup = run("backup", path, "--json").answer["backup"]
    erased = run("person-erase", path, "Canari", "--json")
    edit = run("history", path, "--json").lines[0]["edit"]
    assert erased.answer == {"ack": edit, "id": row_id, "backups": [backup]}
    assert b"Canari" not in path.read_bytes()
    assert run("person-export", path, row_id).code == 19
    assert run("restore", path, backup).code == 0
    assert run("list", path, "people", "--json").lines == []


def test_a_removed_person_is_named_by_the_id(run: Run, path: Path) -> None:
    row_id = run("add", path, "people", {"family_name": "Canari"}, "--json").answer["id"]
    run("remove", path, "people", row_id)
    assert "Canari" in json.dumps(run("person-export", path, row_id).answer["history"])
    assert run("person-erase", path, "Canari").code == 19
    assert run("person-erase", path, row_id, "--json").answer == {"ack": None, "id": row_id, "backups": []}
    assert b"Canari" not in path.read_bytes()
    assert run("person-erase", path, row_id).code == 19


def test_backups_in_the_second_folder_are_listed_after_an_erasure(
    run: Run, path: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "usb"
    stick.mkdir()
    settings.save(settings.Settings(second_backup_folder=str(stick)))
    row_id = run("add", path, "people", {"family_name": "Canari"}, "--json").answer["id"]
    with open_workspace(path) as ws:
        made = make_backup(ws, second_folder=stick)
    listed = run("person-erase", path, row_id, "--json").answer["backups"]
    assert set(listed) == {str(made), str(stick / made.name)}


def test_traces_that_could_not_be_scrubbed_are_said_and_go_at_the_next_opening(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_engine: object) -> None:
        raise driver.OperationalError("database or disk is full")

    row_id = run("add", path, "people", {"family_name": "Canari"}, "--json").answer["id"]
    with monkeypatch.context() as disk:
        disk.setattr(erasure, "rewrite_file", full)
        erased = run("person-erase", path, row_id, "--json")
    assert (erased.code, erased.answer["id"]) == (0, row_id)
    assert "could not be rewritten" in erased.err
    assert is_scrub_due(path)
    assert run("check", path).code == 0
    assert not is_scrub_due(path)


def test_a_check_says_what_each_finding_means(run: Run, path: Path) -> None:
    run("add", path, "cities", {"name": {"en": "Jilin"}})
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE city SET pinyin = 'x'")
    connection.close()
    assert "Re-read this record, or restore a backup." in run("check", path).out
