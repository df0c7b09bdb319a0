"""What keeps a form and the file in step: shows a record, saves each field as it is left, adds a new record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ecocity_desktop.domain.nouns import NOUNS
from ecocity_desktop.errors import UserError
from ecocity_desktop.services import records
from ecocity_desktop.ui.dialogs.messages import confirm

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ecocity_desktop.domain.changes import ChangeSet
    from ecocity_desktop.errors import Problem
    from ecocity_desktop.services.workspace import Workspace
    from ecocity_desktop.ui.context import AppContext
    from ecocity_desktop.ui.widgets.record_form import RecordForm

    Verb = Callable[[Workspace, str, Mapping[str, Any]], ChangeSet]


class RecordSaver(QObject):
    """Holds which record the form shows, or that it shows one still to be added.

    ``added`` carries the id of the record once it is in the file. ``verb_for`` may name another verb for certain
    values, such as moving a milestone.
    """

    added = Signal(str)

    def __init__(
        self,
        ctx: AppContext,
        noun: str,
        form: RecordForm,
        verb_for: Callable[[Mapping[str, Any]], Verb | None] = lambda _values: None,
    ) -> None:
        super().__init__(form)
        self._ctx = ctx
        self._noun = noun
        self.form = form
        self._verb_for = verb_for
        self._fixed: dict[str, Any] = {}
        self.record_id: str | None = None
        self.is_new = False
        form.edited.connect(self._save)
        form.set_read_only(ctx.workspace.read_only)

    @property
    def noun(self) -> str:
        """Which kind of record the form shows."""
        return self._noun

    @property
    def fixed(self) -> Mapping[str, Any]:
        """What a new record is given besides what its fields hold."""
        return self._fixed

    def show(self, record_id: str) -> None:
        """Show a record of the file."""
        self.is_new = False
        self.record_id = record_id
        self.form.show_values(self._stored())

    def refresh(self) -> None:
        """Show again what the file says; what is being typed stays."""
        if self.record_id is not None:
            self.form.show_values(self._stored(), keep_typed=True)

    def start(
        self,
        fixed: Mapping[str, Any],
        suggested: Mapping[str, Any] | None = None,
        shown: Mapping[str, Any] | None = None,
    ) -> None:
        """Show the form of a new record with the values ``fixed``; it is added once what it needs is there.

        Values ``suggested`` count as typed, those ``shown`` do not, but are added with the rest.
        """
        self.is_new = True
        self.record_id = None
        self._fixed = dict(fixed)
        self.form.show_values(self._defaults() | dict(shown or {}))
        for name, value in (suggested or {}).items():
            self.form.editors[name].suggest(value)

    def clear(self) -> None:
        """Show no record."""
        self.is_new = False
        self.record_id = None

    def leave(self, then: Callable[[], None]) -> None:
        """Keep what was typed, then do ``then``; where something was refused, ask first whether to correct it."""
        if self.form.commit():
            then()
            return
        unsaved = self.form.unsaved()
        key = "ui.form.leave_new" if self.is_new else "ui.form.leave"
        confirm(
            self.form.window(),
            self._ctx.catalog,
            key,
            lambda: self._give_up(then),
            yes="ui.form.give_up",
            no="ui.form.correct",
            refused=lambda: self.form.focus_field(unsaved[0]),
            field=self.form.editors[unsaved[0]].label,
        )

    def is_clean(self) -> bool:
        """Keep what was typed; return whether nothing is left that was refused."""
        return self.form.commit()

    def _give_up(self, then: Callable[[], None]) -> None:
        self.form.discard()
        then()

    def _save(self, name: str) -> None:
        if self.is_new:
            self._add()
            return
        if self.record_id is None:
            return
        values = self.form.values_of([name])
        together = self.form.changed_values()
        problems = self._try(values)
        if problems and len(together) > len(values):
            problems = self._try(together) and problems
        if problems:
            self.form.show_problems(problems)
        else:
            self.refresh()

    def _try(self, values: Mapping[str, Any]) -> list[Problem]:
        """Change the record; return why not."""
        problems: list[Problem] = []
        verb = self._verb_for(values) or _edit(self._noun)
        self._ctx.perform(verb, self.record_id, values, on_problems=problems.extend)
        return problems

    def _add(self) -> None:
        values = {**self._fixed, **self.form.values()}
        needed = [spec.name for spec in NOUNS[self._noun].fields if spec.required]
        if any(name not in values for name in needed) or self._is_nameless(values):
            return
        problems: list[Problem] = []
        changes = self._ctx.perform(records.add_record, self._noun, values, on_problems=problems.extend)
        if problems:
            self.form.show_problems(problems)
        if changes is not None and changes.row_id is not None:
            self.is_new = False
            self.record_id = changes.row_id
            self.form.show_values(self._stored(), keep_typed=True)
            self.added.emit(changes.row_id)

    def _is_nameless(self, values: Mapping[str, Any]) -> bool:
        """A person needs no single field, but some name."""
        titles = [spec.name for spec in NOUNS[self._noun].fields if spec.title]
        return not any(values.get(name) for name in titles)

    def _stored(self) -> dict[str, Any]:
        workspace = self._ctx.workspace
        try:
            row = records.get_record(workspace, self._noun, self.record_id or "")
        except UserError:
            return {}
        return records.record_json(workspace, self._noun, row)

    def _defaults(self) -> dict[str, Any]:
        noun = NOUNS[self._noun]
        known = {spec.name: noun.data.model_fields[spec.name].get_default() for spec in noun.columns}
        return {name: value for name, value in known.items() if isinstance(value, str | bool | int)}


def _edit(noun: str) -> Verb:
    return lambda ws, record_id, values: records.edit_record(ws, noun, record_id, values)
