"""Fixtures of the packaging tests: the scripts of packaging/, and what a build made, if it did."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "packaging"))


@pytest.fixture(scope="session")
def packages() -> Path:
    """The folder with the installers: what `dev.py package` was told, else dist."""
    return Path(os.environ.get("ECOCITY_PACKAGES", ROOT / "dist"))


@pytest.fixture(scope="session")
def work() -> Path:
    """The folder with what packaging needed on the way, the older packages among it."""
    return Path(os.environ.get("ECOCITY_PACKAGES_WORK", ROOT / "build" / "dist"))
