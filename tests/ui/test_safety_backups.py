"""Backups nobody has to think of, and the window that shows them."""

import os
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ecocity_desktop.services import backups, records
from ecocity_desktop.services.backup_contents import look_into
from ecocity_desktop.services.workspace import Workspace, open_workspace
from ecocity_desktop.settings import Settings
from ecocity_desktop.ui import backup_keeper, file_dialogs
from ecocity_desktop.ui.backup_keeper import BackupKeeper
from ecocity_desktop.ui.context import AppContext
from ecocity_desktop.ui.desk import Desk
from ecocity_desktop.ui.dialogs.backups import BackupsDialog
from ecocity_desktop.ui.dialogs.messages import MessageDialog
from ecocity_desktop.ui.jobs import Jobs

from .conftest import FileAnswers, let_go

OpenDesk = Callable[..., Desk]


def backups_of(path: Path) -> list[Path]:
    return [kept.path for kept in backups.list_backups(path)]


def cells(dialog: BackupsDialog, column: int) -> list[str]:
    model = dialog.table.records
    return [model.cell(row, column).text for row in range(model.rowCount())]


def open_backups(desk: Desk, qtbot: QtBot) -> BackupsDialog:
    desk.window.menus.action("backups").trigger()
    dialog = desk.window.findChild(BackupsDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: "Vérification…" not in cells(dialog, 2), timeout=20_000)
    return dialog


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Backups begin at once instead of after seconds."""
    monkeypatch.setattr(backup_keeper, "FIRST_MS", 0)


def test_a_file_changed_since_its_last_backup_is_backed_up_when_opened(
    open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot, soon: None
) -> None:
    desk = open_desk(pilot_path)
    qtbot.waitUntil(lambda: desk.window.status.counts.text().endswith("sauvegarde à l’instant"))
    (made,) = backups_of(pilot_path)
    qtbot.waitUntil(lambda: len(backups.list_copies(pilot_path)) == 1)
    desk.window.close()
    again = open_desk(pilot_path)
    qtbot.wait(300)
    assert again.workspace is not None
    assert backups_of(pilot_path) == [made]


def test_every_half_hour_of_edits_is_backed_up(ctx: AppContext, qtbot: QtBot, pilot_path: Path) -> None:
    keeper = BackupKeeper(ctx)
    assert keeper._timer.interval() == 30 * 60 * 1000
    with qtbot.waitSignal(keeper.made, timeout=20_000):
        keeper._timer.timeout.emit()
    keeper._timer.timeout.emit()
    records.add_record(ctx.workspace, "sources", {"title": "CSTB"})
    with qtbot.waitSignal(keeper.made, timeout=20_000):
        keeper._timer.timeout.emit()
    assert len(backups_of(pilot_path)) == 2


def test_a_backup_asked_for_while_another_is_made_follows_it(
    ctx: AppContext, qtbot: QtBot, pilot_path: Path, tmp_path: Path
) -> None:
    keeper, made, failed = BackupKeeper(ctx), [], []
    keeper.made.connect(made.append)
    keeper.failed.connect(failed.append)
    keeper.back_up()
    keeper.back_up()
    keeper.back_up(tmp_path / "stick.ecocity")
    qtbot.waitUntil(lambda: len(made) == 3, timeout=20_000)
    assert failed == []
    assert made == [*reversed(backups_of(pilot_path)), tmp_path / "stick.ecocity"]
    assert [look_into(one).state for one in backups.list_backups(pilot_path)] == ["sound", "sound"]


def test_a_backup_asked_for_while_another_is_made_holds_the_file_as_it_was_then(
    ctx: AppContext, qtbot: QtBot, tmp_path: Path
) -> None:
    keeper, made = BackupKeeper(ctx), []
    keeper.made.connect(made.append)
    keeper.back_up()
    keeper.back_up(tmp_path / "stick.ecocity")
    records.add_record(ctx.workspace, "sources", {"title": "CSTB"})
    keeper.back_up_changes()
    qtbot.waitUntil(lambda: len(made) == 3, timeout=20_000)
    sources = []
    for one in made:
        with open_workspace(one) as held:
            sources.append(records.count_records(held, "sources"))
    assert sources == [sources[0], sources[0], sources[0] + 1]


def test_a_backup_asked_for_is_finished_when_one_leaves_while_another_is_made(
    ctx: AppContext, pilot_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ctx, "jobs", Jobs())
    keeper, stick = BackupKeeper(ctx), tmp_path / "stick.ecocity"
    keeper.back_up()
    keeper.back_up(stick)
    keeper.stop()
    ctx.jobs.stop()
    assert [look_into(one).state for one in backups.list_backups(pilot_path)] == ["sound"]
    with open_workspace(stick) as held:
        assert records.count_records(held, "cities") == 4
    assert list(tmp_path.rglob("*.tmp")) == []


def test_the_name_proposed_for_a_copy_bears_the_day_here(
    open_desk: OpenDesk, pilot_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed: list[str] = []
    monkeypatch.setattr(Workspace, "now", lambda _: datetime(2026, 5, 31, 23, tzinfo=UTC))
    monkeypatch.setattr(Workspace, "today", lambda _: date(2026, 6, 1))
    monkeypatch.setattr(file_dialogs, "ask_new_file", lambda *given, **_: (proposed.append(given[2]), "")[1])
    open_desk(pilot_path).window.menus.action("backup_to").trigger()
    assert proposed == [str(pilot_path.with_name("pilot 2026-06-01.ecocity"))]


def test_much_is_backed_up_before_it_is_removed(open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot) -> None:
    desk = open_desk(pilot_path)
    assert desk.workspace is not None
    jingzhou = next(
        city for city in records.list_records(desk.workspace, "cities") if city.name.zh == "荆州市"
    )
    for number in range(10):
        figure = {
            "city_id": jingzhou.id,
            "quantity": "population",
            "unit": "inhabitants",
            "year": 2000 + number,
        }
        records.add_record(desk.workspace, "figures", figure)
    desk.window.show_tab("cities")
    tab = desk.window.current_tab()[1]
    tab._remove(jingzhou.id)
    qtbot.waitUntil(lambda: len(backups_of(pilot_path)) == 1, timeout=20_000)
    qtbot.waitUntil(lambda: desk.jobs.pending == 0, timeout=20_000)  # the weekly copy reads it too
    with open_workspace(backups_of(pilot_path)[0]) as kept:
        assert jingzhou.id in {city.id for city in records.list_records(kept, "cities")}


def test_a_backup_that_fails_warns_and_hinders_nothing(
    open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot, soon: None
) -> None:
    backups.backup_folder(pilot_path).write_text("no folder can be made here")
    desk = open_desk(pilot_path)
    qtbot.waitUntil(lambda: "n’a pas pu être faite" in desk.window.banner.words.text())
    assert desk.workspace is not None
    records.add_record(desk.workspace, "sources", {"title": "CSTB"})
    backups.backup_folder(pilot_path).unlink()
    desk.window.menus.action("backup").trigger()
    qtbot.waitUntil(lambda: not desk.window.banner.isVisible(), timeout=20_000)


def test_a_second_folder_that_is_gone_warns_and_the_first_one_has_the_backup(
    open_desk: OpenDesk, pilot_path: Path, tmp_path: Path, qtbot: QtBot, soon: None
) -> None:
    desk = open_desk(pilot_path, chosen=Settings(second_backup_folder=str(tmp_path / "gone")))
    qtbot.waitUntil(lambda: str(tmp_path / "gone") in desk.window.banner.words.text(), timeout=20_000)
    assert len(backups_of(pilot_path)) == 1
    assert len(backups.list_copies(pilot_path)) == 1


def test_the_window_lists_backups_and_what_they_hold_beside_the_open_file(
    open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot
) -> None:
    with open_workspace(pilot_path) as ws:
        backups.make_backup(ws)
        records.add_record(ws, "cities", {"name": {"zh": "武汉市"}})
        bad = backups.make_backup(ws)
    bad.write_bytes(bad.read_bytes()[:-1])
    dialog = open_backups(open_desk(pilot_path), qtbot)
    assert cells(dialog, 2) == ["Endommagée", "En bon état"]
    assert cells(dialog, 3)[1].startswith("4\xa0villes · 5\xa0partenaires")
    assert cells(dialog, 4) == ["", "1\xa0ville de moins"]
    dialog.table.choose(str(bad))
    assert not dialog.restore.isEnabled()


def test_without_backups_the_words_stand_close_together(
    ctx: AppContext, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = BackupsDialog(ctx.catalog, ctx.jobs, Settings(), tmp_path / "jamais.ecocity", {})
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.wait(20)
    assert dialog.table.isHidden()
    assert dialog.none.y() < 150


def test_going_back_to_a_backup_keeps_the_present_file_and_can_itself_be_taken_back(
    open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot
) -> None:
    with open_workspace(pilot_path) as ws:
        kept = backups.make_backup(ws)
        records.add_record(ws, "cities", {"name": {"zh": "武汉市"}})
    desk = open_desk(pilot_path)
    dialog = open_backups(desk, qtbot)
    dialog.table.choose(str(kept))
    qtbot.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)
    desk.window.findChild(MessageDialog).accept()
    let_go()
    assert desk.workspace is not None
    assert len(records.list_records(desk.workspace, "cities")) == 4
    dialog = open_backups(desk, qtbot)
    assert cells(dialog, 1) == ["Fichier remplacé", "Sauvegarde"]
    dialog.table.choose_first()
    qtbot.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)
    desk.window.findChild(MessageDialog).accept()
    let_go()
    assert len(records.list_records(desk.workspace, "cities")) == 5


def test_a_second_folder_is_chosen_and_receives_the_next_backup(
    open_desk: OpenDesk, pilot_path: Path, tmp_path: Path, no_dialogs: FileAnswers, qtbot: QtBot
) -> None:
    second = tmp_path / "clé USB"
    second.mkdir()
    desk = open_desk(pilot_path)
    dialog = open_backups(desk, qtbot)
    no_dialogs.folder = str(second)
    qtbot.mouseClick(dialog.findChild(QPushButton, "chooseSecond"), Qt.MouseButton.LeftButton)
    assert desk.settings.second_backup_folder == str(second)
    qtbot.mouseClick(dialog.back_up, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(list(second.glob("*.ecocity"))) == 1, timeout=20_000)
    qtbot.waitUntil(lambda: cells(dialog, 1).count("Sauvegarde") == 2, timeout=20_000)
    qtbot.mouseClick(dialog.no_second, Qt.MouseButton.LeftButton)
    assert desk.settings.second_backup_folder == ""


def test_a_json_copy_is_written_once_a_week_and_ten_are_kept(ws: Workspace, path: Path) -> None:
    from datetime import timedelta

    from ecocity_desktop.services import recovery

    records.add_record(ws, "sources", {"title": "CSTB"})
    made, now = backups.make_backup(ws), datetime(2026, 1, 5, 9, tzinfo=UTC)
    for _ in range(12):
        assert recovery.weekly_copy_due(path, now)
        recovery.copy_from_backup(made, path, now)
        assert not recovery.weekly_copy_due(path, now + timedelta(days=6))
        now += timedelta(days=7)
    assert len(backups.list_copies(path)) == 10


def test_the_window_is_not_held_up_by_a_backup(ctx: AppContext, qtbot: QtBot) -> None:
    keeper = BackupKeeper(ctx)
    start = time.perf_counter()
    with qtbot.waitSignal(keeper.made, timeout=20_000):
        keeper.back_up()
        assert time.perf_counter() - start < 0.5 * float(os.environ.get("ECOCITY_PATIENCE", "1"))
