"""The calendar as plain shapes: the same drawing on the screen and on paper, only of the rows and days in view."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from ecocity_desktop.brief.calendar_board import Board, Entry, Row, when
from ecocity_desktop.brief.calendar_marks import (
    HEAD,
    ROW,
    View,
    arrow_shapes,
    dates_of,
    extent_of,
    ghost_shapes,
    mark_shapes,
    state_colour,
)
from ecocity_desktop.brief.calendar_scale import Tick, ticks
from ecocity_desktop.brief.shapes import Box, Measure, Polyline, Shape, Text

_TEXT, _SMALL = 13.0, 11.0
_INDENT, _PAD = 24.0, 10.0
_STATE_ROOM = 74.0
_AFTER, _BEFORE = 9.0, 14.0
"""How far from a mark its dates stand: links turn between the two."""
_ELLIPSIS = "…"


def board_shapes(board: Board, view: View, measure: Measure) -> list[Shape]:
    """Return the shapes of the part in view, those below first."""
    rows = view.rows(board)
    shapes: list[Shape] = [Box(0, 0, view.width, view.height, "paper")]
    shapes.extend(_grounds(board, view, rows))
    upper, lower = ticks(view.scale, view.chart_width, board.language)
    shapes.extend(_grid(view, lower, "hairline", 0.6))
    shapes.extend(_grid(view, upper, "hairline", 1.4))
    today = view.x(board.today.toordinal() + 0.5)
    if view.label_width <= today <= view.width:
        shapes.append(Polyline(((today, HEAD), (today, view.height)), "vermilion", 1.4))
    shapes.extend(arrow_shapes(board, view, rows))
    for number in rows:
        shapes.extend(_row(board, board.rows[number], number, view, measure))
    shapes.append(Polyline(((view.label_width, 0), (view.label_width, view.height)), "hairline", 1.0))
    shapes.extend(_head(board, view, (upper, lower), measure))
    return shapes


def _grounds(board: Board, view: View, rows: range) -> Iterator[Shape]:
    """What lies under the rows: headings, the row under the mouse, the row selected."""
    for number in rows:
        y = view.y(number)
        if board.rows[number].entry is None:
            yield Box(0, y, view.width, ROW, "selection" if number == view.selected else "canvas")
            yield Polyline(((0, y), (view.width, y)), "hairline", 0.8)
        elif _ground_of(number, view) != "paper":
            yield Box(0, y, view.width, ROW, _ground_of(number, view))


def _ground_of(number: int, view: View) -> str:
    if number == view.selected:
        return "selection"
    return "hover" if number == view.hovered else "paper"


def _grid(view: View, found: tuple[Tick, ...], colour: str, width: float) -> Iterator[Shape]:
    for tick in found:
        x = view.x(tick.first)
        if view.label_width < x < view.width:
            yield Polyline(((x, HEAD), (x, view.height)), colour, width)


def _head(board: Board, view: View, lines: tuple[tuple[Tick, ...], ...], measure: Measure) -> Iterator[Shape]:
    """Two lines of dates over the rows, and in the lower one the word of today over its line."""
    yield Box(0, 0, view.width, HEAD, "canvas")
    upper, lower = lines if lines[0] else (lines[1], ())
    today = view.x(board.today.toordinal() + 0.5)
    word = board.words["today"]
    half = measure(word, True) * _SMALL / 2 + 6
    spot = max(view.label_width + half, min(today, view.width - half))
    shown = view.label_width <= today <= view.width
    for tick in upper:
        yield from _tick(tick, view, 0.0 if lines[0] else HEAD / 2, 17.0, measure)
    for tick in lower:
        left = max(view.x(tick.first), view.label_width) + 5
        reach = left + measure(tick.words, False) * _SMALL
        hidden = shown and left < spot + half + 2 and reach > spot - half - 2
        yield from _tick(replace(tick, words="") if hidden else tick, view, HEAD / 2, 37.0, measure)
    if shown:
        yield Box(spot - half, HEAD - 19, 2 * half, 16, "vermilion", radius=3)
        yield Text(spot, HEAD - 7.2, word, _SMALL, True, "paper", "middle")
    yield Polyline(((0, HEAD), (view.width, HEAD)), "hairline", 1.0)


def _tick(tick: Tick, view: View, top: float, base: float, measure: Measure) -> Iterator[Shape]:
    left, right = max(view.x(tick.first), view.label_width), min(view.x(tick.last), view.width)
    size, bold, colour = (12.0, True, "ink") if base < HEAD / 2 else (_SMALL, False, "secondary")
    if view.x(tick.first) > view.label_width:
        yield Polyline(((left, top + 4), (left, HEAD)), "hairline", 0.8)
    if tick.words and measure(tick.words, bold) * size + 6 <= right - left:
        yield Text(left + 5, base, tick.words, size, bold, colour)


def _row(board: Board, row: Row, number: int, view: View, measure: Measure) -> Iterator[Shape]:
    y = view.y(number)
    base = y + ROW / 2 + 4.6
    entry = row.entry
    if entry is None:
        yield from _heading(row, y + ROW / 2, view, measure)
        return
    before = board.before.get(entry.id)
    if before is not None:
        yield from ghost_shapes(before, dates_of(entry, view), y + ROW / 2, view)
    ground = _ground_of(number, view)
    yield from _mark_and_words(board, entry, y, view, ground, measure)
    room = (view.label_width - _INDENT - _STATE_ROOM - _PAD) / _TEXT
    yield Text(_INDENT, base, elided(entry.title, False, room, measure), _TEXT, False, "ink")
    word = elided(board.words[entry.state], True, (_STATE_ROOM - 4) / _SMALL, measure)
    yield Text(view.label_width - _PAD, base - 0.6, word, _SMALL, True, state_colour(entry.state), "end")


def _heading(row: Row, middle: float, view: View, measure: Measure) -> Iterator[Shape]:
    """The heading of a group: an arrow that says whether it is folded, and how far what is folded reaches."""
    base, left = middle + 4.6, _PAD + 2
    across, down = ((0, -4), (4, 0), (0, 4)), ((-2, -2), (2, 2), (6, -2))
    arrow = tuple((left + x, middle + y) for x, y in (across if row.folded else down))
    yield Polyline(arrow, "secondary", 1.4)
    room = (view.label_width - _INDENT - _PAD - 40) / _TEXT - measure(row.continued, True)
    name = elided(row.heading, True, room, measure) + row.continued
    yield Text(_INDENT, base, name, _TEXT, True, "ink")
    if row.second:
        after = _INDENT + measure(name, True) * _TEXT + 6
        room = (view.label_width - after - 44) / _TEXT
        yield Text(after, base, elided(row.second, False, room, measure), _TEXT, False, "jade")
    yield Text(view.label_width - _PAD, base, str(row.count), _SMALL, False, "secondary", "end")
    if row.reach is not None:
        first, last = view.x(row.reach[0].toordinal()), view.x(row.reach[1].toordinal() + 1)
        first, last = max(first, view.label_width), min(last, view.width)
        if first < last:
            yield Box(first, middle - 2, max(last - first, 3.0), 4, "secondary", radius=2)


def _mark_and_words(
    board: Board, entry: Entry, y: float, view: View, ground: str, measure: Measure
) -> Iterator[Shape]:
    """The mark of a milestone and its dates in words beside it, on the side that has room."""
    dates = dates_of(entry, view)
    reach = extent_of(dates, view)
    middle = y + ROW / 2
    if reach is None:
        return
    left, right = reach
    if right >= view.label_width and left <= view.width:
        state = entry.state if dates is entry else "moving"
        yield from mark_shapes(dates, middle, state, view)
    words = when(dates.start, dates.end, board.language)
    wide = measure(words, dates is not entry) * _SMALL
    if right + _AFTER + wide <= view.width and right + _AFTER >= view.label_width:
        x = right + _AFTER
    elif left - _BEFORE - wide >= view.label_width and left - _BEFORE <= view.width:
        x = left - _BEFORE - wide
    else:
        yield from _beyond(left, right, middle, view)
        return
    colour = "secondary" if dates is entry else "vermilion"
    yield Box(x - 3, middle - 8, wide + 6, 16, ground)
    yield Text(x, middle + 3.8, words, _SMALL, dates is not entry, colour)


def _beyond(left: float, right: float, middle: float, view: View) -> Iterator[Shape]:
    """A small arrow at the edge towards a milestone that is out of view."""
    if right < view.label_width:
        tip, back = view.label_width + 4, view.label_width + 9
    elif left > view.width:
        tip, back = view.width - 4, view.width - 9
    else:
        return
    yield Polyline(((back, middle - 4), (tip, middle), (back, middle + 4)), "secondary", 1.2)


def widest_title(board: Board, measure: Measure) -> float:
    """Return how wide the titles at the left must be for none to be cut."""
    titles = {row.entry.title for row in board.rows if row.entry}
    widest = max((measure(title, False) for title in titles), default=0.0)
    return widest * _TEXT + _INDENT + _STATE_ROOM + _PAD + 1


@lru_cache(maxsize=8192)
def elided(text: str, bold: bool, room: float, measure: Measure) -> str:
    """Return a text cut to a width given in font sizes, with an ellipsis where something is cut."""
    if measure(text, bold) <= room:
        return text
    least, most = 0, len(text)
    while least < most:
        middle = (least + most + 1) // 2
        if measure(text[:middle].rstrip() + _ELLIPSIS, bold) <= room:
            least = middle
        else:
            most = middle - 1
    return text[:least].rstrip() + _ELLIPSIS if least else ""
