"""The check of the file in the window: what is wrong, with which record, and what that means."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from PySide6.QtWidgets import QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from ecocity_desktop.services.workspace import Workspace, open_workspace
from ecocity_desktop.ui.context import AppContext
from ecocity_desktop.ui.dialogs.check import CheckDialog


def test_what_a_check_finds_is_said_with_the_record_and_what_it_means(
    context_of: Callable[[Workspace, str], AppContext], pilot_path: Path, qtbot: QtBot
) -> None:
    with closing(sqlite3.connect(pilot_path)) as other, other:
        other.execute("UPDATE city SET latitude = NULL WHERE name LIKE '%磐石市%'")
        other.execute("DELETE FROM search_row")
    with open_workspace(pilot_path) as ws:
        dialog = CheckDialog(context_of(ws, "fr"))
        qtbot.addWidget(dialog)
        (shown,) = dialog.findChildren(QPlainTextEdit)
        said = shown.toPlainText().replace("\xa0", " ")
        assert "ville Panshi" in said
        assert "Rien n’est perdu" in said
        assert any("L’index de recherche" in one.text() for one in dialog.findChildren(QLabel))
