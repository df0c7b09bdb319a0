"""The programs that packaging needs beside Python's packages, and the Debian packages that hold them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import icu_data

LINUX = {**icu_data.TOOLS, "strip": "binutils"}
WINDOWS = {
    "wine": "wine",
    "wineserver": "wine64",
    "makensis": "nsis",
    "wixl": "wixl",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
    "osslsigncode": "osslsigncode",
}
TRYING_OUT = {
    "appstreamcli": "appstream",
    "debootstrap": "debootstrap",
    "desktop-file-validate": "desktop-file-utils",
    "llvm-lipo-14": "llvm-14",
    "msiinfo": "msitools",
    "rpm": "rpm",
    "update-mime-database": "shared-mime-info",
    "xdotool": "xdotool",
    "Xvfb": "xvfb",
}


def ensure(wanted: dict[str, str]) -> None:
    """Install with apt what is missing, if we may; else stop and say what to run."""
    missing = sorted(
        {package for program, package in wanted.items() if package and shutil.which(program) is None}
    )
    if not missing:
        return
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
    if shutil.which("apt-get") and os.geteuid() == 0:
        os.environ.setdefault("DEBIAN_FRONTEND", "noninteractive")
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(install, check=False, stdout=subprocess.DEVNULL)
        missing = sorted(
            {package for program, package in wanted.items() if package and shutil.which(program) is None}
        )
    if missing:
        sys.exit("Packaging needs these. Run this, then try again:\n  sudo " + " ".join(install))
