"""Which fields of a noun stand together in its form: sections, and rows of one field or of two that belong together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecocity_desktop.domain.fields import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from ecocity_desktop.domain.fields import FieldSpec
    from ecocity_desktop.domain.nouns import Noun

_TOGETHER = {
    ("city", "latitude"): ("longitude", "ui.form.position"),
    ("city", "pinyin"): ("other_names", "ui.form.pinyin_and_spellings"),
    ("city", "province"): ("admin_level", "ui.form.province_and_level"),
    ("city", "parent_id"): ("division_code", "ui.form.parent_and_code"),
    ("person", "family_name"): ("given_name", "ui.form.full_name"),
    ("person", "email"): ("phone", "ui.form.email_and_phone"),
    ("figure", "value"): ("unit", "field.figure.value"),
    ("figure", "year"): ("preferred", "ui.form.year_and_preferred"),
    ("partner", "acronym"): ("country", "ui.form.acronym_and_country"),
}
"""Fields shown side by side: the second one, and the label of both."""


_SOURCED = {
    ("city", "label_source_id"): ("label_stage",),
    ("city", "coordinates_source_id"): ("latitude", "longitude"),
    ("city", "climate_source_id"): ("climate_zone", "climate_text"),
    ("city", "project_source_id"): ("project_title", "project_site"),
    ("milestone", "source_id"): ("planned_on",),
    ("milestone", "actual_source_id"): ("actual_on",),
}


def sourced_by(entity: str, source: str) -> tuple[str, ...]:
    """Return the fields a source stands for; none when it stands for the whole record."""
    return _SOURCED.get((entity, source), ())


@dataclass(frozen=True)
class FormRow:
    """One row of a form: one or two fields under one label (its text key)."""

    fields: tuple[FieldSpec, ...]
    label_key: str


@dataclass(frozen=True)
class FormSection:
    """The rows under one heading (text key ``section.<name>``)."""

    name: str
    rows: tuple[FormRow, ...]


def sections_of(noun: Noun, hidden: Collection[str] = ()) -> tuple[FormSection, ...]:
    """Return the sections of the form of ``noun`` in the order of its fields, without the ``hidden`` ones.

    A picture is never typed: ``photo_section.py`` shows it and takes another.
    """
    names: dict[str, list[FieldSpec]] = {}
    for spec in noun.fields:
        if spec.name not in hidden and spec.kind is not Kind.PICTURE:
            names.setdefault(spec.section, []).append(spec)
    return tuple(FormSection(name, tuple(_rows(noun, specs))) for name, specs in names.items())


def _rows(noun: Noun, specs: list[FieldSpec]) -> Iterable[FormRow]:
    placed: set[str] = set()
    by_name = {spec.name: spec for spec in specs}
    for spec in specs:
        if spec.name in placed:
            continue
        second, label = _TOGETHER.get((noun.entity, spec.name), ("", ""))
        if not second and spec.refers_to == "source" and spec.kind is Kind.REFERENCE:
            second, label = _status_beside(spec.name), spec.label_key(noun.entity)
        if second in by_name and second not in placed:
            placed |= {spec.name, second}
            yield FormRow((spec, by_name[second]), label)
        else:
            placed.add(spec.name)
            yield FormRow((spec,), spec.label_key(noun.entity))


def _status_beside(source: str) -> str:
    """The status of a fact stands beside its source: ``label_source_id`` and ``label_status``."""
    return source.removesuffix("source_id") + "status"
