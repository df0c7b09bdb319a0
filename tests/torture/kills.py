"""R1: the program is killed (kill -9) while it writes, again and again on the same file."""

from __future__ import annotations

import shutil
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from .bench import Bar, must_be_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from .bench import Bench

LATEST_S = 0.050
KILLS_PER_FILE = 25


@contextmanager
def writing(on: Bench) -> Iterator[Callable[[Random], None]]:
    """Kill a writing process up to 50 ms after it opened the file or, in a quarter of the tries, after its birth."""
    files = _files(on)
    path, acked, left = next(files), set[str](), KILLS_PER_FILE

    def attempt(random: Random) -> None:
        nonlocal path, acked, left
        if left == 0:
            path, acked, left = next(files), set(), KILLS_PER_FILE
        left -= 1
        child = on.nursery.start("write", path=str(path), seed=random.getrandbits(32))
        if random.random() < 0.75:
            child.wait_for("opened")
        time.sleep(random.uniform(0, LATEST_S))
        child.kill()
        acked |= set(child.wait().of("ack"))
        must_be_whole(on.nursery.run("inspect", path=str(path)), acked)

    yield attempt


def _files(on: Bench) -> Iterator[Path]:
    """A new file every so many kills: playing a long journal back takes long."""
    sample = on.sample(on.room("R1-sample"), edits=20)
    while True:
        yield Path(shutil.copy(sample, on.room("R1")))


KILLS = Bar("R1", "kill -9 in mid-write: nothing acknowledged lost, nothing in part", 1000, 100, writing)
