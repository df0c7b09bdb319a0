"""Speed of the calendar with 2,000 milestones and 3,000 links, painted offscreen.

Targets: the tab opens in less than 300 ms, file read and first picture included; panning and zooming take less than
16 ms a frame; what a move pushes on and the critical path are read from the file and worked out in less than 50 ms.
The median of what is measured counts. Run with ``python -m pytest tests/bench/test_calendar.py``.
"""

import random
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ecocity_desktop.domain.dependency import Dependency
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.milestone import Milestone, MilestoneCity
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.i18n.catalog import Catalog
from ecocity_desktop.services import records, schedule
from ecocity_desktop.services.workspace import Workspace, open_workspace
from ecocity_desktop.settings import Settings
from ecocity_desktop.ui import theme
from ecocity_desktop.ui.context import AppContext
from ecocity_desktop.ui.jobs import Jobs
from ecocity_desktop.ui.tabs.calendar import CalendarTab

MILESTONES, LINKS = 2_000, 3_000
OPENS_MS, FRAME_MS, PLANS_MS = 300.0, 16.0, 50.0
SIZE = (1360, 780)


@pytest.fixture
def full_ws(pilot_path: Path) -> Iterator[Workspace]:
    """The pilot programme with 2,000 more milestones over ten years and 3,000 links between them."""
    with open_workspace(pilot_path, clock=lambda: datetime(2026, 11, 23, tzinfo=UTC), author="Lin") as ws:
        fill(ws)
        yield ws


def fill(ws: Workspace) -> None:
    chance = random.Random(5)
    cities = [row.id for row in records.list_records(ws, "cities")]
    partners = [row.id for row in records.list_records(ws, "partners")]
    with ws.writing("edit.add_milestone") as transaction:
        for number in range(MILESTONES):
            year, month = 2021 + number // 200, chance.randint(1, 12)
            on = chance.choice((PartialDate(year, month, chance.randint(1, 28)), PartialDate(year, month)))
            transaction.add(
                Milestone(
                    id=f"m{number}",
                    title=LocalText(fr=f"Jalon {number} de la ville durable"),
                    planned_start=PartialDate(year - 1, month) if number % 5 == 0 else None,
                    planned_on=on,
                    forecast_on=PartialDate(year + 1, month) if number % 3 == 0 else None,
                    partner_id=chance.choice(partners),
                )
            )
            place = {"milestone_id": f"m{number}", "city_id": chance.choice(cities), "position": 0}
            transaction.add(MilestoneCity(id=f"c{number}", **place))
        pairs: set[tuple[int, int]] = set()
        while len(pairs) < LINKS:
            first = chance.randrange(MILESTONES - 1)
            pairs.add((first, min(MILESTONES - 1, first + chance.randint(1, 60))))
        for first, second in sorted(pairs):
            ends = {"predecessor_id": f"m{first}", "successor_id": f"m{second}"}
            transaction.add(Dependency(id=f"d{first}-{second}", **ends))
        transaction.changes(None)


@pytest.fixture
def full_ctx(full_ws: Workspace, qapp: QApplication) -> Iterator[AppContext]:
    theme.load_fonts()
    theme.dress(qapp, "light")
    jobs = Jobs()
    yield AppContext(
        full_ws, Catalog("fr"), Settings(), jobs, show_message=lambda _words: None, show_error=lambda _e: None
    )
    jobs.stop()


def milliseconds_since(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000


def opened(ctx: AppContext, qtbot: QtBot, picture: QImage) -> CalendarTab:
    tab = CalendarTab(ctx)
    qtbot.addWidget(tab)
    tab.resize(*SIZE)
    tab.render(picture)
    return tab


def test_the_calendar_opens_in_less_than_300_ms(full_ctx: AppContext, qtbot: QtBot) -> None:
    picture = QImage(*SIZE, QImage.Format.Format_RGB32)
    opened(full_ctx, qtbot, picture)  # code and fonts are loaded once
    found = []
    for _ in range(5):
        begun = time.perf_counter()
        opened(full_ctx, qtbot, picture)
        found.append(milliseconds_since(begun))
    print(
        f"\ncalendar of {MILESTONES} milestones and {LINKS} links opens in {statistics.median(found):.0f} ms"
    )
    assert statistics.median(found) < OPENS_MS


def test_panning_and_zooming_take_less_than_16_ms_a_frame(full_ctx: AppContext, qtbot: QtBot) -> None:
    picture = QImage(*SIZE, QImage.Format.Format_RGB32)
    tab = opened(full_ctx, qtbot, picture)
    view = tab.view
    port = view.viewport()
    frames = []
    deeds = (
        [lambda: view.zoom(1)] * 12
        + [lambda: view.pan(60)] * 40
        + [lambda: view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 200)] * 60
        + [lambda: view.zoom(-1)] * 20
    )
    for deed in deeds:
        begun = time.perf_counter()
        deed()
        port.render(picture)
        frames.append(milliseconds_since(begun))
    slowest = statistics.quantiles(frames, n=20)[-1]
    print(f"\na frame takes {statistics.median(frames):.1f} ms, 95 in 100 less than {slowest:.1f} ms")
    assert statistics.median(frames) < FRAME_MS


def test_what_a_move_pushes_on_and_the_chain_take_less_than_50_ms_from_the_file(full_ws: Workspace) -> None:
    pushed, chained = [], []
    for _ in range(9):
        begun = time.process_time()
        pushes = schedule.pushed_by_move(full_ws, "m0", PartialDate(2030))
        pushed.append((time.process_time() - begun) * 1000)
        begun = time.process_time()
        chain = schedule.chain_to(full_ws, f"m{MILESTONES - 1}")
        chained.append((time.process_time() - begun) * 1000)
    assert pushes
    assert len(chain) > 5
    print(f"\npushed on {statistics.median(pushed):.0f} ms, chain {statistics.median(chained):.0f} ms")
    assert max(statistics.median(pushed), statistics.median(chained)) < PLANS_MS
