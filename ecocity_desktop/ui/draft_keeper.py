"""Keeps what is typed and not yet saved: every few seconds into a private file, so that a crash takes no word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from ecocity_desktop.services.drafts import Draft, keep_drafts, kept_drafts
from ecocity_desktop.ui.widgets.editor_base import UnreadableError
from ecocity_desktop.ui.widgets.record_saver import RecordSaver

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.services.workspace import Workspace
    from ecocity_desktop.ui.widgets.record_form import RecordForm

EVERY_MS = 3_000


class DraftKeeper(QObject):
    """Looks at every form of ``window``. An encrypted file has no drafts: they would lie beside it in clear.

    Drafts of an earlier start are kept with the new ones for as long as the user puts them off.
    """

    def __init__(self, window: QWidget, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._workspace = workspace
        self._held: list[Draft] = []
        self._kept: list[Draft] = []
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.keep)

    def hold(self, drafts: Sequence[Draft]) -> None:
        """Take ``drafts`` for what is kept from an earlier start, and no longer what was held before."""
        self._held = list(drafts)
        self._kept = list(drafts)

    def start(self) -> None:
        """Begin to look; nothing can be typed in a file open for reading."""
        if not self._workspace.read_only and self._workspace.password is None:
            self._timer.start()

    def keep(self) -> None:
        """Write down what stands unsaved now, if that is not what was written last."""
        savers = self._window.findChildren(RecordSaver)
        typed = [draft for saver in savers for draft in _draft_of(saver)]
        if self._held + typed != self._kept:
            # Whoever was erased meanwhile took theirs out of the file: they must not be written again.
            there = kept_drafts(self._workspace.path)
            self._held = [draft for draft in self._held if draft in there]
            self._kept = self._held + typed
            keep_drafts(self._workspace.path, self._kept)

    def stop(self) -> None:
        """Look a last time: only what was neither saved nor given up stays kept."""
        if self._timer.isActive():
            self._timer.stop()
            self.keep()


def _draft_of(saver: RecordSaver) -> list[Draft]:
    form: RecordForm = saver.form
    if not saver.is_new and saver.record_id is None:
        return []
    values: dict[str, Any] = {}
    typed: dict[str, str] = {}
    for name in form.unsaved():
        editor = form.editors[name]
        try:
            values[name] = editor.value()
        except UnreadableError:
            words = getattr(editor.inputs[0], "text", None)
            if words is not None:
                typed[name] = words()
    if not values and not typed:
        return []
    fixed = dict(saver.fixed) if saver.is_new else {}
    return [Draft(saver.noun, None if saver.is_new else saver.record_id, values, typed, fixed)]
