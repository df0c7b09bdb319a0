"""The password of a file: set, changed and removed, and what is left that anyone can read."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ecocity_desktop.services import backups
from ecocity_desktop.services.workspace import Workspace, open_workspace
from ecocity_desktop.settings import Settings
from ecocity_desktop.ui.backup_keeper import BackupKeeper
from ecocity_desktop.ui.context import AppContext
from ecocity_desktop.ui.desk import Desk
from ecocity_desktop.ui.dialogs.password import PasswordDialog, SetPasswordDialog

from .conftest import let_go

OpenDesk = Callable[..., Desk]
SECRET = "une longue phrase"


def backups_of(path: Path) -> list[Path]:
    return [kept.path for kept in backups.list_backups(path)]


@pytest.mark.parametrize("language", ("fr", "en", "zh"))
def test_a_password_is_set_only_when_its_loss_is_understood(
    open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot, language: str
) -> None:
    with open_workspace(pilot_path) as ws:
        readable = backups.make_backup(ws)
    desk = open_desk(pilot_path, language)
    desk.window.menus.action("password").trigger()
    dialog = desk.window.findChild(SetPasswordDialog)
    ok = dialog._ok
    dialog.new.setText(SECRET)
    dialog.again.setText(SECRET)
    assert not ok.isEnabled()
    dialog.understood.setChecked(True)
    assert ok.isEnabled()
    dialog.again.setText("une autre")
    assert not ok.isEnabled()
    dialog.again.setText(SECRET)
    dialog.delete_readable.setChecked(True)
    qtbot.mouseClick(ok, Qt.MouseButton.LeftButton)
    let_go()
    assert desk.workspace is not None
    assert desk.workspace.password == SECRET
    assert not readable.exists()
    (made,) = backups.list_everything(pilot_path)
    open_workspace(made.path, password=SECRET).close()
    assert not pilot_path.read_bytes().startswith(b"SQLite format 3")


def test_backups_in_the_second_folder_that_anyone_can_read_go_too_when_a_password_is_set(
    open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    second = tmp_path / "usb"
    second.mkdir()
    with open_workspace(pilot_path) as ws:
        backups.make_backup(ws, second_folder=second)
    desk = open_desk(pilot_path, chosen=Settings(second_backup_folder=str(second)))
    desk.window.menus.action("password").trigger()
    dialog = desk.window.findChild(SetPasswordDialog)
    assert "2" in dialog.delete_readable.text()
    for line in (dialog.new, dialog.again):
        line.setText(SECRET)
    dialog.understood.setChecked(True)
    dialog.delete_readable.setChecked(True)
    qtbot.mouseClick(dialog._ok, Qt.MouseButton.LeftButton)
    let_go()
    (made,), (copy,) = backups_of(pilot_path), second.glob("*.ecocity")
    assert not made.read_bytes().startswith(b"SQLite")
    assert copy.read_bytes() == made.read_bytes()


def test_no_backup_that_is_being_finished_stays_readable_when_a_password_is_set(
    open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot
) -> None:
    desk, go_on = open_desk(pilot_path), threading.Event()
    assert desk.guard is not None
    assert desk.jobs is not None
    desk.jobs.start(lambda: go_on.wait(20), lambda _: None)
    desk.guard.backups.back_up()
    desk.window.menus.action("password").trigger()
    dialog = desk.window.findChild(SetPasswordDialog)
    for line in (dialog.new, dialog.again):
        line.setText(SECRET)
    dialog.understood.setChecked(True)
    dialog.delete_readable.setChecked(True)
    qtbot.mouseClick(dialog._ok, Qt.MouseButton.LeftButton)
    assert desk.workspace is not None
    assert desk.workspace.password is None
    go_on.set()
    qtbot.waitUntil(lambda: desk.workspace is not None and desk.workspace.password == SECRET, timeout=20_000)
    qtbot.waitUntil(lambda: len(backups_of(pilot_path)) == 1, timeout=20_000)
    assert not backups_of(pilot_path)[0].read_bytes().startswith(b"SQLite")


def test_a_password_is_changed_and_removed_by_whoever_knows_it(
    open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot
) -> None:
    from ecocity_desktop.services.passwords import change_password

    change_password(pilot_path, None, SECRET)
    desk = open_desk(pilot_path)
    question = desk.window.findChild(PasswordDialog)
    question.password.setText(SECRET)
    question.accept()
    let_go()
    desk.window.menus.action("password").trigger()
    dialog = desk.window.findChild(SetPasswordDialog)
    dialog.old.setText("inconnu")
    qtbot.mouseClick(dialog.remove, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    dialog.old.setText(SECRET)
    qtbot.mouseClick(dialog.remove, Qt.MouseButton.LeftButton)
    let_go()
    assert desk.workspace is not None
    assert desk.workspace.password is None
    assert pilot_path.read_bytes().startswith(b"SQLite format 3")


def test_an_encrypted_file_leaves_no_json_copy(
    pilot_path: Path, context_of: Callable[[Workspace, str], AppContext], qtbot: QtBot
) -> None:
    from ecocity_desktop.services.passwords import change_password

    change_password(pilot_path, None, SECRET)
    with open_workspace(pilot_path, password=SECRET) as ws:
        keeper = BackupKeeper(context_of(ws, "fr"))
        with qtbot.waitSignal(keeper.made, timeout=20_000):
            keeper.back_up()
    assert len(backups_of(pilot_path)) == 1
    assert backups.list_copies(pilot_path) == ()
