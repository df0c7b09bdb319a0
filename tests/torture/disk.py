"""A disk that may lose power: what of the program's writes is on it for sure, and what it may hold after a cut.

The model is strict, as SQLite's documentation is: bytes are safe once their file was synced, a new, removed or changed
name once its folder was synced. Everything else may be there, not be there or, a sector at a time, be there in part;
room that a file grew into but whose bytes never came holds anything.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from random import Random

    from .recording import Note

SECTORS = (512, 4096)
"""The sizes, in bytes, in which disks write: a sector is written whole or not at all."""

KEPT = (0.0, 0.1, 0.5, 0.9, 1.0)
"""How likely it is, in different cuts, that a write which was not synced is on the disk all the same."""


@dataclass
class DiskFile:
    """A file: its ``safe`` bytes, and what was done to it since: (offset, bytes), or (new size, None)."""

    safe: bytearray = field(default_factory=bytearray)
    since: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        """Make everything done so far safe."""
        for place, data in self.since:
            _put(self.safe, place, data)
        self.since.clear()

    def after_cut(self, random: Random, kept: float, sector: int) -> bytes:
        """Return bytes the disk may hold after a power cut."""
        content = bytearray(self.safe)
        junk = random.random() < 0.5
        for place, data in self.since:
            if data is None:
                if random.random() < kept:
                    _put(content, place, None)
            elif random.random() < kept:
                _put(content, place, data, random.randbytes(1) if junk else b"\0")
            elif random.random() < kept:
                self._tear(content, place, data, random, sector)
        return bytes(content)

    def _tear(self, content: bytearray, place: int, data: bytes, random: Random, sector: int) -> None:
        start = place
        while start < place + len(data):
            end = min((start // sector + 1) * sector, place + len(data))
            if random.random() < 0.5:
                _put(content, start, data[start - place : end - place])
            start = end


@dataclass
class DiskFolder:
    """A folder; its names are kept by the disk."""


Entry = DiskFile | DiskFolder
Names = dict[str, Entry | None]


class Disk:
    """One folder on a disk: ``names`` as the program sees them, and as they are safe."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.names: Names = {"": DiskFolder()}
        for name, content in files.items():
            for parent in PurePosixPath(name).parents:
                self.names.setdefault("" if str(parent) == "." else str(parent), DiskFolder())
            self.names[name] = DiskFile(bytearray(content))
        self.safe_names = dict(self.names)
        self.since: list[Names] = []
        self.open: dict[int, str | Entry] = {}

    def apply(self, note: Note) -> None:
        """Do what the program did; raises ``AssertionError`` for what cannot be replayed."""
        if note.what == "o":
            self._open(note)
        elif note.what in "wt":
            self._file(note.fd).since.append((note.place, note.data if note.what == "w" else None))
        elif note.what == "s":
            self._sync(note.fd)
        elif note.what == "c":
            self.open.pop(note.fd, None)
        elif note.what == "u":
            self._rename({note.name: None})
        elif note.what == "m":
            self._rename({note.name: DiskFolder()})
        elif note.what == "r":
            old, new = note.names
            self._rename({old: None, new: self.names[old]})
        elif note.what == "l":
            old, new = note.names
            self._rename({new: self.names[old]})
        else:
            assert note.what == "!", f"the recorder saw what it cannot replay: {note.name}"

    def after_cut(self, random: Random) -> Names:
        """Return names the disk may hold after a power cut; their files still have to be asked for their bytes."""
        kept = random.choice(KEPT)
        names = dict(self.safe_names)
        for change in self.since:
            if random.random() < kept:
                names.update(change)
        return names

    def _open(self, note: Note) -> None:
        entry = self.names.get(note.name)
        if entry is None:
            assert note.place & os.O_CREAT, f"{note.name!r} was opened but is not there"
            entry = DiskFile()
            self._rename({note.name: entry})
        elif note.place & os.O_TRUNC and isinstance(entry, DiskFile):
            entry.since.append((0, None))
        self.open[note.fd] = note.name if isinstance(entry, DiskFolder) else entry

    def _file(self, fd: int) -> DiskFile:
        entry = self.open[fd]
        assert isinstance(entry, DiskFile)
        return entry

    def _rename(self, change: Names) -> None:
        self.names.update(change)
        self.since.append(change)

    def _sync(self, fd: int) -> None:
        entry = self.open[fd]
        if isinstance(entry, DiskFile):
            entry.sync()
            return
        for change in [change for change in self.since if entry in map(_folder_of, change)]:
            self.safe_names.update(change)
            self.since.remove(change)


def write_after_cut(disk: Disk, random: Random, folder: Path) -> None:
    """Write into ``folder``, which is empty, what the disk may hold after a power cut now."""
    kept, sector = random.choice(KEPT), random.choice(SECTORS)
    names = disk.after_cut(random)
    contents = {
        id(entry): entry.after_cut(random, kept, sector)
        for entry in names.values()
        if isinstance(entry, DiskFile)
    }
    for name in sorted(name for name, entry in names.items() if name and entry is not None):
        entry = names[name]
        parent = _folder_of(name)
        if not isinstance(names.get(parent), DiskFolder):
            continue  # its folder was never safe
        if isinstance(entry, DiskFolder):
            (folder / name).mkdir()
        else:
            (folder / name).write_bytes(contents[id(entry)])


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return every file below ``folder`` by its relative name."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def _folder_of(name: str) -> str:
    return name.rpartition("/")[0]


def _put(content: bytearray, place: int, data: bytes | None, filling: bytes = b"\0") -> None:
    """Write ``data`` at ``place``, or, without data, cut or grow to ``place`` bytes."""
    if data is None:
        del content[place:]
        content.extend(b"\0" * (place - len(content)))
        return
    content.extend(filling * (place - len(content)))
    content[place : place + len(data)] = data
