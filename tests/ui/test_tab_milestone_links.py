"""What a milestone waits for, the chain that leads to it, why it slipped, and the duties that count from it."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ecocity_desktop.domain.enums import SlipCause
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.services import history, milestones, records
from ecocity_desktop.ui.context import AppContext
from ecocity_desktop.ui.tabs.milestones import MilestonesTab
from ecocity_desktop.ui.tabs.move_dialog import MoveDialog
from ecocity_desktop.ui.theme import window_font

from .conftest import put_up
from .test_record_form import write
from .test_tab_cities import find
from .test_tab_partners import Asked


@pytest.fixture
def tab(ctx: AppContext, qtbot: QtBot) -> MilestonesTab:
    made = MilestonesTab(ctx)
    put_up(qtbot, made)
    return made


def add(ctx: AppContext, title: str, on: str) -> str:
    values = {"title": {"fr": title}, "planned_on": on}
    changes = ctx.perform(records.add_record, "milestones", values)
    assert changes is not None
    return changes.row_id or ""


def link(ctx: AppContext, before: str, after: str) -> None:
    values = {"predecessor_id": before, "successor_id": after, "lag_days": 0}
    ctx.perform(records.add_record, "dependencies", values)


def cells(section: Any) -> list[list[str]]:
    shown = section.table.filter
    return [
        [shown.index(row, column).data() for column in range(shown.columnCount())]
        for row in range(shown.rowCount())
    ]


def choose_predecessor(tab: MilestonesTab, qtbot: QtBot, title: str) -> None:
    qtbot.mouseClick(find(tab, "add.dependencies"), Qt.MouseButton.LeftButton)
    field = find(tab, "dependencies.drawer").findChild(QWidget, "predecessor_id")
    write(field, title)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_a_milestone_is_made_to_wait_for_another_and_shows_the_chain(
    ctx: AppContext, tab: MilestonesTab, qtbot: QtBot
) -> None:
    add(ctx, "Comité", "2027-02-10")
    audit = add(ctx, "Audit", "2027-02-25")
    tab.select("milestones", audit)
    assert tab.chain.isHidden()
    choose_predecessor(tab, qtbot, "Comité")
    assert cells(tab.waits_for) == [["Comité", "10 févr. 2027", "0\u00a0jour"]]
    assert [row[1:] for row in cells(tab.chain)] == [["Comité", "15\u00a0jours"], ["Audit", "0\u00a0jour"]]
    ctx.perform(history.undo)
    assert cells(tab.waits_for) == []


def test_a_circle_is_refused_and_named(ctx: AppContext, tab: MilestonesTab, qtbot: QtBot) -> None:
    first, second = add(ctx, "Comité", "2027-02-10"), add(ctx, "Audit", "2027-02-25")
    link(ctx, first, second)
    tab.select("milestones", first)
    choose_predecessor(tab, qtbot, "Audit")
    form = tab.waits_for.saver.form if tab.waits_for.saver else None
    assert form is not None
    assert "Audit → Comité → Audit" in form._other_reasons.text()
    assert len(records.list_records(ctx.workspace, "dependencies")) == 1
    form.discard()


def test_the_reasons_of_slips_are_listed(ctx: AppContext, tab: MilestonesTab) -> None:
    audit = add(ctx, "Audit", "2027-02-25")
    ctx.perform(
        lambda ws: milestones.move_milestone(
            ws,
            audit,
            PartialDate(2027, 4),
            reason=LocalText(fr="Budget non voté"),
            cause=SlipCause.FUNDING,
        )
    )
    tab.select("milestones", audit)
    assert cells(tab.slips) == [
        ["23 nov. 2026", "25 févr. 2027 → avr. 2027", "Financement · Budget non voté"]
    ]


def test_a_yearly_audit_makes_its_next_milestone_which_can_be_undone(
    ctx: AppContext, tab: MilestonesTab, qtbot: QtBot
) -> None:
    first = add(ctx, "Audit initial", "2027-02-25")
    tab.select("milestones", first)
    assert tab.duties.make.isHidden()
    qtbot.mouseClick(find(tab, "add.recurrences"), Qt.MouseButton.LeftButton)
    drawer = find(tab, "recurrences.drawer")
    write(drawer.findChild(QWidget, "every_months"), "12")
    drawer.findChild(QWidget, "title").setFocus()
    write(drawer.findChild(QWidget, "title"), "Audit annuel")
    drawer.findChild(QWidget, "until").setFocus()
    assert cells(tab.duties) == [["Audit annuel", "12\u00a0mois", "25 févr. 2028", "0"]]
    asked = Asked(tab)
    qtbot.mouseClick(tab.duties.make, Qt.MouseButton.LeftButton)
    made = next(
        row for row in records.list_records(ctx.workspace, "milestones") if row.title.fr == "Audit annuel"
    )
    assert str(made.planned_on) == "2028-02-25"
    assert [(one.noun, one.record_id) for one in asked.events] == [("milestones", made.id)]
    assert cells(tab.duties) == [["Audit annuel", "12\u00a0mois", "25 févr. 2029", "1"]]
    ctx.perform(history.undo)
    assert cells(tab.duties) == [["Audit annuel", "12\u00a0mois", "25 févr. 2028", "0"]]


def test_a_duty_that_cannot_begin_yet_is_told_from_one_at_its_end(
    ctx: AppContext, tab: MilestonesTab
) -> None:
    title = {"fr": "Rapport"}
    undated = records.add_record(ctx.workspace, "milestones", {"title": title}).row_id or ""
    for anchor, until in ((undated, None), (add(ctx, "Audit initial", "2027-02-25"), "2027")):
        values = {"title": title, "milestone_id": anchor, "every_months": 12, "until": until}
        ctx.perform(records.add_record, "recurrences", values)
        tab.select("milestones", anchor)
        wanted = "terminé" if until else "départ à dater"
        assert cells(tab.duties) == [["Rapport", "12\u00a0mois", wanted, "0"]]


def test_the_milestones_a_move_pushes_on_are_shown_whole(
    ctx: AppContext, tab: MilestonesTab, qtbot: QtBot
) -> None:
    first, second = add(ctx, "Réunion de lancement", "2027-01-10"), add(ctx, "Livraison", "2027-01-20")
    ctx.perform(records.add_record, "dependencies", {"predecessor_id": first, "successor_id": second})
    dialog = MoveDialog(ctx, records.get_record(ctx.workspace, "milestones", first), tab)
    dialog.open()
    write(dialog.date.line, "2027-02-15")
    table = dialog.followers.table
    qtbot.waitUntil(table.isVisible)
    qtbot.waitUntil(lambda: table.height() >= table.sizeHint().height())
    assert table.verticalScrollBar().maximum() == 0
    words = QFontMetrics(window_font(13)).horizontalAdvance("Réunion de lancement")
    assert table.columnWidth(2) >= words + 20
