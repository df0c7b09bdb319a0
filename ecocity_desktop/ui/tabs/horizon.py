"""How far ahead one wants to be warned: what falls due within so many days needs attention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from ecocity_desktop.ui.widgets.editor_choice import CalmComboBox

if TYPE_CHECKING:
    from ecocity_desktop.ui.context import AppContext

_DAYS = (14, 30, 60, 90, 180, 365)


class HorizonChoice(CalmComboBox):
    """Keeps the choice in the settings; ``changed`` says that it is another one."""

    changed = Signal()

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self._ctx = ctx
        text = ctx.catalog.text
        self.setObjectName("horizon")
        self.setAccessibleName(text("ui.overview.horizon"))
        self.setMinimumContentsLength(14)
        now = ctx.settings.horizon_days
        for days in sorted({*_DAYS, now}):
            self.addItem(text("ui.overview.within_days", count=days), days)
        self.setCurrentIndex(self.findData(now))
        self.currentIndexChanged.connect(self._keep)

    def _keep(self) -> None:
        self._ctx.settings.horizon_days = self.currentData()
        self.changed.emit()
