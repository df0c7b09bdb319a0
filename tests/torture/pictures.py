"""S6: pictures drawn here in every form, then spoilt: each is refused, or made anew without a word of the original."""

from __future__ import annotations

import struct
import zlib
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from .bench import Bar, must_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from random import Random

    from PIL import Image

    from .bench import Bench

CANARY = b"CANARY-DUBOIS-30.2N-112.2E"
DONE, REFUSED, INVALID = 0, 16, 18
MEMORY = 600_000_000
"""What reading a picture of at most fifty million pixels may ask for, in bytes; a bomb would ask for far more."""

LONGEST_SIDE_PX, LARGEST_KEPT = 2126, 1_500_000
MODES = {
    "JPEG": ("RGB", "L", "CMYK"),
    "PNG": ("RGB", "RGBA", "L", "LA", "P", "1", "I;16"),
    "WEBP": ("RGB", "RGBA"),
    "GIF": ("P",),
    "TIFF": ("RGB", "CMYK"),
    "BMP": ("RGB",),
}
TAKEN = ("JPEG", "PNG", "WEBP")
NAMES = ("a.jpg", "a.png", "a.webp", "a.svg", "a.pdf.exe", "photo", "照片.jpeg")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/>' + CANARY + b"</svg>"


@contextmanager
def taking(on: Bench) -> Iterator[Callable[[Random], None]]:
    """Give one city one picture after another, good and bad, and look at what the file took of each."""
    path = on.room("S6-file") / "pilot.ecocity"
    must_end(on.command("new", path, "--sample"), DONE)

    def attempt(random: Random) -> None:
        room = on.room("S6")
        content, wanted = random.choice((good, good, spoilt, spoilt, spoilt, bomb, stranger))(random)
        given = room / random.choice(NAMES)
        given.write_bytes(content)
        ended = on.command("photo-set", path, "Jingzhou", given, memory_bytes=MEMORY)
        must_end(ended, *wanted)
        if ended.code == DONE:
            must_end(on.command("photo-export", path, "Jingzhou", "--output", room / "kept.jpg"), DONE)
            must_be_ours(room / "kept.jpg")
        must_end(on.command("check", path), DONE)
        assert CANARY not in path.read_bytes(), "the file holds words of the original"

    yield attempt


def must_be_ours(kept: Path) -> None:
    """Check a picture the program kept: a JPEG within its limits that holds pixels and nothing else."""
    from PIL import Image

    content = kept.read_bytes()
    assert len(content) <= LARGEST_KEPT, f"{len(content)} bytes are kept"
    with Image.open(BytesIO(content), formats=("JPEG",)) as picture:
        picture.load()
        assert max(picture.size) <= LONGEST_SIDE_PX, f"{picture.size} are kept"
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}, picture.info
    assert not any(word in content for word in (CANARY, b"Exif", b"http://ns.adobe.com", b"ICC_PROFILE"))


def good(random: Random) -> tuple[bytes, tuple[int, ...]]:
    """Return a picture that must be taken."""
    form = random.choice(TAKEN)
    return drawn(random, form, random.choice(MODES[form])), (DONE,)


def spoilt(random: Random) -> tuple[bytes, tuple[int, ...]]:
    """Return a picture that is cut, has bits flipped, says another size, or has something glued to it."""
    form = random.choice(TAKEN)
    content = bytearray(drawn(random, form, random.choice(MODES[form])))
    kind = random.choice(("cut", "flipped", "larger", "polyglot", "empty"))
    if kind == "empty":
        return b"", (INVALID,)
    if kind == "cut":
        return bytes(content[: random.randrange(1, len(content) // 2)]), (INVALID,)
    if kind == "polyglot":
        return bytes(content) + random.choice((SVG, b"PK\x03\x04" + CANARY, b"%PDF-1.7 " + CANARY)), (DONE,)
    if kind == "larger":
        return _resized(content, form), (REFUSED, INVALID)
    for _ in range(random.choice((1, 10, 100))):
        content[random.randrange(len(content))] ^= 1 << random.randrange(8)
    return bytes(content), (DONE, REFUSED, INVALID)


def bomb(random: Random) -> tuple[bytes, tuple[int, ...]]:
    """Return a small file of very many pixels, drawn in full."""
    return png_of_one_bit(random.choice((12_000, 20_000, 30_000))), (REFUSED,)


def stranger(random: Random) -> tuple[bytes, tuple[int, ...]]:
    """Return what is no picture for us, whatever its name: other formats, drawings with links, noise."""
    form = random.choice(("GIF", "TIFF", "BMP", "SVG", "noise"))
    if form == "SVG":
        return SVG, (INVALID,)
    if form == "noise":
        return random.randbytes(random.randrange(1, 5_000)), (INVALID,)
    return drawn(random, form, random.choice(MODES[form])), (INVALID,)


def drawn(random: Random, form: str, mode: str) -> bytes:
    """Return a picture of random size with the canary in every place for words that its format has."""
    from PIL import Image, PngImagePlugin

    size = random.choice(((1, 1), (40, 30), (900, 300), (300, 900), (3000, 20), (2500, 1700)))
    slope = Image.linear_gradient("L").resize(size)
    if mode == "I;16":
        picture: Image.Image = Image.frombytes("I;16", size, random.randbytes(2 * size[0] * size[1]))
    else:
        picture = Image.merge("RGB", (slope, slope.transpose(Image.Transpose.ROTATE_180), slope)).convert(
            mode
        )
    said: dict[str, Any] = {}
    if form in ("JPEG", "PNG", "WEBP", "TIFF"):
        exif = Image.Exif()
        exif[0x0112] = random.randint(1, 8)
        exif[0x010E] = exif[0x013B] = CANARY.decode()
        exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 20.0, 10.0), 3: "E", 4: (112.0, 14.0, 20.0)})
        said["exif"] = exif
    if form == "JPEG":
        said["comment"] = CANARY
    if form == "PNG":
        said["pnginfo"] = PngImagePlugin.PngInfo()
        said["pnginfo"].add_text("Author", CANARY.decode())
        said["pnginfo"].add_itxt("XML:com.adobe.xmp", CANARY.decode())
    if form == "WEBP":
        said["xmp"] = CANARY
    if form in ("PNG", "WEBP") and mode in ("RGB", "RGBA") and random.random() < 0.3:
        said |= {"save_all": True, "append_images": [picture.copy().rotate(90)]}
    stream = BytesIO()
    picture.save(stream, form, **said)
    return stream.getvalue()


def png_of_one_bit(side: int) -> bytes:
    """Return a black and white PNG of ``side`` by ``side`` pixels: a hundred kilobytes for 900 million pixels."""
    packer = zlib.compressobj(9)
    row = bytes(side // 8 + 1)
    packed = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _resized(content: bytearray, form: str) -> bytes:
    """Make a header announce more pixels than any memory holds."""
    if form == "PNG":
        content[16:24] = struct.pack(">II", 2**31 - 1, 2**31 - 1)
        content[29:33] = struct.pack(">I", zlib.crc32(content[12:29]))
    elif form == "JPEG":
        at = content.index(b"\xff\xc0")
        content[at + 5 : at + 9] = b"\xff\xff\xff\xff"
    elif content[12:16] == b"VP8X":
        content[24:30] = b"\xfe\x3f\x00\xfe\x3f\x00"
    return bytes(content)


PICTURES = Bar(
    "S6",
    "pictures whole and spoilt, bombs and strangers: made anew without a word of the original, or refused",
    1000,
    40,
    taking,
)
