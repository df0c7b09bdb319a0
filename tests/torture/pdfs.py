"""R14: a brief is exported over an older one, and the program is killed, finds no room, or cannot replace the file."""

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
    from .nursery import Outcome

READ_ONLY, FULL, REFUSED = 11, 15, 16
OLD, NEW = "2026-11-01", "2026-12-01"


@contextmanager
def exporting(on: Bench) -> Iterator[Callable[[Random], None]]:
    """Export the brief of one date over that of another: what lies there is one of the two, whole."""
    path = on.room("R14-file") / "pilot.ecocity"
    must_end(on.command("new", path, "--sample"), 0)
    old, new = on.room("R14-old"), on.room("R14-new")
    must_end(export(on, path, old, OLD), 0)
    start = time.monotonic()
    must_end(export(on, path, new, NEW), 0)
    took = time.monotonic() - start
    (name,) = contents(new)

    def attempt(random: Random) -> None:
        target = on.room("R14")
        shutil.copy(old / name, target)
        random.choice((killed, killed, starved, blocked))(on, path, target, took, random)
        if (target / name).is_file():
            assert contents(target)[name] in (contents(old)[name], contents(new)[name]), (
                "neither the old nor the new brief"
            )
        else:
            (target / name).rmdir()
        must_end(export(on, path, target, NEW), 0)
        assert contents(target) == contents(new), f"the folder holds {sorted(contents(target))}"

    yield attempt


def killed(on: Bench, path: Path, target: Path, took: float, random: Random) -> None:
    """The program is killed at any moment."""
    argv = [
        "brief",
        str(path),
        "Jingzhou",
        "--language",
        "fr",
        "--as-of",
        NEW,
        "--output",
        str(target),
        "--json",
    ]
    child = on.nursery.start("command", argv=argv)
    time.sleep(random.uniform(0, took * 1.1))
    child.kill()
    child.wait()


def starved(on: Bench, path: Path, target: Path, _took: float, random: Random) -> None:
    """There is no room for the new file."""
    size = next(target.iterdir()).stat().st_size
    before = contents(target)
    must_end(export(on, path, target, NEW, limit_bytes=random.randint(1, size // 2)), FULL)
    assert contents(target) == before, f"an export that did not fit left {sorted(contents(target))}"


def blocked(on: Bench, path: Path, target: Path, _took: float, _random: Random) -> None:
    """Where the file should go there is a folder."""
    file = next(target.iterdir())
    file.unlink()
    file.mkdir()
    must_end(export(on, path, target, NEW), READ_ONLY, REFUSED)
    assert [one.name for one in target.iterdir()] == [file.name]


def export(on: Bench, path: Path, folder: Path, day: str, **circumstances: int) -> Outcome:
    """Export one brief as of a day: the same day gives the same bytes."""
    words = ("brief", path, "Jingzhou", "--language", "fr", "--as-of", day, "--output", folder)
    return on.command(*words, **circumstances)


PDFS = Bar(
    "R14",
    "export killed, without room or blocked: the old brief or the new one, no litter",
    100,
    4,
    exporting,
)
