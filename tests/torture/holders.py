"""R6: a second process on a file that is open."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .bench import Bar, contents, must_be_whole, must_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from .bench import Bench

LOCKED = 10
TOLD_WITHIN_S = 2.0


@contextmanager
def meeting(on: Bench) -> Iterator[Callable[[Random], None]]:
    """Meet a process that holds the file, then kill it."""
    path = on.sample(on.room("R6"), edits=10)
    commands = (
        ("list", path, "partners"),
        ("add", path, "partners", '{"name": {"en": "x"}}'),
        ("check", path),
        ("undo", path),
        ("backup", path),
    )

    def attempt(random: Random) -> None:
        holder = on.nursery.start("hold", path=str(path))
        holder.wait_for("opened")
        before = contents(path.parent)
        start = time.monotonic()
        second = on.command(*random.choice(commands))
        took = time.monotonic() - start
        after = contents(path.parent)
        holder.kill()
        holder.wait()
        must_end(second, LOCKED)
        assert str(holder.pid) in second.errors, f"it does not say who holds the file: {second.errors}"
        assert took < TOLD_WITHIN_S, f"it took {took:.1f} s to say so"
        assert after == before, "the second process wrote something"
        must_be_whole(on.nursery.run("inspect", path=str(path)), set())

    yield attempt


HOLDERS = Bar("R6", "second process: told at once by whom, 0 writes, free after kill -9", 100, 10, meeting)
