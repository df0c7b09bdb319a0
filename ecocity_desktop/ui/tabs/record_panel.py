"""The middle column of a record tab: heading, form, and the lists of what belongs to the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ecocity_desktop.domain.nouns import NOUNS
from ecocity_desktop.ui import icons
from ecocity_desktop.ui.theme import set_role
from ecocity_desktop.ui.widgets.form_layout import sections_of
from ecocity_desktop.ui.widgets.record_dialog import ask_for_source
from ecocity_desktop.ui.widgets.record_form import RecordForm
from ecocity_desktop.ui.widgets.record_saver import RecordSaver
from ecocity_desktop.ui.widgets.title_line import TitleLine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ecocity_desktop.ui.context import AppContext
    from ecocity_desktop.ui.widgets.names import Names
    from ecocity_desktop.ui.widgets.record_saver import Verb
    from ecocity_desktop.ui.widgets.section import Section

_SIDE, _TOP = 22, 14
LEAST_WIDTH = 464
"""Room for the widest form in every language; all three columns still fit the smallest window."""


class RecordPanel(QWidget):
    """Shows one record, or one still to be added. The ``sections`` below the form only show once it is in the file."""

    history_asked = Signal()
    removal_asked = Signal()

    def __init__(
        self,
        ctx: AppContext,
        noun: str,
        names: Names,
        sections: Sequence[Section],
        verb_for: Callable[..., Verb | None],
    ) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(self, "paper")
        self._ctx = ctx
        self.title = TitleLine()
        self.form = RecordForm(NOUNS[noun], sections_of(NOUNS[noun]), ctx.catalog, names)
        self.form.source_asked.connect(lambda editor, which, words: ask_for_source(ctx, editor, which, words))
        self.saver = RecordSaver(ctx, noun, self.form, verb_for)
        self.sections = tuple(sections)
        self.history = QPushButton(ctx.catalog.text("ui.form.history"))
        self.history.setObjectName("history")
        self.history.clicked.connect(self.history_asked)
        self.actions_row = QHBoxLayout()
        self.more = self._more_button()
        self.area = QScrollArea()
        self._lay_out()

    def show_record(self, record_id: str) -> None:
        """Show a record of the file, from the top."""
        self.saver.show(record_id)
        self._show_sections(True)
        self.area.verticalScrollBar().setValue(0)

    def start(self) -> None:
        """Show an empty form for a new record, the keyboard in its first field."""
        self.saver.start({})
        self._show_sections(False)
        self.area.verticalScrollBar().setValue(0)
        self.form.focus_first()

    def joined_file(self) -> None:
        """Show what belongs to the record, which is in the file now."""
        self._show_sections(True)

    def leave(self, then: Callable[[], None]) -> None:
        """Keep what is being typed anywhere in the panel, then do ``then``; asks first where something was refused."""
        step = then
        for section in self.sections:
            step = _after(section, step)
        self.saver.leave(step)

    def is_clean(self) -> bool:
        """Keep what is being typed; return whether nothing is left that was refused."""
        return all([self.saver.is_clean(), *(section.is_clean() for section in self.sections)])

    def _show_sections(self, shown: bool) -> None:
        for section in self.sections:
            section.setVisible(shown)
        self.history.setEnabled(shown)
        self.more.setEnabled(shown)

    def _more_button(self) -> QToolButton:
        text = self._ctx.catalog.text
        button = QToolButton()
        button.setObjectName("more")
        icons.draw(button, "ellipsis", "ink")
        set_role(button, "button")
        button.setAccessibleName(text("ui.form.more"))
        button.setToolTip(text("ui.form.more"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        remove = menu.addAction(text("ui.form.remove_record"))
        icons.draw(remove, "trash-2", "late")
        remove.setObjectName("remove")
        remove.setEnabled(not self._ctx.workspace.read_only)
        remove.triggered.connect(self.removal_asked)
        button.setMenu(menu)
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(_SIDE, _TOP, _SIDE, 4)
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addLayout(self.actions_row)
        head.addWidget(self.history)
        head.addWidget(self.more)
        body = QWidget()
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(body, "paper")
        body.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        inner = QVBoxLayout(body)
        inner.setContentsMargins(_SIDE, 4, _SIDE, 24)
        inner.setSpacing(18)
        inner.addWidget(self.form)
        for section in self.sections:
            inner.addWidget(section)
        inner.addStretch(1)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(body)
        self.setMinimumWidth(LEAST_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.area, 1)


def _after(section: Section, then: Callable[[], None]) -> Callable[[], None]:
    return lambda: section.leave(then)
