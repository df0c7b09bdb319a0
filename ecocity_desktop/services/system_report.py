"""What support staff asks for: versions and the state of the machine, and nothing about anybody or their data."""

from __future__ import annotations

import json
import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ecocity_desktop import __version__, paths
from ecocity_desktop.bundled import notice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecocity_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class Build:
    """What is known of the program as it was built: ``kind`` is ``"test"``, ``"release"`` or, unfrozen, ``"source"``.

    ``sources_of`` is the day of its sources, an ISO date; empty when it was not frozen.
    """

    kind: str
    sources_of: str = ""


def build() -> Build:
    """Return how this program was built."""
    try:
        said = json.loads(notice("build.json").read_text("utf-8"))
    except OSError:
        return Build("source")
    return Build("release" if said.get("kind") == "release" else "test", str(said.get("sources_of", "")))


def engine_versions() -> tuple[str, str]:
    """Return the versions of SQLite and of SQLCipher."""
    import sqlcipher3.dbapi2 as driver

    with driver.connect(":memory:") as connection:
        cipher = connection.execute("PRAGMA cipher_version").fetchone()
    return driver.sqlite_version, cipher[0] if cipher else ""


def system_report(workspace: Workspace | None, toolkit: Mapping[str, str]) -> str:
    """Return the report, one ``name: value`` a line; ``toolkit`` says what only the window knows of itself.

    No name of a person, file or folder is in it: the home folder is written ``~``, of the file only its size is told.
    """
    made = build()
    sqlite, cipher = engine_versions()
    lines = {
        "program": f"{paths.APP_NAME} {__version__} ({made.kind} {made.sources_of})".replace(" )", ")"),
        "python": f"{platform.python_version()} {'frozen' if getattr(sys, 'frozen', False) else 'unfrozen'}",
        "sqlite": sqlite,
        "sqlcipher": cipher,
        **toolkit,
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "language_of_system": os.environ.get("LANG", ""),
        "data_folder": _without_home(paths.data_dir()),
        "log_folder": _without_home(paths.log_dir()),
        **_of_file(workspace),
    }
    return "\n".join(f"{name}: {value}" for name, value in lines.items())


def _of_file(workspace: Workspace | None) -> dict[str, str]:
    if workspace is None:
        return {"file": "none"}
    from ecocity_desktop.domain.nouns import NOUNS
    from ecocity_desktop.services.records import list_records

    size_kb = round(workspace.path.stat().st_size / 1024)
    counts = ", ".join(f"{len(list_records(workspace, noun))} {noun}" for noun in NOUNS)
    return {
        "file": f"{size_kb} kB{', read only' if workspace.read_only else ''}"
        f"{', encrypted' if workspace.password else ''}",
        "records": counts,
    }


def _without_home(folder: Path) -> str:
    """Return a folder without what it would tell of the user's name."""
    try:
        return str(Path("~") / folder.relative_to(Path.home()))
    except ValueError:
        return "elsewhere"
