"""Work in this checkout: run | test | check | bench | readers | torture | screens | manual | lock | freeze | package.

Needs nothing but Python: makes .venv and installs requirements.lock and the project, again only when they changed.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN, SUFFIX = (VENV / "Scripts", ".exe") if os.name == "nt" else (VENV / "bin", "")
PYTHON = BIN / f"python{SUFFIX}"
LOCK = ROOT / "requirements.lock"
FREEZE_LOCK = ROOT / "packaging" / "requirements-freeze.lock"
PACKAGE_LOCK = ROOT / "packaging" / "requirements-package.lock"
READERS_LOCK = ROOT / "tests" / "readers" / "requirements-readers.lock"
PILOT = ROOT / "pilot.ecocity"

# What Qt's wheels leave to a Linux system, and the Debian packages that hold it.
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}


def run(arguments: list[str]) -> int:
    """Open the window on the pilot programme; where there is no display, print its briefs instead."""
    display = has_display()
    set_up(qt=display)
    # A trial keeps its settings to itself and never meets the user's own workspace.
    os.environ.setdefault("ECOCITY_DATA_DIR", str(ROOT / ".pilot"))
    program = [PYTHON, "-m", "ecocity_desktop"]
    if arguments:
        return call(*program, *arguments)
    if not PILOT.exists() and (failed := call(*program, "new", PILOT, "--sample")):
        return failed
    if display:
        return call(*program, PILOT)
    print("There is no display here, so no window: printing the briefs of the pilot programme.", flush=True)
    languages = ["--language", "fr", "--language", "en", "--language", "zh"]
    return call(*program, "brief", PILOT, "--all", *languages, "--output", ROOT / "briefs")


def test(arguments: list[str]) -> int:
    """Run the tests, without showing a window."""
    set_up(qt=True)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return call(PYTHON, "-m", "pytest", *arguments)


def bench(arguments: list[str]) -> int:
    """Measure the program against the floors it must stay near."""
    return test(["tests/bench", *arguments])


def readers(arguments: list[str]) -> int:
    """Let other programs' libraries read our calendars and plans; the planner among them needs Java."""
    set_up(True, [READERS_LOCK])
    return test(["tests/readers", *arguments])


def check(arguments: list[str]) -> int:
    """Check style, types, and which room imports which."""
    set_up()
    commands = (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"], ["lint-imports"])
    codes = [call(BIN / f"{name}{SUFFIX}", *options) for name, *options in commands]
    return int(any(codes))


def torture(arguments: list[str]) -> int:
    """Kill, starve and damage the real program a thousand times over; docs/data-safety.md says what is promised."""
    set_up()
    return call(PYTHON, "-m", "tests.torture", *arguments)


def lock(arguments: list[str]) -> int:
    """Write all locks anew; --upgrade takes newer versions."""
    set_up(locks=[FREEZE_LOCK])
    how = "--quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header"
    pin = [PYTHON, "-m", "uv", "pip", "compile", *how.split(), *arguments]
    code = call(*pin, "pyproject.toml", "--group", "dev", "--output-file", LOCK)
    for group, target in (("freeze", FREEZE_LOCK), ("package", PACKAGE_LOCK), ("readers", READERS_LOCK)):
        kept = ["--constraints", LOCK, "--output-file", target]
        code = code or call(*pin, "--group", f"pyproject.toml:{group}", *kept)
    return code


def freeze(arguments: list[str]) -> int:
    """Make the folder build in dist/, which runs without Python."""
    set_up(True, [FREEZE_LOCK])
    return call(PYTHON, "-m", "PyInstaller", "--noconfirm", *arguments, "build.spec")


def package(arguments: list[str]) -> int:
    """Make the installers in dist/; --windows also those for Windows, --test tries them all out."""
    set_up(True, [FREEZE_LOCK, PACKAGE_LOCK])
    return call(PYTHON, ROOT / "packaging" / "make.py", *arguments)


def screens(arguments: list[str]) -> int:
    """Picture every tab, dialog and page of a brief in three languages, into screens/."""
    set_up(qt=True)
    return call(PYTHON, ROOT / "packaging" / "screens.py", *arguments)


def manual(arguments: list[str]) -> int:
    """Remake the pictures of the manual, and print it as PDF into manual/."""
    return screens(["manual", *arguments])


def set_up(qt: bool = False, locks: Sequence[Path] = ()) -> None:
    """Make sure of .venv and what the locks name and, for Qt, of the system's libraries."""
    ensure_system_packages(qt)
    locked: list[list[object]] = [
        ["--require-hashes", "-r", LOCK],
        ["--no-deps", "--no-build-isolation", "-e", ROOT],
    ]
    install_once([LOCK, ROOT / "pyproject.toml"], locked)
    for more in locks:
        install_once([more], [["--require-hashes", "-r", more]])


def install_once(sources: list[Path], installs: list[list[object]]) -> None:
    """Run pip for each of installs, unless .venv holds a copy of the sources as they are now."""
    copy = VENV / ("installed-" + sources[0].name)
    wanted = "".join(source.read_text("utf-8") for source in sources)
    if PYTHON.exists() and copy.exists() and copy.read_text("utf-8") == wanted:
        return
    print(f"Installing {sources[0].name} into {VENV.name}, which takes a minute the first time.", flush=True)
    if not PYTHON.exists():
        require(call(sys.executable, "-m", "venv", "--clear", VENV) == 0, "Python could not make .venv.")
    for install in installs:
        done = call(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *install) == 0
        require(
            done,
            "pip could not install everything; its message above says why. Mend that, or delete .venv, and try again.",
        )
    copy.write_text(wanted, "utf-8")


def ensure_system_packages(qt: bool) -> None:
    """On Linux, install what is missing with apt if we may; else stop and say what to run."""
    if not sys.platform.startswith("linux"):
        return
    missing = {name: package for name, package in QT_LIBRARIES.items() if qt and not loads(name)}
    if not PYTHON.exists() and find_spec("ensurepip") is None:
        missing["ensurepip"] = f"python3.{sys.version_info.minor}-venv"
    if not missing:
        return
    require(shutil.which("apt-get"), "Install what holds these, then run this again: " + " ".join(missing))
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing.values()]
    if os.geteuid() == 0:
        os.environ.setdefault("DEBIAN_FRONTEND", "noninteractive")
        call("apt-get", "update", "-qq")
        call(*install, "-qq")
        missing = {name: missing[name] for name in QT_LIBRARIES if name in missing and not loads(name)}
    require(
        not missing,
        "Some system packages are missing. Run this, then try again:\n  sudo " + " ".join(install),
    )


def loads(library: str) -> bool:
    """Say whether the system has a library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_display() -> bool:
    """Say whether a window can be shown; Windows and macOS always can."""
    linux = sys.platform.startswith("linux")
    return not linux or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def call(*command: object) -> int:
    """Run a command in the checkout and return its exit code."""
    return subprocess.call([str(part) for part in command], cwd=ROOT)


def require(condition: object, message: str) -> None:
    """Stop with a message unless the condition holds."""
    if not condition:
        sys.exit(message)


if __name__ == "__main__":
    require(sys.version_info >= (3, 11), "Python 3.11 or later is needed; this is " + sys.version.split()[0])
    known = (run, test, check, bench, readers, torture, screens, manual, lock, freeze, package)
    commands = {command.__name__: command for command in known}
    require(len(sys.argv) > 1 and sys.argv[1] in commands, __doc__)
    try:
        sys.exit(commands[sys.argv[1]](sys.argv[2:]))
    except KeyboardInterrupt:
        sys.exit(130)
