"""The printed calendar: every row is on paper, on as many pages as that takes, under the name of its group."""

from datetime import date
from itertools import pairwise

import pytest

from ecocity_desktop.brief import fonts
from ecocity_desktop.brief.calendar_board import Arrow, Board, Entry, Row
from ecocity_desktop.brief.shapes import Box, Polygon, Polyline, Text
from ecocity_desktop.brief.wide_page import PageWords, WidePage, calendar_pages
from ecocity_desktop.domain.partial_date import PartialDate

TODAY = date(2026, 11, 23)
SOON = PartialDate(2027, 2, 15)
FIRST, LAST = (float(date(2026, 1, 1).toordinal()), float(date(2028, 1, 1).toordinal()))
WORDS = {"coming": "coming", "done": "done", "today": "today"}


def milestone(number: int, on: PartialDate = SOON) -> Row:
    return Row(Entry(f"m{number}", f"M{number} of the whole programme", None, on, "coming"), group="g")


def pages(*rows: Row, arrows: tuple[Arrow, ...] = ()) -> list[WidePage]:
    fonts.load()
    board = Board(rows, arrows, TODAY, "en", WORDS)
    words = PageWords("en", "Calendar", "", "", "Note", " (continued)")
    return calendar_pages(board, (FIRST, LAST), words, "a4", fonts.measure)


def texts(page: WidePage) -> list[str]:
    return [shape.text for shape in page.picture.shapes if isinstance(shape, Text)]


def rows_on(page: WidePage) -> list[str]:
    found = [text.partition(" of")[0] for text in texts(page)]
    return [text for text in found if text[0] in "MG" and text[1:2].isdigit()]


def group(name: str, count: int) -> Row:
    return Row(None, name, count=count, group="g")


def test_rows_that_can_still_be_read_on_one_page_stand_on_one() -> None:
    # Smallest: 168 mm are 476 points; at 0.42 that is 1133 units, less 46 for the head: 38 rows of 28.
    assert len(pages(*map(milestone, range(38)))) == 1


def test_more_rows_go_on_on_further_pages_with_the_dates_and_their_group_above() -> None:
    # At the usual size of 0.62 there are 768 units: 25 rows under the head, the heading of the group one of them.
    shown = pages(group("G1", 60), *map(milestone, range(60)))
    assert [rows_on(page) for page in shown] == [
        ["G1", *(f"M{at}" for at in range(24))],
        ["G1 (continued)", *(f"M{at}" for at in range(24, 48))],
        ["G1 (continued)", *(f"M{at}" for at in range(48, 60))],
    ]
    assert [page.words.title for page in shown] == ["Calendar", *["Calendar (continued)"] * 2]
    for page in shown:
        assert page.words.note == "Note"
        assert {"2026", "2027", "today"} <= set(texts(page))


@pytest.mark.parametrize(("before", "last"), [(23, "M22"), (22, "M22")])
def test_the_heading_of_a_group_does_not_stand_alone_at_the_foot_of_a_page(before: int, last: str) -> None:
    rows = map(milestone, range(60))
    shown = pages(group("G1", before), *(next(rows) for _ in range(before)), group("G2", 9), *rows)
    assert rows_on(shown[0])[-1] == last
    assert rows_on(shown[1])[0] == ("G2" if before == 23 else "G2 (continued)")


def test_rows_without_groups_go_on_without_a_heading() -> None:
    assert rows_on(pages(*map(milestone, range(60)))[1])[0] == "M25"


def test_an_arrow_ends_at_its_milestone_on_a_further_page() -> None:
    # M30 is the seventh milestone of the second page, under the heading repeated there.
    shown = pages(group("G1", 60), *map(milestone, range(60)), arrows=(Arrow(1, 31),))
    tips = [
        shape for shape in shown[1].picture.shapes if isinstance(shape, Polygon) and shape.stroke == "outline"
    ]
    assert [tip.rings[0][0][1] for tip in tips] == [46 + 7 * 28 + 14]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (PartialDate(2027, 2, 15), PartialDate(2027, 2, 20)),
        (PartialDate(2027, 2, 15), PartialDate(2027, 12, 20)),
        (PartialDate(2027, 12, 10), PartialDate(2027, 12, 20)),
        (PartialDate(2027, 12, 20), PartialDate(2027, 2, 15)),
    ],
    ids=["near", "far", "at the edge", "backwards"],
)
def test_a_link_does_not_turn_behind_the_dates_of_its_milestones(
    before: PartialDate, after: PartialDate
) -> None:
    (page,) = pages(milestone(0, before), milestone(1, after), arrows=(Arrow(0, 1),))
    shapes = page.picture.shapes
    grounds = [one for one in shapes if isinstance(one, Box) and one.height == 16 and one.fill == "paper"]
    assert len(grounds) == 2
    (link,) = [one for one in shapes if isinstance(one, Polyline) and one.stroke == "outline"]
    (tip,) = [one for one in shapes if isinstance(one, Polygon) and one.stroke == "outline"]
    for ground in grounds:
        left, right = ground.x, ground.x + ground.width
        turns = [(x1, y1, y2) for (x1, y1), (x2, y2) in pairwise(link.points) if x1 == x2]
        for x, *ys in turns:
            beside = min(ys) < ground.y + ground.height and max(ys) > ground.y
            assert not (beside and left <= x <= right)
        if ground.y < tip.rings[0][0][1] < ground.y + ground.height:
            assert not any(left <= x <= right for x, _ in tip.rings[0])
