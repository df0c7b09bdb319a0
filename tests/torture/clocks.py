"""R8: the clock goes back a day, forward ten years, jumps about."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from .bench import Bar, must_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from .bench import Bench

START = datetime(2026, 11, 23, 12, tzinfo=UTC)
JUMPS = (timedelta(0), timedelta(seconds=1), timedelta(days=-1), timedelta(days=3653), timedelta(days=-3653))
EDITS, BACKUPS, NEWEST = 6, 14, 10


@contextmanager
def jumping(on: Bench) -> Iterator[Callable[[Random], None]]:
    """Edit and back up with a clock that jumps before every command."""
    sample = on.sample(on.room("R8-sample"), edits=3)

    def attempt(random: Random) -> None:
        path = on.room("R8") / "clock.ecocity"
        path.write_bytes(sample.read_bytes())
        random.choice((_edits, _backups))(on, path, _clock(random))

    yield attempt


def _clock(random: Random) -> Iterator[str]:
    now = START
    while True:
        now = max(datetime(2000, 1, 1, tzinfo=UTC), now + random.choice(JUMPS))
        yield now.isoformat()


def _edits(on: Bench, path: object, clock: Iterator[str]) -> None:
    before = on.command("history", path).of("edit")
    acks = []
    for number in range(EDITS):
        values = f'{{"name": {{"en": "partner {number}"}}}}'
        added = on.command("add", path, "partners", values, now=next(clock))
        acks.append(added.one("ack"))
    told = on.command("history", path, now=next(clock)).of("edit")
    assert told == [*reversed(acks), *before], f"history is out of order: {told} after {acks}"
    undone = on.command("undo", path, now=next(clock))
    assert undone.one("undoes") == acks[-1], "undo took another edit back than the last"


def _backups(on: Bench, path: object, clock: Iterator[str]) -> None:
    made: list[str] = []
    for number in range(BACKUPS):
        done = on.command("backup", path, now=next(clock))
        must_end(done, 0)
        folder, name = done.one("backup").rsplit("/", 1)
        made.append(name)
        there = {found.name for found in on.folder.joinpath(folder).glob("*.ecocity")}
        newest = set(sorted(made)[-NEWEST:])
        assert newest <= there, f"of the newest {NEWEST} backups {newest - there} were deleted"
        assert name in there, f"the backup just made was deleted (number {number})"


CLOCKS = Bar("R8", "clock jumping by days and years: history in order, newest backups kept", 100, 3, jumping)
