"""R3-race: two processes at once on a file that is about to be replaced, by a migration or by a password."""

from __future__ import annotations

import shutil
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from .bench import UNHURRIED_S, Bar, must_be_whole, must_end
from .migrations import OLD_FILES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from .bench import Bench
    from .nursery import Outcome

PASSWORD = "correct horse battery"
EDITS, WRITERS = 2, 3


@contextmanager
def racing(on: Bench) -> Iterator[Callable[[Random], None]]:
    """Let writers race each other to an old file, or one of them somebody who sets a password."""
    sample = on.sample(on.room("R3-race-sample"), edits=5)
    old_files = sorted(OLD_FILES.glob("*.ecocity"))

    def attempt(random: Random) -> None:
        if random.random() < 0.5:
            path = Path(shutil.copy(random.choice(old_files), on.room("R3-race")))
            ended = _race(on, random, path, ["write_when_free"] * WRITERS)
            password = None
        else:
            path = Path(shutil.copy(sample, on.room("R3-race")))
            ended = _race(on, random, path, ["write_when_free", "set_password"])
            password = PASSWORD
        acked = {ack for outcome in ended for ack in outcome.of("ack")}
        must_be_whole(on.nursery.run("inspect", path=str(path), password=password), acked, UNHURRIED_S)

    yield attempt


def _race(on: Bench, random: Random, path: Path, deeds: list[str]) -> list[Outcome]:
    children = []
    for deed in deeds:
        more = {"password": PASSWORD} if deed == "set_password" else {"count": EDITS}
        children.append(on.nursery.start(deed, path=str(path), seed=random.getrandbits(32), **more))
        time.sleep(random.choice((0, 0, random.uniform(0, 0.3))))
    ended = [child.wait() for child in children]
    for outcome in ended:
        must_end(outcome, 0)
    return ended


RACES = Bar(
    "R3-race", "two at once on a file being migrated or encrypted: no acknowledged edit lost", 200, 12, racing
)
