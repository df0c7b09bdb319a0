"""A backup opens wherever the file it was made of does: neither stricter nor laxer than opening."""

import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ecocity_desktop.errors import UserError
from ecocity_desktop.services import backups, checks, records
from ecocity_desktop.services.backup_contents import look_into
from ecocity_desktop.services.backups import KeptBackup
from ecocity_desktop.services.passwords import change_password
from ecocity_desktop.services.workspace import Workspace, open_workspace
from ecocity_desktop.store import checksum

SECRET = "une longue phrase"
LOOK_INTO = """
import sys
from pathlib import Path
from ecocity_desktop.services.backup_contents import look_into
from ecocity_desktop.services.backups import list_backups
"""


def changed_by_hand(file: Path, statement: str, *values: object) -> None:
    connection = sqlite3.connect(file)
    connection.execute(statement, values)
    connection.commit()
    connection.close()


def test_a_file_with_a_reference_that_leads_nowhere_has_backups_and_is_restored_from_them(
    ws: Workspace, path: Path
) -> None:
    with ws:
        records.add_record(ws, "partners", {"name": {"en": "CSTB"}})
    changed_by_hand(path, "UPDATE partner SET source_id = 'nobody'")
    with open_workspace(path) as again:
        kept = backups.make_backup(again)
    backups.restore_backup(path, kept)
    with open_workspace(path) as restored:
        assert [one.key for one in checks.check_workspace(restored)] == ["check.reference", "check.journal"]


def test_a_backup_that_would_not_open_does_not_take_the_place_of_the_file(ws: Workspace, path: Path) -> None:
    with ws:
        records.add_record(ws, "partners", {"name": {"en": "CSTB"}})
        kept = backups.make_backup(ws)
    changed_by_hand(kept, "UPDATE partner SET acronym = ?", "x" * (65 * 2**20))
    kept.with_name(f"{kept.name}.sha256").unlink()
    before = path.read_bytes()
    with pytest.raises(UserError) as refused:
        backups.restore_backup(path, kept)
    assert refused.value.key == "error.too_long"
    assert path.read_bytes() == before


def test_a_file_somebody_has_open_is_no_damaged_backup(ws: Workspace, path: Path, tmp_path: Path) -> None:
    ws.close()
    other = tmp_path / "other.ecocity"
    shutil.copy(path, other)
    holding = "c = sqlite3.connect(sys.argv[1], isolation_level=None); c.execute('BEGIN EXCLUSIVE')"
    code = f"import sqlite3, sys; {holding}; print('held', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code, other], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(UserError) as refused:
            backups.restore_backup(path, other)
        looked_into = look_into(KeptBackup(other, datetime(2026, 6, 1, tzinfo=UTC), other.stat().st_size))
        holder.communicate("\n")
    assert refused.value.key == "error.locked"
    assert looked_into.state == "held"


def test_an_encrypted_backup_somebody_has_open_is_not_said_to_have_another_password(
    ws: Workspace, path: Path
) -> None:
    with ws:
        kept = backups.make_backup(ws)
    change_password(kept, None, SECRET)
    with open_workspace(kept, password=SECRET):
        code = f"{LOOK_INTO}print(look_into(list_backups(Path(sys.argv[1]))[0], sys.argv[2]).state)"
        line = [sys.executable, "-c", code, str(path), SECRET]
        said = subprocess.run(line, capture_output=True, text=True, check=True)
    assert said.stdout == "held\n"


def test_a_backup_that_cannot_be_read_does_not_hide_the_one_before(
    ws: Workspace, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(file: Path) -> None:
        if file == second:
            raise PermissionError(13, "", str(file))

    with ws:
        first = backups.make_backup(ws)
        second = backups.make_backup(ws)
    monkeypatch.setattr(checksum, "check_sum", check)
    newest = backups.newest_good_backup(path)
    assert newest is not None
    assert newest.path == first


def test_no_copy_is_left_that_holds_someone_erased_when_the_disk_fails(
    ws: Workspace, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(5, "")

    with ws:
        taken = backups.draft_backup(ws)
    monkeypatch.setattr(backups, "erase_since", fail)
    with pytest.raises(UserError) as refused:
        backups.finish_backup(taken, path)
    assert refused.value.key == "error.target"
    assert [file.name for file in taken.draft.parent.iterdir()] == []
