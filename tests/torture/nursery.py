"""A process that has the program loaded and bears children at once: starting Python anew takes over a second.

`Nursery` is the side of the torture run: ``start`` a deed (see deeds.py) in a child, kill it, ask what came of it.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import TracebackType

PACKAGE = __name__.rpartition(".")[0]
TOP = Path(__file__).resolve().parents[PACKAGE.count(".") + 1]
PATIENCE_S = 120


def command_line(module: str, *arguments: str) -> list[str]:
    """Return how to run a module of this package as a program of its own."""
    start = f"import sys, runpy; sys.path.insert(0, {str(TOP)!r}); runpy.run_module(sys.argv.pop(1), alter_sys=True, "
    return [sys.executable, "-c", start + "run_name='__main__')", f"{PACKAGE}.{module}", *arguments]


@dataclass(frozen=True)
class Outcome:
    """How a child ended: its exit code (negative: the signal that ended it), what it said, its errors."""

    code: int
    said: tuple[dict[str, Any], ...]
    errors: str

    def of(self, name: str) -> list[Any]:
        """Return the values said under one name, in order."""
        return [line[name] for line in self.said if name in line]

    def one(self, name: str) -> Any:
        """Return the first value said under one name; raises ``AssertionError`` when there is none."""
        found = self.of(name)
        assert found, (
            f"the program said no {name!r} (it ended with {self.code}): {self.said} {self.errors[-1500:]}"
        )
        return found[0]


class Child:
    """A deed being done in a process of its own."""

    def __init__(self, nursery: Nursery, pid: int, output: Path) -> None:
        self.nursery = nursery
        self.pid = pid
        self.output = output

    def kill(self) -> None:
        """End the process as a power switch would: no handler of it runs."""
        os.kill(self.pid, signal.SIGKILL)

    def says(self, word: str) -> bool:
        """Return whether the output so far holds ``word``."""
        return word in self.output.read_text("utf-8", errors="replace")

    def wait_for(self, word: str) -> None:
        """Wait until the output holds ``word``, at most ten seconds."""
        until = time.monotonic() + 10
        while not self.says(word) and time.monotonic() < until:
            time.sleep(0.001)

    def wait(self) -> Outcome:
        """Return how it ended; one that does not end by itself is killed after two minutes."""
        late = threading.Timer(PATIENCE_S, self.kill)
        late.start()
        try:
            code = self.nursery.ask(wait=self.pid)
        finally:
            late.cancel()
        errors = self.output.with_suffix(".errors")
        lines = self.output.read_bytes().decode("utf-8", errors="replace").split("\n")[:-1]
        said = tuple(json.loads(line) for line in lines if line.startswith("{"))
        outcome = Outcome(code, said, errors.read_text("utf-8", errors="replace"))
        self.output.unlink()
        errors.unlink()
        return outcome


class Nursery:
    """Starts the process with the program loaded; used in a ``with`` block."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count()
        own = {"ECOCITY_DATA_DIR": str(folder / "user"), "ECOCITY_LANGUAGE": "en"}
        self._process = subprocess.Popen(
            command_line("nursery"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | own,
            text=True,
            encoding="utf-8",
        )

    def __enter__(self) -> Nursery:
        self.folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: Any, _trace: TracebackType | None) -> None:
        self._process.communicate()

    def start(self, deed: str, **arguments: Any) -> Child:
        """Start a deed."""
        output = self.folder / f"{next(self._numbers)}.said"
        output.touch()
        output.with_suffix(".errors").touch()
        return Child(self, self.ask(deed=deed, arguments=arguments, output=str(output)), output)

    def run(self, deed: str, **arguments: Any) -> Outcome:
        """Do a deed to its end."""
        return self.start(deed, **arguments).wait()

    def ask(self, **order: Any) -> int:
        """Send one order and return its answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


def main() -> None:
    """Load the program, then do what is ordered until the input ends."""
    import alembic.command
    import alembic.config
    import alembic.runtime.migration  # noqa: F401

    from . import deeds

    # What is worked out at the first use is worked out here, once; the file is closed before any child is born.
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        deeds.write(f"{folder}/first.ecocity", seed=0, count=20)
        deeds.inspect(f"{folder}/first.ecocity", with_digest=True)
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        order = json.loads(line)
        answer = _reap(order["wait"]) if "wait" in order else _bear(deeds, order)
        print(answer, flush=True)


def _reap(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _bear(deeds: Any, order: dict[str, Any]) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = deeds.BROKEN
    try:
        _connect(order["output"])
        code = deeds.perform(order["deed"], order["arguments"])
        with contextlib.suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
    finally:
        os._exit(code)


def _connect(output: str) -> None:
    """Give the child its own input (none), output and errors."""
    ways = (os.devnull, os.O_RDONLY), (output, os.O_WRONLY), (str(Path(output).with_suffix(".errors")), None)
    for number, (path, flags) in enumerate(ways):
        opened = os.open(path, os.O_WRONLY | os.O_CREAT if flags is None else flags, 0o666)
        os.dup2(opened, number)
        os.close(opened)


if __name__ == "__main__":
    main()
