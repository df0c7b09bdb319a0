"""What each command takes, and reading a command line into it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from ecocity_desktop.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Option:
    """An option; ``placeholder`` names its value, ``choices`` closes the list of values, neither: it takes none."""

    name: str
    placeholder: str = ""
    choices: tuple[str, ...] = ()
    repeats: bool = False
    required: bool = False

    def names(self, word: str) -> bool:
        """Whether ``word`` is this option, alone or with its value joined."""
        return word.partition("=")[0] == self.name

    @property
    def takes_value(self) -> bool:
        """Whether a value follows."""
        return bool(self.placeholder or self.choices)

    def usage(self) -> str:
        """How it is written: ``[--paper a4|letter]``."""
        value = "|".join(self.choices) or self.placeholder
        if self.required:
            return f"{self.name} {value}"
        return f"[{self.name}{' ' if value else ''}{value}]{'...' if self.repeats else ''}"


@dataclass(frozen=True)
class Command:
    """One command: where it runs (module and function), its words in order, its options.

    ``together`` are further words, all given or none; ``rest`` names a word that may come any number of times.
    """

    name: str
    runs: str
    words: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    rest: str = ""
    options: tuple[Option, ...] = ()

    @property
    def accepted(self) -> tuple[Option, ...]:
        """Its options, and ``--language``, which every command takes for what it says."""
        own = any(option.name == _LANGUAGE.name for option in self.options)
        return self.options if own else (*self.options, _LANGUAGE)

    def usage(self) -> str:
        """How it is written: ``list FILE NOUN [--language fr|en|zh]``."""
        parts = [self.name, *self.words]
        if self.together:
            parts.append(f"[{' '.join(self.together)}]")
        if self.rest:
            parts.append(f"[{self.rest} ...]")
        return " ".join([*parts, *(option.usage() for option in self.options)])


@dataclass(frozen=True)
class Asked:
    """A command line understood: the words by name, further words, the values of each option given."""

    command: Command
    words: Mapping[str, str]
    rest: tuple[str, ...]
    options: Mapping[str, tuple[str, ...]]
    as_json: bool
    help: bool = False

    def option(self, name: str) -> str | None:
        """The value of an option that comes once, ``None`` if it was not given."""
        return next(iter(self.options.get(name, ())), None)


_LANGUAGE = Option("--language", choices=("fr", "en", "zh"))
_LANGUAGES = Option("--language", choices=("fr", "en", "zh"), repeats=True)
_BRIEF_OPTIONS = (
    Option("--all"),
    Option("--output", "DIR", required=True),
    _LANGUAGES,
    Option("--paper", choices=("a4", "letter")),
    Option("--as-of", "DATE"),
    Option("--safe"),
)
_SAFE = Option("--safe")
_CITY = Option("--city", "CITY")
_PARTNER = Option("--partner", "PARTNER")
_STATE = Option("--state", choices=("done", "late", "coming", "planned", "undated"))
_CAUSES = ("authority", "partner", "funding", "technical", "dependency", "protocol", "other")
_MOVE_OPTIONS = (
    Option("--field", choices=("planned_on", "forecast_on", "actual_on")),
    Option("--start", "DATE"),
    Option("--reason", "TEXT"),
    Option("--cause", choices=_CAUSES),
    Option("--followers"),
    Option("--dry-run"),
)
_BALANCE_OPTIONS = (Option("--output", "F.pdf"), _LANGUAGE, Option("--paper", choices=("a4", "letter")))
_PASSWORD_OPTIONS = (Option("--set"), Option("--change"), Option("--remove"))
_COMMANDS = (
    Command("new", "files:make", ("FILE",), options=(Option("--sample"),)),
    Command("list", "records:show_all", ("FILE", "NOUN"), options=(_LANGUAGE,)),
    Command("show", "records:show_one", ("FILE", "NOUN", "ID")),
    Command("add", "records:add", ("FILE", "NOUN", "VALUES")),
    Command("edit", "records:edit", ("FILE", "NOUN", "ID", "VALUES")),
    Command("remove", "records:remove", ("FILE", "NOUN", "ID")),
    Command("undo", "past:undo", ("FILE",)),
    Command("redo", "past:redo", ("FILE",)),
    Command("history", "past:history", ("FILE",), ("NOUN", "ID")),
    Command("search", "finding:search", ("FILE", "QUERY")),
    Command("brief", "briefs:brief", ("FILE",), rest="CITY", options=_BRIEF_OPTIONS),
    Command("photo-set", "photos:put", ("FILE", "CITY", "IMAGE"), ("VALUES",)),
    Command(
        "photo-export",
        "photos:export",
        ("FILE", "CITY"),
        options=(Option("--output", "F.jpg", required=True),),
    ),
    Command("photo-remove", "photos:remove", ("FILE", "CITY")),
    Command("ledger", "ledger:ledger", ("FILE",), options=(_PARTNER, _CITY, _STATE, _LANGUAGE)),
    Command("balance", "ledger:balance", ("FILE",), rest="PARTNER", options=_BALANCE_OPTIONS),
    Command("terms", "ledger:terms", ("FILE",), options=(_LANGUAGE,)),
    Command("recur", "ledger:recur", ("FILE",), options=(Option("--apply"), _LANGUAGE)),
    Command("move", "calendar:move", ("FILE", "ID", "DATE"), options=_MOVE_OPTIONS),
    Command("chain", "calendar:chain", ("FILE",), ("CITY",)),
    Command("baseline", "calendar:baseline", ("FILE", "NAME"), options=(Option("--at", "WHEN"),)),
    Command("as-of", "calendar:as_of", ("FILE", "WHEN"), options=(_LANGUAGE,)),
    Command(
        "slippage", "calendar:slippage", ("FILE", "SINCE"), options=(Option("--until", "WHEN"), _LANGUAGE)
    ),
    Command("trend", "calendar:trend", ("FILE",), rest="MILESTONE", options=(_LANGUAGE,)),
    Command(
        "calendar",
        "calendar:calendar",
        ("FILE",),
        options=(Option("--output", "F.ics", required=True), _CITY, _PARTNER, _LANGUAGE),
    ),
    Command(
        "mspdi-export",
        "plans:export",
        ("FILE",),
        options=(Option("--output", "F.xml", required=True), _CITY, _LANGUAGE),
    ),
    Command("mspdi-import", "plans:take", ("FILE", "PLAN"), options=(Option("--apply"), _LANGUAGE)),
    Command("check", "files:check", ("FILE",)),
    Command("digest", "files:digest", ("FILE",)),
    Command("backup", "files:backup", ("FILE",), options=(Option("--output", "F"),)),
    Command("restore", "files:restore", ("FILE", "BACKUP")),
    Command(
        "export", "files:export", ("FILE",), options=(Option("--output", "F.json", required=True), _SAFE)
    ),
    Command("password", "protecting:password", ("FILE",), options=_PASSWORD_OPTIONS),
    Command("person-export", "protecting:export_person", ("FILE", "ID")),
    Command("person-erase", "protecting:erase_person", ("FILE", "ID")),
    Command("version", ""),
)
COMMANDS: Mapping[str, Command] = {command.name: command for command in _COMMANDS}
"""The commands by name, in the order of the manual."""


def read(argv: Sequence[str]) -> Asked | None:
    """Return the command asked for, ``None`` when only help is wanted.

    Raises ``UserError`` ``error.usage.…``. Options may stand anywhere; after ``--`` every word is a plain word.
    """
    line = _Line(argv)
    words = list(line.before_command())
    if not words:
        if line.help:
            return None
        raise UserError("error.usage.no_command", known=", ".join(COMMANDS))
    command = COMMANDS.get(words[0])
    if command is None:
        raise UserError("error.usage.command", given=words[0][:80], known=", ".join(COMMANDS))
    given = line.after_command(command)
    if line.help:
        return Asked(command, {}, (), {}, line.as_json, help=True)
    named, rest = _named(command, given)
    for option in command.options:
        if option.required and option.name not in line.options:
            raise UserError("error.usage.missing", name=f"{option.name} {option.placeholder}")
    return Asked(
        command, named, rest, {name: tuple(values) for name, values in line.options.items()}, line.as_json
    )


def command_in(argv: Sequence[str]) -> Command | None:
    """Return the command a line is about, even when the line is wrong."""
    return next((COMMANDS[word] for word in argv if word in COMMANDS), None)


def language_in(argv: Sequence[str]) -> str | None:
    """Return the language a line asks to be answered in, even when it is wrong; of several, as for briefs, none."""
    words = [*argv[: argv.index("--") if "--" in argv else len(argv)], ""]
    given = {word.partition("=")[2] or after for word, after in pairwise(words) if _LANGUAGE.names(word)}
    command = command_in(argv)
    if command is None or _LANGUAGES in command.options or len(given) != 1:
        return None
    return next((language for language in given if language in _LANGUAGE.choices), None)


class _Line:
    """A command line being read, word by word."""

    def __init__(self, argv: Sequence[str]) -> None:
        self._left = list(argv)
        self.as_json = False
        self.help = False
        self.options: dict[str, list[str]] = {}

    def before_command(self) -> list[str]:
        """Take the options that stand before the command, and the command: none or one word."""
        while self._left:
            word = self._left.pop(0)
            if not self._everywhere(word):
                return [word]
        return []

    def after_command(self, command: Command) -> list[str]:
        """Take the options of ``command`` wherever they stand; return the plain words."""
        plain: list[str] = []
        while self._left:
            word = self._left.pop(0)
            if word == "--":
                plain.extend(self._left)
                self._left = []
            elif not self._everywhere(word) and not self._option(command, word, len(plain)):
                plain.append(word)
        return plain

    def _everywhere(self, word: str) -> bool:
        if word == "--json":
            self.as_json = True
        elif word in ("--help", "-h"):
            self.help = True
        else:
            return False
        return True

    def _option(self, command: Command, word: str, position: int) -> bool:
        """Take ``word`` if it is an option of the command; a query or values may begin with a dash too."""
        name, is_joined, value = word.partition("=")
        option = next((one for one in command.accepted if one.name == name), None)
        if option is None:
            free = command.words[position : position + 1] in (("QUERY",), ("VALUES",), ("ID",))
            if word.startswith("--") and not free:
                raise UserError("error.usage.option", given=word[:80])
            return False
        if not option.takes_value and is_joined:
            raise UserError("error.usage.option_no_value", option=option.name)
        if option.takes_value and not is_joined:
            # What looks like an option is one: a value of that look is joined, as in --output=--strange.
            if not self._left or self._left[0].startswith("--") or self._left[0] == "-h":
                raise UserError("error.usage.option_value", option=option.name)
            value = self._left.pop(0)
        if option.choices and value not in option.choices:
            known = ", ".join(option.choices)
            raise UserError("error.usage.option_choice", given=value[:80], option=option.name, known=known)
        if option.name in self.options and option.takes_value and not option.repeats:
            raise UserError("error.usage.option_twice", option=option.name)
        self.options.setdefault(option.name, []).append(value)
        return True


def _named(command: Command, given: list[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    names = list(command.words)
    if command.together and len(given) > len(names):
        names += command.together
    if len(given) < len(names):
        raise UserError("error.usage.missing", name=names[len(given)])
    if len(given) > len(names) and not command.rest:
        raise UserError("error.usage.surplus", given=given[len(names)][:80])
    return dict(zip(names, given, strict=False)), tuple(given[len(names) :])
