"""Editors of plain texts: one line, several lines, a list of words or of files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from babel.core import UnknownLocaleError
from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy

from ecocity_desktop.i18n.formats import locale_of
from ecocity_desktop.ui.widgets.editor_base import FieldEditor
from ecocity_desktop.ui.widgets.elided import ElidedLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecocity_desktop.domain.fields import FieldSpec
    from ecocity_desktop.i18n.catalog import Catalog

_LEAST_LINES, _MOST_LINES = 3, 12


class LineEditor(FieldEditor):
    """One line of text. A country is written as its code and said in words."""

    def __init__(self, spec: FieldSpec, catalog: Catalog, label: str) -> None:
        super().__init__(spec, catalog, label)
        self.line = ElidedLine()
        self.line.returnPressed.connect(self.left)
        self.take_input(self.line)
        self.row.addWidget(self.line, 1)
        self._shown = ""
        if spec.name == "country":
            self.line.textChanged.connect(lambda: self.hinted.emit(self._country()))

    def show_value(self, value: Any) -> None:
        self._shown = value or ""
        self.line.setText(self._shown)
        self.line.setCursorPosition(0)

    def value(self) -> Any:
        if not self.is_changed():
            return self._shown or None
        typed = trimmed(self.line.text(), self._shown)
        return (typed.upper() if self.spec.name == "country" else typed) or None

    def is_changed(self) -> bool:
        return self.line.text() != _in_one_line(self._shown)

    def revert(self) -> None:
        self.show_value(self._shown)

    def _country(self) -> str:
        code = self.line.text().strip().upper()
        try:
            return str(locale_of(self.catalog.language).territories.get(code, "")) if len(code) == 2 else ""
        except UnknownLocaleError:
            return ""


class TextBox(QPlainTextEdit):
    """Several lines that grow with their text, from three to twelve; Tab leaves."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._fit()

    def text(self) -> str:
        """Return the text with its no-break spaces, which ``toPlainText`` would turn into plain ones."""
        return same_lines(self.document().toRawText())

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        lines = max(_LEAST_LINES, min(round(self.document().size().height()), _MOST_LINES))
        margins = round(2 * self.document().documentMargin()) + 12
        height = lines * self.fontMetrics().lineSpacing() + margins
        if height != self.maximumHeight():
            self.setFixedHeight(height)


class ParagraphEditor(FieldEditor):
    """Several lines of text; Ctrl+Enter saves without leaving."""

    def __init__(self, spec: FieldSpec, catalog: Catalog, label: str) -> None:
        super().__init__(spec, catalog, label)
        self.box = TextBox()
        self.take_input(self.box)
        self.row.addWidget(self.box, 1)
        self._shown: Any = ""

    def show_value(self, value: Any) -> None:
        self._shown = value or ""
        self.box.setPlainText(self._written())

    def value(self) -> Any:
        return (trimmed(self.box.text(), self._shown) if self.is_changed() else self._shown) or None

    def is_changed(self) -> bool:
        return self.box.text() != same_lines(self._written())

    def revert(self) -> None:
        self.show_value(self._shown)

    def key_pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        if is_save_key(event):
            self.left.emit()
            return True
        return super().key_pressed(watched, event)

    def _written(self) -> str:
        return str(self._shown)


class FilesEditor(ParagraphEditor):
    """A list of files, one a line: their names may hold any sign."""

    def __init__(self, spec: FieldSpec, catalog: Catalog, label: str) -> None:
        super().__init__(spec, catalog, label)
        self.box.setPlaceholderText(catalog.text("ui.form.files"))
        self._shown = []

    def show_value(self, value: Any) -> None:
        super().show_value(list(value or []))

    def value(self) -> Any:
        if not self.is_changed():
            return self._shown
        return _listed(self.box.text(), "\n", self._written(), self._shown, same_lines)

    def _written(self) -> str:
        return "\n".join(self._shown)


class WordsEditor(FieldEditor):
    """A list of words, separated by commas; one that was there before stays whole, whatever it holds."""

    def __init__(self, spec: FieldSpec, catalog: Catalog, label: str) -> None:
        super().__init__(spec, catalog, label)
        self.line = ElidedLine()
        self.line.setPlaceholderText(catalog.text("ui.form.words"))
        self.line.returnPressed.connect(self.left)
        self.take_input(self.line)
        self.row.addWidget(self.line, 1)
        self._shown: list[str] = []

    def show_value(self, value: Any) -> None:
        self._shown = list(value or [])
        self.line.setText(self._written(self._shown))
        self.line.setCursorPosition(0)

    def value(self) -> Any:
        if not self.is_changed():
            return self._shown
        before = self._written(self._shown)
        return _listed(self.line.text(), ",;，；、\n", before, self._shown, _in_one_line)

    def is_changed(self) -> bool:
        return self.line.text() != _in_one_line(self._written(self._shown))

    def revert(self) -> None:
        self.show_value(self._shown)

    def _written(self, words: list[str]) -> str:
        return ("、" if self.catalog.language == "zh" else ", ").join(words)


def is_save_key(event: QKeyEvent) -> bool:
    """Return whether a key saves a text of several lines: Ctrl+Enter."""
    return (
        event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        and event.modifiers() & Qt.KeyboardModifier.ControlModifier == Qt.KeyboardModifier.ControlModifier
    )


def same_lines(text: str) -> str:
    """Return ``text`` with its line ends as Qt gives them back, so that only what was typed counts as a change."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n")


def trimmed(typed: str, shown: str) -> str:
    """Return ``typed`` without the blanks at its ends; those that ``shown`` had there already stay."""
    if not typed.strip():
        return ""
    before = same_lines(shown[: len(shown) - len(shown.lstrip())])
    after = same_lines(shown[len(shown.rstrip()) :])
    return f"{before * typed.startswith(before)}{typed.strip()}{after * typed.endswith(after)}"


def _listed(
    text: str, between: str, before: str, shown: list[str], as_held: Callable[[str], str]
) -> list[str]:
    """Return what stands in ``text`` with one of the signs ``between``; each word ``shown`` before is found whole.

    What only follows ``before``, the list that stood there, leaves that list as it was. ``as_held`` tells how the field
    holds a word.
    """
    rest = text.removeprefix(as_held(before))
    if shown and len(rest) < len(text) and rest.lstrip(" ")[:1] in between:
        return [*shown, *_listed(rest, between, "", [], as_held)]
    known = {as_held(word): word for word in shown}
    whole = "|".join(re.escape(word) for word in sorted(known, key=len, reverse=True) if word) or "(?!)"
    parts = re.findall(rf"\s*?({whole})\s*(?=[{between}]|$)|([^{between}]+)", text)
    return [known.get(held) or part.strip() for held, part in parts if held or part.strip()]


def _in_one_line(text: str) -> str:
    """Return ``text`` as a field of one line holds it."""
    holder = QLineEdit()
    holder.setText(text)
    return holder.text()
