"""Qt's own words, such as those of its standard buttons, in the language of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QTranslator

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

_TRANSLATIONS = {"fr": "qtbase_fr", "zh": "qtbase_zh_CN"}


def speak(app: QApplication, language: str) -> None:
    """Let ``app`` use ``language``; Qt's English needs no translation."""
    before = app.findChild(QTranslator)
    if before is not None:
        app.removeTranslator(before)
        before.setParent(None)
    if language in _TRANSLATIONS:
        translator = QTranslator(app)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if translator.load(_TRANSLATIONS[language], folder):
            app.installTranslator(translator)
