"""The password of a file: asked for when it is opened, set, changed or removed with the consequence said before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QFormLayout, QLineEdit

from ecocity_desktop.services.passwords import SHORTEST
from ecocity_desktop.ui.dialogs.frame import Button, CalmDialog
from ecocity_desktop.ui.theme import GRID
from ecocity_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.i18n.catalog import Catalog


class _Passwords(CalmDialog):
    """A form of unseen lines, with a box to see them."""

    def __init__(self, catalog: Catalog, title: str, parent: QWidget | None, width: int) -> None:
        super().__init__(title, parent, width=width)
        self._catalog = catalog
        self._lines: list[QLineEdit] = []
        self._form = QFormLayout()
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._form.setHorizontalSpacing(2 * GRID)
        self._form.setVerticalSpacing(GRID)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)

    def _line(self, name: str) -> QLineEdit:
        words = self._catalog.text(f"ui.password.{name}")
        line = QLineEdit(self)
        line.setObjectName(name)
        line.setEchoMode(QLineEdit.EchoMode.Password)
        line.setAccessibleName(words)
        caption = label(words, "secondary")
        caption.setBuddy(line)
        self._form.addRow(caption, line)
        self._lines.append(line)
        return line

    def _eye(self) -> QCheckBox:
        box = QCheckBox(self._catalog.text("ui.password.show"), self)
        box.setObjectName("show")
        box.toggled.connect(self._show_typed)
        return box

    def _show_typed(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        for line in self._lines:
            line.setEchoMode(mode)


class PasswordDialog(_Passwords):
    """Asks for the password of a file; ``given`` carries what was typed."""

    given = Signal(str)

    def __init__(
        self, catalog: Catalog, file: str, parent: QWidget | None = None, *, wrong: bool = False
    ) -> None:
        super().__init__(catalog, catalog.text("ui.password.title"), parent, 60 * GRID)
        self.column.addWidget(label(catalog.text("ui.password.needed", file=file), wrap=True))
        self.password = self._line("password")
        self.column.addLayout(self._form)
        if wrong:
            self.column.addWidget(label(catalog.text("ui.password.wrong"), "problem", wrap=True))
        self.column.addWidget(self._eye())
        box = self.add_buttons(Button.Open | Button.Cancel)
        self._open = box.button(Button.Open)
        self._open.setEnabled(False)
        self.password.textChanged.connect(lambda words: self._open.setEnabled(bool(words)))
        self.accepted.connect(lambda: self.given.emit(self.password.text()))
        self.password.setFocus()


class SetPasswordDialog(_Passwords):
    """Sets a password where there is none; else changes or removes it.

    ``chosen`` carries the new password, empty to remove it, and whether backups that anyone can read shall go.
    ``readable`` is how many such backups there are.
    """

    chosen = Signal(str, bool)

    def __init__(
        self,
        catalog: Catalog,
        parent: QWidget | None = None,
        *,
        present: str | None = None,
        readable: int = 0,
    ) -> None:
        deed = "set" if present is None else "change"
        super().__init__(catalog, catalog.text(f"ui.password.{deed}_title"), parent, 84 * GRID)
        self._present = present
        self.column.addWidget(label(catalog.text("ui.password.what"), wrap=True))
        self.column.addWidget(label(catalog.text("ui.password.consequence"), "strong", wrap=True))
        if present is not None:
            self.old = self._line("old")
        self.new = self._line("new")
        self.again = self._line("again")
        self.column.addLayout(self._form)
        self.problem = label("", "problem", wrap=True)
        self.problem.setMinimumHeight(2 * GRID)
        self.column.addWidget(self.problem)
        self.column.addWidget(self._eye())
        self.understood = self._box("understood")
        self.delete_readable = self._box("delete_readable", readable)
        self._add_deeds(deed)
        self._refresh()

    def _box(self, name: str, count: int | None = None) -> QCheckBox:
        values = {} if count is None else {"count": count}
        box = QCheckBox(self._catalog.text(f"ui.password.{name}", **values), self)
        box.setObjectName(name)
        box.setHidden(count == 0)
        self.column.addWidget(box)
        return box

    def _add_deeds(self, deed: str) -> None:
        box = self.add_buttons(Button.Ok | Button.Cancel)
        self._ok = box.button(Button.Ok)
        self._ok.setText(self._catalog.text(f"ui.password.{deed}"))
        if self._present is not None:
            self.remove = box.addButton(
                self._catalog.text("ui.password.remove"), QDialogButtonBox.ButtonRole.DestructiveRole
            )
            self.remove.setObjectName("remove")
            self.remove.clicked.connect(self._remove)
        box.accepted.disconnect(self.accept)
        box.accepted.connect(self._take)
        for line in self._lines:
            line.textChanged.connect(lambda _text: self._refresh())
        self.understood.toggled.connect(lambda _on: self._refresh())

    def _refresh(self) -> None:
        new, again = self.new.text(), self.again.text()
        key = ""
        if new and len(new) < SHORTEST:
            key = "short"
        elif new and again and not new.startswith(again):
            key = "differs"
        self.problem.setText(self._catalog.text(f"ui.password.{key}", shortest=SHORTEST) if key else "")
        self._ok.setEnabled(len(new) >= SHORTEST and new == again and self.understood.isChecked())

    def _knows_present(self) -> bool:
        if self._present is None or self.old.text() == self._present:
            return True
        self.problem.setText(self._catalog.text("ui.password.wrong"))
        self.old.setFocus()
        return False

    def _take(self) -> None:
        if self._knows_present():
            self._end(self.new.text())

    def _remove(self) -> None:
        if self._knows_present():
            self._end("")

    def _end(self, password: str) -> None:
        self.accept()
        self.chosen.emit(password, bool(password) and self.delete_readable.isChecked())
