"""R3: the program is killed while it brings an older file to a newer schema.

The newer schema is made here: a copy of `db` with one migration more, which rebuilds a table others refer to, and the
program told that its schema is 3. Every released schema has a file in `tests/data/old_files` that is migrated too.
"""

from __future__ import annotations

import shutil
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from .bench import Bar, contents, must_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from .bench import Bench

OLD_FILES = Path(__file__).resolve().parents[1] / "data" / "old_files"
NEWER_SCHEMA = 3
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
    from ecocity_desktop.services import workspace
    from ecocity_desktop.store import database, migrate

    for module in (database, migrate):
        module.SCHEMA = NEWER_SCHEMA
    migrate.database_file = lambda *parts: db.joinpath(*parts)
    known = db / "schema.sha256"
    if not known.exists():
        made = db / "made.ecocity"
        migrate.create_file(made)
        connection = database.bare_connection(made, "ro")
        known.write_text(database.schema_sha256(connection))
        connection.close()
    database.SCHEMA_SHA256 = known.read_text()
    assert workspace.database is database


@contextmanager
def migrating(on: Bench) -> Iterator[Callable[[Random], None]]:
    """Kill the migration of every old file, and of a large one, at a random moment, then let it run to its end."""
    db = newer_db(on.room("R3-db"))
    large = on.room("R3-large") / "large.ecocity"
    must_end(on.nursery.run("write_large", path=str(large), partners=200), 0)
    files = {path: on.command("digest", path).one("digest") for path in (*_old_files(on), large)}
    took = {path: _time_of(on, path, db) for path in files}

    def attempt(random: Random) -> None:
        origin = random.choice(list(files))
        path = Path(shutil.copy(origin, on.room("R3")))
        before = contents(path.parent)
        child = on.nursery.start("migrate", path=str(path), newer=str(db))
        time.sleep(random.uniform(0, took[origin] * 1.1))
        child.kill()
        child.wait()
        schema = int.from_bytes(path.read_bytes()[60:64], "big")
        assert schema == NEWER_SCHEMA or contents(path.parent)[path.name] == before[path.name], (
            "it is half migrated"
        )
        again = on.nursery.run("migrate", path=str(path), newer=str(db))
        must_end(again, 0)
        assert again.one("findings") == [], f"the check finds {again.one('findings')[:3]}"
        assert again.one("partial") == [], f"the journal was harmed: {again.one('partial')[:3]}"
        assert again.one("digest") == files[origin], "the content changed"
        litter = [name for name in contents(path.parent) if name.startswith(".")]
        assert not litter, f"the killed migration's litter stays: {litter}"

    yield attempt


def _old_files(on: Bench) -> list[Path]:
    """Copies of the released files: the originals are kept for ever and only read."""
    room = on.room("R3-old")
    return [Path(shutil.copy(file, room)) for file in sorted(OLD_FILES.glob("*.ecocity"))]


def _time_of(on: Bench, origin: Path, db: Path) -> float:
    path = Path(shutil.copy(origin, on.room("R3")))
    start = time.monotonic()
    must_end(on.nursery.run("migrate", path=str(path), newer=str(db)), 0)
    return time.monotonic() - start


MIGRATIONS = Bar(
    "R3", "killed migrations: wholly old or wholly new, a second run always succeeds", 100, 10, migrating
)
