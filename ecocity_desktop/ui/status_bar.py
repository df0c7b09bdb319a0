"""The line at the foot of the window: when the last change was saved, what Ctrl+Z would undo, counts, last backup."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStatusBar

from ecocity_desktop.ui.widgets.elided import ElidedLabel
from ecocity_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.ui.context import AppContext

COUNTED = ("cities", "partners", "milestones")
_MESSAGE_MILLISECONDS = 6000
_MINUTE_MILLISECONDS = 60_000


class StatusBar(QStatusBar):
    """What the user can rely on, in one line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.saved = ElidedLabel(self)
        self.counts = label(parent=self)
        self.addWidget(self.saved, 1)
        self.addPermanentWidget(self.counts)
        self._ctx: AppContext | None = None
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MILLISECONDS)
        self._minute.timeout.connect(self.refresh)

    def attach(self, ctx: AppContext) -> None:
        """Speak of the file of ``ctx`` from now on."""
        self._ctx = ctx
        self.refresh()
        ctx.changed.connect(self.refresh)
        self._minute.start()

    def say(self, message: str) -> None:
        """Show a passing message in place of the rest."""
        self.showMessage(message, _MESSAGE_MILLISECONDS)

    def refresh(self, *_: object) -> None:
        """Read again what there is to say."""
        if self._ctx is not None:
            self.saved.setText(_joined(saved_words(self._ctx)))
            self.counts.setText(_joined((*count_words(self._ctx), *backup_words(self._ctx))))


def saved_words(ctx: AppContext) -> Iterable[str]:
    """Return when the last change was saved and what undoing would take back."""
    from ecocity_desktop.i18n import formats
    from ecocity_desktop.services import history
    from ecocity_desktop.ui import words

    text, language = ctx.catalog.text, ctx.catalog.language
    last = history.last_edit(ctx.workspace)
    if last is None:
        yield text("ui.status.nothing_saved")
        return
    moment = words.local_time(last.shown_at(ctx.workspace.now()))
    if moment.date() == ctx.workspace.today():
        yield text("ui.status.saved_at", time=formats.clock_time(moment, language))
    else:
        yield text("ui.status.saved_on", day=formats.day(moment.date(), language))
    undoable = history.next_undo(ctx.workspace)
    if undoable is not None and not ctx.workspace.read_only:
        yield text("ui.undo.named", what=words.edit_words(ctx.catalog, undoable))


def count_words(ctx: AppContext) -> Iterable[str]:
    """Return how many cities, partners and milestones the file holds."""
    from ecocity_desktop.services.records import count_records

    for noun in COUNTED:
        yield ctx.catalog.text(f"noun.counted.{noun}", count=count_records(ctx.workspace, noun))


def backup_words(ctx: AppContext) -> Iterable[str]:
    """Return the age of the newest backup, nothing when there is none."""
    from ecocity_desktop.services.backups import newest_backup

    newest = newest_backup(ctx.workspace.origin)
    if newest is not None:
        key, count = _age(ctx.workspace.now(), newest.made_at)
        yield ctx.catalog.text(f"ui.status.backup_{key}", count=count)


def _age(now: datetime, then: datetime) -> tuple[str, int]:
    """Return an age as the unit people say it in and how many of it."""
    age = max(now - then, timedelta())
    if age < timedelta(minutes=1):
        return "now", 0
    if age < timedelta(hours=1):
        return "minutes", int(age / timedelta(minutes=1))
    if age < timedelta(days=2):
        return "hours", int(age / timedelta(hours=1))
    return "days", age.days


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(parts)
