"""Keeps the window alive on Python 3.11, whose ``None``, ``True`` and ``False`` are counted and which PySide6 6.12
counts down.

PySide6 6.12.0 gives back one reference of ``None`` too many in every call of a C++ method that returns nothing, and in
every ``data()`` that returns ``None``; and one of ``True`` in every ``Signal.emit`` (measured: ``sys.getrefcount``
falls by one a call; 6.11 does not take ``None``). After some ten thousand calls Python stops with "deallocating None",
after some thousand signals with "deallocating True or False". From Python 3.12 on they are immortal (PEP 683) and
nothing happens.
"""

from __future__ import annotations

import sys

_REFERENCES = 1 << 60


def keep_none_alive() -> None:
    """Give ``None``, ``True`` and ``False`` more references than anybody can take back, as Python 3.12 does itself."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython" or hasattr(sys, "getobjects"):
        return
    import ctypes

    for constant in (None, True, False):
        count = ctypes.c_ssize_t.from_address(id(constant))
        if count.value < _REFERENCES:
            count.value += _REFERENCES
