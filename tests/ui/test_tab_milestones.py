"""The tab of the milestones: one journey."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ecocity_desktop.services import history, records
from ecocity_desktop.ui.context import AppContext
from ecocity_desktop.ui.tabs.milestones import MilestonesTab
from ecocity_desktop.ui.tabs.move_dialog import MoveDialog
from ecocity_desktop.ui.widgets.timeline import TimelineItem, TimelineView

from .conftest import put_up
from .test_record_form import write
from .test_tab_cities import find


@pytest.fixture
def tab(ctx: AppContext, qtbot: QtBot) -> MilestonesTab:
    made = MilestonesTab(ctx)
    put_up(qtbot, made)
    return made


def add(ctx: AppContext, title: str, **values: Any) -> str:
    changes = ctx.perform(records.add_record, "milestones", {"title": {"fr": title}, **values})
    assert changes is not None
    assert changes.row_id is not None
    return changes.row_id


def test_a_milestone_is_moved_and_the_move_undone(ctx: AppContext, tab: MilestonesTab, qtbot: QtBot) -> None:
    audit = add(ctx, "Audit annuel", planned_on="2027-03")
    tab.select("milestones", audit)
    assert tab.panel.title._state.text == "Prévu"
    qtbot.mouseClick(find(tab, "move"), Qt.MouseButton.LeftButton)
    dialog = tab.findChild(MoveDialog)
    write(dialog.date.line, "20 octobre 2026")
    dialog.accept()
    assert tab.panel.title._state.text == "En retard"
    edit = history.next_undo(ctx.workspace)
    assert edit is not None
    assert edit.label_key == "edit.move_milestone"
    ctx.perform(history.undo)
    assert tab.panel.title._state.text == "Prévu"
    assert str(records.get_record(ctx.workspace, "milestones", audit).planned_on) == "2027-03"


def test_what_is_done_is_not_moved_and_a_forecast_typed_for_it_is_refused_beside_it(
    ctx: AppContext, tab: MilestonesTab
) -> None:
    tab.select("milestones", add(ctx, "Audit", planned_on="2027-03"))
    assert find(tab, "move").isEnabled()
    letter = add(ctx, "Lettre d’intention", actual_on="2014-03")
    tab.select("milestones", letter)
    assert not find(tab, "move").isEnabled()
    write(find(tab, "forecast_on"), "juin 2028")
    find(tab, "planned_on").setFocus()
    assert "Ce jalon est fait" in tab.panel.form.reason("forecast_on")
    assert records.get_record(ctx.workspace, "milestones", letter).forecast_on is None


def test_a_date_typed_in_the_form_is_a_move_too(ctx: AppContext, tab: MilestonesTab) -> None:
    audit = add(ctx, "Audit", planned_on="2027-03")
    tab.select("milestones", audit)
    write(find(tab, "forecast_on"), "mai 2027")
    find(tab, "planned_on").setFocus()
    edit = history.next_undo(ctx.workspace)
    assert edit is not None
    assert edit.label_key == "edit.move_milestone"


def test_a_date_that_cannot_be_read_keeps_the_dialog_open(
    ctx: AppContext, tab: MilestonesTab, qtbot: QtBot
) -> None:
    tab.select("milestones", add(ctx, "Audit", planned_on="2027-03"))
    tab.ask_move()
    dialog = tab.findChild(MoveDialog)
    write(dialog.date.line, "bientôt")
    dialog.accept()
    assert dialog.isVisible()
    assert "n’est pas une date" in dialog.reason.text()
    write(dialog.date.line, "juin 2027")
    assert not dialog.reason.isVisible()
    assert dialog.date.line.property("wrong") == "false"
    assert dialog.hint.text() == "Compris\u00a0: juin 2027 (le mois seul)"
    dialog.reject()


def test_a_first_date_is_no_move(ctx: AppContext, tab: MilestonesTab) -> None:
    tab.select("milestones", add(ctx, "Audit"))
    write(find(tab, "planned_on"), "mars 2027")
    find(tab, "forecast_on").setFocus()
    edit = history.next_undo(ctx.workspace)
    assert edit is not None
    assert edit.label_key == "edit.date_milestone"


def test_the_state_narrows_the_list(ctx: AppContext, tab: MilestonesTab) -> None:
    add(ctx, "Audit", planned_on="2026-01")
    menu = tab.bar.choice_button.menu()
    next(one for one in menu.actions() if one.text() == "En retard").trigger()
    titles = [tab.table.filter.index(row, 1).data() for row in range(tab.table.filter.rowCount())]
    assert titles == ["Audit"]


def test_the_line_of_time_shows_where_today_is_and_follows_the_selection(
    ctx: AppContext, tab: MilestonesTab, qtbot: QtBot
) -> None:
    coming = add(ctx, "Comité de pilotage", planned_on="2026-12-10")
    tab.select("milestones", coming)
    line = tab.timeline
    assert line._items[line._today_at].id == coming
    first = line._items[0].id
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=line.place_of(first).center().toPoint())
    assert tab.selection() == first
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Down)
    assert tab.selection() == line._items[1].id


def test_cities_are_linked_with_check_marks(ctx: AppContext, tab: MilestonesTab, qtbot: QtBot) -> None:
    audit = add(ctx, "Audit", planned_on="2027")
    tab.select("milestones", audit)
    editor = tab.panel.form.editors["city_ids"]
    editor.open_panel()
    panel = find(tab, "checkPanel")
    panel.filter.setText("荆州")
    panel.filter.textEdited.emit("荆州")
    qtbot.keyClick(panel, Qt.Key.Key_Return)
    panel.close()
    linked = records.link_ids(ctx.workspace, "milestones", audit, "city_ids")
    assert [records.get_record(ctx.workspace, "cities", one).name.fr for one in linked] == ["Jingzhou"]
    assert find(tab, "city_ids").text() == "Jingzhou 荆州市"


def test_the_state_is_shown_and_never_typed(tab: MilestonesTab) -> None:
    assert tab.findChild(QWidget, "state") is None


def blank_rows(line: TimelineView, item: str) -> int:
    """The longest run of rows without ink among the words of an item."""
    rect = line.place_of(item).toRect().adjusted(42, 4, -8, -4)
    image = line.grab(rect).toImage()
    inked = [len({image.pixel(x, y) for x in range(image.width())}) > 1 for y in range(image.height())]
    inked = inked[inked.index(True) : len(inked) - inked[::-1].index(True)]
    return max(len(run) for run in "".join(".#"[ink] for ink in inked).split("#"))


LONG_TITLE = "CSUS et CSTB annoncent vouloir conditionner le prix à une majorité de bâtiments"


@pytest.mark.parametrize("selected", ["a", None])
def test_the_state_stands_right_under_its_title_at_every_width(
    dressed: QApplication, qtbot: QtBot, selected: str | None
) -> None:
    line = TimelineView("Calendrier", "aujourd’hui")
    qtbot.addWidget(line)
    items = [TimelineItem("a", "2 avril 2018", LONG_TITLE, "Fait", "done")]
    for width in range(230, 330, 2):
        line.resize(width, 300)
        line.show_items(items, 1, selected)
        assert blank_rows(line, "a") < 12, width


def test_a_title_has_room_for_the_line_more_it_takes_in_bold(dressed: QApplication, qtbot: QtBot) -> None:
    line = TimelineView("Calendrier", "aujourd’hui")
    qtbot.addWidget(line)
    items = [TimelineItem("a", "2 avril 2018", LONG_TITLE, "Fait", "done")]
    grown = set()
    for width in range(230, 330, 2):
        line.resize(width, 300)
        heights = []
        for selected in (None, "a"):
            line.show_items(items, 1, selected)
            heights.append(line.place_of("a").height())
        grown.add(round(heights[1] - heights[0]))
    assert grown == {0, 18}
