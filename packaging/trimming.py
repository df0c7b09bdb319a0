"""What the folder build leaves out: parts of Qt, Babel and Pillow never used, and libraries every Linux desktop has."""

from __future__ import annotations

import re

# Other platforms, picture formats and languages than ours; and all that speaks to a network: the program never does.
UNUSED = (
    r"platforms/(lib)?q(eglfs|linuxfb|minimal|minimalegl|vkkhrdisplay|vnc|direct2d)|qoffscreen\.dll"
    r"|egldeviceintegrations|/generic/|platformthemes/libqgtk3|networkinformation|EglF[sS]"
    r"|imageformats/(lib)?q(tga|tiff|wbmp|icns|gif|webp|pdf)|opengl32sw|qmodernwindowsstyle"
    r"|plugins/tls/|(^|/)lib(ssl|crypto)(\.so|-3)"
    r"|(^|/)lib(gtk-3|gdk|cairo|pango|atk|atspi|epoxy|fribidi|thai|datrie|graphite2|harfbuzz|pixman|avif)[-.0-9_a-z]*\.so"
    r"|translations/(?!qtbase_(fr|zh_CN)\.qm)"
    r"|babel/locale-data/(?!(root|fr|fr_FR|en|en_001|en_GB|zh|zh_Hans|zh_Hans_CN)\.dat|LICENSE)"
    r"|tzdata/zoneinfo/(?!UTC$)|[.]dist-info/"
    r"|reportlab/fonts/|pypinyin/\w+\.json"
    r"|(^|/)lib(gio-2|gobject-2|gmodule-2|mount|blkid|selinux|Xext|Xrender)[-.0-9]*\.so|(^|/)libjpeg\.so\.62"
    r"|(^|/)__pycache__/"
)
# A newer graphics driver needs the system's own copies of these; an older one in the bundle would stop it from loading.
EVERY_LINUX_HAS = (
    r"|(^|/)lib(stdc\+\+|gcc_s|X11|X11-xcb|xcb|Xau|Xdmcp|bsd|md|z|expat|com_err"
    r"|uuid|tinfo|dbus-1|systemd|gcrypt|gpg-error|lz4|cap)\.so\.\d"
)
DROP = re.compile(UNUSED + EVERY_LINUX_HAS)

# Python needs these before packaging/at_once.py has opened the archive with all the others.
BEFORE_THE_ARCHIVE = ("ctypes", "ctypes._endian")

UNUSED_PICTURES = (
    "Avif Blp BufrStub Cur Dcx Dds Eps Fits Fli Fpx Ftex Gbr GribStub Hdf5Stub Icns Ico Im Imt Iptc Jpeg2K McIdas Mic"
    " Mpeg Msp Palm Pcd Pcx Pdf Pixar Psd Qoi Sgi Spider Sun Tga Wmf XVThumb Xbm Xpm"
)
EXCLUDED_MODULES = [
    "PIL._avif",
    "PIL._imagingft",
    "PIL._imagingtk",
    "PIL.ImageQt",
    "PIL.ImageShow",
    "PIL.ImageTk",
    "PIL.ImageWin",
    "_asyncio",
    "_bz2",
    "_curses",
    "_hashlib",
    "_pydecimal",
    "_queue",
    "_sqlite3",
    "_ssl",
    "_uuid",
    "_zoneinfo",
    "alembic.ddl.mssql",
    "alembic.ddl.mysql",
    "alembic.ddl.oracle",
    "alembic.ddl.postgresql",
    "alembic.testing",
    "charset_normalizer",
    "curses",
    "doctest",
    "ftplib",
    "http",
    "hypothesis",
    "icalendar.tests",
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
    "reportlab.graphics",
    "reportlab.lib.pdfencrypt",
    "reportlab.platypus",
    "rich",
    "setuptools",
    "smtplib",
    "socketserver",
    "sqlalchemy.dialects.mssql",
    "sqlalchemy.dialects.mysql",
    "sqlalchemy.dialects.oracle",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.ext.asyncio",
    "sqlalchemy.ext.mypy",
    "sqlalchemy.testing",
    "sqlite3",
    "ssl",
    "tkinter",
    "unittest",
    "urllib.request",
    "xmlrpc",
    *(f"PIL.{name}ImagePlugin" for name in UNUSED_PICTURES.split()),
]


def dropped(place: str) -> bool:
    """Say whether a file stays out of the build, given its place in the folder, with either kind of slash."""
    return DROP.search(place.replace("\\", "/")) is not None


def kept(entries: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return PyInstaller's entries (place, source, kind) without those that stay out."""
    return [entry for entry in entries if not dropped(entry[0])]


def runtimes_once(entries: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return the entries with one copy of each Microsoft runtime, where Windows finds it for every library.

    Python has loaded its own before Qt's packages ask for theirs, so Windows never looks at those.
    """
    found: dict[str, tuple[str, str, str]] = {}
    for place, source, kind in entries:
        name = place.replace("\\", "/").rpartition("/")[2]
        runtime = re.fullmatch(r"(VCRUNTIME|MSVCP)140\w*\.dll", name, re.IGNORECASE)
        where = name if runtime else place
        if where not in found or where == place:
            found[where] = (where, source, kind)
    return list(found.values())


def part_of_windows(library: str) -> bool:
    """Say whether every Windows 10 has a library, so that it need not be found where the build runs."""
    return library.lower().startswith(("api-ms-win-", "ext-ms-win-"))
