"""Names, addresses and texts stay in the file: none is in logs, settings or temporary files after a day's work."""

import logging
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ecocity_desktop import logs, paths
from ecocity_desktop.cli import main
from ecocity_desktop.errors import UserError
from ecocity_desktop.services import backups, records
from ecocity_desktop.services.passwords import change_password
from ecocity_desktop.services.workspace import open_workspace
from ecocity_desktop.ui import errors
from ecocity_desktop.ui.desk import Desk

OpenDesk = Callable[..., Desk]
NAMES = ("Canari-Durand", "canari.durand@exemple.fr", "Mémoire-canari 荆州", "+33700007391")
SECRET = "canari: une longue phrase"


def canaries_below(*folders: Path) -> list[str]:
    found = []
    for folder in folders:
        for file in folder.rglob("*"):
            if file.is_file():
                content = file.read_bytes().lower()
                escaped = [name.encode("unicode_escape") for name in NAMES]
                plain = [name.encode() for name in (*NAMES, SECRET)]
                if any(name.lower() in content for name in (*plain, *escaped)):
                    found.append(file.name)
    return found


@pytest.fixture
def work(open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A day's work with canaries: typed, saved, searched, exported, refused, crashed over."""
    logs.start_logging()
    with open_workspace(pilot_path) as ws:
        partner = records.list_records(ws, "partners")[0]
        person = {"family_name": NAMES[0], "email": NAMES[1], "phone": NAMES[3], "partner_id": partner.id}
        records.add_record(ws, "people", person)
    desk = open_desk(pilot_path)
    assert desk.workspace is not None
    city = records.list_records(desk.workspace, "cities")[0]
    desk.window.open_record("cities", city.id)
    desk.window.current_tab()[1].panel.form.editors["pinyin"].inputs[0].setText(NAMES[2])
    desk.window.current_tab()[1].panel.form.commit()
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    errors.report_through(desk)
    for error in (RuntimeError(NAMES[0]), ValueError(NAMES), UserError("error.not_found", wanted=NAMES[1])):
        sys.excepthook(type(error), error, None)
    logging.getLogger("ecocity_desktop.test").error("refused %s", NAMES[0])
    desk.window.close()
    for words in (
        ("search", NAMES[2]),
        ("show", "people", NAMES[0]),
        ("list", "people"),
        ("show", "people", "x"),
    ):
        main([words[0], str(pilot_path), *words[1:]])
    logs.stop_logging()
    return desk


def half_written(*folders: Path) -> list[str]:
    """What is written and has not got its name yet, in the folders the program writes in."""
    return [file.name for folder in folders for file in folder.rglob(".ecocity-*")]


def test_logs_settings_and_temporary_files_hold_no_canary(work: Desk, pilot_path: Path) -> None:
    log = (paths.log_dir() / logs.LOG_NAME).read_text("utf-8")
    assert "RuntimeError" in log
    assert canaries_below(paths.data_dir()) == []
    assert half_written(paths.data_dir(), pilot_path.parent) == []


def test_an_encrypted_file_its_journal_and_its_backups_hold_no_canary(
    pilot_path: Path, tmp_path: Path
) -> None:
    change_password(pilot_path, None, SECRET)
    room = pilot_path.parent
    with open_workspace(pilot_path, password=SECRET) as ws:
        backups.make_backup(ws)
        with ws.writing("edit.add_person") as transaction:
            from ecocity_desktop.domain.person import Person

            transaction.add(Person(id="canary", family_name=NAMES[0], email=NAMES[1]))
            assert (room / "pilot.ecocity-journal").stat().st_size > 0
            assert canaries_below(room) == []
        backups.make_backup(ws)
    assert canaries_below(room) == []
    assert len(list(backups.backup_folder(pilot_path).glob("*.ecocity"))) == 2


def test_a_canary_that_lies_in_a_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "log").write_text(f"hello {NAMES[0].upper()}")
    assert canaries_below(tmp_path) == ["log"]


def test_a_file_left_half_written_is_found(pilot_path: Path) -> None:
    left = [paths.draft_beside(file) for file in (paths.data_dir() / "settings.json", pilot_path)]
    for file in left:
        file.write_bytes(b"")
    assert half_written(paths.data_dir(), pilot_path.parent) == [file.name for file in left]
