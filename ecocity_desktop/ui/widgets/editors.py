"""The editor of each kind of field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecocity_desktop.domain.fields import FieldSpec, Kind
from ecocity_desktop.domain.nouns import Noun
from ecocity_desktop.ui.widgets.editor_choice import ChoiceEditor, FlagEditor, is_optional
from ecocity_desktop.ui.widgets.editor_date import DateEditor
from ecocity_desktop.ui.widgets.editor_links import LinksEditor
from ecocity_desktop.ui.widgets.editor_local import LocalTextEditor, NameEditor
from ecocity_desktop.ui.widgets.editor_number import NumberEditor
from ecocity_desktop.ui.widgets.editor_reference import ReferenceEditor
from ecocity_desktop.ui.widgets.editor_text import FilesEditor, LineEditor, ParagraphEditor, WordsEditor

if TYPE_CHECKING:
    from ecocity_desktop.i18n.catalog import Catalog
    from ecocity_desktop.ui.widgets.editor_base import FieldEditor
    from ecocity_desktop.ui.widgets.names import Names


def make_editor(noun: Noun, spec: FieldSpec, catalog: Catalog, names: Names) -> FieldEditor:
    """Return a new editor for a field of ``noun``, with its label as accessible name."""
    label = catalog.text(spec.label_key(noun.entity))
    if (noun.entity, spec.name) == ("city", "name"):
        return NameEditor(spec, catalog, label)
    if spec.name == "files":
        return FilesEditor(spec, catalog, label)
    if spec.kind is Kind.CHOICE:
        default = noun.data.model_fields[spec.name].get_default()
        return ChoiceEditor(spec, catalog, label, optional=is_optional(spec, default))
    if spec.kind is Kind.REFERENCE:
        return ReferenceEditor(spec, catalog, label, names)
    if spec.kind is Kind.LINKS:
        return LinksEditor(spec, catalog, label, names)
    return _PLAIN[spec.kind](spec, catalog, label)


_PLAIN: dict[Kind, type[FieldEditor]] = {
    Kind.LINE: LineEditor,
    Kind.PARAGRAPH: ParagraphEditor,
    Kind.LOCAL_LINE: LocalTextEditor,
    Kind.LOCAL_PARAGRAPH: LocalTextEditor,
    Kind.DATE: DateEditor,
    Kind.NUMBER: NumberEditor,
    Kind.INTEGER: NumberEditor,
    Kind.FLAG: FlagEditor,
    Kind.WORDS: WordsEditor,
}
