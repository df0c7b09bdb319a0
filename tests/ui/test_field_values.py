"""What a field reads: numbers as their readers write them, and texts that are changed where somebody typed only."""

from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from ecocity_desktop.domain.nouns import NOUNS
from ecocity_desktop.i18n.catalog import Catalog
from ecocity_desktop.ui.context import AppContext
from ecocity_desktop.ui.widgets.editor_base import FieldEditor, UnreadableError
from ecocity_desktop.ui.widgets.editor_number import read_number
from ecocity_desktop.ui.widgets.editors import make_editor
from ecocity_desktop.ui.widgets.names import Names

UNREADABLE = None


def editor_of(ctx: AppContext, noun: str, field: str, shown: Any) -> FieldEditor:
    spec = next(one for one in NOUNS[noun].fields if one.name == field)
    made = make_editor(NOUNS[noun], spec, Catalog("fr", strict=True), Names(ctx, ctx))
    made.show_value(shown)
    return made


def append(editor: FieldEditor, text: str) -> None:
    """Type ``text`` at the end of the field."""
    place = editor.inputs[0]
    if isinstance(place, QPlainTextEdit):
        place.moveCursor(place.textCursor().MoveOperation.End)
        place.insertPlainText(text)
    elif isinstance(place, QLineEdit):
        place.end(False)
        place.insert(text)
        place.textEdited.emit(place.text())


@pytest.mark.parametrize(
    ("typed", "in_french", "elsewhere"),
    [
        ("1,5", 1.5, UNREADABLE),
        ("42,93", 42.93, UNREADABLE),
        ("1,2,3", UNREADABLE, UNREADABLE),
        ("1,234", 1.234, 1234.0),
        ("1，234", 1.234, 1234.0),
        ("1,234,567.5", UNREADABLE, 1_234_567.5),
        ("1,234 567", UNREADABLE, UNREADABLE),
        ("1.5", 1.5, 1.5),
        (".5", 0.5, 0.5),
        ("-,5", -0.5, UNREADABLE),
        (",", UNREADABLE, UNREADABLE),
        ("１．５", 1.5, 1.5),
        ("1 5", UNREADABLE, UNREADABLE),
        ("1 234,5", 1234.5, UNREADABLE),
        ("1.234.567,5", 1_234_567.5, UNREADABLE),
        ("1.5,3", UNREADABLE, UNREADABLE),
        ("5\u202f231\u00a0180,5", 5_231_180.5, UNREADABLE),
        ("5 231 180.5", 5_231_180.5, 5_231_180.5),
        ("12 3456", UNREADABLE, UNREADABLE),
        ("− 1’234", -1234.0, -1234.0),
    ],
)
def test_a_number_is_read_only_where_its_marks_group_it_in_threes(
    typed: str, in_french: float | None, elsewhere: float | None
) -> None:
    for language, meant in (("fr", in_french), ("en", elsewhere), ("zh", elsewhere)):
        if meant is UNREADABLE:
            with pytest.raises(UnreadableError) as refused:
                read_number(typed, language)
            assert refused.value.key == "problem.number"
        else:
            assert read_number(typed, language) == meant


def test_whole_numbers_may_be_grouped_and_have_no_fraction(dressed: object) -> None:
    assert read_number("5 231 180", "fr", whole=True) == 5_231_180
    assert read_number("-.0", "en", whole=True) == 0
    assert read_number("9,007,199,254,740,993", "en", whole=True) == 9_007_199_254_740_993
    for typed, language in (("1,5", "en"), ("1,5", "fr"), ("20,24", "zh")):
        with pytest.raises(UnreadableError) as refused:
            read_number(typed, language, whole=True)
        assert refused.value.key == "problem.integer"


def test_a_file_is_added_to_a_list_without_cutting_the_names_in_it(ctx: AppContext) -> None:
    files = editor_of(ctx, "agreements", "files", ["Rapport final, v2.pdf"])
    append(files, "\nphoto ; 1, 2、3.jpg \n\n")
    assert files.value() == ["Rapport final, v2.pdf", "photo ; 1, 2、3.jpg"]
    files.revert()
    assert not files.is_changed()
    assert files.value() == ["Rapport final, v2.pdf"]


def test_a_spelling_that_holds_a_comma_stays_whole_when_another_is_added(ctx: AppContext) -> None:
    spellings = editor_of(ctx, "cities", "other_names", ["Qingyun, Shandong", "Qing", " 青云 "])
    append(spellings, ", Qingyun, Ch’ing-yün")
    assert spellings.value() == ["Qingyun, Shandong", "Qing", " 青云 ", "Qingyun", "Ch’ing-yün"]


@pytest.mark.parametrize(
    ("noun", "field", "language"),
    [
        ("sources", "note", ""),
        ("cities", "lead", "fr"),
        ("cities", "climate_text", "fr"),
        ("cities", "pinyin", ""),
        ("cities", "name", "fr"),
    ],
)
def test_an_edit_of_a_text_changes_what_was_typed_and_nothing_else(
    ctx: AppContext, noun: str, field: str, language: str
) -> None:
    stored = "  alinéa\u2028suite, fin\u00a0  "
    editor = editor_of(ctx, noun, field, {language: stored} if language else stored)
    assert not editor.is_changed()
    place = editor.inputs[0]
    cursor_at = stored.index("suite")
    if isinstance(place, QPlainTextEdit):
        cursor = place.textCursor()
        cursor.setPosition(cursor_at)
        cursor.insertText("la ")
    elif isinstance(place, QLineEdit):
        place.setCursorPosition(cursor_at)
        place.insert("la ")
        place.textEdited.emit(place.text())
    kept = editor.value()
    assert (kept[language] if language else kept) == "  alinéa\u2028la suite, fin\u00a0  "


def test_blanks_typed_at_the_ends_of_a_text_are_left_out(ctx: AppContext) -> None:
    note = editor_of(ctx, "sources", "note", "un\r\ndeux")
    append(note, "\ntrois \n")
    assert note.value() == "un\ndeux\ntrois"


def test_words_added_behind_a_list_leave_it_as_it_was(ctx: AppContext) -> None:
    names = editor_of(ctx, "cities", "other_names", ["A", "B", "A, B"])
    names.line.setText("A, B, A, B, new")
    assert names.value() == ["A", "B", "A, B", "new"]
