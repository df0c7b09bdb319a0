"""A small laptop's window, 1280 pixels wide: no list of promises scrolls sideways, no missing source is cut."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.i18n import formats
from ecocity_desktop.i18n.catalog import LANGUAGES, Catalog
from ecocity_desktop.services import records
from ecocity_desktop.services.workspace import Workspace
from ecocity_desktop.ui.context import AppContext
from ecocity_desktop.ui.tabs.agreements import AgreementsTab
from ecocity_desktop.ui.tabs.cities import CitiesTab
from ecocity_desktop.ui.tabs.milestones import MilestonesTab
from ecocity_desktop.ui.tabs.overview import OverviewTab
from ecocity_desktop.ui.tabs.partners import PartnersTab
from ecocity_desktop.ui.theme import window_font
from ecocity_desktop.ui.widgets.cells import DATE_WIDTHS
from ecocity_desktop.ui.widgets.editor_reference import ReferenceEditor
from ecocity_desktop.ui.widgets.record_table import RecordTable

Speak = Callable[[Workspace, str], AppContext]
LEDGER_CITIES = 4


@pytest.fixture
def promised_ws(pilot_ws: Workspace) -> Workspace:
    """The pilot programme with promises of every look, a term that ends, a rule and a slip."""

    def add(noun: str, **values: Any) -> str:
        return records.add_record(pilot_ws, noun, values).row_id or ""

    def named(noun: str, name: str) -> str:
        return records.resolve(pilot_ws, noun, name)

    contract = named("agreements", "CSTB–CSUS partnership contract")
    records.edit_record(pilot_ws, "agreements", contract, {"ends_on": "2027-01", "renewal": "express"})
    text = {"fr": "Remettre les données de suivi", "en": "Hand over monitoring data", "zh": "移交监测数据"}
    cities = [named("cities", city) for city in ("荆州", "磐石")]
    add("commitments", text=text, agreement_id=contract, due_on="2026-09", city_ids=cities)
    debtor = {"debtor_id": named("partners", "CECA"), "beneficiary_id": named("partners", "CSTB")}
    add("commitments", text=text, agreement_id=contract, due_on="2026-12-31", done_on="2026-09-30", **debtor)
    add("recurrences", title=text, agreement_id=contract, every_months=36)
    audit = add("milestones", title=text, planned_on="2026-12-10", partner_id=named("partners", "CSTB"))
    add("slips", milestone_id=audit, from_on="2026-11-30", to_on="2026-12-10", noted_on="2026-11-23")
    return pilot_ws


def shown(qtbot: QtBot, tab: QWidget, width: int) -> None:
    qtbot.addWidget(tab)
    tab.resize(width, 620)
    with qtbot.waitExposed(tab):
        tab.show()


def scrolling(tab: QWidget) -> list[str]:
    """The lists in sight that scroll sideways."""
    return [
        table.accessibleName()
        for table in tab.findChildren(RecordTable)
        if table.isVisible() and table.horizontalScrollBar().maximum() > 0
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lists_of_agreements_partners_and_milestones_fit_a_small_window(
    promised_ws: Workspace, context_of: Speak, qtbot: QtBot, language: str
) -> None:
    ctx = context_of(promised_ws, language)
    for make, noun, name in (
        (AgreementsTab, "agreements", "CSTB–CSUS partnership contract"),
        (PartnersTab, "partners", "CSTB"),
        (MilestonesTab, "milestones", "Hand over monitoring data"),
    ):
        tab = make(ctx)
        shown(qtbot, tab, 1280)
        tab.select(noun, records.resolve(promised_ws, noun, name))
        qtbot.wait(20)
        assert scrolling(tab) == [], noun


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_milestones_a_partner_answers_for_keep_room_for_their_titles(
    promised_ws: Workspace, context_of: Speak, qtbot: QtBot, language: str
) -> None:
    cstb = records.resolve(promised_ws, "partners", "CSTB")
    for year in range(2010, 2025):
        title = {language: "Remettre les données de suivi"}
        values = {"title": title, "planned_on": f"{year}-11-30", "partner_id": cstb}
        records.add_record(promised_ws, "milestones", values)
    tab = PartnersTab(context_of(promised_ws, language))
    shown(qtbot, tab, 1280)
    tab.select("partners", cstb)
    qtbot.waitUntil(lambda: tab.duties.table.verticalScrollBar().maximum() > 0)
    qtbot.wait(20)
    assert scrolling(tab) == []
    assert tab.duties.table.columnWidth(1) >= 150
    assert tab.duties.table.records.cell(0, 1).under


def test_the_cities_of_a_promise_come_back_with_the_room(
    promised_ws: Workspace, context_of: Speak, qtbot: QtBot
) -> None:
    tab = AgreementsTab(context_of(promised_ws, "fr"))
    shown(qtbot, tab, 1280)
    assert tab.ledger.table.isColumnHidden(LEDGER_CITIES)
    tab.resize(1920, 900)
    qtbot.waitUntil(lambda: not tab.ledger.table.isColumnHidden(LEDGER_CITIES))
    assert tab.ledger.table.columnWidth(LEDGER_CITIES) == 130
    tab.resize(1280, 620)
    qtbot.waitUntil(lambda: tab.ledger.table.isColumnHidden(LEDGER_CITIES))


def test_a_column_that_made_way_leaves_no_gap(
    promised_ws: Workspace, context_of: Speak, qtbot: QtBot
) -> None:
    tab = CitiesTab(context_of(promised_ws, "fr"))
    shown(qtbot, tab, 1280)
    tab.splitter.setSizes([260, 464, 700])
    qtbot.waitUntil(lambda: tab.table.isColumnHidden(1))
    header = tab.table.horizontalHeader()
    assert header.sectionPosition(2) == header.sectionSize(0)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [1280, 1360, 1920])
def test_a_missing_source_is_said_in_full(
    promised_ws: Workspace, context_of: Speak, qtbot: QtBot, language: str, width: int
) -> None:
    tab = MilestonesTab(context_of(promised_ws, language))
    shown(qtbot, tab, width)
    source, status = (tab.panel.form.editors[name] for name in ("source_id", "status"))
    assert isinstance(source, ReferenceEditor)
    assert source.line.width() >= source.line.width_for(Catalog(language).text("ui.table.no_source"))
    assert status.width() >= status.needed_width()


@pytest.mark.parametrize(("width", "beside"), [(1280, False), (1920, True)])
def test_the_status_stands_under_its_source_where_there_is_no_room_beside_it(
    promised_ws: Workspace, context_of: Speak, qtbot: QtBot, width: int, *, beside: bool
) -> None:
    tab = MilestonesTab(context_of(promised_ws, "fr"))
    shown(qtbot, tab, width)
    source, status = (tab.panel.form.editors[name] for name in ("source_id", "status"))
    assert (status.y() == source.y()) == beside
    assert (status.x() > source.x()) == beside


def cut_headings(tab: QWidget) -> list[str]:
    """The headings in sight that Qt cuts: it leaves 14 pixels free at either side, and 14 for the arrow."""
    words = QFontMetrics(window_font(13))
    found = []
    for table in tab.findChildren(RecordTable):
        header = table.horizontalHeader()
        for number, column in enumerate(table.records.columns):
            arrow = 14 if table.sorts and header.sortIndicatorSection() == number else 0
            needed = words.horizontalAdvance(column.title) + 28 + arrow if column.title else 0
            if header.isVisible() and 0 < header.sectionSize(number) < needed:
                found.append(f"{table.accessibleName()}: {column.title}")
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_heading_of_a_list_is_cut(
    promised_ws: Workspace, context_of: Speak, qtbot: QtBot, language: str
) -> None:
    ctx = context_of(promised_ws, language)
    for make in (OverviewTab, PartnersTab, AgreementsTab, CitiesTab, MilestonesTab):
        tab = make(ctx)
        shown(qtbot, tab, 1280)
        assert cut_headings(tab) == [], make.__name__
        assert scrolling(tab) == [], make.__name__


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_short_date_is_cut_in_a_column_of_dates(dressed: QApplication, language: str) -> None:
    words = [
        formats.partial_date(PartialDate(2026, month, 30), language, short=True) for month in (1, 4, 9, 12)
    ]
    widest = max(QFontMetrics(window_font(13)).horizontalAdvance(one) for one in words)
    assert widest + 20 <= DATE_WIDTHS[language] <= widest + 32


def test_dates_are_whole_in_chinese_where_the_columns_were_made_narrow_in_french(
    promised_ws: Workspace, context_of: Speak, qtbot: QtBot
) -> None:
    french = MilestonesTab(context_of(promised_ws, "fr"))
    shown(qtbot, french, 1360)
    ctx = context_of(promised_ws, "zh")
    ctx.settings.layout["milestones.columns"] = french.table.layout_state()
    tab = MilestonesTab(ctx)
    shown(qtbot, tab, 1360)
    words = QFontMetrics(window_font(13)).horizontalAdvance("2026年12月10日")
    assert tab.table.columnWidth(0) >= words + 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_date_that_is_missing_is_said_in_full(dressed: QApplication, language: str) -> None:
    catalog = Catalog(language)
    for key in ("enum.milestone_state.undated", "ui.table.to_complete"):
        words = QFontMetrics(window_font(13)).horizontalAdvance(catalog.text(key))
        assert words + 20 <= DATE_WIDTHS[language], catalog.text(key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_is_whole_however_wide_its_neighbours_are_drawn(
    promised_ws: Workspace, context_of: Speak, qtbot: QtBot, language: str
) -> None:
    ctx = context_of(promised_ws, language)
    for make in (PartnersTab, AgreementsTab, CitiesTab, MilestonesTab):
        tab = make(ctx)
        shown(qtbot, tab, 960)
        tab.splitter.setSizes([260, 1, 700])
        qtbot.wait(20)
        area = tab.panel.area
        assert area.widget().width() <= area.viewport().width(), make.__name__
        assert area.horizontalScrollBar().maximum() == 0, make.__name__


def test_a_form_that_needs_more_than_there_is_can_be_scrolled_sideways(
    promised_ws: Workspace, context_of: Speak, qtbot: QtBot
) -> None:
    tab = CitiesTab(context_of(promised_ws, "fr"))
    shown(qtbot, tab, 960)
    tab.panel.form.setMinimumWidth(700)
    bar = tab.panel.area.horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert bar.isVisible()
