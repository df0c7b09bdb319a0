"""Where Python's garbage is collected: never on the worker, which would delete models and timers under Qt's hands."""

import threading

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ecocity_desktop.ui.jobs import Jobs


class Left(QObject):
    """An object of Qt that only refers to itself, and writes down on which thread it went."""

    def __init__(self, gone_on: list[int]) -> None:
        super().__init__()
        self._itself = self
        self._gone_on = gone_on

    def __del__(self) -> None:
        self._gone_on.append(threading.get_ident())


def make_many_objects() -> tuple[int, list[list[int]]]:
    """Make more objects than any generation of Python's collector takes, and say on which thread."""
    return threading.get_ident(), [[number] for number in range(200_000)]


def test_objects_of_qt_that_nobody_holds_are_deleted_on_the_main_thread(qtbot: QtBot, jobs: Jobs) -> None:
    made: list[tuple[int, list[list[int]]]] = []
    jobs.start(make_many_objects, made.append)  # the worker is there
    qtbot.waitUntil(lambda: len(made) == 1, timeout=20_000)
    assert made[0][0] != threading.get_ident()
    gone_on: list[int] = []
    for _ in range(20):
        Left(gone_on)
    jobs.start(make_many_objects, made.append)
    qtbot.waitUntil(lambda: len(gone_on) == 20, timeout=20_000)
    assert gone_on == [threading.get_ident()] * 20
