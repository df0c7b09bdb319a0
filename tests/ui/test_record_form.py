"""Forms: a field is saved as it is left, refused values stay where they were typed, nothing is lost."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ecocity_desktop.domain.nouns import NOUNS
from ecocity_desktop.services import history, records
from ecocity_desktop.services.workspace import Workspace, open_workspace
from ecocity_desktop.ui.context import AppContext
from ecocity_desktop.ui.widgets.form_layout import sections_of
from ecocity_desktop.ui.widgets.names import Names
from ecocity_desktop.ui.widgets.record_form import RecordForm
from ecocity_desktop.ui.widgets.record_saver import RecordSaver

from .conftest import put_up

Show = Callable[..., RecordSaver]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Show a record in a form of its own; without a record, begin a new one."""
    kept: list[QWidget] = []

    def build(ctx: AppContext, noun: str, record_id: str | None = None, **fixed: Any) -> RecordSaver:
        holder = QWidget()
        kept.append(holder)
        form = RecordForm(NOUNS[noun], sections_of(NOUNS[noun]), ctx.catalog, Names(ctx, holder))
        form.setParent(holder)
        saver = RecordSaver(ctx, noun, form)
        if record_id is None:
            saver.start(fixed)
        else:
            saver.show(record_id)
        form.resize(600, 900)
        put_up(qtbot, holder, 600, 900)
        return saver

    return build


def field(saver: RecordSaver, name: str) -> Any:
    return saver.form.findChild(QWidget, name)


def write(widget: QWidget, text: str) -> None:
    """Type, as an input method does it."""
    widget.setFocus()
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        widget.selectAll()
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def leave(saver: RecordSaver, name: str, to: str) -> None:
    field(saver, to).setFocus()
    assert not field(saver, name).hasFocus()


def city_id(ws: Workspace, name: str) -> str:
    return records.resolve(ws, "cities", name)


def test_a_field_is_saved_as_it_is_left(ctx: AppContext, show: Show) -> None:
    saver = show(ctx, "cities", city_id(ctx.workspace, "Jingzhou"))
    write(field(saver, "division_code"), "421099")
    leave(saver, "division_code", "latitude")
    city = records.get_record(ctx.workspace, "cities", saver.record_id)
    assert city.division_code == "421099"
    edit = history.next_undo(ctx.workspace)
    assert edit is not None
    assert edit.label_key == "edit.change_city"


def test_enter_saves_without_leaving(ctx: AppContext, show: Show, qtbot: QtBot) -> None:
    saver = show(ctx, "cities", city_id(ctx.workspace, "Jingzhou"))
    write(field(saver, "division_code"), "421098")
    qtbot.keyClick(field(saver, "division_code"), Qt.Key.Key_Return)
    assert field(saver, "division_code").hasFocus()
    assert records.get_record(ctx.workspace, "cities", saver.record_id).division_code == "421098"


def test_leaving_a_field_untouched_writes_nothing(ctx: AppContext, show: Show) -> None:
    before = history.last_edit(ctx.workspace)
    saver = show(ctx, "cities", city_id(ctx.workspace, "Jilin"))
    for editor in saver.form.editors.values():
        for each in editor.inputs:
            each.setFocus()
    assert saver.is_clean()
    assert history.last_edit(ctx.workspace) == before


def test_a_value_refused_stays_in_its_field_with_the_reason_under_it(ctx: AppContext, show: Show) -> None:
    saver = show(ctx, "cities", city_id(ctx.workspace, "Jingzhou"))
    write(field(saver, "division_code"), "42")
    leave(saver, "division_code", "latitude")
    assert field(saver, "division_code").text() == "42"
    reason = saver.form.findChild(QWidget, "division_code.reason")
    assert reason.isVisible()
    assert reason.text() == "Le code compte six chiffres, par exemple 421000."
    assert field(saver, "division_code").accessibleDescription() == reason.text()
    assert records.get_record(ctx.workspace, "cities", saver.record_id).division_code == "421000"
    assert not saver.is_clean()


