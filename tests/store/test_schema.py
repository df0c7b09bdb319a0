"""The first migration makes exactly the tables our classes describe."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Column
from sqlmodel import SQLModel

from ecocity_desktop.domain.nouns import ENTITIES
from ecocity_desktop.domain.photo import Picture
from ecocity_desktop.services.workspace import Workspace
from ecocity_desktop.store import database
from ecocity_desktop.store.journal import Change, Edit

TABLES = [*(noun.table for noun in ENTITIES.values()), Picture, Edit, Change]


@pytest.mark.parametrize("table", TABLES, ids=[str(table.__tablename__) for table in TABLES])
def test_a_table_of_the_file_is_that_of_its_class(empty_file: Path, table: type[SQLModel]) -> None:
    name = str(table.__tablename__)
    described = SQLModel.metadata.tables[name]
    with sqlite3.connect(empty_file) as connection:
        kept = connection.execute(f"PRAGMA table_info({name})").fetchall()
        references = connection.execute(f"PRAGMA foreign_key_list({name})").fetchall()
    connection.close()
    assert {row[1]: (row[2].upper(), bool(row[3]), bool(row[5])) for row in kept} == {
        column.name: _written(column) for column in described.columns
    }
    assert {(row[3], row[2], row[4], row[6]) for row in references} == {
        (key.parent.name, key.column.table.name, key.column.name, "NO ACTION")
        for key in described.foreign_keys
    }


def test_the_file_has_no_other_table(empty_file: Path) -> None:
    with sqlite3.connect(empty_file) as connection:
        rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    connection.close()
    derived = {
        name for (name,) in rows if name.startswith(("search_", "sqlite_")) or name == "alembic_version"
    }
    assert {name for (name,) in rows} - derived == {str(table.__tablename__) for table in TABLES}


def test_the_file_says_what_it_is(empty_file: Path) -> None:
    with sqlite3.connect(empty_file) as connection:
        identity = connection.execute("PRAGMA application_id").fetchone()
        schema = connection.execute("PRAGMA user_version").fetchone()
    connection.close()
    assert identity == (0x45434F43,)
    assert schema == (database.SCHEMA,)


def test_the_connection_is_as_safe_as_was_measured(ws: Workspace) -> None:
    pragmas = {
        "locking_mode": "exclusive",
        "journal_mode": "truncate",
        "synchronous": 3,
        "fullfsync": 1,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "secure_delete": 1,
        "temp_store": 2,
    }
    with ws.reading() as session:
        connection = session.connection()
        kept = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas}
    assert kept == pragmas


def _written(column: Column[object]) -> tuple[str, bool, bool]:
    return str(column.type).upper(), not column.nullable, column.primary_key
