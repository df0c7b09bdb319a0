"""The tab of the partners: one journey."""

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ecocity_desktop.services import history, records
from ecocity_desktop.ui.context import AppContext
from ecocity_desktop.ui.dialogs.messages import MessageDialog
from ecocity_desktop.ui.navigation import PlaceAsked
from ecocity_desktop.ui.tabs.partners import PartnersTab

from .conftest import FileAnswers, put_up
from .test_record_form import write
from .test_tab_cities import find


@pytest.fixture
def tab(ctx: AppContext, qtbot: QtBot) -> PartnersTab:
    made = PartnersTab(ctx)
    put_up(qtbot, made)
    return made


def partner(ctx: AppContext, name: str) -> Any:
    return records.get_record(ctx.workspace, "partners", records.resolve(ctx.workspace, "partners", name))


def test_a_partner_shows_its_agreements_and_its_cities(ctx: AppContext, tab: PartnersTab) -> None:
    tab.select("partners", partner(ctx, "CSTB").id)
    dates = [tab.agreements.table.records.cell(row, 0).text for row in range(2)]
    assert dates == ["mars 2017", "juin 2017"]
    cities = {tab.cities.table.records.cell(row, 0).whole for row in range(4)}
    assert cities == {"Jilin 吉林市", "Jingzhou 荆州市", "Panshi 磐石市", "Qingyun 庆云县"}


def test_a_person_and_an_agreement_are_entered_at_the_partner(
    ctx: AppContext, tab: PartnersTab, qtbot: QtBot
) -> None:
    cerway = partner(ctx, "Cerway").id
    tab.select("partners", cerway)
    qtbot.mouseClick(find(tab, "add.people"), Qt.MouseButton.LeftButton)
    drawer = find(tab, "people.drawer")
    write(drawer.findChild(QWidget, "family_name"), "Dupont")
    drawer.findChild(QWidget, "given_name").setFocus()
    people = records.list_records(ctx.workspace, "people", partner_id=cerway)
    assert [person.family_name for person in people] == ["Dupont"]
    qtbot.mouseClick(find(tab, "add.agreements"), Qt.MouseButton.LeftButton)
    drawer = find(tab, "agreements.drawer")
    write(drawer.findChild(QWidget, "title"), "Convention de certification")
    drawer.findChild(QWidget, "signed_on").setFocus()
    write(drawer.findChild(QWidget, "signed_on"), "avril 2018")
    drawer.findChild(QWidget, "reference").setFocus()
    agreement = next(
        row
        for row in records.list_records(ctx.workspace, "agreements")
        if row.title.fr == "Convention de certification"
    )
    assert str(agreement.signed_on) == "2018-04"
    assert records.link_ids(ctx.workspace, "agreements", agreement.id, "party_ids") == (cerway,)
    ctx.perform(history.undo)
    ctx.perform(history.undo)
    assert tab.agreements.table.records.rowCount() == 0


def test_the_data_of_a_person_are_handed_over_with_what_is_being_typed(
    ctx: AppContext, tab: PartnersTab, no_dialogs: FileAnswers, tmp_path: Path
) -> None:
    cerway = partner(ctx, "Cerway").id
    dupont = {"family_name": "Dupont", "partner_id": cerway}
    person = str(ctx.perform(records.add_record, "people", dupont).row_id)
    tab.select("partners", cerway)
    tab.people.open(person)
    find(tab, "people.drawer").findChild(QLineEdit, "phone").setText("+33 1 00")
    target = tmp_path / "dupont.json"
    no_dialogs.save = str(target)
    find(tab, "personal").menu().actions()[0].trigger()
    assert json.loads(target.read_text("utf-8"))["person"]["phone"] == "+33 1 00"


def test_an_agreement_begun_and_left_untouched_leaves_no_trace(
    ctx: AppContext, tab: PartnersTab, qtbot: QtBot
) -> None:
    before = history.last_edit(ctx.workspace)
    tab.select("partners", partner(ctx, "Cerway").id)
    qtbot.mouseClick(find(tab, "add.agreements"), Qt.MouseButton.LeftButton)
    tab.select("partners", partner(ctx, "CSTB").id)
    assert tab.panel.title.text.startswith("CSTB")
    assert history.last_edit(ctx.workspace) == before


def test_a_partner_that_is_still_needed_cannot_be_removed(ctx: AppContext, tab: PartnersTab) -> None:
    tab._ask_removal(partner(ctx, "CSTB").id)
    (refusal,) = tab.window().findChildren(MessageDialog)
    assert "y font encore référence" in refusal.words.text()
    assert len(refusal.buttons.buttons()) == 1
    refusal.reject()
    assert partner(ctx, "CSTB")


def test_a_double_click_on_a_city_asks_for_its_tab(ctx: AppContext, tab: PartnersTab) -> None:
    tab.select("partners", partner(ctx, "CSTB").id)
    asked = Asked(tab)
    tab.cities.table.opened.emit(tab.cities.table.filter.index(0, 0).data(Qt.ItemDataRole.UserRole))
    assert [(one.place, one.noun) for one in asked.events] == [("record", "cities")]


def test_search_opens_an_agreement_at_one_of_its_parties(ctx: AppContext, tab: PartnersTab) -> None:
    agreement = records.list_records(ctx.workspace, "agreements")[0]
    tab.select("agreements", agreement.id)
    parties = records.link_ids(ctx.workspace, "agreements", agreement.id, "party_ids")
    assert tab.selection() in parties
    assert find(tab, "agreements.drawer").isVisible()


class Asked(QObject):
    """Catches what a widget asks of the window."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.events: list[PlaceAsked] = []
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, PlaceAsked):
            self.events.append(event)
            event.accept()
            return True
        return False
