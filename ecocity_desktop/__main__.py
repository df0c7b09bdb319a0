"""From the words typed to the command line or the window, loading only the one that is meant."""

from __future__ import annotations

import os
import sys

SAFE = "--safe"
"""Opens a private copy of the file, to be looked at only; some commands take it too."""


def main() -> int:
    """Run the program on ``sys.argv`` and return its exit code."""
    arguments = [word for word in sys.argv[1:] if word != SAFE]
    safe = len(arguments) < len(sys.argv[1:])
    if arguments and not _is_file(arguments):
        arguments = sys.argv[1:]
        from ecocity_desktop import cli

        return cli.main(arguments)
    import gc

    gc.disable()  # before Qt is loaded; ``app.run`` says why
    from pathlib import Path

    from ecocity_desktop.ui import app

    return app.run(Path(arguments[0]) if arguments else None, safe=safe)


def _is_file(arguments: list[str]) -> bool:
    """Say whether all that was given is a workspace to open; a command that is misspelt is for the command line."""
    first = arguments[0]
    return len(arguments) == 1 and (first.endswith(".ecocity") or os.path.isfile(first))


if __name__ == "__main__":
    sys.exit(main())
