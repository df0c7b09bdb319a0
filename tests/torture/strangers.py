"""R9: files that are not ours, or not yet ours: refused with the right code, not changed by a byte."""

from __future__ import annotations

import random as chance
import sqlite3
import zipfile
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from ecocity_desktop.store.database import SCHEMA

from .bench import Bar, contents, must_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from random import Random

    from .bench import Bench

NEWER, NOT_ECOCITY, DAMAGED, REFUSED = 12, 13, 14, 16
SCHEMA_AT, APPLICATION_AT = 60, 68


@contextmanager
def refusing(on: Bench) -> Iterator[Callable[[Random], None]]:
    """Hand the program one strange file with a random command."""
    sample = on.sample(on.room("R9-sample"), edits=10).read_bytes()

    def attempt(random: Random) -> None:
        make, codes = random.choice(STRANGERS)
        path = on.room("R9") / "stranger.ecocity"
        path.write_bytes(sample)
        make(path, random)
        before = contents(path.parent)
        commands = (
            ("list", path, "partners"),
            ("add", path, "partners", '{"name": {"en": "x"}}'),
            ("check", path),
            ("digest", path),
            ("backup", path),
            ("undo", path),
        )
        for command in random.sample(commands, 2):
            ended = on.command(*command)
            # A check's own answer to a strange schema is a finding.
            must_end(ended, *codes, *((1,) if command[0] == "check" and REFUSED in codes else ()))
            assert ended.errors.strip() or ended.said, "it is refused without a word"
            assert contents(path.parent) == before, f"{command[0]} changed {sorted(contents(path.parent))}"

    yield attempt


def _put(path: Path, at: int, number: int) -> None:
    content = bytearray(path.read_bytes())
    content[at : at + 4] = number.to_bytes(4, "big")
    path.write_bytes(content)


def newer(path: Path, random: Random) -> None:
    """A file of a later version of the program."""
    _put(path, SCHEMA_AT, random.choice((SCHEMA + 1, 99, 2**31 - 1, 2**32 - 1)))


def of_no_schema(path: Path, _random: Random) -> None:
    """A file whose schema number was wiped."""
    _put(path, SCHEMA_AT, 0)


def of_another_application(path: Path, random: Random) -> None:
    """A SQLite file that another program calls its own, or nobody does."""
    _put(path, APPLICATION_AT, random.choice((0, 1, 0x42424242)))


def other_database(path: Path, random: Random) -> None:
    """Any SQLite database."""
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(random.choice(("CREATE TABLE notes(id, text)", "CREATE TABLE partner(id)")))
        connection.commit()


def with_something_more(path: Path, random: Random) -> None:
    """One of our files into which someone put a table, a view, a trigger, an index or a column."""
    more = (
        "CREATE TABLE more(x)",
        "CREATE VIEW more AS SELECT * FROM partner",
        "CREATE TRIGGER more AFTER INSERT ON partner BEGIN DELETE FROM person; END",
        "CREATE INDEX more ON partner(acronym)",
        "ALTER TABLE partner ADD COLUMN more TEXT",
    )
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(random.choice(more))
        connection.commit()


def pretending(path: Path, random: Random) -> None:
    """Another database that says it is ours, of today's or of the first schema."""
    other_database(path, random)
    _put(path, APPLICATION_AT, 0x45434F43)
    _put(path, SCHEMA_AT, random.choice((1, SCHEMA)))


def empty(path: Path, _random: Random) -> None:
    """A file of 0 bytes."""
    path.write_bytes(b"")


def a_folder(path: Path, _random: Random) -> None:
    """A folder with the name of a file."""
    path.unlink()
    path.mkdir()


def a_picture(path: Path, random: Random) -> None:
    """The start of a PNG, a PDF, a text, and noise of odd lengths."""
    starts = (b"\x89PNG\r\n\x1a\n", b"%PDF-1.7\n", "烟台".encode(), b"\xff\xfe", b"SQLite format 2", b"{}")
    path.write_bytes(random.choice(starts) + random.randbytes(random.randint(0, 5000)))


def a_workbook(path: Path, _random: Random) -> None:
    """A zip, as every office file is."""
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>" * 100)


STRANGERS: tuple[tuple[Callable[[Path, chance.Random], None], tuple[int, ...]], ...] = (
    (newer, (NEWER,)),
    (of_no_schema, (DAMAGED, REFUSED)),
    (of_another_application, (NOT_ECOCITY,)),
    (other_database, (NOT_ECOCITY,)),
    (with_something_more, (REFUSED,)),
    (pretending, (REFUSED,)),
    (empty, (DAMAGED,)),
    (a_folder, (NOT_ECOCITY,)),
    (a_picture, (NOT_ECOCITY,)),
    (a_workbook, (NOT_ECOCITY,)),
)

FOREIGN = Bar("R9", "newer, foreign and tampered files: refused in words, 0 bytes changed", 500, 25, refusing)
