"""How the columns of a list share its width: states fit their words, one takes what is left, spare ones make way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHeaderView

from ecocity_desktop.ui.widgets.record_delegate import pills_width

if TYPE_CHECKING:
    from ecocity_desktop.ui.widgets.record_table import RecordTable

LEAST_WIDTH = 48


def give_room(table: RecordTable) -> None:
    """Make every column of states as wide as its words: widths that were kept may be of another language."""
    for number, column in enumerate(table.records.columns):
        if not table.isColumnHidden(number):
            table.setColumnWidth(number, max(table.columnWidth(number), pills_width(column.words)))
    share_room(table)


def share_room(table: RecordTable) -> None:
    """Hide the spare columns there is no room for, the last first, and stretch the one that takes the room.

    It keeps its own width at least: where even that is too much, the list scrolls sideways.
    """
    columns, header = table.records.columns, table.horizontalHeader()
    if not columns:
        return
    roomy = next((number for number, one in enumerate(columns) if one.takes_room), len(columns) - 1)
    least = columns[roomy].width if columns[roomy].takes_room else LEAST_WIDTH
    # A hidden section has no width: it comes back with the one it began with.
    widths = [header.sectionSize(number) or column.width for number, column in enumerate(columns)]
    widths[roomy] = least
    room = table.room
    for number in reversed(range(len(columns))):
        gone = columns[number].spare and sum(widths) > room
        widths[number] = 0 if gone else widths[number]
        if gone != table.isColumnHidden(number):
            table.setColumnHidden(number, gone)
    fits = sum(widths) <= room
    for number in range(len(columns)):
        stretched = number == roomy and fits
        mode = QHeaderView.ResizeMode.Stretch if stretched else QHeaderView.ResizeMode.Interactive
        header.setSectionResizeMode(number, mode)
    if not fits:
        header.resizeSection(roomy, least)
