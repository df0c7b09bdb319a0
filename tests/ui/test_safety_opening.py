"""Files that do not open: what is said, that nothing is touched, and the ways out."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ecocity_desktop.services import checks, records
from ecocity_desktop.services.backups import make_backup
from ecocity_desktop.services.passwords import change_password
from ecocity_desktop.services.recovery import write_copy
from ecocity_desktop.services.workspace import open_workspace
from ecocity_desktop.settings import Settings
from ecocity_desktop.ui import file_dialogs
from ecocity_desktop.ui.desk import Desk
from ecocity_desktop.ui.dialogs.messages import MessageDialog
from ecocity_desktop.ui.dialogs.password import PasswordDialog
from ecocity_desktop.ui.dialogs.refusal import RefusalDialog
from ecocity_desktop.ui.start_page import StartPage

from .conftest import FileAnswers, let_go

OpenDesk = Callable[..., Desk]
SECRET = "une longue phrase"
HOLD = """
import sys
from pathlib import Path
from ecocity_desktop.services.workspace import open_workspace
with open_workspace(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def words_of(widget: QWidget) -> str:
    return "\n".join(shown.text() for shown in widget.findChildren(QLabel))


def page_of(desk: Desk) -> StartPage:
    page = desk.window.findChild(StartPage)
    assert page is not None
    return page


def press(qtbot: QtBot, where: QWidget, name: str) -> None:
    button = where.findChild(QPushButton, name)
    assert button is not None
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def held_path(pilot_path: Path):
    """The pilot programme, open in another process."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(pilot_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield pilot_path
        holder.communicate("")


def test_a_file_held_by_another_process_can_be_looked_at_in_a_private_copy(
    open_desk: OpenDesk, held_path: Path, qtbot: QtBot
) -> None:
    before = held_path.read_bytes()
    desk = open_desk(held_path)
    assert "déjà ouvert par" in words_of(page_of(desk))
    press(qtbot, page_of(desk), "safe")
    assert desk.workspace is not None
    assert desk.workspace.read_only
    assert len(records.list_records(desk.workspace, "cities")) == 4
    qtbot.waitUntil(lambda: "copie privée de «\u202fpilot.ecocity\u202f»" in desk.window.banner.words.text())
    assert desk.window.windowTitle() == "pilot – EcoCity Desktop"
    assert not desk.window.menus.action("password").isEnabled()
    assert not desk.window.menus.action("backup").isEnabled()
    assert desk.window.menus.action("backup_to").isEnabled()
    copy = desk.workspace.path
    assert copy.is_file()
    desk.close_file()
    assert not copy.exists()
    assert held_path.read_bytes() == before


def test_a_damaged_file_offers_its_newest_good_backup(
    open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot
) -> None:
    with open_workspace(pilot_path) as ws:
        make_backup(ws)
        wanted = checks.digest(ws)
        bad = make_backup(ws)
    content = bytearray(bad.read_bytes())
    content[len(content) // 2] ^= 1
    bad.write_bytes(content)
    pilot_path.write_bytes(pilot_path.read_bytes()[:50_000])
    desk = open_desk(pilot_path)
    page = page_of(desk)
    qtbot.waitUntil(lambda: page.findChild(QPushButton, "restoreNewest") is not None, timeout=20_000)
    press(qtbot, page, "restoreNewest")
    desk.window.findChild(MessageDialog).accept()
    let_go()
    assert desk.workspace is not None
    assert checks.digest(desk.workspace) == wanted
    (kept,) = pilot_path.parent.glob("pilot.replaced-*.ecocity")
    assert kept.stat().st_size == 50_000


def test_a_damaged_file_whose_tables_can_be_found_is_looked_at_in_safe_mode(
    open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot, no_dialogs: FileAnswers, tmp_path: Path
) -> None:
    with sqlite3.connect(pilot_path) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'milestone'").fetchone()
    connection.close()
    content = bytearray(pilot_path.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = bytes(4096)
    pilot_path.write_bytes(content)
    desk = open_desk(pilot_path)
    press(qtbot, page_of(desk), "safe")
    assert desk.workspace is not None
    no_dialogs.save = str(tmp_path / "sauvé.json")
    desk.window.menus.action("export_json").trigger()
    assert (tmp_path / "sauvé.json").is_file()
    assert pilot_path.read_bytes() == bytes(content)


def test_a_file_of_foreign_tables_is_not_opened_not_even_as_a_copy(
    open_desk: OpenDesk, pilot_path: Path
) -> None:
    with sqlite3.connect(pilot_path) as connection:
        connection.execute("CREATE TRIGGER spy AFTER UPDATE ON city BEGIN DELETE FROM person; END")
    connection.close()
    before = pilot_path.read_bytes()
    desk = open_desk(pilot_path)
    assert page_of(desk).findChild(QPushButton, "safe") is None
    assert not desk.open_file(pilot_path, safe=True)
    assert pilot_path.read_bytes() == before


def test_another_file_that_does_not_open_says_so_over_the_one_that_is_open(
    open_desk: OpenDesk, path: Path, held_path: Path, qtbot: QtBot
) -> None:
    desk = open_desk(path)
    assert not desk.open_file(held_path)
    dialog = desk.window.findChild(RefusalDialog)
    assert "déjà ouvert par" in words_of(dialog)
    assert "+00:00" not in words_of(dialog)
    press(qtbot, dialog, "safe")
    assert desk.workspace is not None
    assert desk.workspace.origin == held_path


@pytest.mark.parametrize("language", ("fr", "en", "zh"))
def test_a_protected_file_asks_for_its_password(
    open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot, language: str
) -> None:
    change_password(pilot_path, None, SECRET)
    desk = open_desk(pilot_path, language)
    first = desk.window.findChild(PasswordDialog)
    assert first is not None
    first.password.setText("non")
    first.accept()
    let_go()
    assert desk.workspace is None
    again = desk.window.findChild(PasswordDialog)
    assert desk.catalog.text("ui.password.wrong") in words_of(again)
    again.password.setText(SECRET)
    again.accept()
    assert desk.workspace is not None
    assert desk.workspace.password == SECRET


def test_leaving_the_question_leaves_a_page_that_asks_again(
    open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot
) -> None:
    change_password(pilot_path, None, SECRET)
    desk = open_desk(pilot_path)
    desk.window.findChild(PasswordDialog).reject()
    let_go()
    press(qtbot, page_of(desk), "password")
    assert desk.window.findChild(PasswordDialog).isVisible()


def test_a_json_copy_takes_the_place_of_the_open_file(
    open_desk: OpenDesk, pilot_path: Path, tmp_path: Path, no_dialogs: FileAnswers
) -> None:
    desk = open_desk(pilot_path)
    assert desk.workspace is not None
    write_copy(desk.workspace, tmp_path / "copie.json")
    wanted = checks.digest(desk.workspace)
    records.add_record(desk.workspace, "sources", {"title": "CSTB"})
    no_dialogs.open = str(tmp_path / "copie.json")
    desk.window.menus.action("restore").trigger()
    desk.window.findChild(MessageDialog).accept()
    let_go()
    assert checks.digest(desk.workspace) == wanted


def test_a_file_in_a_synchronised_folder_is_warned_of(
    open_desk: OpenDesk, pilot_path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "Dropbox").mkdir()
    synced = Path(shutil.copy(pilot_path, tmp_path / "Dropbox" / "pilot.ecocity"))
    desk = open_desk(synced)
    qtbot.waitUntil(lambda: "Dropbox" in desk.window.banner.words.text())
    assert desk.workspace is not None
    assert not desk.workspace.read_only


def test_a_file_asked_for_in_safe_mode_is_opened_as_a_copy(
    open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot
) -> None:
    desk = open_desk(None, chosen=Settings(last_workspace=str(pilot_path)))
    desk.close_file()
    assert desk.open_file(pilot_path, safe=True)
    assert desk.workspace is not None
    assert desk.workspace.is_private_copy
    with open_workspace(pilot_path) as ws:
        assert not ws.read_only


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be removed there")
def test_another_file_is_opened_when_the_one_that_was_open_is_gone(
    open_desk: OpenDesk, pilot_path: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copy(pilot_path, tmp_path / "clé USB.ecocity"))
    desk = open_desk(pilot_path)
    pilot_path.unlink()
    assert desk.open_file(other)
    assert desk.workspace is not None
    assert desk.workspace.path == other


def test_the_name_proposed_for_a_copy_bears_the_day_here(
    open_desk: OpenDesk, pilot_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_desk(pilot_path)
    assert desk.workspace is not None
    monkeypatch.setattr(desk.workspace, "today", lambda: date(2026, 6, 2))
    monkeypatch.setattr(desk.workspace, "now", lambda: datetime(2026, 6, 1, 23, 0, tzinfo=UTC))
    proposed: list[str] = []
    monkeypatch.setattr(
        file_dialogs, "ask_new_file", lambda *asked, **_options: (proposed.append(asked[2]), "")[1]
    )
    desk.window.menus.action("backup_to").trigger()
    assert [Path(one).name for one in proposed] == ["pilot 2026-06-02.ecocity"]
