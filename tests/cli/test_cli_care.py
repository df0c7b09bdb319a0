"""What the command line does of its own accord: it warns of a risky folder and backs up before much is changed."""

import shutil
from pathlib import Path

import pytest

from ecocity_desktop.services import backups

from .conftest import Run


@pytest.fixture
def plan(pilot_path: Path, tmp_path: Path, run: Run) -> Path:
    """The milestones of the pilot programme as a plan, from which one was removed since."""
    target = tmp_path / "plan.xml"
    assert run("mspdi-export", pilot_path, "--output", target).code == 0
    return target


def test_a_file_in_a_synchronised_folder_is_warned_of_and_answered_all_the_same(
    pilot_path: Path, tmp_path: Path, run: Run
) -> None:
    (tmp_path / "Dropbox").mkdir()
    synced = Path(shutil.copy(pilot_path, tmp_path / "Dropbox" / "pilot.ecocity"))
    listed = run("list", synced, "cities", "--json")
    assert (listed.code, len(listed.lines)) == (0, 4)
    assert "Dropbox copies or shares" in listed.err
    assert "Dropbox copies or shares" in run("new", tmp_path / "Dropbox" / "new.ecocity").err
    assert run("list", pilot_path, "cities").err == ""


def test_a_removal_that_takes_much_with_it_is_backed_up_before(pilot_path: Path, run: Run) -> None:
    before = run("digest", pilot_path, "--json").answer["digest"]
    assert run("remove", pilot_path, "cities", "荆州市").code == 0
    (kept,) = backups.list_backups(pilot_path)
    assert run("digest", kept.path, "--json").answer["digest"] == before


def test_a_removal_of_one_record_is_not(pilot_path: Path, run: Run) -> None:
    added = run("add", pilot_path, "partners", {"name": {"en": "Nobody's partner"}}, "--json").answer["id"]
    assert run("remove", pilot_path, "partners", added).code == 0
    assert backups.list_backups(pilot_path) == ()


def test_an_import_is_backed_up_before(pilot_path: Path, plan: Path, run: Run) -> None:
    before = run("digest", pilot_path, "--json").answer["digest"]
    assert run("mspdi-import", pilot_path, plan).code == 0
    assert backups.list_backups(pilot_path) == (), "a look changes nothing"
    assert run("mspdi-import", pilot_path, plan, "--apply").code == 0
    (kept,) = backups.list_backups(pilot_path)
    assert run("digest", kept.path, "--json").answer["digest"] == before


def test_a_backup_that_cannot_be_made_is_said_and_hinders_nothing(
    pilot_path: Path, plan: Path, run: Run
) -> None:
    backups.backup_folder(pilot_path).write_text("a file where the folder would be")
    ran = run("mspdi-import", pilot_path, plan, "--apply", "--json")
    assert ran.code == 0
    assert "The last backup could not be made" in ran.err
