"""The model of the disk keeps what was synced, and may lose, keep or tear what was not."""

from random import Random

import pytest

from .disk import Disk, DiskFile, read_folder, write_after_cut
from .recording import NAMES_APART, Note

CREATE = 0o100
ROOT = Note("o", 9, 0, b"")


def opened(name: str, fd: int = 3, flags: int = CREATE) -> Note:
    return Note("o", fd, flags, name.encode())


def wrote(data: bytes, place: int = 0, fd: int = 3) -> Note:
    return Note("w", fd, place, data)


def synced(fd: int = 3) -> Note:
    return Note("s", fd, 0, b"")


def possible(tmp_path, before, *notes) -> list[dict[str, bytes]]:
    """Return every different content of the folder that 300 power cuts after these notes leave."""
    seen: list[dict[str, bytes]] = []
    for number in range(300):
        disk = Disk(before)
        for note in notes:
            disk.apply(note)
        room = tmp_path / str(number)
        room.mkdir(parents=True)
        write_after_cut(disk, Random(number), room)
        content = read_folder(room)
        if content not in seen:
            seen.append(content)
    return seen


def test_a_synced_write_is_never_lost(tmp_path):
    assert possible(tmp_path, {"a": b"old"}, opened("a"), wrote(b"new"), synced()) == [{"a": b"new"}]


def test_a_write_that_was_not_synced_is_there_or_not(tmp_path):
    found = possible(tmp_path, {"a": b"old"}, opened("a"), wrote(b"new"))
    assert {"a": b"old"} in found
    assert {"a": b"new"} in found
    assert len(found) == 2


def test_a_large_write_is_torn_between_sectors_only():
    file = DiskFile(bytearray(b"o" * 2048), [(0, b"n" * 2048)])
    found = {file.after_cut(Random(number), 0.5, 512) for number in range(200)}
    assert b"o" * 2048 in found
    assert b"n" * 2048 in found
    assert b"o" * 512 + b"n" * 1536 in found
    assert all(len(set(content[at : at + 512])) == 1 for content in found for at in range(0, 2048, 512))


def test_a_new_file_is_safe_only_once_its_folder_is_synced(tmp_path):
    made = opened("a"), wrote(b"new"), synced()
    assert {} in possible(tmp_path / "before", {}, *made)
    assert possible(tmp_path / "after", {}, *made, ROOT, synced(9)) == [{"a": b"new"}]


def test_a_removed_file_may_come_back_until_its_folder_is_synced(tmp_path):
    found = possible(tmp_path, {"a": b"old"}, Note("u", -1, 0, b"a"))
    assert found in ([{"a": b"old"}, {}], [{}, {"a": b"old"}])


def test_a_rename_shows_one_of_the_two_names_and_the_whole_file(tmp_path):
    moved = Note("r", -1, 0, f"a{NAMES_APART}b".encode())
    found = possible(tmp_path, {"a": b"new", "b": b"old"}, moved)
    assert sorted(found, key=len) == [{"b": b"new"}, {"a": b"new", "b": b"old"}]


def test_a_file_in_a_folder_that_was_never_safe_goes_with_it(tmp_path):
    notes = Note("m", -1, 0, b"f"), opened("f/a"), wrote(b"new"), synced(), opened("f", 9, 0), synced(9)
    assert {} in possible(tmp_path, {}, *notes)


def test_a_file_cut_short_and_written_again_may_hold_any_mixture(tmp_path):
    found = possible(tmp_path, {"a": b"old!"}, opened("a"), Note("t", 3, 0, b""), wrote(b"n"))
    assert {content["a"] for content in found} == {b"old!", b"nld!", b"", b"n"}


def test_what_the_recorder_does_not_know_stops_the_replay():
    with pytest.raises(AssertionError, match="writev"):
        Disk({}).apply(Note("?", 3, 0, b"writev"))
