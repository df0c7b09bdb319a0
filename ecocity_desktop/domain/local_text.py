"""Texts in up to three languages, with what must be re-read because another language was changed later."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticCustomError, core_schema
from sqlalchemy.types import Text, TypeDecorator

from ecocity_desktop.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("fr", "en", "zh")
"""The languages of the programme, in the order they are shown."""

FALLBACKS: dict[str, tuple[str, ...]] = {
    "fr": ("fr", "en", "zh"),
    "en": ("en", "fr", "zh"),
    "zh": ("zh", "en", "fr"),
}
"""Where a missing text is looked for, in order, by the language it was asked in."""

TEXT_LIMIT = 20_000
"""The longest text accepted in one field and language, in characters."""

_LOOK_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that are drawn as nothing: fillers of Korean, the empty braille pattern."""


def shows(text: str) -> bool:
    """Return whether a text is more than blanks, line ends and marks without width."""
    return any(
        not (char.isspace() or char in _LOOK_BLANK or unicodedata.category(char) == "Cf") for char in text
    )


@dataclass(frozen=True)
class ReadText:
    """What reading a text in one language gave.

    ``language`` is the language really read (``None`` when there is no text at all), ``fell_back`` whether it is
    another one than asked, ``reread`` whether that text is marked to be re-read.
    """

    text: str
    language: str | None
    fell_back: bool
    reread: bool


@dataclass(frozen=True)
class LocalText:
    """One text in French, English and Chinese; ``None`` where a language is missing.

    ``reread`` holds the languages whose text must be re-read because another one was changed later.
    """

    fr: str | None = None
    en: str | None = None
    zh: str | None = None
    reread: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return any(self.texts())

    def texts(self) -> tuple[str, ...]:
        """The texts there are, in the order of ``LANGUAGES``."""
        return tuple(text for text in (self.fr, self.en, self.zh) if text)

    def get(self, language: str) -> str | None:
        """The text of exactly this language."""
        text: str | None = getattr(self, language)
        return text

    def read(self, language: str) -> ReadText:
        """The text for a reader of ``language``, from the first language of ``FALLBACKS`` that has one."""
        for candidate in FALLBACKS[language]:
            text = self.get(candidate)
            if text:
                return ReadText(text, candidate, candidate != language, candidate in self.reread)
        return ReadText("", None, False, False)

    def edited(self, given: Mapping[str, Any]) -> LocalText:
        """Return this text with the given languages replaced; languages left out keep their text.

        Where a text there was is changed, the other languages are marked to be re-read; a translation given where there
        was none says nothing about them. The changed ones are no longer marked, unless ``given["reread"]`` says
        otherwise: with other marks than now, or with none at all.
        """
        changed = {lang for lang in LANGUAGES if lang in given and (given[lang] or None) != self.get(lang)}
        texts = {lang: (given[lang] or None) if lang in given else self.get(lang) for lang in LANGUAGES}
        marked = frozenset(given["reread"] or ()) if "reread" in given else self.reread
        # The marks a text is shown with come back with it: the same ones say nothing. None are never shown.
        if changed and marked == self.reread and ("reread" not in given or marked):
            rewritten = any(self.get(lang) for lang in changed)
            marked = (frozenset(LANGUAGES) if rewritten else self.reread) - changed
        return LocalText(**texts, reread=frozenset(lang for lang in marked if texts[lang]))

    def confirmed(self, language: str) -> LocalText:
        """Return this text with ``language`` no longer marked to be re-read."""
        return replace(self, reread=self.reread - {language})

    def as_json(self) -> dict[str, Any]:
        """The three languages, ``None`` where missing, and ``reread`` where something is marked."""
        values: dict[str, Any] = {lang: self.get(lang) for lang in LANGUAGES}
        if self.reread:
            values["reread"] = [lang for lang in LANGUAGES if lang in self.reread]
        return values

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            validated_text,
            serialization=core_schema.plain_serializer_function_ser_schema(lambda text: text.as_json()),
        )


