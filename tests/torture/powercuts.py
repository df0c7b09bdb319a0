"""R2: the power fails while the program makes a file, writes edits and makes backups.

The real program is recorded once (recorder.c); each try then replays the record to a random moment and takes from the
disk what was not synced (disk.py).
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from .bench import Bar, NotHere, must_be_whole
from .disk import Disk, write_after_cut
from .nursery import command_line
from .recording import NoRecorder, build_recorder, record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from random import Random

    from .bench import Bench
    from .recording import Note

FILE, BACKUPS = "power.ecocity", "power backups"


@contextmanager
def cutting(on: Bench) -> Iterator[Callable[[Random], None]]:
    """Cut the power at a random moment of the record."""
    notes = record_program(on, "R2")

    def attempt(random: Random) -> None:
        cut(on, notes, random.randint(1, len(notes)), random)

    yield attempt


@contextmanager
def cutting_without_syncs(on: Bench) -> Iterator[Callable[[Random], None]]:
    """Cut the power of a program that never syncs: a try passes when the harness sees the loss."""
    notes = record_program(on, "R2-off", sync="OFF")
    begun = next(number for number, note in enumerate(notes) if b'"ack"' in note.data)

    def attempt(random: Random) -> None:
        try:
            cut(on, notes, random.randint(begun, len(notes)), random)
        except AssertionError:
            return
        raise AssertionError("a program that never syncs passed")

    yield attempt


@contextmanager
def cutting_a_restore(on: Bench) -> Iterator[Callable[[Random], None]]:
    """Cut the power while a backup is put in the place of the file: it is the one or the other, whole."""
    notes = record_program(on, "R2-restore", deed="write_and_restore")
    begun = next(number for number, note in enumerate(notes) if b'"closed"' in note.data)
    digests = said_by(notes)[0]
    turns = [moment for moment in range(begun + 1, len(notes)) if notes[moment - 1].what in "rl"]

    def attempt(random: Random) -> None:
        # Every other cut comes just after a name changed: those moments are few, and the dangerous ones.
        moment = random.choice(turns) if random.random() < 0.5 else random.randint(begun + 1, len(notes))
        room = after_cut(on, notes, moment, random)
        found = on.nursery.run("inspect", path=str(room / FILE), with_digest=True)
        must_be_whole(found, set())
        done = any("restored" in line for line in said_by(notes[:moment]))
        either = {digests["wanted"]} if done else {digests["wanted"], digests["later"]}
        assert found.one("digest") in either, (
            "it is neither the file nor the backup" if not done else "it is not restored"
        )
        if found.one("digest") == digests["wanted"]:
            kept = next(room.glob("power.replaced-*.ecocity"), None)
            assert kept is not None, "the file that was replaced is gone"
            inside = on.nursery.run("inspect", path=str(kept), with_digest=True)
            assert inside.one("digest") == digests["later"], "the file that was replaced is not what it was"

    yield attempt


def record_program(
    on: Bench, name: str, deed: str = "write_and_back_up", sync: str = "", start: bytes = b"", **more: Any
) -> list[Note]:
    """Record the program doing ``deed`` to a new workspace, or to ``start``; ``sync`` OFF breaks it on purpose."""
    room = on.room(name)
    (room / "disk").mkdir()
    if start:
        (room / "disk" / FILE).write_bytes(start)
    arguments = {"path": str(room / "disk" / FILE), "seed": on.seed, **more}
    command = command_line("deeds", deed, json.dumps(arguments))
    try:
        return record(command, room / "disk", room / "log", build_recorder(room), TORTURE_SYNC=sync)
    except NoRecorder as reason:
        raise NotHere(str(reason)) from None


def after_cut(on: Bench, notes: list[Note], moment: int, random: Random, start: bytes = b"") -> Path:
    """Replay the record up to ``moment``, cut the power, and return the folder with what is left."""
    disk = Disk({FILE: start} if start else {})
    for note in notes[:moment]:
        disk.apply(note)
    room = on.room("cut")
    write_after_cut(disk, random, room)
    return room


def cut(on: Bench, notes: list[Note], moment: int, random: Random) -> None:
    """Cut the power at ``moment`` and check what is left with the real program."""
    room = after_cut(on, notes, moment, random)
    said = said_by(notes[:moment])
    if (room / FILE).exists():
        acked = {line["ack"] for line in said if "ack" in line}
        must_be_whole(on.nursery.run("inspect", path=str(room / FILE)), acked)
    else:
        assert not said, "the file is gone after it was opened"
    check_backups(notes, {line["backup"] for line in said if "backup" in line}, room / BACKUPS)


def check_backups(notes: list[Note], promised: set[str], folder: Path) -> None:
    """Check that finished backups are there, and each that is there is byte for byte what was made, its sum beside."""
    made = {line["backup"]: line["sha256"] for line in said_by(notes) if "backup" in line}
    there = [file for file in folder.glob("*.ecocity") if not file.name.startswith(".")]
    lost = promised - {file.name for file in there}
    assert not lost, f"finished backups are gone: {sorted(lost)}"
    for file in there:
        assert sha256(file.read_bytes()).hexdigest() == made[file.name], f"a backup is torn: {file.name}"
        beside = file.with_name(f"{file.name}.sha256")
        assert beside.exists(), f"a backup has lost its sum: {file.name}"
        assert beside.read_text("ascii").split()[:1] == [made[file.name]], (
            f"a backup's sum is torn: {file.name}"
        )


def said_by(notes: list[Note]) -> list[dict[str, Any]]:
    """Return the whole lines the program had said."""
    output = b"".join(note.data for note in notes if note.what == "!")
    return [json.loads(line) for line in output.split(b"\n")[:-1]]


CUTS = Bar("R2", "power cut: nothing acknowledged lost, nothing torn, every backup sound", 1000, 200, cutting)
TEETH_PROMISE = "with no syncs at all, the harness sees at least half of the losses"
TEETH = Bar("R2-proof", TEETH_PROMISE, 200, 20, cutting_without_syncs, allowed=0.5)
RESTORING = Bar(
    "R2-restore", "power cut during a restore: the file or the backup, whole", 300, 10, cutting_a_restore
)
