"""The journal told in words: one line per field changed, with what it held before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ecocity_desktop.domain.changes import Op
from ecocity_desktop.domain.nouns import ENTITIES, NOUNS
from ecocity_desktop.i18n import formats
from ecocity_desktop.services.naming import name_of
from ecocity_desktop.ui import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ecocity_desktop.domain.changes import RowChange
    from ecocity_desktop.domain.nouns import Link
    from ecocity_desktop.i18n.catalog import Catalog
    from ecocity_desktop.services.history import EditLine, HistoryLine
    from ecocity_desktop.ui.context import AppContext

_LINKS: dict[str, tuple[str, Link]] = {
    link.entity: (noun.entity, link) for noun in NOUNS.values() for link in noun.links
}


@dataclass(frozen=True)
class HistoryRow:
    """One line of a history; ``when``, ``who`` and ``what`` are empty from the second line of an edit on."""

    when: str
    who: str
    what: str
    field: str
    before: str
    after: str


def history_rows(ctx: AppContext, lines: Iterable[HistoryLine], *, in_full: bool) -> tuple[HistoryRow, ...]:
    """Return the lines of a history; ``in_full`` names every value a record was made or removed with."""
    known: dict[tuple[str, str], str] = {}

    def called(entity: str, record_id: str) -> str:
        key = (entity, record_id)
        if key not in known:
            title = name_of(ctx.workspace, entity, record_id)
            gone = ctx.catalog.text("ui.history.gone")
            known[key] = title.read(ctx.catalog.language).text or gone if title else gone
        return known[key]

    rows: list[HistoryRow] = []
    told = list(lines)
    undoings = {line.edit.id for line in told if line.edit.undoes is not None}
    for line in told:
        head = _head(ctx.catalog, line.edit, undoings)
        for change in line.changes:
            for parts in _told(ctx.catalog, change, called, in_full=in_full):
                rows.append(HistoryRow(*head, *parts))
                head = ("", "", "")
    return tuple(rows)


def _head(catalog: Catalog, edit: EditLine, undoings: set[str]) -> tuple[str, str, str]:
    """Return when, who and what of an edit; an undoing that was undone itself is a redoing."""
    what = words.edit_words(catalog, edit)
    if edit.undoes is not None:
        what = catalog.text(
            "ui.history.redone" if edit.undoes in undoings else "ui.history.undone", what=what
        )
    when = formats.moment(words.local_time(edit.made_at), catalog.language)
    return when, edit.author or catalog.text("ui.history.nobody"), what


def _told(
    catalog: Catalog, change: RowChange, called: Callable[[str, str], str], *, in_full: bool
) -> Iterator[tuple[str, str, str]]:
    """Return field, before and after of a change, in words."""
    if change.entity in _LINKS:
        yield _link_told(catalog, change, called)
        return
    noun = ENTITIES[change.entity]
    if change.op is Op.UPDATE:
        spec = noun.field(str(change.field))
        if spec is not None:
            before, after = (
                words.value_words(catalog, spec, value, called) for value in (change.before, change.after)
            )
            yield catalog.text(f"field.{noun.entity}.{spec.name}"), before, after
        return
    held: dict[str, Any] = change.after if change.op is Op.INSERT else change.before
    entity = catalog.text(f"noun.{noun.name}", count=1)
    done = catalog.text(f"ui.history.{change.op.value}")
    yield (entity, "", done) if change.op is Op.INSERT else (entity, done, "")
    if not in_full:
        return
    nothing = catalog.text("ui.history.nothing")
    for spec in noun.columns:
        value = words.value_words(catalog, spec, held.get(spec.name), called)
        if value != nothing:
            name = catalog.text(f"field.{noun.entity}.{spec.name}")
            yield (name, "", value) if change.op is Op.INSERT else (name, value, "")


def _link_told(
    catalog: Catalog, change: RowChange, called: Callable[[str, str], str]
) -> tuple[str, str, str]:
    """Tell of a linking row as of the list it is an entry of."""
    owner, link = _LINKS[change.entity]
    held: dict[str, Any] = change.after or change.before
    spec = ENTITIES[change.entity].field(link.target_key)
    linked = called(str(spec.refers_to) if spec else "", held[link.target_key])
    name = catalog.text(f"field.{owner}.{link.field}")
    return (name, "", linked) if change.op is Op.INSERT else (name, linked, "")
