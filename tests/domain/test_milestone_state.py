"""Where a milestone stands is derived from its dates and the day."""

from datetime import date

import pytest

from ecocity_desktop.domain.milestone import MilestoneData, due_date, milestone_state, shown_date


def _milestone(
    planned: str | None = None, forecast: str | None = None, actual: str | None = None
) -> MilestoneData:
    dates = {"planned_on": planned, "forecast_on": forecast, "actual_on": actual}
    return MilestoneData.model_validate({"title": {"en": "Label"}, **dates})


@pytest.mark.parametrize(
    "planned, today, state",
    [
        ("2018-04-02", date(2018, 4, 2), "coming"),
        ("2018-04-02", date(2018, 4, 3), "late"),
        ("2018-04-02", date(2018, 1, 2), "coming"),
        ("2018-04-02", date(2018, 1, 1), "planned"),
        ("2017-03", date(2017, 3, 1), "coming"),
        ("2017-03", date(2017, 3, 31), "coming"),
        ("2017-03", date(2017, 4, 1), "late"),
        ("2017-03", date(2016, 12, 30), "planned"),
        ("2017-03", date(2016, 12, 31), "coming"),
        ("2017", date(2017, 12, 31), "coming"),
        ("2017", date(2018, 1, 1), "late"),
        ("2017", date(2017, 1, 1), "planned"),
        ("2024-02", date(2024, 2, 29), "coming"),
        ("2024-02", date(2024, 3, 1), "late"),
        ("2024-02-29", date(2024, 3, 1), "late"),
        (None, date(2018, 4, 2), "undated"),
        ("9999-12", date(2018, 4, 2), "planned"),
    ],
)
def test_a_milestone_is_late_once_the_last_day_it_may_mean_has_passed(
    planned: str | None, today: date, state: str
) -> None:
    assert milestone_state(_milestone(planned), today) == state


def test_a_forecast_takes_the_place_of_the_plan() -> None:
    slipped = _milestone("2018-04-02", "2018-06")
    assert str(due_date(slipped)) == "2018-06"
    assert milestone_state(slipped, date(2018, 5, 1)) == "coming"


def test_what_has_happened_is_done_however_late() -> None:
    done = _milestone("2018-04-02", "2018-06", "2019")
    assert milestone_state(done, date(2020, 1, 1)) == "done"
    assert str(shown_date(done)) == "2019"
