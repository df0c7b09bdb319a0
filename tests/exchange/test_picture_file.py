"""Pictures from elsewhere: what is taken and how it comes out, what is refused, and what is never kept."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from ecocity_desktop.errors import UserError
from ecocity_desktop.exchange.picture_file import CleanPicture, kept_picture, raster, read_picture

CANARY = "CANARY-DUBOIS"
Take = Callable[..., CleanPicture]


def encoded(picture: Image.Image, form: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, form, **options)
    return stream.getvalue()


def two_halves(size: tuple[int, int] = (200, 100), left: str = "red", right: str = "blue") -> Image.Image:
    """A picture of two colours, the left half and the right one."""
    picture = Image.new("RGB", size, left)
    picture.paste(right, (size[0] // 2, 0, *size))
    return picture


def colour_at(taken: CleanPicture, x: int, y: int) -> tuple[int, ...]:
    with Image.open(io.BytesIO(taken.content)) as picture:
        found = picture.getpixel((x, y))
    assert isinstance(found, tuple)
    return tuple(int(part) for part in found)


def near(found: tuple[int, ...], wanted: tuple[int, int, int], by: int = 12) -> bool:
    return all(abs(one - other) <= by for one, other in zip(found, wanted, strict=True))


@pytest.fixture
def take(tmp_path: Path) -> Take:
    def take_one(content: bytes, name: str = "picture") -> CleanPicture:
        file = tmp_path / name
        file.write_bytes(content)
        return read_picture(file)

    return take_one


@pytest.fixture
def refused(take: Take) -> Callable[..., str]:
    def why(content: bytes, name: str = "picture.jpg") -> str:
        with pytest.raises(UserError) as error:
            take(content, name)
        return error.value.key

    return why


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_of_each_format_comes_out_as_jpeg(take: Take, form: str) -> None:
    taken = take(encoded(two_halves(), form), "no suffix says so")
    with Image.open(io.BytesIO(taken.content)) as picture:
        assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (200, 100))
    assert (taken.width_px, taken.height_px) == (200, 100)
    assert near(colour_at(taken, 20, 50), (254, 0, 0))
    assert near(colour_at(taken, 180, 50), (0, 0, 254))


def test_the_same_picture_comes_out_with_the_same_bytes(take: Take) -> None:
    content = encoded(two_halves(), "PNG")
    assert take(content, "one").id == take(content, "two").id


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_place_name_and_words_of_the_original_are_gone_and_it_stands_upright(take: Take, form: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter, clockwise
    exif[0x013B] = CANARY
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 20.0, 10.0)})
    said: dict[str, Any] = {"JPEG": {"comment": CANARY.encode()}, "PNG": {}, "WEBP": {"xmp": CANARY.encode()}}
    if form == "PNG":
        said["PNG"]["pnginfo"] = PngImagePlugin.PngInfo()
        said["PNG"]["pnginfo"].add_text("Author", CANARY)
    taken = take(encoded(two_halves(), form, exif=exif, **said[form]))
    assert (taken.width_px, taken.height_px) == (100, 200)
    assert near(colour_at(taken, 50, 20), (254, 0, 0))
    assert near(colour_at(taken, 50, 180), (0, 0, 254))
    for word in (CANARY.encode(), b"Exif", b"GPS"):
        assert word not in taken.content


def test_a_large_picture_is_made_smaller_and_a_small_one_is_left(take: Take) -> None:
    large = take(encoded(two_halves((4000, 3000)), "JPEG"))
    assert (large.width_px, large.height_px) == (2126, 1594)
    tiny = take(encoded(two_halves((2, 1)), "PNG"))
    assert (tiny.width_px, tiny.height_px) == (2, 1)
    thread = take(encoded(Image.new("RGB", (1, 9000)), "PNG"))
    assert (thread.width_px, thread.height_px) == (1, 2126)


def test_even_noise_is_kept_in_a_megabyte_and_a_half(take: Take) -> None:
    noise = Image.effect_noise((2200, 2200), 200).convert("RGB")
    assert len(take(encoded(noise, "JPEG", quality=97)).content) <= 1_500_000


def test_what_is_transparent_becomes_white(take: Take) -> None:
    clear = Image.new("RGBA", (40, 40), (255, 0, 0, 0))
    assert near(colour_at(take(encoded(clear, "PNG")), 20, 20), (255, 255, 255))
    grey = Image.new("LA", (40, 40), (0, 0))
    assert near(colour_at(take(encoded(grey, "PNG")), 20, 20), (255, 255, 255))
    palette = Image.new("P", (40, 40), 0)
    palette.putpalette([255, 0, 0])
    assert near(colour_at(take(encoded(palette, "PNG", transparency=0)), 20, 20), (255, 255, 255))


def test_other_ways_to_write_colours_come_out_right(take: Take) -> None:
    assert near(colour_at(take(encoded(two_halves().convert("CMYK"), "JPEG")), 20, 50), (254, 0, 0), 40)
    assert near(colour_at(take(encoded(two_halves().convert("P"), "PNG")), 180, 50), (0, 0, 254))
    assert near(colour_at(take(encoded(Image.new("L", (30, 30), 100), "JPEG")), 9, 9), (100, 100, 100))
    assert near(colour_at(take(encoded(Image.new("1", (30, 30), 1), "PNG")), 9, 9), (255, 255, 255))
    deep = Image.frombytes("I;16", (30, 30), struct.pack("<H", 0x8080) * 900)
    assert near(colour_at(take(encoded(deep, "PNG")), 9, 9), (128, 128, 128))


def test_colours_follow_the_profile_they_were_written_with(take: Take, swapped_profile: bytes) -> None:
    swapped = encoded(
        Image.new("RGB", (40, 40), (255, 0, 0)), "JPEG", icc_profile=swapped_profile, quality=95
    )
    taken = take(swapped)
    assert near(colour_at(taken, 20, 20), (0, 255, 0), 30)
    assert b"ICC_PROFILE" not in taken.content


def test_a_profile_that_is_none_is_left_aside(take: Take) -> None:
    broken = encoded(two_halves(), "JPEG", icc_profile=b"no profile at all")
    assert near(colour_at(take(broken), 20, 50), (254, 0, 0))


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_of_an_animated_picture_the_first_image_is_taken(take: Take, form: str) -> None:
    films = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue", "green")]
    moving = encoded(films[0], form, save_all=True, append_images=films[1:], duration=100)
    assert near(colour_at(take(moving), 30, 20), (254, 0, 0))


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.pdf.exe", "a"])
def test_no_name_makes_a_picture_of_something_else(refused: Callable[..., str], name: str) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
    strangers = [b"", drawing, b"<?xml version='1.0'?>" + drawing, b"%PDF-1.7", b"PK\x03\x04", b"GIF89a"]
    strangers += [encoded(two_halves().convert("P"), "GIF"), encoded(two_halves(), "TIFF")]
    strangers += [encoded(two_halves(), "BMP"), encoded(two_halves(), "PPM"), encoded(two_halves(), "ICO")]
    for content in strangers:
        assert refused(content, name) == "error.picture_format"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("part", [0.03, 0.3, 0.7])
def test_a_picture_that_was_cut_is_refused(refused: Callable[..., str], form: str, part: float) -> None:
    noise = encoded(Image.effect_noise((300, 200), 90).convert("RGB"), form)
    assert refused(noise[: int(len(noise) * part)]) == "error.picture_damaged"


def test_what_is_glued_behind_a_picture_is_not_kept(take: Take) -> None:
    both = encoded(two_halves(), "JPEG") + b"PK\x03\x04<script>" + CANARY.encode()
    assert CANARY.encode() not in take(both).content


def _png(width: int, height: int, rows: int) -> bytes:
    """A PNG of one bit a pixel that announces a size and holds so many rows."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    packed = zlib.compress(bytes((width // 8 + 1) * rows), 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [12_000, 30_000])
