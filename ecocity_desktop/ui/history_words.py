"""The journal told in words: one line per field changed, with what it held before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ecocity_desktop.domain.changes import Op
from ecocity_desktop.domain.fields import LOCAL_KINDS
from ecocity_desktop.domain.local_text import LANGUAGES, validated_text
from ecocity_desktop.domain.nouns import ENTITIES, NOUNS
from ecocity_desktop.i18n import formats
from ecocity_desktop.services.naming import name_of
from ecocity_desktop.ui import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ecocity_desktop.domain.changes import RowChange
    from ecocity_desktop.domain.fields import FieldSpec
    from ecocity_desktop.domain.nouns import Link, Noun
    from ecocity_desktop.i18n.catalog import Catalog
    from ecocity_desktop.services.history import EditLine, HistoryLine
    from ecocity_desktop.ui.context import AppContext

MARKS = {"fr": "FR", "en": "EN", "zh": "中文"}
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
        head = _head(ctx, line.edit, undoings)
        for change in line.changes:
            for parts in _told(ctx.catalog, change, called, in_full=in_full):
                rows.append(HistoryRow(*head, *parts))
                head = ("", "", "")
    return tuple(rows)


def _head(ctx: AppContext, edit: EditLine, undoings: set[str]) -> tuple[str, str, str]:
    """Return when, who and what of an edit; an undoing that was undone itself is a redoing."""
    catalog = ctx.catalog
    what = words.edit_words(catalog, edit)
    if edit.undoes is not None:
        what = catalog.text(
            "ui.history.redone" if edit.undoes in undoings else "ui.history.undone", what=what
        )
    when = formats.moment(words.local_time(edit.shown_at(ctx.workspace.now())), catalog.language)
    return when, edit.author or catalog.text("ui.history.nobody"), what


def _told(
    catalog: Catalog, change: RowChange, called: Callable[[str, str], str], *, in_full: bool
) -> Iterator[tuple[str, str, str]]:
    """Return field, before and after of a change, in words."""
    if change.before is None and change.after is None:
        yield _erased_told(catalog, change)
    elif change.entity in _LINKS and change.op is not Op.UPDATE:
        yield _link_told(catalog, change, called)
    elif change.op is Op.UPDATE:
        spec = ENTITIES[change.entity].field(str(change.field))
        if spec is not None:
            yield from _update_told(catalog, change, spec, called)
    else:
        yield from _row_told(catalog, change, called, in_full=in_full)


def _erased_told(catalog: Catalog, change: RowChange) -> tuple[str, str, str]:
    """Tell of a change whose values were erased with a person: that it was made, not what it was."""
    erased = catalog.text("ui.history.erased")
    if change.op is Op.UPDATE:
        return catalog.text(f"field.{change.entity}.{change.field}"), erased, erased
    what = catalog.text(f"noun.{ENTITIES[change.entity].name}", count=1)
    done = catalog.text(f"ui.history.{change.op.value}", what=what)
    return (done, "", erased) if change.op is Op.INSERT else (done, erased, "")


def _update_told(
    catalog: Catalog, change: RowChange, spec: FieldSpec, called: Callable[[str, str], str]
) -> Iterator[tuple[str, str, str]]:
    """Tell of one field; of a text only the languages that changed, or else the marks to re-read."""
    label = catalog.text(f"field.{change.entity}.{spec.name}")
    if spec.kind not in LOCAL_KINDS:
        before, after = (
            words.value_words(catalog, spec, each, called) for each in (change.before, change.after)
        )
        yield label, before, after
        return
    before_text, after_text = validated_text(change.before), validated_text(change.after)
    nothing = catalog.text("ui.history.nothing")
    changed = [each for each in LANGUAGES if before_text.get(each) != after_text.get(each)]
    for language in changed:
        said = f"{label} ({MARKS[language]})"
        yield said, before_text.get(language) or nothing, after_text.get(language) or nothing
    if not changed:
        said = f"{label} ({catalog.text('ui.history.reread')})"
        marks = (
            " ".join(MARKS[one] for one in LANGUAGES if one in each.reread)
            for each in (before_text, after_text)
        )
        before, after = (each or catalog.text("ui.no") for each in marks)
        yield said, before, after


def _row_told(
    catalog: Catalog, change: RowChange, called: Callable[[str, str], str], *, in_full: bool
) -> Iterator[tuple[str, str, str]]:
    """Tell of a record added or removed: what it is called or, in full, every value it had."""
    noun = ENTITIES[change.entity]
    held: dict[str, Any] = change.after if change.op is Op.INSERT else change.before
    filled = [
        (spec, words.value_words(catalog, spec, held.get(spec.name), called))
        for spec in noun.columns
        if not words.is_empty(spec, held.get(spec.name))
    ]
    name = catalog.text(f"noun.{noun.name}", count=1)
    done = catalog.text(f"ui.history.{change.op.value}", what=name)
    if not in_full:
        title = _title(catalog, noun, held, called)
        yield (done, "", title) if change.op is Op.INSERT else (done, title, "")
        return
    yield done, "", ""
    for spec, value in filled:
        label = catalog.text(f"field.{noun.entity}.{spec.name}")
        yield (label, "", value) if change.op is Op.INSERT else (label, value, "")


def _title(catalog: Catalog, noun: Noun, held: dict[str, Any], called: Callable[[str, str], str]) -> str:
    """Return what a record was called by the values it had, in the language of the window as far as it can."""
    for spec in noun.columns:
        value = held.get(spec.name)
        if spec.title and not words.is_empty(spec, value):
            if spec.kind in LOCAL_KINDS:
                return validated_text(value).read(catalog.language).text
            return words.value_words(catalog, spec, value, called)
    return ""


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
