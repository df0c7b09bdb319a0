"""A backup opens wherever the file it was made of does: neither stricter nor laxer than opening."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from ecocity_desktop.errors import UserError
from ecocity_desktop.services import backups, checks, records
from ecocity_desktop.services.workspace import Workspace, open_workspace


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
        holder.communicate("\n")
    assert refused.value.key == "error.locked"
