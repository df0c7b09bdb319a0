"""Safe mode: a private copy of a file, open for reading only, so that nothing done there can reach the original."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecocity_desktop.errors import UserError
from ecocity_desktop.services.clock import Clock, system_clock
from ecocity_desktop.services.holder import user_name
from ecocity_desktop.services.workspace import Workspace, no_room_for_copy, why_not
from ecocity_desktop.store import database, migrate, private_copy

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine


def open_safe_copy(
    path: Path, *, clock: Clock = system_clock, author: str = "", password: str | None = None
) -> Workspace:
    """Open a private copy of the file for reading, whoever holds the file and even if parts of it are damaged.

    The copy lies in the user's own folder and is gone once it is closed. What a killed program left there is removed.
    Raises ``UserError`` as ``open_workspace`` does; ``error.locked`` only for one that is written to all the time,
    ``error.damaged`` only where not even the tables can be found, ``error.schema`` where they are not ours.
    """
    encrypted = database.is_encrypted(path)
    schema = database.schema_of(path)
    if encrypted and not password:
        raise UserError("error.password_needed", path=str(path))
    key = password if encrypted else None
    copy = _private_copy(path, key)
    try:
        if schema < database.SCHEMA or encrypted:
            migrate.migrate_file(copy, key)
        engine = _opened(copy, key, path)
    except BaseException as error:
        private_copy.remove_copy(copy)
        refused = why_not(error, path, key) if isinstance(error, database.ERRORS) else None
        if refused is not None:
            raise refused from None
        raise
    return Workspace(
        copy, engine, read_only=True, clock=clock, author=author or user_name(), password=key, origin=path
    )


def sweep_copies() -> None:
    """Remove the private copies that killed programs left."""
    private_copy.sweep_copies()


def _private_copy(path: Path, password: str | None) -> Path:
    try:
        return private_copy.make_private_copy(path, password)
    except OSError as error:
        raise no_room_for_copy(error) from error
    except database.ERRORS as error:
        refused = why_not(error, path, password)
        if refused is None:
            raise
        raise refused from error


def _opened(copy: Path, password: str | None, path: Path) -> Engine:
    engine = database.connect(copy, read_only=True, password=password)
    try:
        with engine.connect():
            database.check_schema(engine, path)
    except BaseException:
        engine.dispose()
        raise
    return engine
