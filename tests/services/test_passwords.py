"""A file with a password: unreadable without it, and the same content with it."""

from contextlib import closing
from pathlib import Path

import pytest

from ecocity_desktop.errors import UserError
from ecocity_desktop.services import backups, checks, records
from ecocity_desktop.services.drafts import Draft, keep_drafts
from ecocity_desktop.services.passwords import change_password
from ecocity_desktop.services.recovery import write_copy
from ecocity_desktop.services.restoring import restore
from ecocity_desktop.services.search import search
from ecocity_desktop.services.workspace import create_workspace, open_workspace
from ecocity_desktop.store import database

CANARY = "Zhuhai-canary-7391"
PASSWORD = "l’eau d'été 荆州"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "private.ecocity"
    with create_workspace(file) as ws:
        records.add_record(ws, "people", {"family_name": CANARY, "name_zh": "李华"})
    return file


def _digest(path: Path, password: str | None = None) -> str:
    with open_workspace(path, password=password) as ws:
        return checks.digest(ws)


def test_an_encrypted_file_shows_nothing_and_keeps_everything(path: Path) -> None:
    before = _digest(path)
    assert CANARY.encode() in path.read_bytes()
    change_password(path, None, PASSWORD)
    assert CANARY.encode() not in path.read_bytes()
    with open_workspace(path, password=PASSWORD) as ws:
        assert checks.digest(ws) == before
        assert checks.check_workspace(ws) == ()
        assert [hit.noun for hit in search(ws, "李华")] == ["people"]
        records.add_record(ws, "people", {"family_name": "Dupont"})


def test_without_or_with_a_wrong_password_an_encrypted_file_stays_shut(path: Path) -> None:
    change_password(path, None, PASSWORD)
    before = path.read_bytes()
    for given, key in (
        (None, "error.password_needed"),
        ("", "error.password_needed"),
        ("wrong one", "error.password_wrong"),
    ):
        with pytest.raises(UserError) as refused:
            open_workspace(path, password=given)
        assert refused.value.key == key
    assert path.read_bytes() == before


def test_no_file_gets_a_password_while_unsaved_texts_of_it_lie_on_the_disk_in_clear(path: Path) -> None:
    before = path.read_bytes()
    keep_drafts(path, [Draft("people", None, {"family_name": CANARY})])
    with pytest.raises(UserError) as refused:
        change_password(path, None, PASSWORD)
    assert (refused.value.key, path.read_bytes()) == ("error.drafts_kept", before)
    keep_drafts(path, ())
    change_password(path, None, PASSWORD)
    keep_drafts(path, [Draft("people", None, {"family_name": CANARY})])
    change_password(path, PASSWORD, None)


def test_a_password_can_be_changed_and_removed(path: Path) -> None:
    before = _digest(path)
    change_password(path, None, PASSWORD)
    change_password(path, PASSWORD, "another password")
    assert _digest(path, "another password") == before
    change_password(path, "another password", None)
    assert _digest(path) == before
    assert [file.name for file in path.parent.iterdir()] == ["private.ecocity"]


def test_a_short_password_is_refused_before_anything_is_touched(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(UserError) as refused:
        change_password(path, None, "seven77")
    assert [problem.key for problem in refused.value.problems] == ["problem.password"]
    assert path.read_bytes() == before


def test_backups_of_an_encrypted_file_are_encrypted_and_can_be_restored(path: Path) -> None:
    change_password(path, None, PASSWORD)
    with open_workspace(path, password=PASSWORD) as ws:
        kept, before = backups.make_backup(ws), checks.digest(ws)
    assert CANARY.encode() not in kept.read_bytes()
    path.write_bytes(b"")
    backups.restore_backup(path, kept, password=PASSWORD)
    assert _digest(path, PASSWORD) == before


def test_a_restore_with_a_wrong_password_changes_nothing(path: Path) -> None:
    change_password(path, None, PASSWORD)
    with open_workspace(path, password=PASSWORD) as ws:
        kept = backups.make_backup(ws)
    before = path.read_bytes()
    with pytest.raises(UserError):
        backups.restore_backup(path, kept, password="wrong one")
    assert path.read_bytes() == before


def test_a_backup_never_takes_the_place_of_an_encrypted_file_that_is_open(path: Path) -> None:
    change_password(path, None, PASSWORD)
    with open_workspace(path, password=PASSWORD) as ws:
        kept = backups.make_backup(ws)
        records.add_record(ws, "people", {"family_name": "Dupont"})
        with pytest.raises(UserError) as refused:
            backups.restore_backup(path, kept, password=PASSWORD)
    assert refused.value.key == "error.locked"
    with open_workspace(path, password=PASSWORD) as ws:
        assert len(records.list_records(ws, "people")) == 2


def test_a_backup_made_before_the_password_is_restored_whatever_password_is_given(path: Path) -> None:
    with open_workspace(path) as ws:
        kept, before = backups.make_backup(ws), checks.digest(ws)
    change_password(path, None, PASSWORD)
    restore(path, kept, password=PASSWORD)
    with open_workspace(path) as restored:
        assert checks.digest(restored) == before


def test_a_json_copy_restored_over_an_encrypted_file_is_encrypted_too(path: Path, tmp_path: Path) -> None:
    before = _digest(path)
    copy = tmp_path / "copy.json"
    with open_workspace(path) as ws:
        write_copy(ws, copy)
    change_password(path, None, PASSWORD)
    restore(path, copy, password=PASSWORD)
    assert CANARY.encode() not in path.read_bytes()
    assert _digest(path, PASSWORD) == before


def test_an_encrypted_file_of_another_schema_open_for_reading_says_which(path: Path) -> None:
    change_password(path, None, PASSWORD)
    for schema, key in ((database.SCHEMA + 1, "error.newer"), (database.SCHEMA - 1, "error.old_read_only")):
        with closing(database.bare_connection(path, "rw", PASSWORD)) as connection:
            connection.execute(f"PRAGMA user_version={schema}")
        engine = database.connect(path, read_only=True, password=PASSWORD)
        with pytest.raises(UserError) as refused:
            database.check_schema(engine, path)
        engine.dispose()
        assert refused.value.key == key
