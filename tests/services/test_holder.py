"""Who has a file open, as it is said beside the file: written through no link, read from nothing that never ends."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ecocity_desktop.paths import draft_beside
from ecocity_desktop.services.holder import say_who_holds, who_holds
from ecocity_desktop.services.workspace import create_workspace, open_workspace

NOBODY = ("?", "?", "?")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="links and pipes are those of Unix")


def beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.open")


def test_opening_a_file_writes_through_no_link(path: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim.ecocity"
    victim.write_bytes(path.read_bytes())
    before = victim.read_bytes()
    beside(path).symlink_to(victim)
    with open_workspace(path):
        assert who_holds(path)[1] == str(os.getpid())
    assert victim.read_bytes() == before
    assert not beside(path).is_symlink()


def test_who_holds_a_file_is_asked_of_no_pipe_folder_or_endless_file(path: Path) -> None:
    os.mkfifo(beside(path))
    assert who_holds(path) == NOBODY
    with open_workspace(path):
        assert who_holds(path)[1] == str(os.getpid())
    beside(path).mkdir()
    with open_workspace(path):
        assert who_holds(path) == NOBODY
    beside(path).rmdir()
    beside(path).write_text("[" * 10_000_000)
    assert who_holds(path) == NOBODY
    beside(path).unlink()
    beside(path).symlink_to("/dev/zero")
    assert who_holds(path) == NOBODY
    assert not list(path.parent.glob(".ecocity-*"))


def test_a_file_that_is_being_made_has_nobody_beside_it(tmp_path: Path) -> None:
    draft = draft_beside(tmp_path / "mission.ecocity")
    with create_workspace(draft):
        assert [file.name for file in tmp_path.iterdir() if file.suffix == ".open"] == []
    say_who_holds(draft, datetime(2026, 11, 23, tzinfo=UTC))
    assert who_holds(draft) == NOBODY
