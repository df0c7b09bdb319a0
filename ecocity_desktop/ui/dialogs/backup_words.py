"""What a backup holds, in words: counted, and beside what the open file holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecocity_desktop.i18n import formats

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecocity_desktop.i18n.catalog import Catalog

MAIN_NOUNS = ("cities", "partners", "milestones")
_MEGABYTE, _KILOBYTE = 1_000_000, 1_000


def held_words(catalog: Catalog, counts: Mapping[str, int]) -> str:
    """Return how much of the main nouns there is: « 4 villes · 5 partenaires · 9 jalons »."""
    return " · ".join(
        catalog.text(f"noun.counted.{noun}", count=counts[noun]) for noun in MAIN_NOUNS if noun in counts
    )


def difference_words(catalog: Catalog, counts: Mapping[str, int], present: Mapping[str, int]) -> str:
    """Return what a backup has more or less of than the open file: « 1 ville de moins · 2 jalons de plus »."""
    said = []
    for noun, now in present.items():
        difference = counts.get(noun, 0) - now
        if difference:
            counted = catalog.text(f"noun.counted.{noun}", count=abs(difference))
            said.append(
                catalog.text("ui.backups.more" if difference > 0 else "ui.backups.less", counted=counted)
            )
    return " · ".join(said) or catalog.text("ui.backups.same")


def size_words(catalog: Catalog, size: int) -> str:
    """Return a size in bytes as people read it: « 1,4 Mo »."""
    large = size >= _MEGABYTE
    number = formats.number(
        size / (_MEGABYTE if large else _KILOBYTE), catalog.language, digits=1 if large else 0
    )
    return catalog.text("ui.backups.megabytes" if large else "ui.backups.kilobytes", number=number)
