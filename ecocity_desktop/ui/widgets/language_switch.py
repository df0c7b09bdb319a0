"""The FR / EN / 中文 switch beside a text, with a ring on every language that must be read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ecocity_desktop.domain.local_text import LANGUAGES
from ecocity_desktop.ui.theme import set_role

if TYPE_CHECKING:
    from collections.abc import Collection

    from ecocity_desktop.i18n.catalog import Catalog

MARK = "○"
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class LanguageSwitch(QWidget):
    """Three joined buttons, one of which is down; the arrow keys walk along them."""

    chosen = Signal(str)

    def __init__(self, catalog: Catalog, name: str, label: str) -> None:
        super().__init__()
        self._catalog = catalog
        self._label = label
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        for language in LANGUAGES:
            button = QPushButton()
            button.setObjectName(f"{name}.{language}.switch")
            button.setCheckable(True)
            button.setAutoExclusive(True)
            set_role(button, "segment")
            button.clicked.connect(lambda _down, which=language: self.choose(which))
            button.installEventFilter(self)
            self._buttons[language] = button
            row.addWidget(button)
        self.language = catalog.language
        self.show_marks(())
        self._mark_chosen()

    def choose(self, language: str) -> None:
        """Bring a language to the front."""
        self.language = language
        self._mark_chosen()
        self.chosen.emit(language)

    def show_marks(self, reread: Collection[str], missing: Collection[str] = ()) -> None:
        """Mark the languages to be read again, and pale those without text."""
        for language, button in self._buttons.items():
            marked = language in reread
            name = self._catalog.text(f"ui.form.language_{language}")
            button.setText(f"{name} {MARK}" if marked else name)
            state = "reread" if marked else "missing" if language in missing else "ready"
            button.setProperty("state", state)
            button.style().unpolish(button)
            button.style().polish(button)
            words = self._catalog.text(f"ui.form.language_{state}", language=name)
            button.setToolTip(words if state != "ready" else "")
            button.setAccessibleName(f"{self._label}, {words}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _STEPS:
            at = LANGUAGES.index(self.language) + _STEPS[Qt.Key(event.key())]
            if 0 <= at < len(LANGUAGES):
                self.choose(LANGUAGES[at])
                self._buttons[self.language].setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().eventFilter(watched, event)

    def _mark_chosen(self) -> None:
        for language, button in self._buttons.items():
            front = language == self.language
            button.setChecked(front)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if front else Qt.FocusPolicy.ClickFocus)
