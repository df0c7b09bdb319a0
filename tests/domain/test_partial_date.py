"""Dates keep the precision they were given in."""

from datetime import date

import pytest

from ecocity_desktop.domain.partial_date import PartialDate


@pytest.mark.parametrize("text", ["2017", "2017-03", "2018-04-02", "0001-01-01", "9999"])
def test_a_date_is_written_as_it_was_read(text: str) -> None:
    assert str(PartialDate.parse(text)) == text


@pytest.mark.parametrize(
    "text, earliest, latest, precision",
    [
        ("2017", date(2017, 1, 1), date(2017, 12, 31), "year"),
        ("2017-03", date(2017, 3, 1), date(2017, 3, 31), "month"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28), "month"),
        ("1900-02", date(1900, 2, 1), date(1900, 2, 28), "month"),
        ("2000-02", date(2000, 2, 1), date(2000, 2, 29), "month"),
        ("2018-04-02", date(2018, 4, 2), date(2018, 4, 2), "day"),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31), "month"),
    ],
)
def test_a_date_spans_the_days_it_may_mean(text: str, earliest: date, latest: date, precision: str) -> None:
    read = PartialDate.parse(text)
    assert (read.earliest, read.latest, read.precision) == (earliest, latest, precision)


@pytest.mark.parametrize(
    "text", ["2018-02-30", "2023-02-29", "2018-13", "2018-00", "2018-04-00", "0000", "2018-04-31"]
)
def test_a_day_that_never_was_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no such date") as refused:
        PartialDate.parse(text)
    assert getattr(refused.value, "type", "") == "problem.date.impossible"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "18",
        "2018-4",
        "2018-4-2",
        "2018/04/02",
        "2018-04-02T00:00",
        "mars 2017",
        "２０１８",
        "-2018",
        "20180402",
    ],
)
def test_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a date") as refused:
        PartialDate.parse(text)
    assert getattr(refused.value, "type", "") == "problem.date.form"


def test_a_day_becomes_a_date_known_to_the_day() -> None:
    assert str(PartialDate.of(date(2026, 11, 23))) == "2026-11-23"
