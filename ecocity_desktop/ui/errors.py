"""The last resort: an error nobody foresaw becomes a calm dialog, and the program keeps running."""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING

from ecocity_desktop import __version__
from ecocity_desktop.errors import UserError
from ecocity_desktop.paths import APP_NAME

if TYPE_CHECKING:
    from types import TracebackType

    from ecocity_desktop.ui.desk import Desk

_log = logging.getLogger(__name__)


def report_through(desk: Desk) -> None:
    """From now on log what nobody caught, and show it in a dialog over the window of ``desk``."""

    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        try:
            if isinstance(error, UserError):  # known, but in a place that did not expect it
                desk.show_error(error)
                return
            start_log()
            _log.error("unexpected error", exc_info=(kind, error, trace))
            _show(desk, details(kind, error, trace))
        except Exception:
            sys.__excepthook__(kind, error, trace)

    sys.excepthook = report
    threading.excepthook = lambda caught: _log.error(
        "unexpected error in a thread",
        exc_info=(caught.exc_type, caught.exc_value or caught.exc_type(), caught.exc_traceback),
    )


def start_log() -> None:
    """Start the log, which is loaded late because it costs as much as a tenth of the first picture."""
    from ecocity_desktop.logs import start_logging

    start_logging()


def details(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """Return what support staff wants to know: versions and where it happened."""
    import platform
    import traceback

    from PySide6.QtCore import qVersion

    lines = traceback.format_exception(kind, error, trace)
    system = f"{platform.system()} {platform.release()}"
    versions = f"{APP_NAME} {__version__} · Python {platform.python_version()} · Qt {qVersion()} · {system}"
    return f"{versions}\n\n{''.join(lines)}"


def _show(desk: Desk, text: str) -> None:
    """Show one dialog at a time: an error that comes back while it is open only adds to its details."""
    from ecocity_desktop.ui.dialogs.crash import CrashDialog

    shown = desk.window.findChild(CrashDialog)
    if shown is not None and shown.isVisible():
        shown.add(text)
        return
    CrashDialog(desk.catalog, text, desk.window).open()
