"""The commands about what was done: undo, redo, history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecocity_desktop.cli import exit_codes, output
from ecocity_desktop.cli.records import noun_of
from ecocity_desktop.cli.words import MARKS, NOTHING, Words, local_time, subject
from ecocity_desktop.domain.baseline import moment_text
from ecocity_desktop.domain.changes import Op, RowChange
from ecocity_desktop.domain.fields import LOCAL_KINDS
from ecocity_desktop.domain.local_text import LANGUAGES, validated_text
from ecocity_desktop.domain.nouns import ENTITIES
from ecocity_desktop.errors import UserError
from ecocity_desktop.services import history as past
from ecocity_desktop.services import records

if TYPE_CHECKING:
    from datetime import datetime

    from ecocity_desktop.cli.running import Call
    from ecocity_desktop.services.workspace import Workspace

_EVERY_EDIT = 2**31 - 1


def undo(call: Call) -> int:
    """``undo``: take back the last edit."""
    with call.open() as ws:
        target = past.next_undo(ws)
        changes = past.undo(ws)
        _tell_inverted(call, "cli.undone", target, changes)
    return exit_codes.DONE


def redo(call: Call) -> int:
    """``redo``: do again what was undone last."""
    with call.open() as ws:
        target = past.next_redo(ws)
        changes = past.redo(ws)
        _tell_inverted(call, "cli.redone", target, changes)
    return exit_codes.DONE


def history(call: Call) -> int:
    """``history``: every edit, of the file or of one record, the newest first."""
    with call.open() as ws:
        lines = _lines(call, ws)
        words, now = Words(ws, call.catalog), ws.now()
        undoings = {line.edit.id for line in lines if line.edit.undoes}
        for line in lines:
            call.answer(_values(line), "" if call.as_json else _story(words, line, undoings, now))
        if not lines and not call.as_json:
            output.print_text(call.text("cli.no_history"))
        tell_of_clock(call, ws)
    return exit_codes.DONE


def tell_of_clock(call: Call, ws: Workspace) -> None:
    """Say that edits bear a day still to come, if some do, and that nothing is wrong with them."""
    count, last = past.edits_ahead(ws)
    if last is not None:
        call.tell("warning.clock_ahead", count=count, time=local_time(last, call.catalog.language))


def _tell_inverted(call: Call, key: str, target: past.EditLine | None, changes: Any) -> None:
    what = subject(call.catalog, target.label_key, target.subject) if target else ""
    undone = target.id if target else None
    call.acknowledge(
        {"ack": changes.edit_id, "id": changes.row_id, "undoes": undone}, call.text(key, what=what)
    )


def _lines(call: Call, ws: Workspace) -> tuple[past.HistoryLine, ...]:
    if "ID" not in call.asked.words:
        return past.history(ws, limit=_EVERY_EDIT)
    noun, wanted = noun_of(call).name, call.asked.words["ID"]
    try:
        row_id = records.resolve(ws, noun, wanted)
    except UserError:
        # A record that was removed still has its history, under its id.
        lines = past.history(ws, noun, wanted, limit=_EVERY_EDIT)
        if not lines:
            raise
        return lines
    return past.history(ws, noun, row_id, limit=_EVERY_EDIT)


def _values(line: past.HistoryLine) -> dict[str, Any]:
    edit = line.edit
    return {
        "edit": edit.id,
        "label": edit.label_key,
        "subject": {"fr": edit.subject.fr, "en": edit.subject.en, "zh": edit.subject.zh},
        "author": edit.author,
        "made_at": moment_text(edit.made_at.isoformat()),
        "clock": moment_text(edit.clock.isoformat()),
        "undoes": edit.undoes,
        "changes": [_change(change) for change in line.changes],
    }


def _change(change: RowChange) -> dict[str, Any]:
    return {
        "id": change.id,
        "entity": change.entity,
        "row_id": change.entity_id,
        "op": change.op.value,
        "field": change.field,
        "before": change.before,
        "after": change.after,
    }


def _story(words: Words, line: past.HistoryLine, undoings: set[str], now: datetime) -> str:
    edit = line.edit
    what = subject(words.catalog, edit.label_key, edit.subject)
    if edit.undoes is not None:
        key = "cli.redoing" if edit.undoes in undoings else "cli.undoing"
        what = words.catalog.text(key, what=what)
    head = " · ".join(filter(None, (local_time(edit.shown_at(now), words.language), edit.author, what)))
    return "\n".join([head, *(f"    {text}" for change in line.changes for text in _told(words, change))])


def _told(words: Words, change: RowChange) -> list[str]:
    noun = ENTITIES[change.entity]
    if change.op is not Op.UPDATE:
        key = "cli.row_added" if change.op is Op.INSERT else "cli.row_removed"
        return [words.catalog.text(key, what=words.noun(noun.name))]
    spec = noun.field(str(change.field))
    if spec is None:
        return [str(change.field)]
    label = words.field(change.entity, spec)
    if spec.kind in LOCAL_KINDS:
        return [_told_change(words, *parts) for parts in _changed_texts(words, label, change)]
    before, after = (" / ".join(words.long(spec, value)) for value in (change.before, change.after))
    return [_told_change(words, label, before, after)]


def _changed_texts(words: Words, label: str, change: RowChange) -> list[tuple[str, str, str]]:
    """Label, text before and text after of each language that changed; the marks to re-read when only they did."""
    before, after = validated_text(change.before), validated_text(change.after)
    changed = [
        (f"{label} ({MARKS[language]})", before.get(language) or NOTHING, after.get(language) or NOTHING)
        for language in LANGUAGES
        if before.get(language) != after.get(language)
    ]
    if changed or before.reread == after.reread:
        return changed
    marks = [", ".join(MARKS[one] for one in LANGUAGES if one in text.reread) for text in (before, after)]
    return [(f"{label} ({words.catalog.text('cli.reread')})", marks[0] or NOTHING, marks[1] or NOTHING)]


def _told_change(words: Words, label: str, before: str, after: str) -> str:
    return words.catalog.text("cli.changed", field=label, before=before, after=after)
