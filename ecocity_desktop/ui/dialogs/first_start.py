"""The first questions the program asks: who you are, where the file shall lie, and what to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout

from ecocity_desktop.i18n.catalog import LANGUAGES
from ecocity_desktop.ui import file_dialogs, icons
from ecocity_desktop.ui.dialogs.frame import CalmDialog
from ecocity_desktop.ui.dialogs.preferences import NAME_LIMIT
from ecocity_desktop.ui.menus import LANGUAGE_NAMES
from ecocity_desktop.ui.theme import GRID, set_role
from ecocity_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.i18n.catalog import Catalog
    from ecocity_desktop.settings import Settings


class FirstStartDialog(CalmDialog):
    """Says which answer was given; leaving with Esc makes no file, but keeps who one is."""

    pilot_chosen = Signal()
    empty_chosen = Signal()
    open_chosen = Signal()
    language_chosen = Signal(str)

    def __init__(
        self, catalog: Catalog, file: Path, parent: QWidget | None = None, *, chosen: Settings | None = None
    ) -> None:
        super().__init__(catalog.text("ui.first.title"), parent, width=84 * GRID)
        self._catalog = catalog
        self.file = file
        self.author = self._line("author", chosen.author if chosen else "")
        self.organisation = self._line("organisation", chosen.organisation if chosen else "")
        self.column.addWidget(label(catalog.text("ui.first.who"), "secondary", wrap=True))
        who = QHBoxLayout()
        who.setSpacing(2 * GRID)
        who.addWidget(self.author)
        who.addWidget(self.organisation)
        self.column.addLayout(who)
        self.column.addWidget(label(catalog.text("ui.first.lead"), "secondary", wrap=True))
        cards = QHBoxLayout()
        cards.setSpacing(2 * GRID)
        self.pilot = self._card("pilot", "building-2", self.pilot_chosen)
        self.empty = self._card("empty", "file-text", self.empty_chosen)
        cards.addWidget(self.pilot)
        cards.addWidget(self.empty)
        self.column.addLayout(cards)
        self.where = label(catalog.text("ui.first.where", path=str(file)), "caption", wrap=True)
        self.column.addWidget(self.where)
        self.column.addLayout(self._foot())
        self.pilot.setDefault(True)  # Enter chooses it, also while one is typing who one is
        self.author.setFocus()

    def fill(self, chosen: Settings) -> None:
        """Write who the user is into the settings."""
        chosen.author = self.author.text().strip()
        chosen.organisation = self.organisation.text().strip()

    def _line(self, name: str, text: str) -> QLineEdit:
        words = self._catalog.text(f"ui.preferences.{name}")
        field = QLineEdit(text, self)
        field.setObjectName(name)
        field.setMaxLength(NAME_LIMIT)
        field.setPlaceholderText(words)
        field.setAccessibleName(words)
        return field

    def _card(self, name: str, icon: str, chosen) -> QPushButton:  # type: ignore[no-untyped-def]  # a signal
        """Return a large button with a heading and a sentence in it."""
        title, words = (self._catalog.text(f"ui.first.{name}{part}") for part in ("", "_hint"))
        card = QPushButton(self)
        card.setObjectName(name)
        set_role(card, "choice")
        card.setAccessibleName(title)
        card.setAccessibleDescription(words)
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        card.setFixedHeight(25 * GRID)
        column = QVBoxLayout(card)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        picture = label()
        icons.draw(picture, icon, "jade", 28)
        for part in (picture, label(title, "strong", wrap=True), label(words, "secondary", wrap=True)):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(part)
        column.addStretch(1)
        card.clicked.connect(lambda: self._answer(chosen))
        return card

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GRID // 2)
        deeds = {"elsewhere": self._ask_folder, "open": lambda: self._answer(self.open_chosen)}
        for name, deed in deeds.items():
            other = QPushButton(self._catalog.text(f"ui.first.{name}"))
            other.setObjectName(name)
            set_role(other, "link")
            other.setAutoDefault(False)
            other.clicked.connect(deed)
            row.addWidget(other)
        row.addStretch(1)
        for language in LANGUAGES:
            button = QPushButton(LANGUAGE_NAMES[language])
            button.setObjectName(f"language.{language}")
            set_role(button, "link")
            button.setAutoDefault(False)
            chosen = language == self._catalog.language
            button.setEnabled(not chosen)
            button.setProperty("state", "chosen" if chosen else "other")
            button.clicked.connect(lambda _=False, other=language: self._speak(other))
            row.addWidget(button)
        return row

    def _ask_folder(self) -> None:
        """Ask where the new file shall lie; its name stays."""
        title = self._catalog.text("ui.first.elsewhere")
        folder = file_dialogs.ask_folder(self, title, str(Path.home()))
        if folder:
            self.file = Path(folder) / self.file.name
            self.where.setText(self._catalog.text("ui.first.where", path=str(self.file)))

    def _answer(self, chosen) -> None:  # type: ignore[no-untyped-def]  # a signal
        self.accept()
        chosen.emit()

    def _speak(self, language: str) -> None:
        self.accept()
        self.language_chosen.emit(language)
