"""Baselines: moments of the calendar with a name, such as a steering committee; the journal knows its dates then."""

from datetime import UTC, datetime
from typing import Any

from pydantic import field_validator
from pydantic_core import PydanticCustomError

from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.record import RecordData, id_field, local_text


class BaselineData(RecordData):
    """One named moment; ``frozen_at`` is an instant in UTC as the journal writes them. No date is copied."""

    name: LocalText = local_text()
    frozen_at: str
    note: LocalText = local_text()

    @field_validator("frozen_at", mode="after")
    @classmethod
    def _instant(cls, value: str) -> str:
        return moment_text(value)


class Baseline(BaselineData, table=True):
    """A baseline as kept in the file."""

    id: str = id_field()


def moment_text(value: Any) -> str:
    """Return an instant as the journal writes it: ``2018-03-15T09:30:00.000000Z``; one without a zone is in UTC.

    Raises ``PydanticCustomError`` typed ``problem.instant``.
    """
    try:
        moment = datetime.fromisoformat(str(value))
        if len(str(value)) <= len("2018-03-15"):
            raise ValueError(value)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        text = moment.astimezone(UTC).isoformat(timespec="microseconds")
    except (ValueError, OverflowError):
        raise PydanticCustomError(
            "problem.instant", "not an instant: {value}", {"value": str(value)[:40]}
        ) from None
    return text.replace("+00:00", "Z")


def read_instant(text: str) -> datetime:
    """Return the instant written by ``moment_text``, in UTC."""
    return datetime.fromisoformat(text)
