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
ROOT = Path(__file__).resolve().parents[3]
ROUNDS = 7
TRIES = 15
SLOWER_AT_MOST = 1.05  # what is left of chance in the median of seven
COMMAND_LINE_SECONDS = 0.25


@pytest.fixture(scope="module")
def frozen(packages: Path) -> Path:
    program = packages / "ecocity-desktop" / "ecocity-desktop"
    if not program.exists():
        pytest.skip("there is no frozen folder: python3 dev.py freeze")
    return program


def until_usable(command: list[object], file: Path, environment: dict[str, str]) -> tuple[float, float]:
    """Start the window, end it once it shows the overview's coloured words; return seconds passed, and computed."""
    started = time.monotonic()
    window = subprocess.Popen([*map(str, command), str(file)], env=environment, cwd=ROOT)
    try:
        screen.wait_for(lambda: screen.colours() > screen.FULL, 60, every=0.01)
        passed = time.monotonic() - started
    finally:
        window.kill()
        _, _, used = os.wait4(window.pid, 0)
        window.returncode = -9
        screen.wait_for(lambda: screen.colours() < 10, 20)
    return passed, used.ru_utime + used.ru_stime


def test_the_window_is_up_as_soon_as_from_source(frozen: Path, tmp_path: Path):
    environment = {**os.environ, "ECOCITY_DATA_DIR": str(tmp_path), "QT_QPA_PLATFORM": "xcb"}
    file = tmp_path / "pilot.ecocity"
    subprocess.run([frozen, "new", file, "--sample"], check=True, env=environment, stdout=subprocess.DEVNULL)
    starts = {"frozen": [frozen], "source": [sys.executable, "-m", "ecocity_desktop"]}
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in starts}
    with screen.screen() as display:
        for _ in range(ROUNDS + 1):
            for name, command in starts.items():
                times[name].append(until_usable(command, file, {**environment, **display}))
    # The first of each only warms the disk.
    passed = {name: statistics.median(one for one, _ in several[1:]) for name, several in times.items()}
    computed = {name: statistics.median(one for _, one in several[1:]) for name, several in times.items()}
    for what, medians in (("passed", passed), ("computed", computed)):
        print(what, {name: f"{median:.2f} s" for name, median in medians.items()})
    assert passed["frozen"] <= passed["source"] * SLOWER_AT_MOST
    assert computed["frozen"] <= computed["source"] * SLOWER_AT_MOST


def test_the_command_line_answers_at_once(frozen: Path):
    times = []
    for _ in range(TRIES):
        started = time.monotonic()
        subprocess.run([frozen, "version"], check=True, stdout=subprocess.DEVNULL)
        times.append(time.monotonic() - started)
    print(f"{statistics.median(times):.3f} s")
    assert statistics.median(times) < COMMAND_LINE_SECONDS
