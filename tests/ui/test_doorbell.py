"""One window per file, tried with real processes: a second start raises the first window and ends."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ecocity_desktop.services.workspace import open_workspace
from ecocity_desktop.ui.desk import Desk
from ecocity_desktop.ui.doorbell import Doorbell, ring
from ecocity_desktop.ui.start_page import StartPage

from .conftest import let_go

OpenDesk = Callable[..., Desk]

FIRST = """
import sys
from pathlib import Path
from ecocity_desktop.ui import app, desk
plain = desk.Desk._come_forward
desk.Desk._come_forward = lambda self: (plain(self), print("raised", flush=True))
sys.exit(app.run(Path(sys.argv[1]), usable=lambda: print("usable", flush=True)))
"""


SENT = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QFileOpenEvent
from ecocity_desktop.ui import app, desk
from ecocity_desktop.ui.file_arrival import Application
plain = desk.Desk.open_file
def told(self, path):
    opened = plain(self, path)
    if str(path) == sys.argv[2] and opened:
        print(self.workspace.path, flush=True)
    return opened
desk.Desk.open_file = told
made = Application(sys.argv[:1])
made.sendEvent(made, QFileOpenEvent(QUrl.fromLocalFile(sys.argv[2])))
sys.exit(app.run(Path(sys.argv[1])))
"""


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen]]:
    """Start real programs, and end those still there."""
    started: list[subprocess.Popen] = []

    def make(*words: str | Path) -> subprocess.Popen:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        process = subprocess.Popen(
            [sys.executable, *map(str, words)], stdout=subprocess.PIPE, text=True, env=environment
        )
        started.append(process)
        return process

    yield make
    for process in started:
        process.kill()
        process.communicate()


def wait_for_bell(file: Path) -> None:
    """Wait until the first window answers, which it does a moment after it can be used."""
    end = time.monotonic() + 20
    while not ring(file):
        assert time.monotonic() < end, "nobody answered"
        time.sleep(0.1)


def test_a_second_start_on_the_same_file_raises_the_first_window_and_ends(
    start: Callable[..., subprocess.Popen], pilot_path: Path
) -> None:
    first = start("-c", FIRST, pilot_path)
    assert first.stdout is not None
    assert first.stdout.readline() == "usable\n"
    wait_for_bell(pilot_path)
    assert first.stdout.readline() == "raised\n"
    second = start("-m", "ecocity_desktop", pilot_path)
    assert second.wait(timeout=30) == 0
    assert first.stdout.readline() == "raised\n"
    assert first.poll() is None


def test_a_killed_window_leaves_nobody_answering_and_the_file_opens_again(
    start: Callable[..., subprocess.Popen], open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot
) -> None:
    first = start("-c", FIRST, pilot_path)
    assert first.stdout is not None
    first.stdout.readline()
    wait_for_bell(pilot_path)
    first.kill()
    first.wait()
    assert not ring(pilot_path)
    desk = open_desk(pilot_path)
    assert desk.workspace is not None
    qtbot.waitUntil(lambda: desk._doorbell is not None)


def test_nobody_answers_for_a_file_that_is_not_open(pilot_path: Path) -> None:
    assert not ring(pilot_path)


def test_a_file_open_in_a_program_without_a_bell_is_said_to_be_locked(
    open_desk: OpenDesk, pilot_path: Path
) -> None:
    with open_workspace(pilot_path):
        assert not ring(pilot_path)
        assert open_desk(pilot_path).window.findChild(StartPage) is not None


def test_the_bell_is_the_same_however_the_path_is_written(
    dressed: QApplication, pilot_path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    if os.name == "nt":  # there only administrators make links, and capitals make no difference
        other = Path(str(pilot_path).upper())
    else:
        other = tmp_path / "raccourci.ecocity"
        other.symlink_to(pilot_path)
    bell = Doorbell(pilot_path)
    answers = []
    for way in (other, pilot_path.parent / ".." / pilot_path.parent.name / pilot_path.name):
        asked = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "import sys; from pathlib import Path; from ecocity_desktop.ui.doorbell import ring;"
                "sys.exit(0 if ring(Path(sys.argv[1])) else 1)",
                str(way),
            ]
        )
        with qtbot.waitSignal(bell.rung, timeout=10_000):
            pass
        qtbot.waitUntil(lambda asked=asked: asked.poll() is not None, timeout=10_000)
        answers.append(asked.returncode)
    bell.take_down()
    let_go()
    assert answers == [0, 0]


def test_the_bell_moves_with_the_file_that_is_open(
    open_desk: OpenDesk, pilot_path: Path, path: Path, qtbot: QtBot
) -> None:
    desk = open_desk(pilot_path)
    qtbot.waitUntil(lambda: desk._doorbell is not None)
    assert desk.open_file(path)
    qtbot.waitUntil(lambda: desk._doorbell is not None)
    assert not ring(pilot_path)


def dropped(*files: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    return data


def drop(window: object, data: QMimeData) -> bool:
    """Drop ``data`` on a window; return whether it was willing to take it."""
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPointF(40, 40), copy, data, left, none)
    entering.ignore()
    QApplication.sendEvent(window, entering)
    if entering.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(40, 40), copy, data, left, none))
    return entering.isAccepted()


def test_a_workspace_dropped_on_the_window_is_opened(
    open_desk: OpenDesk, pilot_path: Path, path: Path, qtbot: QtBot
) -> None:
    desk = open_desk(pilot_path)
    assert drop(desk.window, dropped(path))
    qtbot.waitUntil(lambda: desk.workspace is not None and desk.workspace.path == path)


@pytest.mark.parametrize("names", (["photo.jpg"], ["a.ecocity", "b.ecocity"], []))
def test_anything_else_that_is_dropped_is_left_alone(
    open_desk: OpenDesk, pilot_path: Path, tmp_path: Path, names: list[str]
) -> None:
    desk = open_desk(pilot_path)
    assert not drop(desk.window, dropped(*(tmp_path / name for name in names)))


def test_a_file_the_system_sends_is_opened_in_the_window_that_is_there(
    start: Callable[..., subprocess.Popen], pilot_path: Path, path: Path
) -> None:
    first = start("-c", SENT, pilot_path, path)
    assert first.stdout is not None
    assert first.stdout.readline() == f"{path}\n"
