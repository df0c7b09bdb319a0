"""Takes Python's garbage away on the main thread alone, so that no widget is ever deleted on the worker."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_INTERVAL_MS = 1_000


class GarbageCollector(QObject):
    """Stands in for Python's own collector, which runs on whichever thread happens to make the most objects.

    A window that was replaced by another one is often held by a cycle of references only. Found by Python while the
    worker prints a brief, its widgets would be deleted there, amid an event of theirs, and the program would
    end without a word. Made on the main thread, which must have an event loop.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect what Python itself would have collected by now: the oldest generation that is full, if any is."""
        counted = zip(gc.get_count(), gc.get_threshold(), strict=True)
        full = [generation for generation, (count, limit) in enumerate(counted) if count > limit]
        if full:
            gc.collect(full[-1])
