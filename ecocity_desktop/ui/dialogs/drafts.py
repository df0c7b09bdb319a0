"""What was typed and not saved when the program last stopped: shown, and saved or dropped as the user says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialogButtonBox, QPlainTextEdit

from ecocity_desktop.domain.local_text import LANGUAGES
from ecocity_desktop.domain.nouns import NOUNS
from ecocity_desktop.errors import UserError
from ecocity_desktop.services import records
from ecocity_desktop.services.drafts import keep_drafts
from ecocity_desktop.services.naming import name_of
from ecocity_desktop.ui.dialogs.frame import Button, CalmDialog
from ecocity_desktop.ui.dialogs.messages import error_words
from ecocity_desktop.ui.theme import GRID, set_role
from ecocity_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.domain.changes import ChangeSet
    from ecocity_desktop.domain.fields import FieldSpec
    from ecocity_desktop.i18n.catalog import Catalog
    from ecocity_desktop.services.drafts import Draft
    from ecocity_desktop.services.workspace import Workspace
    from ecocity_desktop.ui.context import AppContext


class DraftsDialog(CalmDialog):
    """Each text is saved like any edit, and can be undone; one that is refused stays here, to be copied.

    ``left_over`` carries the drafts that are still kept.
    """

    left_over = Signal(object)

    def __init__(self, ctx: AppContext, drafts: Sequence[Draft], parent: QWidget | None = None) -> None:
        super().__init__(ctx.catalog.text("ui.drafts.title"), parent, width=76 * GRID)
        self._ctx = ctx
        self._drafts = tuple(drafts)
        self.said = label(ctx.catalog.text("ui.drafts.words"), wrap=True)
        self.column.addWidget(self.said)
        self.shown = QPlainTextEdit(self)
        self.shown.setReadOnly(True)
        self.shown.setTabChangesFocus(True)
        self.shown.setAccessibleName(ctx.catalog.text("ui.drafts.list"))
        self.shown.setMinimumHeight(24 * GRID)
        self.column.addWidget(self.shown, 1)
        box = self.add_buttons(Button.Close)
        self.forget = box.addButton(
            ctx.catalog.text("ui.drafts.forget"), QDialogButtonBox.ButtonRole.DestructiveRole
        )
        self.save = box.addButton(ctx.catalog.text("ui.drafts.save"), QDialogButtonBox.ButtonRole.ActionRole)
        set_role(self.save, "primary")
        self.save.clicked.connect(self.save_all)
        self.forget.clicked.connect(self._forget)
        box.button(Button.Close).setText(ctx.catalog.text("ui.drafts.later"))
        self._show()

    def save_all(self) -> None:
        """Save every text; those refused stay in the list with the reason."""
        left, reasons = [], []
        for draft in self._drafts:
            try:
                rest = self._save(draft)
            except UserError as error:
                reasons.append(refusal_words(self._ctx.catalog, draft, error))
                rest = draft
            if rest.values or rest.typed:
                left.append(rest)
        self._keep(left)
        if not left:
            self.accept()
            self._ctx.tell("ui.drafts.saved")
            return
        self.said.setText("\n".join([self._ctx.catalog.text("ui.drafts.refused"), *reasons]))
        self.save.setEnabled(False)
        self._show()

    def _save(self, draft: Draft) -> Draft:
        """Save one draft by the verb its form would have used; return what is left of it: words that are no value."""
        if not draft.values:
            return draft
        changes = _saved(self._ctx.workspace, draft)
        if changes.edit_id is not None:
            self._ctx.changed.emit(changes)
        return replace(draft, record_id=draft.record_id or changes.row_id, values={})

    def _forget(self) -> None:
        self._keep(())
        self.accept()

    def _keep(self, drafts: Sequence[Draft]) -> None:
        self._drafts = tuple(drafts)
        keep_drafts(self._ctx.workspace.path, self._drafts)
        self.left_over.emit(self._drafts)

    def _show(self) -> None:
        self.shown.setPlainText("\n\n".join(draft_words(self._ctx, draft) for draft in self._drafts))


def refusal_words(catalog: Catalog, draft: Draft, error: UserError) -> str:
    """Return why a draft was refused: each field with what is wrong with it, else what the error says."""
    noun, lines = NOUNS[draft.noun], []
    for problem in error.problems:
        spec = noun.field(problem.field.partition(".")[0])
        words = catalog.text(problem.key, **problem.params)
        field = catalog.text(spec.label_key(noun.entity)) if spec else ""
        lines.append(catalog.text("ui.drafts.field", field=field, words=words) if field else words)
    return "\n".join(lines) or error_words(catalog, error)


def draft_words(ctx: AppContext, draft: Draft) -> str:
    """Return a draft as a person reads it: which record, then each field with what stood in it."""
    noun = NOUNS[draft.noun]
    name = name_of(ctx.workspace, noun.entity, draft.record_id) if draft.record_id else None
    called = name.read(ctx.catalog.language).text if name else ctx.catalog.text("ui.drafts.new")
    lines = [f"{ctx.catalog.text(f'noun.{draft.noun}', count=1)} · {called}"]
    for spec in noun.fields:
        caption = ctx.catalog.text(spec.label_key(noun.entity))
        for words in _words(ctx.catalog, spec, draft):
            lines.append(f"    {ctx.catalog.text('ui.drafts.field', field=caption, words=words)}")
    return "\n".join(lines)


def _words(catalog: Catalog, spec: FieldSpec, draft: Draft) -> list[str]:
    if spec.name in draft.typed:
        return [draft.typed[spec.name]]
    value: Any = draft.values.get(spec.name)
    if isinstance(value, dict):
        return [f"{name.upper()}  {value[name]}" for name in LANGUAGES if value.get(name)]
    if value is None or value in ("", []):
        return []
    if spec.choices is not None and isinstance(value, str) and catalog.has(spec.choice_key(value)):
        return [catalog.text(spec.choice_key(value))]
    return [", ".join(map(str, value)) if isinstance(value, list) else str(value)]


def _saved(ws: Workspace, draft: Draft) -> ChangeSet:
    if draft.record_id is None:
        return records.add_record(ws, draft.noun, {**draft.fixed, **draft.values})
    return records.edit_record(ws, draft.noun, draft.record_id, draft.values)
