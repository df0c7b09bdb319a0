"""One write: records added, changed and removed, each leaving its trace in the journal and in the search index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlmodel import Session, col, select

from ecocity_desktop.domain.changes import ChangeSet, Op
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.nouns import values_of
from ecocity_desktop.domain.photo import Photo, Picture, is_whole
from ecocity_desktop.store import search
from ecocity_desktop.store.journal import Change, Edit, as_text, next_moment

if TYPE_CHECKING:
    from datetime import datetime


class Transaction:
    """The only way anything is written: three verbs, and what they changed.

    The edit itself is written with the first change: a verb that changes nothing leaves no trace.
    """

    def __init__(self, session: Session, edit: Edit, now: datetime) -> None:
        self.session = session
        self._edit = edit
        self._now = now
        self._position = 0
        self._heads: dict[tuple[str, str, str | None], str] = {}
        self._touched: dict[tuple[str, str], None] = {}
        self._for_good = False

    def add(self, row: Any) -> None:
        """Add a record."""
        self.session.add(row)
        self.session.flush()
        self._record(row, Op.INSERT, None, None, values_of(row))

    def change(self, row: Any, **values: Any) -> None:
        """Give a record's fields new values; those that stay equal leave no trace."""
        before = values_of(row)
        for name, value in values.items():
            setattr(row, name, value)
        after = values_of(row)
        for name in values:
            if before[name] != after[name]:
                self._record(row, Op.UPDATE, name, before[name], after[name])

    def remove(self, row: Any) -> None:
        """Remove a record; what refers to it must have been removed or changed before."""
        self._record(row, Op.DELETE, None, values_of(row), None)
        self.session.delete(row)
        self.session.flush()

    def keep(self, picture: Picture) -> None:
        """Keep the bytes of a picture, once; the journal holds the name that a photo refers to them by.

        Where what was kept under that name was harmed since, or is gone, it is put right: no edit, since the name says
        what the bytes are.
        """
        held = self.session.get(Picture, picture.id)
        size = (picture.width_px, picture.height_px)
        if held is not None and is_whole(held) and (held.width_px, held.height_px) == size:
            return
        self.session.merge(picture)
        self.session.flush()
        for photo_id in self.session.exec(select(Photo.id).where(Photo.picture_id == picture.id)).all():
            self._touched["photo", photo_id] = None

    def name(self, subject: LocalText) -> None:
        """Say what the edit is about, unless it was said before or something was written."""
        if self._position == 0 and not self._edit.subject:
            self._edit.subject = subject

    def undoes(self, edit_id: str) -> None:
        """Say which edit this one inverts: before the first change."""
        self._edit.undoes = edit_id

    def made_at(self) -> str:
        """Return the edit's place in the journal and what the clock says (see ``journal.Edit``)."""
        if not self._edit.made_at:
            self._edit.made_at = next_moment(self.session, self._now)
        return self._edit.made_at

    def defer_references(self) -> None:
        """Check references at the commit only: for records that come in any order."""
        self.session.connection().exec_driver_sql("PRAGMA defer_foreign_keys=ON")

    def for_good(self) -> None:
        """Say that not even the search index may keep a word of what was ever removed."""
        self._for_good = True

    def finish(self) -> None:
        """Bring the search index up to date with what was touched; the caller commits."""
        self.session.flush()
        for entity, entity_id in self._touched:
            search.index_record(self.session, entity, entity_id)
        if self._for_good:
            search.forget_removed(self.session)

    def changes(self, row_id: str | None = None) -> ChangeSet:
        """Return what was changed so far, about the record ``row_id``."""
        return ChangeSet(self._edit.id if self._position else None, row_id, tuple(self._touched))

    def _record(self, row: Any, op: Op, field: str | None, before: Any, after: Any) -> None:
        if self._position == 0:
            self.made_at()
            self.session.add(self._edit)
            self.session.flush()
        change = Change(
            id=str(uuid4()),
            edit_id=self._edit.id,
            position=self._position,
            parent_id=self._parent(row.__tablename__, row.id, field),
            entity=row.__tablename__,
            entity_id=row.id,
            op=op,
            field=field,
            before=None if op is Op.INSERT else as_text(before),
            after=None if op is Op.DELETE else as_text(after),
        )
        self.session.add(change)
        self.session.flush()
        self._position += 1
        self._heads[change.entity, change.entity_id, field] = change.id
        self._touched[change.entity, change.entity_id] = None

    def _parent(self, entity: str, entity_id: str, field: str | None) -> str | None:
        """The previous change of the field, else the last insert or delete of the record."""
        for name in dict.fromkeys((field, None)):
            if (entity, entity_id, name) in self._heads:
                return self._heads[entity, entity_id, name]
        known = (
            select(Change.id)
            .join(Edit, col(Edit.id) == col(Change.edit_id))
            .where(Change.entity == entity, Change.entity_id == entity_id)
            .where((col(Change.field) == field) | col(Change.field).is_(None))
            .order_by(col(Edit.made_at).desc(), col(Change.position).desc())
            .limit(1)
        )
        return self.session.exec(known).first()
