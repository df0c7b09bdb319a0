"""The only door to the files shipped with the program: fonts, texts, map, manual, migrations, pilot programme."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mmap import mmap

GZIP = 31
"""What zlib takes for a file as gzip writes it."""


@cache
def _root() -> Path:
    """Return the folder that holds ``resources``, ``db`` and ``docs/manual``.

    Installed or frozen, it is ``_bundled`` beside this module; in a checkout, the top of the repository.
    """
    package = Path(__file__).resolve().parent
    installed = package / "_bundled"
    return installed if installed.is_dir() else package.parent


def resource(*parts: str) -> Path:
    """Return the absolute path of a file or folder of ``resources``, such as ``resource("i18n", "fr.json")``."""
    return _root().joinpath("resources", *parts)


def font(name: str) -> bytes | mmap:
    """Return a font file of ``resources``, such as ``EcoCitySans-Bold.ttf``: mapped, or unpacked where it ships packed.

    That takes 12 ms for one of the two that every start reads, where a build packs them, and 0.2 s for the rare Han.
    """
    plain, zipped, squeezed = (resource("fonts", name + ending) for ending in ("", ".gz", ".xz"))
    if plain.exists():
        from mmap import ACCESS_READ, mmap

        with plain.open("rb") as file:
            return mmap(file.fileno(), 0, access=ACCESS_READ)
    if zipped.exists():
        import zlib

        return zlib.decompress(zipped.read_bytes(), wbits=GZIP)
    import lzma

    return lzma.decompress(squeezed.read_bytes())


def database_file(*parts: str) -> Path:
    """Return the absolute path of a file or folder of ``db``; without parts, the folder Alembic works in."""
    return _root().joinpath("db", *parts)


def manual_file(*parts: str) -> Path:
    """Return the absolute path of a file or folder of the manual, such as ``manual_file("fr", "cities.md")``."""
    return _root().joinpath("docs", "manual", *parts)


def notice(name: str) -> Path:
    """Return the path of what a build says of itself: ``LICENSE``, ``docs/THIRD_PARTY.md`` or ``build.json``.

    The last is only there when the program was frozen.
    """
    return _root() / name
