"""Running a command in this process, and in one of its own."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from ecocity_desktop.cli import main

NOW = "2026-11-23T12:00:00Z"


@dataclass(frozen=True)
class Ran:
    """What a command left: its exit code, its standard output and its messages."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The answers, read as JSON."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def answer(self) -> dict[str, Any]:
        """The only answer."""
        (line,) = self.lines
        return line


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def fixed_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ECOCITY_NOW", NOW)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process: ``run("list", path, "cities", "--json")``; a dict is passed as JSON."""

    def run_here(*words: object, given: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        code = main([json.dumps(word) if isinstance(word, dict) else str(word) for word in words])
        told = capsys.readouterr()
        return Ran(code, told.out, told.err)

    return run_here


@pytest.fixture
def program() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a command in a process of its own, as scripts do."""

    def run_there(*words: object, **options: Any) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", "ecocity_desktop", *map(str, words)]
        environment = os.environ | options.pop("env", {})
        return subprocess.run(
            line, capture_output=True, encoding="utf-8", env=environment, timeout=60, check=False, **options
        )

    return run_there
