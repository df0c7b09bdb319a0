"""What every block is laid out with: headings, running text, rows of cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ecocity_desktop.brief.document import Words
from ecocity_desktop.brief.flow import Piece
from ecocity_desktop.brief.shapes import Measure, Polyline, Shape, Text, moved
from ecocity_desktop.brief.theme import Style, Theme, theme
from ecocity_desktop.brief.typeset import Line, Run, set_lines
from ecocity_desktop.brief.words import runs_of

TALLEST_ROW = 520.0
"""A row of cells taller than this, in points, is laid as several."""


@dataclass(frozen=True)
class Cell:
    """Set lines at ``x`` in a row; ``width`` is used to align them right."""

    x: float
    width: float
    lines: list[Line]
    leading: float
    right: bool = False


@dataclass(frozen=True)
class Setter:
    """Sets the texts of one brief: its language, the widths of its letters, what says that a section goes on."""

    language: str
    measure: Measure
    continued: str = ""
    look: Theme = field(default_factory=theme)

    def style(self, name: str) -> Style:
        """Return a style of the theme."""
        return self.look.styles[name]

    def lines(self, words: Words | str, style: Style, width: float) -> list[Line]:
        """Return a text broken into lines."""
        given = Words(words) if isinstance(words, str) else words
        return set_lines(runs_of(given, style), width, self.measure)

    def heading(self, text: str, width: float) -> Piece:
        """Return the head of a section under its hairline, kept with what follows."""
        chinese = self.language == "zh"
        style = self.style("head_zh" if chinese else "head")
        baseline = 7.0 + style.leading * 0.85
        shapes: list[Shape] = [Polyline(((0.0, 0.0), (width, 0.0)), "hairline", 0.6)]
        word = text if chinese else text.upper()
        shapes.append(Text(0.0, baseline, word, style.size, True, style.colour, "start", style.tracking))
        height = baseline + 2.5 + self.look.gap("head")
        return Piece(height, tuple(shapes), self.look.gap("section"), keep=True, bookmark=text)

    def section(
        self, heading: Piece, pieces: Sequence[Piece], width: float, header: Piece | None = None
    ) -> list[Piece]:
        """Return a section: its head, the ``header`` of its columns, what it holds; both come again on each page.

        Where a piece comes first on a page, its own header stands under them.
        """
        shapes = self.heading(heading.bookmark + self.continued, width).shapes
        marks = heading.shapes[len(shapes) :]
        again = Piece(heading.height, (*shapes, *marks))
        if header is not None:
            again.shapes += tuple(moved(header.shapes, heading.height))
            again.height += header.height
        return [
            heading,
            *([header] if header else []),
            *(replace(piece, header=_under(again, piece.header)) for piece in pieces),
        ]

    def paragraph(
        self,
        words: Words | str | Sequence[Run],
        style: Style,
        width: float,
        *,
        gap: float = 0.0,
        indent: float = 0.0,
    ) -> list[Piece]:
        """Return running text, a piece for each line; single first and last lines stay with their neighbours."""
        if isinstance(words, (Words, str)):
            lines = self.lines(words, style, width - indent)
        else:
            lines = set_lines(words, width - indent, self.measure)
        baseline = 0.5 * style.leading + 0.36 * style.size
        count = len(lines)
        return [
            Piece(
                style.leading,
                tuple(line.shapes(indent, baseline)),
                gap if index == 0 else 0.0,
                keep=index < count - 1 and (index == 0 or index == count - 2),
            )
            for index, line in enumerate(lines)
        ]

    def cell(
        self,
        words: Words | str | Sequence[Words],
        style: Style,
        x: float,
        width: float,
        *,
        right: bool = False,
    ) -> Cell:
        """Return one cell of a row; several texts stand under each other."""
        texts = [words] if isinstance(words, (Words, str)) else list(words)
        lines = [line for text in texts for line in self.lines(text, style, width)]
        return Cell(x, width, lines, style.leading, right)

    def amount_cell(self, amount: Sequence[str], style: Style, x: float, width: float) -> Cell:
        """Return the cell of a number with its unit, set right: neither is parted, nor the two while both have room."""
        return Cell(
            x, width, set_lines(amount_runs(amount, style, style), width, self.measure), style.leading, True
        )

    def row(
        self, cells: Sequence[Cell], width: float, *, pad: float | None = None, rule: bool = True
    ) -> list[Piece]:
        """Return a row of cells over a hairline: one piece, or several when it is taller than a page allows."""
        space = self.look.gap("row") if pad is None else pad
        leading = max(cell.leading for cell in cells)
        rows = max(len(cell.lines) for cell in cells)
        at_once = max(1, int(TALLEST_ROW // leading))
        pieces: list[Piece] = []
        for first in range(0, max(rows, 1), at_once):
            part = [replace(cell, lines=cell.lines[first : first + at_once]) for cell in cells]
            pieces.append(_row_piece(part, width, space, rule=rule and first + at_once >= rows))
        return pieces

    def column_heads(self, heads: Sequence[tuple[str, float, float, bool]], width: float) -> Piece:
        """Return the heads of a table's columns: word, x, width and whether it is set right."""
        style = self.style("column")
        cells = [self.cell(word, style, x, wide, right=right) for word, x, wide, right in heads]
        return replace_piece(self.row(cells, width, pad=2.4)[0], keep=True)


def amount_runs(amount: Sequence[str], number: Style, unit: Style) -> list[Run]:
    """Return a number, with its unit where it has one, so that they stand on one line where there is room."""
    runs = [Run(amount[0], number)]
    for word in amount[1:]:
        runs += [Run("\u00a0", unit, glued=True), Run(word, unit, glued=True, whole=True)]
    return runs


def replace_piece(piece: Piece, *, keep: bool | None = None, gap: float | None = None) -> Piece:
    """Return a piece with another bond to the next, or another gap above."""
    return replace(piece, keep=piece.keep if keep is None else keep, gap=piece.gap if gap is None else gap)


def beside(left: Sequence[Piece], right: Sequence[Piece], step: float, gap: float = 0.0) -> Piece:
    """Return two columns ``step`` points apart as one piece."""
    shapes: list[Shape] = []
    for index, column in enumerate((left, right)):
        y = 0.0
        for piece in column:
            shapes.extend(moved(piece.shapes, y, index * step))
            y += piece.height
    height = max(sum(piece.height for piece in column) for column in (left, right))
    return Piece(height, tuple(shapes), gap)


def _under(header: Piece, own: Piece | None) -> Piece:
    if own is None:
        return header
    return Piece(header.height + own.height, (*header.shapes, *moved(own.shapes, header.height)))


def _row_piece(cells: Sequence[Cell], width: float, pad: float, *, rule: bool) -> Piece:
    shapes: list[Shape] = []
    height = 0.0
    for cell in cells:
        for index, line in enumerate(cell.lines):
            x = cell.x + (cell.width - line.width if cell.right else 0.0)
            shapes.extend(line.shapes(x, pad + cell.leading * (index + 0.78)))
        height = max(height, len(cell.lines) * cell.leading)
    height += 2 * pad
    if rule:
        shapes.append(Polyline(((0.0, height), (width, height)), "hairline", 0.5))
    return Piece(height, tuple(shapes))
