"""The program's own texts: one catalogue per language, read from ``resources/i18n`` in the i18next v4 form."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ecocity_desktop.bundled import resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LANGUAGES = ("fr", "en", "zh")
"""The languages of the interface and of the briefs."""

_PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")


class Catalog:
    """The texts of one language.

    ``strict`` makes an unknown key or a missing placeholder an error (tests); otherwise the key, or the bare
    placeholder, is shown, so that a missing word never stops anybody's work.
    """

    def __init__(self, language: str, *, strict: bool = False) -> None:
        self.language = language
        self.strict = strict
        self.texts = load_texts(language)

    def text(self, key: str, **values: Any) -> str:
        """Return the text of ``key`` with its ``{{placeholders}}`` filled.

        With ``count`` among the values, the form of that count is taken (``key_one`` or ``key_other``). A value that is
        itself a text key does not get translated, unless it is an ``errors.Reason``. Raises ``KeyError`` for an unknown
        key when strict.
        """
        form = f"{key}_{self._plural(values['count'])}" if "count" in values else key
        template = self.texts.get(form) or self.texts.get(key)
        if template is None:
            if self.strict:
                raise KeyError(f"{key} ({self.language})")
            return key
        return _PLACEHOLDER.sub(lambda found: self._value(found, values), template)

    def has(self, key: str) -> bool:
        """Return whether there is a text of exactly this key."""
        return key in self.texts

    def _value(self, found: re.Match[str], values: Mapping[str, Any]) -> str:
        name = found.group(1)
        if name not in values:
            if self.strict:
                raise KeyError(f"{{{{{name}}}}}")
            return found.group(0)
        value = values[name]
        key = getattr(value, "text_key", None)
        return self.text(key, code=value.code) if key else _worded(value, self.language)

    def _plural(self, count: float) -> str:
        # CLDR: French takes the singular for 0 and 1, English for 1 only, Chinese knows one form.
        if self.language == "zh":
            return "other"
        return "one" if count == 1 or (self.language == "fr" and 0 <= count < 2) else "other"


def _worded(value: Any, language: str) -> str:
    """Return a value as text: one given in several languages in this one, a list with commas, a way with arrows."""
    if isinstance(value, list):
        return ("、" if language == "zh" else ", ").join(_worded(one, language) for one in value)
    if isinstance(value, tuple):
        return " → ".join(_worded(one, language) for one in value)
    # Texts of records are known by their shape: neither of the two rooms imports the other.
    read = getattr(value, "read", None)
    return str(value if read is None else read(language).text)


@lru_cache(maxsize=len(LANGUAGES))
def load_texts(language: str) -> Mapping[str, str]:
    """Return the texts of ``language`` by dotted key."""
    nested = json.loads(resource("i18n", f"{language}.json").read_text("utf-8"))
    return MappingProxyType(dict(_flat(nested, "")))


def _flat(group: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in group.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
