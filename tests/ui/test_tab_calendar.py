"""The calendar: milestones are looked at, moved by mouse and keys, and moved back."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ecocity_desktop.brief.calendar_marks import ROW, extent_of
from ecocity_desktop.brief.calendar_scale import Scale
from ecocity_desktop.services import history, records
from ecocity_desktop.ui.context import AppContext
from ecocity_desktop.ui.tabs.calendar import CalendarTab
from ecocity_desktop.ui.tabs.move_dialog import MoveDialog

from .conftest import Heard, put_up
from .test_tab_cities import find
from .test_tab_partners import Asked

Open = Callable[[AppContext], CalendarTab]
_LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def open_tab(qtbot: QtBot) -> Open:
    def build(ctx: AppContext) -> CalendarTab:
        tab = CalendarTab(ctx)
        put_up(qtbot, tab)
        tab.view.setFocus()
        return tab

    return build


def add(ctx: AppContext, title: str, planned_on: str | None, **values: Any) -> str:
    given = {"title": {"fr": title}, "planned_on": planned_on, **values}
    return records.add_record(ctx.workspace, "milestones", given).row_id or ""


def link(ctx: AppContext, before: str, after: str) -> None:
    records.add_record(
        ctx.workspace, "dependencies", {"predecessor_id": before, "successor_id": after, "lag_days": 0}
    )


def show_days(tab: CalendarTab, first: str, per_day: float) -> None:
    """Put a day at the left edge, so wide."""
    from datetime import date

    tab.view.show_scale(Scale(float(date.fromisoformat(first).toordinal()), per_day))


def forecast(ctx: AppContext, milestone_id: str) -> str | None:
    on = records.get_record(ctx.workspace, "milestones", milestone_id).forecast_on
    return None if on is None else str(on)


def mark_of(tab: CalendarTab, milestone_id: str) -> QPoint:
    """Where the mark of a milestone is drawn."""
    view, board = tab.view.view(), tab.view.board
    assert board is not None
    entry = board.entry(milestone_id)
    assert entry is not None
    reach = extent_of(entry, view)
    assert reach is not None
    return QPoint(round(sum(reach) / 2), round(view.y(board.places[milestone_id][0]) + ROW / 2))


def drag(qtbot: QtBot, tab: CalendarTab, milestone_id: str, pixels: int, *, drop: bool = True) -> None:
    port = tab.view.viewport()
    tab.view.select(milestone_id)
    start = mark_of(tab, milestone_id)
    qtbot.mousePress(port, _LEFT, pos=start)
    qtbot.mouseMove(port, start + QPoint(pixels, 0))
    if drop:
        qtbot.mouseRelease(port, _LEFT, pos=start + QPoint(pixels, 0))


def test_a_milestone_dragged_by_ten_days_is_moved_in_one_step_that_is_undone(
    ctx: AppContext, open_tab: Open, qtbot: QtBot
) -> None:
    audit = add(ctx, "Audit annuel", "2027-02-10")
    tab = open_tab(ctx)
    show_days(tab, "2027-01-01", 10.0)
    drag(qtbot, tab, audit, 100)
    assert forecast(ctx, audit) == "2027-02-20"
    assert str(records.get_record(ctx.workspace, "milestones", audit).planned_on) == "2027-02-10"
    ctx.perform(history.undo)
    assert forecast(ctx, audit) is None
    entry = tab.view.board.entry(audit) if tab.view.board else None
    assert entry is not None
    assert str(entry.end) == "2027-02-10"


def test_a_month_dragged_stays_a_month_and_a_span_moves_as_a_whole(
    ctx: AppContext, open_tab: Open, qtbot: QtBot
) -> None:
    month = add(ctx, "Revue", "2027-03")
    span = add(ctx, "Étude", "2027-02-20", planned_start="2027-02-01")
    tab = open_tab(ctx)
    show_days(tab, "2027-01-01", 6.0)
    drag(qtbot, tab, month, 6 * 31)
    assert forecast(ctx, month) == "2027-04"
    drag(qtbot, tab, span, 60)
    row = records.get_record(ctx.workspace, "milestones", span)
    assert (str(row.forecast_start), str(row.forecast_on)) == ("2027-02-11", "2027-03-02")


def test_escape_puts_a_milestone_back_where_it_was(ctx: AppContext, open_tab: Open, qtbot: QtBot) -> None:
    audit = add(ctx, "Audit annuel", "2027-02-10")
    tab = open_tab(ctx)
    show_days(tab, "2027-01-01", 10.0)
    before = history.last_edit(ctx.workspace)
    drag(qtbot, tab, audit, 100, drop=False)
    assert tab.view.moving is not None
    assert str(tab.view.moving.dates.end) == "2027-02-20"
    qtbot.keyClick(tab.view, Qt.Key.Key_Escape)
    qtbot.mouseRelease(tab.view.viewport(), _LEFT)
    assert tab.view.moving is None
    assert history.last_edit(ctx.workspace) == before


def test_what_is_done_does_not_move(ctx: AppContext, open_tab: Open, qtbot: QtBot, heard: Heard) -> None:
    done = add(ctx, "Remise", "2026-02-10", actual_on="2026-02-12")
    tab = open_tab(ctx)
    show_days(tab, "2026-01-01", 10.0)
    drag(qtbot, tab, done, 100)
    assert str(records.get_record(ctx.workspace, "milestones", done).actual_on) == "2026-02-12"
    assert heard.messages == ["Ce jalon est fait\u00a0: sa date réelle se corrige dans son formulaire."]


def test_keys_select_move_and_open(ctx: AppContext, open_tab: Open, qtbot: QtBot) -> None:
    audit = add(ctx, "Audit annuel", "2027-02-10")
    tab = open_tab(ctx)
    tab.grouping.setCurrentIndex(tab.grouping.findData("none"))
    tab.view.setFocus()
    asked = Asked(tab)
    show_days(tab, "2027-01-01", 10.0)
    qtbot.keyClick(tab.view, Qt.Key.Key_Down)
    assert tab.selection() is not None
    for _ in range(40):
        qtbot.keyClick(tab.view, Qt.Key.Key_Down)
        if tab.selection() == audit:
            break
    assert tab.selection() == audit
    assert "Audit annuel" in tab.view.accessibleDescription()
    for _ in range(3):
        qtbot.keyPress(tab.view, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert forecast(ctx, audit) is None
    qtbot.keyRelease(tab.view, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert forecast(ctx, audit) == "2027-02-13"
    qtbot.keyPress(tab.view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(tab.view, Qt.Key.Key_Escape)
    assert forecast(ctx, audit) == "2027-02-13"
    qtbot.keyClick(tab.view, Qt.Key.Key_Return)
    assert [(one.place, one.noun, one.record_id) for one in asked.events] == [("record", "milestones", audit)]


def test_the_wheel_with_ctrl_zooms_round_the_mouse(ctx: AppContext, open_tab: Open) -> None:
    tab = open_tab(ctx)
    view, before = tab.view, tab.view.scale
    where = QPointF(view.label_width() + 300, 200)
    event = QWheelEvent(
        where,
        QPointF(view.viewport().mapToGlobal(where.toPoint())),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)
    assert view.scale.per_day == pytest.approx(before.per_day * 1.25**2)
    assert view.scale.day(300.0) == pytest.approx(before.day(300.0))


def test_a_move_that_pushes_others_asks_whether_to_move_them_along(
    ctx: AppContext, open_tab: Open, qtbot: QtBot
) -> None:
    first, second = add(ctx, "Comité", "2027-02-10"), add(ctx, "Audit", "2027-02-15")
    link(ctx, first, second)
    tab = open_tab(ctx)
    show_days(tab, "2027-01-01", 10.0)
    drag(qtbot, tab, first, 100)
    dialog = next(one for one in tab.window().findChildren(MoveDialog) if one.isVisible())
    assert forecast(ctx, first) is None
    assert dialog.followers.table.filter.index(0, 0).data() == "Audit"
    assert dialog.followers.table.filter.index(0, 1).data() == "15 févr. 2027 → 20 févr. 2027"
    assert not dialog.along.isChecked()
    dialog.along.click()
    find(dialog, "why").setText("Visite ministérielle reportée")
    dialog.accept()
    assert (forecast(ctx, first), forecast(ctx, second)) == ("2027-02-20", "2027-02-20")
    reasons = [row.reason.fr for row in records.list_records(ctx.workspace, "slips")]
    assert "Visite ministérielle reportée" in reasons
    ctx.perform(history.undo)
    assert (forecast(ctx, first), forecast(ctx, second)) == (None, None)


def test_the_dialog_moves_one_milestone_alone_unless_asked(
    ctx: AppContext, open_tab: Open, qtbot: QtBot
) -> None:
    first, second = add(ctx, "Comité", "2027-02-10"), add(ctx, "Audit", "2027-02-15")
    link(ctx, first, second)
    tab = open_tab(ctx)
    tab.view.select(first)
    qtbot.mouseClick(find(tab, "move"), _LEFT)
    dialog = next(one for one in tab.window().findChildren(MoveDialog) if one.isVisible())
    assert dialog.slip.isHidden()
    dialog.date.line.setText("mars 2027")
    qtbot.waitUntil(lambda: dialog.slip.isVisible())
    assert dialog.along.text() == "Déplacer aussi ce jalon, en une seule étape annulable"
    dialog.accept()
    assert (forecast(ctx, first), forecast(ctx, second)) == ("2027-03", None)


def test_grouping_puts_every_milestone_under_its_heading(any_ctx: AppContext, open_tab: Open) -> None:
    tab = open_tab(any_ctx)
    for number in range(tab.grouping.count()):
        tab.grouping.setCurrentIndex(number)
        board = tab.view.board
        assert board is not None
        shown = {row.entry.id for row in board.rows if row.entry}
        assert shown == {row.id for row in records.list_records(any_ctx.workspace, "milestones")}
        tab.view.viewport().grab()


def test_an_empty_file_says_what_to_do_first(ws, context_of, open_tab: Open) -> None:  # type: ignore[no-untyped-def]
    ctx = context_of(ws, "fr")
    tab = open_tab(ctx)
    assert tab.place.currentIndex() == 1
    assert not find(tab, "print").isEnabled()
    assert not find(tab, "freeze").isEnabled()
    add(ctx, "Audit", "2027")
    tab.reload()
    assert find(tab, "print").isEnabled()
    assert find(tab, "freeze").isEnabled()
