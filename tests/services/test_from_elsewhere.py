"""A file from elsewhere: looked at on a private copy, refused without a byte changed, or opened with all it holds."""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest
import sqlcipher3

from ecocity_desktop.errors import UserError
from ecocity_desktop.paths import data_dir
from ecocity_desktop.services import checks, records
from ecocity_desktop.services.own_files import is_as_left
from ecocity_desktop.services.passwords import change_password
from ecocity_desktop.services.safe_copy import open_safe_copy
from ecocity_desktop.services.workspace import Workspace, open_workspace
from ecocity_desktop.store import database, inspection

OLD_FILES = Path(__file__).resolve().parents[1] / "data" / "old_files"
TICK_S = 0.05
"""Longer than a file system takes to give a file another time."""
PASSWORD = "l’eau d'été"


def everything(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def refused(path: Path, password: str | None = None) -> str:
    """Open the file, which must be refused without a byte changed and without a private copy left."""
    before = everything(path.parent)
    with pytest.raises(UserError) as refusal:
        open_workspace(path, password=password)
    assert everything(path.parent) == before
    assert not list(data_dir().glob("copies/*"))
    return refusal.value.key


def changed_by_hand(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def journal_of_a_crash(path: Path) -> bytes:
    """Begin a large change of the file in another program, take its journal, and have the file as it is in between."""
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_size=1")
        writer.execute("BEGIN")
        writer.execute("UPDATE change SET after = after || zeroblob(3000)")
        torn, journal = path.read_bytes(), path.with_name(f"{path.name}-journal").read_bytes()
    path.write_bytes(torn)
    return journal


def beside(path: Path, suffix: str, content: bytes) -> None:
    path.with_name(path.name + suffix).write_bytes(content)


def test_a_header_that_sqlite_would_mend_is_left_alone_in_a_file_that_is_refused(pilot_path: Path) -> None:
    content = bytearray(pilot_path.read_bytes())
    content[24:32] = bytes(
        8
    )  # the counter of changes and the size: mended by whoever opens the file to write
    content[20_000:24_000] = b"\xff" * 4_000
    pilot_path.write_bytes(content)
    assert refused(pilot_path) == "error.damaged"


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER spy AFTER INSERT ON partner BEGIN DELETE FROM edit; END",
        "CREATE VIEW more AS SELECT * FROM partner",
        "CREATE TABLE more (id)",
        "CREATE INDEX more ON partner (acronym)",
        "ALTER TABLE partner ADD COLUMN more",
    ],
)
@pytest.mark.parametrize("old", [False, True])
def test_one_thing_more_in_the_schema_is_refused(pilot_path: Path, statement: str, old: bool) -> None:
    if old:
        pilot_path.write_bytes((OLD_FILES / "schema_0001.ecocity").read_bytes())
    changed_by_hand(pilot_path, statement)
    assert refused(pilot_path) == "error.schema"


def test_the_schema_of_every_released_file_is_known_to_the_letter() -> None:
    for file in OLD_FILES.glob("schema_*.ecocity"):
        with closing(database.still_connection(file)) as connection:
            number = int(file.stem.removeprefix("schema_"))
            assert database.FORMER_SHA256[number] == database.schema_sha256(connection)


def test_a_search_index_of_no_known_form_is_damage(pilot_path: Path) -> None:
    changed_by_hand(pilot_path, "UPDATE search_index_config SET v = 0 WHERE k = 'version'")
    assert refused(pilot_path) == "error.damaged"


