"""The texts: the same in three languages, each of them asked for by the program, and every one it asks for there."""

import ast
import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest

from ecocity_desktop.brief.document import BadgeRole
from ecocity_desktop.cli.parser import COMMANDS
from ecocity_desktop.domain.attention import AttentionLevel
from ecocity_desktop.domain.enums import LabelStage, MilestoneState, Province, Unit, choice_key
from ecocity_desktop.domain.nouns import ENTITIES, NOUNS
from ecocity_desktop.i18n.catalog import LANGUAGES, load_texts
from ecocity_desktop.services.calendar_board import Grouping
from ecocity_desktop.services.calendar_history import Slippage
from ecocity_desktop.services.project_plans import Outcome
from ecocity_desktop.settings import Paper

PACKAGE = Path(__file__).resolve().parents[2] / "ecocity_desktop"
AREAS = sorted({key.partition(".")[0] for key in load_texts("en")})
COUNTED = re.compile("_(one|other)$")

NO_KEYS = {"edit.id", "calendar.grouping", "problem.pattern"}
"""What has the shape of a key and is none: a column, a name in the settings, the kind of an error."""

ASKED_BY_THE_REST_OF_THEIR_KEY = {
    "brief.": ("brief",),
    "ui.about.": ("ui/dialogs/about.py",),
    "ui.backups.": ("ui/dialogs/backups.py", "services/backups.py", "services/backup_contents.py"),
    "ui.export.": ("ui/dialogs/export.py",),
    "ui.file.kind_": ("ui/file_menu.py",),
    "ui.first.": ("ui/dialogs/first_start.py",),
    "ui.history.": ("ui/dialogs/history.py", "domain/changes.py"),
    "ui.password.": ("ui/dialogs/password.py",),
    "ui.preferences.": ("ui/dialogs/preferences.py", "ui/dialogs/first_start.py"),
    "ui.start.": ("ui/remedies.py",),
    "ui.status.backup_": ("ui/status_bar.py",),
    "cli.search.": ("cli/finding.py",),
    "slippage.": ("cli/calendar.py",),
}
"""The beginnings that code puts before the rest of a key, and where that rest must stand as a word of its own."""


STATES = ("coming", "done", "late", "planned", "undated")
ENDS: dict[str, Iterable[str]] = {
    "attention.language.": LANGUAGES,
    "attention.level.": AttentionLevel,
    "attention.unverified_": ("city_role", "milestone", "statement"),
    "brief.agreement.": ("day", "month", "month_elided", "year"),
    "brief.badge.": BadgeRole,
    "brief.badge.language_": LANGUAGES,
    "brief.balance.": ("given", "received", *STATES),
    "brief.head.": ("commitments", "given", "received"),
    "brief.journey.": ("volunteering", "selection", "co_construction", "certification", "label"),
    "brief.ledger.": ("frame", "state", "text", "when", "who"),
    "brief.province.": Province,
    "brief.sources.accessed": ("", "_month"),
    "brief.stage.": LabelStage,
    "brief.timeline.legend.": ("announced", "coming", "done", "late", "planned", "span"),
    "brief.timeline.q": "1234",
    "brief.timeline.state.": MilestoneState,
    "cli.balance.": ("given", "received"),
    "problem.pattern.": ("country", "division_code"),
    "ui.about.build_": ("release", "source", "test"),
    "ui.backups.kind_": ("backup", "copy", "replaced"),
    "ui.calendar.change.": Slippage,
    "ui.calendar.grouping.": Grouping,
    "ui.calendar.paper_": ("a3", "a4"),
    "ui.exchange.count_": Outcome,
    "ui.file.dated_": ("backup", "copy", "replaced"),
    "ui.exchange.outcome.": Outcome,
    "ui.form.language_": ("missing", "ready", "reread"),
    "ui.form.new_": NOUNS,
    "ui.shortcuts.": ("title", "open_row", "remove_row", "offer", "give_up"),
    "ui.form.understood_": ("day", "month", "year"),
    "enum.commitment_state.": STATES,
    "unit.": Unit,
}
"""What may follow the beginning of a key that is put together while the program runs."""


