"""S7 and S9: any query is answered; a hostile or garbled database is answered or refused in words, and unchanged."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from .bench import Bar, contents, must_end
from .texts import RANGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from random import Random

    from .bench import Bench

QUERIES_A_TRY = 100
PROBES = (
    '"', "'", "*", "NEAR(", "AND", "OR NOT", "title:", "^", "-", "+", "(", ")", "{a b}:x", "\x00", "荆", "荆州", "𠮷",
    "\ud800", "jīng", "a*b", '""', "%", "_", "\\", "SELECT", ";--", "rank", "é", "\u202e", "👩‍👩‍👧",
)  # fmt: skip
ANSWERED, REFUSED = (0, 1, 18, 19), (12, 13, 14, 16)
"""Every way a command may end on such a file; 70 would be a bug, a signal a crash."""
READ_ONLY = ("list", "digest", "history", "export")
COMMANDS = (
    ("list", "{}", "partners"),
    ("search", "{}", "荆州"),
    ("check", "{}"),
    ("digest", "{}"),
    ("history", "{}"),
    ("export", "{}", "--safe", "--output", "{}.json"),
)
_PAGE = 4096
_HEADER = 100
_KEPT = ((0, 16), (60, 64), (68, 72))
"""Bytes of the header left alone, so that the file still says it is ours: magic, schema, application."""


@contextmanager
def searching(on: Bench) -> Iterator[Callable[[Random], None]]:
    """Ask a file of the pilot programme a hundred things at a time."""
    from ecocity_desktop.services.pilot import load_pilot_programme
    from ecocity_desktop.services.search import search
    from ecocity_desktop.services.workspace import create_workspace

    with create_workspace(on.room("S7") / "searched.ecocity") as ws:
        load_pilot_programme(ws)

        def attempt(random: Random) -> None:
            for _ in range(QUERIES_A_TRY):
                query = _query(random)
                try:
                    search(ws, query)
                except Exception as error:
                    raise AssertionError(f"{query!r} raises {type(error).__name__}") from error

        yield attempt


def _query(random: Random) -> str:
    parts = [
        random.choice(PROBES)
        if random.random() < 0.6
        else "".join(chr(random.randint(*random.choice(RANGES))) for _ in range(random.randint(1, 20)))
        for _ in range(random.randint(0, 6))
    ]
    return random.choice(("", " ")).join(parts)


@contextmanager
def garbling(on: Bench) -> Iterator[Callable[[Random], None]]:
    """Hand the program a database somebody garbled on purpose, below a header that says it is ours."""
    sample = on.sample(on.room("S9-sample"), edits=20)
    journals = {suffix: _crash(sample, mode) for suffix, mode in (("-journal", "DELETE"), ("-wal", "WAL"))}

    def attempt(random: Random) -> None:
        path = shutil.copy(sample, on.room("S9") / "hostile.ecocity")
        _garble(path, random)
        if random.random() < 0.4:
            _put_journal_beside(path, random, journals)
        before, played = contents(path.parent), _played(path, on.room("S9-played"))
        for command in random.sample(COMMANDS, 2):
            ended = on.command(*(word.format(path) for word in command))
            must_end(ended, *ANSWERED, *REFUSED)
            after = contents(path.parent)
            after.pop(f"{path.name}.json", None)  # what was exported
            if ended.code in REFUSED or command[0] in READ_ONLY:
                assert after in (before, played), (
                    f"{command[0]} ended with {ended.code} and changed {sorted(after)}"
                )
            before = after

    yield attempt


def _played(path: Path, room: Path) -> dict[str, str]:
    """Return what a folder holds once the journal in it was played, if that gives a sound file; else nothing.

    A file that crashed comes with such a journal: it is opened, and what is unreadable in it is found only then.
    """
    for file in path.parent.iterdir():
        shutil.copy(file, room)
    try:
        with closing(sqlite3.connect(room / path.name)) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        sound = False
    return contents(room) if sound else {}


def _crash(sample: Path, mode: str) -> bytes:
    """Return the journal that another program leaves when it crashes while it changes a file like this one."""
    path = shutil.copy(sample, sample.with_name("crash.ecocity"))
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute(f"PRAGMA journal_mode={mode}")
        writer.execute("PRAGMA cache_size=1")
        writer.execute("BEGIN")
        writer.execute("UPDATE change SET after = after || zeroblob(3000)")
        return path.with_name(f"{path.name}-{'wal' if mode == 'WAL' else 'journal'}").read_bytes()


def _put_journal_beside(path: Path, random: Random, journals: dict[str, bytes]) -> None:
    """Lay a journal beside that is another file's, cut off, garbled or noise."""
    suffix = random.choice(sorted(journals))
    content = bytearray(journals[suffix])
    for _ in range(random.choice((0, 0, 1, 100))):
        content[random.randrange(len(content))] = random.randrange(256)
    kept = random.choice((len(content), random.randrange(len(content))))
    path.with_name(path.name + suffix).write_bytes(
        random.choice((bytes(content[:kept]), random.randbytes(4096)))
    )


def _garble(path: Path, random: Random) -> None:
    """Change bytes where they hurt most: in the header, in the schema, in the heads of pages, anywhere."""
    content = bytearray(path.read_bytes())
    kept = {at: bytes(content[at:end]) for at, end in _KEPT}
    for _ in range(random.choice((1, 3, 30, 300))):
        page = _PAGE * random.randrange(len(content) // _PAGE)
        at = random.choice(
            (
                random.randrange(16, _HEADER),
                random.randrange(_HEADER, _PAGE),
                page + random.randrange(12),
                random.randrange(len(content)),
            )
        )
        content[at] = random.choice((0, 1, 0x7F, 0xFF, random.randrange(256)))
    for at, old in kept.items():
        content[at : at + len(old)] = old
    path.write_bytes(content)


SEARCHES = Bar("S7", "100 random queries each: every one is answered", 1000, 20, searching)
HOSTILES = Bar(
    "S9", "garbled databases and journals: an answer, or a refusal with 0 bytes changed", 1000, 50, garbling
)
