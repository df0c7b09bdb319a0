"""Lists of records: filtering as one types, sorting, keys, both scripts of a name."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ecocity_desktop.domain.enums import MilestoneState
from ecocity_desktop.i18n.catalog import Catalog
from ecocity_desktop.ui.theme import window_font
from ecocity_desktop.ui.widgets.cells import Cell, Column, text_order
from ecocity_desktop.ui.widgets.record_table import RecordTable, RecordTableModel

Place = tuple[str, str, str, float | None]

PLACES: tuple[Place, ...] = (
    ("j", "Jingzhou", "荆州市", 5_231_180.0),
    ("l", "Jilin", "吉林市", 3_623_713.0),
    ("q", "Qingyun", "庆云县", None),
    ("é", "Écully-sur-Eau", "", 18_000.0),
)
Make = Callable[[tuple[Place, ...]], RecordTable]


@pytest.fixture
def make(dressed: QApplication, qtbot: QtBot) -> Make:
    def build(places: tuple[Place, ...]) -> RecordTable:
        columns = (
            Column("Ville", lambda p: Cell(p[1], p[2], "strong"), lambda p: text_order(p[1], "fr"), 150),
            Column("Population", lambda p: Cell(str(p[3])), lambda p: p[3], 100, number=True),
        )
        table = RecordTable(RecordTableModel(columns, lambda p: p[0], lambda p: f"{p[1]} {p[2]}"), "Villes")
        qtbot.addWidget(table)
        table.resize(400, 300)
        table.show()
        table.show_records(places)
        return table

    return build


def shown(table: RecordTable) -> list[str]:
    return [table.filter.index(row, 0).data() for row in range(table.filter.rowCount())]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["Écully-sur-Eau", "Jilin 吉林市", "Jingzhou 荆州市", "Qingyun 庆云县"]),
        ("JING", ["Jingzhou 荆州市"]),
        ("荆州", ["Jingzhou 荆州市"]),
        ("qingyun xian", ["Qingyun 庆云县"]),
        ("qingyunxian", ["Qingyun 庆云县"]),
        ("jilinshi", ["Jilin 吉林市"]),
        ("ecully", ["Écully-sur-Eau"]),
        ("eau écul", ["Écully-sur-Eau"]),
        ("ji 市", ["Jilin 吉林市", "Jingzhou 荆州市"]),
        ("qingyun shi", []),
        ("<b>", []),
    ],
)
def test_the_list_shows_what_holds_every_word_typed(make: Make, typed: str, found: list[str]) -> None:
    table = make(PLACES)
    table.filter_by(typed)
    assert shown(table) == found


def test_sorting_numbers_puts_missing_ones_last_either_way(make: Make) -> None:
    table = make(PLACES)
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert [name[:5] for name in shown(table)] == ["Écull", "Jilin", "Jingz", "Qingy"]
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert [name[:5] for name in shown(table)] == ["Jingz", "Jilin", "Écull", "Qingy"]


def test_the_selected_record_stays_selected_through_sorting_filtering_and_new_data(make: Make) -> None:
    table = make(PLACES)
    table.choose("l")
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert table.current_id() == "l"
    table.filter_by("吉")
    assert table.current_id() == "l"
    table.show_records((PLACES[1], ("n", "Nouvelle", "", 1.0)))
    assert table.current_id() == "l"


def test_a_filter_that_hides_the_selected_record_announces_nothing(make: Make, qtbot: QtBot) -> None:
    table = make(PLACES)
    table.choose("j")
    with qtbot.assertNotEmitted(table.chosen):
        table.filter_by("jilin")
        table.filter_by("")


def test_enter_opens_and_delete_asks_for_removal(make: Make, qtbot: QtBot) -> None:
    table = make(PLACES)
    table.choose("q")
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    with qtbot.waitSignal(table.removal_asked) as asked:
        qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert (opened.args, asked.args) == (["q"], ["q"])


def test_the_arrow_keys_walk_through_the_list(make: Make, qtbot: QtBot) -> None:
    table = make(PLACES)
    table.choose_first()
    with qtbot.waitSignal(table.chosen) as chosen:
        qtbot.keyClick(table, Qt.Key.Key_Down)
    assert chosen.args == ["l"]


def test_numbers_stand_at_the_right(make: Make) -> None:
    table = make(PLACES)
    alignment = table.filter.index(0, 1).data(Qt.ItemDataRole.TextAlignmentRole)
    assert alignment & int(Qt.AlignmentFlag.AlignRight)


def test_a_screen_reader_hears_both_scripts(make: Make) -> None:
    table = make(PLACES)
    table.choose("j")
    assert table.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) == "Jingzhou 荆州市"


def test_a_long_name_is_cut_short_and_painted_as_plain_text(make: Make) -> None:
    table = make((("x", "<b>gras</b> " * 500, "很长的名字" * 100, 1.0),))
    table.viewport().repaint()
    assert table.filter.index(0, 0).data().startswith("<b>gras</b>")
    assert table.rowAt(5) == 0
    assert table.indexAt(QPoint(5, 5)).isValid()


def test_widths_and_sorting_come_back(make: Make) -> None:
    table = make(PLACES)
    table.setColumnWidth(0, 211)
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    other = make(PLACES)
    other.restore_layout(table.layout_state())
    assert other.columnWidth(0) == 211
    assert other.horizontalHeader().sortIndicatorSection() == 1


@pytest.mark.parametrize(
    ("language", "widest"), [("fr", "En retard"), ("en", "Coming up"), ("zh", "未定日期")]
)
def test_a_column_of_states_fits_its_widest_word(
    dressed: QApplication, qtbot: QtBot, language: str, widest: str
) -> None:
    text = Catalog(language, strict=True).text
    words = tuple(text(f"enum.milestone_state.{state.value}") for state in MilestoneState)
    state = Column("", lambda p: Cell(p[1], tone="late"), lambda _p: None, 10, words=words)
    table = RecordTable(RecordTableModel((state, state), lambda p: p[0]), "Jalons")
    qtbot.addWidget(table)
    written = QFontMetricsF(window_font(11, bold=True)).horizontalAdvance(widest)
    assert widest in words
    assert written + 2 * 9 + 2 * 10 <= table.columnWidth(0) < written + 2 * 9 + 2 * 10 + 12


def test_one_column_takes_the_room_the_others_leave(dressed: QApplication, qtbot: QtBot) -> None:
    def column(width: int, *, takes_room: bool = False) -> Column:
        return Column("", lambda p: Cell(p[1]), lambda p: p[1], width, takes_room=takes_room)

    columns = (column(90), column(150, takes_room=True), column(70))
    table = RecordTable(RecordTableModel(columns, lambda p: p[0]), "Jalons")
    qtbot.addWidget(table)
    table.resize(500, 300)
    table.show()
    room = table.viewport().width()
    assert [table.columnWidth(number) for number in range(3)] == [90, room - 160, 70]
    table.setColumnWidth(0, 120)
    assert [table.columnWidth(number) for number in range(3)] == [120, room - 190, 70]
    table.resize(300, 300)
    assert table.columnWidth(1) == 150
    table.resize(500, 300)
    assert table.columnWidth(1) == room - 190


def test_a_width_kept_from_another_language_still_fits_the_states(
    dressed: QApplication, qtbot: QtBot
) -> None:
    def table_of(words: tuple[str, ...]) -> RecordTable:
        state = Column("", lambda p: Cell(p[1], tone="late"), lambda _p: None, 10, words=words)
        other = Column("", lambda p: Cell(p[1]), lambda _p: None, 10)
        table = RecordTable(RecordTableModel((state, other), lambda p: p[0]), "Jalons")
        qtbot.addWidget(table)
        return table

    chinese, french = table_of(("逾期",)), table_of(("Arrive à échéance",))
    wide = french.columnWidth(0)
    french.restore_layout(chinese.layout_state())
    assert chinese.columnWidth(0) < wide
    assert french.columnWidth(0) == wide


def test_chinese_names_are_sorted_by_their_sound(dressed: QApplication, qtbot: QtBot) -> None:
    def table_of(language: str) -> RecordTable:
        column = Column("城市", lambda p: Cell(p[0]), lambda p: text_order(p[0], language), 150)
        table = RecordTable(RecordTableModel((column,), lambda p: p[0]), "城市")
        qtbot.addWidget(table)
        table.show_records([(name,) for name in ("庆云县", "磐石市", "亳州市", "荆州市", "吉林市", "濮阳市")])
        return table

    # bó, jílín, jīngzhōu, pánshí, púyáng, qìngyún
    assert shown(table_of("zh")) == ["亳州市", "吉林市", "荆州市", "磐石市", "濮阳市", "庆云县"]


def test_the_focus_stands_round_the_whole_row_and_leaves_nothing_behind(make: Make, qtbot: QtBot) -> None:
    table = make(PLACES)
    table.activateWindow()
    table.setFocus()
    table.choose_first()
    qtbot.waitUntil(table.hasFocus)

    def edge(row: int) -> list[str]:
        picture = table.viewport().grab().toImage()
        cells = [table.visualRect(table.filter.index(row, column)) for column in (0, 1)]
        middle = cells[0].center().y()
        return [picture.pixelColor(x, middle).name() for x in (cells[0].left(), cells[1].right())]

    assert edge(0) == ["#0f5c4c", "#0f5c4c"]
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert edge(0) == ["#ffffff", "#ffffff"]
    assert edge(1) == ["#0f5c4c", "#0f5c4c"]


def test_a_second_line_makes_the_rows_higher_and_is_read_out(dressed: QApplication, qtbot: QtBot) -> None:
    column = Column(
        "Chiffre", lambda p: Cell(p[0], under=p[1]), lambda _p: None, 150, takes_room=True, two_lines=True
    )
    table = RecordTable(RecordTableModel((column,), lambda p: p[0]), "Chiffres", sorts=False)
    qtbot.addWidget(table)
    table.show_records([("Population", "préfecture entière")])
    assert shown(table) == ["Population · préfecture entière"]
    assert table.rowHeight(0) == 50


def test_titles_that_differ_in_their_end_are_told_apart_where_they_are_cut(
    dressed: QApplication, qtbot: QtBot
) -> None:
    def rows(*, both_ends: bool) -> list[object]:
        column = Column("Titre", lambda p: Cell(p[0], both_ends=both_ends), lambda _p: None, 120)
        table = RecordTable(RecordTableModel((column,), lambda p: p[0]), "Accords", sorts=False)
        qtbot.addWidget(table)
        table.resize(120, 200)
        table.show()
        table.show_records([("Contrat de partenariat CECA–CSTB",), ("Contrat de partenariat CSTB–CSUS",)])
        picture = table.viewport().grab().toImage()
        return [picture.copy(table.visualRect(table.filter.index(row, 0))) for row in (0, 1)]

    first, second = rows(both_ends=False)
    assert first == second
    first, second = rows(both_ends=True)
    assert first != second
