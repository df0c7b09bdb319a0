"""The command line: the same verbs as the window, without Qt and without a display."""

from __future__ import annotations

import sys


def main(argv: list[str]) -> int:
    """Run one command, ``argv`` without the program's name, and return the exit code of the contract.

    Nothing is imported here before it is needed: asking for the version costs no more than starting Python.
    """
    if [word for word in argv if word != "--json"] in (["version"], ["--version"]):
        try:
            return _tell_version(as_json="--json" in argv)
        except OSError:
            argv = ["version"]  # what to say and how to end when nothing can be written is known there
    from ecocity_desktop.cli.running import run

    return run(argv)


def _tell_version(*, as_json: bool) -> int:
    from ecocity_desktop import __version__

    if sys.stdout is not None:
        sys.stdout.write(
            f'{{"version": "{__version__}"}}\n' if as_json else f"EcoCity Desktop {__version__}\n"
        )
        sys.stdout.flush()
    return 0
