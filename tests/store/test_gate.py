"""What is opened and what is not: the header is read before anything else, and nobody is let in twice."""

import itertools
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ecocity_desktop.errors import UserError
from ecocity_desktop.services import records
from ecocity_desktop.services.own_files import is_as_left
from ecocity_desktop.services.workspace import create_workspace, open_workspace
from ecocity_desktop.store import database


def _refused(path: Path) -> str:
    with pytest.raises(UserError) as refused:
        open_workspace(path)
    return refused.value.key


def _with_bytes(path: Path, at: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


def test_an_empty_file_is_damaged_not_an_empty_workspace(tmp_path: Path) -> None:
    file = tmp_path / "empty.ecocity"
    file.touch()
    assert _refused(file) == "error.damaged"
    assert file.read_bytes() == b""


def test_a_file_without_our_number_is_not_ours(path: Path) -> None:
    _with_bytes(path, 68, b"\x00\x00\x00\x00")
    assert _refused(path) == "error.not_ecocity"


def test_a_newer_file_is_not_touched(path: Path) -> None:
    _with_bytes(path, 60, (database.SCHEMA + 1).to_bytes(4, "big"))
    before = path.read_bytes()
    with pytest.raises(UserError) as refused:
        open_workspace(path)
    assert refused.value.key == "error.newer"
    assert refused.value.params["schema"] == database.SCHEMA + 1
    assert path.read_bytes() == before


@pytest.mark.parametrize("kept", [99, 100, 4096, 20_000])
def test_a_file_cut_short_is_damaged(path: Path, kept: int) -> None:
    path.write_bytes(path.read_bytes()[:kept])
    assert _refused(path) == "error.damaged"


def test_what_is_not_there_is_not_made(tmp_path: Path) -> None:
    assert _refused(tmp_path / "gone.ecocity") == "error.no_file"
    assert _refused(tmp_path / "no" / "folder.ecocity") == "error.no_file"
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_opened_once(path: Path) -> None:
    with open_workspace(path) as first:
        with pytest.raises(UserError) as refused:
            open_workspace(path)
        assert refused.value.key == "error.locked"
        assert "@" in refused.value.params["holder"]
        records.add_record(first, "sources", {"title": "still mine"})
    with open_workspace(path) as second:
        assert len(records.list_records(second, "sources")) == 1


def test_a_closed_workspace_leaves_nothing_beside_it(path: Path) -> None:
    with open_workspace(path) as ws:
        records.add_record(ws, "sources", {"title": "CSTB"})
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "name",
    [
        *("a b", "100%", "n°#1", "été", "荆州 🏙", "'quoted'", "a&mode=ro", "%41"),
        pytest.param(
            "what?", marks=pytest.mark.skipif(os.name == "nt", reason="Windows allows no such name")
        ),
    ],
)
def test_a_workspace_may_have_any_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    file = folder / f"{name}.ecocity"
    with create_workspace(file) as ws:
        records.add_record(ws, "sources", {"title": "CSTB"})
    with open_workspace(file) as ws:
        assert len(records.list_records(ws, "sources")) == 1
    assert [one.name for one in folder.iterdir()] == [file.name]


def test_a_share_that_numbers_its_files_anew_each_time_is_no_reason_to_wait_for_ever(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers, true_stat = itertools.count(1), os.stat

    def stat(place: Any, *args: Any, **options: Any) -> Any:
        known = true_stat(place, *args, **options)
        said = {name: getattr(known, name) for name in dir(known) if name.startswith("st_")}
        return SimpleNamespace(**said | {"st_ino": next(numbers)}) if str(place) == str(path) else known

    monkeypatch.setattr(os, "stat", stat)
    assert database.identity(path) == (0, 0)
    with open_workspace(path) as ws:
        records.add_record(ws, "sources", {"title": "CSTB"})
    assert not is_as_left(path)
    _with_bytes(path, 0, b"no database")
    assert _refused(path) == "error.not_ecocity"
