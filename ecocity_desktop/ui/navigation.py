"""How a widget asks for another place of the window: an event that climbs from parent to parent to the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject

_ASKED = QEvent.Type(QEvent.registerEventType())


class PlaceAsked(QEvent):
    """A place of the window somebody asks for: ``place`` is ``record``, ``new``, ``history`` or ``backup``.

    For ``record`` and ``history`` the record is named, for ``new`` only its noun; ``backup`` asks for one before much
    is removed.
    """

    def __init__(self, place: str, noun: str, record_id: str) -> None:
        super().__init__(_ASKED)
        self.place = place
        self.noun = noun
        self.record_id = record_id


def open_record(asking: QObject, noun: str, record_id: str) -> None:
    """Show a record in the tab of its noun, as the search does."""
    _climb(asking, PlaceAsked("record", noun, record_id))


def begin_record(asking: QObject, noun: str) -> None:
    """Show the tab of a noun with the empty form of a new record."""
    _climb(asking, PlaceAsked("new", noun, ""))


def show_history(asking: QObject, noun: str, record_id: str) -> None:
    """Show who changed a record, when and how."""
    _climb(asking, PlaceAsked("history", noun, record_id))


def keep_backup(asking: QObject) -> None:
    """Take a copy of the file at once, to be made a backup: much is about to be removed."""
    _climb(asking, PlaceAsked("backup", "", ""))


def _climb(asking: QObject, event: PlaceAsked) -> None:
    """Offer the event to each parent in turn until one accepts it."""
    place: QObject | None = asking
    event.ignore()
    while place is not None and not event.isAccepted():
        QCoreApplication.sendEvent(place, event)
        place = place.parent()
