"""Finds the packages to try and notes what was seen of each: `dev.py package --test` prints it as a table."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

SEEN: dict[str, dict[str, str]] = {}
STARTED = pytest.StashKey[float]()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "seen(kind, column): a cell of the table, for the package of this kind"
    )


def pytest_runtest_setup(item: pytest.Item) -> None:
    item.stash[STARTED] = time.monotonic()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    report = yield
    mark = item.get_closest_marker("seen")
    if mark is None or (report.when != "call" and report.outcome == "passed"):
        return report
    kind, column = mark.args
    took = f"{time.monotonic() - item.stash.get(STARTED, time.monotonic()):.0f} s"
    word = {"passed": f"yes, {took}", "failed": "FAILED", "skipped": "not tried"}[report.outcome]
    SEEN.setdefault(kind, {})[column] = word
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    import os

    folder = os.environ.get("ECOCITY_PACKAGES")
    if not folder or not SEEN:
        return
    target = Path(folder) / "results.json"
    known = json.loads(target.read_text("utf-8")) if target.exists() else {}
    for file in Path(folder).iterdir():
        for kind, columns in SEEN.items():
            if file.name.endswith(kind):
                known.setdefault(file.name, {}).update(columns)
    target.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", "utf-8")


@pytest.fixture(scope="module")
def deb(packages: Path) -> Path:
    return _newest(packages, "ecocity-desktop_*.deb")


@pytest.fixture(scope="module")
def rpm(packages: Path) -> Path:
    return _newest(packages, "ecocity-desktop-*.rpm")


def _newest(packages: Path, pattern: str) -> Path:
    """The newest package of one kind; without one there is nothing to try."""
    found = sorted(packages.glob(pattern))
    if not found:
        pytest.skip(f"there is no {Path(pattern).suffix}: python3 dev.py package")
    return found[-1]
