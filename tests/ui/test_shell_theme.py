"""The look: contrast of every pair of colours that meet, the style sheet, icons, labels."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontInfo, QIcon, QTextLayout
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ecocity_desktop.bundled import resource
from ecocity_desktop.i18n.catalog import Catalog
from ecocity_desktop.ui import icons, theme
from ecocity_desktop.ui.theme import DARK, LIGHT, Colours
from ecocity_desktop.ui.widgets.editor_text import TextBox
from ecocity_desktop.ui.widgets.filter_bar import FilterBar
from ecocity_desktop.ui.widgets.labels import label, section_label

_GROUNDS = ("canvas", "paper", "well", "hover", "selection")
_STATES = ("done", "coming", "late", "planned")
_READ = [
    *((ink, ground) for ink in ("ink", "secondary", "jade", "late") for ground in _GROUNDS),
    *((state, f"{state}_ground") for state in _STATES),
    *((state, "paper") for state in _STATES),
    ("on_jade", "jade"),
    ("on_jade", "jade_strong"),
    ("ink", "late_ground"),
]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colours", (LIGHT, DARK), ids=("light", "dark"))
@pytest.mark.parametrize(("ink", "ground"), _READ)
def test_words_stand_out_from_what_is_under_them(colours: Colours, ink: str, ground: str) -> None:
    lighter, darker = sorted(
        (luminance(getattr(colours, ink)), luminance(getattr(colours, ground))), reverse=True
    )
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


@pytest.mark.parametrize(("name", "hint"), (("light", "#5b6b69"), ("dark", "#a2b2ae")))
@pytest.mark.parametrize("make", (QLineEdit, QPlainTextEdit))
def test_what_an_empty_field_hints_at_is_as_legible_as_other_words(
    dressed: QApplication, qtbot: QtBot, make: type[QLineEdit], name: str, hint: str
) -> None:
    theme.dress(dressed, name)
    field = make()
    qtbot.addWidget(field)
    field.ensurePolished()
    assert field.palette().placeholderText().color().name(QColor.NameFormat.HexArgb) == f"#ff{hint[1:]}"
    theme.dress(dressed, "light")


@pytest.mark.parametrize("colours", (LIGHT, DARK), ids=("light", "dark"))
def test_the_style_sheet_names_only_colours_that_exist_and_pictures_that_ship(colours: Colours) -> None:
    sheet = theme.style_sheet(colours)
    assert "@" not in sheet
    shade = "dark" if colours is DARK else "light"
    for picture in (f"chevron-{shade}.svg", f"chevron-up-{shade}.svg", f"check-{shade}.svg"):
        assert resource("style", picture).is_file()
        assert picture in sheet


@pytest.mark.parametrize(("name", "colours"), (("dark", DARK), ("light", LIGHT)))
def test_a_widget_knows_the_colours_it_is_shown_in(
    dressed: QApplication, qtbot: QtBot, name: str, colours: Colours
) -> None:
    theme.dress(dressed, name)
    widget = QWidget()
    qtbot.addWidget(widget)
    assert theme.colours_of(widget) is colours


def test_the_window_is_set_in_the_family_of_the_briefs(dressed: QApplication) -> None:
    assert QFontInfo(dressed.font()).family() == "EcoCity Sans"


def test_a_role_changes_the_look_even_of_what_is_shown_already(dressed: QApplication, qtbot: QtBot) -> None:
    button = QPushButton("荆州")
    qtbot.addWidget(button)
    button.show()
    theme.set_role(button, "primary")
    assert button.grab().toImage().pixelColor(6, 6).name().upper() == LIGHT.jade


def test_a_link_that_does_nothing_now_is_paler_than_one_that_does(
    dressed: QApplication, qtbot: QtBot
) -> None:
    button = QPushButton("██")
    theme.set_role(button, "link")
    button.setEnabled(False)
    qtbot.addWidget(button)
    middle = button.grab().toImage().pixelColor(button.width() // 2 - 4, button.height() // 2)
    assert middle.name().upper() == LIGHT.secondary


def test_an_icon_is_drawn_in_the_colour_asked(dressed: QApplication) -> None:
    drawn = icons.icon("plus", "#0F5C4C").pixmap(QSize(16, 16), 1.0).toImage()
    assert drawn.pixelColor(8, 8).hue() == QColor("#0F5C4C").hue()
    assert drawn.pixelColor(8, 8).alpha() > 200


@pytest.mark.parametrize("colours", (LIGHT, DARK))
def test_the_plus_on_a_button_that_cannot_be_used_is_as_legible_as_its_words(
    dressed: QApplication, qtbot: QtBot, colours: Colours
) -> None:
    theme.dress(dressed, "light" if colours is LIGHT else "dark")
    bar = FilterBar(Catalog("fr", strict=True), "Ville")
    qtbot.addWidget(bar)
    drawn = bar.add_button.icon().pixmap(QSize(16, 16), 1.0, QIcon.Mode.Disabled).toImage()
    theme.dress(dressed, "light")
    seen, wanted = (QColor(each).toTuple()[:3] for each in (drawn.pixelColor(8, 8), colours.secondary))
    assert all(abs(one - other) <= 2 for one, other in zip(seen, wanted, strict=True))
    assert drawn.pixelColor(8, 8).alpha() > 200


@pytest.mark.parametrize("field", (QLineEdit, TextBox))
def test_what_can_only_be_read_looks_so_in_one_line_and_in_several(
    dressed: QApplication, qtbot: QtBot, field: type[QLineEdit] | type[TextBox]
) -> None:
    shown = field()
    shown.setReadOnly(True)
    qtbot.addWidget(shown)
    shown.show()
    assert shown.grab().toImage().pixelColor(4, 8).name().upper() == LIGHT.canvas


def test_an_icon_is_as_fine_as_the_screen(dressed: QApplication) -> None:
    assert icons.pixmap("search", "#0F5C4C", 16, 2.0).width() == 32


def test_labels_show_markup_as_it_was_typed(dressed: QApplication, qtbot: QtBot) -> None:
    shown = label("<b>CSTB</b>")
    qtbot.addWidget(shown)
    assert shown.textFormat() is Qt.TextFormat.PlainText
    assert shown.text() == "<b>CSTB</b>"


def test_section_heads_are_spaced_capitals_except_in_chinese(dressed: QApplication, qtbot: QtBot) -> None:
    french, chinese = section_label("Présentation", "fr"), section_label("介绍", "zh")
    qtbot.addWidget(french)
    qtbot.addWidget(chinese)
    assert french.font().letterSpacing() > 0
    assert chinese.font().letterSpacing() == 0


@pytest.mark.parametrize("bold", (False, True), ids=("regular", "bold"))
def test_a_han_met_in_hardly_any_text_is_drawn_once_its_font_is_unpacked(
    dressed: QApplication, bold: bool
) -> None:
    theme.load_rare_font(theme.rare_font())
    layout = QTextLayout("荆㛃", theme.window_font(20, bold=bold))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    drawn = {run.rawFont().familyName(): run.glyphIndexes() for run in layout.glyphRuns()}
    assert sorted(drawn) == ["EcoCity Sans", "EcoCity Sans Rare"]
    assert 0 not in drawn["EcoCity Sans Rare"]
