"""What the processes under torture do with the real program; each deed says what it did as JSON lines on its output.

A line with ``ack`` is written only after the commit has returned, as the command line does. A deed ends with 0, with 9
after ``{"refused": KEY}`` when the program refused, with 70 when it broke: its error is then on standard error.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from ecocity_desktop import cli
from ecocity_desktop.errors import UserError
from ecocity_desktop.services import backups, checks, records, workspace
from ecocity_desktop.services import passwords as protection
from ecocity_desktop.store import backup as copies
from ecocity_desktop.store import checksum, database

from . import inspection
from .writer import PARTIES, Writer

REFUSED, BROKEN = 9, 70
NOBODY = 65534
PATIENCE_S = 60


def say(**line: Any) -> None:
    """Write one line that leaves the process at once."""
    print(json.dumps(line), flush=True)


def write(path: str, seed: int, count: int = 1_000_000) -> None:
    """Open the workspace, made if it is not there, and write ``count`` edits, an ack after each."""
    random = Random(seed)
    with _opened(path) as ws:
        say(opened=True)
        writer = Writer(ws, random)
        for _ in range(count):
            changes = writer.edit()
            say(ack=changes.edit_id, id=changes.row_id)
    say(closed=True)


def write_when_free(path: str, seed: int, count: int) -> None:
    """Write ``count`` edits, the file opened anew for each; wait while another holds it, stop at a password."""
    random = Random(seed)
    for _ in range(count):
        try:
            with _opened_when_free(path) as ws:
                changes = Writer(ws, random).edit()
                say(ack=changes.edit_id, id=changes.row_id)
        except UserError as refusal:
            if refusal.key != "error.password_needed":
                raise


def set_password(path: str, seed: int, password: str) -> None:
    """Encrypt the file as soon as nobody holds it."""
    time.sleep(Random(seed).uniform(0, 0.1))
    _when_free(lambda: protection.change_password(Path(path), None, password))


def write_large(path: str, partners: int) -> None:
    """Write that many partners, and half as many agreements between them, in one edit."""
    random = Random(partners)
    with _opened(path) as ws, ws.writing("edit.import") as transaction:
        writer = Writer(ws, random)
        ids = [records.add_in(transaction, "partners", writer.partner(), ws) for _ in range(partners)]
        for _ in range(partners // 2):
            records.add_in(transaction, "agreements", writer.agreement(random.sample(ids, PARTIES)), ws)


def write_and_back_up(path: str, seed: int, count: int = 60, every: int = 20) -> None:
    """Write ``count`` edits and make a backup every few of them, saying its name and the digest it must have."""
    random = Random(seed)
    with _opened(path) as ws:
        say(opened=True)
        writer = Writer(ws, random)
        for number in range(1, count + 1):
            changes = writer.edit()
            say(ack=changes.edit_id, id=changes.row_id)
            if number % every == 0:
                digest = checks.digest(ws)
                made = backups.make_backup(ws)
                say(backup=made.name, sha256=checksum.file_sha256(made), digest=digest)
    say(closed=True)


def write_migrated(path: str, seed: int, newer: str = "") -> None:
    """Open an older file, which migrates it (see ``migrate`` for ``newer``), and write a few edits."""
    if newer:
        from . import migrations

        migrations.become_newer(Path(newer))
    write(path, seed, count=6)


def write_under_passwords(path: str, seed: int, passwords: list[str]) -> None:
    """Write a plain file, give it one password after the other, and write and back up under each of them."""
    file, random = Path(path), Random(seed)
    before = None
    for password in (None, *passwords):
        if password is not None:
            say(changing=password)
            protection.change_password(file, before, password)
            say(changed=password)
        with _opened(path, password) as ws:
            writer = Writer(ws, random)
            for _ in range(6):
                changes = writer.edit()
                say(ack=changes.edit_id, id=changes.row_id)
            if password is not None:
                made = backups.make_backup(ws)
                say(backup=made.name, sha256=checksum.file_sha256(made))
        before = password


def write_and_restore(path: str, seed: int) -> None:
    """Write, make a backup, write more, then put the backup in the place of the file."""
    file = Path(path)
    random = Random(seed)
    with _opened(path) as ws:
        writer = Writer(ws, random)
        for _ in range(8):
            writer.edit()
        made, wanted = backups.make_backup(ws), checks.digest(ws)
        for _ in range(4):
            writer.edit()
        later = checks.digest(ws)
    say(closed=True, later=later, wanted=wanted)
    backups.restore_backup(file, made)
    say(restored=True)


def command(
    argv: list[str], limit_bytes: int = 0, unprivileged: bool = False, now: str = "", memory_bytes: int = 0
) -> int:
    """Run one command line of the program and return its exit code.

    ``limit_bytes`` is the size no file may pass, ``unprivileged`` gives up the rights of the superuser first, ``now``
    replaces the clock, ``memory_bytes`` is how much more memory it may ask for than it has.
    """
    if now:
        os.environ["ECOCITY_NOW"] = now
    if limit_bytes:
        limit_file_size(limit_bytes)
    if memory_bytes:
        limit_memory(memory_bytes)
    if unprivileged and os.getuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    return cli.main(argv)


def limit_file_size(limit_bytes: int) -> None:
    """Let no file of this process grow past so many bytes: what comes after is refused as a full disk refuses it."""
    import resource

    most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes or most, most))


def limit_memory(more_bytes: int) -> None:
    """Let this process have no more memory than it has, and so many bytes."""
    import resource

    held = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (held + more_bytes, resource.getrlimit(resource.RLIMIT_AS)[1]))


def hold(path: str) -> None:
    """Open the workspace and keep it until killed."""
    with _opened(path):
        say(opened=True)
        time.sleep(3600)


def inspect(path: str, with_digest: bool = False, password: str | None = None) -> None:
    """Open the file, check it, compare it with its journal and say everything found."""
    start = time.perf_counter()
    with workspace.open_workspace(Path(path), password=password) as ws:
        seconds = time.perf_counter() - start
        findings = [f"{one.key} {one.detail}" for one in checks.check_workspace(ws)]
        edits, partial = inspection.edits_and_partial(ws)
        digest = checks.digest(ws) if with_digest else None
    say(seconds=seconds, findings=findings, edits=edits, partial=partial, digest=digest)


def verify(folder: str) -> None:
    """Check each published backup of a folder as restoring it would, and say its digest; backups are only read."""
    for file in sorted(Path(folder).glob("*.ecocity")):
        if file.name.startswith("."):
            continue
        checksum.check_sum(file)
        copies.verify(file)
        with tempfile.TemporaryDirectory() as room:
            copy = Path(shutil.copyfile(file, Path(room) / file.name))
            with workspace.open_workspace(copy) as ws:
                say(sound=file.name, digest=checks.digest(ws))


def migrate(path: str, newer: str) -> None:
    """Open an older file with a program whose ``db`` folder is ``newer`` (see migrations.py)."""
    from . import migrations

    migrations.become_newer(Path(newer))
    inspect(path, with_digest=True)


def write_until_full(path: str, seed: int, limit_bytes: int) -> None:
    """Write until the file may not grow further, then go on without the limit in the same process."""
    random = Random(seed)
    with _opened(path) as ws:
        writer = Writer(ws, random)
        limit_file_size(limit_bytes)
        _write_until_refused(ws, writer)
        limit_file_size(0)
        _go_on(writer)


def write_until_freed(path: str, seed: int, ballast: str) -> None:
    """Write until the disk is full, then remove ``ballast`` from it and go on in the same process."""
    random = Random(seed)
    with _opened(path) as ws:
        writer = Writer(ws, random)
        _write_until_refused(ws, writer)
        os.unlink(ballast)
        _go_on(writer)


def _write_until_refused(ws: workspace.Workspace, writer: Writer) -> None:
    for _ in range(100_000):
        try:
            changes = writer.edit()
        except UserError as refusal:
            say(full=refusal.key, readable=len(records.list_records(ws, "partners")))
            return
        say(ack=changes.edit_id, id=changes.row_id)


def _go_on(writer: Writer) -> None:
    for _ in range(3):
        changes = writer.edit()
        say(ack=changes.edit_id, id=changes.row_id)
    say(went_on=True)


@contextlib.contextmanager
def _opened(path: str, password: str | None = None) -> Any:
    file = Path(path)
    there = file.exists()
    ws = workspace.open_workspace(file, password=password) if there else workspace.create_workspace(file)
    with ws:
        yield ws


def _opened_when_free(path: str) -> Any:
    return _when_free(lambda: workspace.open_workspace(Path(path)))


def _when_free(deed: Callable[[], Any]) -> Any:
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            return deed()
        except UserError as refusal:
            if refusal.key != "error.locked" or time.monotonic() > until:
                raise
            time.sleep(0.002)


def without_syncing() -> None:
    """Break the program on purpose: the harness must see that it then loses data."""
    database._PRAGMAS = tuple(
        pragma.replace("synchronous=EXTRA", "synchronous=OFF") for pragma in database._PRAGMAS
    )
    os.fsync = lambda _file: None


def text_round_trip(path: str, text: str) -> None:
    """Keep one text in every kind of field, read it back, write what was read into a second file."""
    given = {"name": {"fr": text, "en": text, "zh": text}, "note": {"zh": text}, "acronym": text}
    with _opened(path) as ws, _opened(f"{path}.second.ecocity") as second:
        added = records.add_record(ws, "partners", given)
        read = records.record_json(ws, "partners", records.get_record(ws, "partners", str(added.row_id)))
        row_id = read.pop("id")
        records.add_record(second, "partners", json.loads(json.dumps(read)), row_id=row_id)
        findings = len(checks.check_workspace(ws)) + len(checks.check_workspace(second))
        say(kept=read["name"], acronym=read["acronym"], findings=findings)
        say(digests=[checks.digest(ws), checks.digest(second)])
        records.remove_record(ws, "partners", row_id)
        records.remove_record(second, "partners", row_id)


DEEDS: dict[str, Callable[..., int | None]] = {
    deed.__name__: deed
    for deed in (
        command, hold, inspect, migrate, set_password, text_round_trip, verify, write, write_and_back_up,
        write_and_restore, write_large, write_migrated, write_under_passwords, write_until_freed, write_until_full,
        write_when_free,
    )
}  # fmt: skip


def perform(name: str, arguments: dict[str, Any]) -> int:
    """Do a deed and return the exit code of its process."""
    try:
        return DEEDS[name](**arguments) or 0
    except UserError as refusal:
        problems = [f"{problem.field} {problem.key}" for problem in refusal.problems]
        say(
            refused=refusal.key,
            problems=problems,
            **{name: str(value) for name, value in refusal.params.items()},
        )
        return REFUSED
    except BaseException:  # noqa: BLE001  whatever broke is what the torture run is after
        traceback.print_exc()
        return BROKEN


if __name__ == "__main__":
    if os.environ.get("TORTURE_SYNC") == "OFF":
        without_syncing()
    sys.exit(perform(sys.argv[1], json.loads(sys.argv[2])))
