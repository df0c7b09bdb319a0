"""Fields and labels whose text is cut with « … » where there is no room for it, and shown whole as a tip."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QStylePainter,
    QToolTip,
    QWidget,
)

from ecocity_desktop.ui.widgets.record_delegate import plain_tip

_INSIDE = 2
"""What Qt leaves free at either side of the text of a line."""


class ElidedLine(QLineEdit):
    """A line of text that ends with « … » while it is not being typed in and does not fit."""

    def is_cut(self) -> bool:
        """Return whether the text does not fit."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self._room().width()

    def width_for(self, text: str) -> int:
        """Return how wide the field must be for a text to fit."""
        return self.fontMetrics().horizontalAdvance(text) + self.width() - self._room().width()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus() or not self.is_cut():
            super().paintEvent(event)
            return
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        room = self._room()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        QPainter.drawText(painter, room, int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), text)

    def event(self, event: QEvent) -> bool:
        return _tell_whole(self, event, self.text()) or super().event(event)

    def _room(self) -> QRect:
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        return inside.marginsRemoved(self.textMargins()).adjusted(_INSIDE, 0, -_INSIDE, 0)


class ElidedComboBox(QComboBox):
    """A list of choices whose chosen one ends with « … » where it does not fit."""

    def is_cut(self) -> bool:
        """Return whether the choice does not fit."""
        return self.fontMetrics().horizontalAdvance(self.currentText()) > self._room(self._option())

    def width_for(self, text: str) -> int:
        """Return how wide the field must be for a choice to fit."""
        return self.fontMetrics().horizontalAdvance(text) + self.width() - self._room(self._option())

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = self._option()
        painter = QStylePainter(self)
        if self.currentIndex() < 0:
            option.currentText = self.placeholderText()
            ink = option.palette.color(QPalette.ColorRole.PlaceholderText)
            option.palette.setColor(QPalette.ColorRole.ButtonText, ink)
        option.currentText = option.fontMetrics.elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, self._room(option)
        )
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def event(self, event: QEvent) -> bool:
        return _tell_whole(self, event, self.currentText()) or super().event(event)

    def _option(self) -> QStyleOptionComboBox:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        return option

    def _room(self, option: QStyleOptionComboBox) -> int:
        field = QStyle.SubControl.SC_ComboBoxEditField
        combo = QStyle.ComplexControl.CC_ComboBox
        return self.style().subControlRect(combo, option, field, self).width() - 2 * _INSIDE


class ElidedLabel(QLabel):
    """Words on one line that make way for their neighbours, and end with « … » where they do not fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def is_cut(self) -> bool:
        """Return whether the words do not fit."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self._room().width()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, room, ink = QStylePainter(self), self._room(), QPalette.ColorRole.WindowText
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawItemText(room, int(self.alignment()), self.palette(), self.isEnabled(), text, ink)

    def event(self, event: QEvent) -> bool:
        return _tell_whole(self, event, self.text()) or super().event(event)

    def _room(self) -> QRect:
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_FrameContents, option, self)
        return inside.intersected(self.contentsRect())


def _tell_whole(field: ElidedLine | ElidedComboBox | ElidedLabel, event: QEvent, text: str) -> bool:
    """Show the whole text as a tip where it is cut and nothing else is to be said."""
    if event.type() is not QEvent.Type.ToolTip or field.toolTip() or not field.is_cut():
        return False
    if isinstance(event, QHelpEvent):
        QToolTip.showText(event.globalPos(), plain_tip(text), field)
    return True
