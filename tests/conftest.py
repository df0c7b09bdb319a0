"""What tests share: empty and filled workspaces, the catalogues, and a user's folder that is nobody's."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ecocity_desktop.i18n.catalog import LANGUAGES, Catalog
from ecocity_desktop.services.workspace import Workspace, create_workspace, open_workspace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is loaded: tests need no display

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""The time in every test that does not set its own."""


_WRITE = """
import sqlite3, sys

sqlite3.connect(sys.argv[1], timeout=0).execute("BEGIN IMMEDIATE")
"""


def _refuse_network(*_: Any, **__: Any) -> Any:
    raise AssertionError("no network: a test tried to reach one")


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Fail whatever opens a connection, listens or asks for an address."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "bind", "sendto"):
            patch.setattr(socket.socket, name, _refuse_network)
        for name in ("getaddrinfo", "gethostbyname", "create_connection"):
            patch.setattr(socket, name, _refuse_network)
        yield


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep settings and logs of the tests out of the user's folders, and their language out of the system's."""
    monkeypatch.setenv("ECOCITY_DATA_DIR", str(tmp_path_factory.mktemp("user")))
    monkeypatch.setenv("ECOCITY_LANGUAGE", "en")
    monkeypatch.delenv("ECOCITY_NOW", raising=False)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty workspace file, to be copied: making one costs an import of Alembic and a migration."""
    path = tmp_path_factory.mktemp("empty") / "empty.ecocity"
    create_workspace(path).close()
    return path


@pytest.fixture(scope="session")
def pilot_file(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace file with the pilot programme, to be copied."""
    from ecocity_desktop.services.pilot import load_pilot_programme

    path = tmp_path_factory.mktemp("pilot") / "pilot.ecocity"
    shutil.copy(empty_file, path)
    with open_workspace(path, clock=lambda: NOON, author="Lin") as ws:
        load_pilot_programme(ws)
    return path


@pytest.fixture
def path(empty_file: Path, tmp_path: Path) -> Path:
    """A closed, empty workspace file."""
    return Path(shutil.copy(empty_file, tmp_path / "mission.ecocity"))


@pytest.fixture
def pilot_path(pilot_file: Path, tmp_path: Path) -> Path:
    """A closed workspace file with the pilot programme."""
    return Path(shutil.copy(pilot_file, tmp_path / "pilot.ecocity"))


@pytest.fixture
def ws(path: Path) -> Iterator[Workspace]:
    """An empty workspace, open."""
    with open_workspace(path, clock=lambda: NOON, author="Lin") as opened:
        yield opened


@pytest.fixture
def pilot_ws(pilot_path: Path) -> Iterator[Workspace]:
    """A workspace with the pilot programme, open."""
    with open_workspace(pilot_path, clock=lambda: NOON, author="Lin") as opened:
        yield opened


@pytest.fixture(scope="session")
def swapped_profile() -> bytes:
    """The colour profile of a screen on which what is called red is green, and the other way round."""
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = profile.index(b"rXYZ"), profile.index(b"gXYZ")
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(profile)


@pytest.fixture
def only_to_read() -> Callable[[Path], AbstractContextManager[None]]:
    """Take the right to write a file away for a while, from the superuser too: rights are asked of the real user."""

    @contextmanager
    def take_away(path: Path) -> Iterator[None]:
        usual, is_root = path.stat().st_mode, hasattr(os, "geteuid") and os.geteuid() == 0
        path.chmod(0o444)
        if is_root:
            os.setreuid(65534, 0)
        try:
            yield
        finally:
            if is_root:
                os.setreuid(0, 0)
            path.chmod(usual)

    return take_away


@pytest.fixture(params=LANGUAGES)
def catalog(request: pytest.FixtureRequest) -> Catalog:
    """The texts of each language in turn; an unknown key is an error."""
    return Catalog(request.param, strict=True)


@pytest.fixture
def another_may_write() -> Callable[[Path], bool]:
    """Try whether another process may write to a file now."""

    def may_write(path: Path) -> bool:
        line = [sys.executable, "-c", _WRITE, str(path)]
        trial = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)
        assert trial.returncode == 0 or "database is locked" in trial.stderr, trial.stderr
        return trial.returncode == 0

    return may_write
