"""R7 and R12: backups copied away while the program writes, as a synchronised folder does; backups that fail."""

from __future__ import annotations

import shutil
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from .bench import Bar, must_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from random import Random

    from .bench import Bench

COPIES_PER_FILE = 20
UNMADE = (11, 15, 16)
"""What a backup that cannot be made may end with: read-only, disk full, refused."""


@contextmanager
def copying(on: Bench) -> Iterator[Callable[[Random], None]]:
    """Copy finished backups of a file that a process writes to and backs up all the time."""
    with ExitStack() as writers:
        tries = 0

        def attempt(random: Random) -> None:
            nonlocal tries
            if tries % COPIES_PER_FILE == 0:
                writers.close()
                writers.enter_context(_writer(on))
            tries += 1
            target = on.room("R7-copy") / "copy.ecocity"
            while not target.exists():
                name = random.choice(sorted((on.folder / "R7" / "busy backups").glob("busy*.ecocity")))
                with suppress(FileNotFoundError):  # thinned meanwhile
                    shutil.copyfile(name, target)
                    shutil.copyfile(f"{name}.sha256", f"{target}.sha256")
            must_end(on.nursery.run("verify", folder=str(target.parent)), 0)
            must_end(on.command("check", target), 0)

        yield attempt


@contextmanager
def _writer(on: Bench) -> Iterator[None]:
    """Keep a process writing to a new file and backing it up."""
    path = on.room("R7") / "busy.ecocity"
    writer = on.nursery.start("write_and_back_up", path=str(path), seed=on.seed, count=100_000, every=2)
    writer.wait_for("backup")
    try:
        yield
    finally:
        writer.kill()
        ended = writer.wait()
        assert ended.code == -9, f"the writing process ended by itself: {ended.errors[-1500:]}"


@contextmanager
def backing_up(on: Bench) -> Iterator[Callable[[Random], None]]:
    """Make backups, some where none can be made; the file itself is always as good as before."""
    path = on.sample(on.room("R12"), edits=10)

    def attempt(random: Random) -> None:
        digest = on.command("digest", path).one("digest")
        random.choice((_sound, _blocked, _full))(on, path, digest, random)
        must_end(on.command("add", path, "partners", '{"name": {"en": "after"}}'), 0)

    yield attempt


def _sound(on: Bench, path: Path, digest: str, _random: Random) -> None:
    made = on.command("backup", path).one("backup")
    copy = shutil.copy(made, on.room("R12-copy"))
    must_end(on.command("check", copy), 0)
    assert on.command("digest", copy).one("digest") == digest, "the backup holds something else"


def _blocked(on: Bench, path: Path, digest: str, _random: Random) -> None:
    folder = on.room("R12-blocked")
    (folder / "file").write_text("no folder")
    must_end(on.command("backup", path, "--output", folder / "file" / "b.ecocity"), *UNMADE)
    (folder / "b.ecocity").mkdir()
    must_end(on.command("backup", path, "--output", folder / "b.ecocity"), *UNMADE)
    assert sorted(one.name for one in folder.iterdir()) == ["b.ecocity", "file"]
    assert on.command("digest", path).one("digest") == digest


def _full(on: Bench, path: Path, digest: str, random: Random) -> None:
    limit = random.randint(1, path.stat().st_size - 1)
    target = on.room("R12-full") / "b.ecocity"
    must_end(on.command("backup", path, "--output", target, limit_bytes=limit), *UNMADE)
    assert not list(target.parent.iterdir()), f"it left {list(target.parent.iterdir())}"
    assert on.command("digest", path).one("digest") == digest


COPIES = Bar("R7", "backups copied away while the program writes: every copy sound", 200, 8, copying)
BACKUPS = Bar(
    "R12", "backups open and hold what they should; one that fails changes nothing", 100, 8, backing_up
)
