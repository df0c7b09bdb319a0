"""Editors of texts in three languages: one at a time behind a switch, or the two scripts of a name side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ecocity_desktop.domain.fields import Kind
from ecocity_desktop.domain.local_text import FALLBACKS, LANGUAGES
from ecocity_desktop.ui.theme import set_role
from ecocity_desktop.ui.widgets.editor_base import FieldEditor
from ecocity_desktop.ui.widgets.editor_text import TextBox, is_save_key, same_lines, trimmed
from ecocity_desktop.ui.widgets.elided import ElidedLine
from ecocity_desktop.ui.widgets.language_switch import LanguageSwitch

if TYPE_CHECKING:
    from ecocity_desktop.domain.fields import FieldSpec
    from ecocity_desktop.i18n.catalog import Catalog

_HINT_LENGTH = 160


class LocalTextEditor(FieldEditor):
    """A text in three languages, one of them in front; a language to be read again can be confirmed as read.

    Its value is what was changed, by language; ``reread`` only when a language was confirmed.
    """

    def __init__(self, spec: FieldSpec, catalog: Catalog, label: str) -> None:
        super().__init__(spec, catalog, label)
        self._shown: dict[str, Any] = {}
        self._texts: dict[str, str] = dict.fromkeys(LANGUAGES, "")
        self._confirmed: set[str] = set()
        self.switch = LanguageSwitch(catalog, spec.name, label)
        self.switch.chosen.connect(self._bring_forward)
        self.confirm = reread_button(catalog, spec.name)
        self.confirm.clicked.connect(self._confirm)
        self.box: TextBox | QLineEdit
        if spec.kind is Kind.LOCAL_PARAGRAPH:
            self._lay_out_paragraph()
        else:
            self._lay_out_line()
        self._show_front()

    def show_value(self, value: Any) -> None:
        self._shown = dict(value or {})
        self._confirmed = set()
        self._texts = {language: self._shown.get(language) or "" for language in LANGUAGES}
        self._show_front()

    def value(self) -> Any:
        changed = {language: self._typed(language) for language in self._changed()}
        if not changed and self._confirmed:
            return {"reread": [one for one in self._marked() if one not in self._confirmed]}
        return changed

    def is_changed(self) -> bool:
        return bool(self._changed() or self._confirmed)

    def is_given(self) -> bool:
        return any(text.strip() for text in self._texts.values())

    def agrees_with(self, value: Any) -> bool:
        stored = value or {}
        saved = all(self._typed(one) == stored.get(one) for one in self._changed())
        return saved and not self._confirmed & set(stored.get("reread") or ())

    def revert(self) -> None:
        self.show_value(self._shown)

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self.confirm.setEnabled(not read_only)

    def mark_wrong(self, wrong: bool, part: str = "") -> None:
        if part and part != self.switch.language:
            self.switch.choose(part)
        super().mark_wrong(wrong)

    def key_pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        if isinstance(self.box, TextBox) and is_save_key(event):
            self.left.emit()
            return True
        return super().key_pressed(watched, event)

    def _lay_out_paragraph(self) -> None:
        self.box = TextBox()
        self.box.textChanged.connect(self._keep_typed)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.switch)
        head.addWidget(self.confirm)
        head.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.box)
        self.row.addLayout(column, 1)
        self.take_input(self.box)

    def _lay_out_line(self) -> None:
        self.box = ElidedLine()
        self.box.returnPressed.connect(self.left)
        self.box.textEdited.connect(self._keep_typed)
        self.row.addWidget(self.box, 1)
        self.row.addWidget(self.confirm)
        self.row.addWidget(self.switch)
        self.take_input(self.box)

    def _bring_forward(self, _language: str) -> None:
        self._show_front()
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_front(self) -> None:
        language = self.switch.language
        text = self._texts[language]
        self.box.blockSignals(True)
        if isinstance(self.box, TextBox):
            self.box.setPlainText(text)
        else:
            self.box.setText(text)
            self.box.setCursorPosition(0)
        self.box.blockSignals(False)
        self.box.setPlaceholderText(self._hint(language))
        name = self.catalog.text(f"ui.form.language_{language}")
        self.box.setAccessibleName(f"{self.label}, {name}")
        self._show_marks()

    def _show_marks(self) -> None:
        missing = [language for language in LANGUAGES if not self._texts[language]]
        self.switch.show_marks([one for one in self._marked() if one not in self._confirmed], missing)
        self.confirm.setVisible(self.switch.language in self._marked() - self._confirmed)

    def _hint(self, language: str) -> str:
        """Say what the other languages hold where this one is empty."""
        for other in FALLBACKS[language][1:]:
            if self._texts[other]:
                name = self.catalog.text(f"ui.form.language_{other}")
                text = self._texts[other]
                short = text if len(text) <= _HINT_LENGTH else text[: _HINT_LENGTH - 1] + "…"
                return self.catalog.text("ui.form.elsewhere", language=name, text=short)
        return ""

    def _typed(self, language: str) -> str | None:
        return trimmed(self._texts[language], self._shown.get(language) or "") or None

    def _keep_typed(self) -> None:
        self._texts[self.switch.language] = self.box.text()

    def _changed(self) -> list[str]:
        return [
            one for one in LANGUAGES if not _same(self._texts[one], self._shown.get(one) or "", self.spec)
        ]

    def _marked(self) -> set[str]:
        return set(self._shown.get("reread") or ())

    def _confirm(self) -> None:
        self._confirmed.add(self.switch.language)
        self._show_marks()
        self.left.emit()


class NameEditor(FieldEditor):
    """The name of a city in both scripts side by side; French and English apart only where they differ."""

    def __init__(self, spec: FieldSpec, catalog: Catalog, label: str) -> None:
        super().__init__(spec, catalog, label)
        self._shown: dict[str, Any] = {}
        self._confirmed: set[str] = set()
        self.lines = {language: ElidedLine() for language in LANGUAGES}
        self._written: dict[str, str] = dict.fromkeys(LANGUAGES, "")
        self.apart = QPushButton(catalog.text("ui.form.names_apart"))
        self.apart.setCheckable(True)
        self.apart.setObjectName(f"{spec.name}.apart")
        self.apart.setToolTip(catalog.text("ui.form.names_apart_tip"))
        self.apart.setAccessibleName(catalog.text("ui.form.names_apart_tip"))
        set_role(self.apart, "segment")
        self.apart.toggled.connect(self._part)
        self._confirms: dict[str, QPushButton] = {}
        for language in LANGUAGES:
            self._add_line(language)
        self.row.addWidget(self.apart)

    def show_value(self, value: Any) -> None:
        self._shown = dict(value or {})
        self._confirmed = set()
        for language, line in self.lines.items():
            line.setText(self._shown.get(language) or "")
            line.setCursorPosition(0)
            self._written[language] = line.text()
            self._confirms[language].setVisible(language in self._marked())
        french, english = self._shown.get("fr"), self._shown.get("en")
        differ = bool(english) and french != english
        self.apart.blockSignals(True)
        self.apart.setChecked(differ)
        self.apart.blockSignals(False)
        self.lines["en"].parentWidget().setVisible(differ)

    def value(self) -> Any:
        changed = {one: self._typed(one) for one in self._changed()}
        if not changed and self._confirmed:
            return {"reread": [one for one in self._marked() if one not in self._confirmed]}
        return changed

    def is_changed(self) -> bool:
        return bool(self._changed() or self._confirmed)

    def is_given(self) -> bool:
        return any(self._typed(one) for one in LANGUAGES)

    def agrees_with(self, value: Any) -> bool:
        stored = value or {}
        saved = all(self._typed(one) == stored.get(one) for one in self.value() if one != "reread")
        return saved and not self._confirmed & set(stored.get("reread") or ())

    def revert(self) -> None:
        self.show_value(self._shown)

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        for button in (self.apart, *self._confirms.values()):
            button.setEnabled(not read_only)

    def _add_line(self, language: str) -> None:
        line = self.lines[language]
        name = self.catalog.text(f"ui.form.language_{language}")
        self.take_input(line, f"{self.spec.name}.{language}", f"{self.label}, {name}")
        line.setPlaceholderText(
            self.catalog.text("ui.form.name_zh" if language == "zh" else "ui.form.name_latin")
        )
        line.returnPressed.connect(self.left)
        button = reread_button(self.catalog, f"{self.spec.name}.{language}")
        button.clicked.connect(lambda _down, which=language: self._confirm(which))
        button.hide()
        self._confirms[language] = button
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(line, 1)
        row.addWidget(button)
        self.row.addWidget(holder, 1)

    def _part(self, apart: bool) -> None:
        """Show the English name, or let it be the French one from now on."""
        holder = self.lines["en"].parentWidget()
        if holder is not None:
            holder.setVisible(apart)
        if not apart and self.lines["en"].text() != self.lines["fr"].text():
            self.lines["en"].setText(self.lines["fr"].text())
            self.left.emit()

    def _changed(self) -> list[str]:
        """The languages whose name was typed anew; English goes with French as long as they are not apart."""
        lines = [one for one in LANGUAGES if self.lines[one].text() != self._written[one]]
        if self.apart.isChecked():
            return lines
        latin = [one for one in ("fr", "en") if one in lines or "fr" in lines]
        return latin + [one for one in lines if one == "zh"]

    def _typed(self, language: str) -> str | None:
        together = language == "en" and not self.apart.isChecked()
        which = "fr" if together else language
        return trimmed(self.lines[which].text(), self._written[which]) or None

    def _marked(self) -> set[str]:
        return set(self._shown.get("reread") or ())

    def _confirm(self, language: str) -> None:
        self._confirmed.add(language)
        if language == "fr" and not self.apart.isChecked():
            self._confirmed.add("en")
        self._confirms[language].hide()
        self.left.emit()


def reread_button(catalog: Catalog, name: str) -> QPushButton:
    """Return the button by which a reader says that a language was read again and is right."""
    button = QPushButton(catalog.text("ui.form.confirm_reread"))
    button.setObjectName(f"{name}.confirm")
    button.setToolTip(catalog.text("ui.form.confirm_reread_tip"))
    set_role(button, "reread")
    return button


def _same(typed: str, shown: str, spec: FieldSpec) -> bool:
    if spec.kind is Kind.LOCAL_PARAGRAPH:
        return same_lines(typed) == same_lines(shown)
    return typed == shown
