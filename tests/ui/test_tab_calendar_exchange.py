"""What the calendar gives other programs, and takes from them after a look."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ecocity_desktop.services import history, records
from ecocity_desktop.services.project_plans import FieldChange, ImportLine, Outcome
from ecocity_desktop.ui.context import AppContext
from ecocity_desktop.ui.dialogs.agenda import AgendaDialog
from ecocity_desktop.ui.dialogs.plan_preview import PlanPreview
from ecocity_desktop.ui.tabs.calendar import CalendarTab

from .conftest import FileAnswers, Heard


@pytest.fixture
def open_tab(qtbot: QtBot) -> Callable[[AppContext], CalendarTab]:
    def build(ctx: AppContext) -> CalendarTab:
        tab = CalendarTab(ctx)
        qtbot.addWidget(tab)
        tab.resize(1360, 750)
        with qtbot.waitExposed(tab):
            tab.show()
        return tab

    return build


def add(ctx: AppContext, title: str, on: str) -> str:
    values = {"title": {"fr": title}, "planned_on": on}
    return records.add_record(ctx.workspace, "milestones", values).row_id or ""


def test_the_dates_of_a_city_go_into_an_agenda_file(
    ctx: AppContext,
    open_tab: Callable[[AppContext], CalendarTab],
    no_dialogs: FileAnswers,
    heard: Heard,
    tmp_path: Path,
) -> None:
    tab = open_tab(ctx)
    no_dialogs.save = str(tmp_path / "jilin.ics")
    tab.exchange.ask_agenda()
    dialog = next(one for one in tab.window().findChildren(AgendaDialog) if one.isVisible())
    dialog.whose.setCurrentIndex(dialog.whose.findText("Jilin 吉林市"))
    dialog.accept()
    written = (tmp_path / "jilin.ics").read_text("utf-8")
    assert written.count("BEGIN:VEVENT") == 11
    assert heard.messages == ["jilin.ics\u00a0: 11\u00a0dates écrites."]


def test_a_plan_goes_out_and_what_changed_in_it_comes_in_after_a_look(
    ctx: AppContext,
    open_tab: Callable[[AppContext], CalendarTab],
    no_dialogs: FileAnswers,
    tmp_path: Path,
) -> None:
    audit = add(ctx, "Audit annuel", "2027-02-10")
    tab = open_tab(ctx)
    file = tmp_path / "plan.xml"
    no_dialogs.save = no_dialogs.open = str(file)
    tab.exchange.export_plan()
    file.write_text(file.read_text("utf-8").replace("2027-02-10T", "2027-03-05T"), "utf-8")
    tab.exchange.ask_import()
    dialog = next(one for one in tab.window().findChildren(PlanPreview) if one.isVisible())
    shown = dialog.table.filter
    first = [shown.index(0, column).data() for column in range(3)]
    assert first == ["Modifié", "Jalon", "Audit annuel"]
    assert "5 mars 2027" in shown.index(0, 3).data()
    assert str(records.get_record(ctx.workspace, "milestones", audit).planned_on) == "2027-02-10"
    dialog.accept()
    assert str(records.get_record(ctx.workspace, "milestones", audit).planned_on) == "2027-03-05"
    ctx.perform(history.undo)
    assert str(records.get_record(ctx.workspace, "milestones", audit).planned_on) == "2027-02-10"


def test_enter_imports_a_plan_and_its_new_dates_are_not_cut(
    ctx: AppContext, dressed: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    dates = {"before": "2027-05-20", "after": "2027-09-15"}
    renamed = FieldChange("title", "Livraison B", "Livraison d’un bâtiment renommé")
    changes = (renamed, FieldChange("planned_on", **dates), FieldChange("forecast_on", **dates))
    line = ImportLine(Outcome.CHANGED, "Livraison", False, "x", changes)
    window = QWidget()
    qtbot.addWidget(window)
    dialog = PlanPreview(ctx, tmp_path / "plan.xml", (line,), window)
    dialog.open()
    words = "Date prévue\u00a0: 20 mai 2027 → 15 sept. 2027 · Date estimée\u00a0: 20 mai 2027 → 15 sept. 2027"
    assert dialog.table.filter.index(0, 3).data().startswith(words)
    qtbot.waitUntil(lambda: dialog.table.columnWidth(3) >= dialog.fontMetrics().horizontalAdvance(words))
    focused = dialog.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "Importer"


def test_a_file_that_is_no_plan_is_refused_calmly(
    ctx: AppContext,
    open_tab: Callable[[AppContext], CalendarTab],
    no_dialogs: FileAnswers,
    tmp_path: Path,
) -> None:
    tab = open_tab(ctx)
    file = tmp_path / "plan.xml"
    file.write_text("<html></html>", "utf-8")
    no_dialogs.open = str(file)
    before = history.last_edit(ctx.workspace)
    tab.exchange.ask_import()
    assert not tab.window().findChildren(PlanPreview)
    assert history.last_edit(ctx.workspace) == before


def test_the_preview_opens_in_every_language(
    any_ctx: AppContext,
    open_tab: Callable[[AppContext], CalendarTab],
    no_dialogs: FileAnswers,
    tmp_path: Path,
) -> None:
    tab = open_tab(any_ctx)
    no_dialogs.save = no_dialogs.open = str(tmp_path / "plan.xml")
    tab.exchange.export_plan()
    tab.exchange.ask_import()
    dialog = next(one for one in tab.window().findChildren(PlanPreview) if one.isVisible())
    assert dialog.table.filter.rowCount() == 14
    dialog.reject()
    tab.exchange.ask_agenda()
