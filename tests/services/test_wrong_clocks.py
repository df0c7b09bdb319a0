"""A clock that was wrong once: neither today nor any later day suffers from it, and no order turns round."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.services import calendar_history, checks, history, records
from ecocity_desktop.services.milestones import move_milestone
from ecocity_desktop.services.workspace import Workspace, open_workspace

D = PartialDate.parse


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.go_to("2026-11-20")

    def __call__(self) -> datetime:
        return self.moment

    def go_to(self, day: str) -> None:
        self.moment = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    monkeypatch.setenv("ECOCITY_NOW", "2026-11-20T12:00:00Z")  # days are those of UTC
    return Clock()


@pytest.fixture
def leapt(path: Path, clock: Clock) -> Iterator[Workspace]:
    """A label entered on 20 November, moved once under a clock of 2099, and again each day from the 21st on."""
    with open_workspace(path, clock=clock) as ws:
        values = {"title": {"en": "Label"}, "planned_on": "2027-01"}
        records.add_record(ws, "milestones", values, row_id="label")
        clock.go_to("2099-01-01")
        move_milestone(ws, "label", D("2027-02"))
        for day, on in (("2026-11-21", "2027-03"), ("2026-11-22", "2027-04"), ("2026-11-23", "2027-05")):
            clock.go_to(day)
            move_milestone(ws, "label", D(on))
        yield ws


def _stood(ws: Workspace, day: str) -> str:
    return str(calendar_history.as_it_stood(ws, date.fromisoformat(day)).milestones["label"].end)


def test_the_calendar_of_today_holds_what_was_done_today_after_a_clock_was_far_ahead(
    leapt: Workspace,
) -> None:
    assert [_stood(leapt, f"2026-11-{day}") for day in (20, 21, 22, 23)] == [
        "2027-01",
        "2027-03",
        "2027-04",
        "2027-05",
    ]
    assert _stood(leapt, "2100-01-01") == "2027-05"


def test_days_gone_by_stay_readable_as_time_goes_on(leapt: Workspace, clock: Clock) -> None:
    clock.go_to("2027-06-01")
    assert [_stood(leapt, f"2026-11-{day}") for day in (21, 22, 23, 30)] == [
        "2027-03",
        "2027-04",
        "2027-05",
        "2027-05",
    ]


def test_a_baseline_of_today_can_be_frozen_and_keeps_what_it_froze(leapt: Workspace, clock: Clock) -> None:
    made = str(calendar_history.freeze_baseline(leapt, LocalText(en="now")).row_id)
    assert calendar_history.baselines(leapt)[0].frozen_at.startswith("2026-11-23T12:00:00")
    move_milestone(leapt, "label", D("2027-08"))
    clock.go_to("2027-06-01")
    move_milestone(leapt, "label", D("2027-09"))
    then = calendar_history.as_it_stood(leapt, calendar_history.moment_named(leapt, made))
    assert str(then.milestones["label"].end) == "2027-05"
    (line,) = calendar_history.slippage(leapt, calendar_history.moment_named(leapt, "now"))
    assert (str(line.before), str(line.after)) == ("2027-05", "2027-09")


def test_a_baseline_frozen_right_after_the_leap_holds_what_was_done_under_it(
    path: Path, clock: Clock
) -> None:
    with open_workspace(path, clock=clock) as ws:
        clock.go_to("2099-01-01")
        records.add_record(ws, "milestones", {"title": {"en": "Label"}, "planned_on": "2027-01"})
        clock.go_to("2026-11-23")
        made = str(calendar_history.freeze_baseline(ws, LocalText(en="now")).row_id)
        clock.go_to("2027-06-01")
        (label,) = calendar_history.as_it_stood(
            ws, calendar_history.moment_named(ws, made)
        ).milestones.values()
        assert str(label.end) == "2027-01"


def test_a_baseline_frozen_under_a_clock_that_stood_back_keeps_what_it_froze(
    path: Path, clock: Clock
) -> None:
    with open_workspace(path, clock=clock) as ws:
        records.add_record(ws, "milestones", {"title": {"en": "Label"}, "planned_on": "2027-01"})
        clock.go_to("2016-01-01")
        made = str(calendar_history.freeze_baseline(ws, LocalText(en="now")).row_id)
        clock.go_to("2026-11-24")
        (label,) = calendar_history.as_it_stood(
            ws, calendar_history.moment_named(ws, made)
        ).milestones.values()
        assert str(label.end) == "2027-01"


def test_no_look_of_the_trend_lies_in_the_future(leapt: Workspace) -> None:
    (line,) = calendar_history.trend(leapt)
    assert [(str(point.look), str(point.expected)) for point in line.points] == [
        ("2026-11-20", "2027-01"),
        ("2026-11-21", "2027-03"),
        ("2026-11-22", "2027-04"),
        ("2026-11-23", "2027-05"),
    ]


def test_the_history_keeps_its_order_shows_own_days_and_says_what_bears_a_future_one(
    leapt: Workspace,
) -> None:
    edits = [line.edit for line in history.history(leapt)]
    made = [edit.made_at for edit in edits]
    assert made == sorted(made, reverse=True)
    shown = [str(edit.shown_at(leapt.now()).date()) for edit in edits]
    assert shown == ["2026-11-23", "2026-11-22", "2026-11-21", "2099-01-01", "2026-11-20"]
    assert history.edits_ahead(leapt) == (1, datetime(2099, 1, 1, 12, tzinfo=UTC))
    assert checks.check_workspace(leapt) == ()
    history.undo(leapt)
    assert str(records.get_record(leapt, "milestones", "label").forecast_on) == "2027-04"
