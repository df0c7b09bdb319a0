"""Where the user's own files live, and how one of them is replaced without ever being half written."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

APP_NAME = "EcoCity Desktop"
WORKSPACE_SUFFIX = ".ecocity"


def data_dir() -> Path:
    """Return the folder of the user's data; ``ECOCITY_DATA_DIR`` replaces it. The folder may not exist yet."""
    return _portable_dir() or _platform_dir("user_data_dir")


def settings_file() -> Path:
    """Return where the settings are kept; the file may not exist yet."""
    return (_portable_dir() or _platform_dir("user_config_dir")) / "settings.json"


def log_dir() -> Path:
    """Return the folder of the logs, which may not exist yet."""
    portable = _portable_dir()
    return portable / "logs" if portable else _platform_dir("user_log_dir")


def default_workspace() -> Path:
    """Return the workspace the program opens when none is named; the file may not exist yet."""
    return data_dir() / f"EcoCity{WORKSPACE_SUFFIX}"


def write_whole(target: Path, content: bytes) -> None:
    """Write a file so that it holds either what it held before or all of ``content``, even after a power cut.

    The folder is made when it is missing. Raises ``OSError`` when it cannot be written, and then leaves ``target``
    as it was and nothing beside it. Only a killed program leaves a file named ``.ecocity-*.tmp``.
    """
    make_folder(target.parent)
    beside = target.with_name(f".ecocity-{os.urandom(6).hex()}.tmp")
    try:
        with beside.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(beside, target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def make_folder(folder: Path) -> None:
    """Make a folder, with those above it that are missing, so that not even a power cut takes it back."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Ask the disk to keep a file's new name, where one can ask: Windows and some network drives offer no way."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _portable_dir() -> Path | None:
    """Return the one folder that takes the place of all the others, when the environment names it."""
    folder = os.environ.get("ECOCITY_DATA_DIR")
    return Path(folder).expanduser().absolute() if folder else None


def _platform_dir(kind: str) -> Path:
    """Return a folder as the operating system wants it; ``kind`` is the name of a function of platformdirs."""
    import platformdirs

    return Path(getattr(platformdirs, kind)(APP_NAME, appauthor=False))
