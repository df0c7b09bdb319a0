"""A person's own data: handed over, and erased for good, from the list of people."""

import json
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ecocity_desktop.services import backups, privacy, records
from ecocity_desktop.services.erase_list import undisturbed
from ecocity_desktop.services.workspace import open_workspace
from ecocity_desktop.store import erasure
from ecocity_desktop.ui.desk import Desk
from ecocity_desktop.ui.dialogs.erase_person import ErasePersonDialog, OlderCopiesDialog
from ecocity_desktop.ui.dialogs.messages import MessageDialog

from .conftest import FileAnswers, let_go

OpenDesk = Callable[..., Desk]


@pytest.fixture
def people(open_desk: OpenDesk, pilot_path: Path):
    """The partners' tab on CSTB, where Anne Canari works, a backup made before."""
    with open_workspace(pilot_path) as ws:
        partner = next(one for one in records.list_records(ws, "partners") if one.acronym == "CSTB")
        values = {"family_name": "Canari", "given_name": "Anne", "partner_id": partner.id}
        person = records.add_record(ws, "people", {**values, "email": "anne@canari.fr"}).row_id
        backups.make_backup(ws)
    desk = open_desk(pilot_path)
    desk.window.open_record("people", str(person))
    return desk, desk.window.current_tab()[1]


def test_everything_about_a_person_is_handed_over_as_json(
    people, tmp_path: Path, no_dialogs: FileAnswers
) -> None:
    _desk, tab = people
    no_dialogs.save = str(tmp_path / "anne.json")
    tab.personal.export.trigger()
    held = json.loads((tmp_path / "anne.json").read_text("utf-8"))
    assert held["person"]["email"] == "anne@canari.fr"
    assert held["history"] != []


def test_what_is_handed_over_about_a_person_never_replaces_the_workspace(
    people, pilot_path: Path, no_dialogs: FileAnswers
) -> None:
    desk, tab = people
    before = pilot_path.read_bytes()
    no_dialogs.save = str(pilot_path)
    tab.personal.export.trigger()
    refusal = desk.window.findChild(MessageDialog)
    assert "rien d’autre n’est écrit à sa place" in refusal.words.text()
    refusal.reject()
    assert pilot_path.read_bytes() == before


def test_a_person_is_erased_for_good_and_the_older_backups_offered(
    people, pilot_path: Path, qtbot: QtBot
) -> None:
    desk, tab = people
    desk.guard.backups.stop()
    tab.personal.erase.trigger()
    dialog = desk.window.findChild(ErasePersonDialog)
    assert not dialog.erase.isEnabled()
    dialog.sure.setChecked(True)
    qtbot.mouseClick(dialog.erase, Qt.MouseButton.LeftButton)
    assert "Canari" not in {one.family_name for one in records.list_records(desk.workspace, "people")}
    left = desk.window.findChild(OlderCopiesDialog)
    assert "pilot backups" in left.shown.toPlainText()
    qtbot.mouseClick(left.delete, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(backups.list_backups(pilot_path)) == 1, timeout=20_000)
    (fresh,) = backups.list_backups(pilot_path)
    desk.close_file()
    let_go()
    assert all(b"canari" not in file.read_bytes().lower() for file in (pilot_path, fresh.path))


def test_no_person_is_erased_between_a_backup_and_its_copy_in_the_second_folder(
    people, pilot_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named, erased, copy_to_second = threading.Event(), threading.Event(), backups.copy_to_second

    def held_up(made: Path, folder: Path) -> None:
        named.set()
        erased.wait(1)
        copy_to_second(made, folder)

    monkeypatch.setattr(backups, "copy_to_second", held_up)
    second = tmp_path / "usb"
    second.mkdir()
    desk, tab = people
    desk.settings.second_backup_folder = str(second)
    desk.guard.backups.back_up()
    assert named.wait(10)
    left = privacy.erase_person(desk.workspace, tab.people.table.current_id(), second).backups
    erased.set()
    (copied,) = second.glob("*.ecocity")
    assert copied in {kept.path for kept in left}
    let_go()


def test_a_person_is_erased_on_a_full_disk_too_and_what_may_be_left_is_said(
    people, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_engine: object) -> None:
        raise driver.OperationalError("database or disk is full")

    desk, tab = people
    monkeypatch.setattr(erasure, "rewrite_file", full)
    tab.personal.erase.trigger()
    dialog = desk.window.findChild(ErasePersonDialog)
    dialog.sure.setChecked(True)
    with qtbot.waitSignal(dialog.erased):
        qtbot.mouseClick(dialog.erase, Qt.MouseButton.LeftButton)
    assert "Canari" not in {one.family_name for one in records.list_records(desk.workspace, "people")}
    assert "n’a pas pu être réécrit" in desk.window.findChild(MessageDialog).words.text()
    assert desk.window.findChild(OlderCopiesDialog) is not None


@pytest.mark.parametrize("cancelled", [False, True])
def test_an_erasure_waits_for_a_backup_that_is_being_finished_and_the_window_does_not(
    people, qtbot: QtBot, cancelled: bool
) -> None:
    def finish() -> bool:
        with undisturbed:
            begun.set()
            return go_on.wait(20)

    def is_there() -> bool:
        return "Canari" in {one.family_name for one in records.list_records(desk.workspace, "people")}

    (desk, tab), begun, go_on = people, threading.Event(), threading.Event()
    seen: list[bool] = []
    desk.jobs.start(finish, seen.append)
    assert begun.wait(20)
    tab.personal.erase.trigger()
    dialog = desk.window.findChild(ErasePersonDialog)
    dialog.sure.setChecked(True)
    qtbot.mouseClick(dialog.erase, Qt.MouseButton.LeftButton)
    assert is_there()
    assert not dialog.erase.isEnabled()
    if cancelled:
        dialog.reject()
    go_on.set()
    qtbot.waitUntil(lambda: desk.jobs.pending == 0 and is_there() == cancelled, timeout=20_000)
    assert seen == [True]


def test_nobody_is_erased_in_a_file_open_for_reading(
    open_desk: OpenDesk, pilot_path: Path, only_to_read: Callable[[Path], AbstractContextManager[None]]
) -> None:
    with only_to_read(pilot_path):
        desk = open_desk(pilot_path)
    desk.window.show_tab("partners")
    assert not desk.window.current_tab()[1].personal.erase.isEnabled()


@pytest.mark.parametrize("language", ("fr", "en", "zh"))
def test_the_dialogs_about_a_person_open_in_every_language(
    open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot, language: str
) -> None:
    desk = open_desk(pilot_path, language)
    ctx = desk.window.ctx
    assert ctx is not None
    for dialog in (ErasePersonDialog(ctx, "x", "李华", desk.window), OlderCopiesDialog(ctx, (), desk.window)):
        dialog.open()
        assert dialog.isVisible()
        dialog.reject()
