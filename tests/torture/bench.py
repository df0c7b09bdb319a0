"""What a bar is, and the bench it is tried on: a folder of its own, the nursery, and a seeded chance for each try."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING, Any

from .disk import read_folder
from .nursery import Nursery

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from .nursery import Outcome

OPEN_WITHIN_S = 2.0
UNHURRIED_S = 10.0
"""For openings whose speed is not what is tried: after a migration, with a password."""


class NotHere(Exception):
    """A bar cannot be tried on this machine; the message says why."""


class Chance(Random):
    """The seeded chance of one try, which knows its number (0 first)."""

    number = 0


@dataclass(frozen=True)
class Bar:
    """One bar: its number and promise, how many tries make the full and the short form, and what makes it ready.

    ``setting`` prepares what all tries of one run share and gives the attempt; it raises ``NotHere`` where the machine
    lacks something. ``allowed`` is the share of tries that may miss it: none, but for the proof of the harness.
    """

    name: str
    promise: str
    full: int
    short: int
    setting: Callable[[Bench], AbstractContextManager[Callable[[Chance], None]]]
    allowed: float = 0.0


@dataclass(frozen=True)
class Bench:
    """Where bars are tried: ``folder`` is scratch space, ``seed`` makes every chance repeatable."""

    nursery: Nursery
    folder: Path
    seed: int

    def chance(self, bar: str, number: int) -> Chance:
        """Return the chance of one try: the same in every run with the same seed."""
        chance = Chance(f"{self.seed} {bar} {number}")
        chance.number = number
        return chance

    def command(self, *argv: Any, **circumstances: Any) -> Outcome:
        """Run one command line of the program, with JSON output, in a child; see ``deeds.command``."""
        return self.nursery.run("command", argv=[*map(str, argv), "--json"], **circumstances)

    def room(self, name: str) -> Path:
        """Return a new empty folder."""
        room = self.folder / name
        shutil.rmtree(room, ignore_errors=True)
        room.mkdir(parents=True)
        return room

    def sample(self, room: Path, edits: int, seed: int = 0) -> Path:
        """Return a new workspace in ``room`` with so many edits."""
        path = room / "sample.ecocity"
        outcome = self.nursery.run("write", path=str(path), seed=seed, count=edits)
        assert outcome.code == 0, outcome.errors
        return path


@contextmanager
def bench(folder: Path, seed: int) -> Iterator[Bench]:
    """Give a bench in ``folder``."""
    with Nursery(folder / "said") as nursery:
        yield Bench(nursery, folder, seed)


def attempts(bar: Bar, on: Bench, first: int, last: int) -> Iterator[tuple[int, str | None]]:
    """Try a bar from number ``first`` to before ``last``; give each number with what failed, or ``None``."""
    with bar.setting(on) as attempt:
        for number in range(first, last):
            try:
                attempt(on.chance(bar.name, number))
            except AssertionError as missed:
                yield number, str(missed) or "missed"
            except (OSError, ValueError, LookupError, sqlite3.Error) as broken:
                yield number, f"the tools broke: {type(broken).__name__} {broken}"
            else:
                yield number, None


def must_end(outcome: Outcome, *codes: int) -> None:
    """Check how a command ended."""
    ended = f"it ended with {outcome.code} instead of {' or '.join(map(str, codes))}"
    assert outcome.code in codes, f"{ended}: {outcome.said[:3]} {outcome.errors[-1500:]}"


def contents(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder by its name."""
    return {name: sha256(content).hexdigest() for name, content in read_folder(folder).items()}


def must_be_whole(found: Outcome, acked: set[str], within_s: float = OPEN_WITHIN_S) -> None:
    """Check what ``inspect`` said of a file: it opens at once, is sound, and holds each acknowledged edit whole."""
    assert found.code == 0, f"it does not open: {found.said} {found.errors[-1500:]}"
    assert found.one("findings") == [], f"the check finds {found.one('findings')}"
    assert found.one("partial") == [], f"an edit is there in part: {found.one('partial')[:3]}"
    lost = acked - set(found.one("edits"))
    assert not lost, f"{len(lost)} acknowledged edits are lost"
    assert found.one("seconds") <= within_s, f"opening took {found.one('seconds'):.1f} s"
