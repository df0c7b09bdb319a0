"""How the blocks of the first page look: the name, running text, the way to the label, the team, the side column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ecocity_desktop.brief.document import (
    Contacts,
    Fact,
    Journey,
    KeyFacts,
    Lead,
    LocatorMap,
    Paragraphs,
    Step,
    Team,
    Title,
    Words,
)
from ecocity_desktop.brief.flow import Piece
from ecocity_desktop.brief.layout import TALLEST_ROW, Cell, Setter, amount_runs, beside, replace_piece
from ecocity_desktop.brief.locator import locate
from ecocity_desktop.brief.shapes import Circle, Polyline, Shape
from ecocity_desktop.brief.theme import Style
from ecocity_desktop.brief.typeset import Run, run_width, set_lines, widest
from ecocity_desktop.brief.words import runs_of

_LONG_NAME = 160
_SMALLEST_NAME = 19.0
_STEPS_PER_ROW = 5


def title_pieces(title: Title, setter: Setter, width: float) -> list[Piece]:
    """Return the name in both scripts and the line under it; a long name is set smaller, then on several lines."""
    style, beside = setter.style("name"), setter.style("name_beside")
    runs = [*runs_of(title.name, style)]
    if title.other_name:
        runs += [Run("  ", beside), Run(title.other_name, beside)]
    wide = widest(set_lines(runs, 1e9, setter.measure))
    shrink = max(min(1.0, width / wide), _SMALLEST_NAME / style.size) if wide else 1.0
    if title.other_name and wide * shrink > width + 0.01:
        runs[-2] = Run("\n", beside)
    if len(title.name.text) + len(title.other_name) > _LONG_NAME:
        shrink = 11.0 / style.size
    runs = [replace(run, style=_scaled(run.style, shrink), rise=run.rise * shrink) for run in runs]
    pieces = setter.paragraph(runs, _scaled(style, shrink), width)
    pieces = [replace_piece(piece, keep=True) if index < 3 else piece for index, piece in enumerate(pieces)]
    dot = Run(" · ", setter.style("subtitle"))
    under: list[Run] = []
    for part in title.subtitle:
        under += [*([dot] if under else []), *runs_of(part, setter.style("subtitle"))]
    return pieces + (setter.paragraph(under, setter.style("subtitle"), width) if under else [])


def _scaled(style: Style, shrink: float) -> Style:
    return style.but(size=style.size * shrink, leading=style.leading * shrink)


def lead_pieces(lead: Lead, setter: Setter, width: float) -> list[Piece]:
    """Return the opening sentences."""
    return setter.paragraph(lead.text, setter.style("lead"), width, gap=setter.look.gap("section"))


def paragraph_pieces(block: Paragraphs, setter: Setter, width: float) -> list[Piece]:
    """Return running text, under its heading if it has one."""
    style, small = setter.style("body"), setter.style("item")
    pieces = [setter.heading(block.heading, width)] if block.heading else []
    if block.strong:
        pieces += setter.paragraph(block.strong, setter.style("strong"), width)
    for index, item in enumerate(block.items):
        gap = setter.look.gap("paragraph" if not block.heading else "item") if index or block.strong else 0.0
        if not block.heading and index == 0:
            gap = 8.0
        lines = setter.paragraph(
            item, small if block.heading else style, width, gap=gap, indent=9 if block.bulleted else 0
        )
        if block.bulleted:
            dot = Circle(2.2, 0.52 * small.leading, 1.5, "jade")
            lines[0] = replace(lines[0], shapes=(dot, *lines[0].shapes))
        pieces += lines
    return pieces


def journey_pieces(journey: Journey, setter: Setter, width: float) -> list[Piece]:
    """Return the steps along a line: done filled, the next one a ring in vermilion, later ones grey rings."""
    pieces = [setter.heading(journey.heading, width)]
    per_row = min(len(journey.steps), _STEPS_PER_ROW)
    if len(journey.steps) > _STEPS_PER_ROW:
        per_row = 4
    for first in range(0, len(journey.steps), per_row):
        steps = journey.steps[first : first + per_row]
        column = width / per_row
        more = first + per_row < len(journey.steps)
        dots = _dots(
            steps, column, width if more else column * len(steps), open_end=more or not _all_done(steps)
        )
        pieces.append(Piece(12.0, dots, 4.0 if first else 0.0, keep=True))
        cells = [_step_cell(step, setter, index * column, column - 6) for index, step in enumerate(steps)]
        pieces += setter.row(cells, width, pad=0.0, rule=False)
    return pieces


def _all_done(steps: Sequence[Step]) -> bool:
    return all(step.state == "done" for step in steps)


def _dots(steps: Sequence[Step], column: float, end: float, *, open_end: bool) -> tuple[Shape, ...]:
    y, first = 5.0, 4.0
    marks: list[Shape] = []
    for index, step in enumerate(steps):
        x = first + index * column
        following = steps[index + 1] if index + 1 < len(steps) else None
        until = first + (index + 1) * column if following else end
        if following or open_end:
            reached = step.state == "done" and following is not None
            marks.append(Polyline(((x, y), (until, y)), "jade" if reached else "hairline", 1.3))
    for index, step in enumerate(steps):
        x = first + index * column
        if step.state == "done":
            marks.append(Circle(x, y, 3.9, "jade"))
        elif step.is_next:
            marks.append(Circle(x, y, 4.2, "paper", "vermilion", 1.5))
        else:
            marks.append(Circle(x, y, 3.6, "paper", "secondary", 1.0))
    return tuple(marks)


def _step_cell(step: Step, setter: Setter, x: float, width: float) -> Cell:
    small = setter.style("small").but(colour="secondary")
    bold, note = setter.style("small_bold"), setter.style("note").but(leading=small.leading)
    lines = setter.lines(step.label, bold, width) + setter.lines(step.when, small, width)
    if step.state_word:
        colour = step.state if step.state in ("late", "coming", "planned") else "planned"
        pill = setter.style("pill").but(colour=colour)
        lines += set_lines([Run(step.state_word, pill, ground=f"{colour}_ground")], width, setter.measure)
    if step.announced:
        lines += setter.lines(step.announced, note, width)
    return Cell(x, width, lines, small.leading)


def team_pieces(team: Team, setter: Setter, width: float) -> list[Piece]:
    """Return the table of partners: who, doing what, on the strength of what."""
    first, last = width * 0.37, min(_frame_width(team, setter), width * 0.30)
    edges = [0.0, first, width - last]
    spans = [first - 8, width - first - last - 8, last]
    heads = [(word, x, wide, False) for word, x, wide in zip(team.columns, edges, spans, strict=True)]
    header = setter.column_heads(heads, width)
    pieces = [setter.heading(team.heading, width), header]
    bold, plain = setter.style("cell_bold"), setter.style("cell")
    quiet = setter.style("caption").but(leading=plain.leading)
    for member in team.members:
        runs = [*runs_of(Words(member.name.text), bold)]
        if member.acronym:
            brackets = "（{}）" if setter.language == "zh" else " ({})"
            runs.append(Run(brackets.format(member.acronym), plain))
        runs += runs_of(replace(member.name, text=""), plain)
        lines = set_lines(runs, spans[0], setter.measure)
        if member.other_name and setter.language != "zh":
            lines += setter.lines(member.other_name, quiet, spans[0])
        cells = [
            Cell(edges[0], spans[0], lines, plain.leading),
            setter.cell(member.role, plain, edges[1], spans[1]),
        ]
        if member.frame:
            cells.append(setter.cell(member.frame, plain, edges[2], spans[2]))
        pieces += [replace(piece, header=header) for piece in setter.row(cells, width)]
    return pieces


def _frame_width(team: Team, setter: Setter) -> float:
    """The room that the longest agreement and the head of its column take; what a role needs is what is left."""
    texts = [(words, setter.style("cell")) for member in team.members for words in member.frame]
    texts.append((Words(team.columns[2]), setter.style("column")))
    return max(widest(setter.lines(words, style, 1e5)) for words, style in texts)


def map_pieces(block: LocatorMap, setter: Setter, width: float) -> list[Piece]:
    """Return the locator map with its disclaimer under it."""
    height = setter.look.mm("map_height")
    picture = locate(block.pins, block.provinces, width, height, setter.measure, here=block.here)
    pieces = [Piece(height, picture.shapes, keep=True, clip_width=width)]
    return pieces + setter.paragraph(block.note, setter.style("note"), width, gap=3.0)


def facts_pieces(block: KeyFacts, setter: Setter, width: float) -> list[Piece]:
    """Return the key figures in two columns."""
    gutter = 10.0
    column = (width - gutter) / 2
    pieces: list[Piece] = [replace_piece(setter.heading(block.heading, width), gap=10.0)]
    for first in range(0, len(block.facts), 2):
        pair = [_fact_pieces(fact, setter, column) for fact in block.facts[first : first + 2]]
        pieces += _pair(pair, column + gutter, gap=7.0 if first else 0.0)
    return pieces


def _pair(pair: list[list[Piece]], step: float, gap: float) -> list[Piece]:
    """Two figures side by side, one under the other where one of them is too tall for a page."""
    if any(sum(piece.height for piece in one) > TALLEST_ROW for one in pair):
        return [piece for one in pair for piece in one]
    return [beside(pair[0], pair[1] if len(pair) > 1 else (), step, gap)]


def _fact_pieces(fact: Fact, setter: Setter, width: float) -> list[Piece]:
    big, unit = setter.style("figure"), setter.style("small")
    value = setter.style("lead").but(colour="coming") if fact.missing else big
    runs = amount_runs((fact.value, fact.unit) if fact.unit else (fact.value,), value, unit)
    if run_width(fact.value, value, setter.measure) > width:
        value = setter.style("strong").but(leading=12.5)
        runs = [replace(run, style=value if run.style is big else run.style) for run in runs]
    caption = setter.paragraph(fact.caption, setter.style("caption"), width)
    return setter.paragraph(runs, value.but(leading=max(value.leading, 12.5)), width) + caption


def contact_pieces(block: Contacts, setter: Setter, width: float) -> list[Piece]:
    """Return the people to call."""
    pieces = [setter.heading(block.heading, width)]
    for index, person in enumerate(block.people):
        pieces += [
            replace_piece(piece, keep=True)
            for piece in setter.paragraph(
                person.name, setter.style("cell_bold"), width, gap=6.0 if index else 0.0
            )
        ]
        for line in person.lines:
            pieces += setter.paragraph(line, setter.style("small"), width)
    return pieces