def test_a_field_refused_does_not_keep_another_one_from_being_saved(ctx: AppContext, show: Show) -> None:
    saver = show(ctx, "cities", city_id(ctx.workspace, "Jingzhou"))
    write(field(saver, "division_code"), "42")
    leave(saver, "division_code", "pinyin")
    write(field(saver, "pinyin"), "Jingzhou")
    leave(saver, "pinyin", "latitude")
    assert records.get_record(ctx.workspace, "cities", saver.record_id).pinyin == "Jingzhou"
    assert field(saver, "division_code").text() == "42"


def test_escape_gives_back_what_was_there(ctx: AppContext, show: Show, qtbot: QtBot) -> None:
    saver = show(ctx, "cities", city_id(ctx.workspace, "Jingzhou"))
    write(field(saver, "division_code"), "42")
    qtbot.keyClick(field(saver, "division_code"), Qt.Key.Key_Escape)
    assert field(saver, "division_code").text() == "421000"


def test_escape_takes_the_reason_away_with_the_refused_value(
    ctx: AppContext, show: Show, qtbot: QtBot
) -> None:
    saver = show(ctx, "cities", city_id(ctx.workspace, "Jingzhou"))
    write(field(saver, "division_code"), "42")
    leave(saver, "division_code", "pinyin")
    assert saver.form.reason("division_code")
    field(saver, "division_code").setFocus()
    qtbot.keyClick(field(saver, "division_code"), Qt.Key.Key_Escape)
    assert field(saver, "division_code").text() == "421000"
    assert saver.form.reason("division_code") == ""


def test_numbers_are_read_and_written_as_the_reader_does(ctx: AppContext, show: Show) -> None:
    saver = show(ctx, "cities", city_id(ctx.workspace, "Jingzhou"))
    write(field(saver, "latitude"), "30,25")
    leave(saver, "latitude", "division_code")
    assert records.get_record(ctx.workspace, "cities", saver.record_id).latitude == 30.25
    assert field(saver, "latitude").text() == "30,25"


def test_both_coordinates_can_be_entered_one_after_the_other(ctx: AppContext, show: Show) -> None:
    ws = ctx.workspace
    added = records.add_record(ws, "cities", {"name": {"fr": "Essai"}})
    saver = show(ctx, "cities", added.row_id)
    write(field(saver, "latitude"), "30")
    leave(saver, "latitude", "longitude")
    assert saver.form.reason("longitude") == "Donnez la latitude et la longitude, ou aucune des deux."
    write(field(saver, "longitude"), "112")
    leave(saver, "longitude", "latitude")
    city = records.get_record(ws, "cities", added.row_id)
    assert (city.latitude, city.longitude) == (30.0, 112.0)
    assert saver.form.reason("longitude") == ""


def test_what_is_typed_survives_a_change_made_elsewhere(ctx: AppContext, show: Show) -> None:
    saver = show(ctx, "cities", city_id(ctx.workspace, "Jingzhou"))
    write(field(saver, "pinyin"), "À moitié écrit")
    records.edit_record(ctx.workspace, "cities", saver.record_id, {"division_code": "421097"})
    saver.refresh()
    assert field(saver, "division_code").text() == "421097"
    assert field(saver, "pinyin").text() == "À moitié écrit"


def test_no_break_spaces_survive_an_edit_of_a_long_text(ctx: AppContext, show: Show) -> None:
    ws = ctx.workspace
    jilin = city_id(ws, "Jilin")
    records.edit_record(ws, "cities", jilin, {"lead": {"fr": "Une\u00a0ville\u202f: deux\nlignes"}})
    saver = show(ctx, "cities", jilin)
    box = field(saver, "lead")
    box.setFocus()
    box.moveCursor(box.textCursor().MoveOperation.End)
    event = QInputMethodEvent()
    event.setCommitString(" et plus")
    QApplication.sendEvent(box, event)
    leave(saver, "lead", "division_code")
    lead = records.get_record(ws, "cities", jilin).lead
    assert lead.fr == "Une\u00a0ville\u202f: deux\nlignes et plus"


