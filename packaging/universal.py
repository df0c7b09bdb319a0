"""Makes what is installed run on both kinds of Mac: joins each library with its twin for the other chip.

Some packages offer no universal wheel, only one wheel per chip. PyInstaller refuses to freeze a universal program while
a library in it is for one chip alone, so a library that stays so stops the build.
"""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import project
import third_party
from packaging.utils import canonicalize_name

CHIPS = {0x0100000C: "arm64", 0x01000007: "x86_64"}
ONE_CHIP = b"\xcf\xfa\xed\xfe"  # MH_MAGIC_64 in the byte order of both chips (mach-o/loader.h)
BOTH_CHIPS = b"\xca\xfe\xba\xbe"  # FAT_MAGIC (mach-o/fat.h)
OLDEST_MACOS = "14_0"  # the floor of Qt's wheels


def join_installed(site: Path, work: Path) -> None:
    """Join every library for one chip, in the packages that ship, with its twin from the wheel for the other chip.

    ``site`` is the folder packages are installed in; ``work`` a folder for the wheels. Libraries without a twin that
    have the same module in Python beside them are removed. Raises ``SystemExit`` if another is left.
    """
    for package in third_party.packages():
        for chip in sorted(set(thin_libraries(site, package.name).values())):
            join(site, package.name, twins(package.name, _other(chip), work))


def thin_libraries(site: Path, package: str) -> dict[Path, str]:
    """Return the chip of each library of a package that is for one chip alone, by its place in ``site``."""
    found = {}
    for known in metadata.distributions(path=[str(site)]):
        if canonicalize_name(known.metadata["Name"]) == package:
            places = [Path(str(file)) for file in known.files or []]
            found |= {place: chips[0] for place in places if len(chips := chips_of(site / place)) == 1}
    return found


def join(site: Path, package: str, twins: Path) -> None:
    """Join the libraries of one package in ``site`` with those at the same places in ``twins``."""
    for place in thin_libraries(site, package):
        library, twin = site / place, twins / place
        if twin.exists():
            _lipo(library, twin)
        elif _in_python(library).exists():
            library.unlink()
        else:
            raise SystemExit(f"There is no {place} for the other chip: the program cannot run on both")


def twins(package: str, chip: str, work: Path) -> Path:
    """Unpack the locked wheel of a package for a chip, and return the folder."""
    asked, folder = work / f"{package}.lock", work / f"{package}-{chip}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    asked.write_text(locked(package), "utf-8")
    which = ["--platform", f"macosx_{OLDEST_MACOS}_{chip}", "--only-binary", ":all:", "--no-deps"]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", *which, "-d", folder, "-r", asked], check=True)
    for wheel in folder.glob("*.whl"):
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(folder)
    return folder


def locked(package: str) -> str:
    """Return the lines of the lock that name a package, with its hashes."""
    found = re.search(
        rf"^{re.escape(package)}==\S+.*\n(?: +--hash=.*\n?)+", project.LOCK.read_text("utf-8"), re.MULTILINE
    )
    if found is None:
        raise ValueError(f"requirements.lock does not name {package}")
    return found[0]


def chips_of(file: Path) -> tuple[str, ...]:
    """Return the chips a file holds machine code for; none for a file that is no library or program of macOS."""
    if not file.is_file():
        return ()
    with file.open("rb") as stream:
        head = stream.read(4096)
    if head[:4] == ONE_CHIP:
        kinds = [struct.unpack_from("<I", head, 4)[0]]
    elif head[:4] == BOTH_CHIPS:
        (count,) = struct.unpack_from(">I", head, 4)
        kinds = [struct.unpack_from(">I", head, 8 + 20 * place)[0] for place in range(min(count, 8))]
    else:
        kinds = []
    return tuple(sorted(CHIPS[kind] for kind in kinds if kind in CHIPS))


def lipo() -> str | None:
    """Return the tool that joins libraries, if there is one: Apple's, or LLVM's under the names Debian gives it."""
    return next(filter(None, map(shutil.which, ("lipo", "llvm-lipo", "llvm-lipo-14"))), None)


def _other(chip: str) -> str:
    (other,) = set(CHIPS.values()) - {chip}
    return other


def _in_python(library: Path) -> Path:
    """Return where the same module would lie if it were written in Python."""
    return library.with_name(library.name.partition(".")[0] + ".py")


def _lipo(library: Path, twin: Path) -> None:
    """Put the code of both chips into ``library``."""
    tool = lipo()
    if tool is None:
        raise SystemExit("Joining libraries for two chips needs lipo, which Apple's command line tools bring")
    both = library.with_name(library.name + ".both")
    subprocess.run([tool, "-create", library, twin, "-output", both], check=True)
    both.chmod(library.stat().st_mode)
    both.replace(library)
