"""Ten thousand partners: filtering within 50 ms, a frame of scrolling within 16 ms (medians), beside Qt's own list."""

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QApplication, QTableView

from ecocity_desktop.domain.enums import PartnerKind
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.partner import Partner
from ecocity_desktop.services.partners import PartnerLine
from ecocity_desktop.ui import theme
from ecocity_desktop.ui.tabs.city_lists import partner_cell
from ecocity_desktop.ui.widgets.cells import Cell, Column, text_order
from ecocity_desktop.ui.widgets.record_table import RecordTable, RecordTableModel

pytestmark = pytest.mark.benchmark(
    timer=time.process_time
)  # the list works alone: its own time, whatever else runs
COUNT = 10_000
HAN = "荆州吉林磐石庆云中国城市科学研究会北京上海广东生态院法建筑"


def partner(number: int) -> PartnerLine:
    name = f"Société d’ingénierie n° {number * 7919 % COUNT}"
    chinese = HAN[number % 20 : number % 20 + 4] + "公司"
    kind = list(PartnerKind)[number % len(PartnerKind)]
    made = Partner(id=str(number), name=LocalText(name, f"Engineering company {number}", chinese), kind=kind)
    return PartnerLine(made, (), (), ())


@pytest.fixture(scope="module")
def table(qapp: QApplication) -> RecordTable:
    theme.load_fonts()
    theme.dress(qapp, "light")
    columns = (
        Column(
            "Nom",
            lambda line: partner_cell(line.partner, "fr"),
            lambda line: text_order(line.partner.name.fr or "", "fr"),
            260,
        ),
        Column(
            "Nature", lambda line: Cell(line.partner.kind.value), lambda line: line.partner.kind.value, 140
        ),
    )
    model = RecordTableModel(
        columns, lambda line: line.partner.id, lambda line: " ".join(line.partner.name.texts())
    )
    made = RecordTable(model, "Partenaires")
    made.resize(440, 800)
    made.show()
    made.show_records([partner(number) for number in range(COUNT)])
    model.haystack.prepare()  # as entering the filter does
    return made


@pytest.mark.parametrize("typed", ["7", "societe 12", "zhongguo", "磐石", "rien de tel"])
def test_filtering(benchmark: Callable[..., None], table: RecordTable, typed: str) -> None:
    def type_words() -> None:
        table.filter_by(typed)
        QApplication.processEvents()  # the list lays itself out
        table.viewport().repaint()

    def clear() -> None:
        table.filter_by("")
        QApplication.processEvents()

    benchmark.pedantic(type_words, setup=clear, rounds=20)
    assert benchmark.stats.stats.median < 0.050


def test_sorting(benchmark: Callable[..., None], table: RecordTable) -> None:
    orders = iter([Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder] * 20)
    benchmark.pedantic(lambda: table.sortByColumn(0, next(orders)), rounds=10)


def test_scrolling(benchmark: Callable[..., None], table: RecordTable) -> None:
    table.filter_by("")
    QApplication.processEvents()
    bar = table.verticalScrollBar()
    places = iter([index * 3571 % bar.maximum() for index in range(1000)])

    def scroll() -> None:
        bar.setValue(next(places))
        table.viewport().repaint()

    benchmark.pedantic(scroll, rounds=200)
    assert benchmark.stats.stats.median < 0.016


def test_scrolling_floor(benchmark: Callable[..., None], table: RecordTable) -> None:
    """The same with Qt's own list and delegate: what a frame costs at least."""
    view = QTableView()
    view.setModel(QStringListModel([str(number) for number in range(COUNT)]))
    view.resize(440, 800)
    view.show()
    QApplication.processEvents()
    bar = view.verticalScrollBar()
    places = iter([index * 3571 % bar.maximum() for index in range(1000)])

    def scroll() -> None:
        bar.setValue(next(places))
        view.viewport().repaint()

    benchmark.pedantic(scroll, rounds=200)
    view.close()
