"""R2-migration and R2-encrypted: the power fails while a file changes its format, or gets a password."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .bench import UNHURRIED_S, Bar, must_be_whole, must_end
from .migrations import OLD_FILES, held, newer_db, schema_of
from .powercuts import BACKUPS, FILE, after_cut, check_backups, record_program, said_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from random import Random

    from .bench import Bench
    from .migrations import Tables
    from .nursery import Outcome
    from .recording import Note

SWAP_NOTES = 40
"""So many notes before the file is open, the copy is checked and the backup is about to get its name."""
PASSWORDS = ["correct horse battery", "l’eau d’été"]


@dataclass(frozen=True)
class Migration:
    """One recorded migration: the file it began with, what that held, and how it is opened afterwards."""

    notes: list[Note]
    start: bytes
    held: Tables
    deed: str
    arguments: dict[str, Any]

    @property
    def opened(self) -> int:
        """The number of the first note after the program said that the file is open."""
        return next(number for number, note in enumerate(self.notes) if b'"opened"' in note.data)


@contextmanager
def migrating(on: Bench) -> Iterator[Callable[[Random], None]]:
    """Cut the power at a random moment of the migration of a released file, or of a rebuilt table."""
    cases = _migrations(on, "R2-migration")

    def attempt(random: Random) -> None:
        case = random.choice(cases)
        # While the copy is made, when it takes the file's place, and while it is written to.
        swap = case.opened - SWAP_NOTES
        first, last = random.choice(((1, swap), (swap, case.opened), (case.opened, len(case.notes))))
        _cut(on, case, random.randint(first, last), random)

    yield attempt


@contextmanager
def migrating_without_syncs(on: Bench) -> Iterator[Callable[[Random], None]]:
    """Cut the power after the migration of a program that never syncs: a try passes when the harness sees a loss."""
    cases = _migrations(on, "R2-migration-off", sync="OFF")

    def attempt(random: Random) -> None:
        case = random.choice(cases)
        begun = next(number for number, note in enumerate(case.notes) if b'"ack"' in note.data)
        try:
            _cut(on, case, random.randint(begun + 1, len(case.notes)), random)
        except AssertionError:
            return
        raise AssertionError("a program that never syncs passed")

    yield attempt


def _migrations(on: Bench, name: str, sync: str = "") -> list[Migration]:
    large = on.room(f"{name}-large") / "large.ecocity"
    must_end(on.nursery.run("write_large", path=str(large), partners=60), 0)
    newer = {"newer": str(newer_db(on.room(f"{name}-db")))}
    cases = [(file, "inspect", {}) for file in sorted(OLD_FILES.glob("*.ecocity"))]
    cases = [case for case in cases if schema_of(case[0]) < schema_of(large)] + [(large, "migrate", newer)]
    return [
        Migration(
            record_program(on, name, "write_migrated", sync, file.read_bytes(), **more),
            file.read_bytes(),
            held(file),
            deed,
            more,
        )
        for file, deed, more in cases
    ]


def _cut(on: Bench, case: Migration, moment: int, random: Random) -> None:
    path = after_cut(on, case.notes, moment, random, case.start) / FILE
    said = said_by(case.notes[:moment])
    old = path.exists() and path.read_bytes() == case.start
    assert not old or not said, "the file was open, and is of the old format again"
    acked = {line["ack"] for line in said if "ack" in line}
    must_be_whole(on.nursery.run(case.deed, path=str(path), **case.arguments), acked, UNHURRIED_S)
    assert said or held(path, case.held) == case.held, "the content of the old fields changed"


@contextmanager
def encrypting(on: Bench) -> Iterator[Callable[[Random], None]]:
    """Cut the power while a file gets a password, then another one, and is written and backed up under each."""
    notes = record_program(on, "R2-encrypted", "write_under_passwords", passwords=PASSWORDS)

    def attempt(random: Random) -> None:
        moment = random.randint(1, len(notes))
        room = after_cut(on, notes, moment, random)
        said = said_by(notes[:moment])
        acked = {line["ack"] for line in said if "ack" in line}
        if (room / FILE).exists():
            must_be_whole(_inspected(on, room / FILE, said), acked, UNHURRIED_S)
        else:
            assert not said, "the file is gone after it was opened"
        check_backups(notes, {line["backup"] for line in said if "backup" in line}, room / BACKUPS)

    yield attempt


def _inspected(on: Bench, path: Path, said: list[dict[str, Any]]) -> Outcome:
    """Inspect the file with the password it has; while one is being changed it may be either."""
    changed = next((line["changed"] for line in reversed(said) if "changed" in line), None)
    changing = next((line["changing"] for line in reversed(said) if "changing" in line), None)
    found = on.nursery.run("inspect", path=str(path), password=changed)
    if changing != changed and found.of("refused"):
        found = on.nursery.run("inspect", path=str(path), password=changing)
    return found


MIGRATING = Bar(
    "R2-migration", "power cut during a migration: wholly old or new, nothing lost", 500, 20, migrating
)
MIGRATION_TEETH = Bar(
    "R2-migration-proof",
    "with no syncs at all, the harness sees at least half of the losses",
    100,
    10,
    migrating_without_syncs,
    allowed=0.5,
)
ENCRYPTING = Bar(
    "R2-encrypted",
    "power cut on an encrypted file and while a password is set: nothing lost",
    500,
    16,
    encrypting,
)
