"""The SQLite file: its identity, its pragmas, and the one connection a workspace has."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from ecocity_desktop.errors import UserError
from ecocity_desktop.reading import opened
from ecocity_desktop.store.holding import HoldingConnection

if TYPE_CHECKING:
    from sqlalchemy import Connection

APPLICATION_ID = 0x45434F43
"""``ECOC``: what makes a SQLite file ours."""

SCHEMA = 3
"""The schema this program reads and writes; a file's own is its ``user_version``."""

SCHEMA_SHA256 = "9f63188f5153512c47a4f8d4daacbc33fff694f948a4e21cb72e3a089e434c50"
"""What ``schema_sha256`` gives for a file of ``SCHEMA``: a file with one table, trigger or view more is refused."""

FORMER_SHA256 = {
    1: "1c51a2c9bca33484edd08f24d77bada6e5b6ed341498742d5485c19bee925766",
    2: "6e4fe3212b75dadf9f6a7224f732374761bb415b82d7fe54da28b808d22f12ce",
}
"""What ``schema_sha256`` gives for a file of each schema that was released."""

ERRORS = (driver.Error, DBAPIError, UnicodeDecodeError)
"""What reading a file may raise; the last when SQLite quotes bytes of a garbled file in what it says."""

HEADER_SIZE = 100
_PAGE = 4096
_NOISE = 240
_MAGIC = b"SQLite format 3\x00"

_PRAGMAS = (
    "PRAGMA locking_mode=EXCLUSIVE",
    "PRAGMA synchronous=EXTRA",
    "PRAGMA fullfsync=ON",
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA mmap_size=0",
    "PRAGMA temp_store=MEMORY",
)


def schema_of(path: Path) -> int:
    """Return the schema number of a workspace file, read from its header alone; nothing is opened or written.

    An encrypted file shows nothing of itself: its schema is read once it is open, and ``SCHEMA`` is returned. Raises
    ``UserError``: ``error.no_file``, ``error.damaged`` (empty or cut), ``error.not_ecocity``, ``error.newer``.
    """
    if is_encrypted(path):
        return SCHEMA
    try:
        with opened(path) as file:
            header = file.read(HEADER_SIZE)
    except (FileNotFoundError, NotADirectoryError):
        raise UserError("error.no_file", path=str(path)) from None
    except (IsADirectoryError, PermissionError):  # Windows says the second of a folder too
        key = "error.not_ecocity" if path.is_dir() else "error.no_access"
        raise UserError(key, path=str(path)) from None
    if not header or (header.startswith(_MAGIC) and len(header) < HEADER_SIZE):
        raise UserError("error.damaged", path=str(path))
    if not _is_marked(header):
        raise UserError("error.not_ecocity", path=str(path))
    schema = int.from_bytes(header[60:64], "big")
    if schema == 0:  # no file of ours ever had it
        raise UserError("error.damaged", path=str(path))
    if schema > SCHEMA:
        raise UserError("error.newer", path=str(path), schema=schema, known=SCHEMA)
    return schema


def bears_our_mark(path: Path) -> bool:
    """Return whether a plain file says in its header that it is ours, sound or not; an encrypted one says nothing."""
    try:
        with opened(path) as file:
            return _is_marked(file.read(HEADER_SIZE))
    except OSError:
        return False


def is_encrypted(path: Path) -> bool:
    """Return whether the file looks like an encrypted database: whole pages of which the first is all noise."""
    try:
        with opened(path) as file:
            page = file.read(_PAGE)
            size = file.seek(0, os.SEEK_END)
    except OSError:
        return False
    return size % _PAGE == 0 and len(page) == _PAGE and len(set(page)) >= _NOISE


def is_in_wal_mode(path: Path) -> bool:
    """Return whether the header of a plain file says that another program set SQLite's write-ahead log."""
    with opened(path) as file:
        header = file.read(HEADER_SIZE)
    return header.startswith(_MAGIC) and 2 in header[18:20]


def header_agrees(path: Path) -> bool:
    """Return whether the header of a plain file tells its true size and by whom it was written last.

    SQLite mends a header that does not, as soon as the file is opened to write; no file of ours ever has one.
    """
    with opened(path) as file:
        header = file.read(HEADER_SIZE)
        size = file.seek(0, os.SEEK_END)
    pages, page = int.from_bytes(header[28:32], "big"), int.from_bytes(header[16:18], "big")
    return pages * page == size and header[24:28] == header[92:96]


