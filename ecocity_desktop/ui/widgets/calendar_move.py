"""A milestone on its way to another date: dragged by the mouse or stepped by keys, and not yet kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecocity_desktop.brief.calendar_board import Dates
from ecocity_desktop.brief.calendar_scale import shifted, stepped

if TYPE_CHECKING:
    from ecocity_desktop.brief.calendar_board import Entry
    from ecocity_desktop.brief.calendar_scale import Scale


class Move:
    """The dates a milestone is being moved to; start and date move together and keep their precision."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.dates = Dates(entry.start, entry.end)
        self.grabbed_at: float | None = None
        self.by_key = False

    @property
    def changed(self) -> bool:
        """Whether it is anywhere else than it was."""
        return (self.dates.start, self.dates.end) != (self.entry.start, self.entry.end)

    def drag(self, pixels: float, scale: Scale) -> None:
        """Move it as far from where it was as the mouse went, snapping as the zoom asks."""
        days = pixels / scale.per_day
        self._put(lambda on: shifted(on, days, scale.unit))

    def step(self, steps: int, scale: Scale) -> None:
        """Move it on by so many steps of the unit the zoom snaps to."""
        self.by_key = True
        start, end = self.dates.start, self.dates.end
        self.dates = Dates(
            stepped(start, steps, scale.unit) if start else None,
            stepped(end, steps, scale.unit) if end else None,
        )

    def _put(self, move) -> None:  # type: ignore[no-untyped-def]  # from one partial date to another
        start, end = self.entry.start, self.entry.end
        self.dates = Dates(move(start) if start else None, move(end) if end else None)
