"""How the columns of a list share its width: each fits its heading, one takes what is left, spare ones make way."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QHeaderView

from ecocity_desktop.ui.theme import window_font
from ecocity_desktop.ui.widgets.record_delegate import pills_width

if TYPE_CHECKING:
    from ecocity_desktop.ui.widgets.cells import Column
    from ecocity_desktop.ui.widgets.record_table import RecordTable

LEAST_WIDTH = 48
_HEADING_MARGIN = 10 + 4  # that of the style sheet, and Qt's own
_ARROW = 20  # that of the column the list is sorted by


def give_room(table: RecordTable) -> None:
    """Make every column as wide as what must not be cut in it: widths that were kept may be of another language."""
    for number, column in enumerate(table.records.columns):
        if not table.isColumnHidden(number):
            table.setColumnWidth(number, max(table.columnWidth(number), least_width(table, column)))
    share_room(table)


def least_width(table: RecordTable, column: Column) -> int:
    """Return how wide a column must be for its heading, its states and, where it is ``whole``, its words."""
    # Qt cuts a heading by the font of the window, though the style sheet has it written smaller.
    heading = QFontMetricsF(window_font()).horizontalAdvance(column.title)
    header = table.horizontalHeader()
    sorted_by = header.sortIndicatorSection() if table.sorts else -1
    arrow = _ARROW if sorted_by >= 0 and table.records.columns[sorted_by] is column else 0
    return max(
        math.ceil(heading) + 2 * _HEADING_MARGIN + arrow + 1 if column.title else 0,
        pills_width(column.words),
        column.width if column.whole else 0,
    )


def share_room(table: RecordTable) -> None:
    """Hide the spare columns there is no room for, the last first, and stretch the one that takes the room.

    It keeps its own width at least: where even that is too much, the list scrolls sideways.
    """
    columns, header = table.records.columns, table.horizontalHeader()
    if not columns:
        return
    roomy = next((number for number, one in enumerate(columns) if one.takes_room), len(columns) - 1)
    own = columns[roomy].width if columns[roomy].takes_room else LEAST_WIDTH
    least = max(own, least_width(table, columns[roomy]))
    # A hidden section has no width: it comes back with the one it began with.
    widths = [
        header.sectionSize(number) or max(column.width, least_width(table, column))
        for number, column in enumerate(columns)
    ]
    widths[roomy] = least
    room = table.room
    for number in reversed(range(len(columns))):
        gone = columns[number].spare and sum(widths) > room
        widths[number] = 0 if gone else widths[number]
        if gone != table.isColumnHidden(number):
            # Beside a stretched column Qt leaves a hidden one its place.
            header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
            table.setColumnHidden(number, gone)
    fits = sum(widths) <= room
    for number in range(len(columns)):
        stretched = number == roomy and fits
        mode = QHeaderView.ResizeMode.Stretch if stretched else QHeaderView.ResizeMode.Interactive
        header.setSectionResizeMode(number, mode)
    if not fits:
        header.resizeSection(roomy, least)
