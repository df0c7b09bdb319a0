"""Time laid along the calendar: what the head says at each zoom, how dates move when they are dragged."""

from datetime import date

import pytest

from ecocity_desktop.brief.calendar_board import Dates
from ecocity_desktop.brief.calendar_marks import View, mark_shapes
from ecocity_desktop.brief.calendar_scale import Scale, scale_over, shifted, stepped, ticks
from ecocity_desktop.brief.shapes import Box
from ecocity_desktop.domain.partial_date import PartialDate

WIDTH = 1000.0


def over(first: date, last: date) -> Scale:
    return scale_over(first, last, WIDTH)


def words(scale: Scale, language: str) -> tuple[list[str], list[str]]:
    upper, lower = ticks(scale, WIDTH, language)
    return [tick.words for tick in upper], [tick.words for tick in lower]


@pytest.mark.parametrize(
    ("given", "days", "unit", "expected"),
    [
        ("2018-04-02", 9.4, "day", "2018-04-11"),
        ("2018-04-02", -2.6, "day", "2018-03-30"),
        ("2018-04-02", 9.4, "week", "2018-04-09"),  # a Monday stays a Monday
        ("2018-01-31", 31.0, "month", "2018-02-28"),
        ("2024-02-29", 365.0, "month", "2025-02-28"),
        ("2017-03", 40.0, "day", "2017-04"),  # a month stays a month, at any zoom
        ("2017-03", 10.0, "day", "2017-03"),
        ("2017", 500.0, "day", "2018"),
        ("2017", 100.0, "month", "2017"),
        ("9999-12-31", 40.0, "day", "9999-12-31"),
    ],
)
def test_a_dragged_date_keeps_its_precision(given: str, days: float, unit: str, expected: str) -> None:
    assert str(shifted(PartialDate.parse(given), days, unit)) == expected


@pytest.mark.parametrize(
    ("given", "steps", "unit", "expected"),
    [
        ("2018-04-02", 1, "day", "2018-04-03"),
        ("2018-04-02", -1, "week", "2018-03-26"),
        ("2018-03-31", 1, "month", "2018-04-30"),
        ("2017-12", 1, "day", "2018-01"),
        ("2017", -1, "week", "2016"),
    ],
)
def test_a_step_of_the_keyboard_is_one_unit(given: str, steps: int, unit: str, expected: str) -> None:
    assert str(stepped(PartialDate.parse(given), steps, unit)) == expected


def test_ten_years_show_years_and_a_month_shows_days() -> None:
    assert words(over(date(2014, 1, 1), date(2023, 12, 31)), "fr")[1][:3] == ["2013", "2014", "2015"]
    upper, lower = words(over(date(2018, 4, 1), date(2018, 4, 30)), "fr")
    assert upper == ["mars 2018", "avr. 2018", "mai 2018"]
    assert lower[:4] == ["30", "31", "1", "2"]


def test_the_head_speaks_the_language() -> None:
    two_years = over(date(2017, 1, 1), date(2018, 12, 31))
    assert words(two_years, "fr")[1][1:5] == ["janv.", "févr.", "mars", "avr."]
    assert words(two_years, "zh")[0][1] == "2017年"
    five_years = over(date(2015, 1, 1), date(2019, 12, 31))
    assert set(words(five_years, "fr")[1]) == {"T1", "T2", "T3", "T4"}
    assert "2季度" in words(five_years, "zh")[1]


def test_zooming_keeps_the_day_under_the_mouse() -> None:
    scale = over(date(2017, 1, 1), date(2018, 12, 31))
    day = scale.day(300.0)
    assert scale.zoomed(3.0, 300.0).day(300.0) == pytest.approx(day)


@pytest.mark.parametrize("language", ["fr", "en", "zh"])
@pytest.mark.parametrize("first", [date(1, 1, 1), date(2018, 4, 2), date(9999, 12, 31)])
def test_no_zoom_at_the_ends_of_the_calendar_fails(first: date, language: str) -> None:
    scale = over(first, first)
    for _ in range(60):
        scale = scale.zoomed(1.3, 0.0).panned(-500)
        ticks(scale, WIDTH, language)
    for _ in range(60):
        scale = scale.zoomed(0.7, 900.0).panned(4000)
        ticks(scale, WIDTH, language)


def test_everything_is_shown_even_where_a_year_was_mistyped() -> None:
    scale = over(date(1, 1, 1), date(9999, 12, 31))
    assert scale.x(date(1, 1, 1).toordinal()) >= 0
    assert scale.x(date(9999, 12, 31).toordinal()) <= WIDTH
    upper, lower = words(scale, "fr")
    assert (upper, lower[:3], lower[-1], len(lower)) == ([], ["1", "500", "1000"], "9500", 20)


def test_zooming_out_stops_at_about_a_century() -> None:
    scale = over(date(2017, 1, 1), date(2018, 12, 31))
    for _ in range(60):
        scale = scale.zoomed(0.7, 500.0)
    assert round(WIDTH / scale.per_day / 365) == 91


def test_a_month_on_a_long_scale_is_drawn_wider_than_high() -> None:
    view = View(1000.0, 400.0, 200.0, Scale(date(2010, 1, 1).toordinal(), 0.1))
    month = Dates(None, PartialDate(2017, 3))
    (bar,) = [one for one in mark_shapes(month, 100.0, "planned", view) if isinstance(one, Box)]
    assert (bar.width, bar.height) == (20.0, 11.0)
    assert bar.x + bar.width / 2 == pytest.approx(view.x(date(2017, 3, 16).toordinal() + 0.5))
