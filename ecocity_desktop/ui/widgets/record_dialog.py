"""A form over the window, for what has no list of its own: a source, the programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecocity_desktop.domain.nouns import NOUNS
from ecocity_desktop.ui.dialogs.frame import Button, CalmDialog
from ecocity_desktop.ui.theme import GRID
from ecocity_desktop.ui.widgets.form_layout import sections_of
from ecocity_desktop.ui.widgets.names import Names
from ecocity_desktop.ui.widgets.record_form import RecordForm
from ecocity_desktop.ui.widgets.record_saver import RecordSaver

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.ui.context import AppContext
    from ecocity_desktop.ui.widgets.editor_reference import ReferenceEditor


class RecordDialog(CalmDialog):
    """The form of one record; a new one is added as soon as it has what it needs.

    ``suggested`` holds texts a new record begins with.
    """

    def __init__(
        self,
        ctx: AppContext,
        noun: str,
        record_id: str,
        parent: QWidget,
        suggested: dict[str, str] | None = None,
    ) -> None:
        key = f"ui.form.change_{noun}" if record_id else f"ui.form.new_{noun}"
        super().__init__(ctx.catalog.text(key), parent, width=76 * GRID)
        form = RecordForm(
            NOUNS[noun], sections_of(NOUNS[noun]), ctx.catalog, Names(ctx, self), headings=False
        )
        self.saver = RecordSaver(ctx, noun, form)
        form.source_asked.connect(lambda editor, which, words: ask_for_source(ctx, editor, which, words))
        self.column.addWidget(form)
        self.add_buttons(Button.Close)
        if record_id:
            self.saver.show(record_id)
        else:
            self.saver.start({}, suggested)
        form.focus_first()

    def reject(self) -> None:
        self.saver.leave(super().reject)


def ask_for_source(ctx: AppContext, editor: ReferenceEditor, source_id: str, words: str) -> None:
    """Open the source a field names, or make one called ``words`` for it."""
    suggested = {"title": words} if words else {}
    dialog = RecordDialog(ctx, "sources", source_id, editor.window(), suggested)
    if not source_id:
        dialog.saver.added.connect(editor.point_to)
    dialog.open()
