"""The photo as the brief will cut it, or the place to drop one; files are only named here, never opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy

from ecocity_desktop.brief.theme import theme
from ecocity_desktop.ui.file_arrival import workspace_in
from ecocity_desktop.ui.theme import GRID, set_role
from ecocity_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from ecocity_desktop.exchange.picture_file import Raster

_WIDTH = 720
"""That of a form in a large window, for which pixels are decoded."""
_AROUND = QMargins(3 * GRID, GRID, 3 * GRID, GRID)


class PhotoFrame(QFrame):
    """Shows pixels that were decoded elsewhere. ``dropped`` carries the one file dropped on it."""

    dropped = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("photo")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_role(self, "drop")
        self.words = label("", "secondary", wrap=True, parent=self)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._image: QImage | None = None

    @property
    def shape(self) -> float:
        """Its width in heights: that of the photo in a brief."""
        return theme().page["photo_shape"]

    @property
    def wanted(self) -> tuple[int, int]:
        """The width and height in pixels of what it shows, sharp on a screen of twice the usual density."""
        return 2 * _WIDTH, round(2 * _WIDTH / self.shape)

    @property
    def image(self) -> QImage | None:
        """What it shows, ``None`` for words."""
        return self._image

    def show_raster(self, raster: Raster) -> None:
        """Show these pixels."""
        shown = QImage(
            raster.pixels, raster.width, raster.height, 3 * raster.width, QImage.Format.Format_RGB888
        )
        self._image = shown.copy()  # its own bytes: those of Python may go
        self.words.hide()
        self._mark("shown")

    def say(self, words: str) -> None:
        """Show words in place of a photo."""
        self._image = None
        self.words.setText(words)
        self.words.show()
        self._mark("ready")

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, round(_WIDTH / self.shape))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setFixedHeight(round(event.size().width() / self.shape))
        self.words.setGeometry(self.rect().marginsRemoved(_AROUND))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._image is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.contentsRect(), self._image)
            painter.end()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _file_in(event) is not None:
            event.acceptProposedAction()
            self._mark("over")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._mark("ready" if self._image is None else "shown")

    def dropEvent(self, event: QDropEvent) -> None:
        self._mark("ready" if self._image is None else "shown")
        file = _file_in(event)
        if file is not None:
            event.acceptProposedAction()
            self.dropped.emit(file)

    def _mark(self, state: str) -> None:
        self.setProperty("state", state)
        self.style().unpolish(self)
        self.style().polish(self)
        self.update()


def _file_in(event: QDropEvent) -> Path | None:
    """Return the one file being dropped; a workspace is left to the window."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile() or workspace_in(event) is not None:
        return None
    return Path(urls[0].toLocalFile())
