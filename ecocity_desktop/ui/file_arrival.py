"""Workspaces that arrive from outside: dropped on the window, or double-clicked where the system sends word of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QDropEvent, QFileOpenEvent

from ecocity_desktop.paths import WORKSPACE_SUFFIX

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget


class FileArrival(QObject):
    """Watches one window, and the application for what macOS sends instead of starting the program again."""

    arrived = Signal(Path)

    def __init__(self, app: QApplication, window: QWidget) -> None:
        super().__init__(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent):
            self._announce(Path(event.file()))
            return True
        if watched is self.parent() and isinstance(event, QDropEvent):
            file = _workspace_in(event)
            if file is not None:
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self._announce(file)
                return True
        return False

    def _announce(self, file: Path) -> None:
        """Let go of the mouse, or of the system, before anything is opened."""
        QTimer.singleShot(0, self, lambda: self.arrived.emit(file))


def _workspace_in(event: QDropEvent) -> Path | None:
    """Return the workspace being dropped; ``None`` for anything else, or for several files."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    file = Path(urls[0].toLocalFile())
    return file if file.suffix == WORKSPACE_SUFFIX else None
