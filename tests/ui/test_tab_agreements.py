"""The tab of the agreements: a promise is entered, found in the ledger, counted in a balance, undone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from ecocity_desktop.services import history, records
from ecocity_desktop.ui.context import AppContext
from ecocity_desktop.ui.tabs.agreements import AgreementsTab

from .conftest import FileAnswers, put_up
from .test_record_form import write
from .test_tab_cities import find


@pytest.fixture
def open_tab(qtbot: QtBot) -> Callable[[AppContext], AgreementsTab]:
    def build(ctx: AppContext) -> AgreementsTab:
        tab = AgreementsTab(ctx)
        put_up(qtbot, tab)
        return tab

    return build


def id_of(ctx: AppContext, noun: str, name: str) -> str:
    return records.resolve(ctx.workspace, noun, name)


def promise(ctx: AppContext, text: str, **values: Any) -> str:
    """Add a commitment to the first agreement."""
    agreement = records.list_records(ctx.workspace, "agreements")[0]
    given = {"agreement_id": agreement.id, "text": {"fr": text}, **values}
    return records.add_record(ctx.workspace, "commitments", given).row_id or ""


def in_ledger(tab: AgreementsTab) -> list[str]:
    table = tab.ledger.table.filter
    return [table.index(row, 2).data() for row in range(table.rowCount())]


def test_a_promise_is_entered_in_its_agreement_and_stands_in_the_ledger_until_undone(
    ctx: AppContext, open_tab: Callable[[AppContext], AgreementsTab], qtbot: QtBot
) -> None:
    tab = open_tab(ctx)
    assert in_ledger(tab) == []
    assert tab.ledger.empty.isVisible()
    qtbot.mouseClick(find(tab, "add.commitments"), Qt.MouseButton.LeftButton)
    drawer = find(tab, "commitments.drawer")
    write(drawer.findChild(QWidget, "text"), "Livrer le diagnostic")
    drawer.findChild(QWidget, "due_on").setFocus()
    write(drawer.findChild(QWidget, "due_on"), "mars 2027")
    drawer.findChild(QWidget, "done_on").setFocus()
    assert in_ledger(tab) == ["Livrer le diagnostic"]
    assert tab.ledger.table.filter.index(0, 0).data() == "mars 2027"
    assert tab.ledger.table.filter.index(0, 3).data() == "à préciser → Programme"
    made = records.list_records(ctx.workspace, "commitments")[0]
    assert made.agreement_id == tab.selection()
    ctx.perform(history.undo)
    ctx.perform(history.undo)
    assert in_ledger(tab) == []


def test_the_form_of_a_new_promise_is_in_sight_and_takes_one_tab_stop_a_field(
    ctx: AppContext, open_tab: Callable[[AppContext], AgreementsTab], qtbot: QtBot
) -> None:
    tab = open_tab(ctx)
    tab.resize(1280, 620)
    qtbot.mouseClick(find(tab, "add.commitments"), Qt.MouseButton.LeftButton)
    drawer = find(tab, "commitments.drawer")
    seen = tab.panel.area.viewport()

    def top() -> int:
        return drawer.mapTo(seen, QPoint(0, 0)).y()

    qtbot.waitUntil(lambda: 0 <= top() <= max(16, seen.height() - drawer.height()))
    stops = [one for one in drawer.findChildren(QToolButton) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == []
    debtor = drawer.findChild(QLineEdit, "debtor_id")
    debtor.setFocus()
    qtbot.keyClick(debtor, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    assert popup.model().rowCount() == 5
    popup.close()


def test_the_ledger_is_narrowed_by_partner_city_and_state(
    ctx: AppContext, open_tab: Callable[[AppContext], AgreementsTab]
) -> None:
    cstb, csus = id_of(ctx, "partners", "CSTB"), id_of(ctx, "partners", "CSUS")
    jilin = id_of(ctx, "cities", "Jilin")
    promise(ctx, "Former les équipes", debtor_id=cstb, due_on="2026-09", city_ids=[jilin])
    promise(ctx, "Réunir la revue", debtor_id=csus, due_on="2027-01")
    promise(ctx, "Remettre les données", beneficiary_id=cstb)
    tab = open_tab(ctx)
    assert in_ledger(tab) == ["Former les équipes", "Réunir la revue", "Remettre les données"]
    assert tab.ledger.count.text() == "3\u00a0engagements · 1\u00a0à compléter"
    ledger = tab.ledger
    ledger.partner.setCurrentIndex(ledger.partner.findData(cstb))
    assert in_ledger(tab) == ["Former les équipes", "Remettre les données"]
    assert ledger.balance.isVisible()
    assert ledger.balance.title.text() == "Bilan de CSTB"
    ledger.partner.setCurrentIndex(0)
    ledger.city.setCurrentIndex(ledger.city.findData(id_of(ctx, "cities", "Panshi")))
    assert in_ledger(tab) == ["Réunir la revue", "Remettre les données"]
    ledger.city.setCurrentIndex(0)
    ledger.state.setCurrentIndex(ledger.state.findData("gaps"))
    assert in_ledger(tab) == ["Remettre les données"]
    ledger.state.setCurrentIndex(ledger.state.findData("late"))
    assert in_ledger(tab) == ["Former les équipes"]


def test_a_line_of_the_ledger_opens_the_promise_in_its_agreement(
    ctx: AppContext, open_tab: Callable[[AppContext], AgreementsTab]
) -> None:
    promised = promise(ctx, "Former les équipes", due_on="2026-09")
    agreement = records.get_record(ctx.workspace, "commitments", promised).agreement_id
    tab = open_tab(ctx)
    other = next(row for row in records.list_records(ctx.workspace, "agreements") if row.id != agreement)
    tab.select("agreements", other.id)
    tab.ledger.table.opened.emit(promised)
    assert tab.selection() == agreement
    assert find(tab, "commitments.drawer").isVisible()
    assert tab.commitments.saver is not None
    assert tab.commitments.saver.record_id == promised


def test_an_agreement_that_ends_soon_is_listed_with_its_term(
    ctx: AppContext, open_tab: Callable[[AppContext], AgreementsTab]
) -> None:
    agreement = records.list_records(ctx.workspace, "agreements")[0]
    ends = {"ends_on": "2026-12-31", "renewal": "express"}
    ctx.perform(records.edit_record, "agreements", agreement.id, ends)
    tab = open_tab(ctx)
    terms = tab.ledger.terms.table.filter
    assert [terms.index(0, column).data() for column in (0, 1, 3)] == [
        "31 déc. 2026",
        "Expire bientôt",
        "Expresse",
    ]


def test_the_tab_opens_in_every_language(
    any_ctx: AppContext, open_tab: Callable[[AppContext], AgreementsTab]
) -> None:
    promise(any_ctx, "Former les équipes", debtor_id=id_of(any_ctx, "partners", "CSTB"))
    tab = open_tab(any_ctx)
    assert len(in_ledger(tab)) == 1


def test_the_balance_of_a_partner_is_printed_on_one_page(
    ctx: AppContext,
    open_tab: Callable[[AppContext], AgreementsTab],
    qtbot: QtBot,
    no_dialogs: FileAnswers,
    tmp_path: Path,
) -> None:
    cstb = id_of(ctx, "partners", "CSTB")
    promise(ctx, "Former les équipes", debtor_id=cstb, due_on="2026-09")
    tab = open_tab(ctx)
    tab.ledger.partner.setCurrentIndex(tab.ledger.partner.findData(cstb))
    target = tmp_path / "bilan.pdf"
    no_dialogs.save = str(target)
    qtbot.mouseClick(find(tab, "printBalance"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(target.exists, timeout=20_000)
    document = QPdfDocument()
    document.load(str(target))
    assert document.pageCount() == 1
    assert no_dialogs.titles == ["Bilan de CSTB"]
    assert "Former les équipes" in document.getAllText(0).text()


def test_the_balance_holds_what_is_being_typed_wherever_a_click_leaves_the_keyboard(
    ctx: AppContext, open_tab: Callable[[AppContext], AgreementsTab], no_dialogs: FileAnswers
) -> None:
    cstb = id_of(ctx, "partners", "CSTB")
    promised = promise(ctx, "Former les équipes", debtor_id=cstb, due_on="2026-09")
    tab = open_tab(ctx)
    tab.ledger.partner.setCurrentIndex(tab.ledger.partner.findData(cstb))
    tab.select("commitments", promised)
    field = find(tab, "commitments.drawer").findChild(QLineEdit, "done_on")
    field.setFocus()
    field.setText("2026-08")
    find(tab, "printBalance").click()
    assert str(records.get_record(ctx.workspace, "commitments", promised).done_on) == "2026-08"
