"""R3: the program is killed while it brings an older file to a newer schema.

The newer schema is made here: a copy of `db` with one migration more, which rebuilds a table others refer to, and the
program told that its schema is 3. Every released schema has a file in `tests/data/old_files` that is migrated too.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .bench import UNHURRIED_S, Bar, contents, must_be_whole, must_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from .bench import Bench

OLD_FILES = Path(__file__).resolve().parents[1] / "data" / "old_files"
Tables = dict[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]]
NEXT_MIGRATION = '''"""A migration only the torture run knows: one table more, one column more by rebuilding a table.

In plain SQL, as every migration of ours must be: Alembic's batch_alter_table writes the references of a rebuilt table
in another order from one run to the next, and a schema that is not ours to the letter is refused.
"""

from alembic import op

revision = "test_next"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade():
    run = op.get_bind().exec_driver_sql
    run("CREATE TABLE torture (id VARCHAR NOT NULL, PRIMARY KEY (id))")
    run("INSERT INTO torture SELECT id FROM partner")
    old = run("SELECT sql FROM sqlite_master WHERE name = 'partner'").scalar()
    named = "SELECT sql FROM sqlite_master WHERE tbl_name = 'partner' AND type = 'index' AND sql <> ''"
    indexes = run(named).scalars().all()
    new = old.replace("CREATE TABLE partner", "CREATE TABLE partner_new")
    run(new.replace("id VARCHAR", "torture VARCHAR, id VARCHAR", 1))
    run("INSERT INTO partner_new SELECT id, * FROM partner")
    run("DROP TABLE partner")
    run("ALTER TABLE partner_new RENAME TO partner")
    for index in indexes:
        run(index)
'''


def newer_db(folder: Path) -> Path:
    """Copy the program's ``db`` into ``folder`` with one migration more, and return it."""
    from ecocity_desktop.bundled import database_file

    newer = folder / "db"
    shutil.copytree(database_file(), newer, ignore=shutil.ignore_patterns("__pycache__", "seed"))
    head = max(file.stem for file in (newer / "versions").glob("[0-9]*.py")).split("_")[0]
    (newer / "versions" / "test_next.py").write_text(NEXT_MIGRATION.format(head=head), "utf-8")
    return newer


def become_newer(db: Path) -> None:
    """Make the program of this process the next version, whose migrations are in ``db``."""
    from ecocity_desktop.store import database, migrate

    database.FORMER_SHA256[database.SCHEMA] = database.SCHEMA_SHA256
    schema = database.SCHEMA + 1
    database.SCHEMA = migrate.SCHEMA = schema
    migrate.database_file = lambda *parts: db.joinpath(*parts)
    known = db / "schema.sha256"
    if not known.exists():
        made = db / "made.ecocity"
        migrate.create_file(made)
        connection = database.bare_connection(made, "ro")
        known.write_text(database.schema_sha256(connection))
        connection.close()
    database.SCHEMA_SHA256 = migrate.SCHEMA_SHA256 = known.read_text()


@dataclass(frozen=True)
class Case:
    """An old file, the deed that migrates it, what it held by table, and how long the migration takes."""

    origin: Path
    deed: str
    arguments: dict[str, Any]
    held: Tables
    took: float


@contextmanager
def migrating(on: Bench) -> Iterator[Callable[[Random], None]]:
    """Kill the migration of every old file, and of a large one, at a random moment, then let it run to its end."""
    db = newer_db(on.room("R3-db"))
    large = on.room("R3-large") / "large.ecocity"
    must_end(on.nursery.run("write_large", path=str(large), partners=200), 0)
    old_files = sorted(OLD_FILES.glob("*.ecocity"))
    today = schema_of(large)
    cases = [_case(on, origin, "migrate", {"newer": str(db)}) for origin in (*old_files, large)]
    cases += [_case(on, origin, "inspect", {}) for origin in old_files if schema_of(origin) < today]

    def attempt(random: Random) -> None:
        case = random.choice(cases)
        path = Path(shutil.copy(case.origin, on.room("R3")))
        before = path.read_bytes()
        child = on.nursery.start(case.deed, path=str(path), **case.arguments)
        time.sleep(random.uniform(0, case.took * 1.1))
        child.kill()
        child.wait()
        assert schema_of(path) > schema_of(case.origin) or path.read_bytes() == before, "it is half migrated"
        again = on.nursery.run(case.deed, path=str(path), **case.arguments)
        must_be_whole(again, set(), UNHURRIED_S)
        assert held(path, case.held) == case.held, "the content of the old fields changed"
        litter = [name for name in contents(path.parent) if name.startswith(".")]
        assert not litter, f"the killed migration's litter stays: {litter}"

    yield attempt


def schema_of(path: Path) -> int:
    """Return the schema number in a file's header."""
    return int.from_bytes(path.read_bytes()[60:64], "big")


def held(path: Path, like: Tables | None = None) -> Tables:
    """Return the rows of every table of records by its columns: all of them, or the tables and columns of ``like``."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        if like is None:
            named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'search_*'"
            tables = [name for (name,) in connection.execute(named) if name != "alembic_version"]
            columns = {
                name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})")] for name in tables
            }
        else:
            columns = {name: list(wanted) for name, (wanted, _) in like.items()}
        return {
            name: (
                tuple(wanted),
                sorted(connection.execute(f"SELECT {', '.join(wanted)} FROM {name}"), key=repr),
            )
            for name, wanted in columns.items()
        }


def _case(on: Bench, origin: Path, deed: str, arguments: dict[str, Any]) -> Case:
    path = Path(shutil.copy(origin, on.room("R3")))
    start = time.monotonic()
    must_end(on.nursery.run(deed, path=str(path), **arguments), 0)
    return Case(origin, deed, arguments, held(origin), time.monotonic() - start)


MIGRATIONS = Bar(
    "R3", "killed migrations: wholly old or wholly new, a second run always succeeds", 100, 10, migrating
)
