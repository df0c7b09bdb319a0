"""Reading the values a command is given: JSON, strictly."""

from __future__ import annotations

import io
import json
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from ecocity_desktop.errors import Problem, UserError, invalid

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 20_000_000
"""The most JSON read for one record, in characters: every text field full in three languages fits, escaped."""


def read_values(given: str) -> dict[str, Any]:
    """Return the JSON object written in ``given``, or on standard input when that is ``-``.

    Raises ``UserError`` ``error.invalid``: not JSON, not an object, a key twice, NaN or infinity, not UTF-8, too large
    or too deep, or a number of thousands of digits.
    """
    text = _standard_input() if given == "-" else given
    if len(text) > LONGEST:
        raise _refused("problem.json.too_large", limit=LONGEST)
    try:
        values = json.loads(text, object_pairs_hook=_Object, parse_constant=_no_number)
        twice = [Problem(path, "problem.json.twice") for path in _given_twice(values, "")]
    except json.JSONDecodeError as error:
        raise _refused("problem.json.syntax", line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise _refused("problem.json.deep") from None
    except ValueError:  # an integer of more digits than Python reads
        raise _refused("problem.json.digits") from None
    if not isinstance(values, dict):
        raise _refused("problem.json.object")
    if twice:
        raise invalid(twice)
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


class _Object(dict[str, Any]):
    """A JSON object that knows which of its keys were given twice: only from outside can their path be told."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.twice = [name for name, count in Counter(name for name, _ in pairs).items() if count > 1]


def _given_twice(value: Any, path: str) -> Iterator[str]:
    """The paths of keys given twice: ``name``, ``name.fr``."""
    if isinstance(value, _Object):
        yield from (f"{path}{name}" for name in value.twice)
        for name, part in value.items():
            yield from _given_twice(part, f"{path}{name}.")
    elif isinstance(value, list):
        for part in value:
            yield from _given_twice(part, path)


def _no_number(_name: str) -> Any:
    raise _refused("problem.json.number")


def _refused(key: str, **params: Any) -> UserError:
    return invalid([Problem("VALUES", key, params)])
