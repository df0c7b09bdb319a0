"""Cuts the data of Qt's copy of ICU on Linux from 32 MB to 4: only French, English and Chinese are sorted here.

Qt asks ICU for the order of words and for old text encodings, nothing more; its dates and numbers are its own.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

# Tools and the Debian packages they come from.
TOOLS = {"icupkg": "icu-devtools", "as": "binutils", "ld": "binutils", "readelf": "binutils"}

KEEP = re.compile(
    r"(coll/)?(root|pool|res_index|ucadata|(en|fr|zh)(_\w+)?)\.(res|icu)"
    r"|[a-z]\w*\.(icu|nrm)"
    r"|(likelySubtags|supplementalData|numberingSystems|timezoneTypes|keyTypeData|langInfo)\.res"
    r"|(gb18030|windows-936-2000|ibm-1386_P100-2001)\.cnv"
)
SYMBOL = re.compile(
    r"\s([0-9a-f]+)\s+(0x[0-9a-f]+|\d+)\s+OBJECT\s+GLOBAL\s+DEFAULT\s+\d+\s+(icudt(\d+)_dat)\b"
)


def trim(library: Path, folder: Path) -> Path:
    """Write a library that holds less into ``folder``, under the same name, and return its path.

    Raises ``RuntimeError`` when a tool is missing or the library is not built as it was.
    """
    missing = sorted({package for tool, package in TOOLS.items() if shutil.which(tool) is None})
    if missing:
        raise RuntimeError("The ICU data cannot be trimmed; install: " + " ".join(missing))
    folder.mkdir(parents=True, exist_ok=True)
    symbol, release, data = _data(library)
    whole = folder / f"icudt{release}l.dat"
    whole.write_bytes(data)
    leave_out = folder / "leave-out.txt"
    names = _run("icupkg", "-l", whole).split()
    leave_out.write_text("".join(f"{name}\n" for name in names if not KEEP.fullmatch(name)), "utf-8")
    (folder / "kept").mkdir(exist_ok=True)
    small = folder / "kept" / whole.name  # icupkg wants both files to have this one name
    _run("icupkg", "-r", leave_out, whole, small)
    return _link(symbol, small, folder / library.name)


def _data(library: Path) -> tuple[str, str, bytes]:
    """Return the name of the symbol, the release of ICU and the bytes of the data."""
    found = SYMBOL.search(_run("readelf", "--wide", "--dyn-syms", library))
    if found is None:
        raise RuntimeError(f"{library.name} holds no ICU data of the kind known here")
    # In a library of data alone, addresses are places in the file.
    start, size = int(found[1], 16), int(found[2], 0)
    return found[3], found[4], library.read_bytes()[start : start + size]


def _link(symbol: str, data: Path, target: Path) -> Path:
    source = target.with_suffix(".s")
    source.write_text(
        f".section .rodata\n.balign 16\n.globl {symbol}\n.type {symbol},@object\n{symbol}:\n"
        f'.incbin "{data}"\n.size {symbol},.-{symbol}\n.section .note.GNU-stack,"",@progbits\n',
        "utf-8",
    )
    compiled = target.with_suffix(".o")
    _run("as", "-o", compiled, source)
    soname = target.name
    _run("ld", "-shared", "-soname", soname, "-z", "noexecstack", "--build-id=none", "-o", target, compiled)
    return target


def _run(*command: object) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr.strip()}")
    return done.stdout
