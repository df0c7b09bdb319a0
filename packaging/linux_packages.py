"""Makes the .deb and the .rpm around the frozen folder: menu entry, icons, file type, manual page, metadata."""

from __future__ import annotations

import gzip
import lzma
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from string import Template

import elf
import project

LINUX = project.PACKAGING / "linux"
METAINFO = "org.ecocity.desktop.metainfo.xml"
MAN_PAGE = "ecocity-desktop.1"
ICON_SIDES_PX = (16, 24, 32, 48, 64, 128, 256, 512)

# Libraries the folder leaves to the system, and the Debian packages that hold them; libc6 comes with a version.
FROM_DEBIAN = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libcom_err.so.2": "libcom-err2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libexpat.so.1": "libexpat1",
    "libgcc_s.so.1": "libgcc-s1",
    "libstdc++.so.6": "libstdc++6",
    "libuuid.so.1": "libuuid1",
    "libxcb.so.1": "libxcb1",
    "libz.so.1": "zlib1g",
}
# Loaded only under Wayland, by a plugin that other desktops do not need.
WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
# The format of a .deb: an ar archive.
AR_START = b"!<arch>\n"
AR_HEADER = 60
# How hard xz tries: for what is given away, and for an older version that is made to upgrade from.
THOROUGHLY, IN_HASTE = 9, 0
C_LIBRARY = re.compile(r"ld-linux|lib(c|m|dl|rt|pthread|resolv|util)\.so")


def make(folder: Path, work: Path, output: Path, version: str | None = None) -> list[Path]:
    """Make both packages of a frozen folder in ``output`` and return their paths.

    ``version`` replaces that of the program. Raises ``RuntimeError`` if the folder needs a library that no package
    is known for.
    """
    work.mkdir(parents=True, exist_ok=True)
    output.mkdir(parents=True, exist_ok=True)
    version = version or project.version()
    _fill_in(work, version)
    needed = left_to_the_system(folder)
    unknown = needed - FROM_DEBIAN.keys() - WAYLAND.keys()
    if unknown:
        raise RuntimeError(
            "Name the Debian packages of these in linux_packages.py: " + ", ".join(sorted(unknown))
        )
    oldest_c = f"2.{oldest_c_library(folder)}"
    debian = [f"libc6 (>= {oldest_c})", *sorted(FROM_DEBIAN[name] for name in needed & FROM_DEBIAN.keys())]
    # Other families of Linux name packages differently, but all know which package brings a library.
    other = [f"{name}()(64bit)" for name in sorted(needed & FROM_DEBIAN.keys())]
    values = {
        "VERSION": version,
        "MOMENT": moment(),
        "FOLDER": folder,
        "LINUX": LINUX,
        "MADE": work,
        "DEB_DEPENDS": _yaml_list(debian),
        "DEB_RECOMMENDS": _yaml_list(sorted(WAYLAND.values())),
        "RPM_DEPENDS": _yaml_list([f"libc.so.6(GLIBC_{oldest_c})(64bit)", *other]),
    }
    recipe = work / "nfpm.yaml"
    recipe.write_text(Template((LINUX / "nfpm.yaml").read_text("utf-8")).substitute(values), "utf-8")
    deb, rpm = (_package(recipe, output, kind) for kind in ("deb", "rpm"))
    _squeeze(deb, THOROUGHLY if version == project.version() else IN_HASTE)
    return [deb, rpm]


def left_to_the_system(folder: Path) -> set[str]:
    """Return the names of the libraries that the folder's programs ask for and that it does not hold."""
    held, asked = set(), set()
    for file in _programs(folder):
        held.add(file.name)
        asked |= elf.asked_by(file)
    links = {link.name for link in folder.rglob("*") if link.is_symlink()}
    return {name for name in asked - held - links if not C_LIBRARY.match(name)}


def oldest_c_library(folder: Path) -> int:
    """Return the minor number of the oldest C library (2.x) that all programs of the folder run with."""
    found = {
        int(number)
        for file in _programs(folder)
        for number in re.findall(rb"GLIBC_2\.(\d+)", file.read_bytes())
    }
    return max(found)


def moment() -> str:
    """Return the moment all files in the packages are dated with."""
    return datetime.fromtimestamp(project.epoch(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _fill_in(work: Path, version: str) -> None:
    """Write the files that tell the version and the day, and the icons in the places where desktops look for them."""
    values = {"VERSION": version, "DAY": project.day()}
    for name in (METAINFO, MAN_PAGE):
        text = (LINUX / name).read_text("utf-8")
        for word, value in values.items():
            text = text.replace(word, value)
        (work / name).write_text(text, "utf-8")
    _compress(work / MAN_PAGE)
    shutil.copyfile(project.ROOT / "CHANGELOG.md", work / "changelog")
    _compress(work / "changelog")
    icons = work / "icons"
    shutil.rmtree(icons, ignore_errors=True)
    for side in ICON_SIDES_PX:
        _place(
            project.ICONS / f"ecocity-{side}.png", icons / f"{side}x{side}" / "apps" / "ecocity-desktop.png"
        )
    _place(project.ICONS / "ecocity.svg", icons / "scalable" / "apps" / "ecocity-desktop.svg")
    document = "application-x-ecocity.svg"
    _place(LINUX / document, icons / "scalable" / "mimetypes" / document)
    project.date_all(work)


def _place(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o644)


def _compress(file: Path) -> None:
    packed = gzip.compress(file.read_bytes(), mtime=0)
    file.with_name(file.name + ".gz").write_bytes(packed)


def _programs(folder: Path) -> list[Path]:
    """Return the files that are programs or libraries, each once."""
    files = [file for file in folder.rglob("*") if file.is_file() and not file.is_symlink()]
    return [file for file in files if file.open("rb").read(4) == b"\x7fELF"]


def _squeeze(deb: Path, preset: int) -> None:
    """Compress the files in a .deb, done thoroughly a sixth smaller than by nfpm."""
    members = []
    with deb.open("rb") as archive:
        archive.read(len(AR_START))
        while header := archive.read(AR_HEADER):
            size = int(header[48:58])
            members.append((header[:16].decode().strip().rstrip("/"), archive.read(size)))
            archive.read(size % 2)
    with deb.open("wb") as archive:
        archive.write(AR_START)
        for name, content in members:
            if name == "data.tar":
                name, content = "data.tar.xz", lzma.compress(content, preset=preset)
            header = f"{name:<16}{project.epoch():<12}0     0     100644  {len(content):<10}`\n"
            archive.write(header.encode() + content + b"\n" * (len(content) % 2))


def _yaml_list(names: list[str]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


def _package(recipe: Path, output: Path, kind: str) -> Path:
    before = set(output.glob(f"*.{kind}"))
    program = Path(sys.executable).with_name("nfpm")
    subprocess.run(
        [program, "package", "--config", recipe, "--packager", kind, "--target", output],
        check=True,
        env=project.repeatable_environment(),
        stdout=subprocess.DEVNULL,
    )
    made = sorted(set(output.glob(f"*.{kind}")) - before) or sorted(output.glob(f"*.{kind}"))
    return made[-1]
