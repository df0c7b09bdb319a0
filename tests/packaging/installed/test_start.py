"""The frozen program is up as soon as the sources are, measured side by side on the same display and file."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest
import screen

pytestmark = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="needs Xvfb")
ROUNDS = 5
TRIES = 12
SLOWER_AT_MOST = 1.1
COMMAND_LINE_SECONDS = 0.25


@pytest.fixture(scope="module")
def frozen(packages: Path) -> Path:
    program = packages / "ecocity-desktop" / "ecocity-desktop"
    if not program.exists():
        pytest.skip("there is no frozen folder: python3 dev.py freeze")
    return program


def seconds_until_usable(command: list[object], file: Path, environment: dict[str, str]) -> float:
    """Start the window and return how long it takes until it shows the overview's coloured words, then end it."""
    started = time.monotonic()
    window = subprocess.Popen([*map(str, command), str(file)], env=environment)
    try:
        screen.wait_for(lambda: screen.colours() > screen.FULL, 60)
        return time.monotonic() - started
    finally:
        window.kill()
        window.wait()
        screen.wait_for(lambda: screen.colours() < 10, 20)


def test_the_window_is_up_as_soon_as_from_source(frozen: Path, tmp_path: Path, record_property):
    environment = {**os.environ, "ECOCITY_DATA_DIR": str(tmp_path), "QT_QPA_PLATFORM": "xcb"}
    file = tmp_path / "pilot.ecocity"
    subprocess.run([frozen, "new", file, "--sample"], check=True, env=environment, stdout=subprocess.DEVNULL)
    times: dict[str, list[float]] = {"frozen": [], "source": []}
    with screen.screen() as display:
        for _ in range(ROUNDS):
            for name, command in (
                ("frozen", [frozen]),
                ("source", [sys.executable, "-m", "ecocity_desktop"]),
            ):
                times[name].append(seconds_until_usable(command, file, {**environment, **display}))
    medians = {name: statistics.median(several) for name, several in times.items()}
    print({name: f"{median:.2f} s" for name, median in medians.items()})
    assert medians["frozen"] <= medians["source"] * SLOWER_AT_MOST


def test_the_command_line_answers_at_once(frozen: Path):
    times = []
    for _ in range(TRIES):
        started = time.monotonic()
        subprocess.run([frozen, "version"], check=True, stdout=subprocess.DEVNULL)
        times.append(time.monotonic() - started)
    print(f"{statistics.median(times):.3f} s")
    assert statistics.median(times) < COMMAND_LINE_SECONDS
