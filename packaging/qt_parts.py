"""Collects what Qt's sources and PDFium say of other people's work in them: writes Qt-parts.txt and PDFium-parts.txt.

python packaging/qt_parts.py QTBASE QTSVG, two folders with the sources of those modules. PDFium's notices come with
pypdfium2, which is among the test tools: the wheels of Qt bring neither.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import project

LICENCES = project.PACKAGING / "licences"
LINE = "=" * 120
# What is no part of the libraries we carry: Qt's tests and tools, and systems we do not build for.
NOT_CARRIED = re.compile(r"(^|/)(tests|examples|testlib|testinternal|cmake|util|android|gradle|wasm)/")
# Build variants of PDFium that Qt does not take: other C libraries, Android, the JavaScript engine.
NOT_IN_QT_PDF = re.compile(r"BUILD_LICENSES/(\w+/|pdfium-binaries)")
ABOUT_QT = """\
What Qt's libraries in this folder contain of other people's work, in the words of Qt's own sources ({origin}).

Qt itself is under the GNU Lesser General Public License, version 3 (LGPL-3.0.txt). Its libraries are separate files in
this folder: you may replace them by your own builds of the same version. Their source is offered by The Qt Company at
download.qt.io and in the PySide source archives of the same version number.
"""
ABOUT_PDFIUM = """\
What PDFium, the reader of PDF inside Qt PDF, contains of other people's work, in the words of its own sources, as
pypdfium2 {version} hands them on. Where a text below is the Apache License, it stands in Apache-2.0.txt.
"""


def main() -> None:
    """Write both files into packaging/licences."""
    parser = argparse.ArgumentParser(description="Collect the notices of what lies inside Qt.")
    for name in ("qtbase", "qtsvg"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args()
    origin = ", ".join(folder.name for folder in (given.qtbase, given.qtsvg))
    told = [part for folder in (given.qtbase, given.qtsvg) for part in attributions(folder)]
    _write("Qt-parts.txt", ABOUT_QT.format(origin=origin), told)
    _write("PDFium-parts.txt", ABOUT_PDFIUM.format(version=metadata.version("pypdfium2")), of_pdfium())


def attributions(sources: Path) -> list[tuple[str, str]]:
    """Return (heading, licence text) for every part that the sources of a Qt module name."""
    found = []
    for file in sorted(sources.rglob("qt_attribution.json")):
        if NOT_CARRIED.search(file.relative_to(sources).as_posix()):
            continue
        # Their copyright lines hold plain line breaks.
        told = json.loads(file.read_text("utf-8"), strict=False)
        parts = told if isinstance(told, list) else [told]
        found += [(_heading(part, file.parent), _licence(part, file.parent)) for part in parts]
    return found


def of_pdfium() -> list[tuple[str, str]]:
    """Return (heading, licence text) for PDFium and the parts of it that Qt PDF has."""
    known = metadata.distribution("pypdfium2")
    texts = sorted(str(file) for file in known.files or [] if "BUILD_LICENSES" in str(file))
    kept = [name for name in texts if not NOT_IN_QT_PDF.search(name)]
    return [(Path(name).stem, _read(Path(str(known.locate_file(name))))) for name in kept]


def _heading(part: dict[str, Any], folder: Path) -> str:
    version = str(part.get("Version", ""))
    copyright_ = part.get("Copyright") or _read(folder / part["CopyrightFile"])
    lines = copyright_ if isinstance(copyright_, list) else str(copyright_).splitlines()
    name = f"{part['Name']} {version if len(version) < 20 else ''}".strip()
    used = " ".join(part["QtUsage"] if isinstance(part["QtUsage"], list) else [part["QtUsage"]])
    return "\n".join([name, used, f"Licence: {part['LicenseId']}", *(line.strip() for line in lines)])


def _licence(part: dict[str, Any], folder: Path) -> str:
    one = part.get("LicenseFile")
    files = part.get("LicenseFiles") or ([one] if one else [])
    return "\n".join(_read(folder / name) for name in files)


def _read(file: Path) -> str:
    """Read a text that may be older than UTF-8."""
    content = file.read_bytes()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _write(name: str, about: str, told: list[tuple[str, str]]) -> None:
    text = "\n".join([about, *_once_each(told)])
    plain = "\n".join(line.rstrip() for line in text.splitlines())
    (LICENCES / name).write_text(plain + "\n", "utf-8")


def _once_each(told: list[tuple[str, str]]) -> Iterator[str]:
    """Give every heading, with its licence the first time, and where to look at any later one."""
    seen: dict[str, str] = {}
    for heading, text in told:
        yield f"{LINE}\n{heading}\n"
        name = heading.splitlines()[0]
        if not text.strip():
            continue
        first = seen.setdefault(text, name)
        yield text if first == name else f"The text under “{first}” holds for this too.\n"


if __name__ == "__main__":
    main()