def connect(path: Path, *, read_only: bool = False, password: str | None = None) -> Engine:
    """Open the file at ``path`` and hold it alone; the engine has one connection for its whole life.

    A file that is not there is an error: see ``migrate.create_file``. Raises ``driver.OperationalError`` when another
    process holds the file, and ``driver.DatabaseError`` when it is damaged.
    """
    engine = create_engine(
        "sqlite://",
        module=driver,
        creator=lambda: raw_connection(path, read_only=read_only, password=password),
        poolclass=StaticPool,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin_reading if read_only else _begin_writing)
    return engine


def bare_connection(path: Path, mode: str, password: str | None = None) -> Any:
    """Return a DB-API connection without our pragmas; ``mode`` is SQLite's: ``ro``, ``rw`` or ``rwc`` (create).

    What the schema of a file may call is limited from the start: it may be anybody's. Raises ``driver.DatabaseError``
    for a password that no file can have, as for a wrong one once the file is read.
    """
    if password is not None and not can_be_password(password):
        raise driver.DatabaseError("file is not a database")
    uri = f"file:{quote(os.fsencode(path.absolute()))}?mode={mode}"
    connection = driver.connect(uri, uri=True, isolation_level=None, timeout=0, factory=HoldingConnection)
    connection.execute("PRAGMA trusted_schema=OFF")
    if password is not None:
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f"PRAGMA key={quoted_key(password)}")
    return connection


def identity(path: Path) -> tuple[int, int]:
    """Return which file has this name, zeros for none, or where that cannot be told: some shares number anew each time.

    Nothing is opened: closing it would drop the lock this process may hold.
    """
    try:
        known, again = path.stat(), path.stat()
    except OSError:  # opening says why
        return (0, 0)
    same = (known.st_dev, known.st_ino) == (again.st_dev, again.st_ino)
    return (known.st_dev, known.st_ino) if same else (0, 0)


def still_connection(path: Path, password: str | None = None) -> Any:
    """Return a connection for a file nobody writes to: it only reads, asks for no lock and looks at nothing beside."""
    connection = bare_connection(path, "ro&immutable=1", password)
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
    except ERRORS:
        connection.close()  # a private copy that is still open cannot be removed on Windows
        raise
    return connection


def touch(path: Path) -> None:
    """Read the first page of a file, for the lock alone: nothing is written and no password is needed.

    Raises ``driver.Error``: the file is held by somebody, is encrypted, or cannot be read.
    """
    with contextlib.closing(bare_connection(path, "ro")) as connection:
        connection.execute("PRAGMA user_version").fetchone()


def can_be_password(password: str) -> bool:
    """Return whether a file can have this password: text that UTF-8 can write, without a NUL."""
    return "\x00" not in password and password.encode(errors="replace").decode() == password


def quoted_key(password: str) -> str:
    """Return a password as SQL text; a pragma takes no parameters."""
    escaped = password.replace("'", "''")
    return f"'{escaped}'"


def raw_connection(path: Path, *, read_only: bool = False, password: str | None = None) -> Any:
    """Return a DB-API connection with our pragmas, holding the file's lock until it is closed unless ``read_only``.

    Raises ``driver.OperationalError`` ("database is locked") when another process holds the file, or put another file
    in its place just now.
    """
    named = identity(path)
    connection = bare_connection(path, "ro" if read_only else "rw", password)
    connection.hold(named)
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        if not read_only:
            # The lock comes first: a journal left by a crash is rolled back under it, and no second process gets in.
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
            if identity(path) != named:
                # A migration took its place while we waited: what we hold has no name any more.
                raise driver.OperationalError("database is locked")
            connection.execute("PRAGMA journal_mode=TRUNCATE")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except ERRORS:
        connection.close()
        raise
    return connection


def has_journal(path: Path) -> bool:
    """Return whether a journal with something in it lies beside the file: the last program did not finish."""
    return _has_bytes(path.with_name(f"{path.name}-journal"))


def has_foreign_log(path: Path) -> bool:
    """Return whether a write-ahead log with something in it lies beside the file: only another program writes one."""
    return _has_bytes(_log_of(path))


