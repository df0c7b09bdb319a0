"""Which backups to keep: the newest ones by count, then one a day, one a week, one a month."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

NEWEST, DAYS, WEEKS, MONTHS = 10, 12, 10, 9
"""How many are kept by count, and for how many days, weeks and months that have one."""


def superfluous(made: Sequence[datetime], now: datetime) -> tuple[datetime, ...]:
    """Return the backup times that may be deleted, the oldest first.

    Kept are the newest ``NEWEST``, then the newest of each of the last ``DAYS`` days, ``WEEKS`` ISO weeks and
    ``MONTHS`` months that have any. Nothing is superfluous while the clock is behind the newest backup: a clock
    that went back must not delete anything.
    """
    newest_first = sorted(set(made), reverse=True)
    if not newest_first or now < newest_first[0]:
        return ()
    kept = set(newest_first[:NEWEST])
    kept |= _newest_of_each(newest_first, lambda one: (one.year, one.month, one.day), DAYS)
    kept |= _newest_of_each(newest_first, lambda one: one.isocalendar()[:2], WEEKS)
    kept |= _newest_of_each(newest_first, lambda one: (one.year, one.month), MONTHS)
    return tuple(sorted(set(newest_first) - kept))


def _newest_of_each(
    newest_first: Sequence[datetime], span: Callable[[datetime], tuple[int, ...]], count: int
) -> set[datetime]:
    newest: dict[tuple[int, ...], datetime] = {}
    for one in newest_first:
        newest.setdefault(span(one), one)
    return set(list(newest.values())[:count])
