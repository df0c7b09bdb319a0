"""Backups that can be trusted: made, checked, thinned, restored."""

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from ecocity_desktop.errors import UserError
from ecocity_desktop.services import backups, checks, records
from ecocity_desktop.services.backup_contents import look_into
from ecocity_desktop.services.passwords import change_password
from ecocity_desktop.services.restoring import restore
from ecocity_desktop.services.workspace import Workspace, create_workspace, open_workspace
from ecocity_desktop.store import checksum, database
from ecocity_desktop.store.backup import free_name

OLD_FILE = Path(__file__).resolve().parents[1] / "data" / "old_files" / "schema_0001.ecocity"
SECRET = "une longue phrase"


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mission.ecocity"


@pytest.fixture
def ws(path: Path, clock: Clock) -> Workspace:
    ws = create_workspace(path, clock=clock)
    records.add_record(ws, "cities", {"name": {"zh": "庆云县"}})
    return ws


def test_a_backup_holds_what_the_file_held(ws: Workspace, path: Path) -> None:
    with ws:
        kept = backups.make_backup(ws)
        before = checks.digest(ws)
    assert kept.parent == path.parent / "mission backups"
    assert kept.name == "mission 2026-11-23T120000Z.ecocity"
    with open_workspace(kept) as copy:
        assert checks.digest(copy) == before
        assert checks.check_workspace(copy) == ()


def test_two_backups_of_one_second_do_not_replace_each_other(ws: Workspace) -> None:
    with ws:
        first, second = backups.make_backup(ws), backups.make_backup(ws)
    assert second.name == "mission 2026-11-23T120000Z 2.ecocity"
    assert first.exists()


def test_only_a_changed_file_asks_for_a_backup(ws: Workspace, path: Path, clock: Clock) -> None:
    with ws:
        assert backups.changed_since_backup(ws)
        backups.make_backup(ws)
        assert not backups.changed_since_backup(ws)
    with open_workspace(path, clock=clock) as again:
        assert not backups.changed_since_backup(again)
        records.add_record(again, "sources", {"title": "CSTB"})
        assert backups.changed_since_backup(again)


def test_a_backup_is_due_again_once_none_is_left(ws: Workspace) -> None:
    with ws:
        backups.make_backup(ws)
        backups.delete_backups(backups.list_everything(ws.path))
        assert backups.changed_since_backup(ws)


def test_a_restored_backup_gives_back_its_content_and_keeps_what_it_replaced(
    ws: Workspace, path: Path, clock: Clock
) -> None:
    with ws:
        kept, before = backups.make_backup(ws), checks.digest(ws)
        records.add_record(ws, "sources", {"title": "CSTB"})
        later = checks.digest(ws)
    aside = backups.restore_backup(path, kept, clock=clock)
    assert aside == path.with_name("mission.replaced-2026-11-23T120000Z.ecocity")
    with open_workspace(path) as restored, open_workspace(aside) as replaced:
        assert checks.digest(restored) == before
        assert checks.digest(replaced) == later


@pytest.mark.parametrize("suffix", ["-journal", "-wal", "-shm"])
def test_a_journal_left_beside_is_not_played_into_the_restored_file(
    ws: Workspace, path: Path, clock: Clock, suffix: str
) -> None:
    with ws:
        kept, before = backups.make_backup(ws), checks.digest(ws)
    path.with_name(path.name + suffix).write_bytes(kept.read_bytes()[:8192])
    shutil.copy(kept, path)
    backups.restore_backup(path, kept, clock=clock)
    with open_workspace(path) as restored:
        assert checks.digest(restored) == before


