"""Whether a record can go at all, looked at before anybody is asked whether it shall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecocity_desktop.errors import UserError
from ecocity_desktop.services import removal
from ecocity_desktop.ui.dialogs.messages import show_error

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.ui.context import AppContext


def may_go(ctx: AppContext, noun: str, record_id: str, parent: QWidget) -> bool:
    """Return whether a record may be removed; where others refer to it, ``parent``'s window says which."""
    if ctx.workspace.read_only:
        return False
    try:
        removal.check_unused(ctx.workspace, noun, record_id)
    except UserError as error:
        show_error(parent.window(), ctx.catalog, error)
        return False
    return True