def test_a_bomb_is_refused_before_it_is_opened(refused: Callable[..., str], side: int) -> None:
    bomb = _png(side, side, side)
    assert len(bomb) < 120_000
    assert refused(bomb, "small.png") == "error.picture_too_many_pixels"


def test_a_header_that_promises_too_much_is_refused(refused: Callable[..., str]) -> None:
    assert refused(_png(60_000, 60_000, 1)) == "error.picture_too_many_pixels"
    photo = bytearray(encoded(two_halves(), "JPEG"))
    frame = photo.index(b"\xff\xc0")
    photo[frame + 5 : frame + 9] = b"\xff\xff\xff\xff"
    assert refused(bytes(photo)) == "error.picture_too_many_pixels"
    chunk = b"\x02\x00\x00\x00" + b"\xfe\x3f\x00" * 2
    canvas = b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10) + chunk
    assert refused(canvas) == "error.picture_too_many_pixels"
    lossless = (
        b"RIFF" + struct.pack("<I", 100) + b"WEBPVP8L" + struct.pack("<I", 90) + b"\x2f\xff\xff\xff\x0f"
    )
    assert refused(lossless.ljust(120, b"\0")) == "error.picture_too_many_pixels"


def test_fifty_million_pixels_are_taken_and_one_row_more_is_not(
    take: Take, refused: Callable[..., str]
) -> None:
    taken = take(_png(10_000, 5_000, 5_000))
    assert (taken.width_px, taken.height_px) == (2126, 1063)
    assert refused(_png(10_000, 5_001, 5_001)) == "error.picture_too_many_pixels"


