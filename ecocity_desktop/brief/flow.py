"""Filling pages: pieces of a column are laid one under the other, and go on at the top of the next page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ecocity_desktop.brief.shapes import Shape

_TOLERANCE = 0.01


@dataclass(slots=True)
class Piece:
    """What a page break does not part: shapes from its own top left corner, and the height they take.

    ``gap`` is left free above it, except at the top of a page; ``keep`` holds it on the page of the next piece;
    ``bookmark`` names it in the outline; ``header`` is repeated above it when it comes first on a page;
    ``clip_width`` cuts off what reaches over its edges, when it is not 0.
    """

    height: float
    shapes: tuple[Shape, ...]
    gap: float = 0.0
    keep: bool = False
    bookmark: str = ""
    header: Piece | None = None
    clip_width: float = 0.0


@dataclass(slots=True)
class Placed:
    """A piece with the place of its corner on the page."""

    x: float
    y: float
    piece: Piece


@dataclass(slots=True)
class Spot:
    """Where the next piece goes: which page (0 first), how far down."""

    page: int
    y: float


@dataclass(slots=True)
class Pages:
    """The pages of a brief; text goes from ``top`` down to ``bottom`` on each."""

    top: float
    bottom: float
    pages: list[list[Placed]] = field(default_factory=lambda: [[]])

    def fill(self, pieces: Sequence[Piece], x: float, start: Spot) -> Spot:
        """Lay ``pieces`` in a column from ``start`` on; return the spot under the last one."""
        spot = Spot(start.page, start.y)
        fresh = start.y <= self.top + _TOLERANCE
        for group in _groups(pieces):
            needed = sum(piece.gap + piece.height for piece in group) - (group[0].gap if fresh else 0.0)
            if (
                not fresh
                and needed > self.bottom - spot.y
                and needed <= self.bottom - self.top + group[0].gap
            ):
                spot, fresh = Spot(spot.page + 1, self.top), True
            for piece in group:
                above = 0.0 if fresh else piece.gap
                if not fresh and spot.y + above + piece.height > self.bottom + _TOLERANCE:
                    spot, fresh, above = Spot(spot.page + 1, self.top), True, 0.0
                if fresh and piece.header and spot.page > start.page:
                    self._place(piece.header, x, spot)
                    spot.y += piece.header.height
                spot.y += above
                self._place(piece, x, spot)
                spot.y += piece.height
                fresh = False
        return spot

    def _place(self, piece: Piece, x: float, spot: Spot) -> None:
        while len(self.pages) <= spot.page:
            self.pages.append([])
        self.pages[spot.page].append(Placed(x, spot.y, piece))


def _groups(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Pieces that want to stay together, each group up to one that lets go."""
    group: list[Piece] = []
    for piece in pieces:
        group.append(piece)
        if not piece.keep:
            yield group
            group = []
    if group:
        yield group
