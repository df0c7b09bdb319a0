"""Wording in one language: texts with their badges, source numbers as they are cited, names, dates, values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from ecocity_desktop.brief.document import Badge, BadgeRole, Words
from ecocity_desktop.domain.enums import FactStatus, PartnerKind, Unit, choice_key
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.domain.partner import Partner
from ecocity_desktop.domain.source import Source
from ecocity_desktop.i18n import formats
from ecocity_desktop.i18n.catalog import Catalog

_BADGED = {FactStatus.UNVERIFIED: BadgeRole.UNVERIFIED, FactStatus.DERIVED: BadgeRole.DERIVED}


class Writer:
    """Writes in the catalogue's language and numbers the sources it cites, 1 for the first."""

    def __init__(self, catalog: Catalog, sources: Mapping[str, Source]) -> None:
        self.catalog = catalog
        self.language = catalog.language
        self.sources = sources
        self._numbers: dict[str, int] = {}

    def text(self, key: str, **values: object) -> str:
        """Return a text of the catalogue under ``brief.``."""
        return self.catalog.text(f"brief.{key}", **values)

    def choice(self, value: StrEnum) -> str:
        """Return the word of a choice."""
        return self.catalog.text(choice_key(value))

    def words(self, text: LocalText, source_id: str | None = None, status: FactStatus | None = None) -> Words:
        """Return a text as it reads in this language: badges where it fell back, must be re-read or is unsure."""
        read = text.read(self.language)
        badges: list[Badge] = []
        if read.fell_back:
            badges.append(Badge(BadgeRole.LANGUAGE, self.text(f"badge.language_{read.language}")))
        if read.reread:
            badges.append(Badge(BadgeRole.REREAD, self.text("badge.reread")))
        return Words(read.text, (*badges, *self.status_badges(status)), self.cite(source_id))

    def partner_name(self, partner: Partner, status: FactStatus | None = None) -> Words:
        """Return a partner's name with the badges of a text; of a person's name or an acronym no language is said."""
        name = self.words(partner.name, None, status)
        acronym = partner.acronym or ""
        if partner.kind is not PartnerKind.INDIVIDUAL and name.text.casefold() != acronym.casefold():
            return name
        return replace(name, badges=tuple(one for one in name.badges if one.role is not BadgeRole.LANGUAGE))

    def plain(self, text: str, source_id: str | None = None, status: FactStatus | None = None) -> Words:
        """Return a text that is the same in every language, or already worded."""
        return Words(text, self.status_badges(status), self.cite(source_id))

    def status_badges(self, status: FactStatus | None) -> tuple[Badge, ...]:
        """Return the badge of a fact that is derived or unverified."""
        role = _BADGED.get(status) if status else None
        return (Badge(role, self.text(f"badge.{role.value}")),) if role else ()

    def badge(self, role: BadgeRole) -> Badge:
        """Return a badge of that role with its word."""
        return Badge(role, self.text(f"badge.{role.value}"))

    def cite(self, source_id: str | None) -> tuple[int, ...]:
        """Return the number of a source, giving it the next one when it is cited first."""
        if source_id is None or source_id not in self.sources:
            return ()
        return (self._numbers.setdefault(source_id, len(self._numbers) + 1),)

    def cited(self) -> tuple[tuple[int, Source], ...]:
        """Return the sources cited so far with their numbers."""
        return tuple((number, self.sources[source_id]) for source_id, number in self._numbers.items())

    def other_name(self, name: LocalText) -> str:
        """Return a name in the other script: Chinese for a French or English reader, Latin for a Chinese one."""
        other = (name.en or name.fr or "") if self.language == "zh" else (name.zh or "")
        return "" if other == name.read(self.language).text else other

    def both_names(self, name: LocalText) -> str:
        """Return a name in both scripts for a French or English reader: "Jilin City 吉林市"."""
        read, other = name.read(self.language).text, self.other_name(name)
        return f"{read} {other}" if other and self.language != "zh" else read

    def date(self, on: PartialDate) -> str:
        """Return a date at its own precision."""
        return formats.partial_date(on, self.language)

    def number(self, value: float) -> str:
        """Return a number with the decimals it has, two at most."""
        return formats.number(value, self.language)

    def amount(self, value: float, unit: Unit, *, short: bool = False) -> tuple[str, str]:
        """Return a value and its unit as readers of this language expect them.

        Chinese readers count money in 亿元, not in billions; ``short`` rounds large values: « 5,23 M », 523.1万.
        """
        if unit is Unit.BILLION_CNY and self.language == "zh":
            return self.number(value * 10), self.text("unit_hundred_million_cny")
        word = self.catalog.text(f"unit.{unit.value}")
        if short and unit is Unit.INHABITANTS:
            return self._short_count(value), word
        digits = 0 if short and value >= 1000 else 2
        return formats.number(value, self.language, digits=digits), word

    def _short_count(self, value: float) -> str:
        if self.language == "zh":
            return f"{formats.number(value / 1e4, 'zh', digits=1)}万" if value >= 1e5 else self.number(value)
        if value >= 1e6:
            return self.text("millions", value=self.number(value / 1e6))
        return formats.number(value, self.language, digits=0)
