"""Questions: who one is at the first start; before something large is done, their verbs and what Enter does."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ecocity_desktop.i18n.catalog import Catalog
from ecocity_desktop.ui.dialogs.backup_words import backup_words
from ecocity_desktop.ui.dialogs.first_start import FirstStartDialog
from ecocity_desktop.ui.dialogs.messages import MessageDialog, confirm
from ecocity_desktop.ui.dialogs.shortcuts import ShortcutsDialog

from .conftest import let_go


@pytest.fixture
def stage(dressed: QApplication, qtbot: QtBot) -> QWidget:
    """A window for questions to lie over."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


def test_a_question_does_nothing_until_it_is_answered_with_yes(
    dressed: QApplication, stage: QWidget, qtbot: QtBot
) -> None:
    done: list[str] = []
    catalog = Catalog("en", strict=True)
    for answer in ("reject", "accept"):
        confirm(
            stage,
            catalog,
            "ui.file.restore_question",
            lambda: done.append("x"),
            yes="ui.file.restore",
            backup="a",
            file="b",
        )
        dialog = stage.findChild(MessageDialog)
        assert done == []
        getattr(dialog, answer)()
        let_go()
    assert done == ["x"]


def test_enter_takes_the_safe_way_out_of_a_question(
    dressed: QApplication, stage: QWidget, qtbot: QtBot
) -> None:
    done: list[str] = []
    catalog = Catalog("fr", strict=True)
    confirm(
        stage,
        catalog,
        "ui.form.remove",
        lambda: done.append("removed"),
        yes="ui.form.remove_button",
        no="ui.form.correct",
        refused=lambda: done.append("kept"),
        name="Jingzhou",
    )
    dialog = stage.findChild(MessageDialog)
    buttons = [(button.text(), button.isDefault()) for button in dialog.buttons.buttons()]
    assert sorted(buttons) == [("Corriger", True), ("Supprimer", False)]
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert done == ["kept"]


def test_at_the_first_start_one_types_who_one_is_and_enter_opens_the_pilot(
    dressed: QApplication, stage: QWidget, qtbot: QtBot
) -> None:
    dialog = FirstStartDialog(Catalog("fr", strict=True), Path("/home/lin/EcoCity.ecocity"), stage)
    dialog.open()
    qtbot.keyClicks(dialog.focusWidget(), "Lin Wei")
    assert dialog.author.text() == "Lin Wei"
    with qtbot.waitSignal(dialog.pilot_chosen):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)


def test_a_dialog_is_as_wide_as_its_words(dressed: QApplication, stage: QWidget, qtbot: QtBot) -> None:
    action = QAction("Historique de l’élément choisi dans la liste du milieu", stage)
    action.setShortcut("Ctrl+H")
    dialog = ShortcutsDialog(Catalog("fr", strict=True), [action], stage)
    dialog.open()
    cut = [one.text() for one in dialog.findChildren(QLabel) if one.width() < one.minimumSizeHint().width()]
    assert cut == []


@pytest.mark.parametrize(
    ("name", "language", "words"),
    [
        ("EcoCity 2026-11-26T101707Z.ecocity", "fr", "La sauvegarde du 26 novembre 2026 à 10:17"),
        ("EcoCity 2026-11-26T101707Z 2.ecocity", "zh", "2026年11月26日10:17的备份"),
        ("EcoCity 2026-11-26T101707Z.json", "en", "The JSON copy of 26 November 2026, 10:17,"),
        (
            "EcoCity.replaced-2026-11-26T101707Z.ecocity",
            "fr",
            "Le fichier remplacé le 26 novembre 2026 à 10:17",
        ),
        ("hier.ecocity", "en", "“hier.ecocity”"),
    ],
)
def test_a_backup_is_called_by_when_it_was_made(
    name: str, language: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ECOCITY_NOW", "2026-11-26T12:00:00+00:00")  # and so in UTC, wherever the tests run
    (tmp_path / name).write_bytes(b"")
    assert backup_words(Catalog(language, strict=True), tmp_path / name) == words
