"""Setting text: breaking it into lines for a width, in Latin and Chinese alike, without any markup.

Texts are never parsed: what a person typed is drawn as it stands. Lines break at spaces, after slashes before letters,
after hyphens between letters (not behind one or two: « co-construction »), and between Chinese characters except where
Chinese typography forbids it (no closing mark at the start of a line, no opening one at its end); a word wider
than the line is broken inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ecocity_desktop.brief.shapes import Box, Measure, Shape, Text
from ecocity_desktop.brief.theme import Style

_OPEN = "(\\[{（［｛「『【〔《〈〖“‘«¿¡"
_CLOSE = ")\\]},.;:!?%）］｝」』】〕》〉〗”’»，。、；：？！％…‰℃°·ー々〜～"
_HAN = (
    "\u2e80-\u2fff\u3040-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"
)
_SPACE = " \t\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000"
_IDEOGRAPH = "[\u3400-\u4dbf\u4e00-\u9fff]"
_TOKEN = re.compile(
    rf"(?P<newline>\n+)|(?P<space>[{_SPACE}]+)|(?P<han>(?:{_IDEOGRAPH}(?={_IDEOGRAPH}))+)"
    rf"|(?P<unit>[{_OPEN}]*(?:(?![{_OPEN}])[{_HAN}]"
    rf"|(?:://|(?![{_HAN}])[^\s/–-]|[\u00a0\u202f\u2007]|[/–-](?![^\W\d_])|(?<![^\W\d_]{{3}})-)*[/–-]?)[{_CLOSE}]*)",
)
_HAN_CHAR = re.compile(f"[{_HAN}]")

PILL_PADDING = 4.2
"""Space between a pill's word and its ends, in points."""

