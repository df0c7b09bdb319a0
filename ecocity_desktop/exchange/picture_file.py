"""Pictures from elsewhere: read by their content alone, within limits, and made anew as a JPEG without metadata."""

from __future__ import annotations

import hashlib
import struct
import warnings
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageCms, ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from ecocity_desktop.errors import UserError
from ecocity_desktop.reading import opened

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = tuple(
    reader.format
    for reader in (
        JpegImagePlugin.JpegImageFile,
        PngImagePlugin.PngImageFile,
        WebPImagePlugin.WebPImageFile,
    )
)
"""What is read. No other reader of Pillow is ever asked; SVG has none at all."""

LARGEST_FILE = 40_000_000
"""The largest file read, in bytes."""

MOST_PIXELS = 50_000_000
"""The most pixels a picture may have: what its header announces is compared before anything is decoded."""

LONGEST_SIDE_PX = 2126
"""The longest side of a picture kept: 180 mm, the widest it is ever printed, at 300 dots per inch."""

LARGEST_KEPT = 1_500_000
"""The most bytes a picture kept has."""

_QUALITIES = (88, 80, 70, 60)
_SMALLER = 0.75
_MOST_SCANS = 100
_SCAN, _END = b"\xff\xda", b"\xff\xd9"
_SIGNATURES = ((b"\xff\xd8\xff", 0), (b"\x89PNG\r\n\x1a\n", 0), (b"WEBP", 8))
_READ = {*FORMATS, "MPO"}  # a JPEG of some phones, with a second picture behind the first

# What Pillow raises on files that are cut, garbled or made to hurt; its warnings are errors here.
_GARBLED = (
    *(OSError, ValueError, TypeError, AttributeError, RuntimeError, MemoryError, EOFError, SyntaxError),
    *(ArithmeticError, LookupError, Warning, struct.error, zlib.error),
)


@dataclass(frozen=True)
class CleanPicture:
    """A JPEG made by us: sRGB, upright, no metadata, at most ``LONGEST_SIDE_PX`` and ``LARGEST_KEPT`` bytes."""

    content: bytes
    width_px: int
    height_px: int

    @property
    def id(self) -> str:
        """The name of the picture in the file: the SHA-256 of its bytes."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Raster:
    """Decoded pixels, three bytes each (red, green, blue), rows from the top without padding."""

    width: int
    height: int
    pixels: bytes


def read_picture(path: Path) -> CleanPicture:
    """Return the picture in a JPEG, PNG or WebP file, made anew; of an animated one the first image.

    Nothing of the file but its pixels is kept. Slow: for the worker. Raises ``UserError``: ``error.no_file``,
    ``error.no_access``, ``error.picture_format`` for anything else than these formats, ``error.picture_too_large`` over
    ``LARGEST_FILE`` bytes, ``error.picture_too_many_pixels`` over ``MOST_PIXELS``, ``error.picture_damaged`` when it is
    cut or garbled.
    """
    given = _bytes_of(path)
    if len(given) > LARGEST_FILE:
        raise UserError("error.picture_too_large", path=str(path), limit=LARGEST_FILE // 1_000_000)
    if not any(given.startswith(sign, at) for sign, at in _SIGNATURES):
        raise UserError("error.picture_format", path=str(path))
    _be_strict()
    try:
        return _made_anew(given, path)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many(path) from None
    except _GARBLED:
        raise UserError("error.picture_damaged", path=str(path)) from None


def kept_picture(content: bytes) -> CleanPicture | None:
    """Return a picture that is said to be one of ours, ``None`` when it is not a bare JPEG within the limits of those.

    For bytes out of a workspace or a copy, which anybody may have made. Slow: it is decoded.
    """
    decoded = _decoded(content)
    return None if decoded is None else CleanPicture(content, *decoded.size)


def raster(content: bytes, width: int, height: int) -> Raster | None:
    """Return a picture kept, cut to the shape of ``width`` and ``height`` (pixels) and scaled to them.

    ``None`` when it is no picture of ours. Slow: for the worker.
    """
    decoded = _decoded(content)
    if decoded is None:
        return None
    fitted = ImageOps.fit(decoded, (width, height), Image.Resampling.LANCZOS)
    return Raster(width, height, fitted.tobytes())


def _decoded(content: bytes) -> Image.Image | None:
    """Return the pixels of a picture that is said to be one of ours, ``None`` when it is none."""
    if len(content) > LARGEST_KEPT or not _is_one_scan(content):
        return None
    _be_strict()
    try:
        with Image.open(BytesIO(content), formats=("JPEG",)) as picture:
            whole = picture.format == "JPEG" and picture.mode == "RGB"
            bare = [name for name, _ in getattr(picture, "applist", ())] == ["APP0"]
            if not (whole and bare) or max(picture.size) > LONGEST_SIDE_PX:
                return None
            picture.load()
            return picture
    except (Image.DecompressionBombError, *_GARBLED):
        return None


def _is_one_scan(content: bytes) -> bool:
    """Whether the bytes are those of one JPEG of one pass with nothing behind it, as ours are.

    A few bytes more can ask for one more pass over the whole picture.
    """
    return content.count(_SCAN) == content.count(_END) == 1 and content.endswith(_END)


def _bytes_of(path: Path) -> bytes:
    if not path.is_file():  # neither a folder nor a pipe that never ends
        raise UserError("error.no_file", path=str(path))
    try:
        with opened(path) as file:
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise UserError("error.no_access", path=str(path)) from error


def _be_strict() -> None:
    """Make Pillow's limit ours and its warnings errors, here and in every thread: nobody else opens pictures."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.filterwarnings("error", module=r"PIL\.")


