"""From given values to a checked record: the one place where field checks become problems a person can read."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ecocity_desktop.domain.fields import LOCAL_KINDS, TEXT_KINDS, FieldSpec, Kind
from ecocity_desktop.domain.local_text import LANGUAGES, LocalText, shows
from ecocity_desktop.domain.nouns import Noun
from ecocity_desktop.domain.record import RecordData
from ecocity_desktop.errors import Problem, UserError, invalid

_KEYS = {
    "extra_forbidden": "problem.unknown_field",
    "missing": "problem.required",
    "string_too_short": "problem.required",
    "enum": "problem.choice",
    "float_type": "problem.number",
    "int_type": "problem.integer",
    "int_from_float": "problem.integer",
    "finite_number": "problem.number",
    "greater_than_equal": "problem.too_small",
    "less_than_equal": "problem.too_large",
    "string_type": "problem.text.plain",
    "string_pattern_mismatch": "problem.pattern",
    "list_type": "problem.list",
    "too_long": "problem.list_too_long",
    "bool_type": "problem.flag",
}


def checked(noun: Noun, values: Mapping[str, Any]) -> RecordData:
    """Return the checked record made of ``values``: of the right form (see ``formed``), and no needed text is blank.

    Raises ``UserError`` ``error.invalid`` with one problem per field refused.
    """
    problems: list[Problem] = []
    data: RecordData | None = None
    try:
        data = formed(noun, values)
    except UserError as refused:
        problems.extend(refused.problems)
    for spec in noun.columns:
        words = values.get(spec.name) if spec.kind is Kind.WORDS else None
        if isinstance(words, list) and any(isinstance(word, str) and not shows(word) for word in words):
            problems.append(Problem(spec.name, "problem.list_blank"))
        if spec.required and spec.kind in TEXT_KINDS:
            problems.extend(
                _missing(spec, values.get(spec.name) if data is None else getattr(data, spec.name))
            )
    if data is None or problems:
        raise invalid(problems)
    return data


def formed(noun: Noun, values: Mapping[str, Any]) -> RecordData:
    """Return the record made of ``values``, each of its right form: the noun's own columns, without id and links.

    ``None`` stands for nothing given, so that a field which is never empty has what it has in a new record.

    Raises ``UserError`` ``error.invalid`` with one problem per field refused.
    """
    given = {
        name: value
        for name, value in values.items()
        if value is not None or (spec := noun.field(name)) is None or spec.required
    }
    try:
        return noun.data.model_validate(given)
    except ValidationError as refused:
        raise invalid(_problem(noun, detail) for detail in refused.errors()) from None


def _missing(spec: FieldSpec, text: Any) -> list[Problem]:
    """What a text that is needed lacks: it is there, and it is not blank, in no language."""
    if spec.kind not in LOCAL_KINDS:
        # That it is there at all was seen before.
        return (
            [Problem(spec.name, "problem.required")]
            if isinstance(text, str) and text and not shows(text)
            else []
        )
    if not text:
        return [Problem(spec.name, "problem.required")]
    if not isinstance(text, LocalText):
        return []
    blank = [one for one in LANGUAGES if (words := text.get(one)) and not shows(words)]
    return [Problem(f"{spec.name}.{language}", "problem.required") for language in blank]


def _problem(noun: Noun, detail: ErrorDetails) -> Problem:
    name = str(detail["loc"][0]) if detail["loc"] else ""
    params = dict(detail.get("ctx", {}))
    language = params.pop("language", None)
    key = (
        detail["type"]
        if detail["type"].startswith("problem.")
        else _KEYS.get(detail["type"], "problem.value")
    )
    spec = noun.field(name)
    if spec and spec.required and detail["input"] is None:
        key = "problem.required"
    if key == "problem.choice" and spec is not None and spec.choices is not None:
        params = {"choices": ", ".join(choice.value for choice in spec.choices)}
    if key == "problem.pattern":
        key = f"problem.pattern.{name}"
    if spec is not None and spec.kind is Kind.WORDS and key == "problem.text.plain":
        key = "problem.list"
    return Problem(f"{name}.{language}" if language else name, key, params)
