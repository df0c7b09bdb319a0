"""The words that Qt says itself, in French and Chinese also where its own translation lacks them."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QFileInfo
from PySide6.QtWidgets import QApplication, QFileDialog, QFileIconProvider
from pytestqt.qtbot import QtBot

from ecocity_desktop.ui import qt_words


@pytest.mark.skipif(os.name == "nt", reason="Windows shows its own file window")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ["&Voir dans\u00a0:", "&Type de fichiers\u00a0:", "Dossier"]),
        ("en", ["&Look in:", "Files of &type:", "Folder"]),
        ("zh", ["查找范围(&L)：", "文件类型(&T)：", "文件夹"]),
    ],
)
def test_the_file_window_of_qt_speaks_the_language_throughout(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, language: str, words: list[str]
) -> None:
    qt_words.speak(qapp, language)
    dialog = QFileDialog()
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    parts = (QFileDialog.DialogLabel.LookIn, QFileDialog.DialogLabel.FileType)
    kind = QFileIconProvider().type(QFileInfo(str(tmp_path)))
    qt_words.speak(qapp, "en")
    assert [*(dialog.labelText(part) for part in parts), kind] == words