def _too_many(path: Path) -> UserError:
    return UserError("error.picture_too_many_pixels", path=str(path), limit=MOST_PIXELS // 1_000_000)


def _made_anew(given: bytes, path: Path) -> CleanPicture:
    if given.startswith(b"\xff\xd8") and given.count(_SCAN) > _MOST_SCANS:
        raise ValueError  # a few bytes can ask for one more pass over the whole picture: that would take days
    # The reader of WebP makes room for the whole canvas as soon as it is asked: its size is read before.
    if given.startswith(b"RIFF") and _webp_pixels(given) > MOST_PIXELS:
        raise _too_many(path)
    with Image.open(BytesIO(given), formats=FORMATS) as picture:
        if picture.format not in _READ:
            raise UserError("error.picture_format", path=str(path))
        if picture.width * picture.height > MOST_PIXELS:
            raise _too_many(path)
        profile = picture.info.get("icc_profile")
        picture.draft(
            None, (LONGEST_SIDE_PX, LONGEST_SIDE_PX)
        )  # a large JPEG is decoded at a fraction of its size
        picture.load()
        small = _scaled(_deep(picture), LONGEST_SIDE_PX)
        turned = ImageOps.exif_transpose(small)
        return _encoded(_flat(_in_srgb(turned, profile)))


def _webp_pixels(given: bytes) -> int:
    """The pixels a WebP file announces, by the kind of its first chunk; 0 when it is none we know."""
    kind, head = given[12:16], given[20:30].ljust(10, b"\0")
    if kind == b"VP8X":
        width, height = int.from_bytes(head[4:7], "little") + 1, int.from_bytes(head[7:10], "little") + 1
    elif kind == b"VP8L":
        bits = int.from_bytes(head[1:5], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        width, height = (int.from_bytes(head[at : at + 2], "little") & 0x3FFF for at in (6, 8))
    return width * height


def _deep(picture: Image.Image) -> Image.Image:
    """Return the picture in a mode that can be scaled: no palette, eight bits a channel."""
    if picture.mode in ("P", "PA", "1"):
        clear = picture.mode == "PA" or "transparency" in picture.info
        return picture.convert("RGBA" if clear else "RGB")
    if picture.mode.startswith("I"):
        # Sixteen bits a pixel: Pillow's own conversion would cut off all but the darkest.
        return picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    return picture


def _scaled(picture: Image.Image, longest: int) -> Image.Image:
    """Return the picture no larger than ``longest`` pixels either way; a small one is never made larger."""
    scale = longest / max(picture.size)
    if scale >= 1:
        return picture
    width, height = (max(1, round(side * scale)) for side in picture.size)
    made = picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    made.info = dict(picture.info)
    return made


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture as RGB, or RGBA, in sRGB; a profile that cannot be read or does not fit is left aside."""
    clear = picture.getchannel("A") if picture.mode in ("RGBA", "LA") else None
    solid = picture.convert("L" if picture.mode == "LA" else "RGB") if clear else picture
    if profile:
        try:
            origin = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(
                solid, origin, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            solid = converted or solid
        except (ImageCms.PyCMSError, *_GARBLED):
            pass
    solid = solid.convert("RGB")
    if clear is not None:
        solid.putalpha(clear)
    return solid


def _flat(picture: Image.Image) -> Image.Image:
    """Return the picture on white where it was transparent."""
    if picture.mode != "RGBA":
        return picture
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def _encoded(picture: Image.Image) -> CleanPicture:
    """Return the pixels as a JPEG of at most ``LARGEST_KEPT`` bytes: coarser first, then smaller."""
    bare = Image.frombytes("RGB", picture.size, picture.tobytes())  # carries no comment, profile or EXIF over
    while True:
        for quality in _QUALITIES:
            stream = BytesIO()
            bare.save(stream, "JPEG", quality=quality, optimize=True)
            if stream.tell() <= LARGEST_KEPT:
                return CleanPicture(stream.getvalue(), *bare.size)
        bare = _scaled(bare, round(max(bare.size) * _SMALLER))
