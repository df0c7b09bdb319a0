"""What every editor of a field shares: showing a value, knowing whether another was typed, saying when it is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

if TYPE_CHECKING:
    from ecocity_desktop.domain.fields import FieldSpec
    from ecocity_desktop.i18n.catalog import Catalog

_STAYS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)
_UNDOING = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class UnreadableError(ValueError):
    """What was typed cannot be read as a value: ``key`` says why, ``params`` fill its placeholders."""

    def __init__(self, key: str, **params: Any) -> None:
        super().__init__(key)
        self.key = key
        self.params = params


class FieldEditor(QWidget):
    """Edits one field. Values are those of ``records.record_json``.

    ``left`` is sent when the user leaves the field or presses Enter; ``hinted`` carries what the editor understands of
    a text while it is typed.
    """

    left = Signal()
    hinted = Signal(str)

    def __init__(self, spec: FieldSpec, catalog: Catalog, label: str) -> None:
        super().__init__()
        self.spec = spec
        self.catalog = catalog
        self.label = label
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(6)
        self._inputs: list[QWidget] = []

    def show_value(self, value: Any) -> None:
        """Show ``value`` in place of whatever is there."""
        raise NotImplementedError

    def show_saved(self, value: Any) -> None:
        """Show what the file holds now; whoever is typing here goes on where the cursor stood."""
        typing = next((each for each in self._inputs if each.hasFocus()), None)
        if isinstance(typing, QLineEdit):
            place = typing.cursorPosition()
            at_end = place == len(typing.text())
            self.show_value(value)
            typing.setCursorPosition(len(typing.text()) if at_end else place)
        elif isinstance(typing, QPlainTextEdit):
            place = typing.textCursor().position()
            self.show_value(value)
            cursor = typing.textCursor()
            cursor.setPosition(min(place, typing.document().characterCount() - 1))
            typing.setTextCursor(cursor)
        else:
            self.show_value(value)

    def value(self) -> Any:
        """Return the value typed; raises ``UnreadableError``."""
        raise NotImplementedError

    def is_changed(self) -> bool:
        """Return whether something else stands in the field than was last shown."""
        raise NotImplementedError

    def revert(self) -> None:
        """Show again what was last shown."""
        raise NotImplementedError

    def needed_width(self) -> int:
        """Return how wide the field must be for none of its own words to be cut."""
        return self.sizeHint().width()

    def suggest(self, value: Any) -> None:
        """Fill in ``value`` as if it had been typed: it counts as a change."""
        before = self.value()
        self.show_value(value)
        self._rebase(before)

    def _rebase(self, value: Any) -> None:
        """Take ``value`` for what was last shown, leaving what stands in the field."""
        self._shown = value

    def agrees_with(self, value: Any) -> bool:
        """Return whether what is typed means ``value``: it was saved, and may be shown anew."""
        try:
            return bool(self.value() == value)
        except UnreadableError:
            return False

    def is_given(self) -> bool:
        """Return whether the field holds anything."""
        try:
            return self.value() not in (None, "", [], {})
        except UnreadableError:
            return True

    def set_read_only(self, read_only: bool) -> None:
        """Forbid typing; the texts can still be selected and copied."""
        for each in self._inputs:
            if hasattr(each, "setReadOnly"):
                each.setReadOnly(read_only)
            else:
                each.setEnabled(not read_only)

    def mark_wrong(self, wrong: bool, part: str = "") -> None:
        """Show that the value was refused; ``part`` names the language meant."""
        for each in self._inputs:
            own = each.objectName().rpartition(".")[2]
            each.setProperty("wrong", "true" if wrong and (not part or part == own) else "false")
            each.style().unpolish(each)
            each.style().polish(each)

    def take_input(self, widget: QWidget, name: str = "", label: str = "") -> None:
        """Make ``widget`` one of the inputs: named after the field, watched for leaving it."""
        widget.setObjectName(name or self.spec.name)
        widget.setAccessibleName(label or self.label)
        widget.installEventFilter(self)
        if not self._inputs:
            self.setFocusProxy(widget)
        self._inputs.append(widget)

    @property
    def inputs(self) -> tuple[QWidget, ...]:
        """The widgets that take the keyboard."""
        return tuple(self._inputs)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            if (
                event.reason() not in _STAYS and self.window().isVisible()
            ):  # a window that is going has asked before
                self.left.emit()
        elif kind is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self.is_changed():
                event.accept()  # it gives back what was there before it closes anything
                return True
            if any(event.matches(key) for key in _UNDOING) and not self.is_changed():
                event.ignore()  # nothing typed: Ctrl+Z means the last change of the file
                return True
        elif kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self.key_pressed(watched, event)
        return False

    def key_pressed(self, _watched: QObject, event: QKeyEvent) -> bool:
        """Escape gives back what was there, and nothing is wrong any more; returns whether the key was used up."""
        if event.key() == Qt.Key.Key_Escape and self.is_changed():
            self.revert()
            self.left.emit()
            return True
        return False
