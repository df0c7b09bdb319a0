"""R4: the disk is full: in the middle of writing, while a file is made, while a backup is made."""

from __future__ import annotations

import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .bench import Bar, contents, must_be_whole, must_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from random import Random

    from .bench import Bench

SMALL_DISK_BYTES = 4 << 20
FULL = 15


@contextmanager
def filling(on: Bench) -> Iterator[Callable[[Random], None]]:
    """Fill a small disk where one can be mounted, else only limit how far files may grow."""
    with small_disk(on) as disk:

        def attempt(random: Random) -> None:
            way = random.choice(
                [write_to_the_limit, make_at_the_limit] + [write_to_a_full_disk] * (disk is not None)
            )
            way(on, random, disk or on.room("R4"))

        yield attempt


def write_to_the_limit(on: Bench, random: Random, _disk: Path) -> None:
    """Write until the file may not grow; then the limit is lifted and the same process goes on."""
    path = on.sample(on.room("R4"), edits=10)
    limit = path.stat().st_size + random.randint(0, 300_000)
    done = on.nursery.run("write_until_full", path=str(path), seed=random.getrandbits(32), limit_bytes=limit)
    assert done.code == 0, f"it did not go on: {done.said[-2:]} {done.errors[-1500:]}"
    assert done.of("full") in (["error.disk_full"], ["error.disk"]), f"it said {done.of('full')}"
    assert done.one("readable") > 0
    must_be_whole(on.nursery.run("inspect", path=str(path)), set(done.of("ack")))


def write_to_a_full_disk(on: Bench, random: Random, disk: Path) -> None:
    """Write until the disk is full; then room is made on it and the same process goes on."""
    for old in disk.iterdir():
        old.unlink()
    path = on.sample(disk, edits=10)
    ballast = disk / "ballast"
    ballast.write_bytes(b"\0" * (SMALL_DISK_BYTES - path.stat().st_size * 2 - random.randint(0, 800_000)))
    done = on.nursery.run(
        "write_until_freed", path=str(path), seed=random.getrandbits(32), ballast=str(ballast)
    )
    assert done.code == 0, f"it did not go on: {done.said[-2:]} {done.errors[-1500:]}"
    assert done.of("full") == ["error.disk_full"], f"it said {done.of('full')}"
    must_be_whole(on.nursery.run("inspect", path=str(path)), set(done.of("ack")))


def make_at_the_limit(on: Bench, random: Random, _disk: Path) -> None:
    """A new file and a backup that do not fit are refused in words and leave nothing behind."""
    room = on.room("R4")
    limit = random.randint(1, 200_000)
    must_end(on.command("new", room / "new.ecocity", limit_bytes=limit), FULL)
    assert contents(room) == {}, f"a file that did not fit left {sorted(contents(room))}"
    path = on.sample(room, edits=5)
    before = contents(room)
    backup = on.command("backup", path, "--output", room / "backup.ecocity", limit_bytes=limit)
    must_end(backup, FULL)
    assert contents(room) == before, f"a backup that did not fit left {sorted(contents(room))}"


@contextmanager
def small_disk(on: Bench) -> Iterator[Path | None]:
    """Give a disk of a few MB, ``None`` where mounting one is not permitted."""
    folder = on.room("R4-disk")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK_BYTES}", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    try:
        yield folder if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)


FULL_DISKS = Bar("R4", "full disk: nothing lost, said in words, goes on once there is room", 50, 10, filling)
