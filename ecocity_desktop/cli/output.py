"""What goes out: one JSON object a line, or text for people; both in UTF-8 whatever the system thinks."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WIDEST_CELL = 44

_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that change the direction of the text after them: with them, a name reads as another one."""


def use_utf8() -> None:
    """Write UTF-8 on consoles, in pipes and in files; what UTF-8 cannot hold is written as its escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def print_json(values: Any) -> None:
    """Write one JSON object on a line of its own, at once; what could steer a terminal is escaped, as JSON allows."""
    text = json.dumps(values, ensure_ascii=False, allow_nan=False)
    _write("".join(char if _is_harmless(char) else f"\\u{ord(char):04x}" for char in text))


def print_text(text: str) -> None:
    """Write text for people to standard output."""
    _write(harmless(text))


def is_heard() -> bool:
    """Return whether there is a standard output at all: it may have been closed before we came."""
    return sys.stdout is not None


def print_message(text: str) -> None:
    """Write a message to standard error; where that cannot be written, there is nobody left to tell."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            print(harmless(text), file=sys.stderr, flush=True)


def drop_output() -> None:
    """Write nothing more to standard output: its reader has left, or its disk is full."""
    if sys.stdout is not None:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)


def harmless(text: str) -> str:
    """Return text without the characters that could steer a terminal or turn the order of what is read; line ends stay.

    Those that join the signs of a script or of an emoji stay too: they show nothing that is not there.
    """
    return "".join(char if _is_harmless(char) else _escaped(char) for char in text)


def _is_harmless(char: str) -> bool:
    category = unicodedata.category(char)
    return char == "\n" or not (category in ("Cc", "Zl", "Zp") or char in _TURNING)


def _escaped(char: str) -> str:
    return f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{ord(char):04x}"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table with a line under its heads; cells wider than ``WIDEST_CELL`` columns are cut."""
    lines = [[_cell(text) for text in row] for row in (heads, *rows)]
    widths = [max(width(row[index]) for row in lines) for index in range(len(heads))]
    lines.insert(1, ["─" * wide for wide in widths])
    return "\n".join(
        "  ".join(padded(text, wide) for text, wide in zip(row, widths, strict=True)).rstrip()
        for row in lines
    )


def padded(text: str, wide: int) -> str:
    """Return ``text`` filled with spaces to ``wide`` columns."""
    return text + " " * max(wide - width(text), 0)


def width(text: str) -> int:
    """Return how many columns ``text`` takes on a terminal: two for a Chinese character, none for a combining mark."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Me", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _cell(text: str) -> str:
    plain = harmless(" ".join(text.split()))
    if width(plain) <= WIDEST_CELL:
        return plain
    while width(plain) >= WIDEST_CELL:
        plain = plain[:-1] if len(plain) <= WIDEST_CELL else plain[:WIDEST_CELL]
    return f"{plain}…"


def _write(text: str) -> None:
    if sys.stdout is not None:
        print(text, flush=True)
