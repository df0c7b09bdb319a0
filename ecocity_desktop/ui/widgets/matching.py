"""Finding a record as one types: without accents or capitals, every word somewhere, Chinese also by its pinyin."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_FIRST_HAN = "\u2e80"


def folded(text: str) -> str:
    """Return ``text`` without accents, capitals and double spaces."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKD", text)
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).casefold().split())


def pinyin(text: str) -> str:
    """Return the pinyin of the Chinese in ``text``, without tones and spaces; ``""`` when there is none."""
    return "".join(_syllable(char) for char in text if char >= _FIRST_HAN)


@lru_cache(maxsize=50_000)
def _syllable(char: str) -> str:
    from pypinyin import lazy_pinyin  # it reads its dictionaries when imported

    return str(lazy_pinyin(char, errors="ignore")[0]) if lazy_pinyin(char, errors="ignore") else ""


class Haystack:
    """The searched words of many records, folded once; their pinyin is made the first time it can matter."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts
        self._folded: list[str] | None = None
        self._with_pinyin: list[str] | None = None

    def prepare(self) -> None:
        """Make ready for a query, so that the first one is as quick as the others."""
        self._sounding()

    def matches(self, query: str) -> list[bool] | None:
        """Return for each record whether it holds every word of ``query``; ``None`` when all do."""
        words = folded(query).split()
        if not words:
            return None
        within = (
            self._sounding() if any(word.isascii() and word.isalpha() for word in words) else self._plain()
        )
        matching = [words[0] in text for text in within]
        for word in words[1:]:
            matching = [fits and word in text for fits, text in zip(matching, within, strict=True)]
        return matching

    def _plain(self) -> list[str]:
        if self._folded is None:
            self._folded = [folded(text) for text in self._texts]
        return self._folded

    def _sounding(self) -> list[str]:
        if self._with_pinyin is None:
            plain = zip(self._texts, self._plain(), strict=True)
            self._with_pinyin = [
                f"{easy} {pinyin(text)}" if not text.isascii() else easy for text, easy in plain
            ]
        return self._with_pinyin
