"""Speed of the schedule and of the past: 2,000 milestones with 3,000 links, 50,000 changes of the journal.

Targets: knock-on and critical path under 50 ms each, the calendar as it stood on any day under 500 ms. Medians of
several rounds, in processor time: none of it waits for anything. Run with
``python dev.py bench tests/bench/test_schedule_speed.py``.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.milestone import Milestone
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.domain.schedule import Link, Node, Plan, critical_chain, knock_on
from ecocity_desktop.services import calendar_history
from ecocity_desktop.services.workspace import Workspace, open_workspace

ROUNDS = 9
MILESTONES, LINKS, CHANGES = 2_000, 3_000, 50_000


def median_ms(call: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        call()
        times.append((time.process_time() - began) * 1000)
    return statistics.median(times)


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Milestones a day apart: a chain through all of them, and links seven days ahead from every second one."""
    first = date(2018, 1, 1)
    nodes = {
        str(number): Node(str(number), None, PartialDate.of(first + timedelta(days=number)))
        for number in range(MILESTONES)
    }
    links = [Link(str(number), str(number + 1), 1) for number in range(MILESTONES - 1)]
    links += [Link(str(number), str(number + 7), 2) for number in range(0, MILESTONES - 8, 2)]
    links += [Link("0", str(number)) for number in range(100, 105)]
    return Plan(nodes, tuple(links[:LINKS]))


@pytest.fixture(scope="module")
def long_ws(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A file of 500 milestones, each moved a hundred times."""
    path = tmp_path_factory.mktemp("long") / "long.ecocity"
    path.write_bytes(empty_file.read_bytes())
    with open_workspace(path, author="Lin") as ws:
        with ws.writing("edit.add_milestone") as transaction:
            for number in range(500):
                title = LocalText(en=f"M{number}")
                transaction.add(Milestone(id=f"m{number}", title=title, planned_on=PartialDate(2018)))
        with ws.maintaining() as session:
            assert session is not None
            run = session.connection().exec_driver_sql
            # Written straight into the journal: fifty thousand moves by the verbs would take minutes.
            run("UPDATE edit SET made_at = '2018-' || substr(made_at, 6)")
            day = datetime(2019, 1, 1, tzinfo=UTC)
            edits = [
                (f"e{one}", f"{day + timedelta(hours=one):%Y-%m-%dT%H}:00:00.000000Z")
                for one in range(CHANGES // 500)
            ]
            run(
                "INSERT INTO edit(id, label_key, subject, author, device, made_at) "
                "VALUES (?, 'edit.move_milestone', '{}', '', '', ?)",
                edits,
            )
            changes = [
                (f"c{edit}-{number}", f"e{edit}", number, f"m{number}", f'"{2019 + edit}"')
                for edit in range(CHANGES // 500)
                for number in range(500)
            ]
            run(
                "INSERT INTO change(id, edit_id, position, entity, entity_id, op, field, after) "
                "VALUES (?, ?, ?, 'milestone', ?, 'update', 'forecast_on', ?)",
                changes,
            )
        yield ws


def test_knock_on_through_two_thousand_milestones_takes_less_than_50_ms(plan: Plan) -> None:
    moved = {"0": (None, PartialDate(2020, 1, 1))}
    assert len(knock_on(plan, moved)) == MILESTONES - 1
    took = median_ms(lambda: knock_on(plan, moved))
    print(f"\nknock-on {took:.1f} ms")
    assert took < 50


def test_the_critical_chain_of_two_thousand_milestones_takes_less_than_50_ms(plan: Plan) -> None:
    took = median_ms(lambda: critical_chain(plan, str(MILESTONES - 1)))
    print(f"\ncritical path {took:.1f} ms")
    assert took < 50


def test_the_calendar_as_it_stood_over_fifty_thousand_changes_takes_less_than_500_ms(
    long_ws: Workspace,
) -> None:
    then = calendar_history.as_it_stood(long_ws, date(2026, 1, 1))
    assert str(then.milestones["m499"].end) == "2118"
    took = median_ms(lambda: calendar_history.as_it_stood(long_ws, date(2026, 1, 1)))
    print(f"\nas it stood {took:.0f} ms")
    assert took < 500


def test_the_trend_and_the_slippage_of_fifty_thousand_changes_take_less_than_two_seconds(
    long_ws: Workspace,
) -> None:
    trend = median_ms(lambda: calendar_history.trend(long_ws))
    since = datetime(2019, 1, 2, tzinfo=UTC)
    slippage = median_ms(lambda: calendar_history.slippage(long_ws, since))
    print(f"\ntrend {trend:.0f} ms, slippage {slippage:.0f} ms")
    assert max(trend, slippage) < 2000
