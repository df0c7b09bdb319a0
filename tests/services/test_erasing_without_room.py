"""Whoever is erased on a full disk is erased wholly or not at all, and what is left in the file is seen to later."""

from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy.exc import OperationalError

from ecocity_desktop.errors import UserError
from ecocity_desktop.services import backups, checks, erase_list, privacy, records, restoring
from ecocity_desktop.services.workspace import Workspace, create_workspace, open_workspace
from ecocity_desktop.store import erasure
from ecocity_desktop.store.transaction import Transaction

from .canaries import CANARIES, add_canary, canaries_in, names


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "people.ecocity")


@pytest.fixture
def person(ws: Workspace) -> str:
    return add_canary(ws)


def test_an_erasure_that_fails_at_the_last_moment_puts_nobody_on_the_erase_list(
    ws: Workspace, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_transaction: Transaction) -> None:
        raise OperationalError("", {}, driver.OperationalError("database or disk is full"))

    with ws:
        other = records.list_records(ws, "people")[0].id
        kept = backups.make_backup(ws)
        privacy.erase_person(ws, other)
        monkeypatch.setattr(Transaction, "finish", full)
        with pytest.raises(UserError) as refused:
            privacy.erase_person(ws, person)
        monkeypatch.undo()
        assert refused.value.key == "error.disk_full"
        assert names(ws) == [CANARIES[0]]
        assert not erase_list.is_scrub_due(ws.path)
    assert erase_list.read(ws.path) == {erase_list.fingerprint(other)}
    assert restoring.restore(ws.path, kept).erased == 1
    with open_workspace(ws.path) as restored:
        assert names(restored) == [CANARIES[0]]


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No room to rewrite the file, until it is undone."""

    def full(_engine: object) -> None:
        raise driver.OperationalError("database or disk is full")

    monkeypatch.setattr(erasure, "rewrite_file", full)
    return monkeypatch


def test_without_room_to_rewrite_the_file_the_person_is_erased_all_the_same_and_that_is_said(
    ws: Workspace, person: str, full_disk: pytest.MonkeyPatch
) -> None:
    with ws:
        kept = backups.make_backup(ws)
        left = privacy.erase_person(ws, person)
        assert left.unscrubbed is not None
        assert left.unscrubbed.key == "error.not_scrubbed"
        assert [one.path for one in left.backups] == [kept]
        assert names(ws) == ["Martin"]
        assert canaries_in(ws.path) == []
        assert erase_list.is_scrub_due(ws.path)


def test_without_room_to_rewrite_the_file_the_search_index_keeps_no_word_of_the_person(
    ws: Workspace, full_disk: pytest.MonkeyPatch
) -> None:
    with ws:
        # The index keeps of each word only what the one before it does not begin with: of this one, all of it.
        person = str(records.add_record(ws, "people", {"family_name": "Zzanary"}).row_id)
        records.add_record(ws, "people", {"family_name": "Martin"})
        assert b"zzanary" in ws.path.read_bytes()
        privacy.erase_person(ws, person)
        assert b"zzanary" not in ws.path.read_bytes()


@pytest.mark.parametrize("deed", ["open", "erase"])
def test_the_next_opening_or_erasure_rewrites_what_could_not_be(
    ws: Workspace, person: str, full_disk: pytest.MonkeyPatch, deed: str
) -> None:
    with ws:
        other = records.list_records(ws, "people")[0].id
        privacy.erase_person(ws, person)
        full_disk.undo()
        if deed == "erase":
            assert privacy.erase_person(ws, other).unscrubbed is None
            assert not erase_list.is_scrub_due(ws.path)
    with open_workspace(ws.path) as again:
        assert not erase_list.is_scrub_due(ws.path)
        assert checks.check_workspace(again) == ()


def test_a_file_whose_rewriting_is_due_opens_without_room_for_it(
    ws: Workspace, person: str, full_disk: pytest.MonkeyPatch
) -> None:
    with ws:
        privacy.erase_person(ws, person)
    with open_workspace(ws.path) as again:
        assert names(again) == ["Martin"]
    assert erase_list.is_scrub_due(ws.path)


def test_a_file_only_to_be_read_is_not_rewritten(
    ws: Workspace, person: str, full_disk: pytest.MonkeyPatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ws:
        privacy.erase_person(ws, person)
    full_disk.undo()
    before = ws.path.read_bytes()
    monkeypatch.setattr("ecocity_desktop.services.workspace.os.access", lambda *_: False)
    with open_workspace(ws.path) as again:
        assert again.read_only
    assert ws.path.read_bytes() == before
    assert erase_list.is_scrub_due(ws.path)
