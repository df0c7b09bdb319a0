"""Slow work off the main thread: one worker that is given frozen data, and results handed back to the main thread."""

from __future__ import annotations

import sys
import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Signal, Slot

from ecocity_desktop.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future, ThreadPoolExecutor


@dataclass(frozen=True)
class _Outcome:
    """What became of one piece of work, and who wants to know."""

    result: Any
    error: Exception | None
    done: Callable[[Any], None]
    failed: Callable[[UserError], None] | None
    owner: QObject | None


class Jobs(QObject):
    """One worker thread and the signal that carries its results back.

    Work never touches widgets nor the database: it gets frozen data and returns frozen data.
    """

    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor: ThreadPoolExecutor | None = None
        self._pending = 0
        self._droppable: weakref.WeakSet[Future[None]] = weakref.WeakSet()
        self._finished.connect(self._deliver)

    @property
    def pending(self) -> int:
        """How many pieces of work have been started and not yet handed back."""
        return self._pending

    def start(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[UserError], None] | None = None,
        *,
        owner: QObject | None = None,
        droppable: bool = True,
    ) -> None:
        """Run ``work()`` on the worker, after what was started before, then ``done(result)`` on the main thread.

        A ``UserError`` goes to ``failed``, without it to ``sys.excepthook``. Any other exception goes to
        ``sys.excepthook`` and then, as ``error.unexpected``, to ``failed``, so that nobody waits for ever.
        When ``owner`` no longer exists by then (a closed dialog), nobody is told. What is not ``droppable`` is done
        even if it had not begun when the program stops.
        """
        if self._executor is None:
            from concurrent.futures import ThreadPoolExecutor

            self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="worker")
        self._pending += 1
        future = self._executor.submit(self._run, work, done, failed, owner)
        if droppable:
            self._droppable.add(future)

    def afterwards(self, deed: Callable[[], None], *, owner: QObject) -> None:
        """Call ``deed()`` on the main thread once no work is left, at once if there is none; never if ``owner`` goes.

        For what must not meet work on the same files, and must not let the window wait for it.
        """
        if self._pending == 0:
            deed()
        else:
            self.start(lambda: None, lambda _: self.afterwards(deed, owner=owner), owner=owner)

    def stop(self) -> None:
        """Drop what may be dropped and has not begun, wait for the rest; results still on their way are dropped too."""
        self._finished.disconnect(self._deliver)
        if self._executor is not None:
            for future in tuple(self._droppable):
                future.cancel()
            self._executor.shutdown(wait=True)

    def _run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[UserError], None] | None,
        owner: QObject | None,
    ) -> None:
        try:
            outcome = _Outcome(work(), None, done, failed, owner)
        except Exception as error:
            outcome = _Outcome(None, error, done, failed, owner)
        self._finished.emit(outcome)

    @Slot(object)
    def _deliver(self, outcome: _Outcome) -> None:
        self._pending -= 1
        if outcome.owner is not None and not shiboken6.isValid(outcome.owner):
            return
        error = outcome.error
        if error is None:
            outcome.done(outcome.result)
            return
        if outcome.failed is None or not isinstance(error, UserError):
            sys.excepthook(type(error), error, error.__traceback__)
            error = UserError("error.unexpected")
        if outcome.failed is not None:
            outcome.failed(error)
