"""A backup in words: what it is called, what it holds, and that beside what the open file holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecocity_desktop.i18n import formats
from ecocity_desktop.services.backups import kept_backup
from ecocity_desktop.ui.words import local_time

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ecocity_desktop.i18n.catalog import Catalog

MAIN_NOUNS = ("cities", "partners", "milestones")
_MEGABYTE, _KILOBYTE = 1_000_000, 1_000


def backup_words(catalog: Catalog, file: Path) -> str:
    """Return how a sentence about a backup begins: by when it was made here, or by the file's name."""
    kept = kept_backup(file)
    if kept is None:
        return catalog.text("ui.file.named_backup", file=file.name)
    made_at = local_time(kept.made_at)
    day = formats.day(made_at, catalog.language)
    return catalog.text(
        f"ui.file.dated_{kept.kind}", day=day, time=formats.clock_time(made_at, catalog.language)
    )


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
