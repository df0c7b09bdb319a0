"""Journeys through the window as a whole: first start, opening, languages, undo, what comes back at the next start."""

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ecocity_desktop import paths
from ecocity_desktop.services import records
from ecocity_desktop.services.backups import make_backup
from ecocity_desktop.services.workspace import open_workspace
from ecocity_desktop.settings import Settings
from ecocity_desktop.ui.desk import Desk
from ecocity_desktop.ui.dialogs.first_start import FirstStartDialog
from ecocity_desktop.ui.dialogs.frame import CalmDialog
from ecocity_desktop.ui.dialogs.messages import MessageDialog
from ecocity_desktop.ui.dialogs.refusal import RefusalDialog
from ecocity_desktop.ui.start_page import StartPage
from ecocity_desktop.ui.tab_list import TABS

from .conftest import FileAnswers, let_go

OpenDesk = Callable[..., Desk]


def city_id(desk: Desk, chinese: str) -> str:
    assert desk.workspace is not None
    return next(city.id for city in records.list_records(desk.workspace, "cities") if city.name.zh == chinese)


def words_of(widget: QWidget) -> str:
    return "\n".join(shown.text() for shown in widget.findChildren(QLabel))


def test_the_first_start_asks_and_opens_the_pilot_programme(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk(None)
    dialog = desk.window.findChild(FirstStartDialog)
    assert dialog is not None
    assert dialog.pilot.hasFocus() or dialog.pilot.isDefault()
    qtbot.mouseClick(dialog.pilot, Qt.MouseButton.LeftButton)
    assert desk.workspace is not None
    assert desk.workspace.path == paths.default_workspace()
    qtbot.waitUntil(lambda: desk.window.status.counts.text().startswith("4\xa0villes · 5\xa0partenaires"))


def test_the_first_start_can_begin_with_an_empty_file(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk(None)
    dialog = desk.window.findChild(FirstStartDialog)
    qtbot.mouseClick(dialog.empty, Qt.MouseButton.LeftButton)
    assert desk.workspace is not None
    assert records.list_records(desk.workspace, "cities") == ()
    qtbot.waitUntil(lambda: desk.window.status.saved.text() == "Fichier vide")


def test_the_first_start_changes_language_on_the_spot(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk(None, "en")
    dialog = desk.window.findChild(FirstStartDialog)
    qtbot.mouseClick(dialog.findChild(QPushButton, "language.zh"), Qt.MouseButton.LeftButton)
    again = desk.window.findChild(FirstStartDialog)
    assert again.windowTitle() == "欢迎使用EcoCity Desktop"
    assert desk.settings.language == "zh"


def test_leaving_the_first_question_makes_no_file(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk(None)
    qtbot.keyClick(desk.window.findChild(FirstStartDialog), Qt.Key.Key_Escape)
    assert not paths.default_workspace().exists()
    assert desk.window.findChild(StartPage).isVisible()


def test_the_file_worked_in_last_is_opened_again(open_desk: OpenDesk, pilot_path: Path) -> None:
    desk = open_desk(None, chosen=Settings(last_workspace=str(pilot_path)))
    assert desk.workspace is not None
    assert desk.workspace.path == pilot_path
    assert desk.window.windowTitle() == "pilot – EcoCity Desktop"


def test_changing_the_language_keeps_tab_and_selection(open_desk: OpenDesk, pilot_path: Path) -> None:
    desk = open_desk(pilot_path)
    panshi = city_id(desk, "磐石市")
    desk.window.open_record("cities", panshi)
    desk.window.menus.action("language.zh").trigger()
    let_go()
    spec, tab = desk.window.current_tab()
    assert spec.key == "cities"
    assert tab.selection() == panshi
    assert desk.window.tab_row.bar.tabText(desk.window.tab_row.bar.currentIndex()) == "城市"
    assert desk.settings.language == "zh"


def test_qts_own_words_follow_the_language(open_desk: OpenDesk, pilot_path: Path) -> None:
    desk = open_desk(pilot_path)
    words = []
    for language in ("fr", "en", "zh"):
        desk.speak(language)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        words.append(box.button(QDialogButtonBox.StandardButton.Cancel).text().replace("&", ""))
        box.deleteLater()
    assert words == ["Annuler", "Cancel", "取消"]


def test_changing_the_theme_keeps_tab_and_selection(open_desk: OpenDesk, pilot_path: Path) -> None:
    desk = open_desk(pilot_path)
    jingzhou = city_id(desk, "荆州市")
    desk.window.open_record("cities", jingzhou)
    desk.window.menus.action("theme.dark").trigger()
    let_go()
    _, tab = desk.window.current_tab()
    assert tab.selection() == jingzhou
    assert desk.window.palette().window().color().lightness() < 128


def test_place_and_size_come_back_at_the_next_start(open_desk: OpenDesk, pilot_path: Path) -> None:
    desk = open_desk(pilot_path)
    panshi = city_id(desk, "磐石市")
    desk.window.open_record("cities", panshi)
    desk.window.resize(960, 640)  # the screen of a test is 800 pixels high
    desk.window.close()
    again = open_desk(pilot_path, chosen=desk.settings)
    spec, tab = again.window.current_tab()
    assert (spec.key, tab.selection()) == ("cities", panshi)
    assert again.window.height() == 640


def test_an_edit_is_undone_and_redone_from_the_menu_even_after_a_restart(
    open_desk: OpenDesk, pilot_path: Path
) -> None:
    desk = open_desk(pilot_path)
    panshi = city_id(desk, "磐石市")
    ctx = desk.window.ctx
    assert ctx is not None
    ctx.perform(records.edit_record, "cities", panshi, {"pinyin": "Panshi shi"})
    undo = desk.window.menus.action("undo")
    assert undo.text() == "Annuler\xa0: modifier la ville «\u202fPanshi\u202f»"
    assert "Annuler\xa0: modifier la ville" in desk.window.status.saved.text()
    desk.window.close()
    again = open_desk(pilot_path, chosen=desk.settings)
    again.window.menus.action("undo").trigger()
    assert pinyin(again, panshi) != "Panshi shi"
    redo = again.window.menus.action("redo")
    assert redo.text() == "Rétablir\xa0: modifier la ville «\u202fPanshi\u202f»"
    redo.trigger()
    assert pinyin(again, panshi) == "Panshi shi"
    assert not again.window.menus.action("redo").isEnabled()


def pinyin(desk: Desk, record_id: str) -> str | None:
    assert desk.workspace is not None
    found: str | None = records.get_record(desk.workspace, "cities", record_id).pinyin
    return found


def test_a_field_being_typed_in_keeps_its_own_undo(
    open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot
) -> None:
    desk = open_desk(pilot_path)
    field = QLineEdit(desk.window)
    field.show()
    field.setFocus()
    qtbot.keyClicks(field, "Wuhan")
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == ""
    assert desk.window.menus.action("undo").isEnabled()


def test_a_file_open_elsewhere_is_said_calmly_and_can_be_tried_again(
    open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot
) -> None:
    with open_workspace(pilot_path):
        desk = open_desk(pilot_path)
        page = desk.window.findChild(StartPage)
        assert "«\u202fpilot.ecocity\u202f» n’a pas pu être ouvert" in words_of(page)
        assert not desk.window.menus.action("search").isEnabled()
    qtbot.mouseClick(page.findChild(QPushButton, "retry"), Qt.MouseButton.LeftButton)
    assert desk.workspace is not None
    assert desk.window.menus.action("search").isEnabled()


@pytest.mark.parametrize("language", ("fr", "en", "zh"))
def test_a_damaged_file_offers_its_backups(open_desk: OpenDesk, tmp_path: Path, language: str) -> None:
    broken = tmp_path / "broken.ecocity"
    broken.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    page = open_desk(broken, language).window.findChild(StartPage)
    assert "broken.ecocity" in words_of(page)
    assert page.findChild(QPushButton, "restore") is not None


def test_a_file_that_opens_takes_the_place_of_the_open_one_and_one_that_does_not_takes_nothing(
    open_desk: OpenDesk, pilot_path: Path, path: Path, tmp_path: Path
) -> None:
    desk = open_desk(pilot_path)
    stranger = tmp_path / "lettre.ecocity"
    stranger.write_text("Bonjour")
    assert not desk.open_file(stranger)
    assert desk.workspace is not None
    assert desk.workspace.path == pilot_path
    assert desk.window.findChild(RefusalDialog).isVisible()
    assert desk.open_file(path)
    assert desk.workspace.path == path
    assert desk.settings.recent_files[:2] == [str(path), str(pilot_path)]


def test_a_file_that_cannot_be_written_is_opened_for_reading_and_says_so(
    open_desk: OpenDesk, pilot_path: Path, only_to_read: Callable[[Path], AbstractContextManager[None]]
) -> None:
    with only_to_read(pilot_path):
        desk = open_desk(pilot_path)
    assert desk.window.banner.isVisible()
    assert "lecture seule" in desk.window.banner.words.text()
    assert not desk.window.menus.action("undo").isEnabled()
    assert not desk.window.menus.action("add").isEnabled()


def test_a_new_file_is_made_where_the_user_says(
    open_desk: OpenDesk, pilot_path: Path, tmp_path: Path, no_dialogs: FileAnswers
) -> None:
    desk = open_desk(pilot_path)
    no_dialogs.save = str(tmp_path / "Mission 2027")
    desk.window.menus.action("new").trigger()
    assert desk.workspace is not None
    assert desk.workspace.path == tmp_path / "Mission 2027.ecocity"


def test_a_new_file_never_replaces_one_that_is_there(
    open_desk: OpenDesk, pilot_path: Path, path: Path, no_dialogs: FileAnswers
) -> None:
    desk = open_desk(pilot_path)
    before = path.read_bytes()
    no_dialogs.save = str(path)
    desk.window.menus.action("new").trigger()
    assert path.read_bytes() == before
    assert desk.workspace is not None
    assert desk.workspace.path == pilot_path


def test_a_json_copy_never_replaces_a_workspace(
    open_desk: OpenDesk, pilot_path: Path, path: Path, no_dialogs: FileAnswers
) -> None:
    desk = open_desk(pilot_path)
    before = pilot_path.read_bytes(), path.read_bytes()
    for chosen in (pilot_path, path):
        no_dialogs.save = str(chosen)
        desk.window.menus.action("export_json").trigger()
        refusal = desk.window.findChild(MessageDialog)
        assert "rien d’autre n’est écrit à sa place" in refusal.words.text()
        refusal.reject()
    assert (pilot_path.read_bytes(), path.read_bytes()) == before


def test_a_backup_is_made_and_its_age_shown(open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot) -> None:
    desk = open_desk(pilot_path)
    assert "sauvegarde" not in desk.window.status.counts.text()
    desk.window.menus.action("backup").trigger()
    qtbot.waitUntil(lambda: desk.window.statusBar().currentMessage().startswith("Sauvegarde faite"))
    assert len(list(pilot_path.with_name("pilot backups").glob("*.ecocity"))) == 1
    assert desk.window.status.counts.text().endswith("sauvegarde à l’instant")


def test_a_copy_is_written_where_the_user_says(
    open_desk: OpenDesk, pilot_path: Path, tmp_path: Path, no_dialogs: FileAnswers, qtbot: QtBot
) -> None:
    desk = open_desk(pilot_path)
    no_dialogs.save = str(tmp_path / "clé USB" / "mission")
    desk.window.menus.action("backup_to").trigger()
    qtbot.waitUntil((tmp_path / "clé USB" / "mission.ecocity").is_file)


def test_a_backup_is_restored_after_a_question(
    open_desk: OpenDesk, pilot_path: Path, tmp_path: Path, no_dialogs: FileAnswers
) -> None:
    desk = open_desk(pilot_path)
    assert desk.workspace is not None
    backup = make_backup(desk.workspace, tmp_path / "hier.ecocity")
    panshi = city_id(desk, "磐石市")
    records.edit_record(desk.workspace, "cities", panshi, {"pinyin": "après la sauvegarde"})
    no_dialogs.open = str(backup)
    desk.window.menus.action("restore").trigger()
    question = desk.window.findChild(MessageDialog)
    assert "hier.ecocity" in question.words.text()
    question.accept()
    let_go()
    assert pinyin(desk, panshi) != "après la sauvegarde"
    assert list(pilot_path.parent.glob("pilot.replaced-*"))


def test_a_recent_file_that_is_gone_leaves_the_list(
    open_desk: OpenDesk, pilot_path: Path, tmp_path: Path
) -> None:
    gone = shutil.copy(pilot_path, tmp_path / "clé USB.ecocity")
    desk = open_desk(pilot_path, chosen=Settings(recent_files=[str(gone)]))
    Path(gone).unlink()
    desk.window.menus.recent_chosen.emit(str(gone))
    assert desk.settings.recent_files == [str(pilot_path)]
    assert desk.window.findChild(MessageDialog).isVisible()


def test_ctrl_s_reassures(open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot) -> None:
    desk = open_desk(pilot_path)
    desk.window.activateWindow()
    qtbot.keyClick(desk.window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert desk.window.statusBar().currentMessage().startswith("Tout est enregistré")


def test_closing_the_window_frees_the_file_and_keeps_the_settings(
    open_desk: OpenDesk, pilot_path: Path
) -> None:
    desk = open_desk(pilot_path)
    desk.window.close()
    assert desk.workspace is None
    open_workspace(pilot_path).close()
    assert paths.settings_file().is_file()


def test_every_key_is_given_once(open_desk: OpenDesk, pilot_path: Path) -> None:
    desk = open_desk(pilot_path)
    keys = [each.toString() for action in desk.window.menus.actions() for each in action.shortcuts()]
    assert sorted(keys) == sorted(set(keys))


def test_tabs_are_reached_by_their_number(open_desk: OpenDesk, pilot_path: Path) -> None:
    desk = open_desk(pilot_path)
    for key in ("milestones", "partners", "overview", "cities"):
        desk.window.menus.action(f"tab.{key}").trigger()
        assert desk.window.current_tab()[0].key == key


def test_no_tab_asks_anything_when_it_is_shown(open_desk: OpenDesk, pilot_path: Path) -> None:
    for spec in TABS:
        desk = open_desk(pilot_path, chosen=Settings(layout={"tab": spec.key}))
        assert desk.window.current_tab()[0].key == spec.key
        assert desk.window.findChildren(CalmDialog) == []
        desk.window.close()


def test_a_tab_is_built_when_it_is_first_shown(open_desk: OpenDesk, pilot_path: Path) -> None:
    desk = open_desk(pilot_path, chosen=Settings(layout={"tab": "milestones"}))
    assert desk.window.body.count() == 1


def test_everything_that_takes_the_focus_has_a_name(
    open_desk: OpenDesk, pilot_path: Path, dressed: QApplication
) -> None:
    desk = open_desk(pilot_path)
    for widget in (desk.window.tab_row.bar, desk.window.tab_row.search):
        assert widget.accessibleName() or widget.text()
