"""What is being typed outlives the window it is typed in: at dusk, with other preferences, when a backup comes back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from ecocity_desktop import settings
from ecocity_desktop.services import backups, records
from ecocity_desktop.services.workspace import open_workspace
from ecocity_desktop.ui import theme
from ecocity_desktop.ui.desk import Desk
from ecocity_desktop.ui.dialogs.drafts import DraftsDialog
from ecocity_desktop.ui.dialogs.messages import MessageDialog
from ecocity_desktop.ui.dialogs.preferences import PreferencesDialog
from ecocity_desktop.ui.widgets.editor_base import FieldEditor

from .conftest import FileAnswers, let_go

OpenDesk = Callable[..., Desk]


def preferences(desk: Desk, **chosen: str) -> None:
    """Choose a language or a theme in the preferences, and leave them with OK."""
    desk.window.menus.action("preferences").trigger()
    dialog = desk.window.findChild(PreferencesDialog)
    for name, value in chosen.items():
        field = dialog.findChild(QComboBox, name)
        field.setCurrentIndex(field.findData(value))
    dialog.accept()
    let_go()


def begin_a_city(desk: Desk, first_words: str) -> FieldEditor:
    """The lead of a city that has no name yet: it cannot be saved."""
    desk.window.show_tab("cities")
    desk.window.current_tab()[1].add_record()
    lead = desk.window.current_tab()[1].panel.form.editors["lead"]
    lead.inputs[0].setPlainText(first_words)
    return lead


def latitude(desk: Desk) -> QLineEdit:
    """The field of the latitude of Panshi, in its form."""
    assert desk.workspace is not None
    cities = records.list_records(desk.workspace, "cities")
    desk.window.open_record("cities", next(one.id for one in cities if one.name.zh == "磐石市"))
    field = desk.window.current_tab()[1].panel.form.editors["latitude"].inputs[0]
    assert isinstance(field, QLineEdit)
    return field


def test_at_dusk_the_window_turns_dark_and_what_is_being_typed_stays(
    open_desk: OpenDesk, pilot_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_desk(pilot_path)
    assert desk.settings.theme == "system"
    window, field = desk.window, latitude(desk)
    field.setText("quarante-deux degrés")
    monkeypatch.setattr(theme, "wanted_colours", lambda _app, _theme: theme.DARK)
    QApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    let_go()
    assert desk.window is window
    assert window.palette().window().color().lightness() < 128
    assert latitude(desk).text() == "quarante-deux degrés"


def test_a_theme_of_ones_own_does_not_follow_the_system(
    open_desk: OpenDesk, pilot_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_desk(pilot_path)
    desk.dress("light")
    dressed: list[object] = []
    monkeypatch.setattr(theme, "dress", lambda *given: dressed.append(given))
    QApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    let_go()
    assert dressed == []


def test_another_theme_is_put_on_the_icons_that_are_there(open_desk: OpenDesk, pilot_path: Path) -> None:
    desk = open_desk(pilot_path)
    desk.window.show_tab("cities")
    plus = desk.window.current_tab()[1].bar.add_button
    middle = plus.iconSize() / 2
    inks = []
    for name in ("light", "dark"):
        desk.dress(name)
        drawn = plus.icon().pixmap(plus.iconSize(), 1.0).toImage()
        inks.append(
            "light" if drawn.pixelColor(middle.width(), middle.height()).lightness() > 128 else "dark"
        )
    assert inks == ["light", "dark"]


def test_a_new_record_that_cannot_be_saved_yet_outlives_another_theme(
    open_desk: OpenDesk, pilot_path: Path
) -> None:
    desk = open_desk(pilot_path)
    lead = begin_a_city(desk, "Un long paragraphe.")
    desk.window.menus.action("theme.dark").trigger()
    preferences(desk, theme="light")
    let_go()
    assert lead.inputs[0].toPlainText() == "Un long paragraphe."
    assert desk.window.menus.action("theme.light").isChecked()


def test_preferences_ask_before_a_window_with_refused_text_is_replaced(
    open_desk: OpenDesk, pilot_path: Path
) -> None:
    desk = open_desk(pilot_path)
    window = desk.window
    latitude(desk).setText("quarante-deux degrés")
    preferences(desk, language="en")
    window.findChild(MessageDialog).reject()
    assert desk.window is window
    assert latitude(desk).text() == "quarante-deux degrés"
    assert (desk.settings.language, settings.load().language) == (None, None)
    preferences(desk, language="en")
    window.findChildren(MessageDialog)[-1].accept()
    let_go()
    assert desk.catalog.language == "en"
    assert (desk.settings.language, settings.load().language) == ("en", "en")
    assert desk.window is not window


def test_a_backup_is_not_restored_before_one_is_asked_about_refused_text(
    open_desk: OpenDesk, pilot_path: Path, no_dialogs: FileAnswers
) -> None:
    with open_workspace(pilot_path) as ws:
        no_dialogs.open = str(backups.make_backup(ws))
    desk = open_desk(pilot_path)
    latitude(desk).setText("quarante-deux degrés")
    desk.window.menus.action("restore").trigger()
    sure = desk.window.findChild(MessageDialog)
    sure.accept()
    give_up = next(one for one in desk.window.findChildren(MessageDialog) if one is not sure)
    give_up.reject()
    let_go()
    assert latitude(desk).text() == "quarante-deux degrés"
    assert list(pilot_path.parent.glob("pilot.replaced-*")) == []


def test_text_in_a_window_replaced_without_a_question_is_offered_in_the_next_one(
    open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot
) -> None:
    desk = open_desk(pilot_path)
    begin_a_city(desk, "Un long paragraphe.")
    desk.show_again()
    let_go()
    qtbot.waitUntil(lambda: desk.window.findChild(DraftsDialog) is not None)
    assert "Un long paragraphe." in desk.window.findChild(DraftsDialog).shown.toPlainText()
