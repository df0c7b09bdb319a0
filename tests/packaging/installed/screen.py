"""A display without a monitor, to show the installed program on and take its picture."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import ImageGrab

DISPLAY = ":93"
MANY = 1 << 20
# A window whose file is not listed yet has some seven hundred colours, one that lists the pilot programme far more than
# a thousand.
FULL = 1000


@contextmanager
def screen(wide: int = 1280, high: int = 800) -> Iterator[dict[str, str]]:
    """Run an X server and give the environment in which programs find it."""
    server = subprocess.Popen(
        ["Xvfb", DISPLAY, "-screen", "0", f"{wide}x{high}x24", "-nolisten", "tcp", "-ac", "-noreset"],
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: Path("/tmp/.X11-unix/X93").exists(), 10)
        yield {"DISPLAY": DISPLAY}
    finally:
        server.terminate()
        server.wait()


def windows(name: str) -> list[str]:
    """Return the visible windows whose title has ``name`` in it."""
    asked = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", name],
        env={**os.environ, "DISPLAY": DISPLAY},
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout.split()


def picture(target: Path) -> int:
    """Save what the screen shows and return how many colours it has; a blank screen has few."""
    target.parent.mkdir(parents=True, exist_ok=True)
    seen = ImageGrab.grab(xdisplay=DISPLAY).convert("RGB")
    seen.save(target)
    return len(seen.getcolors(maxcolors=MANY) or range(MANY))


def colours() -> int:
    """Return how many colours the screen shows."""
    return len(ImageGrab.grab(xdisplay=DISPLAY).convert("RGB").getcolors(maxcolors=MANY) or range(MANY))


def wait_for(holds, seconds: float, every: float = 0.2) -> None:
    """Wait until something holds, looking ``every`` so many seconds; raises ``AssertionError`` when it does not."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(every)
