"""What is loaded before the first picture of the window: as little as possible, whoever adds to it later."""

import subprocess
import sys
from pathlib import Path

_TELL = """
import os, sys
from pathlib import Path
from ecocity_desktop.ui import app
import PySide6.QtCore
def tell():
    loaded = [name for name in sys.modules if name.split(".")[0] in {heavy}]
    loaded += [name for name in sys.modules if name.startswith({ours})]
    loaded += ["the Qt namespace"] if "Qt" in vars(PySide6.QtCore) else []
    print(" ".join(sorted(loaded)))
    sys.stdout.flush()
    os._exit(0)
app.run(Path(sys.argv[1]), {moment}=tell)
"""
_TELL_SOURCES = """
import linecache, os, sys
from pathlib import Path
from ecocity_desktop.ui import app
before = set(linecache.cache)
def tell():
    print(*(name for name in linecache.cache if name.endswith(".py") and name not in before))
    sys.stdout.flush()
    os._exit(0)
app.run(Path(sys.argv[1]), usable=tell)
"""
_HEAVY = {
    "sqlmodel",
    "sqlalchemy",
    "pydantic",
    "alembic",
    "reportlab",
    "babel",
    "PIL",
    "platformdirs",
    "concurrent",
}
_DATA = tuple(f"ecocity_desktop.{room}" for room in ("domain", "services", "store", "brief", "exchange"))


def loaded(moment: str, heavy: set[str], ours: tuple[str, ...], file: Path) -> str:
    """The names of what is loaded when ``moment`` comes, of all that should perhaps not be."""
    code = _TELL.format(moment=moment, heavy=sorted(heavy), ours=ours)
    told = subprocess.run(
        [sys.executable, "-c", code, str(file)], check=True, capture_output=True, text=True, timeout=60
    )
    return told.stdout.strip()


def test_the_first_picture_needs_neither_the_data_nor_the_qt_namespace(pilot_path: Path) -> None:
    assert loaded("painted", _HEAVY, _DATA, pilot_path) == ""


def test_an_up_to_date_file_is_listed_without_migrations_and_without_pages(pilot_path: Path) -> None:
    assert loaded("usable", {"alembic", "reportlab", "PIL"}, (), pilot_path) in ("", "the Qt namespace")


def test_no_source_is_read_for_what_is_imported_after_qt(pilot_path: Path) -> None:
    """PySide6 would read that of SQLAlchemy and ours, and Python would keep it."""
    told = subprocess.run(
        [sys.executable, "-c", _TELL_SOURCES, str(pilot_path)],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert told.stdout.split() == []
