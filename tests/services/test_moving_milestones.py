"""Moving milestones with what follows them: previewed, moved only when asked, in one undo step; cycles are refused."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecocity_desktop.domain.enums import SlipCause
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.domain.schedule import Link, contradictions
from ecocity_desktop.errors import UserError
from ecocity_desktop.i18n.catalog import Catalog
from ecocity_desktop.services import checks, history, records, schedule
from ecocity_desktop.services.milestones import move_milestone
from ecocity_desktop.services.workspace import Workspace, open_workspace

D = PartialDate.parse


def add(ws: Workspace, noun: str, **values: object) -> str:
    return str(records.add_record(ws, noun, values).row_id)


def milestone(ws: Workspace, name: str, **values: object) -> str:
    return add(ws, "milestones", title={"fr": name, "en": name}, **values)


def link(ws: Workspace, first: str, then: str, days: int = 0) -> str:
    return add(ws, "dependencies", predecessor_id=first, successor_id=then, lag_days=days)


@pytest.fixture
def three(ws: Workspace) -> tuple[str, str, str]:
    """The jury on 29 March, the label four days later, the studies of April after that."""
    jury = milestone(ws, "Jury", planned_on="2018-03-29")
    label = milestone(ws, "Label", planned_on="2018-04-02", kind="label")
    studies = milestone(ws, "Studies", planned_start="2018-04", planned_on="2018-06")
    link(ws, jury, label, 4)
    link(ws, label, studies)
    return jury, label, studies


def _dates(ws: Workspace, row_id: str) -> tuple[str | None, str | None]:
    row = records.get_record(ws, "milestones", row_id)
    return tuple(str(on) if on else None for on in (row.forecast_start, row.forecast_on))


def test_a_preview_of_a_move_shows_its_knock_on_and_writes_nothing(
    ws: Workspace, three: tuple[str, str, str]
) -> None:
    before = checks.digest(ws)
    lines = schedule.pushed_by_move(ws, three[0], D("2018-05-02"))
    assert [(line.milestone.title.en, line.pushed_by.title.en) for line in lines] == [
        ("Label", "Jury"),
        ("Studies", "Label"),
    ]
    assert [(str(line.push.start), str(line.push.end)) for line in lines] == [
        ("None", "2018-05-06"),
        ("2018-05", "2018-07"),
    ]
    assert checks.digest(ws) == before


def test_a_move_leaves_the_followers_alone_unless_asked(ws: Workspace, three: tuple[str, str, str]) -> None:
    move_milestone(ws, three[0], D("2018-05-02"))
    assert _dates(ws, three[0]) == (None, "2018-05-02")
    assert _dates(ws, three[1]) == (None, None)


def test_a_move_with_its_followers_is_one_step_that_undo_takes_back(
    ws: Workspace, three: tuple[str, str, str]
) -> None:
    before = checks.digest(ws)
    reason = LocalText("le jury est reporté", "the jury is put off", "评审会推迟")
    move_milestone(
        ws, three[0], D("2018-05-02"), reason=reason, cause=SlipCause.AUTHORITY, with_followers=True
    )
    assert _dates(ws, three[1]) == (None, "2018-05-06")
    assert _dates(ws, three[2]) == ("2018-05", "2018-07")
    assert str(records.get_record(ws, "milestones", three[1]).planned_on) == "2018-04-02"
    slips = {row.milestone_id: row for row in records.list_records(ws, "slips")}
    assert slips[three[0]].reason == reason
    assert (str(slips[three[0]].from_on), str(slips[three[0]].to_on)) == ("2018-03-29", "2018-05-02")
    assert (slips[three[1]].cause, str(slips[three[1]].to_on)) == (SlipCause.DEPENDENCY, "2018-05-06")
    assert schedule.pushed_by_move(ws, three[0], D("2018-05-02")) == ()
    history.undo(ws)
    assert checks.digest(ws) == before


def test_a_link_that_closes_a_cycle_is_refused_and_the_cycle_named(
    ws: Workspace, three: tuple[str, str, str]
) -> None:
    before = checks.digest(ws)
    with pytest.raises(UserError) as refused:
        link(ws, three[2], three[0])
    (problem,) = refused.value.problems
    assert (problem.field, problem.key) == ("successor_id", "problem.dependency.cycle")
    told = Catalog("fr", strict=True).text(problem.key, **problem.params)
    assert "Studies → Jury → Label → Studies" in told
    assert checks.digest(ws) == before


def test_a_milestone_waits_for_another_one_once_and_never_for_itself(
    ws: Workspace, three: tuple[str, str, str]
) -> None:
    for first, then, key in (
        (three[0], three[0], "problem.dependency.self"),
        (three[0], three[1], "problem.dependency.twice"),
    ):
        with pytest.raises(UserError) as refused:
            link(ws, first, then, 1)
        assert [problem.key for problem in refused.value.problems] == [key]


def test_a_link_may_be_turned_round_where_only_it_stood_in_the_way(ws: Workspace) -> None:
    a, b = milestone(ws, "A"), milestone(ws, "B")
    linked = link(ws, a, b)
    records.edit_record(ws, "dependencies", linked, {"predecessor_id": b, "successor_id": a})
    row = records.get_record(ws, "dependencies", linked)
    assert (row.predecessor_id, row.successor_id) == (b, a)


def test_removing_a_milestone_takes_its_links_and_slips_and_undo_brings_them_back(
    ws: Workspace, three: tuple[str, str, str]
) -> None:
    move_milestone(ws, three[1], D("2018-04-03"), cause=SlipCause.PROTOCOL)
    before = checks.digest(ws)
    records.remove_record(ws, "milestones", three[1])
    assert records.count_records(ws, "dependencies") == 0
    assert records.count_records(ws, "slips") == 0
    history.undo(ws)
    assert checks.digest(ws) == before
    assert checks.check_workspace(ws) == ()


def test_the_chain_to_the_label_of_a_city_or_of_the_programme(
    ws: Workspace, three: tuple[str, str, str]
) -> None:
    city = add(ws, "cities", name={"en": "Jingzhou"})
    found = schedule.label_milestone(ws, city)
    assert found is not None
    assert found.id == three[1], "a city without a label of its own has the programme's"
    own = milestone(ws, "Own label", kind="label", planned_on="2018-05", city_ids=[city])
    link(ws, three[1], own)
    found = schedule.label_milestone(ws, city)
    assert found is not None
    assert found.id == own
    chain = [(line.milestone.title.en, line.step.slack_days) for line in schedule.chain_to(ws, own)]
    assert chain == [("Jury", 59), ("Label", 59), ("Own label", 0)]


def test_dates_that_cannot_both_be_true_are_shown(ws: Workspace, three: tuple[str, str, str]) -> None:
    with ws.reading() as session:
        assert contradictions(schedule.plan_in(session)) == ()
    move_milestone(ws, three[1], D("2018-04-01"))
    with ws.reading() as session:
        assert contradictions(schedule.plan_in(session)) == (Link(three[0], three[1], 4),)


def test_a_span_does_not_end_before_it_began(ws: Workspace, three: tuple[str, str, str]) -> None:
    with pytest.raises(UserError) as refused:
        move_milestone(ws, three[2], D("2018-03"), field="planned_on")
    assert [(problem.field, problem.key) for problem in refused.value.problems] == [
        ("planned_start", "problem.date.start")
    ]
    move_milestone(ws, three[2], D("2018-03"), field="planned_on", start=D("2018-02"))
    assert str(records.get_record(ws, "milestones", three[2]).planned_start) == "2018-02"


def test_what_is_done_gets_no_other_forecast_but_may_lose_an_old_one(ws: Workspace) -> None:
    letter = milestone(ws, "Letter", forecast_on="2014-02", actual_on="2014-03")
    before = checks.digest(ws)
    for deed in (move_milestone, schedule.pushed_by_move):
        with pytest.raises(UserError) as refused:
            deed(ws, letter, D("2028-06"))
        (problem,) = refused.value.problems
        assert (problem.field, problem.key) == ("forecast_on", "problem.milestone.done")
    assert checks.digest(ws) == before
    move_milestone(ws, letter, D("2014-03-26"), field="actual_on")
    move_milestone(ws, letter, None)
    row = records.get_record(ws, "milestones", letter)
    assert (row.forecast_on, str(row.actual_on)) == (None, "2014-03-26")


@pytest.fixture(scope="module")
def chain_ws(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Iterator[Workspace]:
    """Five milestones in a row, with a link across, in a file of their own."""
    path = tmp_path_factory.mktemp("chain") / "chain.ecocity"
    path.write_bytes(empty_file.read_bytes())
    with open_workspace(path) as opened:
        ids = [milestone(opened, f"M{number}", planned_on=f"2018-0{number}-15") for number in range(1, 6)]
        for first, then in itertools.pairwise(ids):
            link(opened, first, then, 10)
        link(opened, ids[0], ids[3], 40)
        yield opened


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moves=st.lists(
        st.tuples(st.integers(0, 4), st.dates(PartialDate(2018).earliest, PartialDate(2022).latest)),
        min_size=1,
        max_size=4,
    )
)
def test_undoing_any_moves_with_followers_restores_the_digest(
    chain_ws: Workspace, moves: list[tuple[int, object]]
) -> None:
    ids = [row.id for row in records.list_records(chain_ws, "milestones")]
    before = checks.digest(chain_ws)
    done = 0
    for number, day in moves:
        changes = move_milestone(chain_ws, ids[number], PartialDate.parse(str(day)), with_followers=True)
        done += changes.edit_id is not None
    for _ in range(done):
        history.undo(chain_ws)
    assert checks.digest(chain_ws) == before


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=4, max_size=14))
def test_whatever_links_are_asked_for_none_that_is_kept_goes_round_in_a_circle(
    chain_ws: Workspace, pairs: list[tuple[int, int]]
) -> None:
    ids = [milestone(chain_ws, f"C{number}") for number in range(6)]
    kept: set[tuple[int, int]] = set()
    for first, then in pairs:
        try:
            link(chain_ws, ids[first], ids[then])
        except UserError as refused:
            (problem,) = refused.problems
            reaches = _reached(kept, then)
            assert (problem.key == "problem.dependency.cycle") == (first != then and first in reaches)
        else:
            kept.add((first, then))
    assert all(number not in _reached(kept, number) for number in range(6))


def _reached(links: set[tuple[int, int]], start: int) -> set[int]:
    """What follows from a milestone, itself only where the links go round."""
    found: set[int] = set()
    waiting = [start]
    while waiting:
        one = waiting.pop()
        for then in (b for a, b in links if a == one and b not in found):
            found.add(then)
            waiting.append(then)
    return found
