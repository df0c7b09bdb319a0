"""How the blocks of the second page look: calendar, figures, points needing attention, sources."""

from __future__ import annotations

from dataclasses import replace

from ecocity_desktop.brief.document import Attention, FigureTable, SourceEntry, Sources, Timeline
from ecocity_desktop.brief.flow import Piece
from ecocity_desktop.brief.layout import Cell, Setter, replace_piece
from ecocity_desktop.brief.timeline import legend_shapes, timeline_parts
from ecocity_desktop.brief.typeset import Run, run_width, set_lines

_GROUND = {"late": "late", "coming": "coming", "missing": "planned", "check": "planned"}


def timeline_pieces(block: Timeline, setter: Setter, width: float) -> list[Piece]:
    """Return the calendar, its axis repeated on every page, and the legend of its marks."""
    axis, *rows = timeline_parts(block, width, setter.measure)
    header = Piece(axis.height, axis.shapes, keep=True)
    pieces = [setter.heading(block.heading, width), header]
    pieces += [Piece(row.height, row.shapes, header=header) for row in rows]
    pieces[-1] = replace_piece(pieces[-1], keep=True)
    legend = Piece(9.0, tuple(legend_shapes(block.legend, setter.measure)), 4.0)
    return [*pieces, legend]


def figure_pieces(block: FigureTable, setter: Setter, width: float) -> list[Piece]:
    """Return the table of all figures."""
    edges = [0.0, width * 0.235, width * 0.435, width * 0.72]
    spans = [width * 0.225, width * 0.175, width * 0.27, width * 0.28]
    heads = [(word, edges[index], spans[index], index == 1) for index, word in enumerate(block.columns)]
    header = setter.column_heads(heads, width)
    pieces = [setter.heading(block.heading, width), header]
    plain, bold = setter.style("small"), setter.style("small_bold")
    for row in block.rows:
        cells = [
            setter.cell(row.value, bold if row.preferred else plain, edges[1], spans[1], right=True),
            setter.cell(row.scope, plain.but(colour="secondary"), edges[2], spans[2]),
            setter.cell(row.source, plain.but(colour="secondary"), edges[3], spans[3]),
        ]
        if row.quantity:
            cells.append(setter.cell(row.quantity, plain, edges[0], spans[0]))
        pieces += [replace(piece, header=header) for piece in setter.row(cells, width, pad=1.7)]
    return pieces


def attention_pieces(block: Attention, setter: Setter, width: float) -> list[Piece]:
    """Return the points: a pill with the state in a word, the point, who is responsible."""
    pieces = [setter.heading(block.heading, width)]
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
    return pieces


def source_pieces(block: Sources, setter: Setter, width: float) -> list[Piece]:
    """Return the numbered sources in two columns, then the notes."""
    pieces = [setter.heading(block.heading, width)]
    gutter = 16.0
    column = (width - gutter) / 2
    half = (len(block.entries) + 1) // 2
    for index in range(half):
        pair = block.entries[index::half]
        cells = [
            part
            for place, entry in enumerate(pair)
            for part in _entry_cells(entry, setter, place * (column + gutter), column)
        ]
        pieces += setter.row(cells, width, pad=1.1, rule=False)
    for index, note in enumerate(block.notes):
        pieces += setter.paragraph(note, setter.style("note"), width, gap=4.0 if index == 0 else 0.0)
    return pieces


def _entry_cells(entry: SourceEntry, setter: Setter, x: float, width: float) -> list[Cell]:
    note = setter.style("note")
    indent = 13.0
    runs = [Run(entry.title, note.but(colour="ink")), Run(f" · {entry.details}", note)]
    return [
        setter.cell(f"{entry.number}.", setter.style("note_bold").but(colour="jade"), x, indent),
        Cell(x + indent, width - indent, set_lines(runs, width - indent, setter.measure), note.leading),
    ]
