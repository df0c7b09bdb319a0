"""Workspaces that arrive from outside: dropped on the window, or sent by macOS instead of starting the program again.

No event filter here: in Python it would see every event there is, and make a wrapper for each widget it is about.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QDropEvent, QFileOpenEvent
from PySide6.QtWidgets import QApplication

from ecocity_desktop.paths import WORKSPACE_SUFFIX

if TYPE_CHECKING:
    from collections.abc import Callable


class Application(QApplication):
    """The application; it keeps the files that are sent to it until somebody takes them."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self._waiting: list[Path] = []
        self._taker: Callable[[Path], object] | None = None

    def hand_files_to(self, taker: Callable[[Path], object]) -> None:
        """Give ``taker`` the files sent so far, and every later one."""
        self._taker = taker
        for file in self._waiting:
            taker(file)
        self._waiting.clear()

    def event(self, event: QEvent) -> bool:
        if not isinstance(event, QFileOpenEvent):
            return super().event(event)
        file = Path(event.file())
        if self._taker is None:
            self._waiting.append(file)
        else:
            self._taker(file)
        return True


def workspace_in(event: QDropEvent) -> Path | None:
    """Return the workspace being dropped; ``None`` for anything else, or for several files."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    file = Path(urls[0].toLocalFile())
    return file if file.suffix == WORKSPACE_SUFFIX else None
