"""Lists other people’s work in the program, from the metadata of the lock and parts.toml: writes docs/THIRD_PARTY.md.

python packaging/third_party.py
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import project
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TARGET = project.ROOT / "docs" / "THIRD_PARTY.md"
LICENCES = project.PACKAGING / "licences"
SYSTEMS = ("linux", "win32", "darwin")


@dataclass(frozen=True)
class Component:
    """One piece of other people's work; ``texts`` are the files that hold its licence."""

    name: str
    version: str
    licence: str
    origin: str
    texts: tuple[Path, ...]
    package: bool = False
    on: str = ""


def components() -> tuple[Component, ...]:
    """Return all that ships on any system: the Python packages by name, then the other parts."""
    return (*packages(), *parts())


def packages() -> tuple[Component, ...]:
    """Return the Python packages that the program needs when it runs, as they are installed here."""
    return tuple(_package(name) for name in sorted(_needed()))


def parts() -> tuple[Component, ...]:
    """Return what is no Python package, or lies inside one."""
    return tuple(_part(entry) for entry in _told()["part"])


def system_licence(library: str) -> str:
    """Return the licence of a library of the building system, such as libglib-2.0.so.0, or an empty text."""
    known = [name for name in _told()["system"] if library.startswith(name)]
    return str(_told()["system"][max(known, key=len)]) if known else ""


def licence_files() -> list[tuple[str, str]]:
    """Return (file, folder in the bundle) for every licence text, as PyInstaller takes it."""
    return [
        (str(text), "licences" if text.parent == LICENCES else f"licences/{one.name}")
        for one in components()
        for text in one.texts
    ]


def document() -> str:
    """Return the whole of THIRD_PARTY.md."""
    lines = [
        "# Other people's work in EcoCity Desktop",
        "",
        "EcoCity Desktop itself is under the MIT licence (`LICENSE`). The installed program carries what is listed",
        "here; the full licence texts lie in its folder `licences`. Nothing is changed unless a table says so; modules",
        "and data that the program does not use are left out (`packaging/trimming.py`, `packaging/packed.py`).",
        "",
        "Written by `packaging/third_party.py` from what `requirements.lock` installs and from `packaging/parts.toml`.",
        "",
        *_table(
            "Python packages", ("package", "version", "licence"), [_cells(one)[:3] for one in packages()]
        ),
        *_table(
            "Everything else", ("what", "version", "licence", "remark"), [_cells(one) for one in parts()]
        ),
        *_table(
            "Libraries of the building Linux system, carried by the Linux folder",
            ("begins with", "licence"),
            [(f"`{name}`", licence) for name, licence in _told()["system"].items()],
        ),
    ]
    return "\n".join(lines)


def _cells(one: Component) -> tuple[str, str, str, str]:
    where = f"{one.on} only: " if one.on else ""
    return one.name, one.version, one.licence, where + one.origin


def _table(title: str, heads: tuple[str, ...], rows: list[Any]) -> list[str]:
    body = ["| " + " | ".join(row) + " |" for row in (heads, ("---",) * len(heads), *rows)]
    return [f"## {title}", "", *body, ""]


def _needed() -> set[str]:
    """Follow the requirements from what pyproject.toml asks for to all it needs on any system."""
    asked = tomllib.loads((project.ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    found: set[str] = set()
    to_see = list(asked)
    while to_see:
        wanted = Requirement(to_see.pop())
        name = canonicalize_name(wanted.name)
        if name not in found and _applies(wanted):
            found.add(name)
            to_see.extend(metadata.requires(name) or [])
    return found


def _applies(wanted: Requirement) -> bool:
    """Say whether a requirement holds on one of our systems, without any extra."""
    marker = wanted.marker
    return marker is None or any(marker.evaluate({"sys_platform": name, "extra": ""}) for name in SYSTEMS)


def _package(name: str) -> Component:
    known = metadata.distribution(name)
    licence = _told()["licences"].get(name) or _stated_licence(known.metadata)
    if not licence:
        raise ValueError(f"{name} does not state its licence: look it up and write it into parts.toml")
    held = [Path(str(known.locate_file(file))) for file in known.files or [] if "/licenses/" in str(file)]
    texts = (*held, *(_text(text) for text in _told()["texts"].get(name, [])))
    if not texts:
        raise ValueError(f"{name} brings no licence text: name one in parts.toml")
    return Component(name, known.version, licence, "", texts, package=True)


def _stated_licence(known: metadata.PackageMetadata) -> str:
    """Return the licence as the package states it, in the older way only where that is an identifier and no prose."""
    older = str(known["License"] or "")
    return str(known["License-Expression"] or (older if re.fullmatch(r"[\w.+-]+", older) else ""))


def _part(entry: dict[str, Any]) -> Component:
    inside = f"in {entry['inside']}; " if "inside" in entry else ""
    texts = tuple(_text(text) for text in entry["text"])
    return Component(
        entry["name"],
        entry["version"],
        entry["licence"],
        inside + entry["origin"],
        texts,
        on=entry.get("on", ""),
    )


def _text(name: str) -> Path:
    return project.ROOT / name if "/" in name else LICENCES / name


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads((project.PACKAGING / "parts.toml").read_text("utf-8"))


if __name__ == "__main__":
    TARGET.write_text(document(), "utf-8")
