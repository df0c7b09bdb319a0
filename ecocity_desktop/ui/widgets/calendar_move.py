"""A milestone on its way to another date: dragged by the mouse or stepped by keys, and not yet kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecocity_desktop.brief.calendar_board import Dates
from ecocity_desktop.brief.calendar_scale import shifted, stepped

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecocity_desktop.brief.calendar_board import Entry
    from ecocity_desktop.brief.calendar_scale import Scale
    from ecocity_desktop.domain.partial_date import PartialDate


class Move:
    """The dates a milestone is being moved to, as precise as they were; a start moves along, unless it is past."""

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
        self._put(Dates(self.entry.start, self.entry.end), lambda on: shifted(on, days, scale.unit))

    def step(self, steps: int, scale: Scale) -> None:
        """Move it on by so many steps of the unit the zoom snaps to."""
        self.by_key = True
        self._put(self.dates, lambda on: stepped(on, steps, scale.unit))

    def _put(self, dates: Dates, move: Callable[[PartialDate], PartialDate]) -> None:
        start = move(dates.start) if dates.start and not self.entry.begun else dates.start
        self.dates = Dates(start, move(dates.end) if dates.end else None)
