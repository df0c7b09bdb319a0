"""What a write leaves behind: the changes of single fields, and the set a verb returns."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Op(StrEnum):
    """What was done to a record."""

    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"


@dataclass(frozen=True)
class RowChange:
    """One change of the journal: a whole record added or removed, or one field changed.

    For an insert ``after``, for a delete ``before``, holds the whole record as JSON values; for an update both hold the
    one field's JSON value.
    """

    id: str
    entity: str
    entity_id: str
    op: Op
    field: str | None
    before: Any
    after: Any


@dataclass(frozen=True)
class ChangeSet:
    """What one edit touched: the pairs (entity, id), in the order written. ``edit_id`` is ``None`` if nothing changed.

    ``row_id`` is the record the verb was about. Without an edit something is touched only where harmed bytes were put
    right: see ``only_mended``.
    """

    edit_id: str | None
    row_id: str | None = None
    touched: tuple[tuple[str, str], ...] = field(default_factory=tuple)

    @property
    def only_mended(self) -> bool:
        """Whether a picture is again what its name says, and nothing else was changed."""
        return self.edit_id is None and bool(self.touched)

    @property
    def entities(self) -> frozenset[str]:
        """The entities touched."""
        return frozenset(entity for entity, _ in self.touched)

    def concerns(self, *entities: str) -> bool:
        """Return whether one of ``entities`` was touched."""
        return not self.entities.isdisjoint(entities)
