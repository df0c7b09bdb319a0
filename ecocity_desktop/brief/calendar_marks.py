"""What the calendar draws for one milestone: where it lies, its mark, where it stood before, and what waits for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from ecocity_desktop.brief.calendar_board import Arrow, Board, Dates, Entry
from ecocity_desktop.brief.calendar_scale import Scale
from ecocity_desktop.brief.shapes import Box, Polygon, Polyline, Shape

ROW = 28.0
"""The height of a row."""
HEAD = 46.0
"""The height of the two lines above the rows."""

_DIAMOND, _BAR = 6.5, 11.0
_LEAST_BAR = 20.0
_GHOST_DOWN = 5.0
_TURN_AFTER, _TURN_BEFORE = 3.0, 7.0
_SOLID = ("done", "late", "coming")


@dataclass(frozen=True)
class View:
    """What part of the board is drawn, and where: sizes in pixels (on paper: units of the drawing).

    ``top`` is how far down the rows are scrolled, ``selected`` the row marked, ``moved`` dates of milestones that are
    being dragged and not yet kept.
    """

    width: float
    height: float
    label_width: float
    scale: Scale
    top: float = 0.0
    selected: int | None = None
    hovered: int | None = None
    moved: Mapping[str, Dates] | None = None

    @property
    def chart_width(self) -> float:
        """The room for the time line, right of the labels."""
        return self.width - self.label_width

    def rows(self, board: Board) -> range:
        """The rows in view, those cut by an edge included."""
        first = max(0, int(self.top // ROW))
        last = ceil((self.top + self.height - HEAD) / ROW)
        return range(first, max(first, min(last, len(board.rows))))

    def y(self, row: int) -> float:
        """Return where a row begins."""
        return HEAD + row * ROW - self.top

    def x(self, day: float) -> float:
        """Return where a day begins."""
        return self.label_width + self.scale.x(day)


def extent_of(dates: Entry | Dates, view: View) -> tuple[float, float] | None:
    """Return from where to where the mark of a milestone reaches, ``None`` without a date."""
    begins, ends = dates.start or dates.end, dates.end or dates.start
    if begins is None or ends is None:
        return None
    left, right = view.x(begins.earliest.toordinal()), view.x(ends.latest.toordinal() + 1)
    if right - left < _LEAST_BAR or _is_point(dates):
        middle = (left + right) / 2
        reach = _DIAMOND if _is_point(dates) else _LEAST_BAR / 2
        return middle - reach, middle + reach
    return left, right


def dates_of(entry: Entry, view: View) -> Entry | Dates:
    """Return the dates a milestone is drawn at: those it is being dragged to, else its own."""
    return view.moved.get(entry.id, entry) if view.moved else entry


def _is_point(dates: Entry | Dates) -> bool:
    on = dates.end or dates.start
    return on is not None and on.precision == "day" and dates.start in (None, dates.end)


def mark_shapes(dates: Entry | Dates, middle: float, state: str, view: View) -> Iterator[Shape]:
    """A diamond for a day; a bar for a span, pale where a date is only known to the month or year."""
    colour, ground = state_colour(state), _ground(state)
    fill = colour if state in _SOLID or state == "moving" else ground
    if _is_point(dates):
        reach = extent_of(dates, view)
        x = (reach[0] + reach[1]) / 2 if reach else 0.0
        yield diamond(x, middle, _DIAMOND, fill, colour)
        return
    reach = extent_of(dates, view)
    if reach is None:
        return
    left, right = max(reach[0], view.label_width + 1), min(reach[1], view.width + 20)
    sure = _sure(dates, view)
    short = right - left < 2 * _BAR
    under = fill if sure and short else ground
    radius = min((right - left) / 3, _BAR / 2)
    yield Box(left, middle - _BAR / 2, max(right - left, 2.0), _BAR, under, colour, 1.2, max(radius, 0.5))
    if sure is not None and not short:
        left, right = max(sure[0], view.label_width + 1), min(sure[1], view.width + 20)
        if right - left > 1:
            yield Box(left, middle - _BAR / 2, right - left, _BAR, fill, colour, 1.2, 2.0)


def _sure(dates: Entry | Dates, view: View) -> tuple[float, float] | None:
    """The part of a span that it covers whatever its dates turn out to mean."""
    if dates.start is None or dates.end is None or dates.start == dates.end:
        return None
    left, right = dates.start.latest.toordinal(), dates.end.earliest.toordinal() + 1
    return (view.x(left), view.x(right)) if left < right else None


def ghost_shapes(before: Dates, now: Entry | Dates, middle: float, view: View) -> Iterator[Shape]:
    """Where a milestone stood at the earlier look, a little lower, and how far it has gone since."""
    if (before.start, before.end) == (now.start, now.end):
        return
    reach = extent_of(before, view)
    if reach is None:
        return
    low = middle + _GHOST_DOWN
    after = extent_of(now, view)
    if after is not None:
        ends = (reach[0] + reach[1]) / 2, (after[0] + after[1]) / 2
        left, right = max(min(ends), view.label_width), min(max(ends), view.width)
        if left < right:
            yield Polyline(((left, low), (right, low)), "secondary", 0.9, (2.0, 2.0))
    if reach[1] < view.label_width or reach[0] > view.width:
        return
    if _is_point(before):
        yield diamond((reach[0] + reach[1]) / 2, low, _DIAMOND - 1.5, "paper", "secondary")
        return
    left, right = max(reach[0], view.label_width + 1), min(reach[1], view.width + 20)
    yield Box(left, low - 3, max(right - left, 2.0), 6, "hairline", "secondary", 0.8, 3)


def arrow_shapes(board: Board, view: View, rows: range) -> Iterator[Shape]:
    """The links that begin or end in a row in view."""
    chosen = board.rows[view.selected].entry if view.selected is not None else None
    own: list[Arrow] = []
    seen: set[int] = set()
    for number in rows:
        for arrow in board.arrows_of.get(number, ()):
            if id(arrow) in seen:
                continue
            seen.add(id(arrow))
            if chosen is not None and view.selected in (arrow.before, arrow.after):
                own.append(arrow)
            else:
                yield from _arrow(board, arrow, view, "late" if arrow.broken else "outline", 1.0)
    for arrow in own:
        yield from _arrow(board, arrow, view, "late" if arrow.broken else "jade", 1.6)


def _arrow(board: Board, arrow: Arrow, view: View, colour: str, width: float) -> Iterator[Shape]:
    first, second = board.rows[arrow.before].entry, board.rows[arrow.after].entry
    if first is None or second is None:
        return
    begin, end = extent_of(dates_of(first, view), view), extent_of(dates_of(second, view), view)
    if begin is None or end is None:
        return
    x1, x2 = begin[1] + 1, end[0] - 2
    least, most = view.label_width, view.width
    if max(x1, x2) < least or min(x1, x2) > most:
        return
    y1, y2 = view.y(arrow.before) + ROW / 2, view.y(arrow.after) + ROW / 2
    turn = x2 - _TURN_BEFORE
    if turn >= x1:
        points = [(x1, y1), (turn, y1), (turn, y2), (x2, y2)]
    else:
        edge = y2 + (-ROW / 2 if y2 > y1 else ROW / 2)
        points = [
            (x1, y1),
            (x1 + _TURN_AFTER, y1),
            (x1 + _TURN_AFTER, edge),
            (turn, edge),
            (turn, y2),
            (x2, y2),
        ]
    yield from _within(points, least, most, colour, width)
    if least + 4 < x2 < most:
        tip = ((x2 + 1, y2), (x2 - 5, y2 - 3.2), (x2 - 5, y2 + 3.2))
        yield Polygon((tip,), colour, colour, 0.5)


def _within(
    points: list[tuple[float, float]], least: float, most: float, colour: str, width: float
) -> Iterator[Shape]:
    """A line of level and upright pieces, without what lies beyond the edges."""
    if all(least <= x <= most for x, _ in points):
        yield Polyline(tuple(points), colour, width)
        return
    for (x1, y1), (x2, y2) in pairwise(points):
        left, right = max(min(x1, x2), least), min(max(x1, x2), most)
        if left < right or (x1 == x2 and least <= x1 <= most):
            ends = ((x1, y1), (x2, y2)) if x1 == x2 else ((left, y1), (right, y2))
            yield Polyline(ends, colour, width)


def diamond(x: float, y: float, reach: float, fill: str, stroke: str) -> Polygon:
    """Return the mark of a single day."""
    return Polygon((((x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)),), fill, stroke, 1.2)


def state_colour(state: str) -> str:
    """Return the colour of a state; what is being moved is shown as what happens here and now."""
    return {"undated": "planned", "moving": "vermilion"}.get(state, state)


def _ground(state: str) -> str:
    return "paper" if state == "moving" else f"{state_colour(state)}_ground"
