"""A Debian with nothing but its base system, to install packages into: no Python, no fonts, no display."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import screen

PROGRAM = "/usr/bin/ecocity-desktop"
FILE = "/home/anne/mission.ecocity"
LANGUAGES = ("--language", "fr", "--language", "en", "--language", "zh")
# What a person's desktop has and a bare system has not: the X server the window is shown on stands outside.
PLAIN = {
    "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/home/anne",
    "LANG": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
}


@dataclass(frozen=True)
class Debian:
    """A root folder in which commands run as if it were the machine."""

    root: Path

    def run(self, *command: str, user: str = "root", more: Mapping[str, str] | None = None) -> str:
        """Run a command inside and return its output; raises ``AssertionError`` with all it said when it fails."""
        done = self.start(*command, user=user, more=more)
        said, errors = done.communicate(timeout=900)
        assert done.returncode == 0, f"{' '.join(command)}: {done.returncode}\n{said}\n{errors}"
        return said

    def start(
        self, *command: str, user: str = "root", more: Mapping[str, str] | None = None
    ) -> subprocess.Popen[str]:
        """Start a command inside; its output comes as text."""
        inside = ["chroot", f"--userspec={user}", str(self.root), *command]
        return subprocess.Popen(
            inside, env={**PLAIN, **(more or {})}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def anne(self, *arguments: str) -> str:
        """Run our program inside as a person without rights, and return what it says."""
        return self.run(PROGRAM, *arguments, user="anne")

    def briefs(self, file: str, folder: str) -> list[Path]:
        """Print all briefs of a workspace inside, in three languages, and return them."""
        self.anne("brief", file, "--all", *LANGUAGES, "--output", folder)
        return sorted((self.root / folder.lstrip("/")).glob("*.pdf"))

    def show(self, file: str, picture: Path) -> None:
        """Open the window on a workspace inside, wait until it lists something, take its picture, end it."""
        with screen.screen() as display:
            sockets = self.root / "tmp/.X11-unix"
            sockets.mkdir(mode=0o1777, exist_ok=True)
            subprocess.run(["mount", "--bind", "/tmp/.X11-unix", sockets], check=True)
            window = self.start(PROGRAM, file, user="anne", more={**display, "ECOCITY_LANGUAGE": "zh"})
            try:
                screen.wait_for(lambda: screen.windows("EcoCity"), 60)
                screen.wait_for(lambda: screen.picture(picture) > screen.FULL, 30)
            finally:
                window.terminate()
                window.communicate(timeout=30)
                subprocess.run(["umount", sockets], check=True)

    def files(self) -> dict[str, int]:
        """Return every file with its time of change, but those the running kernel shows."""
        found = {}
        for folder, folders, names in os.walk(self.root):
            if Path(folder) == self.root:
                folders[:] = [name for name in folders if name not in ("proc", "sys", "dev")]
            for name in names:
                place = Path(folder, name)
                found["/" + str(place.relative_to(self.root))] = place.lstat().st_mtime_ns
        return found


def make(folder: Path) -> Debian:
    """Unpack a fresh Debian of this machine's release into ``folder``; the base is fetched once and kept beside it."""
    base = folder.with_name("debian-base.tar")
    if not base.exists():
        new = folder.with_name("debian-base")
        shutil.rmtree(new, ignore_errors=True)
        release = _release()
        subprocess.run(
            ["debootstrap", "--variant=minbase", release, new, _mirror()],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        with tarfile.open(base, "w") as archive:
            archive.add(new, ".")
        shutil.rmtree(new)
    remove(folder)
    folder.mkdir(parents=True)
    subprocess.run(["tar", "--extract", "--file", base, "--directory", folder], check=True)
    shutil.copy("/etc/resolv.conf", folder / "etc" / "resolv.conf")
    for place in Path("/etc/apt/apt.conf.d").glob("*"):
        if re.search(r"[Pp]roxy|Acquire", place.read_text("utf-8", "replace")):
            shutil.copy(place, folder / "etc" / "apt" / "apt.conf.d")
    subprocess.run(["mount", "-t", "proc", "proc", folder / "proc"], check=True)
    debian = Debian(folder)
    debian.run("useradd", "--create-home", "anne")
    debian.run("apt-get", "update", "-qq")
    return debian


def remove(folder: Path) -> None:
    """Take a Debian away again, and what hangs on it."""
    for mount in ("tmp/.X11-unix", "proc"):
        if os.path.ismount(folder / mount):
            subprocess.run(["umount", folder / mount], check=True)
    shutil.rmtree(folder, ignore_errors=True)


def _release() -> str:
    text = Path("/etc/os-release").read_text("utf-8")
    found = re.search(r"^VERSION_CODENAME=(\w+)$", text, re.MULTILINE)
    assert found, "this machine does not say which Debian it is"
    return found[1]


def _mirror() -> str:
    """Return where this machine itself takes Debian from."""
    places = [Path("/etc/apt/sources.list"), *sorted(Path("/etc/apt/sources.list.d").glob("*"))]
    for place in places:
        text = place.read_text("utf-8") if place.exists() else ""
        found = re.search(r"^(?:deb (?:\[.*\] )?|URIs: *)(\S+/debian/?)(?=\s|$)", text, re.MULTILINE)
        if found:
            return found[1]
    raise AssertionError("no Debian mirror is set up here")
