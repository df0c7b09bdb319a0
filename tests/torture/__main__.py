"""The torture run: tries every bar in full, prints the table, and goes on where it was interrupted when asked to.

`python3 dev.py torture [--seed N] [--only R2,R10] [--short] [--resume]`. Exit code 0 when every bar is met.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from .bars import BARS
from .bench import Bar, Bench, NotHere, attempts, bench

STATE = Path(".torture.json")
SHOWN_FAILURES = 5
SAID_EVERY_S = 60


@dataclass
class Row:
    """How far one bar was tried: ``failures`` holds what the first missed tries said, by the number of the try."""

    tries: int = 0
    missed: int = 0
    seconds: float = 0.0
    failures: dict[str, str] = field(default_factory=dict)
    not_here: str = ""


@dataclass
class State:
    """What a run has done so far; kept in a file after every try."""

    seed: int
    short: bool
    rows: dict[str, Row] = field(default_factory=dict)

    def keep(self) -> None:
        """Write it down."""
        beside = STATE.with_suffix(".new")
        beside.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), "utf-8")
        beside.replace(STATE)


def read_state() -> State:
    """Return the state of the interrupted run."""
    kept = json.loads(STATE.read_text("utf-8"))
    return State(kept["seed"], kept["short"], {name: Row(**row) for name, row in kept["rows"].items()})


def main() -> int:
    """Run what was asked for and return the exit code."""
    asked = _arguments()
    state = read_state() if asked.resume and STATE.exists() else State(asked.seed, asked.short)
    wanted = [bar for bar in BARS if not asked.only or is_asked(bar, asked.only.split(","))]
    with tempfile.TemporaryDirectory(prefix="torture-") as folder, bench(Path(folder), state.seed) as on:
        for bar in wanted:
            try_bar(bar, on, state)
    print(table(wanted, state))
    return 0 if all(met(bar, state.rows[bar.name]) for bar in wanted) else 1


def is_asked(bar: Bar, names: list[str]) -> bool:
    """Return whether a bar is named, by its own name or by that of its family: R2 is R2-proof and R2-restore too."""
    return bar.name in names or bar.name.split("-")[0] in names


def try_bar(bar: Bar, on: Bench, state: State) -> None:
    """Try a bar from where the state says it stopped, and keep the state after every try."""
    row = state.rows.setdefault(bar.name, Row())
    wanted = bar.short if state.short else bar.full
    if row.tries >= wanted:
        return
    start, before = time.monotonic(), row.seconds
    progress = Progress(row.tries)
    try:
        for number, failure in attempts(bar, on, row.tries, wanted):
            row.tries = number + 1
            row.seconds = before + time.monotonic() - start
            if failure is not None:
                row.missed += 1
                if row.missed <= SHOWN_FAILURES:
                    row.failures[str(number)] = failure
            state.keep()
            progress.show(bar, row, wanted)
    except NotHere as reason:
        row.not_here = str(reason)
    progress.end()


def met(bar: Bar, row: Row) -> bool:
    """Return whether a bar that was tried is met; one that cannot be tried here is not counted."""
    return bool(row.not_here) or row.missed <= bar.allowed * row.tries


def table(bars: list[Bar], state: State) -> str:
    """Return the table of bars, tries and failures, then what the failures said."""
    lines = [f"{'bar':<18} {'tries':>6} {'failed':>7} {'time':>7}   seed {state.seed}"]
    for bar in bars:
        row = state.rows[bar.name]
        if row.not_here:
            lines.append(f"{bar.name:<18} not tried here: {row.not_here}")
            continue
        verdict = "met" if met(bar, row) else "MISSED"
        lines.append(
            f"{bar.name:<18} {row.tries:>6} {row.missed:>7} {row.seconds:>6.0f}s   {verdict}: {bar.promise}"
        )
    for bar in bars:
        row = state.rows[bar.name]
        if not met(bar, row):
            lines += [f"\n{bar.name}, try {number}: {said}" for number, said in row.failures.items()]
    return "\n".join(lines)


def _arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="dev.py torture", description="Prove that the data survives.")
    reader.add_argument("--seed", type=int, default=1, help="what every chance is drawn from (default 1)")
    reader.add_argument("--only", default="", help="bars to try, such as R2,R10-backups")
    reader.add_argument("--short", action="store_true", help="the few tries the tests make")
    reader.add_argument("--resume", action="store_true", help="go on with the run that was interrupted")
    return reader.parse_args()


class Progress:
    """Says on standard error how far a bar is and what is left of it: on a terminal always, elsewhere now and then."""

    def __init__(self, begun_at: int) -> None:
        self._begun_at = begun_at
        self._start = self._said = time.monotonic()

    def show(self, bar: Bar, row: Row, wanted: int) -> None:
        """Say it."""
        now, last = time.monotonic(), row.tries == wanted
        if not (sys.stderr.isatty() or last or now - self._said >= SAID_EVERY_S):
            return
        self._said = now
        left = (now - self._start) / (row.tries - self._begun_at) * (wanted - row.tries)
        words = f"{bar.name}: {row.tries}/{wanted}, {row.missed} failed, {row.seconds:.0f} s, about {left:.0f} s left"
        ends = ("\r", "\x1b[K") if sys.stderr.isatty() else ("", "\n")
        print(f"{ends[0]}{words}", end=ends[1], file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the line to the next bar."""
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
