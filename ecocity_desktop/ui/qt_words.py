"""Qt's own words, such as those of its standard buttons, in the language of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QTranslator

from ecocity_desktop.bundled import resource

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

_TRANSLATIONS = {"fr": "qtbase_fr", "zh": "qtbase_zh_CN"}


def speak(app: QApplication, language: str) -> None:
    """Let ``app`` use ``language``; Qt's English needs no translation. Our own words stand in for those Qt lacks."""
    for before in app.findChildren(QTranslator):
        app.removeTranslator(before)
        before.setParent(None)
    if language in _TRANSLATIONS:
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        for name, place in ((language, str(resource("qt"))), (_TRANSLATIONS[language], folder)):
            translator = QTranslator(app)
            if translator.load(name, place):
                app.installTranslator(translator)
