"""What is being typed is saved when one asks for it, or for a copy of the file, and one types on where one was."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ecocity_desktop.services import backups, records
from ecocity_desktop.services.workspace import open_workspace
from ecocity_desktop.ui.desk import Desk

OpenDesk = Callable[..., Desk]


def open_panshi(desk: Desk) -> str:
    """Show the city in the form, and return its id."""
    assert desk.workspace is not None
    cities = records.list_records(desk.workspace, "cities")
    panshi = next(city.id for city in cities if city.name.zh == "磐石市")
    desk.window.open_record("cities", panshi)
    desk.window.activateWindow()
    return panshi


def test_ctrl_s_reassures(open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot) -> None:
    desk = open_desk(pilot_path)
    desk.window.activateWindow()
    qtbot.keyClick(desk.window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert desk.window.statusBar().currentMessage().startswith("Tout est enregistré")


def test_ctrl_s_saves_what_is_typed_and_one_types_on_where_the_cursor_was(
    open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot
) -> None:
    desk = open_desk(pilot_path)
    panshi = open_panshi(desk)
    editors = desk.window.current_tab()[1].panel.form.editors
    line, lead = editors["pinyin"].inputs[0], editors["lead"].inputs[0]
    for field, place in ((line, 3), (lead, 0)):
        field.setFocus()
        field.selectAll()
        qtbot.keyClicks(field, "abcd")
        for _ in range(4 - place):
            qtbot.keyClick(field, Qt.Key.Key_Left)
        qtbot.keyClick(field, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        assert desk.window.statusBar().currentMessage().startswith("Tout est enregistré")
        assert field.hasFocus()
        qtbot.keyClicks(field, "x")
    city = records.get_record(desk.workspace, "cities", panshi)
    assert (city.pinyin, city.lead.fr) == ("abcxd", "abcd")
    assert lead.text() == "xabcd"


def test_ctrl_s_says_which_value_is_refused(open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot) -> None:
    desk = open_desk(pilot_path)
    open_panshi(desk)
    form = desk.window.current_tab()[1].panel.form
    field = form.editors["division_code"].inputs[0]
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "12")
    qtbot.keyClick(field, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert desk.window.statusBar().currentMessage() == "Pas enregistré\u00a0: Code de division."
    assert (field.text(), field.hasFocus()) == ("12", True)
    form.discard()


def test_a_backup_holds_what_is_being_typed_and_says_what_it_does_not(
    open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot
) -> None:
    desk = open_desk(pilot_path)
    panshi = open_panshi(desk)
    form = desk.window.current_tab()[1].panel.form
    form.editors["division_code"].inputs[0].setText("12")
    field = form.editors["pinyin"].inputs[0]
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "abcd")
    qtbot.keyClick(field, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    said = desk.window.statusBar().currentMessage
    qtbot.waitUntil(lambda: said().startswith("Sauvegarde faite"), timeout=20_000)
    assert said().endswith(" · Pas enregistré\u00a0: Code de division.")
    assert field.hasFocus()
    (made,) = backups.list_backups(pilot_path)
    with open_workspace(made.path) as kept:
        assert records.get_record(kept, "cities", panshi).pinyin == "abcd"
    form.discard()


def test_a_refused_name_stays_to_be_corrected_when_another_field_of_the_record_is_saved(
    open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot
) -> None:
    desk = open_desk(pilot_path)
    panshi = open_panshi(desk)
    form = desk.window.current_tab()[1].panel.form
    parent, pinyin = (form.editors[name].inputs[0] for name in ("parent_id", "pinyin"))
    for field, typed in ((parent, "zzz"), (pinyin, "abcd")):
        field.setFocus()
        field.selectAll()
        qtbot.keyClicks(field, typed)
    form.editors["province"].setFocus()
    assert desk.workspace is not None
    assert records.get_record(desk.workspace, "cities", panshi).pinyin == "abcd"
    assert parent.text() == "zzz"
    assert form.reason("parent_id") == "Aucun nom ne contient «\u202fzzz\u202f»."
    form.discard()
    assert parent.text() == "Jilin 吉林市"


def test_a_reference_shows_the_new_name_of_the_record_it_points_to(
    open_desk: OpenDesk, pilot_path: Path
) -> None:
    desk = open_desk(pilot_path)
    open_panshi(desk)
    form = desk.window.current_tab()[1].panel.form
    jilin = form.editors["parent_id"].value()
    desk.window.ctx.perform(records.edit_record, "cities", jilin, {"name": {"fr": "Kirin"}})
    assert form.editors["parent_id"].inputs[0].text() == "Kirin 吉林市"
    assert not form.unsaved()
