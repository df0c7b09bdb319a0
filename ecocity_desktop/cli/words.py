"""Values in words, for people: dates, choices and numbers of their language, records by their titles."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ecocity_desktop.domain.fields import LOCAL_KINDS, FieldSpec, Kind
from ecocity_desktop.domain.local_text import LANGUAGES, LocalText, validated_text
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.i18n import formats
from ecocity_desktop.services.naming import name_of

if TYPE_CHECKING:
    from datetime import datetime

    from ecocity_desktop.i18n.catalog import Catalog
    from ecocity_desktop.services.workspace import Workspace

NOTHING = "—"
MARKS = {"fr": "FR", "en": "EN", "zh": "中文"}


class Words:
    """The values of one workspace in the words of one language; titles of records are looked up once each."""

    def __init__(self, ws: Workspace, catalog: Catalog) -> None:
        self._ws = ws
        self._titles: dict[tuple[str, str], str] = {}
        self.catalog = catalog
        self.language = catalog.language

    def title(self, entity: str, row_id: str) -> str:
        """Return what a record is called, its id when it has no name or is gone."""
        key = (entity, row_id)
        if key not in self._titles:
            name = name_of(self._ws, entity, row_id)
            self._titles[key] = (name and name.read(self.language).text) or row_id
        return self._titles[key]

    def field(self, entity: str, spec: FieldSpec) -> str:
        """Return the label of a field."""
        return self.catalog.text(spec.label_key(entity))

    def noun(self, noun: str, count: int = 1) -> str:
        """Return the word for a kind of record, given by its plural."""
        return self.catalog.text(f"noun.{noun}", count=count)

    def counted(self, noun: str, count: int) -> str:
        """Return how many records of a kind there are, in words: « 4 villes »."""
        return self.catalog.text(f"noun.counted.{noun}", count=count)

    def short(self, spec: FieldSpec, value: Any) -> str:
        """Return a JSON value on one line: a text in the reader's language, nothing as an empty cell."""
        if spec.kind in LOCAL_KINDS:
            return " ".join(validated_text(value).read(self.language).text.split())
        return "" if value in (None, "", []) else self._plain(spec, value)

    def long(self, spec: FieldSpec, value: Any) -> list[str]:
        """Return a JSON value in full, line by line: a text in each of its languages."""
        if spec.kind in LOCAL_KINDS:
            return self._languages(validated_text(value)) or [NOTHING]
        return [NOTHING] if value in (None, "", []) else self._plain(spec, value).split("\n")

    def _plain(self, spec: FieldSpec, value: Any) -> str:
        if spec.kind is Kind.DATE:
            return formats.partial_date(PartialDate.parse(value), self.language)
        if spec.kind is Kind.CHOICE:
            return self.catalog.text(spec.choice_key(value))
        if spec.kind is Kind.PICTURE:
            return self.catalog.text("field.photo.picture_number", name=value[:8])
        if spec.kind is Kind.FLAG:
            return self.catalog.text("cli.yes" if value else "cli.no")
        if spec.kind in (Kind.NUMBER, Kind.INTEGER) and spec.name != "year":
            number = formats.number(value, self.language, digits=6)
            return f"{number} {self.catalog.text(f'unit.{spec.unit}')}" if spec.unit else number
        if spec.kind is Kind.REFERENCE:
            return self.title(spec.refers_to or "", value)
        if spec.kind is Kind.LINKS:
            return formats.enumeration(
                [self.title(spec.refers_to or "", one) for one in value], self.language
            )
        return formats.enumeration(value, self.language) if isinstance(value, list) else str(value)

    def _languages(self, text: LocalText) -> list[str]:
        lines: list[str] = []
        for language in LANGUAGES:
            written = (text.get(language) or "").split("\n")
            if written != [""]:
                note = f"  ({self.catalog.text('cli.reread')})" if language in text.reread else ""
                mark = MARKS[language]
                lines.append(
                    f"{mark}{' ' * (6 - 2 * len(mark) if language == 'zh' else 4)}{written[0]}{note}"
                )
                lines += [" " * 6 + line for line in written[1:]]
        return lines


def subject(catalog: Catalog, label_key: str, text: LocalText) -> str:
    """Return what an edit did and to what: « ajouter la ville : Jingzhou »."""
    done = catalog.text(label_key)
    name = text.read(catalog.language).text
    return catalog.text("cli.edit_of", what=done, subject=name) if name else done


def local_time(moment: datetime, language: str) -> str:
    """Return a day and time where the user is, in UTC while the clock is replaced."""
    return formats.moment(moment if os.environ.get("ECOCITY_NOW") else moment.astimezone(), language)
