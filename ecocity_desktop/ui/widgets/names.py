"""What records are called, for the fields that point to them: read once, forgotten when something of it changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ecocity_desktop.domain.nouns import ENTITIES
from ecocity_desktop.domain.person import full_name
from ecocity_desktop.domain.source import source_parts
from ecocity_desktop.services import records
from ecocity_desktop.ui.widgets.cells import text_order
from ecocity_desktop.ui.widgets.matching import Haystack
from ecocity_desktop.ui.words import two_scripts

if TYPE_CHECKING:
    from ecocity_desktop.domain.changes import ChangeSet
    from ecocity_desktop.ui.context import AppContext

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True)
class Named:
    """A record that can be pointed to: how it is called, and every word it is found by.

    ``parts`` are those of the name, where a list shows them one under the other.
    """

    id: str
    text: str
    words: str
    parts: tuple[str, ...] = ()


class Names(QObject):
    """The names of the records of every entity, in alphabetical order, shared by the forms of one tab."""

    renewed = Signal(str)

    def __init__(self, ctx: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._lists: dict[str, tuple[Named, ...]] = {}
        self._by_id: dict[str, dict[str, Named]] = {}
        ctx.changed.connect(self._forget)

    def all(self, entity: str) -> tuple[Named, ...]:
        """Return every record of an entity."""
        if entity not in self._lists:
            noun = ENTITIES[entity]
            rows = records.list_records(self._ctx.workspace, noun.name)
            language = self._ctx.catalog.language
            named = [_named(row, language) for row in rows]
            self._lists[entity] = tuple(sorted(named, key=lambda one: _order(one, language)))
            self._by_id[entity] = {one.id: one for one in named}
        return self._lists[entity]

    def text(self, entity: str, record_id: str | None) -> str:
        """Return what one record is called, ``""`` for none."""
        found = self._find(entity, record_id)
        return found.text if found else ""

    def parts(self, entity: str, record_id: str | None) -> tuple[str, ...]:
        """Return the parts of what one record is called, none for none."""
        found = self._find(entity, record_id)
        return found.parts or (found.text,) if found else ()

    def _find(self, entity: str, record_id: str | None) -> Named | None:
        if record_id is None:
            return None
        self.all(entity)
        return self._by_id[entity].get(record_id)

    def _forget(self, changes: ChangeSet) -> None:
        for entity in [one for one in self._lists if changes.concerns(one)]:
            del self._lists[entity]
            self.renewed.emit(entity)


class NamesModel(QAbstractListModel):
    """The names that match what is typed; the first row may stand for none."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._all: tuple[Named, ...] = ()
        self._haystack = Haystack([])
        self.shown: tuple[Named, ...] = ()

    def show(self, named: tuple[Named, ...]) -> None:
        """Offer these."""
        self._all = named
        self._haystack = Haystack([one.words for one in named])
        self.narrow("")

    def narrow(self, typed: str) -> None:
        """Offer only those that hold every word typed."""
        matching = self._haystack.matches(typed)
        self.beginResetModel()
        if matching is None:
            self.shown = self._all
        else:
            self.shown = tuple(one for one, fits in zip(self._all, matching, strict=True) if fits)
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.shown[index.row()].text
        if role == Qt.ItemDataRole.UserRole:
            return self.shown[index.row()].id
        return None


def _order(one: Named, language: str) -> tuple[bool, Any]:
    """In alphabetical order, those without a name last."""
    order = text_order(one.text, language)
    return order is None, order


def _named(row: Any, language: str) -> Named:
    entity = row.__tablename__
    if entity == "source":
        parts = source_parts(row)
        return Named(row.id, " · ".join(parts), f"{row.title} {row.publisher or ''}", parts)
    if entity == "person":
        return Named(row.id, full_name(row), full_name(row))
    name = row.title if hasattr(row, "title") else row.name
    first, second = two_scripts(name, language)
    words = " ".join(name.texts())
    if entity == "partner" and row.acronym:
        return Named(row.id, f"{row.acronym} · {first}", f"{row.acronym} {words}")
    if entity == "city":
        return Named(row.id, f"{first} {second}".strip(), f"{words} {' '.join(row.other_names)}")
    return Named(row.id, first, words)
