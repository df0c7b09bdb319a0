"""Files of older schemas: opened by today's program, nothing is lost, and what was done before can still be undone."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest

from ecocity_desktop.errors import UserError
from ecocity_desktop.services import checks, history, records
from ecocity_desktop.services.milestones import milestone_lines
from ecocity_desktop.services.search import search
from ecocity_desktop.services.workspace import Workspace, create_workspace, open_workspace
from ecocity_desktop.store import database, migrate
from ecocity_desktop.store.backup import verify

OLD_FILES = Path(__file__).resolve().parents[1] / "data" / "old_files"
PASSWORD = "l’eau d'été"

COUNTS = {
    "programme": 1,
    "partner": 5,
    "person": 2,
    "agreement": 2,
    "agreement_party": 4,
    "city": 4,
    "milestone": 9,
}
"""What each old file holds of some tables: the pilot programme, a person more, a milestone removed."""

EDITS = {1: 5, 2: 10}
"""How many edits were made in the file of each schema: those of the first, and five about what came since."""


@pytest.fixture(params=EDITS)
def schema(request: pytest.FixtureRequest) -> int:
    """Each older schema in turn."""
    return int(request.param)


@pytest.fixture
def old_path(tmp_path: Path, schema: int) -> Path:
    """A file of that schema: the pilot programme, a milestone moved, a person added, a milestone removed."""
    return Path(shutil.copy(OLD_FILES / f"schema_{schema:04d}.ecocity", tmp_path / "old.ecocity"))


@pytest.fixture
def migrated(old_path: Path) -> Iterator[Workspace]:
    with open_workspace(old_path, author="Lin") as ws:
        yield ws


def test_there_is_an_old_file_for_every_schema_before_todays() -> None:
    found = sorted(path.name for path in OLD_FILES.glob("schema_*.ecocity"))
    assert found == [f"schema_{number:04d}.ecocity" for number in range(1, database.SCHEMA)]


def test_opening_an_older_file_brings_it_to_todays_schema(old_path: Path, schema: int) -> None:
    assert database.schema_of(old_path) == schema
    open_workspace(old_path).close()
    assert database.schema_of(old_path) == database.SCHEMA
    assert not list(old_path.parent.glob("*.migrating"))


def test_a_migrated_file_holds_every_row_it_held(old_path: Path) -> None:
    before = _rows(old_path)
    open_workspace(old_path).close()
    after = _rows(old_path)
    assert {table: len(before[table]) for table in COUNTS} == COUNTS
    for table, rows in before.items():
        if not table.startswith("search_"):
            # New columns come after the old ones: the old ones are unchanged, row by row.
            assert [row[: len(rows[0])] for row in after[table]] == rows, table


def test_a_migrated_file_is_sound_and_laid_out_like_a_new_one(old_path: Path, tmp_path: Path) -> None:
    with open_workspace(old_path) as ws:
        assert checks.check_workspace(ws) == ()
    create_workspace(tmp_path / "new.ecocity").close()
    with (
        closing(database.bare_connection(old_path, "ro")) as old,
        closing(database.bare_connection(tmp_path / "new.ecocity", "ro")) as new,
    ):
        assert database.schema_sha256(old) == database.schema_sha256(new) == database.SCHEMA_SHA256


def test_what_was_done_before_the_migration_can_be_undone_after_it(migrated: Workspace, schema: int) -> None:
    assert len(milestone_lines(migrated)) == 9
    history.undo(migrated)
    titles = {line.milestone.title.en for line in milestone_lines(migrated)}
    assert len(titles) == 10
    assert "Letter of intent of the two governments on eco demonstration cities" in titles
    history.undo(migrated)
    assert [person.family_name for person in records.list_records(migrated, "people")] != ["Dubois"]
    history.undo(migrated)
    assert all(line.milestone.forecast_on is None for line in milestone_lines(migrated))
    for _ in range(EDITS[schema] - 3):
        history.undo(migrated)
    assert not any(records.count_records(migrated, noun) for noun in ("cities", "milestones", "agreements"))
    assert checks.check_workspace(migrated) == ()
    for _ in range(EDITS[schema]):
        history.redo(migrated)
    assert len(milestone_lines(migrated)) == 9


def test_old_records_take_the_defaults_of_new_fields(migrated: Workspace) -> None:
    (party, *_) = records.list_records(migrated, "parties")
    assert party.role == "signatory"
    assert records.list_records(migrated, "milestones")[0].files == []


def test_search_finds_what_an_old_file_held_and_what_is_added_since(migrated: Workspace) -> None:
    assert [hit.noun for hit in search(migrated, "Dubois")] == ["people"]
    (agreement, *_) = records.list_records(migrated, "agreements")
    values = {"agreement_id": agreement.id, "text": {"fr": "Former dix ingénieurs", "zh": "培训十名工程师"}}
    records.add_record(migrated, "commitments", values)
    assert [hit.noun for hit in search(migrated, "ingenieurs")] == ["commitments"]
    assert [hit.noun for hit in search(migrated, "工程师")] == ["commitments"]
    assert not checks.mend_search(migrated)


def test_an_index_that_lacks_new_nouns_is_made_anew(migrated: Workspace) -> None:
    records.add_record(
        migrated, "baselines", {"name": {"fr": "Copil de mars"}, "frozen_at": "2018-03-15T12:00:00Z"}
    )
    with migrated.maintaining() as session:
        assert session is not None
        session.connection().exec_driver_sql("DELETE FROM search_row WHERE entity = 'baseline'")
    assert checks.mend_search(migrated)
    assert [hit.noun for hit in search(migrated, "copil")] == ["baselines"]


def test_an_encrypted_file_of_an_older_schema_is_migrated_and_stays_encrypted(
    old_path: Path, schema: int
) -> None:
    hidden = old_path.with_name("hidden.ecocity")
    with closing(database.bare_connection(old_path, "rw")) as connection:
        connection.execute(f"ATTACH DATABASE ? AS copy KEY {database.quoted_key(PASSWORD)}", (str(hidden),))
        connection.execute("SELECT sqlcipher_export('copy')").fetchall()
        connection.execute(f"PRAGMA copy.application_id={database.APPLICATION_ID}")
        connection.execute(f"PRAGMA copy.user_version={schema}")
        connection.execute("DETACH DATABASE copy")
    with pytest.raises(UserError) as refused:
        open_workspace(hidden, password="another")
    assert refused.value.key == "error.password_wrong"
    assert _schema_inside(hidden) == schema
    with open_workspace(hidden, password=PASSWORD) as ws:
        assert len(milestone_lines(ws)) == 9
        assert checks.check_workspace(ws) == ()
    assert database.is_encrypted(hidden)
    assert _schema_inside(hidden) == database.SCHEMA


def test_a_file_that_another_process_holds_is_not_migrated(old_path: Path) -> None:
    before = old_path.read_bytes()
    with closing(database.bare_connection(old_path, "rw")) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(UserError) as refused:
            open_workspace(old_path)
    assert refused.value.key == "error.locked"
    assert old_path.read_bytes() == before


def test_an_older_file_that_cannot_be_written_is_refused(
    old_path: Path, schema: int, only_to_read: Callable[[Path], AbstractContextManager[None]]
) -> None:
    with only_to_read(old_path), pytest.raises(UserError) as refused:
        open_workspace(old_path)
    assert refused.value.key == "error.old_read_only"
    assert database.schema_of(old_path) == schema


def test_a_migration_that_loses_a_row_is_thrown_away(old_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = old_path.read_bytes()
    upgrade = migrate._upgrade

    def losing(path: Path, mode: str, password: str | None = None) -> None:
        upgrade(path, mode, password)
        with closing(database.bare_connection(path, "rw")) as connection:
            connection.execute("DELETE FROM change WHERE id = (SELECT max(id) FROM change)")

    monkeypatch.setattr(migrate, "_upgrade", losing)
    with pytest.raises(UserError) as refused:
        open_workspace(old_path)
    assert refused.value.key == "error.migration"
    assert old_path.read_bytes() == before
    assert [path.name for path in old_path.parent.iterdir()] == ["old.ecocity"]


def test_a_backup_of_an_older_file_is_still_a_backup(old_path: Path) -> None:
    verify(old_path)


def _rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(database.bare_connection(path, "ro")) as connection:
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith(("sqlite_", "alembic_", "search_index"))
        ]
        return {name: connection.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall() for name in tables}


def _schema_inside(hidden: Path) -> int:
    with closing(database.bare_connection(hidden, "ro", PASSWORD)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
