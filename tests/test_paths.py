"""The user's folders, and files that are replaced whole or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ecocity_desktop import paths


def test_one_folder_can_hold_everything(monkeypatch, tmp_path: Path):
    monkeypatch.setenv("ECOCITY_DATA_DIR", str(tmp_path))
    assert paths.data_dir() == tmp_path
    assert paths.settings_file() == tmp_path / "settings.json"
    assert paths.log_dir() == tmp_path / "logs"
    assert paths.default_workspace() == tmp_path / "EcoCity.ecocity"


def test_the_one_folder_may_be_named_from_where_the_program_was_started(monkeypatch, tmp_path: Path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ECOCITY_DATA_DIR", "stick")
    assert paths.data_dir() == tmp_path / "stick"


@pytest.mark.skipif(os.name == "nt", reason="HOME names the user's folder elsewhere")
def test_else_the_files_lie_in_the_users_own_folders(monkeypatch, tmp_path: Path):
    for name in ("ECOCITY_DATA_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    for place in (paths.data_dir(), paths.settings_file(), paths.log_dir(), paths.default_workspace()):
        assert tmp_path in place.parents
    assert not list(tmp_path.iterdir()), "asking for a folder does not make it"


def test_a_file_is_replaced_by_its_new_content(tmp_path: Path):
    target = tmp_path / "new folder" / "brief.pdf"
    paths.write_whole(target, b"first")
    paths.write_whole(target, b"second")
    assert target.read_bytes() == b"second"
    assert [file.name for file in target.parent.iterdir()] == ["brief.pdf"]


def test_a_file_that_cannot_be_replaced_leaves_nothing_behind(tmp_path: Path):
    target = tmp_path / "brief.pdf"
    target.mkdir()
    (target / "kept").touch()
    with pytest.raises(OSError, match=r"brief\.pdf"):
        paths.write_whole(target, b"content")
    assert [file.name for file in tmp_path.iterdir()] == ["brief.pdf"]
    assert (target / "kept").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such names in folders there")
def test_what_is_neither_file_nor_folder_is_not_replaced(tmp_path: Path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(FileExistsError):
        paths.write_whole(pipe, b"new")
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def test_the_draft_of_a_process_that_is_gone_is_swept_away(tmp_path: Path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    ours = paths.draft_beside(tmp_path / "brief.pdf")
    left = ours.with_name(ours.name.replace(f"-{os.getpid()}-", f"-{gone.pid}-"))
    journal = left.with_name(left.name + "-journal")
    for file in (ours, left, journal, tmp_path / "brief.pdf", tmp_path / "notes.tmp"):
        file.touch()
    if os.name == "nt":  # there a draft must be a minute old: nobody can ask whether its process lives
        os.utime(left, (0, 0))
        os.utime(journal, (0, 0))
    paths.sweep_drafts(tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {ours.name, "brief.pdf", "notes.tmp"}


def test_the_draft_of_another_machine_is_swept_away_after_a_day(tmp_path: Path):
    young, old = tmp_path / ".ecocity-00000000-1-aa.tmp", tmp_path / ".ecocity-00000000-1-bb.tmp"
    young.touch()
    old.touch()
    os.utime(old, (0, 0))
    paths.sweep_drafts(tmp_path)
    assert list(tmp_path.iterdir()) == [young]


def test_a_folder_and_those_above_it_are_made_once(tmp_path: Path):
    paths.make_folder(tmp_path / "a" / "b")
    paths.make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
