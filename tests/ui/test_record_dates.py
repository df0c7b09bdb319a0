"""Dates as people type them."""

import pytest
from pydantic_core import PydanticCustomError

from ecocity_desktop.ui.widgets.date_words import read_date


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2017", "2017"),
        ("2017-03", "2017-03"),
        ("2018-04-02", "2018-04-02"),
        ("mars 2017", "2017-03"),
        ("Février 2018", "2018-02"),
        ("fevrier 2018", "2018-02"),
        ("févr. 2018", "2018-02"),
        ("15 fév 2027", "2027-02-15"),
        ("sept. 2027", "2027-09"),
        ("juil 2027", "2027-07"),
        ("2 avril 2018", "2018-04-02"),
        ("1er juin 2017", "2017-06-01"),
        ("March 2017", "2017-03"),
        ("2 April 2018", "2018-04-02"),
        ("Apr 2, 2018", "2018-04-02"),
        ("2nd April 2018", "2018-04-02"),
        ("2018年", "2018"),
        ("2018年4月", "2018-04"),
        ("2018年4月2日", "2018-04-02"),
        ("2018 年 4 月 2 日", "2018-04-02"),
        ("２０１８年４月２日", "2018-04-02"),
        ("02/04/2018", "2018-04-02"),
        ("2.4.2018", "2018-04-02"),
        ("4/2018", "2018-04"),
        ("2018/4/2", "2018-04-02"),
    ],
)
def test_a_date_is_read_as_it_is_typed(typed: str, meant: str) -> None:
    assert str(read_date(typed)) == meant


def test_nothing_typed_is_no_date() -> None:
    assert read_date("  ") is None


@pytest.mark.parametrize(
    "typed", ["bientôt", "mars", "jui 2027", "31", "2017-3-", "2 brumaire 2018", "2018 04 02 03"]
)
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="not a date"):
        read_date(typed)


@pytest.mark.parametrize("typed", ["30 février 2018", "2018-02-30", "2018年13月", "0000", "32/13/2026"])
def test_a_day_that_does_not_exist_is_refused_as_it_was_typed(typed: str) -> None:
    with pytest.raises(PydanticCustomError, match="no such date") as refused:
        read_date(typed)
    assert refused.value.context == {"value": typed}
