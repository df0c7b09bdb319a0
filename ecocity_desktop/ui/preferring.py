"""Preferences: asked for, and taken into the settings, the window and the open file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecocity_desktop.ui.dialogs.preferences import PreferencesDialog

if TYPE_CHECKING:
    from ecocity_desktop.settings import Language
    from ecocity_desktop.ui.desk import Desk


def ask_preferences(desk: Desk) -> None:
    """Show the preferences; what is accepted holds at once."""
    dialog = PreferencesDialog(desk.catalog, desk.settings, desk.window)
    dialog.accepted.connect(lambda: _take(desk, dialog))
    dialog.open()


def _take(desk: Desk, dialog: PreferencesDialog) -> None:
    chosen, language = desk.settings, dialog.language()
    theme_before, words_before = chosen.theme, (chosen.language, chosen.horizon_days)
    dialog.fill(chosen)
    words = chosen.language, chosen.horizon_days
    if desk.workspace is not None and chosen.author:
        desk.workspace.author = chosen.author
    if chosen.theme != theme_before:
        desk.dress(chosen.theme)
    if language != desk.catalog.language or chosen.horizon_days != words_before[1]:
        # They hold once the window speaks them: who stays to correct a refused text keeps those there were.
        chosen.language, chosen.horizon_days = words_before
        desk.window.leave_then(lambda: _speak(desk, language, words))
    desk.save_settings()


def _speak(desk: Desk, language: Language, words: tuple[Language | None, int]) -> None:
    desk.settings.language, desk.settings.horizon_days = words
    desk.change_words(language)
    desk.save_settings()