def check_no_log(path: Path) -> None:
    """Raise ``UserError`` ``error.sidecar`` where reading the file would play another program's log."""
    if has_foreign_log(path):
        raise UserError("error.sidecar", path=str(path), sidecar=_log_of(path).name)


def check_sound(engine: Engine, path: Path, *, thorough: bool) -> None:
    """Raise ``UserError`` ``error.damaged`` unless SQLite finds the file sound; ``thorough`` reads the indexes too."""
    raw: Any = engine.raw_connection().dbapi_connection
    if raw.execute(f"PRAGMA {'integrity_check' if thorough else 'quick_check'}(1)").fetchone() != ("ok",):
        raise UserError("error.damaged", path=str(path))


def check_schema(engine: Engine, path: Path) -> None:
    """Raise ``UserError`` ``error.schema`` unless the file's tables, indexes, views and triggers are exactly ours.

    ``error.newer`` or ``error.old_read_only`` where they are those of another schema: only an encrypted file open for
    reading comes that far, since its header says nothing.
    """
    raw: Any = engine.raw_connection().dbapi_connection
    if known_schema(raw, path) < SCHEMA:
        raise UserError("error.old_read_only", path=str(path))
    if schema_sha256(raw) != SCHEMA_SHA256:
        raise UserError("error.schema", path=str(path))


def known_schema(connection: Any, path: Path) -> int:
    """Return the schema number of the open file at ``path``; raises ``UserError`` ``error.newer`` for one to come."""
    schema = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if schema > SCHEMA:
        raise UserError("error.newer", path=str(path), schema=schema, known=SCHEMA)
    return schema


def schema_sha256(connection: Any) -> str:
    """Return the SHA-256 over every statement of the schema, in the order of their names."""
    named = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL "
    named += "AND name <> 'alembic_version' ORDER BY type, name"
    total = hashlib.sha256()
    for statement in connection.execute(named):
        total.update("\x1f".join(statement).encode() + b"\x1e")
    return total.hexdigest()


def is_ours_to_the_letter(connection: Any) -> bool:
    """Return whether the schema of a file of today's or of a released format is that format's, and nothing more."""
    schema = int(connection.execute("PRAGMA user_version").fetchone()[0])
    known = SCHEMA_SHA256 if schema == SCHEMA else FORMER_SHA256.get(schema)
    return schema_sha256(connection) == known


def remove_journal(engine: Engine) -> None:
    """Remove the empty journal file of a database about to be closed, while its lock is still held."""
    raw: Any = engine.raw_connection().dbapi_connection
    with contextlib.suppress(driver.Error):
        raw.execute("PRAGMA journal_mode=DELETE")


def refusal(error: Exception, path: Path, held: tuple[int, int] = (0, 0)) -> UserError | None:
    """Return what to tell a person about a SQLite error, ``None`` when it is a bug.

    ``error`` is one of ``ERRORS``: the driver's, or SQLAlchemy's around it. ``held`` is the identity of the file that
    is open, if one is: SQLite writes no file that another one has taken the place of, and calls it read-only.
    """
    if isinstance(error, UnicodeDecodeError):
        return UserError("error.damaged", path=str(path))
    text = str(getattr(error, "orig", None) or error)
    keys = {
        "database is locked": "error.locked",
        "disk is full": "error.disk_full",
        "disk I/O error": "error.disk",
        "readonly database": "error.read_only",
        "malformed": "error.damaged",
        "unsupported file format": "error.damaged",
        "file is not a database": "error.damaged",
        "vtable constructor failed": "error.damaged",
        "invalid fts5 file format": "error.damaged",
        "unable to open database file": "error.no_access",
        "Could not decode to UTF-8": "error.damaged",
    }
    key = next((key for words, key in keys.items() if words in text), None)
    if key == "error.read_only" and held not in ((0, 0), identity(path)):
        key = "error.moved"
    return None if key is None else UserError(key, path=str(path), holder="?", process="?", since="?")


def _log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _is_marked(header: bytes) -> bool:
    return header.startswith(_MAGIC) and int.from_bytes(header[68:72], "big") == APPLICATION_ID


def _has_bytes(file: Path) -> bool:
    return file.is_file() and file.stat().st_size > 0


def _begin_writing(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_reading(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
