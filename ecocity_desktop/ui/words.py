"""Values in words: what an edit did, what a field held, a name in both scripts, a time where the user is."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ecocity_desktop.domain.fields import LOCAL_KINDS, FieldSpec, Kind
from ecocity_desktop.domain.local_text import LANGUAGES, LocalText
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.i18n import formats

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ecocity_desktop.i18n.catalog import Catalog
    from ecocity_desktop.services.history import EditLine


def local_time(moment: datetime) -> datetime:
    """Return an instant in the time zone of the user, or in UTC while the clock is replaced."""
    return moment if os.environ.get("ECOCITY_NOW") else moment.astimezone()


def edit_words(catalog: Catalog, edit: EditLine) -> str:
    """Return what an edit did and to what: « déplacer le jalon « Remise du label » »."""
    what = catalog.text(edit.label_key)
    subject = edit.subject.read(catalog.language).text
    return catalog.text("ui.edit_of", what=what, subject=subject) if subject else what


def two_scripts(text: LocalText, language: str) -> tuple[str, str]:
    """Return a name as a reader of ``language`` reads it and, when there is one, in the other script, else ``""``."""
    first = text.read(language)
    others = ("fr", "en") if first.language == "zh" else ("zh",)
    second = next((found for other in others if (found := text.get(other)) and found != first.text), "")
    return first.text, second


def is_empty(spec: FieldSpec, value: Any) -> bool:
    """Say whether a field held nothing, by the JSON value of the journal."""
    if spec.kind in LOCAL_KINDS:
        return not value or not any(map(value.get, LANGUAGES))
    return value is None or value in ("", [])


def value_words(catalog: Catalog, spec: FieldSpec, value: Any, name_of: Callable[[str, str], str]) -> str:
    """Return what a field held, from the JSON value of the journal, in words.

    ``name_of(entity, id)`` says what a record is called. Nothing held is said as such, never left blank.
    """
    if is_empty(spec, value):
        return catalog.text("ui.history.nothing")
    if spec.kind in LOCAL_KINDS:
        return "\n".join(f"{name.upper()} {value[name]}" for name in LANGUAGES if value.get(name))
    if spec.kind is Kind.DATE:
        return formats.partial_date(PartialDate.parse(value), catalog.language)
    if spec.kind is Kind.CHOICE and spec.choices is not None:
        key = spec.choice_key(value)
        return catalog.text(key) if catalog.has(key) else str(value)
    if spec.kind in (Kind.NUMBER, Kind.INTEGER):
        return formats.number(value, catalog.language, digits=6) if spec.name != "year" else str(value)
    if spec.kind is Kind.PICTURE:
        return catalog.text("field.photo.picture_number", name=value[:8])
    if spec.kind is Kind.FLAG:
        return catalog.text("ui.yes" if value else "ui.no")
    if spec.kind is Kind.REFERENCE:
        return name_of(spec.refers_to or "", value)
    return formats.enumeration(value, catalog.language) if isinstance(value, list) else str(value)
