"""R11: restoring a backup whatever lies beside the file, and being killed while restoring."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from .bench import Bar, contents, must_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from .bench import Bench
    from .nursery import Outcome

LONGEST_RESTORE_S = 0.080
WHOLE = 0
Leftovers = dict[str, bytes]


@contextmanager
def restoring(on: Bench) -> Iterator[Callable[[Random], None]]:
    """Restore over files in every state, with every kind of leftover; half of the time killed once before."""
    room = on.room("R11-sample")
    path = on.sample(room, edits=15)
    backup = room / "backup.ecocity"
    must_end(on.command("backup", path, "--output", backup), 0)
    wanted = on.command("digest", path).one("digest")
    must_end(on.nursery.run("write", path=str(path), seed=7, count=10), 0)
    states = _states(on, path)

    def attempt(random: Random) -> None:
        place = on.room("R11") / "place.ecocity"
        state = random.choice(states)
        for suffix, content in state.items():
            Path(f"{place}{suffix}").write_bytes(content)
        leftover = random.choice(("-journal", "-wal", "-shm", ""))
        if leftover:
            Path(f"{place}{leftover}").write_bytes(random.choice(_journals(states, leftover)))
        before = contents(place.parent)
        if random.random() < 0.5 and place.exists():
            _kill_while_restoring(on, place, backup, random)
        must_end(_restore(on, place, backup), 0)
        assert on.command("digest", place).one("digest") == wanted, "the restored file holds something else"
        must_end(on.command("check", place), 0)
        if state is states[WHOLE] and not leftover:
            assert before[place.name] in contents(place.parent).values(), "the replaced file was not kept"

    yield attempt


def _restore(on: Bench, place: Path, backup: Path) -> Outcome:
    return on.command("restore", place, backup)


def _kill_while_restoring(on: Bench, place: Path, backup: Path, random: Random) -> None:
    child = on.nursery.start("command", argv=["restore", str(place), str(backup)])
    time.sleep(random.uniform(0, LONGEST_RESTORE_S))
    child.kill()
    child.wait()
    assert place.exists(), "a restore that was killed left neither the old file nor the new one"
    time.sleep(1.01 if list(place.parent.glob("*.replaced-*")) else 0)  # its name holds the second


def _states(on: Bench, path: Path) -> list[Leftovers]:
    """Files as they may lie there, by suffix: whole, gone, empty, damaged, killed in mid-write, left in WAL mode."""
    whole = path.read_bytes()
    damaged = whole[: len(whole) // 2]
    return [{"": whole}, {}, {"": b""}, {"": damaged}, _hot(on, whole), _in_wal_mode(on, whole)]


def _hot(on: Bench, whole: bytes) -> Leftovers:
    """A file and its journal as a killed process leaves them."""
    for number in range(200):
        room = on.room("R11-hot")
        path = room / "hot.ecocity"
        path.write_bytes(whole)
        child = on.nursery.start("write", path=str(path), seed=number)
        child.wait_for("opened")
        time.sleep(0.005 + number * 0.0005)
        child.kill()
        child.wait()
        journal = path.with_name("hot.ecocity-journal")
        if journal.exists() and journal.read_bytes()[:8] == b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7":
            return {"": path.read_bytes(), "-journal": journal.read_bytes()}
    raise AssertionError("200 killed processes left no hot journal")


def _in_wal_mode(on: Bench, whole: bytes) -> Leftovers:
    """A file that another SQLite program left open in WAL mode, with newer rows in its -wal."""
    path = on.room("R11-wal") / "wal.ecocity"
    path.write_bytes(whole)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("UPDATE partner SET acronym = 'WAL'")
        connection.commit()
        return {suffix: Path(f"{path}{suffix}").read_bytes() for suffix in ("", "-wal", "-shm")}


def _journals(states: list[Leftovers], suffix: str) -> list[bytes]:
    """What may lie beside the file under that suffix: the real thing of another file, noise, nothing."""
    real = [state[suffix] for state in states if suffix in state]
    return [*real, b"noise" * 1000, b""]


RESTORES = Bar("R11", "restore beside any leftover, killed or not: equal to the backup", 100, 8, restoring)
