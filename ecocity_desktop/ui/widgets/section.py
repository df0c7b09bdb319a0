"""A part of a record's page below its form: a heading over a hairline, buttons beside it, what belongs to it below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ecocity_desktop.ui.widgets.labels import rule, section_label

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecocity_desktop.ui.context import AppContext


class Section(QWidget):
    """The heading; ``head`` takes the buttons at its right, ``column`` what stands below."""

    def __init__(self, ctx: AppContext, title: str, *, ruled: bool = True) -> None:
        super().__init__()
        self.ctx = ctx
        self.title = title
        self.head = QHBoxLayout()
        self.head.addWidget(section_label(title, ctx.catalog.language))
        self.head.addStretch(1)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        if ruled:
            self.column.addWidget(rule())
            self.column.addSpacing(8)
        self.column.addLayout(self.head)

    def leave(self, then: Callable[[], None]) -> None:
        """Keep what was typed, then do ``then``; asks first where something was refused."""
        then()

    def is_clean(self) -> bool:
        """Keep what was typed; return whether nothing is left that was refused."""
        return True
