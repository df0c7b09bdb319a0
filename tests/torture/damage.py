"""R10: damaged files and damaged backups."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from .bench import Bar, contents, must_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from .bench import Bench

SOUND, FOUND, NEWER, NOT_ECOCITY, DAMAGED, REFUSED = 0, 1, 12, 13, 14, 16
PAGE = 4096


@contextmanager
def damaging(on: Bench) -> Iterator[Callable[[Random], None]]:
    """Damage a file and use it: it is refused, or found wrong, or holds exactly what it held."""
    path = on.sample(on.room("R10-sample"), edits=40)
    digest = on.command("digest", path).one("digest")
    sound = path.read_bytes()

    def attempt(random: Random) -> None:
        room = on.room("R10")
        hurt = room / "hurt.ecocity"
        hurt.write_bytes(random.choice(WAYS)(bytearray(sound), random))
        before = contents(room)
        check = on.command("check", hurt)
        must_end(check, SOUND, FOUND, NEWER, NOT_ECOCITY, DAMAGED, REFUSED)
        if check.code in (NEWER, NOT_ECOCITY, REFUSED):
            assert contents(room) == before, f"a file that was refused is changed: {sorted(contents(room))}"
        if check.code == SOUND:
            told = on.command("digest", hurt)
            must_end(told, SOUND)
            assert told.one("digest") == digest, "the content changed and the check did not see it"
        command = random.choice((("list", hurt, "partners"), ("history", hurt), ("search", hurt, "ville")))
        must_end(on.command(*command), SOUND, NEWER, NOT_ECOCITY, DAMAGED, REFUSED)
        add = on.command("add", hurt, "partners", '{"name": {"en": "x"}}')
        must_end(add, SOUND, NEWER, NOT_ECOCITY, DAMAGED, REFUSED)
        assert hurt.stat().st_size > 0 or before[hurt.name] == EMPTY, "the damaged file was emptied"

    yield attempt


@contextmanager
def damaging_backups(on: Bench) -> Iterator[Callable[[Random], None]]:
    """Flip one bit of a backup, or of the sum beside it, and restore it: refused, nothing changed."""
    room = on.room("R10-backups")
    path = on.sample(room, edits=20)
    backup = room / "backup.ecocity"
    must_end(on.command("backup", path, "--output", backup), SOUND)
    sound = backup.read_bytes()

    def attempt(random: Random) -> None:
        backup.write_bytes(flipped(bytearray(sound), random))
        before = contents(room)
        must_end(on.command("restore", path, backup), NEWER, NOT_ECOCITY, DAMAGED, REFUSED)
        assert contents(room) == before, f"a damaged backup changed {sorted(contents(room))}"

    yield attempt


def flipped(content: bytearray, random: Random) -> bytes:
    """One bit is another."""
    content[random.randrange(len(content))] ^= 1 << random.randrange(8)
    return bytes(content)


def flipped_where_it_is_used(content: bytearray, random: Random) -> bytes:
    """One bit is another, in a byte that is not zero."""
    used = [at for at in range(random.randrange(PAGE), len(content), 97) if content[at]]
    content[random.choice(used)] ^= 1 << random.randrange(8)
    return bytes(content)


def truncated(content: bytearray, random: Random) -> bytes:
    """The end is gone, somewhere or at a page."""
    length = random.randrange(len(content))
    return bytes(content[: length if random.random() < 0.5 else length // PAGE * PAGE])


def zeroed(content: bytearray, random: Random) -> bytes:
    """One to three pages are zero."""
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(content) // PAGE) * PAGE
        content[at : at + PAGE] = bytes(PAGE)
    return bytes(content)


def noisy(content: bytearray, random: Random) -> bytes:
    """One page is noise."""
    at = random.randrange(len(content) // PAGE) * PAGE
    content[at : at + PAGE] = random.randbytes(PAGE)
    return bytes(content)


def swapped(content: bytearray, random: Random) -> bytes:
    """One page holds what another page holds."""
    here, there = (random.randrange(len(content) // PAGE) * PAGE for _ in range(2))
    content[here : here + PAGE] = content[there : there + PAGE]
    return bytes(content)


def emptied(_content: bytearray, _random: Random) -> bytes:
    """Nothing is left."""
    return b""


EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""The SHA-256 of nothing."""

WAYS = (flipped, flipped_where_it_is_used, truncated, zeroed, noisy, swapped, emptied)

DAMAGES = Bar("R10", "damaged files: 0 crashes, 0 silent losses, 0 new databases", 1000, 20, damaging)
DAMAGED_BACKUPS = Bar("R10-backups", "a flipped bit in a backup is always found", 300, 15, damaging_backups)
