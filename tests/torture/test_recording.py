"""The recorder sees everything the real program does to its folder."""

import json

import pytest

from .disk import Disk, DiskFile, read_folder
from .nursery import command_line
from .powercuts import FILE, said_by
from .recording import NoRecorder, build_recorder, record


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """A recorded run of the real program (12 edits, 2 backups) and the folder it left."""
    room = tmp_path_factory.mktemp("recorded")
    (room / "disk").mkdir()
    try:
        recorder = build_recorder(room)
    except NoRecorder as reason:
        pytest.skip(str(reason))
    deed = json.dumps({"path": str(room / "disk" / FILE), "seed": 1, "count": 12, "every": 6})
    return record(
        command_line("deeds", "write_and_back_up", deed), room / "disk", room / "log", recorder
    ), room / "disk"


def test_replaying_the_record_gives_the_folder_the_program_left(recorded):
    notes, folder = recorded
    disk = Disk({})
    for note in notes:
        disk.apply(note)
    replayed = {}
    for name, entry in disk.names.items():
        if isinstance(entry, DiskFile):
            entry.sync()
            replayed[name] = bytes(entry.safe)
    assert replayed == read_folder(folder)


def test_each_edit_is_synced_before_it_is_acknowledged(recorded):
    notes, _ = recorded
    kinds = ["ack" if b'"ack"' in note.data and note.what == "!" else note.what for note in notes]
    acks = [at for at, kind in enumerate(kinds) if kind == "ack"]
    assert len(acks) == 12
    for start, end in zip([0, *acks], acks, strict=False):
        between = kinds[start:end]
        assert between.count("s") >= 3, "the journal, the file and the end of the journal are each synced"
        assert between.count("w") >= 2


def test_the_program_says_what_it_did_in_order(recorded):
    notes, _ = recorded
    said = [next(iter(line)) for line in said_by(notes)]
    assert said == ["opened", *["ack"] * 6, "backup", *["ack"] * 6, "backup", "closed"]