def words_of(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@cache
def words_in(place: str) -> frozenset[str]:
    """Every text literal of a module, or of all modules of a folder."""
    files = [PACKAGE / place] if place.endswith(".py") else sorted((PACKAGE / place).rglob("*.py"))
    return frozenset(word for file in files for word in words_of(file))


def of_records() -> Iterator[str]:
    """The keys made from the nouns and their fields."""
    for entity, noun in ENTITIES.items():
        yield from (spec.label_key(entity) for spec in noun.fields)
        yield from (f"section.{spec.section}" for spec in noun.fields)
        yield from (f"unit.{spec.unit}" for spec in noun.fields if spec.unit)
        yield from (f"edit.{deed}_{entity}" for deed in ("add", "change", "remove"))
        yield from (f"ui.form.{deed}_{entity}" for deed in ("choose", "no"))
        yield f"noun.{noun.name}"
    for name in NOUNS:
        yield f"noun.counted.{name}"
        yield from (f"ui.form.{deed}_{name}" for deed in ("add", "change", "none_of"))


def of_choices() -> Iterator[str]:
    """The keys made from the values of closed lists."""
    for room in ("domain", "services", "exchange", "brief"):
        for file in sorted((PACKAGE / room).glob("*.py")):
            for found in vars(import_module(f"ecocity_desktop.{room}.{file.stem}")).values():
                if isinstance(found, type) and issubclass(found, StrEnum) and found is not StrEnum:
                    yield from map(choice_key, found)


def of_the_shell() -> Iterator[str]:
    """The keys made from the names of commands, menus, tabs and settings."""
    from ecocity_desktop.ui import menus, tab_list

    yield from (f"cli.command.{name}" for name in COMMANDS)
    yield from (f"cli.password.done_{deed}" for deed in ("set", "change", "remove"))
    for menu, specs in menus._MENUS:
        yield f"ui.menu.{menu}"
        yield from (f"ui.menu.{spec.key}" for spec in specs if spec is not None)
    yield from (f"ui.{deed}.named" for deed in ("undo", "redo"))
    yield from (f"ui.theme.{name}" for name in menus.THEMES)
    yield from (f"ui.paper.{name}" for name in get_args(Paper))
    yield from (f"ui.form.language_{name}" for name in LANGUAGES)
    for tab in tab_list.TABS:
        yield f"ui.tab.{tab.key}"
        yield from (f"ui.{tab.key}.{name}" for name in ("add", "add_first", "empty", "empty_words", "new"))


def of_questions() -> Iterator[str]:
    """The titles and meanings that stand beside another text."""
    yield from (f"ui.form.{name}_title" for name in ("leave", "leave_new", "remove", "remove_with"))
    yield from (f"ui.password.{deed}_title" for deed in ("set", "change"))
    yield from (f"ui.first.{name}_hint" for name in ("empty", "pilot"))
    yield from ("ui.file.restore_question_title", "ui.photo.remove_ask_title")
    names = (
        "former_picture",
        "history",
        "journal",
        "picture",
        "reference",
        "rule",
        "schema",
        "sqlite",
        "unreadable",
    )
    yield from (f"check.{name}_meaning" for name in names)


def of_pages() -> Iterator[str]:
    """The keys that code puts together from a beginning and one of the ends named here."""
    for start, ends in ENDS.items():
        yield from (f"{start}{end}" for end in ends)


@cache
def made() -> frozenset[str]:
    """Every key that is put together while the program runs, as far as it is known from its own lists."""
    return frozenset((*of_records(), *of_choices(), *of_the_shell(), *of_questions(), *of_pages()))


def is_asked_for(key: str) -> bool:
    forms = {key, COUNTED.sub("", key)}
    if forms & (words_in("") | made()):
        return True
    return any(
        key.startswith(start)
        and any({form.removeprefix(start) for form in forms} & words_in(place) for place in places)
        for start, places in ASKED_BY_THE_REST_OF_THEIR_KEY.items()
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_keys(language: str) -> None:
    assert set(load_texts(language)) ^ set(load_texts("fr")) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_names_the_same_values_in_every_language(language: str) -> None:
    def named(text: str) -> set[str]:
        return set(re.findall(r"\{\{(\w+)\}\}", text))

    texts, french = load_texts(language), load_texts("fr")
    # « un jour » and "one day" may say their number in letters.
    differing = [
        key
        for key, text in texts.items()
        if (named(text) ^ named(french[key])) - ({"count"} if COUNTED.search(key) else set())
    ]
    assert differing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_and_every_counted_one_has_both_forms(language: str) -> None:
    texts = load_texts(language)
    assert [key for key, text in texts.items() if not text.strip()] == []
    other = {"one": "other", "other": "one"}
    alone = [
        key
        for key in texts
        if (found := COUNTED.search(key)) and f"{key[: found.start()]}_{other[found[1]]}" not in texts
    ]
    assert [key for key in alone if not is_asked_for(key)] == []


def test_every_text_is_asked_for() -> None:
    assert [key for key in load_texts("fr") if not is_asked_for(key)] == []


def test_every_text_asked_for_is_there() -> None:
    texts = load_texts("fr")
    looks_like_a_key = re.compile(rf"({'|'.join(AREAS)})(\.[a-z0-9_-]+)+")
    missing = {
        f"{file.relative_to(PACKAGE)}: {word}"
        for file in PACKAGE.rglob("*.py")
        for word in words_of(file)
        if looks_like_a_key.fullmatch(word) and word not in NO_KEYS
        if not any(key == word or (key.startswith(word) and word.endswith("_")) for key in texts)
        if f"{word}_other" not in texts
    }
    assert missing == set()


def test_the_window_and_the_command_line_say_nothing_in_each_others_words() -> None:
    assert {word for word in words_in("ui") if word.startswith("cli.")} == set()
    assert {word for word in words_in("cli") if word.startswith("ui.")} == set()
