"""One window per file: whoever starts the program on a file already open here only brings that window to the front."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ecocity_desktop import paths

if TYPE_CHECKING:
    from pathlib import Path

_ASKED, _HEARD = b"raise\n", b"heard\n"
_CONNECT_MS, _ANSWER_MS = 300, 3_000
_PREFIX = "ecocity-bell-"
_LONGEST_FOLDER = 55
"""Unix takes 107 bytes for the whole name of a socket; our own part of it needs some fifty."""


def ring(file: Path) -> bool:
    """Ask the window that has ``file`` open to come to the front; return whether one answered.

    ``False`` as well where the other program hangs or belongs to somebody else: opening then says who holds the file.
    """
    if not _hangs_any():
        return False
    name = _name_of(file)
    if os.name != "nt" and not os.path.exists(name):
        return False
    from PySide6.QtNetwork import QLocalSocket

    _let_others_come_forward()
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_CONNECT_MS):
        return False
    socket.write(_ASKED)
    heard = socket.waitForReadyRead(_ANSWER_MS) and socket.readAll().data() == _HEARD
    socket.disconnectFromServer()
    return heard


class Doorbell(QObject):
    """Hangs at the door of one open file; ``rung`` when somebody starts the program on it again."""

    rung = Signal()

    def __init__(self, file: Path, parent: QObject | None = None) -> None:
        """Hang the bell; where the system refuses, it stays silent and the second start finds the file locked."""
        from PySide6.QtNetwork import QLocalServer

        super().__init__(parent)
        name = _name_of(file)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        # One left by a killed program; that nobody else has the file, its lock has just said.
        QLocalServer.removeServer(name)
        self._server.listen(name)

    def take_down(self) -> None:
        """Answer nobody any more."""
        self._server.close()
        self.deleteLater()

    def _answer(self) -> None:
        socket = self._server.nextPendingConnection()
        if socket is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.write(_HEARD)
            socket.flush()
            self.rung.emit()


def _name_of(file: Path) -> str:
    """Return the name of the bell of a file: the same for every way of writing its path, another for another user."""
    import hashlib

    path = os.path.normcase(os.path.realpath(file))
    hashed = hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:24]
    if os.name == "nt":
        return f"{_PREFIX}{os.environ.get('USERNAME', '')}-{hashed}"
    return os.path.join(_folder(), f"{_PREFIX}{os.getuid()}-{hashed}")


def _folder() -> str:
    """Return where the bells of this user hang: not everywhere, since the name of a socket may not be long."""
    given = os.environ.get("XDG_RUNTIME_DIR", "")
    folder = given if os.path.isdir(given) else str(paths.data_dir())
    if len(os.fsencode(folder)) <= _LONGEST_FOLDER:
        return folder
    import tempfile

    return tempfile.gettempdir()


def _hangs_any() -> bool:
    """Say whether any bell hangs here: most starts find none, and need not load what it takes to ring."""
    if os.name == "nt":
        return True
    try:
        return any(name.startswith(_PREFIX) for name in os.listdir(_folder()))
    except OSError:
        return False


def _let_others_come_forward() -> None:
    """Give away the right to be in front, which Windows grants to the program started last."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)
