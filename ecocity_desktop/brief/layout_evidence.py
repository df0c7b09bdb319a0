"""How the blocks of the second page look: calendar, figures, points needing attention, sources."""

from __future__ import annotations

from dataclasses import replace

from ecocity_desktop.brief.document import Attention, FigureTable, Sources, Timeline
from ecocity_desktop.brief.flow import Piece
from ecocity_desktop.brief.layout import Cell, Setter
from ecocity_desktop.brief.shapes import moved
from ecocity_desktop.brief.timeline import legend_picture, timeline_parts
from ecocity_desktop.brief.typeset import Run, run_width, set_lines

_GROUND = {"late": "late", "coming": "coming", "missing": "planned", "check": "planned"}


def timeline_pieces(block: Timeline, setter: Setter, width: float) -> list[Piece]:
    """Return the calendar, its axis repeated on every page, the legend of its marks beside the heading."""
    axis, *rows = timeline_parts(block, width, setter.measure)
    header = Piece(axis.height, axis.shapes, keep=True)
    heading = setter.heading(block.heading, width)
    legend = legend_picture(block.legend, setter.measure)
    marks = moved(legend.shapes, heading.height - 15.0, width - legend.width)
    heading = replace(heading, shapes=(*heading.shapes, *marks))
    return setter.section(heading, [Piece(row.height, row.shapes) for row in rows], width, header)


def figure_pieces(block: FigureTable, setter: Setter, width: float) -> list[Piece]:
    """Return the table of all figures; at the top of a page a row says again what it measures."""
    edges = [0.0, width * 0.19, width * 0.37, width * 0.81]
    spans = [width * 0.185, width * 0.16, width * 0.42, width * 0.19]
    heads = [(word, edges[index], spans[index], index == 1) for index, word in enumerate(block.columns)]
    header = setter.column_heads(heads, width)
    pieces: list[Piece] = []
    plain, bold = setter.style("row"), setter.style("row_bold")
    named = ""
    for index, row in enumerate(block.rows):
        last = index + 1 == len(block.rows) or bool(block.rows[index + 1].quantity)
        cells = [
            setter.amount_cell(row.value, bold if row.preferred else plain, edges[1], spans[1]),
            setter.cell(row.scope, plain.but(colour="secondary"), edges[2], spans[2]),
            setter.cell(row.source, plain.but(colour="secondary"), edges[3], spans[3]),
        ]
        named = row.quantity or named
        name = setter.cell(named, plain, edges[0], spans[0])
        found = setter.row([*cells, name] if row.quantity else cells, width, pad=1.5, rule=last)
        (beside,) = setter.row([name], width, pad=1.5, rule=False)
        for piece in found[1 if row.quantity else 0 :]:
            piece.header = Piece(max(0.0, beside.height - piece.height), beside.shapes)
        pieces += found
    return setter.section(setter.heading(block.heading, width), pieces, width, header)


def attention_pieces(block: Attention, setter: Setter, width: float) -> list[Piece]:
    """Return the points: a pill with the state in a word, the point, who is responsible."""
    pieces: list[Piece] = []
    plain, pill = setter.style("cell"), setter.style("pill")
    first = max(run_width(point.word, pill, setter.measure) for point in block.points) + 22
    last = min(
        max(run_width(point.responsible, plain, setter.measure) for point in block.points), width * 0.22
    )
    for point in block.points:
        colour = _GROUND[point.level]
        word = Run(point.word, pill.but(colour=colour), ground=f"{colour}_ground")
        cells = [
            Cell(0.0, first, set_lines([word], first, setter.measure), plain.leading),
            setter.cell(point.text, plain, first, width - first - last - 10),
        ]
        if point.responsible:
            cells.append(setter.cell(point.responsible, plain, width - last, last, right=True))
        pieces += setter.row(cells, width, pad=2.6)
    return setter.section(setter.heading(block.heading, width), pieces, width)


def source_pieces(block: Sources, setter: Setter, width: float) -> list[Piece]:
    """Return the numbered sources one behind the other, then the notes: a page may break between any two lines."""
    note = setter.style("note")
    number, title = setter.style("note_bold").but(colour="jade"), note.but(colour="ink")
    runs: list[Run] = []
    for entry in block.entries:
        runs += [Run(f"{entry.number}.\u00a0", number), Run(entry.title, title, glued=True)]
        if entry.details:
            details = f" · {entry.details}".replace(" · ", "\u00a0· ")  # no line begins with the dot
            runs.append(Run(details, note, glued=True))
        runs.append(Run("\u00a0\u00a0 ", note, glued=True))
    pieces = setter.paragraph(runs, note, width) if runs else []
    for index, said in enumerate(block.notes):
        pieces += setter.paragraph(said, note, width, gap=4.0 if index == 0 else 0.0)
    return setter.section(setter.heading(block.heading, width), pieces, width)
