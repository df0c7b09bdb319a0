"""Where the user's own files live, and how one of them is replaced without ever being half written."""

from __future__ import annotations

import errno
import os
import stat
import time
from contextlib import suppress
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

APP_NAME = "EcoCity Desktop"
WORKSPACE_SUFFIX = ".ecocity"

_DRAFTS = ".ecocity-*.tmp"
_MINUTE_S, _DAY_S = 60, 86_400


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


def real_file(path: Path) -> Path:
    """Return the file that a link at ``path`` leads to, so that the link stays one; ``path`` where there is none."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def write_whole(target: Path, content: bytes, *, like: Path | None = None) -> None:
    """Write a file so that it holds either what it held before or all of ``content``, even after a power cut.

    A file that is there keeps its rights, a new one gets those of ``like``. The folder is made when it is missing.
    Raises ``OSError`` when it cannot be written, and then leaves ``target`` as it was and nothing beside it. What a
    killed program leaves is removed by the next call: see ``sweep_drafts``.
    """
    target = real_file(target)
    if not target.name or target.is_dir():  # Windows would say that we lack the right
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    make_folder(target.parent, like=like)
    sweep_drafts(target.parent)
    beside = draft_beside(target)
    try:
        open_draft(beside, target if target.is_file() else like)
        with beside.open("r+b") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists() and not target.is_file():  # the administrator would rename over /dev/null
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
        os.replace(beside, target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def draft_beside(target: Path) -> Path:
    """Return a name in the folder of ``target`` to write to before renaming; it says which process writes there."""
    return target.with_name(f"{_drafts_of_here()}{os.getpid()}-{os.urandom(6).hex()}.tmp")


def is_draft(path: Path) -> bool:
    """Return whether this is a name that ``draft_beside`` makes, here or on another machine."""
    return fnmatch(path.name, _DRAFTS)


def open_draft(draft: Path, like: Path | None) -> None:
    """Make an empty draft with the rights of ``like``: who may not read that one reads no draft of it either.

    Its owner may always write. Without ``like`` it has the usual rights. Raises ``OSError``.
    """
    rights = None if like is None or not like.exists() else _rights(like)
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666 if rights is None else rights))
    if rights is not None and os.name != "nt":
        draft.chmod(rights)  # the usual rights of new files may be fewer


def sweep_drafts(folder: Path) -> None:
    """Remove the drafts, with their journals, that processes of this machine left in ``folder`` when they were killed.

    Those of other machines, in a shared folder, are removed when they are a day old.
    """
    with suppress(OSError):
        for draft in list(folder.glob(f"{_DRAFTS}*")):
            with suppress(OSError):
                if _is_abandoned(draft):
                    draft.unlink()


def make_folder(folder: Path, *, like: Path | None = None) -> None:
    """Make a folder, with those above it that are missing, so that not even a power cut takes it back.

    A new one may be looked into by whoever may read the file ``like``.
    """
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        if like is not None and like.exists() and os.name != "nt":
            folder.chmod(_rights(like) | (_rights(like) & 0o444) >> 2)
        sync_folder(folder.parent)


def sync_file(path: Path) -> None:
    """Ask the disk to keep a file's content; raises ``OSError`` when the file cannot be written."""
    with path.open("rb+") as file:  # Windows flushes only what is open for writing
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Ask the disk to keep a file's new name, where one can ask: Windows and some network drives offer no way."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _rights(file: Path) -> int:
    """Who may read and write a file, its owner in any case."""
    return stat.S_IMODE(file.stat().st_mode) & 0o777 | 0o600


def _is_abandoned(draft: Path) -> bool:
    age = time.time() - draft.stat().st_mtime
    process = draft.name.removeprefix(_drafts_of_here()).split("-")[0]
    if not draft.name.startswith(_drafts_of_here()) or not process.isdigit():
        return age > _DAY_S
    if (
        os.name == "nt"
    ):  # a draft being written cannot be removed there, and asking after a process could end it
        return age > _MINUTE_S
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return age > _DAY_S
    return False


def _portable_dir() -> Path | None:
    """Return the one folder that takes the place of all the others, when the environment names it."""
    folder = os.environ.get("ECOCITY_DATA_DIR")
    return Path(folder).expanduser().absolute() if folder else None


def _platform_dir(kind: str) -> Path:
    """Return a folder as the operating system wants it; ``kind`` is the name of a function of platformdirs."""
    import platformdirs

    return Path(getattr(platformdirs, kind)(APP_NAME, appauthor=False))


@cache
def _drafts_of_here() -> str:
    """Return how the names of the drafts made on this machine begin."""
    import platform
    from zlib import crc32

    return f".ecocity-{crc32(platform.node().encode('utf-8', 'replace')):08x}-"