_PILL_GAP = 3.0


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style.

    ``rise`` lifts it above the baseline (points); ``glued`` keeps it on the line of what stands before, where both have
    room; ``whole`` keeps it from being parted; ``ground`` is the colour of the pill it is set in, if it is one.
    """

    text: str
    style: Style
    rise: float = 0.0
    glued: bool = False
    whole: bool = False
    ground: str | None = None


@dataclass(slots=True)
class Line:
    """One set line: its texts with the x they start at and the width they take, and its own width."""

    pieces: list[tuple[float, str, Run, float]] = field(default_factory=list)
    width: float = 0.0

    def shapes(self, x: float, baseline: float) -> Iterator[Shape]:
        """Draw the line from ``x`` on ``baseline``."""
        for start, text, run, wide in self.pieces:
            style, y = run.style, baseline - run.rise
            if not run.ground:
                yield Text(x + start, y, text, style.size, style.bold, style.colour, "start", style.tracking)
                continue
            width, height = wide - _PILL_GAP, 1.36 * style.size
            yield Box(x + start, y - 0.98 * style.size, width, height, run.ground, radius=height / 2)
            yield Text(x + start + width / 2, y, text, style.size, style.bold, style.colour, "middle")


@dataclass(slots=True)
class _Cluster:
    """What may not be parted: units of text with their widths, and whether a space stands before them.

    ``han`` marks a row of ideographs, equally wide, that may be parted anywhere.
    """

    units: list[tuple[str, Run, float]]
    spaced: bool
    forced: bool = False
    han: bool = False


def run_width(text: str, style: Style, measure: Measure) -> float:
    """Return the width of a text in a style, in points."""
    return measure(text, style.bold) * style.size + style.tracking * len(text)


def set_lines(runs: Sequence[Run], width: float, measure: Measure) -> list[Line]:
    """Break ``runs`` into lines at most ``width`` points wide; at least one line, perhaps empty."""
    lines = [Line()]
    for cluster in _clusters(runs, measure):
        space = run_width(" ", cluster.units[0][1].style, measure) if cluster.spaced else 0.0
        if cluster.forced:
            lines.append(Line())
        if cluster.han:
            _add_han(lines, cluster, width, space)
            continue
        wide = sum([unit[2] for unit in cluster.units])
        if lines[-1].pieces and lines[-1].width + space + wide > width + 0.01:
            lines.append(Line())
        if wide > width + 0.01:
            _add_broken(lines, cluster, width, measure)
        else:
            _add(lines[-1], cluster, space)
    return lines


def _clusters(runs: Sequence[Run], measure: Measure) -> Iterator[_Cluster]:
    current: _Cluster | None = None
    spaced = forced = False
    for run in runs:
        first = True
        for token, kind in _tokens(run):
            if kind == "space":
                spaced = True
                continue
            if kind == "newline":
                forced = current is not None
                continue
            pill = 2 * PILL_PADDING + _PILL_GAP if run.ground else 0.0
            unit = (token, run, run_width(token, run.style, measure) + pill)
            if current and not (forced or spaced) and first and not _may_part(current.units[-1], unit):
                current.units.append(unit)
                current.han = False
            else:
                if current:
                    yield current
                current = _Cluster([unit], spaced and not forced, forced, kind == "han")
            spaced = forced = first = False
    if current:
        yield current


def _tokens(run: Run) -> Iterator[tuple[str, str]]:
    if run.ground or run.whole:
        yield run.text, "unit"
        return
    for found in _TOKEN.finditer(run.text):
        if found.group():
            yield found.group(), found.lastgroup or "unit"


def _may_part(before: tuple[str, Run, float], after: tuple[str, Run, float]) -> bool:
    """Whether a line may end between the texts of two runs that no space parts."""
    if after[1].glued:
        return False
    if after[1].ground or before[1].ground:
        return True
    last, first = before[0][-1], after[0][0]
    return bool(_HAN_CHAR.match(last) or _HAN_CHAR.match(first)) and not re.match(f"[{_CLOSE}]", first)


def _add(line: Line, cluster: _Cluster, space: float) -> None:
    if not line.pieces:
        space = 0.0
    for text, run, wide in cluster.units:
        last = line.pieces[-1] if line.pieces else None
        if last and last[2] is run and not run.ground:
            joined = last[1] + (" " if space else "") + text
            line.pieces[-1] = (last[0], joined, run, last[3] + space + wide)
        else:
            line.pieces.append((line.width + space, text, run, wide))
        line.width += space + wide
        space = 0.0


def _add_han(lines: list[Line], cluster: _Cluster, width: float, space: float) -> None:
    """Set a row of ideographs, as many on each line as it has room for."""
    text, run, wide = cluster.units[0]
    each = wide / len(text)
    while text:
        line = lines[-1]
        before = space if line.pieces else 0.0
        count = int((width - line.width - before + 0.01) / each)
        if count <= 0 and line.pieces:
            lines.append(Line())
            continue
        part, text = text[: max(count, 1)], text[max(count, 1) :]
        _add(line, _Cluster([(part, run, each * len(part))], False), before)
        space = 0.0
        if text:
            lines.append(Line())


def _add_broken(lines: list[Line], cluster: _Cluster, width: float, measure: Measure) -> None:
    """Set what is wider than a line, breaking it between its texts, and between the characters of one wider still."""
    for text, run, wide in cluster.units:
        if run.ground or lines[-1].width + wide <= width:
            _add(lines[-1], _Cluster([(text, run, wide)], False), 0.0)
            continue
        if wide <= width:
            if text.strip():
                lines.append(Line())
                _add(lines[-1], _Cluster([(text, run, wide)], False), 0.0)
            continue
        start, room = 0, width - lines[-1].width
        for end, char in enumerate(text):
            step = run_width(char, run.style, measure)
            if step > room and (end > start or lines[-1].pieces):
                _add_part(lines, text[start:end], run, measure)
                lines.append(Line())
                start, room = end, width
            room -= step
        _add_part(lines, text[start:], run, measure)


def _add_part(lines: list[Line], text: str, run: Run, measure: Measure) -> None:
    if not text:
        return
    _add(lines[-1], _Cluster([(text, run, run_width(text, run.style, measure))], False), 0.0)


def fitted(text: str, style: Style, width: float, measure: Measure) -> str:
    """Return ``text`` on one line, cut with an ellipsis where it is wider than ``width``."""
    text = " ".join(text.split())
    if run_width(text, style, measure) <= width:
        return text
    kept, room = [], width - run_width("…", style, measure)
    for char in text:
        room -= run_width(char, style, measure)
        if room < 0:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…"


def widest(lines: Iterable[Line]) -> float:
    """Return the width of the widest line."""
    return max((line.width for line in lines), default=0.0)
