"""How the ledger looks: a pill with the state, the promise with what shows it, who, when, in which agreement."""

from __future__ import annotations

from ecocity_desktop.brief.document import Ledger
from ecocity_desktop.brief.flow import Piece
from ecocity_desktop.brief.layout import Cell, Setter
from ecocity_desktop.brief.typeset import Run, run_width, set_lines

_GROUND = {"late": "late", "coming": "coming", "done": "done"}
_GAP = 8.0


def ledger_pieces(block: Ledger, setter: Setter, width: float) -> list[Piece]:
    """Return the table; its heads are repeated on every page."""
    plain, pill = setter.style("row"), setter.style("pill")
    quiet, strong = plain.but(colour="secondary"), setter.style("row")
    first = max(run_width(row.state_word, pill, setter.measure) for row in block.rows) + 20
    rest = width - first
    spans = [first, rest * 0.40, rest * 0.19, rest * 0.15, rest * 0.26]
    edges = [sum(spans[:index]) for index in range(len(spans))]
    heads = [(word, edges[index], spans[index] - _GAP, False) for index, word in enumerate(block.columns)]
    header = setter.column_heads(heads, width)
    pieces: list[Piece] = []
    for row in block.rows:
        colour = _GROUND.get(row.state, "planned")
        word = Run(row.state_word, pill.but(colour=colour), ground=f"{colour}_ground")
        texts = [row.text] if row.evidence is None else [row.text, row.evidence]
        cells = [
            Cell(0.0, first, set_lines([word], first, setter.measure), plain.leading),
            setter.cell(texts, strong, edges[1], spans[1] - _GAP),
            setter.cell(row.who, plain, edges[2], spans[2] - _GAP),
            setter.cell(row.when, plain, edges[3], spans[3] - _GAP),
            setter.cell(row.frame, quiet, edges[4], spans[4]),
        ]
        pieces += setter.row(cells, width, pad=2.2)
    return setter.section(setter.heading(block.heading, width), pieces, width, header)
