"""The tab of the whole programme."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ecocity_desktop.domain.nouns import ENTITIES
from ecocity_desktop.services import records
from ecocity_desktop.services.workspace import Workspace
from ecocity_desktop.ui.context import AppContext
from ecocity_desktop.ui.desk import Desk
from ecocity_desktop.ui.tabs.overview import OverviewTab
from ecocity_desktop.ui.widgets.record_dialog import RecordDialog

from .test_record_form import write
from .test_tab_cities import find
from .test_tab_partners import Asked


def test_every_point_opens_the_record_it_is_about(ctx: AppContext, qtbot: QtBot) -> None:
    tab = OverviewTab(ctx)
    qtbot.addWidget(tab)
    asked = Asked(tab)
    table = tab.attention.table
    qtbot.waitUntil(lambda: table.filter.rowCount() > 0)
    for row in range(table.filter.rowCount()):
        table.opened.emit(table.filter.index(row, 0).data(Qt.ItemDataRole.UserRole))
    assert len(asked.events) == table.filter.rowCount()
    assert {one.noun for one in asked.events} <= {
        "cities",
        "milestones",
        "partners",
        "agreements",
        "commitments",
    }


def test_the_counts_follow_the_file(ctx: AppContext, qtbot: QtBot) -> None:
    tab = OverviewTab(ctx)
    qtbot.addWidget(tab)
    assert tab.counts["cities"].text() == "4"
    ctx.perform(records.add_record, "cities", {"name": {"fr": "Foshan", "zh": "佛山市"}})
    assert tab.counts["cities"].text() == "5"


def test_a_late_milestone_stands_first(ctx: AppContext, qtbot: QtBot) -> None:
    tab = OverviewTab(ctx)
    qtbot.addWidget(tab)
    ctx.perform(records.add_record, "milestones", {"title": {"fr": "Audit"}, "planned_on": "2026-10"})
    rows = tab.attention.table.filter
    qtbot.waitUntil(lambda: rows.index(0, 0).data() == "En retard")
    first = [rows.index(0, column).data() for column in range(3)]
    assert "Audit" in first[2]
    assert tab.next.table.filter.index(0, 2).data() == "Audit"


def test_an_empty_file_says_what_to_do_first_and_names_its_programme(
    ws: Workspace, context_of: Callable[..., AppContext], qtbot: QtBot
) -> None:
    ctx = context_of(ws, "fr")
    tab = OverviewTab(ctx)
    qtbot.addWidget(tab)
    tab.show()
    assert tab.empty.isVisible()
    asked = Asked(tab)
    qtbot.mouseClick(tab.findChild(QPushButton, "addFirst"), Qt.MouseButton.LeftButton)
    assert [(one.place, one.noun) for one in asked.events] == [("new", "cities")]
    qtbot.mouseClick(tab.programme, Qt.MouseButton.LeftButton)
    dialog = tab.findChild(RecordDialog)
    qtbot.waitUntil(dialog.isVisible)
    write(dialog.findChild(QWidget, "name"), "Programme d’essai")
    dialog.findChild(QWidget, "target_city_count").setFocus()
    dialog.reject()
    assert [row.name.fr for row in records.list_records(ws, "programmes")] == ["Programme d’essai"]
    assert tab.title.text() == "Programme d’essai"


def test_the_first_city_is_begun_from_an_empty_overview(
    path: Path, open_desk: Callable[..., Desk], qtbot: QtBot
) -> None:
    desk = open_desk(path)
    desk.window.show_tab("overview")
    qtbot.mouseClick(
        find(desk.window, "overview").findChild(QPushButton, "addFirst"), Qt.MouseButton.LeftButton
    )
    cities = find(desk.window, "cities")
    assert cities.isVisible()
    assert cities.panel.saver.is_new


def test_it_concerns_everything_the_file_holds() -> None:
    assert set(OverviewTab.concerns) == set(ENTITIES)


def test_the_horizon_says_how_far_ahead_one_is_warned(ctx: AppContext, qtbot: QtBot) -> None:
    values = {"title": {"fr": "Audit annuel"}, "planned_on": "2027-04-10"}
    audit = records.add_record(ctx.workspace, "milestones", values).row_id
    tab = OverviewTab(ctx)
    qtbot.addWidget(tab)

    def warned() -> bool:
        return any(
            point.entity_id == audit and point.key == "attention.milestone_coming"
            for point in tab.attention.table.records.entered
        )

    qtbot.waitUntil(lambda: bool(tab.attention.table.records.entered))
    assert not warned()
    tab.horizon.setCurrentIndex(tab.horizon.findData(180))
    assert ctx.settings.horizon_days == 180
    assert warned()
