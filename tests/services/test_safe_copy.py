"""A private copy: complete, apart from the original, and gone when it is closed."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from ecocity_desktop.errors import UserError
from ecocity_desktop.paths import data_dir
from ecocity_desktop.services import checks, records
from ecocity_desktop.services.safe_copy import open_safe_copy, sweep_copies
from ecocity_desktop.services.workspace import Workspace, open_workspace
from ecocity_desktop.store import private_copy

OLD = Path(__file__).resolve().parents[1] / "data" / "old_files"


def copies() -> list[Path]:
    return list((data_dir() / "copies").iterdir())


def test_a_copy_holds_what_the_open_file_holds_and_is_gone_when_it_is_closed(pilot_ws: Workspace) -> None:
    with open_safe_copy(pilot_ws.path) as copy:
        assert checks.digest(copy) == checks.digest(pilot_ws)
        assert (copy.read_only, copy.origin) == (True, pilot_ws.path)
        with pytest.raises(UserError) as refused:
            records.add_record(copy, "sources", {"title": "CSTB"})
        assert refused.value.key == "error.read_only"
    assert copies() == []
    records.add_record(pilot_ws, "sources", {"title": "CSTB"})


@pytest.mark.parametrize("old", sorted(OLD.glob("*.ecocity")), ids=lambda path: path.stem)
def test_an_older_file_is_migrated_in_the_copy_alone(old: Path) -> None:
    before = old.read_bytes()
    with open_safe_copy(old) as copy:
        assert len(records.list_records(copy, "cities")) > 0
    assert old.read_bytes() == before


def test_what_a_crash_left_unfinished_is_taken_back_in_the_copy_alone(pilot_path: Path) -> None:
    with open_workspace(pilot_path) as ws:
        wanted = checks.digest(ws)
    writer = sqlite3.connect(pilot_path, isolation_level=None)
    writer.execute("PRAGMA cache_size=1")
    writer.execute("BEGIN")
    writer.execute("UPDATE change SET after = after || zeroblob(3000)")
    crashed = pilot_path.with_name("crashed.ecocity")
    crashed.write_bytes(pilot_path.read_bytes())
    journal = pilot_path.with_name("pilot.ecocity-journal").read_bytes()
    writer.close()
    assert len(journal) > 512
    beside = crashed.with_name("crashed.ecocity-journal")
    beside.write_bytes(journal)
    before = crashed.read_bytes()
    with open_safe_copy(crashed) as copy:
        assert checks.digest(copy) == wanted
    assert (crashed.read_bytes(), beside.read_bytes()) == (before, journal)


def test_a_file_of_foreign_tables_is_refused_and_leaves_no_copy(pilot_path: Path) -> None:
    with sqlite3.connect(pilot_path) as connection:
        connection.execute("CREATE VIEW spy AS SELECT * FROM person")
    connection.close()
    with pytest.raises(UserError) as refused:
        open_safe_copy(pilot_path)
    assert refused.value.key == "error.schema"
    assert copies() == []


def test_what_a_killed_program_left_is_swept_away(pilot_path: Path) -> None:
    with open_safe_copy(pilot_path) as copy:
        own = copy.path
        left = own.with_name(own.name.replace(own.name.split("-")[2], "999999999"))
        left.write_bytes(b"left")
        if os.name == "nt":  # there it must be a minute old: nobody can ask whether its process lives
            os.utime(left, (0, 0))
        sweep_copies()
        assert copies() == [own]


@pytest.mark.parametrize("opening", [open_safe_copy, open_workspace])
def test_a_file_that_never_stands_still_is_not_looked_at_in_a_torn_copy(
    pilot_path: Path, monkeypatch: pytest.MonkeyPatch, opening: Callable[[Path], Workspace]
) -> None:
    times = iter(range(1_000_000_000, 2_000_000_000))
    whole = private_copy._copy_file

    def copy_while_it_is_written_to(origin: Path, target: Path) -> None:
        whole(origin, target)
        os.utime(origin, (next(times), next(times)))

    monkeypatch.setattr(private_copy, "_copy_file", copy_while_it_is_written_to)
    monkeypatch.setattr(private_copy, "_PAUSE_S", 0)
    with pytest.raises(UserError) as refused:
        opening(pilot_path)
    assert refused.value.key == "error.locked"
    assert copies() == []
