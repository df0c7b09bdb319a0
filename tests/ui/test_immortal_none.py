"""What PySide6 6.12 takes from Python 3.11 must not bring the program down."""

from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

import ecocity_desktop.ui.widgets  # noqa: F401  # the window's rooms keep None, True and False alive


class Speaker(QObject):
    said = Signal(object)


def test_a_hundred_thousand_signals_do_not_end_the_program(qtbot: QtBot) -> None:
    speaker = Speaker()
    heard: list[object] = []
    speaker.said.connect(heard.append)
    for number in range(100_000):
        speaker.said.emit(number)
    assert len(heard) == 100_000
