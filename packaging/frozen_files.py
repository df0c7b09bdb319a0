"""Files that are made or chosen while the program is frozen: build note, icons, licences of what is carried."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import elf
import icu_data
import project
import third_party

ICO_SIDES_PX = (16, 24, 32, 48, 64, 128, 256)
Entries = list[tuple[str, str, str]]


def shipped() -> list[tuple[str, str]]:
    """Return (file or folder, folder in the bundle) for all that the wheel carries beside the code."""
    asked = tomllib.loads((project.ROOT / "pyproject.toml").read_text("utf-8"))
    carried = asked["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    return [
        (str(project.ROOT / source), place if (project.ROOT / source).is_dir() else str(Path(place).parent))
        for source, place in carried.items()
    ]


def build_note(folder: Path) -> Path:
    """Write what the About window says of this build: test or release, the day of its sources, its Python."""
    folder.mkdir(parents=True, exist_ok=True)
    note = folder / "build.json"
    kind = os.environ.get("ECOCITY_BUILD_KIND", "test")
    words = {"kind": kind, "sources_of": project.day(), "python": platform.python_version()}
    note.write_text(json.dumps(words, indent=1, sort_keys=True) + "\n", "utf-8", newline="\n")
    return note


def icon(folder: Path) -> Path:
    """Write the application icon with all its sizes, as .ico for Windows or .icns for macOS."""
    from PIL import Image

    folder.mkdir(parents=True, exist_ok=True)
    pictures = [Image.open(project.ICONS / f"ecocity-{side}.png") for side in ICO_SIDES_PX]
    if sys.platform == "darwin":
        target = folder / "ecocity.icns"
        Image.open(project.ICONS / "ecocity-512.png").save(target, append_images=pictures)
        return target
    target = folder / "ecocity.ico"
    sizes = [(side, side) for side in ICO_SIDES_PX]
    pictures[-1].save(target, sizes=sizes, append_images=pictures[:-1])
    return target


def with_small_icu(binaries: Entries, folder: Path) -> Entries:
    """Return the entries with ICU's data replaced by the part we use; raises ``RuntimeError`` if it is not there."""
    changed = [
        (place, str(icu_data.trim(Path(source), folder / "icu")), kind) if "libicudata.so" in place else None
        for place, source, kind in binaries
        if kind == "BINARY"
    ]
    small = {entry[0]: entry for entry in changed if entry}
    if not small:
        raise RuntimeError("Qt brought no ICU data: look whether it still needs any")
    return [small.get(entry[0], entry) for entry in binaries]


def still_asked_for(binaries: Entries) -> Entries:
    """Return the entries without the libraries of this system that only what was left out asks for.

    How many those are depends on what else is installed here, and the folder must not.
    """
    by_name = {Path(entry[0]).name: entry for entry in binaries}
    to_see = [entry for entry in binaries if not _of_this_system(entry)]
    reached = list(to_see)
    while to_see:
        _, source, kind = to_see.pop()
        asked = elf.asked_by(Path(source)) if kind in ("BINARY", "EXTENSION") else set()
        found = [by_name.pop(name) for name in sorted(asked & by_name.keys())]
        fresh = [entry for entry in found if _of_this_system(entry)]
        to_see += fresh
        reached += fresh
    return [entry for entry in binaries if entry in reached]


def _of_this_system(entry: tuple[str, str, str]) -> bool:
    """Say whether an entry is a library of the building system and came neither in a wheel nor with Python."""
    inside = (str(project.ROOT), sys.prefix, sys.base_prefix)
    return entry[2] == "BINARY" and not entry[1].startswith(inside)


def system_licences(binaries: Entries) -> Entries:
    """Return entries for the Debian copyright files of all libraries that come from this system, not from a wheel."""
    taken = [Path(entry[1]) for entry in binaries if _of_this_system(entry)]
    unknown = sorted(file.name for file in taken if not third_party.system_licence(file.name))
    if unknown:
        raise RuntimeError(
            "Name the licences of these libraries in packaging/parts.toml: " + ", ".join(unknown)
        )
    texts = {
        package: Path(f"/usr/share/doc/{package}/copyright")
        for package in map(_debian_package, taken)
        if package
    }
    return [
        (f"licences/system/{name}.txt", str(text), "DATA") for name, text in texts.items() if text.exists()
    ]


def mac_document_type() -> dict[str, Any]:
    """Return the lines of Info.plist that let a double-click on a workspace open the program."""
    kind = "org.ecocity.workspace"
    return {
        "CFBundleDocumentTypes": [
            {"CFBundleTypeName": "EcoCity", "CFBundleTypeRole": "Editor", "LSItemContentTypes": [kind]}
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": kind,
                "UTTypeDescription": "EcoCity",
                "UTTypeConformsTo": ["public.data"],
                "UTTypeTagSpecification": {"public.filename-extension": ["ecocity"]},
            }
        ],
        "CFBundleLocalizations": ["fr", "en", "zh-Hans"],
        "LSMinimumSystemVersion": "14.0",
        "NSHighResolutionCapable": True,
    }


def _debian_package(library: Path) -> str:
    """Return the Debian package a library belongs to, or an empty text where dpkg does not know."""
    # The same file is listed as /lib/x or as /usr/lib/x, after the day the two were merged.
    asked = subprocess.run(["dpkg", "-S", f"*/{library.name}"], capture_output=True, text=True, check=False)
    return asked.stdout.partition(":")[0] if asked.returncode == 0 else ""