def same_text(text: str) -> LocalText:
    """Return a text that reads the same in the three languages, such as a name that is never translated."""
    return LocalText(text, text, text)


def check_text(text: str, language: str | None = None) -> str:
    """Return ``text`` if it can be kept.

    Raises ``PydanticCustomError``: ``problem.text.too_long`` over ``TEXT_LIMIT`` characters,
    ``problem.text.not_unicode`` for a lone surrogate, which no file can hold. ``language`` is named in the error
    when given.
    """
    where = {"language": language} if language else {}
    if len(text) > TEXT_LIMIT:
        params = {"limit": TEXT_LIMIT, "length": len(text), **where}
        raise PydanticCustomError("problem.text.too_long", "longer than {limit} characters", params)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise PydanticCustomError("problem.text.not_unicode", "not Unicode text", where) from None
    return text


def validated_text(value: Any) -> LocalText:
    """Read a text from ``{"fr": …, "en": …, "zh": …, "reread": […]}``; a missing language is ``None``.

    Raises ``PydanticCustomError`` typed ``problem.text.form`` for any other shape; ``problem.text.language``,
    ``problem.text.plain`` or ``problem.text.marks`` where one of its parts is wrong; and what ``check_text`` raises.
    """
    if isinstance(value, LocalText):
        value = value.as_json()
    if value is None:
        return LocalText()
    if not isinstance(value, dict):
        raise PydanticCustomError("problem.text.form", "a text is given by language")
    for name in set(value) - {*LANGUAGES, "reread"}:
        where = {"language": str(name)[:20]}
        raise PydanticCustomError("problem.text.language", "given by language, of which this is none", where)
    texts = {}
    for language in LANGUAGES:
        text = value.get(language)
        if text is not None and not isinstance(text, str):
            where = {"language": language}
            raise PydanticCustomError("problem.text.plain", "given by language, each a text", where)
        texts[language] = check_text(text, language) or None if text else None
    marked = value.get("reread") or ()
    if not isinstance(marked, (list, tuple, set, frozenset)) or any(one not in LANGUAGES for one in marked):
        where = {"language": "reread"}
        raise PydanticCustomError("problem.text.marks", "marks are given by language", where)
    return LocalText(**texts, reread=frozenset(lang for lang in marked if texts[lang]))


class LocalTextColumn(TypeDecorator[LocalText]):
    """Stores a ``LocalText`` as JSON text; languages without text are left out."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: LocalText | None, _dialect: Any) -> str:
        """Write canonical JSON."""
        values = {} if value is None else {key: part for key, part in value.as_json().items() if part}
        return json.dumps(values, ensure_ascii=False, sort_keys=True)

    def process_result_value(self, value: str | None, _dialect: Any) -> LocalText:
        """Read the JSON back; raises ``UserError`` ``error.unreadable`` when it is none of ours."""
        try:
            values = json.loads(value) if value else {}
            marked = values.pop("reread", [])
            text = LocalText(**values, reread=frozenset(marked))
        except (ValueError, TypeError, AttributeError):
            raise UserError("error.unreadable") from None
        if any(not isinstance(one, str | None) for one in values.values()) or not text.reread <= set(
            LANGUAGES
        ):
            raise UserError("error.unreadable")
        return text


class WordsColumn(TypeDecorator[list[str]]):
    """Stores a short list of words (alternative spellings) as JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: list[str] | None, _dialect: Any) -> str:
        """Write JSON."""
        return json.dumps(value or [], ensure_ascii=False)

    def process_result_value(self, value: str | None, _dialect: Any) -> list[str]:
        """Read the JSON back; raises ``UserError`` ``error.unreadable`` when it is none of ours."""
        try:
            words = json.loads(value) if value else []
        except (ValueError, TypeError):
            words = None
        if not isinstance(words, list) or any(not isinstance(word, str) for word in words):
            raise UserError("error.unreadable")
        return words
