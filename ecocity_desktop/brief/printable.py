"""What can be printed of what was typed: composed letters, no control characters, a □ for what the font lacks.

Nothing is dropped silently: every character replaced, and every control character left out, is reported. Marks that
never show (joiners, direction marks, variation selectors) belong to the character before them and leave no trace.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from ecocity_desktop.brief.document import BriefDocument

PLACEHOLDER = "□"
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
_JOINER = "\u200d"
_T = TypeVar("_T")


class Printable:
    """Makes texts printable with the characters a font has, and remembers those it does not, each once."""

    def __init__(self, characters: Container[int]) -> None:
        self._characters = characters
        self._missing: dict[str, None] = {}

    @property
    def missing(self) -> tuple[str, ...]:
        """The characters that could not be printed, in the order they were met."""
        return tuple(self._missing)

    def document(self, document: BriefDocument) -> BriefDocument:
        """Return the document with every text in it printable."""
        return self._walk(document)

    def text(self, typed: str) -> str:
        """Return ``typed`` as it can be printed."""
        if typed.isascii() and typed.isprintable():
            return typed
        composed = unicodedata.normalize("NFC", typed).replace("\r\n", "\n").replace("\r", "\n")
        if composed.isprintable() and not self._lacking(composed):
            return composed
        return self._replaced(composed)

    def _lacking(self, text: str) -> bool:
        return any(ord(char) not in self._characters for char in text)

    def _replaced(self, text: str) -> str:
        kept: list[str] = []
        hidden = joined = False
        for char in text:
            if char in "\n\t":
                kept.append(char)
                hidden = joined = False
            elif _INVISIBLE.match(char):
                joined = char == _JOINER and hidden
            elif unicodedata.category(char) in ("Cc", "Cs") or char in "\ufffe\uffff":
                self._missing.setdefault(char)
            elif char in "\u2028\u2029\x85":
                kept.append("\n")
            elif ord(char) in self._characters:
                kept.append(char)
                hidden = joined = False
            else:
                self._missing.setdefault(char)
                if not (hidden and (joined or _modifies(char))):
                    kept.append(PLACEHOLDER)
                hidden, joined = True, False
        return "".join(kept)

    def _walk(self, value: _T) -> _T:
        changed: Any = value
        if type(value) is str:
            changed = self.text(str(value))
        elif isinstance(value, tuple):
            changed = tuple(self._walk(part) for part in value)
        elif is_dataclass(value) and not isinstance(value, type):
            parts = {part.name: getattr(value, part.name) for part in fields(value)}
            walked = {name: self._walk(part) for name, part in parts.items()}
            if any(walked[name] is not part for name, part in parts.items()):
                changed = replace(value, **walked)
        return changed  # type: ignore[no-any-return]  # the same kind of value, made printable


def _modifies(char: str) -> bool:
    """Whether a character only changes the one before: an accent, a skin tone."""
    return (
        bool(unicodedata.combining(char))
        or unicodedata.category(char) == "Sk"
        or "\U0001f3fb" <= char <= "\U0001f3ff"
    )
