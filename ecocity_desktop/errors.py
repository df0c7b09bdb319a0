"""What the program says when a person can mend it: one error class and the problems it carries."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as dataclass_field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True)
class Problem:
    """One reason why a value was not accepted.

    ``field`` is the name of the field (``"planned_on"``, or ``"name.fr"`` for one language of a text), ``key`` the text
    key of the reason, ``params`` what the text's placeholders stand for.
    """

    field: str
    key: str
    params: Mapping[str, Any] = dataclass_field(default_factory=lambda: MappingProxyType({}))


class UserError(Exception):
    """Something a person can mend: said calmly, translated, with what to do next.

    ``key`` is a text key under ``error.``; ``params`` fill its placeholders. Anything else is a bug.
    """

    def __init__(self, key: str, *, problems: Iterable[Problem] = (), **params: Any) -> None:
        super().__init__(key)
        self.key = key
        self.params = params
        self.problems: tuple[Problem, ...] = tuple(problems)


def invalid(problems: Iterable[Problem]) -> UserError:
    """Return the error that says which values were refused and why; nothing was written."""
    return UserError("error.invalid", problems=problems)
