"""What time it is: the clock every write is dated by."""

import os
from collections.abc import Callable
from datetime import UTC, datetime

from ecocity_desktop.errors import UserError

Clock = Callable[[], datetime]

_FIRST_YEAR, _LAST_YEAR = 1900, 9000
"""Beyond, the calendar ends before the next edit, or in another time zone."""


def system_clock() -> datetime:
    """Return the time in UTC; ``ECOCITY_NOW``, an ISO instant, replaces it."""
    given = os.environ.get("ECOCITY_NOW")
    if not given:
        return datetime.now(UTC)
    try:
        instant = datetime.fromisoformat(given)
    except ValueError:
        raise UserError("error.clock", value=given) from None
    if not _FIRST_YEAR <= instant.year <= _LAST_YEAR:
        raise UserError("error.clock", value=given)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
