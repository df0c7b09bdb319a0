"""What the folder build leaves out: parts of Qt, Babel and Pillow never used, and libraries every Linux desktop has."""

from __future__ import annotations

import re

# Other platforms, picture formats and languages than ours; and all that speaks to a network: the program never does.
UNUSED = (
    r"platforms/(lib)?q(eglfs|linuxfb|minimal|minimalegl|vkkhrdisplay|vnc|direct2d)"
    r"|egldeviceintegrations|/generic/|platformthemes/libqgtk3|networkinformation|EglF[sS]"
    r"|imageformats/(lib)?q(tga|tiff|wbmp|icns|gif|webp|pdf)|opengl32sw|qmodernwindowsstyle"
    r"|plugins/tls/|(^|/)lib(ssl|crypto)(\.so|-3)"
    r"|(^|/)lib(gtk-3|gdk|cairo|pango|atk|atspi|epoxy|fribidi|thai|datrie|graphite2|harfbuzz|pixman|avif)[-.0-9_a-z]*\.so"
    r"|translations/(?!qtbase_(fr|zh_CN)\.qm)"
    r"|babel/locale-data/(?!(root|(fr|en|zh)(_\w+)?)\.dat|LICENSE)"
    r"|reportlab/fonts/"
    r"|(^|/)lib(gio-2|gobject-2|gmodule-2|mount|blkid|selinux|Xext|Xrender)[-.0-9]*\.so|(^|/)libjpeg\.so\.62"
    r"|(^|/)__pycache__/"
)
# A newer graphics driver needs the system's own copies of these; an older one in the bundle would stop it from loading.
EVERY_LINUX_HAS = (
    r"|(^|/)lib(stdc\+\+|gcc_s|X11|X11-xcb|xcb|Xau|Xdmcp|bsd|md|z|expat|com_err"
    r"|uuid|tinfo|dbus-1|systemd|gcrypt|gpg-error|lz4|cap)\.so\.\d"
)
DROP = re.compile(UNUSED + EVERY_LINUX_HAS)

# Not SQLAlchemy's other databases: Alembic imports them.
EXCLUDED_MODULES = [
    "PIL._avif",
    "PIL._imagingcms",
    "PIL._imagingft",
    "_curses",
    "_hashlib",
    "_sqlite3",
    "_ssl",
    "curses",
    "doctest",
    "ftplib",
    "hypothesis",
    "markdown_it",
    "multiprocessing",
    "mypy",
    "numpy",
    "pdb",
    "pydantic.mypy",
    "pydantic.v1",
    "pydoc",
    "pygments",
    "pytest",
    "readline",
    "rich",
    "setuptools",
    "smtplib",
    "socketserver",
    "sqlite3",
    "ssl",
    "tkinter",
    "unittest",
    "xmlrpc",
]


def dropped(place: str) -> bool:
    """Say whether a file stays out of the build, given its place in the folder, with either kind of slash."""
    return DROP.search(place.replace("\\", "/")) is not None


def kept(entries: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return PyInstaller's entries (place, source, kind) without those that stay out."""
    return [entry for entry in entries if not dropped(entry[0])]


def part_of_windows(library: str) -> bool:
    """Say whether every Windows 10 has a library, so that it need not be found where the build runs."""
    return library.lower().startswith(("api-ms-win-", "ext-ms-win-"))
