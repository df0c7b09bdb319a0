"""Where a workspace lies: whether its folder is copied behind our back, or across a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecocity_desktop.store import place

if TYPE_CHECKING:
    from pathlib import Path


def risky_place(path: Path) -> str | None:
    """Return the name of the service or network that holds ``path``, ``None`` for an ordinary folder."""
    return place.risky_place(path)
