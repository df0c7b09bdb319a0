"""The exit codes of the contract, and which of them each error ends with."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecocity_desktop.errors import UserError

DONE = 0
PROBLEMS_FOUND = 1
USAGE = 2
LOCKED = 10
READ_ONLY = 11
NEWER = 12
NOT_ECOCITY = 13
DAMAGED = 14
DISK_FULL = 15
REFUSED = 16
CONFLICTS = 17
INVALID = 18
NOT_FOUND = 19
BUG = 70
"""Something nobody foresaw (``EX_SOFTWARE`` of sysexits): the log says where."""

INTERRUPTED = 130
PIPE_CLOSED = 141
"""The reader of our output left, as ``head`` does: 128 and the number of the signal, as shells count."""

CODES: Mapping[str, int] = {
    "error.ambiguous": NOT_FOUND,
    "error.backup": DAMAGED,
    "error.changed_since": CONFLICTS,
    "error.clock": USAGE,
    "error.copy_too_large": REFUSED,
    "error.damaged": DAMAGED,
    "error.disk": DISK_FULL,
    "error.disk_full": DISK_FULL,
    "error.drafts_kept": REFUSED,
    "error.erase_list": DAMAGED,
    "error.exists": REFUSED,
    "error.in_use": REFUSED,
    "error.invalid": INVALID,
    "error.locked": LOCKED,
    "error.migration": DAMAGED,
    "error.moved": CONFLICTS,
    "error.needed_since": CONFLICTS,
    "error.new_password_needed": REFUSED,
    "error.newer": NEWER,
    "error.no_access": READ_ONLY,
    "error.no_file": NOT_FOUND,
    "error.no_folder": NOT_FOUND,
    "error.not_a_copy": NOT_ECOCITY,
    "error.not_a_folder": REFUSED,
    "error.not_empty": REFUSED,
    "error.not_ecocity": NOT_ECOCITY,
    "error.not_found": NOT_FOUND,
    "error.not_scrubbed": DISK_FULL,
    "error.not_a_plan": REFUSED,
    "error.no_photo": NOT_FOUND,
    "error.nothing_recurs": NOT_FOUND,
    "error.nothing_to_redo": NOT_FOUND,
    "error.nothing_to_undo": NOT_FOUND,
    "error.old_read_only": READ_ONLY,
    "error.over_workspace": REFUSED,
    "error.password_differs": REFUSED,
    "error.password_needed": REFUSED,
    "error.password_none": REFUSED,
    "error.password_set": REFUSED,
    "error.password_wrong": REFUSED,
    "error.photo_unreadable": DAMAGED,
    "error.picture_damaged": INVALID,
    "error.picture_format": INVALID,
    "error.picture_too_large": REFUSED,
    "error.picture_too_many_pixels": REFUSED,
    "error.read_only": READ_ONLY,
    "error.schema": REFUSED,
    "error.settings_not_saved": REFUSED,
    "error.sidecar": REFUSED,
    "error.target": REFUSED,
    "error.too_large": REFUSED,
    "error.too_long": REFUSED,
    "error.unreadable": DAMAGED,
}

_BY_CAUSE = {
    errno.ENOSPC: DISK_FULL,
    errno.EFBIG: DISK_FULL,
    getattr(errno, "EDQUOT", errno.ENOSPC): DISK_FULL,
    errno.EACCES: READ_ONLY,
    errno.EPERM: READ_ONLY,
    errno.EROFS: READ_ONLY,
}


def code_of(error: UserError) -> int:
    """Return the exit code of an error; one that could not write ends with what the disk said."""
    if error.key.startswith("error.usage."):
        return USAGE
    cause = error.__cause__
    if error.key == "error.target" and isinstance(cause, OSError) and cause.errno in _BY_CAUSE:
        return _BY_CAUSE[cause.errno]
    return CODES.get(error.key, REFUSED)
