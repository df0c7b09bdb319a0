"""Reading the values a command is given: JSON, strictly."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

from ecocity_desktop.errors import Problem, UserError, invalid

LONGEST = 20_000_000
"""The most JSON read for one record, in characters: every text field full in three languages fits, escaped."""


def read_values(given: str) -> dict[str, Any]:
    """Return the JSON object written in ``given``, or on standard input when that is ``-``.

    Raises ``UserError`` ``error.invalid``: not JSON, not an object, a key twice, NaN or infinity, not UTF-8, too large.
    """
    text = _standard_input() if given == "-" else given
    if len(text) > LONGEST:
        raise _refused("problem.json.too_large", limit=LONGEST)
    try:
        values = json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise _refused("problem.json.syntax", line=error.lineno, column=error.colno) from None
    except (RecursionError, ValueError):  # ValueError: an integer of more digits than Python reads
        raise _refused("problem.json.too_large", limit=LONGEST) from None
    if not isinstance(values, dict):
        raise _refused("problem.json.object")
    return values


def _standard_input() -> str:
    stream = sys.stdin
    if not isinstance(stream, io.TextIOWrapper):
        return "" if stream is None else str(stream.read(LONGEST + 1))
    given: bytes = stream.buffer.read(4 * LONGEST + 1)
    try:
        return given.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused("problem.json.encoding") from None


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise invalid([Problem(twice, "problem.json.twice")])
    return values


def _no_number(_name: str) -> Any:
    raise _refused("problem.json.number")


def _refused(key: str, **params: Any) -> UserError:
    return invalid([Problem("VALUES", key, params)])
