"""Which keys do what, read from the actions themselves so never wrong, and in lists and fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout

from ecocity_desktop.ui.dialogs.frame import Button, CalmDialog
from ecocity_desktop.ui.theme import GRID
from ecocity_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.i18n.catalog import Catalog

_IN_PLACE = {
    "open_row": (Qt.Key.Key_Enter, Qt.Key.Key_F2),
    "remove_row": (Qt.Key.Key_Delete,),
    "offer": (Qt.Modifier.ALT | Qt.Key.Key_Down,),
    "give_up": (Qt.Key.Key_Escape,),
}
"""What lists and fields answer to, which no action stands for."""

_MARKS = re.compile(r"\(&\w\)|&|…$")


class ShortcutsDialog(CalmDialog):
    """Two columns of actions and their keys."""

    def __init__(self, catalog: Catalog, actions: Iterable[QAction], parent: QWidget | None = None) -> None:
        super().__init__(catalog.text("ui.shortcuts.title"), parent, width=76 * GRID)
        grid = QGridLayout()
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(GRID)
        keyed = [(_name(catalog, each), each.shortcuts()) for each in actions if each.shortcuts()]
        for name, keys in _IN_PLACE.items():
            keyed.append((catalog.text(f"ui.shortcuts.{name}"), [QKeySequence(key) for key in keys]))
        half = (len(keyed) + 1) // 2
        for number, (words, sequences) in enumerate(keyed):
            column, row = divmod(number, half)
            said = " · ".join(each.toString(QKeySequence.SequenceFormat.NativeText) for each in sequences)
            grid.addWidget(label(words), row, 2 * column)
            grid.addWidget(label(said, "secondary"), row, 2 * column + 1, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        self.column.addLayout(grid)
        self.add_buttons(Button.Close)


def _name(catalog: Catalog, action: QAction) -> str:
    """Return what an action is called when it speaks of nothing in particular, without its menu's marks."""
    key = f"ui.menu.{action.objectName()}"
    text = catalog.text(key) if catalog.has(key) else action.text()
    return _MARKS.sub("", text)