def test_changing_one_language_marks_the_others_and_reading_them_again_clears_the_mark(
    ctx: AppContext, show: Show, qtbot: QtBot
) -> None:
    ws = ctx.workspace
    jilin = city_id(ws, "Jilin")
    records.edit_record(ws, "cities", jilin, {"lead": {"fr": "Un", "en": "One", "zh": "一", "reread": []}})
    saver = show(ctx, "cities", jilin)
    write(field(saver, "lead"), "Deux")
    leave(saver, "lead", "division_code")
    assert records.get_record(ws, "cities", jilin).lead.reread == {"en", "zh"}
    chinese = saver.form.findChild(QPushButton, "lead.zh.switch")
    assert chinese.text() == "中文 ○"
    assert "à relire" in chinese.accessibleName()
    qtbot.mouseClick(chinese, Qt.MouseButton.LeftButton)
    assert field(saver, "lead").toPlainText() == "一"
    confirm = saver.form.findChild(QPushButton, "lead.confirm")
    assert confirm.isVisible()
    qtbot.mouseClick(confirm, Qt.MouseButton.LeftButton)
    assert records.get_record(ws, "cities", jilin).lead.reread == {"en"}
    assert not confirm.isVisible()


def test_a_name_is_written_in_both_scripts_side_by_side(ctx: AppContext, show: Show) -> None:
    saver = show(ctx, "cities", city_id(ctx.workspace, "Jingzhou"))
    write(field(saver, "name.zh"), "荆州")
    leave(saver, "name.zh", "division_code")
    assert records.get_record(ctx.workspace, "cities", saver.record_id).name.zh == "荆州"
    write(field(saver, "name.fr"), "Jing Zhou")
    leave(saver, "name.fr", "division_code")
    name = records.get_record(ctx.workspace, "cities", saver.record_id).name
    assert (name.fr, name.en) == ("Jing Zhou", "Jing Zhou")


def test_a_date_is_typed_freely_and_shown_at_its_own_precision(ctx: AppContext, show: Show) -> None:
    saver = show(ctx, "milestones", title={"fr": "Essai"})
    write(field(saver, "title"), "Essai")
    leave(saver, "title", "planned_on")
    assert saver.record_id is not None
    write(field(saver, "planned_on"), "mars 2027")
    assert "Compris" in saver.form.hint("planned_on")
    leave(saver, "planned_on", "forecast_on")
    assert str(records.get_record(ctx.workspace, "milestones", saver.record_id).planned_on) == "2027-03"
    assert field(saver, "planned_on").text() == "mars 2027"


def test_an_actual_date_in_the_future_is_refused_beside_its_field(ctx: AppContext, show: Show) -> None:
    milestone = records.list_records(ctx.workspace, "milestones")[0]
    saver = show(ctx, "milestones", milestone.id)
    write(field(saver, "actual_on"), "2 avril 2030")
    leave(saver, "actual_on", "planned_on")
    assert saver.form.reason("actual_on").startswith("Une date réelle ne peut pas être dans le futur.")


def test_a_reference_is_found_by_typing_a_part_of_its_name(ctx: AppContext, show: Show) -> None:
    milestone = records.list_records(ctx.workspace, "milestones")[0]
    saver = show(ctx, "milestones", milestone.id)
    write(field(saver, "partner_id"), "urban stud")
    leave(saver, "partner_id", "planned_on")
    partner = records.get_record(ctx.workspace, "milestones", milestone.id).partner_id
    assert records.get_record(ctx.workspace, "partners", partner).acronym == "CSUS"


def test_a_reference_that_names_nobody_says_so(ctx: AppContext, show: Show) -> None:
    milestone = records.list_records(ctx.workspace, "milestones")[0]
    saver = show(ctx, "milestones", milestone.id)
    write(field(saver, "partner_id"), "Nadia")
    leave(saver, "partner_id", "planned_on")
    assert saver.form.reason("partner_id") == "Aucun nom ne contient «\u202fNadia\u202f»."


def test_a_reference_emptied_is_cleared(ctx: AppContext, show: Show) -> None:
    panshi = city_id(ctx.workspace, "Panshi")
    saver = show(ctx, "cities", panshi)
    assert records.get_record(ctx.workspace, "cities", panshi).parent_id is not None
    field(saver, "parent_id").clear()
    field(saver, "parent_id").setFocus()
    leave(saver, "parent_id", "division_code")
    assert records.get_record(ctx.workspace, "cities", panshi).parent_id is None


