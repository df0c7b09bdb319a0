"""One row of a form: a field or two side by side, what is understood of them and what is wrong under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ecocity_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QLabel

    from ecocity_desktop.ui.widgets.editor_base import FieldEditor

_APART = 8
_Direction = QBoxLayout.Direction


class FieldRow(QWidget):
    """Two fields that ``stack`` stand one under the other where their words would be cut side by side."""

    def __init__(self, *, stack: bool = False) -> None:
        super().__init__()
        self._stack = stack
        self._editors: list[FieldEditor] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)
        self._line = QBoxLayout(_Direction.LeftToRight)
        self._line.setSpacing(_APART)
        self.column.addLayout(self._line)
        self.hint = label("", "caption", wrap=True)
        self.hint.hide()
        self.column.addWidget(self.hint)

    def add(self, editor: FieldEditor, reason: QLabel) -> None:
        """Add a field, and where it is said what is wrong with it."""
        self._editors.append(editor)
        self._line.addWidget(editor, 1)
        self.column.addWidget(reason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._stack:
            return
        needs = [editor.needed_width() for editor in self._editors]
        fits = sum(needs) + _APART * (len(needs) - 1) <= self.width()
        self._line.setDirection(_Direction.LeftToRight if fits else _Direction.TopToBottom)
        for place, need in enumerate(needs):
            self._line.setStretch(place, need if fits else 0)
