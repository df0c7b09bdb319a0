"""Fields with more text than room: cut with « … », shown whole as a tip, whole again while one types."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from ecocity_desktop.ui.desk import Desk
from ecocity_desktop.ui.widgets.elided import ElidedComboBox, ElidedLabel, ElidedLine

LONG = "Le Quotidien du Peuple en ligne, édition française"


def show(qtbot: QtBot, field: QWidget, width: int) -> None:
    qtbot.addWidget(field)
    field.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    field.setFixedWidth(width)
    field.show()


def tip_over(field: QWidget) -> str:
    QToolTip.hideText()
    middle = field.rect().center()
    QApplication.sendEvent(field, QHelpEvent(QEvent.Type.ToolTip, middle, field.mapToGlobal(QPoint(1, 1))))
    return QToolTip.text()


def test_a_line_says_when_its_text_is_cut(dressed: QApplication, qtbot: QtBot) -> None:
    line = ElidedLine(LONG)
    show(qtbot, line, 140)
    assert line.is_cut()
    assert LONG in tip_over(line)
    line.setText("Paris")
    assert not line.is_cut()


def test_a_line_that_fits_has_no_tip_and_a_cut_one_is_painted_with_an_ellipsis(
    dressed: QApplication, qtbot: QtBot
) -> None:
    cut, ended = ElidedLine("Source publique et vérifiée"), ElidedLine("Source publi…")
    show(qtbot, cut, 110)
    show(qtbot, ended, 110)
    assert cut.is_cut()
    assert not ended.is_cut()
    assert cut.grab().toImage() == ended.grab().toImage()


def test_a_choice_says_when_it_is_cut(dressed: QApplication, qtbot: QtBot) -> None:
    combo = ElidedComboBox()
    combo.addItems(["Source publique", LONG])
    show(qtbot, combo, 150)
    assert not combo.is_cut()
    combo.setCurrentIndex(1)
    assert combo.is_cut()
    assert LONG in tip_over(combo)


def test_markup_in_a_cut_text_is_shown_as_it_is(dressed: QApplication, qtbot: QtBot) -> None:
    line = ElidedLine("<b>gras</b> " * 20)
    show(qtbot, line, 120)
    assert "&lt;b&gt;gras" in tip_over(line)


def test_a_label_that_is_cut_makes_way_and_is_painted_with_an_ellipsis(
    dressed: QApplication, qtbot: QtBot
) -> None:
    cut, ended = ElidedLabel(), ElidedLabel()
    cut.setText("Annuler : ajouter la ville")
    ended.setText("Annuler : ajou…")
    for each in (cut, ended):
        show(qtbot, each, ended.sizeHint().width() + 4)
    assert cut.is_cut()
    assert not ended.is_cut()
    assert cut.grab().toImage() == ended.grab().toImage()
    assert "ajouter la ville" in tip_over(cut)


def test_counts_stay_in_the_status_bar_however_long_the_last_change_is_told(
    open_desk: Callable[..., Desk], pilot_path: Path, qtbot: QtBot
) -> None:
    status = open_desk(pilot_path, "zh").window.status
    status.saved.setText("没有任何空格也没有换行的名称" * 12)
    qtbot.wait(20)
    assert status.counts.geometry().right() < status.window().width()
    assert status.counts.width() >= status.counts.sizeHint().width()
