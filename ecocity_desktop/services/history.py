"""Undo, redo and history: everything read from, and written to, the one journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from ecocity_desktop.domain.changes import ChangeSet, Op, RowChange
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.nouns import ENTITIES, NOUNS, complete, values_of
from ecocity_desktop.errors import UserError
from ecocity_desktop.services.naming import told_apart
from ecocity_desktop.services.removal import users_of
from ecocity_desktop.store.journal import (
    ERASED,
    Change,
    Edit,
    moment_text,
    read_clock,
    read_moment,
    row_change,
)

if TYPE_CHECKING:
    from ecocity_desktop.services.workspace import Workspace
    from ecocity_desktop.store.transaction import Transaction


@dataclass(frozen=True)
class EditLine:
    """One edit as a person reads it; ``undoes`` is the edit it inverts, if any.

    ``made_at`` never goes back from one edit to the next, ``clock`` is what the clock of the computer said.
    """

    id: str
    label_key: str
    subject: LocalText
    author: str
    made_at: datetime
    clock: datetime
    undoes: str | None

    def shown_at(self, now: datetime) -> datetime:
        """Return the time to show: that of the order, unless it is still to come and the clock knew better."""
        return self.made_at if self.made_at <= now else self.clock


@dataclass(frozen=True)
class HistoryLine:
    """An edit and the changes it made, in the order made."""

    edit: EditLine
    changes: tuple[RowChange, ...]


def undo(ws: Workspace) -> ChangeSet:
    """Invert the last edit that was not undone yet.

    Raises ``UserError`` ``error.nothing_to_undo``, ``error.changed_since`` when a value it wrote was changed since, or
    ``error.needed_since`` when a record it added is referred to by one that stays; then nothing is changed.
    """
    target = next_undo(ws)
    if target is None:
        raise UserError("error.nothing_to_undo")
    return _invert(ws, target)


def redo(ws: Workspace) -> ChangeSet:
    """Do again the last edit undone, as long as nothing else was done since.

    Raises ``UserError`` ``error.nothing_to_redo``, ``error.changed_since`` or ``error.needed_since``.
    """
    target = next_redo(ws)
    if target is None:
        raise UserError("error.nothing_to_redo")
    return _invert(ws, target)


def next_undo(ws: Workspace) -> EditLine | None:
    """Return the edit that ``undo`` would invert."""
    return _top(ws, _stacks(ws)[0])


def next_redo(ws: Workspace) -> EditLine | None:
    """Return the undoing that ``redo`` would invert; its label and subject are those of the edit undone."""
    return _top(ws, _stacks(ws)[1])


def history(
    ws: Workspace, noun: str | None = None, row_id: str | None = None, *, limit: int = 1000
) -> tuple[HistoryLine, ...]:
    """Return the last edits, the newest first, of the whole file or of one record with its linking rows."""
    if row_id is not None and not row_id.isprintable():
        return ()  # no id, and half a surrogate is no text that SQLite could be asked for
    with ws.reading() as session:
        chosen = select(Edit).order_by(col(Edit.made_at).desc()).limit(limit)
        wanted: set[str] | None = None
        if row_id is not None:
            wanted = {row_id, *_link_row_ids(session, noun, row_id)}
            touching = select(Change.edit_id).where(col(Change.entity_id).in_(wanted))
            chosen = chosen.where(col(Edit.id).in_(touching))
        edits = session.exec(chosen).all()
        return tuple(HistoryLine(_line(edit), _changes(session, edit.id, wanted)) for edit in edits)


def last_edit(ws: Workspace) -> EditLine | None:
    """Return the newest edit, undoings included."""
    with ws.reading() as session:
        edit = session.exec(select(Edit).order_by(col(Edit.made_at).desc()).limit(1)).first()
    return None if edit is None else _line(edit)


def edits_ahead(ws: Workspace) -> tuple[int, datetime | None]:
    """Return how many edits bear a time more than a day ahead of the clock, though made before, and the last time."""
    limit = ws.now() + timedelta(days=1)
    with ws.reading() as session:
        chosen = select(Edit.made_at).where(Edit.made_at > moment_text(limit))
        times = [read_clock(made_at) for made_at in session.exec(chosen).all()]
    ahead = [time for time in times if time > limit]
    return len(ahead), max(ahead, default=None)


def _invert(ws: Workspace, target: EditLine) -> ChangeSet:
    try:
        with ws.writing(target.label_key, target.subject) as transaction:
            transaction.undoes(target.id)
            for change in reversed(_changes(transaction.session, target.id, None)):
                if change.before is not None or change.after is not None:
                    _invert_change(transaction, change)
            touched = transaction.changes().touched
            return transaction.changes(touched[-1][1] if touched else None)
    except IntegrityError:
        # What a value would refer to again is gone, which only an erasure can do.
        raise UserError("error.changed_since") from None


def _invert_change(transaction: Transaction, change: RowChange) -> None:
    noun = ENTITIES[change.entity]
    row = transaction.session.get(noun.table, change.entity_id)
    if change.op is Op.DELETE:
        if row is not None:
            raise UserError("error.changed_since")
        transaction.add(noun.table(**_read_values(change.entity, change.before)))
        return
    current = None if row is None else values_of(row)
    if current is None:
        raise UserError("error.changed_since")
    whole = change.op is Op.INSERT
    told = complete(change.entity, change.after) if whole else change.after
    if (current if whole else current[str(change.field)]) != told:
        raise UserError("error.changed_since")
    if change.op is Op.INSERT:
        users = users_of(transaction.session, row)
        if users:
            # The edit itself would have taken them first, had their part of it not been erased.
            raise UserError("error.needed_since", **told_apart(transaction.session, users))
        transaction.remove(row)
    else:
        name = str(change.field)
        transaction.change(row, **{name: _read_values(change.entity, current | {name: change.before})[name]})


def _read_values(entity: str, values: dict[str, Any]) -> dict[str, Any]:
    """Turn the JSON values of a record into those its class holds."""
    noun = ENTITIES[entity]
    whole = complete(entity, values)
    own = {spec.name: whole[spec.name] for spec in noun.columns}
    data = noun.data.model_validate(own)
    return {"id": values["id"], **{name: getattr(data, name) for name in own}}


def _stacks(ws: Workspace) -> tuple[list[str], list[str]]:
    """Replay the journal into the edits to undo and those to redo, each with its next one last."""
    done: list[str] = []
    undone: list[str] = []
    with ws.reading() as session:
        edits = session.exec(
            select(Edit.id, Edit.undoes).where(Edit.label_key != ERASED).order_by(col(Edit.made_at))
        ).all()
    for edit_id, undoes in edits:
        if undoes is None:
            done.append(edit_id)
            undone.clear()
        elif done and done[-1] == undoes:
            done.pop()
            undone.append(edit_id)
        elif undone and undone[-1] == undoes:
            undone.pop()
            done.append(edit_id)
    return done, undone


def _top(ws: Workspace, stack: list[str]) -> EditLine | None:
    if not stack:
        return None
    with ws.reading() as session:
        return _line(session.exec(select(Edit).where(Edit.id == stack[-1])).one())


def _link_row_ids(session: Session, noun: str | None, row_id: str) -> set[str]:
    """The linking rows a record has or had: their changes are part of its history."""
    links = NOUNS[noun].links if noun else ()
    entities = [link.entity for link in links]
    inserts = select(Change).where(col(Change.entity).in_(entities), Change.op == Op.INSERT)
    rows = [row_change(change) for change in session.exec(inserts).all()] if entities else []
    owners = {link.entity: link.owner_key for link in links}
    return {change.entity_id for change in rows if change.after[owners[change.entity]] == row_id}


def _changes(session: Session, edit_id: str, wanted: set[str] | None) -> tuple[RowChange, ...]:
    chosen = select(Change).where(Change.edit_id == edit_id).order_by(col(Change.position))
    rows = session.exec(chosen).all()
    return tuple(row_change(row) for row in rows if wanted is None or row.entity_id in wanted)


def _line(edit: Edit) -> EditLine:
    made_at, clock = read_moment(edit.made_at), read_clock(edit.made_at)
    return EditLine(edit.id, edit.label_key, edit.subject, edit.author, made_at, clock, edit.undoes)
