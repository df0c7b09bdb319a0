"""Groups of the calendar are folded and unfolded by mouse and keys, and what is folded prints folded."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from ecocity_desktop.brief.calendar_board import Row
from ecocity_desktop.brief.calendar_marks import ROW
from ecocity_desktop.services import records
from ecocity_desktop.services.calendar_board import Grouping
from ecocity_desktop.services.calendar_print import Shown, gather_print
from ecocity_desktop.services.pilot import pilot_id
from ecocity_desktop.ui.context import AppContext
from ecocity_desktop.ui.tabs.calendar import CalendarTab

from .conftest import put_up

_LEFT, _SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
_Key = Qt.Key
JILIN = pilot_id("jilin")


@pytest.fixture
def tab(ctx: AppContext, qtbot: QtBot) -> CalendarTab:
    made = CalendarTab(ctx)
    put_up(qtbot, made)
    made.view.setFocus()
    return made


def rows(tab: CalendarTab) -> tuple[Row, ...]:
    assert tab.view.board is not None
    return tab.view.board.rows


def headings(tab: CalendarTab) -> list[tuple[str, int, bool]]:
    return [(row.heading, row.count, row.folded) for row in rows(tab) if row.entry is None]


def click_heading(qtbot: QtBot, tab: CalendarTab, group: str, *, every: bool = False, by: int = 0) -> None:
    number = next(at for at, row in enumerate(rows(tab)) if row.entry is None and row.group == group)
    where = QPoint(60, round(tab.view.view().y(number) + ROW / 2))
    keys = _SHIFT if every else Qt.KeyboardModifier.NoModifier
    qtbot.mousePress(tab.view.viewport(), _LEFT, keys, where)
    if by:
        qtbot.mouseMove(tab.view.viewport(), where - QPoint(0, by))
    qtbot.mouseRelease(tab.view.viewport(), _LEFT, keys, where - QPoint(0, by))


def test_a_click_on_a_heading_folds_its_group_and_another_unfolds_it(tab: CalendarTab, qtbot: QtBot) -> None:
    whole = rows(tab)
    assert headings(tab)[:2] == [("Programme", 7, False), ("Jilin", 4, False)]
    click_heading(qtbot, tab, JILIN)
    assert headings(tab)[:2] == [("Programme", 7, False), ("Jilin", 4, True)]
    assert len(rows(tab)) == len(whole) - 4
    folded = next(row for row in rows(tab) if row.folded)
    assert folded.reach == (date(2017, 1, 1), date(2018, 4, 2))
    click_heading(qtbot, tab, JILIN)
    assert rows(tab) == whole


def test_a_drag_that_begins_on_a_heading_folds_nothing(tab: CalendarTab, qtbot: QtBot) -> None:
    click_heading(qtbot, tab, JILIN, by=40)
    assert not any(folded for _, _, folded in headings(tab))


def test_a_shifted_click_folds_every_group_and_then_none(tab: CalendarTab, qtbot: QtBot) -> None:
    whole = rows(tab)
    click_heading(qtbot, tab, JILIN)
    click_heading(qtbot, tab, "", every=True)
    assert [name for name, _, folded in headings(tab) if folded] == [
        "Programme",
        "Jilin",
        "Jingzhou",
        "Panshi",
        "Qingyun",
    ]
    assert len(rows(tab)) == 5
    click_heading(qtbot, tab, "", every=True)
    assert rows(tab) == whole


def test_space_folds_the_group_of_the_milestone_selected_and_opens_it_again(
    tab: CalendarTab, qtbot: QtBot
) -> None:
    label = pilot_id("label-jilin")
    tab.select("milestones", label)
    qtbot.keyClick(tab.view, _Key.Key_Space)
    assert tab.selection() is None
    assert tab.view.row is not None
    assert rows(tab)[tab.view.row].group == JILIN
    assert tab.view.accessibleDescription() == "Jilin, 4 jalons, repliés"
    assert not tab.move_button.isEnabled()
    qtbot.keyClick(tab.view, _Key.Key_Down)
    chosen = tab.view.selected()
    assert chosen is not None
    assert chosen.id == pilot_id("selection"), "the first milestone of the next group"
    qtbot.keyClick(tab.view, _Key.Key_Up)
    assert tab.view.selected() is None, "a folded heading is stopped at"
    qtbot.keyClick(tab.view, _Key.Key_Return)
    assert tab.selection() == pilot_id("selection"), "the first milestone of the group unfolded"
    assert not any(folded for _, _, folded in headings(tab))


def test_folding_by_mouse_leaves_in_view_what_is_in_view(tab: CalendarTab, qtbot: QtBot) -> None:
    tab.resize(1360, 330)
    bar = tab.view.verticalScrollBar()
    tab.select("milestones", pilot_id("label-qingyun"))
    assert bar.value() > 0, "the selected milestone stands in the last group"
    bar.setValue(0)
    for _ in range(2):
        click_heading(qtbot, tab, "")
        assert bar.value() == 0
    assert tab.selection() == pilot_id("label-qingyun")
    qtbot.keyClick(tab.view, _Key.Key_Space)
    qtbot.keyClick(tab.view, _Key.Key_Space)
    assert bar.value() > 0, "whoever uses the keys looks at what is selected"


def test_a_shifted_click_shows_the_heading_the_selected_milestone_is_folded_into(
    tab: CalendarTab, qtbot: QtBot
) -> None:
    tab.resize(1360, 330)
    tab.select("milestones", pilot_id("label-qingyun"))
    tab.view.verticalScrollBar().setValue(0)
    click_heading(qtbot, tab, "", every=True)
    assert tab.view.accessibleDescription().startswith("Qingyun, ")
    assert tab.view.row in tab.view.view().rows(tab.view.board)


def test_a_milestone_looked_for_is_unfolded_and_other_groups_begin_unfolded(
    tab: CalendarTab, qtbot: QtBot
) -> None:
    tab.select("milestones", pilot_id("label-jilin"))
    qtbot.keyClick(tab.view, _Key.Key_Space, _SHIFT)
    assert len(rows(tab)) == 5
    tab.select("milestones", pilot_id("label-panshi"))
    assert tab.selection() == pilot_id("label-panshi")
    qtbot.keyClick(tab.view, _Key.Key_Space, _SHIFT)
    tab.grouping.setCurrentIndex(tab.grouping.findData("kind"))
    assert not any(folded for _, _, folded in headings(tab))


def test_a_change_in_the_file_leaves_folded_what_is_folded(tab: CalendarTab, qtbot: QtBot) -> None:
    click_heading(qtbot, tab, JILIN)
    added = {"title": {"fr": "Audit"}, "planned_on": "2027", "city_ids": [JILIN]}
    tab.ctx.perform(records.add_record, "milestones", added)
    assert headings(tab)[1] == ("Jilin", 5, True)


def test_what_is_folded_prints_folded(tab: CalendarTab) -> None:
    assert tab.facts is not None
    shown = Shown(Grouping.CITY, (736_000.0, 737_000.0), folded=frozenset({JILIN}))
    given = gather_print(tab.ctx.workspace, tab.facts, shown, "zh")
    jilin = [row for row in given.board.rows if row.group == JILIN]
    assert [(row.heading, row.folded) for row in jilin] == [("吉林市", True)]
