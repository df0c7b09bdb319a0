"""Asking for a file or a folder with Qt's own window: nothing it lists is opened, and the answer is what was asked."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QFileInfo, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QFileIconProvider, QListView, QWidget
from pytestqt.qtbot import QtBot

from ecocity_desktop.ui import file_dialogs
from ecocity_desktop.ui.desk import Desk

OpenDesk = Callable[..., Desk]
LISTED_MS = 400
"""How long a file window stays up after all files are in its list: what it looks up of them, it has by then."""


@pytest.fixture
def stage(dressed: object, qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


def shown() -> QFileDialog | None:
    dialogs = [one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog)]
    return next((one for one in dialogs if one.isVisible()), None)


def names_in(view: QListView) -> set[str]:
    root, model = view.rootIndex(), view.model()
    return {str(model.index(row, 0, root).data()) for row in range(model.rowCount(root))}


class FileWindow:
    """Answers the file window that comes up next, once it lists what it should; remembers it as it stood."""

    def __init__(self, accept: bool = False, until: frozenset[str] = frozenset()) -> None:
        self.listed: set[str] = set()
        self.title = self.proposed = ""
        self._accept, self._until = accept, until
        self._looks_left = 1000
        QTimer.singleShot(20, self._look)

    def _look(self) -> None:
        dialog = shown()
        view = dialog.findChild(QListView, "listView") if dialog is not None else None
        self._looks_left -= 1
        if dialog is None or view is None:
            QTimer.singleShot(20, self._look)
        elif (names := names_in(view)) and (self._until <= names or self._looks_left <= 0):
            QTimer.singleShot(LISTED_MS, lambda: self._answer(dialog, view))
        else:
            QTimer.singleShot(20, self._look)

    def _answer(self, dialog: QFileDialog, view: QListView) -> None:
        self.listed = names_in(view)
        self.title, self.proposed = dialog.windowTitle(), next(iter(dialog.selectedFiles()), "")
        if self._accept:
            dialog.accept()
        else:
            dialog.reject()


@pytest.mark.skipif(os.name == "nt", reason="locks belong to handles there")
@pytest.mark.parametrize("asked", ["open", "backup_to", "export_json"])
def test_nobody_else_may_write_to_the_open_file_after_a_file_window(
    open_desk: OpenDesk, pilot_path: Path, another_may_write: Callable[[Path], bool], asked: str
) -> None:
    shutil.copy(pilot_path, pilot_path.with_name("copy of no known kind"))
    pilot_path.with_name("older").mkdir()  # something to list, where files of one kind are shown only
    desk = open_desk(pilot_path)
    assert not another_may_write(pilot_path)
    window = FileWindow()
    desk.window.menus.action(asked).trigger()
    assert window.listed
    assert not another_may_write(pilot_path)


@pytest.mark.skipif(os.name == "nt", reason="locks belong to handles there")
def test_a_window_that_lists_every_file_opens_none(
    open_desk: OpenDesk,
    pilot_path: Path,
    another_may_write: Callable[[Path], bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(pilot_path.parent)  # the folder Qt begins with
    os.link(pilot_path, pilot_path.with_name("second name"))
    desk = open_desk(pilot_path)
    window = FileWindow(until=frozenset({"pilot.ecocity", "second name"}))
    assert file_dialogs.ask_new_file(desk.window, "Où ?", str(pilot_path), "") == ""
    assert {"pilot.ecocity", "second name"} <= window.listed
    assert not another_may_write(pilot_path)


def test_the_icon_of_a_file_is_that_of_any_file(dressed: object, tmp_path: Path) -> None:
    icons, kinds = file_dialogs.PlainIcons(), QFileIconProvider.IconType
    for place, kind in ((tmp_path, kinds.Folder), (tmp_path / "plan.ecocity", kinds.File)):
        info = QFileInfo(str(place))
        assert icons.icon(info).cacheKey() == icons.icon(kind).cacheKey()
    assert icons.type(QFileInfo(str(tmp_path / "plan.ecocity"))) == "ecocity"


def test_what_is_proposed_is_the_answer(stage: QWidget, tmp_path: Path) -> None:
    (tmp_path / "older.pdf").touch()
    window = FileWindow(accept=True)
    proposed = str(tmp_path / "Fiche.pdf")
    assert file_dialogs.ask_new_file(stage, "Où ?", proposed, "PDF (*.pdf)") == proposed
    assert (window.title, Path(window.proposed)) == ("Où ?", Path(proposed))
    assert window.listed == {"older.pdf"}


def test_only_files_of_the_kinds_asked_for_are_listed(stage: QWidget, tmp_path: Path) -> None:
    for name in ("a.ecocity", "b.json", "c.txt"):
        (tmp_path / name).touch()
    window = FileWindow()
    assert file_dialogs.ask_file(stage, "Lequel ?", str(tmp_path), "EcoCity (*.ecocity);;JSON (*.json)") == ""
    assert window.listed == {"a.ecocity"}


def test_the_folder_one_starts_from_is_the_answer(stage: QWidget, tmp_path: Path) -> None:
    (tmp_path / "within").mkdir()
    window = FileWindow(accept=True)
    assert file_dialogs.ask_folder(stage, "Quel dossier ?", str(tmp_path)) == str(tmp_path)
    assert window.listed == {"within"}


def test_an_existing_file_is_taken_unasked_where_its_own_verb_refuses_it(
    stage: QWidget, tmp_path: Path
) -> None:
    there = tmp_path / "there.ecocity"
    there.touch()
    window = FileWindow(accept=True)
    kinds = "EcoCity (*.ecocity)"
    assert file_dialogs.ask_new_file(stage, "Où ?", str(there), kinds, confirm_overwrite=False) == str(there)
    assert window.listed == {"there.ecocity"}