def test_a_backup_with_one_bit_changed_is_refused_and_nothing_is_touched(ws: Workspace, path: Path) -> None:
    with ws:
        kept = backups.make_backup(ws)
    damaged = bytearray(kept.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    kept.write_bytes(damaged)
    before = path.read_bytes()
    with pytest.raises(UserError) as refused:
        backups.restore_backup(path, kept)
    assert refused.value.key == "error.backup"
    assert path.read_bytes() == before
    assert backups.newest_good_backup(path) is None


def test_a_workspace_open_elsewhere_is_not_replaced(ws: Workspace, path: Path) -> None:
    with ws:
        kept = backups.make_backup(ws)
        with pytest.raises(UserError) as refused:
            backups.restore_backup(path, kept)
    assert refused.value.key == "error.locked"


def test_backups_are_thinned_but_never_by_a_clock_that_went_back(
    ws: Workspace, path: Path, clock: Clock
) -> None:
    with ws:
        for _ in range(14):
            backups.make_backup(ws)
            clock.time += timedelta(minutes=30)
        assert len(backups.list_backups(path)) == 10
        newest = backups.newest_backup(path)
        clock.time -= timedelta(days=400)
        backups.make_backup(ws)
    assert len(backups.list_backups(path)) == 11
    assert newest is not None
    assert newest.path.exists()
    assert not list(path.parent.rglob("*.tmp"))


def test_a_second_folder_receives_each_backup(ws: Workspace, tmp_path: Path) -> None:
    second = tmp_path / "usb"
    second.mkdir()
    with ws:
        kept = backups.make_backup(ws, second_folder=second)
    assert (second / kept.name).read_bytes() == kept.read_bytes()


def test_a_second_folder_shared_with_another_workspace_shows_each_its_own(
    ws: Workspace, tmp_path: Path, path: Path
) -> None:
    second = tmp_path / "usb"
    second.mkdir()
    with ws, create_workspace(path.with_name("mission 2027.ecocity")) as other:
        own = backups.make_backup(ws, second_folder=second)
        others = backups.make_backup(other, second_folder=second)
    for file, expected in ((path, own.name), (other.path, others.name)):
        there = [one.path.name for one in backups.list_everything(file, second) if one.path.parent == second]
        assert there == [expected]


def test_a_second_folder_that_is_gone_is_said_and_the_backup_stays(
    ws: Workspace, tmp_path: Path, path: Path
) -> None:
    with ws, pytest.raises(UserError) as told:
        backups.make_backup(ws, second_folder=tmp_path / "gone")
    assert told.value.key == "error.target"
    assert backups.newest_good_backup(path) is not None


@pytest.mark.parametrize("old", [False, True])
def test_a_backup_with_a_foreign_trigger_never_takes_the_place_of_the_file(
    ws: Workspace, path: Path, old: bool
) -> None:
    with ws:
        kept = backups.make_backup(ws)
    if old:
        shutil.copy(OLD_FILE, kept)
    connection = sqlite3.connect(kept)
    connection.execute("CREATE TRIGGER t AFTER UPDATE ON city BEGIN DELETE FROM city; END")
    connection.close()
    kept.with_name(f"{kept.name}.sha256").unlink()
    before = path.read_bytes()
    with pytest.raises(UserError) as refused:
        backups.restore_backup(path, kept)
    assert refused.value.key == "error.schema"
    assert path.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be replaced there")
def test_who_opened_the_file_a_moment_before_it_was_replaced_is_told_so(
    ws: Workspace, path: Path, clock: Clock
) -> None:
    with ws:
        kept = backups.make_backup(ws)
    aside = path.with_name("mission.replaced.ecocity")
    with open_workspace(path, clock=clock) as late:
        # As a restore does it, which looked just before whether anybody has the file open.
        os.link(path, aside)
        shutil.copy(kept, path.with_name("draft"))
        path.with_name("draft").replace(path)
        with pytest.raises(UserError) as refused:
            records.add_record(late, "sources", {"title": "typed meanwhile"})
    assert refused.value.key == "error.moved"
    for file in (path, aside):
        with open_workspace(file) as found:
            assert records.list_records(found, "sources") == ()
            assert checks.check_workspace(found) == ()


@pytest.mark.skipif(os.name == "nt", reason="the kill leaves no second name there")
def test_a_second_name_that_a_killed_restore_left_is_no_older_state(ws: Workspace, path: Path) -> None:
    with ws:
        kept = backups.make_backup(ws)
    os.link(path, path.with_name("mission.replaced-2026-11-23T130000Z.ecocity"))
    assert backups.list_replaced(path) == ()
    assert [one.path for one in backups.list_everything(path)] == [kept]
    shutil.copy(kept, path.with_name("draft"))
    path.with_name("draft").replace(path)
    assert len(backups.list_replaced(path)) == 1


def test_a_backup_finished_under_a_name_that_is_taken_harms_not_the_one_that_has_it(
    ws: Workspace, path: Path
) -> None:
    with ws:
        named = free_name(path, ws.now())
        first = backups.draft_backup(ws, named)
        records.add_record(ws, "sources", {"title": "CSTB"})
        second = backups.draft_backup(ws, named)
    kept = backups.finish_backup(first, path)
    with pytest.raises(UserError) as refused:
        backups.finish_backup(second, path)
    assert refused.value.key == "error.exists"
    newest = backups.newest_good_backup(path)
    assert newest is not None
    assert newest.path == kept
    assert [file.suffix for file in kept.parent.iterdir()].count(".tmp") == 0


def test_the_file_replaced_has_its_second_name_on_the_disk_before_it_loses_the_first(
    ws: Workspace, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ws:
        kept = backups.make_backup(ws)
    synced: list[list[str]] = []
    monkeypatch.setattr(
        "ecocity_desktop.store.backup.sync_folder",
        lambda folder: synced.append(
            [file.name for file in folder.glob("*.ecocity") if file.read_bytes() == before]
        ),
    )
    before = path.read_bytes()[:-1] + b"x"
    path.write_bytes(before)
    backups.restore_backup(path, kept, clock=lambda: datetime(2026, 11, 23, 13, tzinfo=UTC))
    aside = "mission.replaced-2026-11-23T130000Z.ecocity"
    assert [sorted(names) for names in synced] == [["mission.ecocity", aside], [aside]]


def test_the_name_of_a_file_set_aside_tells_the_time_in_utc(ws: Workspace, path: Path) -> None:
    with ws:
        kept = backups.make_backup(ws)
    in_china = datetime(2026, 11, 24, 2, tzinfo=timezone(timedelta(hours=8)))
    aside = backups.restore_backup(path, kept, clock=lambda: in_china)
    assert aside == path.with_name("mission.replaced-2026-11-23T180000Z.ecocity")
    assert [one.made_at for one in backups.list_replaced(path)] == [in_china]


def test_an_encrypted_backup_of_a_newer_format_does_not_take_the_place_of_the_file(
    ws: Workspace, path: Path
) -> None:
    with ws:
        kept = backups.make_backup(ws)
    change_password(kept, None, SECRET)
    with closing(database.bare_connection(kept, "rw", SECRET)) as newer:
        newer.execute(f"PRAGMA user_version={database.SCHEMA + 1}")
    checksum.sum_file(kept).unlink()
    before = path.read_bytes()
    with pytest.raises(UserError) as refused:
        restore(path, kept, password=SECRET)
    assert refused.value.key == "error.newer"
    assert path.read_bytes() == before


@pytest.mark.parametrize("secret", [None, SECRET])
def test_the_log_of_another_program_beside_a_backup_is_not_played_into_the_file(
    ws: Workspace, path: Path, secret: str | None
) -> None:
    with ws:
        kept = backups.make_backup(ws)
    if secret:
        change_password(kept, None, secret)
    log = kept.with_name(f"{kept.name}-wal")
    log.write_bytes(b"pages of another program")
    before, beside = path.read_bytes(), sorted(kept.parent.iterdir())
    with pytest.raises(UserError) as refused:
        restore(path, kept, password=secret)
    assert (refused.value.key, refused.value.params["sidecar"]) == ("error.sidecar", log.name)
    assert path.read_bytes() == before
    assert sorted(kept.parent.iterdir()) == beside
    log.unlink()
    restore(path, kept, password=secret)


def test_a_backup_that_was_brought_to_todays_format_or_encrypted_can_still_be_restored(
    tmp_path: Path,
) -> None:
    path = Path(shutil.copy(OLD_FILE, tmp_path / "mission.ecocity"))
    open_workspace(path).close()
    (kept,) = backups.list_backups(path)
    open_workspace(kept.path).close()
    assert database.schema_of(kept.path) == database.SCHEMA
    assert look_into(kept).state == "sound"
    change_password(kept.path, None, SECRET)
    assert look_into(kept, SECRET).state == "sound"
    damaged = bytearray(kept.path.read_bytes())
    damaged[-1] ^= 1
    kept.path.write_bytes(damaged)
    assert look_into(kept, SECRET).state == "damaged"


def test_a_sum_that_was_wrong_stays_wrong_when_the_backup_is_brought_to_todays_format(tmp_path: Path) -> None:
    path = Path(shutil.copy(OLD_FILE, tmp_path / "mission.ecocity"))
    open_workspace(path).close()
    (kept,) = backups.list_backups(path)
    told = checksum.sum_file(kept.path)
    told.write_text(told.read_text("ascii").replace("a", "b"), "ascii")
    open_workspace(kept.path).close()
    assert look_into(kept).state == "damaged"
