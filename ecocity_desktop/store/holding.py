"""A connection that holds the lock of a file, so that no handle of it that is closed elsewhere gives the lock up."""

from __future__ import annotations

import sqlcipher3.dbapi2 as driver

from ecocity_desktop.reading import hold, release


class HoldingConnection(driver.Connection):  # type: ignore[misc]  # the driver bears no types
    """A connection that says which file (device, number on it) it holds, if it does, until it is closed."""

    _held: tuple[int, int] | None = None

    def hold(self, identity: tuple[int, int]) -> None:
        """Say, before the lock is taken, whose it is: see ``reading``."""
        hold(identity)
        self._held = identity

    def close(self) -> None:
        """Close the connection, which gives the lock up."""
        super().close()
        if self._held is not None:
            release(self._held)
            self._held = None
