"""Who may read a file, and what is a link to it, stays as it was whatever is made of the file."""

import os
import shutil
from pathlib import Path

import pytest

from ecocity_desktop.errors import UserError
from ecocity_desktop.services import backups, passwords, privacy, records, recovery, restoring
from ecocity_desktop.services.workspace import Workspace, open_workspace

pytestmark = pytest.mark.skipif(os.name == "nt", reason="rights and links are those of Unix")

OLD_FILE = Path(__file__).resolve().parents[1] / "data" / "old_files" / "schema_0001.ecocity"


def _rights(*files: Path) -> set[int]:
    return {file.stat().st_mode & 0o777 for file in files}


def _all_files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


@pytest.fixture
def private(path: Path) -> Path:
    """A workspace that nobody else may read."""
    path.chmod(0o600)
    return path


def test_whatever_is_made_of_a_private_file_is_private_too(private: Path, tmp_path: Path) -> None:
    with open_workspace(private) as ws:
        person = str(records.add_record(ws, "people", {"family_name": "Lin"}).row_id)
        second = tmp_path / "stick"
        second.mkdir()
        made = backups.make_backup(ws, second_folder=second)
        recovery.copy_from_backup(made, private, ws.now())
        recovery.write_copy(ws, tmp_path / "out.json")
        backups.make_backup(ws, tmp_path / "elsewhere.ecocity")
        privacy.erase_person(ws, person)
    assert len(_all_files(tmp_path)) >= 9
    assert _rights(*_all_files(tmp_path)) == {0o600}
    assert _rights(backups.backup_folder(private)) == {0o700}


def test_a_file_keeps_its_rights_when_another_one_takes_its_place(private: Path, tmp_path: Path) -> None:
    with open_workspace(private) as ws:
        made = backups.make_backup(ws)
        recovery.write_copy(ws, tmp_path / "out.json")
    for origin in (made, tmp_path / "out.json"):
        origin.chmod(0o644)
        aside = restoring.restore(private, origin).aside
        assert aside is not None
        assert _rights(private, aside) == {0o600}
    passwords.change_password(private, None, "une longue phrase")
    assert _rights(private) == {0o600}
    passwords.change_password(private, "une longue phrase", None)
    assert _rights(private) == {0o600}


@pytest.mark.parametrize("rights", [0o600, 0o640, 0o664])
def test_a_migrated_file_and_its_backup_keep_their_rights(tmp_path: Path, rights: int) -> None:
    old = Path(shutil.copy(OLD_FILE, tmp_path / "old.ecocity"))
    old.chmod(rights)
    open_workspace(old).close()
    assert _rights(*_all_files(tmp_path)) == {rights}


def test_a_link_stays_a_link_and_the_file_is_the_one_it_leads_to(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "desk" / "link.ecocity"
    link.parent.mkdir()
    link.symlink_to(path)
    with open_workspace(link) as ws:
        assert ws.path == path
        made = backups.make_backup(ws)
        before = records.count_records(ws, "sources")
        records.add_record(ws, "sources", {"title": "CSTB"})
    assert made.parent == path.parent / "mission backups"
    aside = restoring.restore(link, made).aside
    passwords.change_password(link, None, "une longue phrase")
    assert link.is_symlink()
    assert aside is not None
    assert (aside.parent, aside.is_symlink()) == (path.parent, False)
    assert [one.name for one in link.parent.iterdir()] == ["link.ecocity"]
    with open_workspace(path, password="une longue phrase") as restored:
        assert records.count_records(restored, "sources") == before
    assert backups.newest_backup(link) == backups.newest_backup(path) is not None


def test_who_holds_a_file_is_told_through_a_link_too(ws: Workspace, tmp_path: Path) -> None:
    link = tmp_path / "link.ecocity"
    link.symlink_to(ws.path)
    with pytest.raises(UserError) as refused:
        open_workspace(link)
    assert refused.value.key == "error.locked"
    assert refused.value.params["process"] == str(os.getpid())


def test_a_page_written_through_a_link_goes_where_it_leads(tmp_path: Path, pilot_ws: Workspace) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "out.json"
    link.symlink_to(tmp_path / "real" / "data.json")
    for _ in range(2):
        recovery.write_copy(pilot_ws, link)
        assert link.is_symlink()
    assert [file.name for file in (tmp_path / "real").iterdir()] == ["data.json"]


def test_a_folder_is_not_moved_aside_for_a_backup(ws: Workspace, tmp_path: Path) -> None:
    made = backups.make_backup(ws)
    folder = tmp_path / "folder.ecocity"
    folder.mkdir()
    with pytest.raises(UserError) as refused:
        backups.restore_backup(folder, made)
    assert refused.value.key == "error.not_ecocity"
    assert folder.is_dir()
