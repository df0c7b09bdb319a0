"""Reading files that anybody may have named, without giving up the lock on a database this process has open."""

from __future__ import annotations

import os
import stat
from collections import Counter
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader
    from pathlib import Path

_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)

_guard = Lock()
_held: Counter[tuple[int, int]] = Counter()
_spare: dict[tuple[int, int], list[int]] = {}


@contextmanager
def opened(path: Path) -> Iterator[BufferedReader]:
    """Open a file to read its bytes, by whatever name or link.

    Unix takes all locks a process has on a file as soon as any handle of it is closed, SQLite's too. So a handle of a
    file that is held is kept, to be read from again, until it is free. Raises ``OSError``: ``FileNotFoundError`` for a
    pipe or a device too, since what they give may never come or never end.
    """
    handle = _handle(path)
    try:
        with open(handle, "rb", closefd=False) as file:
            yield file
    finally:
        _put_away(handle)


def hold(identity: tuple[int, int]) -> None:
    """Close no handle of a file (device, number on it) from now on: a database is about to take its lock."""
    if os.name != "nt":  # locks belong to handles there
        with _guard:
            _held[identity] += 1


def release(identity: tuple[int, int]) -> None:
    """Close what was kept of a file, once as many databases are closed as were said to hold it."""
    with _guard:
        if _held[identity] > 0:
            _held[identity] -= 1
        if not _held[identity]:
            del _held[identity]
            for handle in _spare.pop(identity, ()):
                os.close(handle)


def _handle(path: Path) -> int:
    known = path.stat()
    if not stat.S_ISREG(known.st_mode) and not stat.S_ISDIR(known.st_mode):
        raise FileNotFoundError(f"{path} is no file")
    with _guard:
        if spare := _spare.get((known.st_dev, known.st_ino)):
            os.lseek(spare[-1], 0, os.SEEK_SET)
            return spare.pop()
    return os.open(path, _FLAGS)


def _put_away(handle: int) -> None:
    known = os.fstat(handle)
    identity = (known.st_dev, known.st_ino)
    with _guard:
        if _held[identity]:
            _spare.setdefault(identity, []).append(handle)
        else:
            os.close(handle)