def test_a_choice_is_saved_when_picked(ctx: AppContext, show: Show) -> None:
    saver = show(ctx, "cities", city_id(ctx.workspace, "Jilin"))
    combo: QComboBox = field(saver, "label_stage")
    combo.setCurrentIndex(combo.findData("certified"))
    combo.activated.emit(combo.currentIndex())
    assert records.get_record(ctx.workspace, "cities", saver.record_id).label_stage == "certified"


def test_walking_along_a_choice_with_the_arrow_keys_is_one_edit(
    ctx: AppContext, show: Show, qtbot: QtBot
) -> None:
    saver = show(ctx, "cities", city_id(ctx.workspace, "Jilin"))
    before = len(history.history(ctx.workspace))
    combo: QComboBox = field(saver, "label_stage")
    combo.setFocus()
    for _ in range(3):
        qtbot.keyClick(combo, Qt.Key.Key_Up)
    leave(saver, "label_stage", "division_code")
    assert len(history.history(ctx.workspace)) == before + 1


def test_a_new_record_is_added_once_it_has_what_it_needs(ctx: AppContext, show: Show) -> None:
    saver = show(ctx, "partners")
    write(field(saver, "acronym"), "ADEME")
    leave(saver, "acronym", "name")
    assert saver.record_id is None
    write(field(saver, "name"), "Agence de la transition écologique")
    leave(saver, "name", "acronym")
    partner = records.get_record(ctx.workspace, "partners", saver.record_id)
    assert (partner.acronym, partner.name.fr) == ("ADEME", "Agence de la transition écologique")


def test_alternative_spellings_are_a_list(ctx: AppContext, show: Show) -> None:
    saver = show(ctx, "cities", city_id(ctx.workspace, "Qingyun"))
    write(field(saver, "other_names"), "Qingnyun, Ch’ing-yün、青云")
    leave(saver, "other_names", "division_code")
    assert records.get_record(ctx.workspace, "cities", saver.record_id).other_names == [
        "Qingnyun",
        "Ch’ing-yün",
        "青云",
    ]


def test_a_text_beyond_the_limit_is_refused_with_the_limit_named(ctx: AppContext, show: Show) -> None:
    saver = show(ctx, "cities", city_id(ctx.workspace, "Jilin"))
    field(saver, "lead").setFocus()
    field(saver, "lead").setPlainText("x" * 20_001)
    leave(saver, "lead", "division_code")
    assert "20000" in saver.form.reason("lead")
    assert len(field(saver, "lead").toPlainText()) == 20_001


def test_strange_text_is_kept_as_it_is(ctx: AppContext, show: Show) -> None:
    strange = "<b>&amp;</b> <img src='file:///etc/passwd'> שלום 🏙 𠮷"
    saver = show(ctx, "cities", city_id(ctx.workspace, "Jilin"))
    write(field(saver, "lead"), strange)
    leave(saver, "lead", "division_code")
    assert records.get_record(ctx.workspace, "cities", saver.record_id).lead.fr == strange


def test_a_form_of_a_file_open_for_reading_cannot_be_typed_in(
    pilot_path: Path,
    context_of: Callable[..., AppContext],
    show: Show,
    only_to_read: Callable[[Path], AbstractContextManager[None]],
) -> None:
    with only_to_read(pilot_path), open_workspace(pilot_path) as ws:
        saver = show(context_of(ws, "fr"), "cities", city_id(ws, "Jilin"))
        assert field(saver, "division_code").isReadOnly()
        assert not field(saver, "province").isEnabled()


@pytest.mark.parametrize("noun", list(NOUNS))
def test_every_field_of_every_noun_has_a_name_for_screen_readers(
    any_ctx: AppContext, show: Show, noun: str
) -> None:
    saver = show(any_ctx, noun)
    focusable = [
        each
        for each in saver.form.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible()
    ]
    assert len(focusable) >= len(saver.form.editors)
    assert [each.objectName() for each in focusable if not _name_of(each)] == []


def test_tab_goes_through_the_fields_in_their_order(ctx: AppContext, show: Show, qtbot: QtBot) -> None:
    saver = show(ctx, "sources")
    saver.form.focus_first()
    walked = []
    for _ in range(5):
        walked.append(QApplication.focusWidget().objectName())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert walked == ["title", "publisher", "kind", "published_on", "url"]


def _name_of(widget: QWidget) -> str:
    from PySide6.QtGui import QAccessible

    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else ""