def test_a_photo_that_asks_for_endless_passes_is_refused(refused: Callable[..., str]) -> None:
    slow = encoded(two_halves((400, 300)), "JPEG", progressive=True)
    scan = slow.rindex(b"\xff\xda")
    assert refused(slow[:-2] + slow[scan:-2] * 200 + slow[-2:]) == "error.picture_damaged"


def test_a_file_over_forty_megabytes_is_not_read(refused: Callable[..., str]) -> None:
    assert refused(encoded(two_halves(), "JPEG") + bytes(40_000_000)) == "error.picture_too_large"


def test_what_is_no_file_is_said_to_be_none(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nothing.jpg", Path("/dev/zero")):
        with pytest.raises(UserError) as error:
            read_picture(place)
        assert error.value.key == "error.no_file"


def test_only_a_picture_of_ours_is_shown_from_a_file(take: Take) -> None:
    ours = take(encoded(two_halves(), "PNG"))
    assert kept_picture(ours.content) == ours
    assert kept_picture(encoded(two_halves(), "PNG")) is None
    assert kept_picture(encoded(two_halves((3000, 10)), "JPEG")) is None
    assert kept_picture(encoded(Image.new("L", (9, 9)), "JPEG")) is None
    assert kept_picture(ours.content[:300]) is None
    assert kept_picture(b"") is None
    assert kept_picture(ours.content + bytes(1_500_000)) is None
    assert raster(b"\xff\xd8\xff nothing", 10, 10) is None


def test_out_of_a_file_no_photo_is_shown_that_asks_for_more_passes_or_says_more_than_its_pixels(
    take: Take,
) -> None:
    assert kept_picture(encoded(two_halves(), "JPEG")) is not None
    slow = encoded(two_halves((400, 300)), "JPEG", progressive=True)
    scan = slow.rindex(b"\xff\xda")
    endless = slow[:-2] + slow[scan:-2] * 200 + slow[-2:]
    for strange in (
        endless,
        slow,
        take(encoded(two_halves(), "PNG")).content + b"PK\x03\x04",
        encoded(two_halves(), "JPEG", comment=CANARY.encode()),
        encoded(two_halves(), "JPEG", xmp=CANARY.encode()),
    ):
        assert kept_picture(strange) is None
        assert raster(strange, 10, 10) is None


def test_a_picture_is_cut_to_a_shape_and_never_stretched(take: Take) -> None:
    tall = Image.new("RGB", (100, 300), "red")
    tall.paste("blue", (0, 100, 100, 200))
    shown = raster(take(encoded(tall, "PNG")).content, 50, 50)
    assert shown is not None
    assert (shown.width, shown.height, len(shown.pixels)) == (50, 50, 7500)
    middle = shown.pixels[(25 * 50 + 25) * 3 :][:3]
    assert near(tuple(middle), (0, 0, 254))
