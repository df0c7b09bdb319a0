"""What tests of the window share: a dressed application, a context, a desk with a window, answers to file dialogs."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ecocity_desktop.errors import UserError
from ecocity_desktop.i18n.catalog import Catalog
from ecocity_desktop.services.workspace import Workspace
from ecocity_desktop.settings import Language, Settings
from ecocity_desktop.ui import file_dialogs, theme
from ecocity_desktop.ui.context import AppContext
from ecocity_desktop.ui.desk import Desk
from ecocity_desktop.ui.garbage import GarbageCollector
from ecocity_desktop.ui.jobs import Jobs


@dataclass
class FileAnswers:
    """What the system's file dialogs answer in a test: the path to open, to save, or the folder; empty is Esc.

    ``titles`` are those of the dialogs that asked where to save.
    """

    open: str = ""
    save: str = ""
    folder: str = ""
    titles: list[str] = field(default_factory=list)


class Heard:
    """What a context said: sentences in passing, and errors."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.errors: list[UserError] = []


@pytest.fixture(scope="package", autouse=True)
def collector(qapp: QApplication) -> Iterator[GarbageCollector]:
    """Garbage is collected on the main thread, as ``app.run`` has it."""
    collector = GarbageCollector()
    yield collector
    gc.enable()


@pytest.fixture(autouse=True)
def tidy(collector: GarbageCollector) -> Iterator[None]:
    """What a test left behind is collected after it: the timer only runs where a test waits."""
    yield
    collector.collect()


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The application in the fonts and the light theme of the program."""
    theme.load_fonts()
    theme.dress(qapp, "light")
    return qapp


@pytest.fixture
def jobs(dressed: QApplication) -> Iterator[Jobs]:
    """A worker."""
    worker = Jobs()
    yield worker
    worker.stop()


@pytest.fixture
def heard() -> Heard:
    """What ``ctx`` said so far."""
    return Heard()


@pytest.fixture
def context_of(jobs: Jobs, heard: Heard) -> Callable[[Workspace, str], AppContext]:
    """Make a context on a workspace in a language."""

    def make(workspace: Workspace, language: str) -> AppContext:
        return AppContext(
            workspace,
            Catalog(language, strict=True),
            Settings(),
            jobs,
            show_message=heard.messages.append,
            show_error=heard.errors.append,
        )

    return make


@pytest.fixture
def ctx(pilot_ws: Workspace, context_of: Callable[[Workspace, str], AppContext]) -> AppContext:
    """A context on the pilot programme, in French."""
    return context_of(pilot_ws, "fr")


@pytest.fixture(params=("fr", "en", "zh"))
def any_ctx(
    request: pytest.FixtureRequest,
    pilot_ws: Workspace,
    context_of: Callable[[Workspace, str], AppContext],
) -> AppContext:
    """A context on the pilot programme, in each language in turn."""
    return context_of(pilot_ws, request.param)


@pytest.fixture
def no_dialogs(monkeypatch: pytest.MonkeyPatch) -> FileAnswers:
    """Answer the system's file dialogs without showing them."""
    answers = FileAnswers()

    def save(_parent: QWidget, title: str, *_args: object, **_kw: object) -> str:
        answers.titles.append(title)
        return answers.save

    monkeypatch.setattr(file_dialogs, "ask_file", lambda *_args, **_kw: answers.open)
    monkeypatch.setattr(file_dialogs, "ask_new_file", save)
    monkeypatch.setattr(file_dialogs, "ask_folder", lambda *_args, **_kw: answers.folder)
    return answers


@pytest.fixture
def open_desk(
    dressed: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Desk]]:
    """Put the window up on a file, in a language, as ``app.run`` does, and wait until all of it is there."""
    opened: list[Desk] = []

    def show(file: Path | None, language: Language = "fr", chosen: Settings | None = None) -> Desk:
        desk = Desk(dressed, chosen or Settings(), language)
        monkeypatch.setattr(dressed, "quit", lambda: None)
        opened.append(desk)
        with qtbot.waitSignal(desk.usable, timeout=20_000):
            desk.begin(file)
        qtbot.waitUntil(lambda: desk.workspace is None or desk.guard is not None)
        return desk

    yield show
    for desk in opened:
        desk.clear()
        desk.deleteLater()
    let_go()
    theme.dress(dressed, "light")


def put_up(qtbot: QtBot, widget: QWidget, width: int = 1360, height: int = 750) -> None:
    """Show a widget as a window of its own and wait until it has the keys."""
    qtbot.addWidget(widget)
    widget.resize(width, height)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


def let_go() -> None:
    """Let everything be deleted that was asked to be."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()


def soon(deed: Callable[[], None]) -> None:
    """Do something as soon as the event loop runs again."""
    QTimer.singleShot(0, deed)
