"""Keeps the window alive on Python 3.11, whose ``None`` is counted and which PySide6 6.12 counts down.

PySide6 6.12.0 gives back one reference of ``None`` too many in every call of a C++ method that returns nothing, and in
every ``data()`` that returns ``None`` (measured: ``sys.getrefcount(None)`` falls by one a call; 6.11 does not). After
some ten thousand calls Python stops with "deallocating None". From Python 3.12 on ``None`` is immortal (PEP 683) and
nothing happens.
"""

from __future__ import annotations

import sys

_REFERENCES = 1 << 60


def keep_none_alive() -> None:
    """Give ``None`` more references than anybody can take back, as Python 3.12 does by itself."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython" or hasattr(sys, "getobjects"):
        return
    import ctypes

    count = ctypes.c_ssize_t.from_address(id(None))
    if count.value < _REFERENCES:
        count.value += _REFERENCES
