"""What the program says when a person can mend it: one error class and the problems it carries."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_REASONS: Mapping[int, str] = {
    errno.EACCES: "reason.refused",
    errno.EPERM: "reason.refused",
    errno.EROFS: "reason.read_only",
    errno.ENOSPC: "reason.full",
    errno.EFBIG: "reason.full",
    getattr(errno, "EDQUOT", errno.ENOSPC): "reason.full",
    errno.EEXIST: "reason.exists",
    errno.ENOTEMPTY: "reason.exists",
    errno.ENOENT: "reason.no_folder",
    errno.ENOTDIR: "reason.not_a_folder",
    errno.EISDIR: "reason.a_folder",
    errno.ENAMETOOLONG: "reason.name_too_long",
    errno.EINVAL: "reason.name",
    errno.EBUSY: "reason.busy",
    getattr(errno, "ETXTBSY", errno.EBUSY): "reason.busy",
    errno.EIO: "reason.disk",
    errno.ENODEV: "reason.disk",
    errno.ENXIO: "reason.disk",
    getattr(errno, "ESTALE", errno.EIO): "reason.disk",
}
"""What the system says, in its own language and for programmers, as a text key of ours."""


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


@dataclass(frozen=True)
class Reason:
    """Why the system refused something: a text key, and the number of an error that has no words here."""

    text_key: str
    code: int | str = ""


def not_written(path: object, error: Exception) -> UserError:
    """Return what to say when the system did not let a file be written; raise it ``from error``."""
    code = error.errno if isinstance(error, OSError) else None
    key = _REASONS.get(code or 0, "reason.other")
    return UserError("error.target", path=str(path), reason=Reason(key, code or type(error).__name__))


def invalid(problems: Iterable[Problem]) -> UserError:
    """Return the error that says which values were refused and why; nothing was written."""
    return UserError("error.invalid", problems=problems)
