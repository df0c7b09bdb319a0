"""What can be done about a file that could not be opened, by the error that said so."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecocity_desktop.errors import UserError

_BY_ERROR = {
    "error.locked": ("retry", "safe"),
    "error.no_access": ("retry",),
    "error.no_file": ("retry", "restore"),
    "error.disk": ("retry",),
    "error.disk_full": ("retry",),
    "error.damaged": ("restore", "safe"),
    "error.migration": ("restore", "safe"),
    "error.unreadable": ("restore", "safe"),
    "error.not_ecocity": ("restore",),
    "error.schema": ("restore",),
    "error.sidecar": ("retry", "restore", "safe"),
    "error.too_long": ("restore",),
    "error.old_read_only": ("safe",),
    "error.password_needed": ("password",),
    "error.password_wrong": ("password", "restore"),
}


def remedies(error: UserError) -> tuple[str, ...]:
    """Return what to offer, the best first: ``retry``, ``password``, ``restore`` or ``safe`` (a copy to look at)."""
    return _BY_ERROR.get(error.key, ())
