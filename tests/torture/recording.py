"""What the real program did to one folder, write by write: recorded by `recorder.c`, read back as notes."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SOURCE = Path(__file__).with_name("recorder.c")
_HEAD = struct.Struct("=ciqI")
NAMES_APART = "\x01"


class NoRecorder(Exception):
    """The recorder cannot be used here; the message says why."""


@dataclass(frozen=True)
class Note:
    """One thing done: ``what`` is a letter of ``recorder.c``; ``place`` an offset, a size or the flags of an open."""

    what: str
    fd: int
    place: int
    data: bytes

    @property
    def name(self) -> str:
        """The name it was done to, relative to the folder."""
        return os.fsdecode(self.data)

    @property
    def names(self) -> tuple[str, str]:
        """The old and the new name of a rename or a link."""
        old, new = self.name.split(NAMES_APART)
        return old, new


def build_recorder(folder: Path) -> Path:
    """Compile the recorder into ``folder`` and return the library; raises ``NoRecorder`` where that is impossible."""
    if not sys.platform.startswith("linux"):
        raise NoRecorder("the recorder is loaded with LD_PRELOAD, which needs Linux")
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        raise NoRecorder("there is no C compiler (cc, gcc or clang) to build the recorder with")
    library = folder / "recorder.so"
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE), "-ldl", "-lpthread"]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    if built.returncode:
        raise NoRecorder(f"the recorder does not compile here: {built.stderr.strip()[:500]}")
    return library


def record(command: Sequence[str], folder: Path, log: Path, recorder: Path, **more: str) -> list[Note]:
    """Run a program to its end and return what it did to ``folder`` and said on standard output, in order.

    ``more`` are environment variables for it.
    """
    environment = os.environ | {
        "LD_PRELOAD": str(recorder),
        "TORTURE_FOLDER": str(folder.resolve()),
        "TORTURE_LOG": str(log),
        **more,
    }
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode:
        raise AssertionError(f"the recorded program ended with {done.returncode}: {done.stderr[-2000:]}")
    return read_notes(log)


def read_notes(log: Path) -> list[Note]:
    """Read what the recorder wrote."""
    content = log.read_bytes()
    notes = []
    at = 0
    while at < len(content):
        what, fd, place, size = _HEAD.unpack_from(content, at)
        at += _HEAD.size
        notes.append(Note(what.decode("ascii"), fd, place, content[at : at + size]))
        at += size
    return notes
