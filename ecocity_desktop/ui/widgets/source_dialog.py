"""Making a source, or changing one, without leaving the field that names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecocity_desktop.domain.nouns import NOUNS
from ecocity_desktop.ui.dialogs.frame import Button, CalmDialog
from ecocity_desktop.ui.theme import GRID

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.ui.context import AppContext
    from ecocity_desktop.ui.widgets.editor_reference import ReferenceEditor


class SourceDialog(CalmDialog):
    """The form of one source; a new one is added as soon as it has a title."""

    def __init__(self, ctx: AppContext, source_id: str, words: str, parent: QWidget) -> None:
        from ecocity_desktop.ui.widgets.form_layout import sections_of
        from ecocity_desktop.ui.widgets.names import Names
        from ecocity_desktop.ui.widgets.record_form import RecordForm
        from ecocity_desktop.ui.widgets.record_saver import RecordSaver

        key = "ui.source.change" if source_id else "ui.source.new"
        super().__init__(ctx.catalog.text(key), parent, width=72 * GRID)
        noun = NOUNS["sources"]
        self.form = RecordForm(noun, sections_of(noun), ctx.catalog, Names(ctx, self), headings=False)
        self.saver = RecordSaver(ctx, "sources", self.form)
        self.column.addWidget(self.form)
        self.add_buttons(Button.Close)
        if source_id:
            self.saver.show(source_id)
        else:
            self.saver.start({}, {"title": words} if words else {})
        self.form.focus_first()

    @property
    def source_id(self) -> str | None:
        """The source shown, ``None`` as long as a new one has no title."""
        return self.saver.record_id

    def reject(self) -> None:
        self.saver.leave(super().reject)


def ask_for_source(ctx: AppContext, editor: ReferenceEditor, source_id: str, words: str) -> None:
    """Open the source a field names, or make one called ``words`` for it."""
    dialog = SourceDialog(ctx, source_id, words, editor.window())
    if not source_id:
        dialog.saver.added.connect(editor.point_to)
    dialog.open()
