"""The calendar draws what is known of a date, no more, and its words keep clear of its marks."""

from dataclasses import replace
from datetime import date

import pytest

from ecocity_desktop.brief.document import Timeline, TimelineRow, Words
from ecocity_desktop.brief.shapes import (
    Box,
    Picture,
    Polygon,
    Polyline,
    Shape,
    Text,
    estimated_width,
    moved,
    text_extent,
)
from ecocity_desktop.brief.timeline import axis_of, moment, timeline_parts
from ecocity_desktop.domain.partial_date import PartialDate

WIDTH = 510.0


def calendar(*rows: TimelineRow, today: date = date(2018, 3, 1)) -> Timeline:
    return Timeline("Calendar", rows, today, "today", ("Q1", "Q2", "Q3", "Q4"), ())


def row(state: str, due: str | None, actual: str | None = None, label: str = "Label") -> TimelineRow:
    dates = [PartialDate.parse(text) if text else None for text in (due, actual)]
    return TimelineRow(Words(label), state, dates[0], dates[1], Words("2 April 2018, coming up"))


def timeline_picture(timeline: Timeline, width: float) -> Picture:
    """Return the whole calendar as one picture, its parts one under the other."""
    shapes: list[Shape] = []
    y = 0.0
    for part in timeline_parts(timeline, width, estimated_width):
        shapes.extend(moved(part.shapes, y))
        y += part.height
    return Picture(width, y, tuple(shapes))


def words(picture: Picture) -> list[str]:
    return [shape.text for shape in picture.shapes if isinstance(shape, Text)]


def test_a_month_is_a_bar_and_a_day_a_diamond() -> None:
    picture = timeline_picture(calendar(row("done", None, "2017-03"), row("coming", "2018-04-02")), WIDTH)
    bars = [shape for shape in picture.shapes if isinstance(shape, Box) and shape.fill == "jade"]
    diamonds = [shape for shape in picture.shapes if isinstance(shape, Polygon)]
    assert [len(bars), len(diamonds)] == [1, 1]
    assert diamonds[0].fill == "vermilion"


def test_what_is_late_or_planned_is_hollow_so_that_it_reads_without_colour() -> None:
    picture = timeline_picture(calendar(row("late", "2018-01"), row("planned", "2019-01")), WIDTH)
    fills = [shape.fill for shape in picture.shapes if isinstance(shape, Box) and shape.stroke]
    assert fills == ["late_ground", "paper"]


def test_a_short_calendar_marks_quarters_and_a_long_one_years() -> None:
    short = words(
        timeline_picture(calendar(row("done", None, "2017-03"), row("coming", "2018-04-02")), WIDTH)
    )
    assert [word for word in short if word[0] in "Q2" and len(word) <= 4] == [
        "2017",
        "Q2",
        "Q3",
        "Q4",
        "2018",
        "Q2",
    ]
    long = words(timeline_picture(calendar(row("done", None, "2014"), row("done", None, "2019-09")), WIDTH))
    assert [word for word in long if word.isdigit()] == ["2014", "2015", "2016", "2017", "2018", "2019"]


@pytest.mark.parametrize("state", ["done", "planned", "late"])
def test_a_month_on_a_long_axis_is_wider_than_high_and_does_not_read_as_a_digit(state: str) -> None:
    rows = (row(state, "2027-03"), row("done", None, "2014"))
    picture = timeline_picture(calendar(*rows), WIDTH)
    bars = [shape for shape in picture.shapes if isinstance(shape, Box) and shape.stroke]
    assert [bar.width >= 1.5 * bar.height for bar in bars] == [True, True]
    assert all(bar.x + bar.width <= WIDTH for bar in bars)


def test_dates_of_one_day_stand_on_one_side_of_their_marks() -> None:
    longer = replace(row("done", None, "2018-04-02"), when=Words("2 April 2018, done", sources=(5, 1)))
    shorter = replace(row("done", None, "2018-04-02"), when=Words("2 April 2018, done", sources=(9,)))
    rows = (row("done", None, "2016"), longer, shorter, row("done", None, "2018-12-31"))
    for width in range(300, 560, 10):
        picture = timeline_picture(calendar(*rows), float(width))
        dates = [one for one in picture.shapes if isinstance(one, Text) and one.text == "2 April 2018, done"]
        (mark, *_) = [one.rings[0] for one in picture.shapes if isinstance(one, Polygon)]
        assert len({one.x > mark[0][0] for one in dates}) == 1, width


def test_today_is_drawn_only_within_the_dates() -> None:
    rows = (row("done", None, "2017-03"), row("coming", "2018-04-02"))
    assert "today" in words(timeline_picture(calendar(*rows), WIDTH))
    assert "today" not in words(timeline_picture(calendar(*rows, today=date(2026, 11, 23)), WIDTH))


def test_the_axis_holds_the_whole_of_each_date() -> None:
    axis = axis_of(calendar(row("done", None, "2017")), WIDTH)
    assert (axis.start, axis.end) == (2017.0, 2018.0)
    assert axis.x(moment(date(2017, 1, 1))) == pytest.approx(216.0)
    assert axis.x(moment(date(2017, 12, 31), end_of_day=True)) == pytest.approx(510.0)


def test_a_milestone_without_a_date_has_words_but_no_mark() -> None:
    picture = timeline_picture(calendar(row("undated", None)), WIDTH)
    assert "2 April 2018, coming up" in words(picture)
    assert not [shape for shape in picture.shapes if isinstance(shape, Polygon)]


@pytest.mark.parametrize("on", ["1673", "2014-03", "2018-01", "2018-12-31", "9999", "0001-01-01"])
@pytest.mark.parametrize("width", [510.0, 320.0, 200.0])
def test_words_keep_clear_of_marks_and_of_each_other(on: str, width: float) -> None:
    picture = timeline_picture(
        calendar(row("planned", on, label="Label " * 12), row("planned", "2018-04-02")), width
    )
    texts = [
        text_extent(shape, estimated_width)
        for shape in picture.shapes
        if isinstance(shape, Text) and shape.text
    ]
    marks = [shape.rings[0] for shape in picture.shapes if isinstance(shape, Polygon)]
    for index, text in enumerate(texts):
        assert text.left >= -0.1
        assert all(text.overlap(other) < 2 for other in texts[index + 1 :])
        for ring in marks:
            middle = (sum(x for x, _ in ring) / 4, sum(y for _, y in ring) / 4)
            assert not (text.left < middle[0] < text.right and text.top < middle[1] < text.bottom)


def test_grid_lines_run_through_every_row() -> None:
    picture = timeline_picture(calendar(row("done", None, "2017-03")), WIDTH)
    lines = [shape for shape in picture.shapes if isinstance(shape, Polyline)]
    assert max(point[1] for line in lines for point in line.points) == pytest.approx(picture.height)
