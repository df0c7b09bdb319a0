"""A workspace: one file, open in one process, read and written in short sessions."""

from __future__ import annotations

import contextlib
import os
import platform
from typing import TYPE_CHECKING, Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.errors import UserError, not_written
from ecocity_desktop.paths import data_dir, real_file, sweep_drafts
from ecocity_desktop.services import erase_list
from ecocity_desktop.services.clock import Clock, system_clock
from ecocity_desktop.services.holder import say_nobody_holds, say_who_holds, user_name, who_holds
from ecocity_desktop.services.own_files import is_as_left, note_left, state_of
from ecocity_desktop.store import backup, database, inspection, migrate, private_copy
from ecocity_desktop.store.journal import Edit
from ecocity_desktop.store.transaction import Transaction

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from pathlib import Path

    from sqlalchemy import Engine

_TRIES = 5


class Workspace:
    """An open file. Made by ``open_workspace``; used on the main thread only; ``close`` gives the file free.

    ``origin`` is the file the user asked for, ``path`` the one that is open: see ``is_private_copy``. ``held`` is the
    identity of the file whose lock is held, ``seen`` its state when it was looked at. ``warnings`` say what went wrong
    while opening without hindering it.
    """

    def __init__(
        self,
        path: Path,
        engine: Engine,
        *,
        read_only: bool,
        clock: Clock,
        author: str,
        password: str | None,
        held: tuple[int, int] = (0, 0),
        seen: list[int] | None = None,
        origin: Path | None = None,
        warnings: tuple[UserError, ...] = (),
    ) -> None:
        self.path = path
        self.origin = origin or path
        self.read_only = read_only
        self.author = author
        self.warnings = warnings
        self._engine = engine
        self._clock = clock
        self._password = password
        self._held = held
        self._seen = seen

    @property
    def is_private_copy(self) -> bool:
        """Whether this is a copy of ``origin`` made to be looked at only, gone once it is closed."""
        return self.origin != self.path

    @property
    def password(self) -> str | None:
        """The password the file was opened with, ``None`` for a plain file."""
        return self._password

    def now(self) -> datetime:
        """Return the time, in UTC."""
        return self._clock()

    def today(self) -> date:
        """Return the day here."""
        moment = self._clock()
        return moment.date() if os.environ.get("ECOCITY_NOW") else moment.astimezone().date()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a short session to read with; the rows read stay usable after it."""
        with Session(self._engine, expire_on_commit=False) as session:
            try:
                yield session
            except (DBAPIError, UnicodeDecodeError) as error:
                self._refuse(error)
                raise

    @contextlib.contextmanager
    def writing(self, label_key: str, subject: LocalText | None = None) -> Iterator[Transaction]:
        """Give a transaction that is committed at the end of the block, or leaves no trace when the block raises.

        ``label_key`` and ``subject`` say what is done, for undo and history. Raises ``UserError``
        ``error.read_only`` on a workspace opened for reading, ``error.disk_full`` when there is no room.
        """
        if self.read_only:
            raise UserError("error.read_only", path=str(self.path))
        edit = Edit(
            id=new_id(),
            label_key=label_key,
            subject=subject or LocalText(),
            author=self.author,
            device=platform.node(),
            made_at="",
        )
        with Session(self._engine, expire_on_commit=False) as session:
            try:
                transaction = Transaction(session, edit, self.now())
                yield transaction
                transaction.finish()
                session.commit()
            except (DBAPIError, UnicodeDecodeError) as error:
                session.rollback()
                self._refuse(error)
                raise
            except BaseException:
                session.rollback()
                raise

    @contextlib.contextmanager
    def maintaining(self) -> Iterator[Session | None]:
        """Give a session to renew derived data with, committed at the end; ``None`` on a file open for reading."""
        if self.read_only:
            yield None
            return
        with Session(self._engine, expire_on_commit=False) as session:
            try:
                yield session
                session.commit()
            except (DBAPIError, UnicodeDecodeError) as error:
                session.rollback()
                self._refuse(error)
                raise

    def scrub(self) -> None:
        """Leave no byte of what was deleted in the file; raises ``UserError`` ``error.disk_full`` without room."""
        try:
            erase_list.scrub(self.path, self._engine)
        except database.ERRORS as error:
            self._refuse(error)
            raise

    def copy_to(self, draft: Path) -> None:
        """Copy the file as it stands to ``draft``, which ``backup.publish`` makes a backup of."""
        backup.copy_open(self._engine, draft, self._password)

    def close(self) -> None:
        """Close the file; another process may open it at once."""
        left = self._seen
        if not self.read_only:
            say_nobody_holds(self.path)
            database.remove_journal(self._engine)
            left = state_of(self.path, self._held)  # while nobody else can write
        self._engine.dispose()
        if os.name == "nt" and not self.read_only:
            # There, the time of the last write is true once a file is closed, and no open one can be replaced.
            left = state_of(self.path, self._held)
        if self.is_private_copy:
            private_copy.remove_copy(self.path)
        elif left is not None:
            note_left(self.path, left)

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _refuse(self, error: DBAPIError | driver.Error) -> None:
        """Say what a person can mend about a SQLite error; a bug is left to fly."""
        refused = database.refusal(error, self.path, self._held)
        if refused is not None:
            raise refused from error


def new_id() -> str:
    """Return a new identity."""
    from uuid import uuid4

    return str(uuid4())


def create_workspace(
    path: Path, *, clock: Clock = system_clock, author: str = "", like: Path | None = None
) -> Workspace:
    """Make an empty workspace file, with the rights of ``like``, and open it.

    Raises ``UserError`` ``error.exists``, ``error.no_folder``, ``error.no_access`` where nothing can be written, or
    ``error.disk_full``; nothing is ever overwritten.
    """
    try:
        migrate.create_file(path, like=like)
    except database.ERRORS as error:
        refused = database.refusal(error, path)
        if refused is None:
            raise
        raise refused from error
    return open_workspace(path, clock=clock, author=author)


def open_workspace(
    path: Path, *, clock: Clock = system_clock, author: str = "", password: str | None = None
) -> Workspace:
    """Open a workspace file, for reading only where the file or its folder cannot be written.

    A file that is not as this program left it is looked at on a private copy first. ``password`` is needed for an
    encrypted file and means nothing for a plain one. Raises ``UserError``: ``error.no_file``, ``error.not_ecocity``,
    ``error.newer``, ``error.damaged``, ``error.schema``, ``error.sidecar``, ``error.too_long``, ``error.no_access``,
    ``error.target`` (no room for the copy), ``error.password_needed``, ``error.password_wrong``, ``error.locked``
    (``holder`` says who has it open).
    """
    path = real_file(path)
    for _ in range(_TRIES - 1):
        opened = database.identity(path)
        try:
            return _open(path, clock, author, password)
        except UserError:
            if database.identity(path) == opened:
                raise
            # A migration or a new password put another file in its place meanwhile: that one is opened.
    return _open(path, clock, author, password)


def _open(path: Path, clock: Clock, author: str, password: str | None) -> Workspace:
    encrypted = database.is_encrypted(path)
    schema = database.schema_of(path)
    if encrypted and not password:
        raise UserError("error.password_needed", path=str(path))
    key = password if encrypted else None
    seen = None
    if not is_as_left(path):
        seen = state_of(path)
        _inspect(path, key)
    read_only = not all(os.access(place, os.W_OK) for place in (path, path.parent))
    warnings: tuple[UserError, ...] = ()
    if schema < database.SCHEMA:
        if read_only:
            raise UserError("error.old_read_only", path=str(path))
        warnings = _migrate(path, key, clock)
    held = database.identity(path)
    try:
        engine = _connected(path, read_only=read_only, password=key)
    except UserError as refused:
        if not encrypted or read_only or refused.key != "error.old_read_only":
            raise
        # Only now does an encrypted file show its schema; asking before would cost every opening a fifth of a second.
        warnings = _migrate(path, key, clock)
        held = database.identity(path)
        engine = _connected(path, read_only=read_only, password=key)
    if not read_only:
        sweep_drafts(path.parent)
        say_who_holds(path, clock())
    return Workspace(
        path,
        engine,
        read_only=read_only,
        clock=clock,
        author=author or user_name(),
        password=key,
        held=held,
        seen=seen,
        warnings=warnings,
    )


def no_room_for_copy(error: OSError) -> UserError:
    """What to tell a person when no private copy of a file could be made."""
    return not_written(data_dir(), error)


def _inspect(path: Path, password: str | None) -> None:
    try:
        inspection.inspect(path, password)
    except OSError as error:
        raise no_room_for_copy(error) from error
    except database.ERRORS as error:
        refused = why_not(error, path, password)
        if refused is None:
            raise
        raise refused from None


def _connected(path: Path, *, read_only: bool, password: str | None) -> Engine:
    crashed = database.has_journal(path)
    engine = database.connect(path, read_only=read_only, password=password)
    try:
        with engine.connect():
            database.check_sound(engine, path, thorough=crashed)
            database.check_schema(engine, path)
            if not read_only:
                erase_list.scrub_if_due(path, engine)
            return engine
    except UserError:
        engine.dispose()
        raise
    except database.ERRORS as error:
        engine.dispose()
        refused = why_not(error, path, password)
        if refused is None:
            raise
        raise refused from None


def _migrate(path: Path, password: str | None, clock: Clock) -> tuple[UserError, ...]:
    """Migrate the file, a backup of its old form kept; one that fails is returned as a warning and hinders nothing."""
    warnings: list[UserError] = []

    def keep(held: Any) -> None:
        target = backup.free_name(path, clock())
        try:
            backup.keep_held(held, path, target, password)
        except UserError as error:
            warnings.append(error)
        except (OSError, driver.Error) as error:
            warnings.append(not_written(target, error))

    try:
        migrate.migrate_file(path, password, keep=keep)
    except OSError as error:
        raise not_written(path, error) from error
    except database.ERRORS as error:
        refused = why_not(error, path, password)
        if refused is None:
            raise
        raise refused from None
    return tuple(warnings)


def why_not(error: Exception, path: Path, password: str | None) -> UserError | None:
    """What to tell a person who could not open a file; ``None`` when it is a bug."""
    refused = database.refusal(error, path)
    if refused is None:
        return None
    if password is not None and refused.key == "error.damaged":
        return UserError("error.password_wrong", path=str(path))
    if refused.key == "error.locked":
        holder, process, since = who_holds(path)
        return UserError("error.locked", path=str(path), holder=holder, process=process, since=since)
    return refused
