"""Where a file lies: folders that a program copies behind our back, and drives across a network."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_SYNCED_NAMES = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "icloud drive": "iCloud",
    "mobile documents": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "pcloud drive": "pCloud",
    "kdrive": "kDrive",
    "nutstore": "坚果云",
    "坚果云": "坚果云",
    "baidusyncdisk": "百度网盘",
    "wpsdrive": "WPS",
}
_SYNCED_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_NETWORK_TYPES = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "fuse.sshfs", "fuse.rclone", "davfs"}


def risky_place(path: Path) -> str | None:
    """Return the name of the service or network that holds ``path``, ``None`` for an ordinary folder.

    A file that is copied while it is written may arrive damaged on the other side: one is warned, not hindered.
    """
    folder = path.absolute().parent
    return _synced_by(folder) or _network_of(folder)


def _synced_by(folder: Path) -> str | None:
    for variable in _SYNCED_VARIABLES:
        root = os.environ.get(variable)
        if root and folder.is_relative_to(root):
            return "OneDrive"
    for part in folder.parts:
        name = part.casefold()
        for known, service in _SYNCED_NAMES.items():
            # « OneDrive - Ministère » and « Dropbox (Personal) » are the same services under a longer name.
            if name == known or name.startswith((f"{known} -", f"{known} (")):
                return service
    return None


def _network_of(folder: Path) -> str | None:
    if str(folder).startswith(("\\\\", "//")):
        return folder.drive or str(folder)
    if not sys.platform.startswith("linux"):
        return None
    try:
        mounts = Path("/proc/self/mounts").read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return None
    found = ("", "")
    for line in mounts:
        _, point, kind = line.split(" ")[:3]
        if folder.is_relative_to(point.replace("\\040", " ")) and len(point) >= len(found[0]):
            found = (point, kind)
    return found[1] if found[1] in _NETWORK_TYPES else None
