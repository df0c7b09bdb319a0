"""Labels and other words on the window: always plain text, so that nothing a user typed is read as markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QLabel

from ecocity_desktop.ui.theme import set_role

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def label(text: str = "", role: str = "", *, wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """Return a label that shows ``text`` as it is; ``role`` is one of the style sheet, ``wrap`` lets it take lines."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setWordWrap(wrap)
    if role:
        set_role(made, role)
    return made


def section_label(text: str, language: str) -> QLabel:
    """Return the heading of a section: letter-spaced capitals, but bold and plain in Chinese."""
    if language == "zh":
        return label(text, "section_zh")
    made = label(text, "section")
    font = made.font()
    font.setCapitalization(QFont.Capitalization.AllUppercase)
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 1.2)
    made.setFont(font)
    return made


def rule() -> QFrame:
    """Return a hairline across its layout."""
    made = QFrame()
    set_role(made, "rule")
    return made
