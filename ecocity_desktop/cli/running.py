"""Running one command: reading the line, opening what it needs, and turning every failure into words and a code."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecocity_desktop import settings as remembered
from ecocity_desktop.cli import exit_codes, output, parser
from ecocity_desktop.cli.failures import error_text
from ecocity_desktop.errors import UserError
from ecocity_desktop.i18n.catalog import Catalog

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from ecocity_desktop.services.workspace import Workspace
    from ecocity_desktop.settings import Settings


PASSWORD = "ECOCITY_PASSWORD"
"""The variable of the environment that holds the password of an encrypted file."""


@dataclass(frozen=True)
class Call:
    """What a command is given: what was asked, the user's settings and the texts to answer with."""

    asked: parser.Asked
    settings: Settings
    catalog: Catalog

    @property
    def as_json(self) -> bool:
        """Whether answers are JSON lines."""
        return self.asked.as_json

    def file(self, word: str = "FILE") -> Path:
        """Return the path given as ``word``; see ``path``."""
        return self.path(self.asked.words[word])

    def path(self, given: str) -> Path:
        """Return a path given on the command line; raises ``UserError`` when it can be none."""
        if "\0" in given or not given or _leads_nowhere(given):
            raise UserError("error.usage.path", given=given[:80])
        return Path(given)

    def target(self, name: str = "") -> Path:
        """Return where ``--output`` says to write, or the file ``name`` in that folder.

        Raises ``UserError`` where it can be no path or would take the place of a workspace: see ``check_target``.
        """
        from ecocity_desktop.services.targets import check_target

        target = self.path(self.asked.options["--output"][0]) / name
        check_target(target, self.file())
        return target

    def open(self, *, safe: bool = False) -> Workspace:
        """Open the workspace the command is about, with ``safe`` or ``--safe`` a private copy of it.

        An encrypted one is opened with ``ECOCITY_PASSWORD``, or a password typed on a terminal.
        """
        from ecocity_desktop.services.safe_copy import open_safe_copy
        from ecocity_desktop.services.workspace import open_workspace

        opening = open_safe_copy if safe or "--safe" in self.asked.options else open_workspace
        password = os.environ.get(PASSWORD)
        try:
            ws = opening(self.file(), author=self.author, password=password)
        except UserError as error:
            if error.key != "error.password_needed" or password is not None:
                raise
            typed = self.ask_password("cli.password.ask")
            if typed is None:
                raise
            ws = opening(self.file(), author=self.author, password=typed)
        for warning in ws.warnings:
            output.print_message(error_text(self.catalog, warning))
        if not ws.is_private_copy:
            self.warn_of_place(ws.path)
        return ws

    def warn_of_place(self, path: Path) -> None:
        """Say that a file lies where a program copies it behind one's back, if it does."""
        from ecocity_desktop.services.places import risky_place

        service = risky_place(path)
        if service is not None:
            self.tell("warning.synced", service=service)

    def back_up_changes(self, ws: Workspace) -> None:
        """Back up what was changed since the last backup, before much is changed at once; say it if that fails."""
        from ecocity_desktop.services.backups import back_up_changes

        second = self.settings.second_backup_folder
        error = back_up_changes(ws, Path(second) if second else None)
        if error is not None:
            self.tell("warning.no_backup", reason=error_text(self.catalog, error))

    def ask_password(self, key: str) -> str | None:
        """Ask for a password on the terminal, unseen; ``None`` where there is nobody to ask."""
        if sys.stdin is None or sys.stderr is None or not (sys.stdin.isatty() and sys.stderr.isatty()):
            return None
        import getpass

        return getpass.getpass(f"{self.text(key)} ", stream=sys.stderr)

    @property
    def author(self) -> str:
        """Who is said to make the edits: the name in the settings, empty to leave it to the system."""
        return self.settings.author.encode("utf-8", "replace").decode()

    def text(self, key: str, **values: Any) -> str:
        """Return a text in the user's language."""
        return self.catalog.text(key, **values)

    def answer(self, values: dict[str, Any], text: str) -> None:
        """Write an answer: ``values`` as a JSON line, or ``text`` for people."""
        if self.as_json:
            output.print_json(values)
        else:
            output.print_text(text)

    def acknowledge(self, values: dict[str, Any], text: str) -> None:
        """Answer what was done, once it is; where the answer cannot be written, it is said beside it."""
        if not output.is_heard():
            self.tell("cli.done_untold", what=text)
            return
        try:
            self.answer(values, text)
        except OSError:
            self.tell("cli.done_untold", what=text)
            raise

    def tell(self, key: str, **values: Any) -> None:
        """Say something beside the answer, on standard error."""
        output.print_message(self.text(key, **values))


