"""From blocks to pages: which block goes into which column, and what stands at the head and foot of every page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from ecocity_desktop.brief import document as doc
from ecocity_desktop.brief import layout_city as city
from ecocity_desktop.brief import layout_evidence as evidence
from ecocity_desktop.brief import layout_ledger as ledger
from ecocity_desktop.brief.flow import Pages, Piece, Placed, Spot
from ecocity_desktop.brief.layout import Setter, replace_piece
from ecocity_desktop.brief.layout_photo import photo_pieces
from ecocity_desktop.brief.shapes import Box, Measure, Polyline, Shape, Text
from ecocity_desktop.brief.theme import PAPERS
from ecocity_desktop.brief.typeset import fitted, run_width

_Makers: TypeAlias = Mapping[type, Callable[[Any, Setter, float], list[Piece]]]

_MAIN: _Makers = {
    doc.Photo: photo_pieces,
    doc.Lead: city.lead_pieces,
    doc.Paragraphs: city.paragraph_pieces,
    doc.Journey: city.journey_pieces,
    doc.Team: city.team_pieces,
}
_SIDE: _Makers = {
    doc.LocatorMap: city.map_pieces,
    doc.KeyFacts: city.facts_pieces,
    doc.Contacts: city.contact_pieces,
}
_WIDE: _Makers = {
    doc.Timeline: evidence.timeline_pieces,
    doc.FigureTable: evidence.figure_pieces,
    doc.Ledger: ledger.ledger_pieces,
    doc.Attention: evidence.attention_pieces,
    doc.Sources: evidence.source_pieces,
}

_MOVABLE = ("context", "principle")
_UNDER_TITLE = 16.0
_CLOSER = 5.0
_WANTED = 2


@dataclass(frozen=True)
class Sheet:
    """One finished page: what stands on it, and what the paper is."""

    width: float
    height: float
    placed: tuple[Placed, ...]


def lay_out(document: doc.BriefDocument, paper: str, measure: Measure) -> tuple[Sheet, ...]:
    """Return the pages of a brief on ``paper`` (``"a4"`` or ``"letter"``)."""
    width, height = PAPERS[paper]
    setter = Setter(document.language, measure, document.continued)
    pages = _filled(document, setter, width, height)
    if len(pages.pages) > _WANTED:
        roomier = _filled(document, setter, width, height, context_aside=True)
        pages = min(pages, roomier, key=lambda each: len(each.pages))
    count = len(pages.pages)
    return tuple(
        Sheet(width, height, (Placed(0, 0, _frame(document, setter, width, height, number, count)), *placed))
        for number, placed in enumerate(pages.pages, 1)
    )


def _filled(
    document: doc.BriefDocument, setter: Setter, width: float, height: float, *, context_aside: bool = False
) -> Pages:
    """The pages with all blocks laid on them, without what stands round them."""
    look = setter.look
    margin, inner = look.mm("side_margin"), width - 2 * look.mm("side_margin")
    pages = Pages(look.mm("body_top"), height - look.mm("body_bottom"))
    spot = Spot(0, look.mm("title_top"))
    for block in document.blocks:
        if isinstance(block, doc.Title):
            spot = pages.fill(city.title_pieces(block, setter, inner), margin, spot)
    if any(type(block) in _MAIN or type(block) in _SIDE for block in document.blocks):
        spot = _fill_columns(document, setter, pages, inner, spot, context_aside=context_aside)
        _fill_wide(document, setter, pages, inner, spot)
    else:
        wide = _pieces(document.blocks, _WIDE, setter, inner)
        pages.fill(wide, margin, Spot(spot.page, spot.y + _UNDER_TITLE))
    return pages


def _fill_columns(
    document: doc.BriefDocument,
    setter: Setter,
    pages: Pages,
    inner: float,
    spot: Spot,
    *,
    context_aside: bool,
) -> Spot:
    """Fill the main and the side column; the lower end of both is where the rest goes on.

    Where the main column runs over its page, or with ``context_aside``, the context moves to the side one if it has
    room: if that makes all of it fit, and under a photo in any case, so that the team begins as high as it can.
    """
    main = [block for block in document.blocks if type(block) in _MAIN]
    side = [block for block in document.blocks if type(block) in _SIDE]
    if not main and not side:
        return spot
    look = setter.look
    side_width = look.mm("side_column")
    main_width = inner - side_width - look.mm("gutter") if side else inner
    start = Spot(spot.page, spot.y + _UNDER_TITLE)
    right_x = look.mm("side_margin") + inner - side_width
    left, right = _pieces(main, _MAIN, setter, main_width), _pieces(side, _SIDE, setter, side_width)
    movable = [block for block in main if isinstance(block, doc.Paragraphs) and block.key in _MOVABLE]
    trial = Pages(pages.top, pages.bottom)
    if side and movable and (context_aside or trial.fill(left, 0, start).page > start.page):
        rest = _pieces([block for block in main if block not in movable], _MAIN, setter, main_width)
        moved = _pieces(movable, _MAIN, setter, side_width)
        fuller = [*right, replace_piece(moved[0], gap=look.gap("section")), *moved[1:]]
        fits = trial.fill(rest, 0, start).page == start.page or isinstance(main[0], doc.Photo)
        if fits and trial.fill(fuller, 0, start).page == start.page:
            left, right = rest, fuller
    ends = pages.fill(left, look.mm("side_margin"), start), pages.fill(right, right_x, start)
    return max(ends, key=lambda end: (end.page, end.y))


def _fill_wide(document: doc.BriefDocument, setter: Setter, pages: Pages, inner: float, spot: Spot) -> None:
    """Fill the blocks that need the whole width, as few pages as they can do with, the first of these ways that does.

    On pages of their own; closer to each other; with what needs attention on the first page already; all from the
    first page on, whole; in parts.
    """
    x = setter.look.mm("side_margin")
    made = [(one, _WIDE[type(one)](one, setter, inner)) for one in document.blocks if type(one) in _WIDE]
    blocks = [pieces for _, pieces in made]
    closer = [[replace_piece(piece, gap=min(piece.gap, _CLOSER)) for piece in block] for block in blocks]
    below, fresh = Spot(spot.page, spot.y), Spot(spot.page + 1, pages.top)
    ways = [[(below, _joined(blocks))], [(below, _joined(closer))]]
    if blocks and spot.page == 0:
        whole = [[replace_piece(piece, keep=True) for piece in block[:-1]] + block[-1:] for block in closer]
        first = [
            block for (one, _), block in zip(made, closer, strict=True) if isinstance(one, doc.Attention)
        ]
        rest = [block for block in closer if block not in first]
        ways = [[(fresh, _joined(blocks))], [(fresh, _joined(closer))]]
        if first and Pages(pages.top, pages.bottom).fill(first[0], x, below).page == spot.page:
            ways.append([(below, first[0]), (fresh, _joined(rest))])
        ways += [[(below, _joined(whole))], [(below, _joined(closer))]]
    ends = [
        max(Pages(pages.top, pages.bottom).fill(pieces, x, start).page for start, pieces in way)
        for way in ways
    ]
    for start, pieces in ways[ends.index(min(ends))]:
        pages.fill(pieces, x, start)


def _joined(blocks: Sequence[list[Piece]]) -> list[Piece]:
    return [piece for block in blocks for piece in block]


def _pieces(blocks: Sequence[doc.Block], makers: _Makers, setter: Setter, width: float) -> list[Piece]:
    """Lay out those of the blocks that ``makers`` knows; the first one begins without a gap."""
    pieces = [
        piece
        for block in blocks
        if type(block) in makers
        for piece in makers[type(block)](block, setter, width)
    ]
    return [replace_piece(pieces[0], gap=0.0), *pieces[1:]] if pieces else []


def _frame(
    document: doc.BriefDocument, setter: Setter, width: float, height: float, number: int, count: int
) -> Piece:
    """The bar at the top, the running head and the foot of a page."""
    look = setter.look
    left, right = look.mm("side_margin"), width - look.mm("side_margin")
    bar, head, foot = look.mm("bar"), look.mm("head"), height - look.mm("foot")
    programme, cooperation, kind = document.head
    bold, plain, small = setter.style("running_bold"), setter.style("running"), setter.style("foot")
    of = f"{number} / {count}"
    kind_width = run_width(kind, plain, setter.measure)
    rest = f" · {cooperation}"
    room = right - left - kind_width - 14 - run_width(rest, plain, setter.measure)
    name = fitted(programme, bold, room, setter.measure)
    after = left + run_width(name, bold, setter.measure)
    note = f" — {document.footer}" if document.author else document.footer
    room = right - left - 40 - run_width(note, small, setter.measure)
    note = fitted(document.author, small, room, setter.measure) + note if document.author else note
    shapes: tuple[Shape, ...] = (
        Box(0, 0, width, bar, "jade"),
        Box(0, 0, look.mm("bar_corner"), bar, "vermilion"),
        Text(left, head, name, bold.size, True, bold.colour, "start", bold.tracking),
        Text(after, head, rest, plain.size, False, plain.colour, "start", plain.tracking),
        Text(right - kind_width, head, kind, plain.size, False, plain.colour, "start", plain.tracking),
        Polyline(((left, foot), (right, foot)), "hairline", 0.6),
        Text(left, foot + 11.5, note, small.size, False, small.colour),
        Text(right, foot + 11.5, of, small.size, False, small.colour, "end"),
    )
    return Piece(height, shapes)
