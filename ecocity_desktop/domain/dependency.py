"""Dependencies: which milestone waits for which, and how long after it."""

from sqlmodel import Field

from ecocity_desktop.domain.record import RecordData, id_field, refers_to

LONGEST_LAG_DAYS = 3650
"""The longest lag accepted, in days, either way."""


class DependencyData(RecordData):
    """The successor begins, at the earliest, ``lag_days`` calendar days after the predecessor ended."""

    predecessor_id: str = refers_to("milestone", required=True)
    successor_id: str = refers_to("milestone", required=True)
    lag_days: int = Field(default=0, ge=-LONGEST_LAG_DAYS, le=LONGEST_LAG_DAYS)


class Dependency(DependencyData, table=True):
    """A dependency as kept in the file."""

    id: str = id_field()
