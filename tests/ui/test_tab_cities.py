"""The tab of the cities: one journey, and what must never happen on the way."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ecocity_desktop.services import history, records
from ecocity_desktop.services.workspace import Workspace
from ecocity_desktop.ui.context import AppContext
from ecocity_desktop.ui.dialogs.messages import MessageDialog
from ecocity_desktop.ui.tabs.cities import CitiesTab

from .conftest import FileAnswers, Heard, put_up
from .test_record_form import write

Open = Callable[[AppContext], CitiesTab]


@pytest.fixture
def open_tab(qtbot: QtBot) -> Iterator[Open]:
    kept: list[CitiesTab] = []

    def build(ctx: AppContext) -> CitiesTab:
        tab = CitiesTab(ctx)
        kept.append(tab)
        put_up(qtbot, tab)
        return tab

    yield build
    for tab in kept:
        tab.close()


def find(tab: QWidget, name: str) -> Any:
    return tab.findChild(QWidget, name)


def city(ws: Workspace, name: str) -> Any:
    return records.get_record(ws, "cities", records.resolve(ws, "cities", name))


def listed(tab: CitiesTab) -> list[str]:
    return [tab.table.filter.index(row, 0).data() for row in range(tab.table.filter.rowCount())]


def answer(qtbot: QtBot, tab: QWidget, button: QDialogButtonBox.StandardButton) -> str:
    """Press a button of the question on the screen; return the question."""
    qtbot.waitUntil(lambda: any(one.isVisible() for one in tab.window().findChildren(MessageDialog)))
    dialog = next(one for one in tab.window().findChildren(MessageDialog) if one.isVisible())
    words = dialog.words.text()
    qtbot.mouseClick(dialog.findChild(QDialogButtonBox).button(button), Qt.MouseButton.LeftButton)
    return words


def test_a_city_is_found_changed_undone_and_its_brief_follows(
    ctx: AppContext, open_tab: Open, qtbot: QtBot
) -> None:
    tab = open_tab(ctx)
    assert listed(tab) == ["Jilin 吉林市", "Jingzhou 荆州市", "Panshi 磐石市", "Qingyun 庆云县"]
    tab.focus_filter()
    write(tab.bar.field, "qingnyun")
    assert listed(tab) == ["Qingyun 庆云县"]
    qtbot.keyClick(tab.bar.field, Qt.Key.Key_Down)
    assert tab.table.hasFocus()
    qtbot.keyClick(tab.table, Qt.Key.Key_Down)
    tab.select("cities", city(ctx.workspace, "Qingyun").id)
    assert tab.panel.title.text == "Qingyun 庆云县"
    document = tab.preview.document
    qtbot.waitUntil(lambda: document.status() == QPdfDocument.Status.Ready, timeout=20_000)
    assert document.pageCount() >= 2
    write(find(tab, "pinyin"), "Qìngyún")
    find(tab, "division_code").setFocus()
    assert city(ctx.workspace, "Qingyun").pinyin == "Qìngyún"
    ctx.perform(history.undo)
    assert find(tab, "pinyin").text() == "Qìngyún Xiàn"


def test_a_new_city_needs_only_a_name(ctx: AppContext, open_tab: Open) -> None:
    tab = open_tab(ctx)
    tab.add_record()
    assert tab.panel.title.text == "Nouvelle ville"
    assert find(tab, "name.fr").hasFocus()
    write(find(tab, "name.fr"), "Foshan")
    find(tab, "name.zh").setFocus()
    assert tab.selection() == city(ctx.workspace, "Foshan").id
    assert "Foshan" in listed(tab)
    write(find(tab, "name.zh"), "佛山市")
    find(tab, "pinyin").setFocus()
    assert tab.panel.title.text == "Foshan 佛山市"


def test_a_new_city_without_a_name_leaves_no_trace(ctx: AppContext, open_tab: Open) -> None:
    tab = open_tab(ctx)
    before = history.last_edit(ctx.workspace)
    tab.add_record()
    tab.select("cities", city(ctx.workspace, "Panshi").id)
    assert tab.panel.title.text == "Panshi 磐石市"
    assert history.last_edit(ctx.workspace) == before


def test_a_refused_value_is_asked_about_before_another_city_is_shown(
    ctx: AppContext, open_tab: Open, qtbot: QtBot
) -> None:
    tab = open_tab(ctx)
    jilin, panshi = city(ctx.workspace, "Jilin").id, city(ctx.workspace, "Panshi").id
    tab.select("cities", jilin)
    write(find(tab, "division_code"), "12")
    tab.table.choose(panshi)
    words = answer(qtbot, tab, QDialogButtonBox.StandardButton.Cancel)
    assert "Code de division" in words
    qtbot.waitUntil(lambda: tab.table.current_id() == jilin)
    assert find(tab, "division_code").text() == "12"
    assert tab.focusWidget() is find(tab, "division_code")
    assert not tab.may_leave()
    tab.table.choose(panshi)
    answer(qtbot, tab, QDialogButtonBox.StandardButton.Yes)
    qtbot.waitUntil(lambda: tab.selection() == panshi)
    assert city(ctx.workspace, "Jilin").division_code == "220200"


def test_a_figure_is_added_with_the_unit_that_suits_it(ctx: AppContext, open_tab: Open, qtbot: QtBot) -> None:
    ws = ctx.workspace
    tab = open_tab(ctx)
    jingzhou = city(ws, "Jingzhou").id
    tab.select("cities", jingzhou)
    before = len(tab.figures.table.records.entered)
    qtbot.mouseClick(find(tab, "add.figures"), Qt.MouseButton.LeftButton)
    drawer = find(tab, "figures.drawer")
    quantity = drawer.findChild(QWidget, "quantity")
    quantity.setCurrentIndex(quantity.findData("gdp"))
    quantity.activated.emit(quantity.currentIndex())
    value = drawer.findChild(QWidget, "value")
    write(value, "251,6")
    drawer.findChild(QWidget, "year").setFocus()
    rows = [row for row in records.list_records(ws, "figures", city_id=jingzhou) if row.value == 251.6]
    assert [(row.quantity, row.unit) for row in rows] == [("gdp", "billion_cny")]
    assert len(tab.figures.table.records.entered) == before + 1


def test_a_missing_value_and_a_missing_source_are_said_to_be_missing(ctx: AppContext, open_tab: Open) -> None:
    tab = open_tab(ctx)
    tab.select("cities", city(ctx.workspace, "Panshi").id)
    model = tab.figures.table.records
    cells = [[model.cell(row, column).text for column in range(3)] for row in range(model.rowCount())]
    open_figure = next(row for row in cells if row[1] == "à compléter")
    assert open_figure[2] == "source manquante"


def test_a_figure_says_its_perimeter_its_publisher_and_that_it_is_derived(
    ctx: AppContext, open_tab: Open
) -> None:
    ws = ctx.workspace
    jilin = city(ws, "Jilin").id
    source = {"title": "吉林市", "publisher": "Baike", "kind": "encyclopaedia"}
    figure = {
        "city_id": jilin,
        "quantity": "population",
        "value": 1_500_000,
        "unit": "inhabitants",
        "year": 2020,
        "perimeter": {"fr": "quatre districts"},
        "status": "derived",
        "source_id": records.add_record(ws, "sources", source).row_id,
    }
    added = str(records.add_record(ws, "figures", figure).row_id)
    tab = open_tab(ctx)
    tab.select("cities", jilin)
    model = tab.figures.table.records
    row = model.row_of(added) or 0
    what, value, who = (model.cell(row, column) for column in range(3))
    assert (what.text, what.under) == ("Population", "quatre districts")
    assert (value.text, value.under) == ("1\u202f500\u202f000\u00a0hab.", "2020")
    assert (who.text, who.under) == ("Baike", "Déduit · 吉林市")


def test_preferring_one_figure_unprefers_the_other_in_the_same_edit(
    ctx: AppContext, open_tab: Open, qtbot: QtBot
) -> None:
    ws = ctx.workspace
    tab = open_tab(ctx)
    panshi = city(ws, "Panshi").id
    tab.select("cities", panshi)
    areas = [row for row in records.list_records(ws, "figures", city_id=panshi) if row.quantity == "area"]
    other = next(row for row in areas if not row.preferred)
    tab.figures.open(other.id)
    qtbot.keyClick(find(tab, "figures.drawer").findChild(QWidget, "preferred"), Qt.Key.Key_Space)
    preferred = [
        row.id
        for row in records.list_records(ws, "figures", city_id=panshi)
        if row.quantity == "area" and row.preferred
    ]
    assert preferred == [other.id]


def test_escape_in_the_form_of_a_figure_gives_back_the_value_then_closes(
    ctx: AppContext, open_tab: Open, qtbot: QtBot
) -> None:
    tab = open_tab(ctx)
    figure = tab.figures.table.records.record(0)
    tab.figures.open(figure.id)
    drawer = find(tab, "figures.drawer")
    value = drawer.findChild(QWidget, "value")
    shown = value.text()
    write(value, "nul")
    qtbot.keyClick(value, Qt.Key.Key_Escape)
    assert value.text() == shown
    assert drawer.isVisible()
    qtbot.keyClick(value, Qt.Key.Key_Escape)
    assert not drawer.isVisible()


def test_removing_a_city_says_what_goes_with_it_and_can_be_undone(
    ctx: AppContext, open_tab: Open, qtbot: QtBot
) -> None:
    tab = open_tab(ctx)
    qingyun = city(ctx.workspace, "Qingyun").id
    tab.select("cities", qingyun)
    tab.table.setFocus()
    qtbot.keyClick(tab.table, Qt.Key.Key_Delete)
    words = answer(qtbot, tab, QDialogButtonBox.StandardButton.Yes)
    assert "Qingyun" in words
    assert "chiffres" in words
    qtbot.waitUntil(lambda: "Qingyun 庆云县" not in listed(tab))
    assert tab.selection() is not None
    ctx.perform(history.undo)
    assert "Qingyun 庆云县" in listed(tab)


def test_a_click_on_the_map_selects_the_city(ctx: AppContext, open_tab: Open, qtbot: QtBot) -> None:
    tab = open_tab(ctx)
    jingzhou = city(ctx.workspace, "Jingzhou").id
    tab.map.repaint()
    spot = tab.map.spot_of(jingzhou)
    assert spot is not None
    qtbot.mouseClick(tab.map, Qt.MouseButton.LeftButton, pos=spot.toPoint())
    assert tab.selection() == jingzhou


def test_every_city_that_has_a_position_is_on_the_map_whatever_its_shape(
    ctx: AppContext, open_tab: Open
) -> None:
    tab = open_tab(ctx)
    qingyun = city(ctx.workspace, "Qingyun").id
    assert tab.map.spot_of(qingyun) is None
    ctx.perform(records.edit_record, "cities", qingyun, {"latitude": 37.5, "longitude": 117.5})
    for size in ((420, 380), (420, 230), (300, 500), (900, 300)):
        tab.map.resize(*size)
        for line in tab.table.records.entered:
            spot = tab.map.spot_of(line.city.id)
            assert spot is not None
            assert tab.map.rect().contains(spot.toPoint())


def test_the_brief_shown_is_exported_where_the_user_says(
    ctx: AppContext, open_tab: Open, qtbot: QtBot, no_dialogs: FileAnswers, heard: Heard, tmp_path: Path
) -> None:
    tab = open_tab(ctx)
    no_dialogs.save = str(tmp_path / "jilin-fr.pdf")
    qtbot.mouseClick(find(tab, "exportPdf"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: heard.messages != [], timeout=20_000)
    assert heard.messages == ["PDF enregistré\u00a0: jilin-fr.pdf"]
    assert (tmp_path / "jilin-fr.pdf").read_bytes().startswith(b"%PDF")


def test_the_brief_can_be_read_in_another_language_than_the_window(
    ctx: AppContext, open_tab: Open, qtbot: QtBot
) -> None:
    tab = open_tab(ctx)
    choice = find(tab, "previewLanguage")
    choice.setCurrentIndex(choice.findData("zh"))
    document = tab.preview.document
    qtbot.waitUntil(
        lambda: (
            document.status() == QPdfDocument.Status.Ready
            and "吉林市" in document.getAllText(0).text()
            and "Étape" not in document.getAllText(0).text()
        ),
        timeout=20_000,
    )


def test_an_empty_file_says_what_to_do_first(
    ws: Workspace, context_of: Callable[..., AppContext], open_tab: Open, qtbot: QtBot
) -> None:
    tab = open_tab(context_of(ws, "fr"))
    button: QPushButton = find(tab, "addFirst")
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert find(tab, "name.fr").hasFocus()


def test_a_filter_that_hides_everything_offers_to_show_all(
    ctx: AppContext, open_tab: Open, qtbot: QtBot
) -> None:
    tab = open_tab(ctx)
    write(tab.bar.field, "Atlantide")
    button: QPushButton = find(tab, "showAll")
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(listed(tab)) == 4


def test_the_stage_narrows_the_list(ctx: AppContext, open_tab: Open) -> None:
    ws = ctx.workspace
    records.edit_record(ws, "cities", city(ws, "Jilin").id, {"label_stage": "co_construction"})
    tab = open_tab(ctx)
    menu = tab.bar.choice_button.menu()
    next(one for one in menu.actions() if one.text() == "Co-construction").trigger()
    assert listed(tab) == ["Jilin 吉林市"]
    assert tab.bar.choice_button.text() == "Co-construction"


def test_splitter_and_columns_come_back(ctx: AppContext, open_tab: Open) -> None:
    tab = open_tab(ctx)
    tab.table.setColumnWidth(0, 199)
    tab.splitter.setSizes([500, 500, 360])
    tab.splitter.splitterMoved.emit(500, 1)
    again = open_tab(ctx)
    assert again.table.columnWidth(0) == 199
    assert abs(again.splitter.sizes()[0] - tab.splitter.sizes()[0]) <= 2


def test_everything_focusable_has_a_name(any_ctx: AppContext, open_tab: Open) -> None:
    from .test_record_form import _name_of

    tab = open_tab(any_ctx)
    for section in (tab.figures, tab.roles, tab.statements):
        section.open(
            section.table.records.cell(0, 0)
            and section.table.filter.index(0, 0).data(Qt.ItemDataRole.UserRole)
        )
    nameless = [
        f"{type(each).__name__} {each.objectName()}"
        for each in tab.findChildren(QWidget)
        if each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus and not _name_of(each)
    ]
    assert nameless == []
