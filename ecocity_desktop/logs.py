"""A small rotating log that can be sent to anyone, because it holds no personal data: only ids, codes and places
in the code.
"""

from __future__ import annotations

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path
from traceback import extract_tb
from typing import Any

from ecocity_desktop import paths

LOG_NAME = "ecocity.log"
FILE_LIMIT_BYTES = 1_000_000
FILE_COUNT = 5

_HARMLESS = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # an id
    r"|(error|edit)\.[a-z0-9_.]+"  # a text key
    r"|[0-9]{1,9}(\.[0-9]{1,9})*"  # a number or a version
)
_WITHHELD = "[…]"


def start_logging() -> Path | None:
    """Write what our own modules log to ``ecocity.log``, five files of 1 MB at most; calling again changes nothing.

    Returns the file, or ``None`` when the log folder cannot be used: the program then goes on without a log.
    """
    logger = logging.getLogger("ecocity_desktop")
    for handler in logger.handlers:
        if isinstance(handler, RotatingFileHandler):
            return Path(handler.baseFilename)
    file = paths.log_dir() / LOG_NAME
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            file, maxBytes=FILE_LIMIT_BYTES, backupCount=FILE_COUNT - 1, encoding="utf-8", errors="replace"
        )
    except OSError:
        return None
    logging.raiseExceptions = False  # a full disk must not fill the terminal
    handler.setFormatter(DiscreetFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    return file


def stop_logging() -> None:
    """Close the log, so that its folder can be moved or deleted."""
    logger = logging.getLogger("ecocity_desktop")
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()
    logger.propagate = True
    logging.raiseExceptions = True


class DiscreetFormatter(logging.Formatter):
    """Writes a record without what people typed: of its arguments only numbers, ids and keys, and of an exception
    its class and the places it passed through, never its message.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, or lines, of one record."""
        discreet = logging.makeLogRecord(vars(record))
        if isinstance(record.args, tuple):
            discreet.args = tuple(_discreet(value) for value in record.args)
        elif record.args:
            discreet.args = {name: _discreet(value) for name, value in record.args.items()}
        discreet.exc_text = None
        return super().format(discreet)

    def formatException(self, ei: Any) -> str:
        """Return the classes of an exception and its causes, each with the places it passed through."""
        lines: list[str] = []
        told: set[int] = set()
        error: BaseException | None = ei[1]
        while error is not None and id(error) not in told:  # an exception may be its own cause
            told.add(id(error))
            places = " > ".join(
                f"{_place(step.filename)}:{step.lineno}" for step in extract_tb(error.__traceback__)
            )
            lines.append(f"{type(error).__module__}.{type(error).__qualname__} at {places}")
            error = error.__cause__ or error.__context__
        return "\n".join(lines)


def _discreet(value: Any) -> Any:
    """Return ``value`` if it cannot say anything about a person, else a mark in its place."""
    if isinstance(value, (int, float)) or value is None:
        return value
    return value if isinstance(value, str) and _HARMLESS.fullmatch(value) else _WITHHELD


def _place(filename: str) -> str:
    """Return the end of a source path, without the folders that name the user."""
    path = Path(filename)
    for root in ("ecocity_desktop", "site-packages"):
        if root in path.parts:
            return "/".join(path.parts[len(path.parts) - path.parts[::-1].index(root) :])
    return path.name