def test_a_write_ahead_log_beside_it_is_nobodys_we_know(pilot_path: Path) -> None:
    with closing(sqlite3.connect(pilot_path, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("UPDATE partner SET acronym = 'SPY'")
        log = pilot_path.with_name("pilot.ecocity-wal").read_bytes()
    changed_by_hand(pilot_path, "PRAGMA journal_mode=DELETE", "UPDATE partner SET acronym = 'MINE'")
    beside(pilot_path, "-wal", log)
    assert refused(pilot_path) == "error.sidecar"
    with open_safe_copy(pilot_path) as copy:
        assert {partner.acronym for partner in records.list_records(copy, "partners")} == {"MINE"}


def test_a_journal_of_another_file_is_not_played_into_this_one(pilot_path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "other.ecocity"
    other.parent.mkdir()
    other.write_bytes((OLD_FILES / "schema_0001.ecocity").read_bytes())
    beside(pilot_path, "-journal", journal_of_a_crash(other))
    assert refused(pilot_path) in ("error.damaged", "error.schema")


@pytest.mark.parametrize("password", [None, PASSWORD])
def test_a_file_that_crashed_elsewhere_comes_with_its_journal_and_keeps_what_was_saved(
    pilot_path: Path, password: str | None
) -> None:
    with open_workspace(pilot_path) as ws:
        records.add_record(ws, "sources", {"title": "saved before the crash"})
        wanted = checks.digest(ws)
    if password is None:
        beside(pilot_path, "-journal", journal_of_a_crash(pilot_path))
        with closing(database.still_connection(pilot_path)) as torn, pytest.raises(sqlcipher3.DatabaseError):
            torn.execute("SELECT sum(length(after)) FROM change").fetchone()
    else:
        change_password(pilot_path, None, password)
        _crash_encrypted(pilot_path, password)
    with open_workspace(pilot_path, password=password) as ws:
        assert checks.digest(ws) == wanted
        assert checks.check_workspace(ws) == ()


def _crash_encrypted(path: Path, password: str) -> None:
    with closing(database.bare_connection(path, "rw", password)) as writer:
        writer.execute("PRAGMA cache_size=1")
        writer.execute("BEGIN")
        writer.execute("UPDATE change SET after = after || zeroblob(3000)")
        torn, journal = path.read_bytes(), path.with_name(f"{path.name}-journal").read_bytes()
    path.write_bytes(torn)
    beside(path, "-journal", journal)


def test_an_encrypted_file_from_elsewhere_is_refused_as_a_plain_one_is(pilot_path: Path) -> None:
    changed_by_hand(pilot_path, "CREATE TABLE more (id)")
    hidden = pilot_path.with_name("hidden.ecocity")
    with closing(database.bare_connection(pilot_path, "rw")) as connection:
        connection.execute(f"ATTACH DATABASE ? AS copy KEY {database.quoted_key(PASSWORD)}", (str(hidden),))
        connection.execute("SELECT sqlcipher_export('copy')").fetchall()
        connection.execute(f"PRAGMA copy.application_id={database.APPLICATION_ID}")
        connection.execute(f"PRAGMA copy.user_version={database.SCHEMA}")
    assert refused(hidden, PASSWORD) == "error.schema"
    assert refused(hidden, "another") == "error.password_wrong"


def test_a_value_that_would_fill_the_memory_is_not_read(pilot_path: Path) -> None:
    changed_by_hand(pilot_path, f"UPDATE programme SET objective = zeroblob({inspection.VALUE_LIMIT + 1})")
    assert refused(pilot_path) == "error.too_long"


def test_a_file_is_known_again_as_long_as_nobody_else_touches_it(pilot_path: Path) -> None:
    assert not is_as_left(pilot_path)
    open_workspace(pilot_path).close()
    assert is_as_left(pilot_path)
    time.sleep(TICK_S)
    changed_by_hand(pilot_path, "UPDATE partner SET acronym = 'THEIRS'")
    assert not is_as_left(pilot_path)
    open_workspace(pilot_path).close()
    time.sleep(TICK_S)
    content = pilot_path.read_bytes()
    pilot_path.write_bytes(content)
    assert not is_as_left(pilot_path), "the same bytes, written by somebody else"


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be replaced there")
def test_a_file_put_in_the_place_of_the_open_one_is_none_that_we_left(
    pilot_path: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.ecocity"
    other.write_bytes(pilot_path.read_bytes())
    changed_by_hand(other, "CREATE TRIGGER spy AFTER INSERT ON partner BEGIN DELETE FROM edit; END")
    with open_workspace(pilot_path):
        other.replace(pilot_path)
    assert not is_as_left(pilot_path)
    assert refused(pilot_path) == "error.schema"


@pytest.mark.skipif(os.name == "nt", reason="its lock holds there within one process too")
def test_a_file_changed_by_another_program_while_it_was_open_for_reading_is_looked_at_again(
    pilot_path: Path, only_to_read: Callable[[Path], AbstractContextManager[None]]
) -> None:
    with only_to_read(pilot_path):
        ws = open_workspace(pilot_path)
        assert ws.read_only
        ws.close()
        assert is_as_left(pilot_path)
    with only_to_read(pilot_path):
        ws = open_workspace(pilot_path)
    changed_by_hand(pilot_path, "CREATE TABLE more (id)")
    ws.close()
    assert not is_as_left(pilot_path)


@pytest.mark.parametrize("suffix", ["-journal", "-wal"])
def test_a_file_with_a_journal_beside_it_is_looked_at_however_well_known_it_is(
    pilot_path: Path, suffix: str
) -> None:
    open_workspace(pilot_path).close()
    beside(pilot_path, suffix, b"whatever")
    assert not is_as_left(pilot_path)


def test_a_file_that_was_saved_is_as_it_was_left(ws: Workspace) -> None:
    records.add_record(ws, "sources", {"title": "CSTB"})
    path = ws.path
    ws.close()
    assert is_as_left(path)


def test_where_no_private_copy_can_be_made_the_file_is_looked_at_where_it_lies(
    pilot_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "no folder").touch()
    monkeypatch.setenv("ECOCITY_DATA_DIR", str(tmp_path / "no folder"))
    with open_workspace(pilot_path) as ws:
        assert len(records.list_records(ws, "cities")) == 4
    changed_by_hand(pilot_path, "CREATE TABLE more (id)")
    assert refused(pilot_path) == "error.schema"
    changed_by_hand(pilot_path, "DROP TABLE more")
    beside(pilot_path, "-journal", journal_of_a_crash(pilot_path))
    assert refused(pilot_path) == "error.target", "what crashed can only be looked at on a copy"
