"""The words of points needing attention, for the brief and for the overview."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from ecocity_desktop.domain.attention import AttentionLevel, AttentionPoint
from ecocity_desktop.domain.enums import choice_key
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.i18n import formats
from ecocity_desktop.i18n.catalog import Catalog


def point_text(point: AttentionPoint, catalog: Catalog) -> str:
    """Return what a point says, in the catalogue's language."""
    values = {name: _worded(value, catalog) for name, value in point.params.items()}
    if point.language:
        values["language"] = catalog.text(f"attention.language.{point.language}")
    return catalog.text(point.key, **values)


def level_word(level: AttentionLevel, catalog: Catalog) -> str:
    """Return the word of a level, « En retard » for instance."""
    return catalog.text(f"attention.level.{level.value}")


def _worded(value: Any, catalog: Catalog) -> Any:
    if isinstance(value, LocalText):
        return value.read(catalog.language).text
    if isinstance(value, PartialDate):
        return formats.partial_date(value, catalog.language)
    if isinstance(value, StrEnum):
        return catalog.text(choice_key(value))
    if isinstance(value, tuple):
        return formats.enumeration([catalog.text(key) for key in value], catalog.language)
    return value
