"""What the preview of a move says is what the move does: spans, half-known dates, what has begun, what has no date."""

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecocity_desktop.domain.milestone import Milestone, shown_date, shown_start
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.domain.schedule import Link, contradictions
from ecocity_desktop.errors import UserError
from ecocity_desktop.services import checks, history, records, schedule
from ecocity_desktop.services.milestones import move_milestone
from ecocity_desktop.services.workspace import Workspace, open_workspace

TODAY = date(2022, 1, 1)
FIELDS = ("planned_on", "forecast_on", "actual_on")


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Iterator[Workspace]:
    """A file that every example adds its own milestones to; today is 1 January 2022."""
    path = tmp_path_factory.mktemp("preview") / "preview.ecocity"
    path.write_bytes(empty_file.read_bytes())
    with open_workspace(path, clock=lambda: datetime(2022, 1, 1, 12, tzinfo=UTC)) as opened:
        yield opened


def milestone(ws: Workspace, **values: object) -> str:
    return str(records.add_record(ws, "milestones", {"title": {"en": "M"}, **values}).row_id)


def link(ws: Workspace, first: str, then: str, days: int = 0) -> None:
    ends = {"predecessor_id": first, "successor_id": then, "lag_days": days}
    records.add_record(ws, "dependencies", ends)


def previewed(ws: Workspace, row_id: str, on: str | None, **more: Any) -> dict[str, tuple[str, str]]:
    lines = schedule.pushed_by_move(ws, row_id, PartialDate.parse(on) if on else None, **more)
    return {line.push.id: (str(line.push.start), str(line.push.end)) for line in lines}


def shown(ws: Workspace) -> dict[str, tuple[str, str]]:
    rows: tuple[Milestone, ...] = records.list_records(ws, "milestones")
    return {row.id: (str(shown_start(row)), str(shown_date(row))) for row in rows}


def test_a_plan_moved_behind_a_forecast_pushes_nothing_and_says_so(ws: Workspace) -> None:
    jury = milestone(ws, planned_on="2022-03-01", forecast_on="2022-04-01")
    label = milestone(ws, planned_on="2022-05-01")
    link(ws, jury, label)
    assert previewed(ws, jury, "2022-09-01") == {label: ("None", "2022-09-01")}
    assert previewed(ws, jury, "2022-09-01", field="planned_on") == {}
    before = shown(ws)
    move_milestone(ws, jury, PartialDate(2022, 9, 1), field="planned_on", with_followers=True)
    assert shown(ws) == before


def test_what_has_begun_is_not_made_to_begin_later(ws: Workspace) -> None:
    contract = milestone(ws, planned_on="2021-10")
    studies = milestone(ws, planned_start="2021-11", planned_on="2022-06", actual_start="2021-12-06")
    label = milestone(ws, planned_on="2022-06-20")
    link(ws, contract, studies)
    link(ws, contract, label)
    assert previewed(ws, contract, "2022-07") == {label: ("None", "2022-07-31")}
    move_milestone(ws, contract, PartialDate(2022, 7), with_followers=True)
    assert shown(ws)[studies] == ("2021-12-06", "2022-06")
    with ws.reading() as session:
        assert contradictions(schedule.plan_in(session)) == (Link(contract, studies),)


def test_a_span_without_an_end_follows_by_its_start_and_no_slip_is_noted(ws: Workspace) -> None:
    contract = milestone(ws, planned_on="2022-02-28")
    studies = milestone(ws, planned_start="2022-03")
    link(ws, contract, studies, 1)
    assert previewed(ws, contract, "2024-02-29") == {studies: ("2024-03", "None")}
    move_milestone(ws, contract, PartialDate(2024, 2, 29), with_followers=True)
    assert shown(ws)[studies] == ("2024-03", "None")
    assert records.list_records(ws, "slips", milestone_id=studies) == ()


def test_a_forecast_taken_back_pushes_on_what_the_plan_does(ws: Workspace) -> None:
    jury = milestone(ws, planned_on="2022-06", forecast_on="2022-03")
    label = milestone(ws, planned_on="2022-04-02")
    link(ws, jury, label)
    assert previewed(ws, jury, None) == {label: ("None", "2022-06-30")}
    move_milestone(ws, jury, None, with_followers=True)
    assert shown(ws)[label] == ("None", "2022-06-30")


def _dates(first: date, last: date) -> st.SearchStrategy[PartialDate]:
    def cut(day: date, precision: int) -> PartialDate:
        return PartialDate(*(day.year, day.month, day.day)[:precision])

    return st.builds(cut, st.dates(first, last), st.integers(1, 3))


_ANY = _dates(date(2020, 1, 1), date(2025, 12, 31))
_PAST = _dates(date(2020, 1, 1), date(2021, 12, 31))


@st.composite
def _span(draw: st.DrawFn, name: str, ends: st.SearchStrategy[PartialDate]) -> dict[str, str]:
    """A date, or none, and perhaps a start before it."""
    end = draw(st.none() | ends)
    found = {} if end is None else {f"{name}_on": str(end)}
    if draw(st.booleans()):
        first = (end or draw(ends)).earliest - timedelta(days=draw(st.integers(0, 200)))
        found[f"{name}_start"] = str(
            PartialDate(*(first.year, first.month, first.day)[: draw(st.integers(1, 3))])
        )
    return found


_MILESTONES = st.builds(
    lambda planned, forecast, begun, done: planned | forecast | begun | done,
    _span("planned", _ANY),
    st.just({}) | _span("forecast", _ANY),
    st.just({}) | _PAST.map(lambda on: {"actual_start": str(on)}),
    st.just({}) | st.just({}) | st.just({}) | st.just({"actual_on": "2021-12-31"}),
)
_LINKS = st.dictionaries(st.sampled_from([(0, 2), (0, 3), (1, 3), (2, 4)]), st.integers(-20, 60), max_size=4)


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(_MILESTONES, min_size=5, max_size=5),
    links=_LINKS,
    number=st.integers(0, 1),
    field=st.sampled_from(FIELDS),
    to=_span("moved", _dates(date(2021, 1, 1), date(2027, 12, 31))),
)
def test_what_the_preview_says_is_what_happens(
    ws: Workspace,
    rows: list[dict[str, str]],
    links: dict[tuple[int, int], int],
    number: int,
    field: str,
    to: dict[str, str],
) -> None:
    ids = [milestone(ws, **values) for values in rows]
    chain = dict.fromkeys(itertools.pairwise(range(5)), 0)
    for (first, then), days in (chain | links).items():
        link(ws, ids[first], ids[then], days)
    before, digest = shown(ws), checks.digest(ws)
    on = PartialDate.parse(to["moved_on"]) if "moved_on" in to else None
    start = PartialDate.parse(to["moved_start"]) if "moved_start" in to else None
    try:
        expected = before | previewed(ws, ids[number], str(on) if on else None, field=field, start=start)
        changes = move_milestone(ws, ids[number], on, field=field, start=start, with_followers=True)
    except UserError:
        assert checks.digest(ws) == digest
        with pytest.raises(UserError):  # never for the sake of a follower
            move_milestone(ws, ids[number], on, field=field, start=start)
        return
    after = shown(ws)
    assert {one: dates for one, dates in after.items() if one != ids[number]} == {
        one: dates for one, dates in expected.items() if one != ids[number]
    }
    assert previewed(ws, ids[number], str(on) if on else None, field=field, start=start) == {}
    if changes.edit_id is not None:
        history.undo(ws)
    assert checks.digest(ws) == digest
