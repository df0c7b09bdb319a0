"""Builds EcoCity Sans, the one type family of window and brief, out of Noto Sans and Noto Sans SC.

ReportLab embeds TrueType outlines only, and no single Noto file sets French, pinyin and Chinese well. So Latin,
Greek, Cyrillic and Western punctuation come from Noto Sans; Han, kana, full-width forms and symbols from Noto Sans SC.

Three quarters of the Han are met in hardly any text. They make a family of their own, in one weight and packed, which
is unpacked when a text has one: so the two files that every start reads are small.

python packaging/build_fonts.py NOTO_SANS_SC_REGULAR NOTO_SANS_SC_BOLD NOTO_SANS_REGULAR NOTO_SANS_BOLD

Where the four static TrueType files come from, and their checksums: resources/fonts/README.md.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import lzma
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont, newTable

FAMILY = "EcoCity Sans"
RARE_FAMILY = "EcoCity Sans Rare"
VERSION = "1.000"
FONTS_FOLDER = Path(__file__).resolve().parent.parent / "resources" / "fonts"

# 2026-11-23 00:00 UTC in seconds since 1904, the epoch of TrueType: a fixed date keeps the bytes the same each time.
BUILD_DATE = 3878236800

# What Noto Sans has and we leave out (Devanagari) or leave to Noto Sans SC (two- and three-em dashes of Chinese).
DEVANAGARI = (range(0x0900, 0x0980), range(0x1CD0, 0x1D00), range(0xA8E0, 0xA900))
NOT_FROM_LATIN = frozenset([*(code for block in DEVANAGARI for code in block), 0x2E3A, 0x2E3B])

# The fields of OS/2 that say how tall lines and letters are and where strokes under, over and through them stand.
METRIC_FIELDS = ("panose", "sTypo", "usWin", "sx", "sCap", "xAvg", "ySub", "ySup", "yStrike")

# Bits of OS/2 fsSelection.
BOLD, REGULAR, USE_TYPOGRAPHIC_METRICS = 1 << 5, 1 << 6, 1 << 7

# Kerning and mark placement; no ligatures, so that screen (Qt shapes) and brief (ReportLab does not) set the same text.
LATIN_FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl"]

WEIGHTS = {"Regular": 400, "Bold": 700}

COPYRIGHT = (
    "Copyright 2022 The Noto Project Authors (Noto Sans: Latin, Greek, Cyrillic). "
    "Copyright 2014-2021 Adobe, with Reserved Font Name 'Source' (Noto Sans SC: Han, kana, symbols). "
    "Merged and renamed for EcoCity Desktop, 2026."
)
TRADEMARK = (
    "Noto is a trademark of Google LLC. "
    "Source is a trademark of Adobe in the United States and/or other countries."
)
DESCRIPTION = (
    "Modified version: glyphs of Noto Sans and Noto Sans SC in one family, without ligatures, "
    "vertical setting and hinting."
)
LICENCE = (
    "This Font Software is licensed under the SIL Open Font License, Version 1.1. "
    "This license is available with a FAQ at: https://openfontlicense.org"
)
LICENCE_URL = "https://openfontlicense.org"


def latin_characters(latin: Path) -> set[int]:
    """The code points that Noto Sans contributes; Noto Sans SC gives every other one it has."""
    with TTFont(latin) as font:
        return set(font.getBestCmap()) - NOT_FROM_LATIN


def write_subset(source: Path, target: Path, characters: Collection[int], features: list[str]) -> None:
    """Writes the static, unhinted part of `source` that holds `characters` and the layout `features` to `target`."""
    options = subset.Options()
    options.layout_features = features
    options.layout_scripts = ["DFLT", "latn", "cyrl", "grek"]
    options.drop_tables += ["BASE", "STAT", "vhea", "vmtx", "VORG", "gasp"]
    if not features:
        options.drop_tables += ["GSUB", "GPOS", "GDEF"]
    options.hinting = False
    options.glyph_names = True
    options.notdef_outline = True
    options.recalc_timestamp = False
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    subset.save_font(font, str(target), options)
    font.close()


def is_common(code: int) -> bool:
    """Says whether a character is no Han, or one of the 6,763 of GB 2312, which most texts make do with."""
    han = 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or code >= 0x20000
    if not han:
        return True
    try:
        return bool(chr(code).encode("gb2312"))
    except UnicodeEncodeError:
        return False


def part(font: bytes, characters: Collection[int]) -> TTFont:
    """Returns the part of a built font that holds ``characters``, with the same metrics and kerning."""
    options = subset.Options()
    options.layout_features = ["*"]
    options.name_IDs = ["*"]
    options.hinting = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    whole = TTFont(io.BytesIO(font), recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(whole)
    return whole


def content(font: TTFont) -> bytes:
    """Returns the bytes of a font file."""
    stream = io.BytesIO()
    font.save(stream)
    return stream.getvalue()


def set_names(font: TTFont, family: str, style: str) -> None:
    """Replaces every name of the sources by ours: the licence forbids going on under a reserved one."""
    postscript_name = f"{family.replace(' ', '')}-{style}"
    names = {
        0: COPYRIGHT,
        1: family,
        2: style,
        3: f"{VERSION};{postscript_name}",
        4: family if style == "Regular" else f"{family} {style}",
        5: f"Version {VERSION}",
        6: postscript_name,
        7: TRADEMARK,
        10: DESCRIPTION,
        13: LICENCE,
        14: LICENCE_URL,
    }
    font["name"] = newTable("name")
    font["name"].names = []
    for name_id, text in names.items():
        font["name"].setName(text, name_id, 3, 1, 0x409)


def set_metrics(font: TTFont, latin: TTFont, style: str) -> None:
    """Takes line height, x-height and underline of Noto Sans: those of Noto Sans SC would space lines far apart."""
    horizontal, windows, post = font["hhea"], font["OS/2"], font["post"]
    for field in ("ascent", "descent", "lineGap", "caretSlopeRise", "caretSlopeRun", "caretOffset"):
        setattr(horizontal, field, getattr(latin["hhea"], field))
    for field, value in vars(latin["OS/2"]).items():
        if field.startswith(METRIC_FIELDS):
            setattr(windows, field, value)
    windows.version = 4
    windows.usWeightClass = WEIGHTS[style]
    windows.usWidthClass = 5
    windows.fsType = 0  # may be embedded
    windows.fsSelection = USE_TYPOGRAPHIC_METRICS | (BOLD if style == "Bold" else REGULAR)
    windows.achVendID = "ECOC"
    windows.recalcUnicodeRanges(font)
    windows.recalcCodePageRanges(font)
    post.formatType = 3.0  # glyph names are of use only while merging
    post.italicAngle, post.isFixedPitch = 0, 0
    post.underlinePosition = latin["post"].underlinePosition
    post.underlineThickness = latin["post"].underlineThickness


def set_head(font: TTFont, style: str) -> None:
    """Stamps version, fixed date and style, and asks rasterisers for smooth edges without grid-fitting."""
    head = font["head"]
    head.fontRevision = float(VERSION)
    head.created = head.modified = BUILD_DATE
    head.macStyle = 1 if style == "Bold" else 0
    head.flags = 0b11  # baseline at y = 0, left side bearing at x = 0
    head.lowestRecPPEM = 6
    font["gasp"] = newTable("gasp")
    font["gasp"].gaspRange = {0xFFFF: 0b1010}


def build(style: str, chinese: Path, latin: Path) -> bytes:
    """Merges two static fonts of 1000 units per em into one; the same inputs give the same bytes."""
    from_latin = latin_characters(latin)
    with TTFont(chinese) as font:
        from_chinese = set(font.getBestCmap()) - from_latin
    with tempfile.TemporaryDirectory() as folder:
        parts = [Path(folder) / "latin.ttf", Path(folder) / "chinese.ttf"]
        write_subset(latin, parts[0], from_latin, LATIN_FEATURES)
        write_subset(chinese, parts[1], from_chinese, [])
        merged: Any = Merger().merge([str(part) for part in parts])
    merged.recalcTimestamp = False
    with TTFont(latin) as latin_font:
        set_metrics(merged, latin_font, style)
    set_names(merged, FAMILY, style)
    set_head(merged, style)
    return content(merged)


def write_parts(font: bytes, style: str, folder: Path) -> list[Path]:
    """Writes what every start reads, and from the regular weight also the rare Han; returns the files."""
    known = set(TTFont(io.BytesIO(font)).getBestCmap())
    common = {code for code in known if is_common(code)}
    made = [folder / f"EcoCitySans-{style}.ttf"]
    made[0].write_bytes(content(part(font, common)))
    if style == "Regular":
        rare = part(font, known - common)
        set_names(rare, RARE_FAMILY, style)
        made.append(folder / "EcoCitySansRare-Regular.ttf.xz")
        made[1].write_bytes(lzma.compress(content(rare), preset=9 | lzma.PRESET_EXTREME))
    return made


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Builds all three files and prints the checksums that resources/fonts/README.md lists."""
    parser = argparse.ArgumentParser(description="Build EcoCity Sans from four static TrueType files.")
    for name in ("chinese_regular", "chinese_bold", "latin_regular", "latin_bold"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--out", type=Path, default=FONTS_FOLDER, help="folder to write to")
    given = parser.parse_args()
    sources = {
        "Regular": (given.chinese_regular, given.latin_regular),
        "Bold": (given.chinese_bold, given.latin_bold),
    }
    for style, (chinese, latin) in sources.items():
        made = write_parts(build(style, chinese, latin), style, given.out)
        for path in (chinese, latin, *made):
            print(f"{sha256(path)}  {path.name}")


if __name__ == "__main__":
    main()
