"""The form of one record: it gives and takes a dict, and shows what is wrong beside the field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ecocity_desktop.domain.fields import Kind
from ecocity_desktop.ui.widgets.editor_base import UnreadableError
from ecocity_desktop.ui.widgets.editor_reference import ReferenceEditor
from ecocity_desktop.ui.widgets.editors import make_editor
from ecocity_desktop.ui.widgets.field_row import FieldRow
from ecocity_desktop.ui.widgets.form_layout import sourced_by
from ecocity_desktop.ui.widgets.labels import label, rule, section_label

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ecocity_desktop.domain.nouns import Noun
    from ecocity_desktop.errors import Problem
    from ecocity_desktop.i18n.catalog import Catalog
    from ecocity_desktop.ui.widgets.editor_base import FieldEditor
    from ecocity_desktop.ui.widgets.form_layout import FormRow, FormSection
    from ecocity_desktop.ui.widgets.names import Names

LABEL_WIDTH = 138
_LABEL_TOP = 7
_SWITCH_HEIGHT = 24


class RecordForm(QWidget):
    """Fields of a noun in their sections.

    ``edited`` carries the name of the field that was left and the values to be kept; ``source_asked`` the reference
    editor whose source shall be made or opened, its id and the words typed.
    """

    edited = Signal(str)
    source_asked = Signal(object, str, str)

    def __init__(
        self,
        noun: Noun,
        sections: Sequence[FormSection],
        catalog: Catalog,
        names: Names,
        *,
        headings: bool = True,
    ) -> None:
        super().__init__()
        self.noun = noun
        self.catalog = catalog
        self._names = names
        self.editors: dict[str, FieldEditor] = {}
        self._reasons: dict[str, QLabel] = {}
        self._hints: dict[str, QLabel] = {}
        self._told: set[str] = set()
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(12)
        self.grid.setVerticalSpacing(6)
        self.grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        self.grid.setColumnStretch(1, 1)
        for section in sections:
            if headings:
                self._add_heading(section.name)
            for row in section.rows:
                self._add_row(row)
        self._other_reasons = self._reason_label()
        self.grid.addWidget(self._other_reasons, self.grid.rowCount(), 1)

    def show_values(self, values: Mapping[str, Any], *, keep_typed: bool = False) -> None:
        """Show a record; with ``keep_typed``, what was typed and not yet kept stays in its field."""
        for name, editor in self.editors.items():
            value = values.get(name)
            if keep_typed and editor.is_changed() and not editor.agrees_with(value):
                continue
            show = editor.show_saved if keep_typed else editor.show_value
            show(value)
            self._clear(name)
        self._say_missing_sources()

    def values(self) -> dict[str, Any]:
        """Return what the fields hold, those left empty apart; what cannot be read is left out."""
        found = {}
        for name, editor in self.editors.items():
            if editor.is_given():
                try:
                    found[name] = editor.value()
                except UnreadableError:
                    continue
        return found

    def changed_values(self) -> dict[str, Any]:
        """Return what was typed and not yet kept, as far as it can be read."""
        return self.values_of(self.unsaved())

    def values_of(self, names: Collection[str]) -> dict[str, Any]:
        """Return the values of some fields; what cannot be read is left out."""
        found = {}
        for name in names:
            try:
                found[name] = self.editors[name].value()
            except UnreadableError:
                continue
        return found

    def unsaved(self) -> tuple[str, ...]:
        """Return the names of the fields that hold something that was not kept."""
        return tuple(name for name, editor in self.editors.items() if editor.is_changed())

    def commit(self) -> bool:
        """Have every field kept that was typed in; return whether nothing is left."""
        for name in self.unsaved():
            self._leave(name)
        return not self.unsaved()

    def discard(self) -> None:
        """Give up what was typed and not kept."""
        for name in self.unsaved():
            self.editors[name].revert()
            self._clear(name)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show each reason under its field, the others at the foot of the form."""
        loose = []
        for problem in problems:
            name, _, part = problem.field.partition(".")
            text = self.catalog.text(problem.key, **problem.params)
            if name in self.editors:
                self._tell(name, text, part)
            else:
                loose.append(text)
        self._other_reasons.setText("\n".join(loose))
        self._other_reasons.setVisible(bool(loose))

    def reason(self, name: str) -> str:
        """Return what is said to be wrong with a field, ``""`` when nothing is."""
        return self._reasons[name].text() if name in self._told else ""

    def hint(self, name: str) -> str:
        """Return what the editor of a field says it understands of what is being typed."""
        return self._hints[name].text()

    def set_read_only(self, read_only: bool) -> None:
        """Forbid typing in every field."""
        for editor in self.editors.values():
            editor.set_read_only(read_only)

    def focus_first(self) -> None:
        """Put the keyboard in the first field."""
        first = next(iter(self.editors.values()))
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_field(self, name: str) -> None:
        """Put the keyboard in a field."""
        self.editors[name].setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_missing_sources(self) -> None:
        """Where something is given without its source, say so in the field of the source."""
        for name, editor in self.editors.items():
            if isinstance(editor, ReferenceEditor) and editor.spec.refers_to == "source":
                facts = sourced_by(self.noun.entity, name)
                editor.say_wanted(not facts or any(self.editors[one].is_given() for one in facts))

    def _leave(self, name: str) -> None:
        editor = self.editors[name]
        if not editor.is_changed():
            self._clear(name)
            return
        try:
            editor.value()
        except UnreadableError as error:
            self._tell(name, self.catalog.text(error.key, **error.params))
            return
        self._clear(name)
        self.edited.emit(name)

    def _add_heading(self, name: str) -> None:
        at = self.grid.rowCount()
        if self.editors:
            line = rule()
            self.grid.setRowMinimumHeight(at, 21)
            self.grid.addWidget(line, at, 0, 1, 2, Qt.AlignmentFlag.AlignVCenter)
            at += 1
        text = self.catalog.text(f"section.{name}")
        self.grid.addWidget(section_label(text, self.catalog.language), at, 0, 1, 2)

    def _add_row(self, row: FormRow) -> None:
        holder = FieldRow(stack=row.fields[0].refers_to == "source")
        for spec in row.fields:
            editor = make_editor(self.noun, spec, self.catalog, self._names)
            self._connect(editor, holder.hint)
            reason = self._reason_label()
            reason.setObjectName(f"{spec.name}.reason")
            holder.add(editor, reason)
            self._reasons[spec.name] = reason
        first = self.editors[row.fields[0].name]
        at = self.grid.rowCount()
        self.grid.addWidget(self._row_label(row, first), at, 0, Qt.AlignmentFlag.AlignTop)
        self.grid.addWidget(holder, at, 1)

    def _row_label(self, row: FormRow, first: FieldEditor) -> QLabel:
        made = label(self.catalog.text(row.label_key), "secondary", wrap=True)
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        below_switch = first.spec.kind is Kind.LOCAL_PARAGRAPH
        made.setContentsMargins(0, _LABEL_TOP + (_SWITCH_HEIGHT if below_switch else 0), 0, 0)
        made.setFixedWidth(LABEL_WIDTH)
        if first.inputs:
            made.setBuddy(first.inputs[0])
        return made

    def _connect(self, editor: FieldEditor, hint: QLabel) -> None:
        name = editor.spec.name
        self.editors[name] = editor
        self._hints[name] = hint
        editor.left.connect(lambda: self._leave(name))
        editor.hinted.connect(lambda text: _say(hint, text))
        if isinstance(editor, ReferenceEditor):
            editor.new_asked.connect(lambda words: self.source_asked.emit(editor, "", words))
            editor.open_asked.connect(lambda which: self.source_asked.emit(editor, which, ""))

    def _tell(self, name: str, text: str, part: str = "") -> None:
        self._told.add(name)
        _say(self._reasons[name], text)
        self.editors[name].mark_wrong(True, part)
        for each in self.editors[name].inputs:
            each.setAccessibleDescription(text)

    def _clear(self, name: str) -> None:
        if name in self._told:
            self._told.discard(name)
            _say(self._reasons[name], "")
            self.editors[name].mark_wrong(False)
            for each in self.editors[name].inputs:
                each.setAccessibleDescription("")

    def _reason_label(self) -> QLabel:
        made = label("", "problem", wrap=True)
        made.hide()
        return made


def _say(where: QLabel, text: str) -> None:
    where.setText(text)
    where.setVisible(bool(text))
