"""The user's choices: who they are, language and look of the window, paper and folder of the briefs, warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
)

from ecocity_desktop.i18n.catalog import LANGUAGES
from ecocity_desktop.settings import BRIEFS_FOLDER, HORIZON_DAYS_LIMIT, Paper
from ecocity_desktop.ui import file_dialogs
from ecocity_desktop.ui.dialogs.frame import Button, CalmDialog
from ecocity_desktop.ui.menus import LANGUAGE_NAMES, THEMES
from ecocity_desktop.ui.theme import GRID
from ecocity_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QWidget

    from ecocity_desktop import settings
    from ecocity_desktop.i18n.catalog import Catalog

NAME_LIMIT = 200
"""The longest name of a user or an organisation."""


class PreferencesDialog(CalmDialog):
    """A form over the settings; they change only when it is accepted and ``fill`` is called."""

    def __init__(self, catalog: Catalog, chosen: settings.Settings, parent: QWidget | None = None) -> None:
        super().__init__(catalog.text("ui.preferences.title"), parent, width=68 * GRID)
        self._catalog = catalog
        self._form = QFormLayout()
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._form.setHorizontalSpacing(2 * GRID)
        self._form.setVerticalSpacing(GRID)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.author = self._line("author", chosen.author)
        self.organisation = self._line("organisation", chosen.organisation)
        names = [(each, LANGUAGE_NAMES[each]) for each in LANGUAGES]
        self._language = self._list("language", names, catalog.language)
        themes = [(each, catalog.text(f"ui.theme.{each}")) for each in THEMES]
        self._theme = self._list("theme", themes, chosen.theme)
        papers = [(each, catalog.text(f"ui.paper.{each}")) for each in get_args(Paper)]
        self._paper = self._list("paper", papers, chosen.paper)
        self.briefs_folder = self._folder(chosen.layout.get(BRIEFS_FOLDER, ""))
        self.horizon_days = self._days("horizon_days", chosen.horizon_days)
        self.column.addLayout(self._form)
        self.column.addWidget(label(catalog.text("ui.preferences.hint"), "caption", wrap=True))
        self.add_buttons(Button.Ok | Button.Cancel)

    def language(self) -> settings.Language:
        """Return the language chosen."""
        chosen: settings.Language = self._language.currentData()
        return chosen

    def theme(self) -> settings.Theme:
        """Return the theme chosen."""
        chosen: settings.Theme = self._theme.currentData()
        return chosen

    def fill(self, chosen: settings.Settings) -> None:
        """Write what the form says into the settings."""
        chosen.author = self.author.text().strip()
        chosen.organisation = self.organisation.text().strip()
        if self.language() != self._catalog.language or chosen.language is not None:
            chosen.language = self.language()
        chosen.theme = self.theme()
        chosen.paper = self._paper.currentData()
        chosen.horizon_days = self.horizon_days.value()
        if self.briefs_folder.text().strip():
            chosen.layout[BRIEFS_FOLDER] = self.briefs_folder.text().strip()
        else:
            chosen.layout.pop(BRIEFS_FOLDER, None)

    def _line(self, name: str, text: str) -> QLineEdit:
        field = QLineEdit(text, self)
        field.setMaxLength(NAME_LIMIT)
        self._add(name, field)
        return field

    def _list(self, name: str, choices: Iterable[tuple[str, str]], now: str) -> QComboBox:
        field = QComboBox(self)
        for value, words in choices:
            field.addItem(words, value)
        field.setCurrentIndex(field.findData(now))
        self._add(name, field)
        return field

    def _days(self, name: str, now: int) -> QSpinBox:
        field = QSpinBox(self)
        field.setRange(1, HORIZON_DAYS_LIMIT)
        field.setValue(now)
        field.lineEdit().setTextMargins(GRID, 0, 0, 0)
        field.setFixedSize(10 * GRID, self.author.sizeHint().height())
        self._add(name, field)
        return field

    def _folder(self, now: str) -> QLineEdit:
        """Add a line for a folder, with a button to choose one; an empty line leaves it to the export."""
        words = self._catalog.text("ui.preferences.briefs_folder")
        field = QLineEdit(now, self)
        field.setObjectName("briefs_folder")
        field.setAccessibleName(words)
        button = QPushButton(self._catalog.text("ui.preferences.browse"), self)
        button.setObjectName("browse")
        button.setAccessibleDescription(words)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._ask_folder(field, words))
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(field, 1)
        row.addWidget(button)
        caption = label(words, "secondary")
        caption.setBuddy(field)
        self._form.addRow(caption, row)
        return field

    def _ask_folder(self, field: QLineEdit, title: str) -> None:
        folder = file_dialogs.ask_folder(self, title, field.text())
        if folder:
            field.setText(folder)

    def _add(self, name: str, field: QWidget) -> None:
        words = self._catalog.text(f"ui.preferences.{name}")
        field.setObjectName(name)
        field.setAccessibleName(words)
        caption = label(words, "secondary")
        caption.setBuddy(field)
        self._form.addRow(caption, field)
