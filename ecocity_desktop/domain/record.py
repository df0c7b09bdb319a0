"""What every kept record shares: how its values are checked and how its columns are stored."""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, get_args

from pydantic import ConfigDict, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from sqlalchemy import Text
from sqlalchemy.orm import reconstructor
from sqlalchemy.types import String, TypeDecorator
from sqlmodel import Field, SQLModel

from ecocity_desktop.domain.local_text import LocalText, LocalTextColumn, WordsColumn, check_text
from ecocity_desktop.domain.partial_date import PartialDateColumn
from ecocity_desktop.errors import UserError


class RecordData(SQLModel):
    """The checked values of one record, without its id.

    Unknown fields are refused; every text is at most ``TEXT_LIMIT`` characters; an empty text is ``None``. Nothing is
    guessed: a text is no number, date or choice, and true, false, 1 and 0 stand for themselves only.
    """

    # Validators are built when first used: reading needs none, and building them all costs a tenth of a start.
    model_config = ConfigDict(extra="forbid", defer_build=True)  # type: ignore[assignment]  # SQLModel narrows it

    @field_validator("*", mode="before")
    @classmethod
    def _as_given(cls, value: Any, info: ValidationInfo) -> Any:
        kinds = _kinds(cls, str(info.field_name))
        if bool in kinds and not isinstance(value, bool):
            raise PydanticCustomError("problem.flag", "neither true nor false")
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if kinds & {int, float} and value is not None and not is_number:
            reason = "problem.number" if float in kinds else "problem.integer"
            raise PydanticCustomError(reason, "not a number")
        if isinstance(value, list):
            return [check_text(word) if isinstance(word, str) else word for word in value]
        if isinstance(value, str):
            check_text(value)
            return value or None if str in kinds else value
        return value

    @reconstructor
    def _look_at_what_was_read(self) -> None:
        """Refuse a record whose file holds a text where a number belongs, and the like."""
        for name, types in plain_columns(type(self)).items():
            value = self.__dict__.get(name)
            if value is not None and type(value) not in types:
                raise UserError("error.unreadable")


@lru_cache(maxsize=64)
def plain_columns(table: type[SQLModel]) -> Mapping[str, frozenset[Any]]:
    """Return the types that texts, numbers and flags of a sound file have, by column.

    The other columns (texts in three languages, dates, choices, lists) have a type of ours that looks at what it reads.
    """
    plain = {}
    for name in table.model_fields:
        kinds = _kinds(table, name) - {NoneType}
        if kinds <= {str, int, float, bool}:
            plain[name] = kinds | {int} if float in kinds else kinds
    return plain


@lru_cache(maxsize=512)
def _kinds(data: type[SQLModel], name: str) -> frozenset[Any]:
    """The types a field may hold."""
    annotation: Any = data.model_fields[name].annotation
    return frozenset(get_args(annotation) if isinstance(annotation, UnionType) else (annotation,))


class ChoiceColumn(TypeDecorator[StrEnum]):
    """Stores a choice as its value, so that the file reads without this program."""

    impl = String
    cache_ok = True

    def __init__(self, choices: type[StrEnum]) -> None:
        super().__init__()
        self.choices = choices

    def process_bind_param(self, value: StrEnum | str | None, _dialect: Any) -> str | None:
        """Write the value."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, _dialect: Any) -> StrEnum | None:
        """Read the value back; raises ``UserError`` ``error.unreadable`` when it is none of the choices."""
        try:
            return None if value is None else self.choices(value)
        except ValueError:
            raise UserError("error.unreadable") from None


def id_field() -> Any:
    """The identity of a record: a UUID as text."""
    return Field(primary_key=True)


def refers_to(table: str, *, required: bool = False, once: bool = False) -> Any:
    """A reference to another record; removing what is referred to is restricted by SQLite.

    ``once`` lets one record refer to it and no more.
    """
    if required:
        return Field(foreign_key=f"{table}.id", index=True, unique=once)
    return Field(default=None, foreign_key=f"{table}.id", index=True)


def local_text() -> Any:
    """A text in three languages."""
    return Field(default_factory=LocalText, sa_type=LocalTextColumn, nullable=False)


def plain_text() -> Any:
    """A text in one language, or ``None``."""
    return Field(default=None, sa_type=Text)


def partial_date() -> Any:
    """A partial date, or ``None`` where unknown."""
    return Field(default=None, sa_type=PartialDateColumn)


def words() -> Any:
    """A short list of words."""
    return Field(default_factory=list, sa_type=WordsColumn, nullable=False, max_length=50)


def choice(choices: type[StrEnum], *, default: StrEnum | None = None, required: bool = False) -> Any:
    """One of a closed list."""
    column: Any = ChoiceColumn(choices)
    if required:
        return Field(sa_type=column)
    return Field(default=default, sa_type=column)
