"""The calendar against an earlier look: a baseline is frozen, dates slip, the table, the chart and the pages say so."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from pytestqt.qtbot import QtBot

from ecocity_desktop.domain.enums import SlipCause
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.services import milestones, records
from ecocity_desktop.services.workspace import Workspace, open_workspace
from ecocity_desktop.ui.context import AppContext
from ecocity_desktop.ui.dialogs.print_calendar import PrintCalendarDialog
from ecocity_desktop.ui.tabs.calendar import CalendarTab
from ecocity_desktop.ui.tabs.freeze_dialog import FreezeDialog

from .conftest import FileAnswers
from .test_tab_cities import find

Open = Callable[[AppContext], CalendarTab]
SINCE = {
    "fr": "Ce qui a changé depuis le 24 octobre 2026",
    "en": "What changed since 24 October 2026",
    "zh": "2026年10月24日以来的变化",
}


class Calendar:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    monkeypatch.setenv("ECOCITY_NOW", "2026-11-23T09:00:00Z")  # days begin and end in UTC
    return Calendar()


@pytest.fixture
def moving_ws(pilot_path: Path, clock: Calendar) -> Iterator[Workspace]:
    with open_workspace(pilot_path, clock=clock, author="Lin") as opened:
        yield opened


@pytest.fixture
def open_tab(qtbot: QtBot) -> Open:
    def build(ctx: AppContext) -> CalendarTab:
        tab = CalendarTab(ctx)
        qtbot.addWidget(tab)
        tab.resize(1360, 800)
        with qtbot.waitExposed(tab):
            tab.show()
        return tab

    return build


def add(ws: Workspace, title: str, on: str) -> str:
    values = {"title": {"fr": title, "zh": "年度审核"}, "planned_on": on}
    return records.add_record(ws, "milestones", values).row_id or ""


def table(tab: CalendarTab) -> list[list[str]]:
    shown = tab.panel.table.filter
    return [[shown.index(row, column).data() for column in range(5)] for row in range(shown.rowCount())]


def shown_dialog(tab: CalendarTab) -> PrintCalendarDialog:
    return next(one for one in tab.window().findChildren(PrintCalendarDialog) if one.isVisible())


def printed_by(dialog: PrintCalendarDialog, target: Path, qtbot: QtBot) -> QPdfDocument:
    """Say yes to the dialog, and open the pages it has written."""
    dialog.accept()
    qtbot.waitUntil(target.exists, timeout=20_000)
    document = QPdfDocument()
    document.load(str(target))
    return document


def test_a_frozen_baseline_shows_what_slipped_since_and_why(
    moving_ws: Workspace, clock: Calendar, context_of: Callable[..., AppContext], open_tab: Open, qtbot: QtBot
) -> None:
    audit = add(moving_ws, "Audit annuel", "2027-02-10")
    ctx = context_of(moving_ws, "fr")
    tab = open_tab(ctx)
    assert tab.panel.isHidden()
    qtbot.mouseClick(find(tab, "freeze"), Qt.MouseButton.LeftButton)
    dialog = next(one for one in tab.window().findChildren(FreezeDialog) if one.isVisible())
    dialog.name.setText("Comité de novembre")
    dialog.accept()
    assert tab.compare.choice.currentText() == "Comité de novembre (23\u00a0novembre\u00a02026)".replace(
        "\u00a0", " "
    )
    assert tab.panel.none.isVisible()
    assert (
        tab.panel.head.text() == "Ce qui a changé depuis «\u202fComité de novembre\u202f» (23 novembre 2026)"
    )
    clock.now += timedelta(days=30)
    reason = LocalText(fr="Visite reportée")
    ctx.perform(
        lambda ws: milestones.move_milestone(
            ws, audit, PartialDate(2027, 3, 12), reason=reason, cause=SlipCause.PROTOCOL
        )
    )
    assert table(tab) == [
        ["Audit annuel", "10 févr. 2027", "12 mars 2027", "+30\u00a0jours", "Visite reportée"]
    ]
    assert tab.view.board is not None
    assert str(tab.view.board.before[audit].end) == "2027-02-10"
    (course,) = tab.panel.courses(None)
    assert [(str(point.look), str(point.expected)) for point in course.points] == [
        ("2026-11-23", "2027-02-10"),
        ("2026-12-23", "2027-03-12"),
    ]
    tab.panel.chart.grab()


def test_any_day_can_be_compared_with(
    moving_ws: Workspace, clock: Calendar, context_of: Callable[..., AppContext], open_tab: Open
) -> None:
    audit = add(moving_ws, "Audit annuel", "2027-02-10")
    clock.now += timedelta(days=10)
    milestones.move_milestone(moving_ws, audit, PartialDate(2027, 2))
    clock.now += timedelta(days=10)
    milestones.move_milestone(moving_ws, audit, PartialDate(2027, 1, 31))
    tab = open_tab(context_of(moving_ws, "fr"))
    tab.compare.choice.setCurrentIndex(tab.compare.choice.findData("date"))
    tab.compare.day.setText("5 décembre 2026")
    tab.compare.day.editingFinished.emit()
    assert table(tab)[0][:4] == ["Audit annuel", "févr. 2027", "31 janv. 2027", "−28\u00a0jours"]
    tab.compare.day.setText("hier")
    tab.compare.day.editingFinished.emit()
    assert tab.compare.day.property("wrong") == "true"


@pytest.mark.parametrize(("language", "paper"), [("fr", "a4"), ("en", "a3"), ("zh", "a4")])
def test_what_is_shown_is_printed_in_each_language(
    language: str,
    paper: str,
    moving_ws: Workspace,
    context_of: Callable[..., AppContext],
    open_tab: Open,
    qtbot: QtBot,
    no_dialogs: FileAnswers,
    tmp_path: Path,
) -> None:
    add(moving_ws, "Audit annuel", "2027-02-10")
    tab = open_tab(context_of(moving_ws, "fr"))
    tab.compare.choice.setCurrentIndex(tab.compare.choice.findData("date"))
    target = tmp_path / "calendrier.pdf"
    no_dialogs.save = str(target)
    qtbot.mouseClick(find(tab, "print"), Qt.MouseButton.LeftButton)
    dialog = shown_dialog(tab)
    dialog.language.setCurrentIndex(dialog.language.findData(language))
    dialog.paper.setCurrentIndex(dialog.paper.findData(paper))
    document = printed_by(dialog, target, qtbot)
    assert no_dialogs.titles == ["Imprimer le calendrier"]
    texts = [document.getAllText(number).text() for number in range(document.pageCount())]
    count = {"fr": 3, "en": 2, "zh": 2}[language]  # all is new since: in French, more than fits on one page
    assert [page.count(f"{number} / {count}") for number, page in enumerate(texts, 1)] == [1] * count
    size = document.pagePointSize(0)
    assert (round(size.width()), round(size.height())) == {"a4": (842, 595), "a3": (1191, 842)}[paper]
    assert SINCE[language] in texts[1]
    page = texts[0]
    audit = {"fr": "Audit annuel", "en": "Audit annuel", "zh": "年度审核"}[language]
    assert audit in page
    assert audit in texts[-1]
    assert ("Audit annuel (in French)" in page) == (language == "en")
    for one in texts:
        assert re.search("[0-9a-f]{4} [0-9a-f]{4}", one), "the fingerprint"
    heading = {"fr": "Calendrier des jalons", "en": "Calendar of milestones", "zh": "里程碑日程"}
    assert heading[language] in page


@pytest.mark.parametrize(("days", "printed"), [("all", True), ("shown", False)])
def test_all_dates_are_printed_unless_those_on_the_screen_are_asked_for(
    days: str,
    printed: bool,
    moving_ws: Workspace,
    context_of: Callable[..., AppContext],
    open_tab: Open,
    qtbot: QtBot,
    no_dialogs: FileAnswers,
    tmp_path: Path,
) -> None:
    add(moving_ws, "Audit annuel", "2027-02-10")
    tab = open_tab(context_of(moving_ws, "fr"))
    tab.view.pan(-100_000)
    target = tmp_path / "calendrier.pdf"
    no_dialogs.save = str(target)
    tab.ask_print()
    dialog = shown_dialog(tab)
    dialog.days.setCurrentIndex(dialog.days.findData(days == "shown"))
    document = printed_by(dialog, target, qtbot)
    page = document.getAllText(0).text()
    assert ("10 févr. 2027" in page) == printed


def test_home_and_end_bring_the_first_and_the_last_date_to_the_edges(
    moving_ws: Workspace, context_of: Callable[..., AppContext], open_tab: Open, qtbot: QtBot
) -> None:
    add(moving_ws, "Audit annuel", "2027-02-10")
    tab = open_tab(context_of(moving_ws, "fr"))
    tab.view.zoom(3)
    assert tab.view.board is not None
    span = tab.view.board.span()
    assert span is not None
    width = tab.view.chart_width()
    qtbot.keyClick(tab.view, Qt.Key.Key_Home)
    assert 0 < tab.view.scale.x(span[0].toordinal()) < width / 4
    qtbot.keyClick(tab.view, Qt.Key.Key_End)
    assert width * 3 / 4 < tab.view.scale.x(span[1].toordinal()) < width