def run(argv: list[str]) -> int:
    """Run one command line and return its exit code; whatever happens is said in words."""
    output.use_utf8()
    settings = remembered.load()
    catalog = Catalog(parser.language_in(argv) or remembered.chosen_language(settings))
    ending = Ending(catalog)
    with ending:
        ending.command = parser.command_in(argv)
        asked = parser.read(argv)
        if asked is None or asked.help:
            _explain(catalog, None if asked is None else asked.command, as_json="--json" in argv)
        else:
            ending.code = _runner(asked.command)(Call(asked, settings, catalog))
    return ending.code


def _leads_nowhere(given: str) -> bool:
    """Whether a path is longer than the system takes, or a link that leads to itself."""
    try:
        os.stat(given)
    except OSError as error:
        return error.errno in (errno.ENAMETOOLONG, errno.ELOOP)
    return False


def _explain(catalog: Catalog, command: parser.Command | None, *, as_json: bool) -> None:
    """Give the manual: of one command or of all, as text or one JSON object for each."""
    if not as_json:
        output.print_text(help_text(catalog, command))
        return
    for one in (command,) if command else parser.COMMANDS.values():
        about = catalog.text(f"cli.command.{one.name}")
        output.print_json({"command": one.name, "usage": one.usage(), "about": about})


def help_text(catalog: Catalog, command: parser.Command | None) -> str:
    """Return the manual: of one command, or the list of all of them."""
    if command is not None:
        about = catalog.text(f"cli.command.{command.name}")
        return f"{about}\n\n  ecocity-desktop {command.usage()} [--json]\n\n{catalog.text('cli.help.words')}"
    lines = [f"  ecocity-desktop {one.usage()}" for one in parser.COMMANDS.values()]
    abouts = [f"      {catalog.text(f'cli.command.{name}')}" for name in parser.COMMANDS]
    listed = "\n".join(f"{line}\n{about}" for line, about in zip(lines, abouts, strict=True))
    window = f"  ecocity-desktop [FILE]\n      {catalog.text('cli.command.window')}"
    return f"{catalog.text('cli.help.title')}\n\n{window}\n{listed}\n\n{catalog.text('cli.help.words')}"


class Ending:
    """How a command ends: as a context it turns whatever was raised into words on standard error and ``code``."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.command: parser.Command | None = None
        self.code = exit_codes.DONE

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> bool:
        if isinstance(error, UserError):
            self._say_what_can_be_mended(error)
        elif isinstance(error, KeyboardInterrupt):
            output.print_message(self.catalog.text("cli.interrupted"))
            self.code = exit_codes.INTERRUPTED
        elif isinstance(error, BrokenPipeError):
            output.drop_output()
            self.code = exit_codes.PIPE_CLOSED
        elif isinstance(error, OSError) and error.errno == errno.ENOSPC and not error.filename:
            output.drop_output()
            output.print_message(self.catalog.text("cli.output_full"))
            self.code = exit_codes.DISK_FULL
        elif isinstance(error, Exception):
            self._say_where_the_log_is(error)
        return kind is None or self.code != exit_codes.DONE

    def _say_what_can_be_mended(self, error: UserError) -> None:
        output.print_message(error_text(self.catalog, error))
        self.code = exit_codes.code_of(error)
        if self.code == exit_codes.USAGE and error.key != "error.clock":
            usage = self.command.usage() if self.command else "--help"
            output.print_message(self.catalog.text("cli.usage", usage=f"ecocity-desktop {usage}"))

    def _say_where_the_log_is(self, error: Exception) -> None:
        import logging

        from ecocity_desktop.logs import start_logging

        file = start_logging()
        logging.getLogger(__name__).error("unexpected error", exc_info=error)
        output.print_message(self.catalog.text("cli.bug", kind=type(error).__name__, log=file or "-"))
        self.code = exit_codes.BUG


def _runner(command: parser.Command) -> Callable[[Call], int]:
    """Return the function of a command; its room is imported now and not before."""
    if not command.runs:
        return _version
    room, _, name = command.runs.partition(":")
    function: Callable[[Call], int] = getattr(importlib.import_module(f"ecocity_desktop.cli.{room}"), name)
    return function


def _version(call: Call) -> int:
    from ecocity_desktop import __version__

    call.answer({"version": __version__}, f"EcoCity Desktop {__version__}")
    return exit_codes.DONE
