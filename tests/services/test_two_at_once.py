"""Two processes on a file that is about to be replaced: by a migration, or by its encrypted copy."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ecocity_desktop import reading
from ecocity_desktop.errors import UserError
from ecocity_desktop.exchange import json_copy
from ecocity_desktop.services import backup_contents, backups, photos, project_plans, records, targets
from ecocity_desktop.services.passwords import has_password
from ecocity_desktop.services.safe_copy import open_safe_copy
from ecocity_desktop.services.workspace import Workspace, open_workspace
from ecocity_desktop.store import backup as copies
from ecocity_desktop.store import checksum, database

OLD_FILE = Path(__file__).resolve().parents[1] / "data" / "old_files" / "schema_0001.ecocity"
LOCKED, REFUSED = 10, 16
PASSWORD = "l’eau d'été"
MIGRATE = """
import sys
from pathlib import Path
from ecocity_desktop.store import migrate

def keep(held):
    print("copied", flush=True)
    sys.stdin.readline()

migrate.migrate_file(Path(sys.argv[1]), keep=keep)
"""
HOLD = """
import sys
from pathlib import Path
from ecocity_desktop.services.workspace import open_workspace

with open_workspace(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def add_partner(path: Path, name: str) -> subprocess.Popen[str]:
    values = json.dumps({"name": {"en": name}})
    line = [sys.executable, "-m", "ecocity_desktop", "add", str(path), "partners", values, "--json"]
    return subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")


def test_nobody_writes_to_a_file_whose_migrated_copy_is_about_to_take_its_place(tmp_path: Path) -> None:
    path = Path(shutil.copy(OLD_FILE, tmp_path / "old.ecocity"))
    line = [sys.executable, "-c", MIGRATE, str(path)]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as migration:
        assert migration.stdin is not None
        assert migration.stdout is not None
        assert migration.stdout.readline() == "copied\n"
        second = add_partner(path, "too early")
        said, _ = second.communicate(timeout=60)
        assert (second.returncode, said) == (LOCKED, "")
        migration.stdin.write("\n")
        migration.stdin.close()
        assert migration.wait(60) == 0
    third = add_partner(path, "in time")
    said, _ = third.communicate(timeout=60)
    assert third.returncode == 0
    assert '"ack"' in said
    with open_workspace(path) as ws:
        names = {partner.name.en for partner in records.list_records(ws, "partners")}
    assert "in time" in names
    assert "too early" not in names


def test_all_who_start_at_once_on_an_old_file_keep_what_they_were_told_is_saved(tmp_path: Path) -> None:
    path = Path(shutil.copy(OLD_FILE, tmp_path / "old.ecocity"))
    racers = [add_partner(path, f"racer {number}") for number in range(4)]
    said = {f"racer {number}": racer.communicate(timeout=120) for number, racer in enumerate(racers)}
    codes = [racer.returncode for racer in racers]
    assert set(codes) <= {0, LOCKED}, said
    saved = {name for name, (out, _) in said.items() if '"ack"' in out}
    assert len(saved) == codes.count(0) > 0
    with open_workspace(path) as ws:
        names = {partner.name.en for partner in records.list_records(ws, "partners")}
    assert saved <= names


def test_a_file_opened_while_its_backup_is_made_ready_is_not_replaced(pilot_path: Path) -> None:
    with open_workspace(pilot_path) as ws:
        kept = backups.make_backup(ws)
    before = pilot_path.read_bytes()
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(pilot_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as holder:
        looks: list[str] = []

        def look() -> None:
            looks.append("looked")
            if len(looks) == 2:
                assert holder.stdout is not None
                assert holder.stdout.readline() == "held\n"
                database.touch(pilot_path)

        with pytest.raises(copies.DriverError, match="locked"):
            copies.replace_with_backup(
                pilot_path, kept, pilot_path.with_name("aside.ecocity"), check_free=look
            )
        holder.communicate("\n", timeout=60)
    assert pilot_path.read_bytes() == before
    assert not pilot_path.with_name("aside.ecocity").exists()


@pytest.mark.skipif(os.name == "nt", reason="the file that is replaced cannot stay open there")
def test_a_password_is_not_set_on_a_file_somebody_else_opened(pilot_path: Path) -> None:
    before = pilot_path.read_bytes()
    with open_workspace(pilot_path):
        line = [sys.executable, "-m", "ecocity_desktop", "password", str(pilot_path), "--set"]
        setting = subprocess.run(
            line,
            env=os.environ | {"ECOCITY_NEW_PASSWORD": PASSWORD},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        assert setting.returncode == LOCKED, setting.stderr
    assert pilot_path.read_bytes() == before
    assert not has_password(pilot_path)


def look_into(_ws: Workspace, path: Path) -> None:
    backup_contents.look_into(backups.KeptBackup(path, datetime(2026, 11, 23, tzinfo=UTC), 0))


READ: dict[str, Callable[[Workspace, Path], object]] = {
    "as a plan": lambda ws, path: project_plans.preview_plan(ws, path, "en"),
    "as a picture": lambda _ws, path: photos.read_picture(path),
    "as a JSON copy": lambda _ws, path: json_copy.load(path),
    "as a backup": look_into,
    "as the place of an export": lambda _ws, path: targets.check_target(path, None),
    "for its password": lambda _ws, path: has_password(path),
    "for its SHA-256": lambda _ws, path: checksum.file_sha256(path),
    "as a file to open": lambda _ws, path: open_workspace(path),
    "for a private copy": lambda _ws, path: open_safe_copy(path).close(),
}


@pytest.mark.skipif(os.name == "nt", reason="locks belong to handles there")
@pytest.mark.parametrize("how", READ)
def test_the_open_file_stays_locked_when_it_is_read_under_any_name(
    pilot_ws: Workspace, tmp_path: Path, another_may_write: Callable[[Path], bool], how: str
) -> None:
    link, second = tmp_path / "link", tmp_path / "second name"
    link.symlink_to(pilot_ws.path)
    os.link(pilot_ws.path, second)
    for name in (pilot_ws.path, link, second):
        for _ in range(2):
            with contextlib.suppress(UserError):
                READ[how](pilot_ws, name)
    assert not another_may_write(pilot_ws.path)
    pilot_ws.close()
    assert another_may_write(pilot_ws.path)


@pytest.mark.skipif(os.name == "nt", reason="locks belong to handles there")
def test_a_file_read_while_it_was_open_keeps_no_handle_once_it_is_closed(pilot_ws: Workspace) -> None:
    def handles() -> int:
        return sum(
            os.path.samefile(f"/dev/fd/{one}", pilot_ws.path)
            for one in range(100)
            if os.path.exists(f"/dev/fd/{one}")
        )

    for _ in range(9):
        checksum.file_sha256(pilot_ws.path)
    assert handles() <= 2
    pilot_ws.close()
    assert handles() == 0


def test_the_open_file_is_read_whole_every_time(pilot_ws: Workspace) -> None:
    def whole() -> bytes:
        with reading.opened(pilot_ws.path) as file:
            return file.read()

    first, second = whole(), whole()
    assert first.startswith(b"SQLite format 3\x00")
    assert len(first) == pilot_ws.path.stat().st_size
    assert second == first
