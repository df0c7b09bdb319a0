"""What programs and libraries of Linux ask for."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path


def asked_by(file: Path) -> set[str]:
    """Return the names of the libraries that a program or library asks the system to load, such as libz.so.1."""
    shown = subprocess.run(["readelf", "-d", file], capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"\(NEEDED\).*\[(.+)\]", shown))
