"""Starting the window: the application, its fonts and look, then the desk it is all laid on."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from ecocity_desktop import __version__, settings
from ecocity_desktop.bundled import resource
from ecocity_desktop.i18n.catalog import Catalog
from ecocity_desktop.paths import APP_NAME
from ecocity_desktop.ui import errors, theme
from ecocity_desktop.ui.desk import LATER_MS, Desk
from ecocity_desktop.ui.doorbell import ring

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def run(
    file: Path | None,
    *,
    safe: bool = False,
    painted: Callable[[], None] | None = None,
    usable: Callable[[], None] | None = None,
) -> int:
    """Open the window on ``file``, else on the user's own workspace, and return the exit code once it is closed.

    With ``safe`` a private copy of the file is opened, to be looked at only.

    ``painted`` is called when the first picture is on its way to the screen, ``usable`` when the file is listed.
    """
    chosen = settings.load()
    language = settings.chosen_language(chosen)
    if not _has_display():
        print(Catalog(language).text("ui.no_display"), file=sys.stderr)
        return 1
    gc.disable()  # starting only makes things that stay; afterwards the window has a collector of its own
    app = application()
    if (wanted := file or settings.usual_file(chosen)) is not None and not safe and ring(wanted):
        return 0  # it is open already: its window comes to the front
    desk = Desk(app, chosen, language)
    errors.report_through(desk)
    desk.usable.connect(lambda: QTimer.singleShot(LATER_MS, desk, lambda: _settle(app, desk)))
    desk.usable.connect(lambda: _take_files(app, desk))
    if painted is not None:
        desk.painted.connect(painted)
    if usable is not None:
        desk.usable.connect(usable)
    desk.begin(file, safe=safe)
    code = app.exec()
    desk.clear()
    return code


def application() -> QApplication:
    """Return the one application, with its name, its icon and its fonts."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else _new_application()
    app.setApplicationName(APP_NAME)
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("ecocity-desktop")
    app.setWindowIcon(_icon())
    theme.load_fonts()
    return app


def _new_application() -> QApplication:
    if (
        sys.platform != "darwin"
    ):  # elsewhere a file comes by the command line, and a picture sooner without this
        return QApplication(sys.argv[:1])
    from ecocity_desktop.ui.file_arrival import Application

    return Application(sys.argv[:1])


def _take_files(app: QApplication, desk: Desk) -> None:
    """Give the desk the files that the system sends to the application, where it does."""
    hand_files_to = getattr(app, "hand_files_to", None)
    if hand_files_to is not None:
        hand_files_to(desk.take_in)


def _icon() -> QIcon:
    """Return the icon of every window, in the sizes that title bars, task bars and switchers ask for."""
    icon = QIcon()
    for side in (16, 24, 32, 48, 64, 128, 256):
        icon.addFile(str(resource("icons", f"ecocity-{side}.png")), QSize(side, side))
    return icon


def _settle(app: QApplication, desk: Desk) -> None:
    """Start what nobody waits for: the log, the rare Han, and the collector, spared what was made while starting."""
    from ecocity_desktop.ui.garbage import GarbageCollector

    errors.start_log()
    gc.freeze()
    GarbageCollector(app)
    if desk.jobs is not None:
        desk.jobs.start(theme.rare_font, theme.load_rare_font)


def _has_display() -> bool:
    """Say whether a window can be shown; without a display Qt would end the process without a word."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
