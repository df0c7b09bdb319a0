"""The files that ship: fonts that can set every language, a map without boundaries, icons that are only drawings."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont
from PIL import Image
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF
from reportlab.pdfbase import ttfonts

from ecocity_desktop.bundled import database_file, resource
from ecocity_desktop.bundled import font as font_file

FONTS = {"Regular": "EcoCitySans-Regular.ttf", "Bold": "EcoCitySans-Bold.ttf"}

FRENCH = "ÀÂÆÇÈÉÊËÎÏÔŒÙÛÜŸàâæçèéêëîïôœùûüÿ’‘“”«»…–—‑·•€°%‰№×÷−±½¼\u00a0\u202f\u2009"
PINYIN = "ĀÁǍÀāáǎàĒÉĚÈēéěèĪÍǏÌīíǐìŌÓǑÒōóǒòŪÚǓÙūúǔùǕǗǙǛÜǖǘǚǜüńňǹḿ\u0300\u0301\u0302\u0304\u0308\u030c"
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻₀₁₂₃₄₅₆₇₈₉₊₋"
CHINESE = (
    "荆州吉林磐石庆云中法低碳生态城市合作项目湖北省山东珠海北京，。、：；！？（）《》「」【】～\u3000㎡℃"
)
RARE_NAMES = "堃喆㛃㙍䶮𬭚𫖯"
SIGNS = "▲▼◆●○■□→←↑↓✓★①②③≥≤≈"
OTHER_LATIN = "ŁłŻżŐőŞşČčĐđÞþßØøÅåẾếŵĲ"
GREEK_AND_CYRILLIC = "ΑΩαωάЖяЁё"

LUCIDE = (
    "plus search filter undo-2 redo-2 history file-text file-down map-pin building-2 users user handshake flag "
    "calendar calendar-clock link external-link trash-2 pencil check x triangle-alert circle-alert info languages "
    "settings folder-open save arrow-up arrow-down chevron-down chevron-right ellipsis circle-help printer "
    "refresh-cw copy eye"
)


@pytest.fixture(scope="module", params=["Regular", "Bold"])
def style(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def font(style: str) -> Iterator[TTFont]:
    with TTFont(resource("fonts", FONTS[style]), lazy=True) as opened:
        yield opened


@pytest.mark.parametrize(
    "characters",
    [FRENCH, PINYIN, SUPERSCRIPTS, CHINESE, SIGNS, OTHER_LATIN, GREEK_AND_CYRILLIC],
    ids=["french", "pinyin", "superscripts", "chinese", "signs", "latin", "greek"],
)
def test_the_font_has_every_character_we_print(font: TTFont, characters: str) -> None:
    assert [sign for sign in characters if ord(sign) not in font.getBestCmap()] == []


def test_the_font_has_all_6763_han_of_gb2312(font: TTFont) -> None:
    rows = (bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    han = "".join(pair.decode("gb2312", errors="ignore") for pair in rows)
    assert len(han) == 6763
    assert [sign for sign in han if ord(sign) not in font.getBestCmap()] == []


@pytest.fixture(scope="module")
def rare() -> Iterator[TTFont]:
    with TTFont(BytesIO(font_file("EcoCitySansRare-Regular.ttf")), lazy=True) as opened:
        yield opened


def test_the_rare_font_has_what_names_of_people_and_places_need_besides(font: TTFont, rare: TTFont) -> None:
    assert [sign for sign in RARE_NAMES if ord(sign) not in rare.getBestCmap()] == []
    assert set(font.getBestCmap()) & set(rare.getBestCmap()) == set()


def test_no_han_was_cut_from_the_fonts(font: TTFont, rare: TTFont) -> None:
    both = [*font.getBestCmap(), *rare.getBestCmap()]
    names = (unicodedata.name(chr(code), "") for code in both)
    assert sum(name.startswith("CJK UNIFIED IDEOGRAPH-") for name in names) == 27_776
    assert len(both) == 33_326


def test_the_rare_font_stands_on_the_same_lines_and_goes_by_our_name(font: TTFont, rare: TTFont) -> None:
    assert rare["head"].unitsPerEm == 1000
    assert (rare["hhea"].ascent, rare["hhea"].descent, rare["hhea"].lineGap) == (1069, -293, 0)
    names = {record.nameID: record.toUnicode() for record in rare["name"].names}
    assert (names[1], names[2]) == ("EcoCity Sans Rare", "Regular")
    assert "SIL Open Font License" in names[13]


def test_our_own_texts_need_no_rare_font(font: TTFont) -> None:
    known = font.getBestCmap()
    texts = [*resource("i18n").glob("*.json"), *database_file("seed").glob("*.json")]
    assert len(texts) > 3
    for file in texts:
        assert [sign for sign in file.read_text("utf-8") if sign > " " and ord(sign) not in known] == []


def test_an_apostrophe_leaves_no_hole_in_french(font: TTFont) -> None:
    widths = {sign: font["hmtx"][font.getBestCmap()[ord(sign)]][0] for sign in "’‘“”…荆，"}
    assert widths["’"] < 400
    assert widths["‘"] < 400
    assert widths["“"] < 500
    assert widths["”"] < 500
    assert widths["…"] < 900
    assert widths["荆"] == 1000
    assert widths["，"] == 1000


def test_figures_have_one_width_so_that_columns_align(font: TTFont) -> None:
    assert len({font["hmtx"][font.getBestCmap()[ord(figure)]][0] for figure in "0123456789"}) == 1


def test_the_font_goes_by_our_name_and_keeps_its_licence(font: TTFont, style: str) -> None:
    names = {record.nameID: record.toUnicode() for record in font["name"].names}
    assert names[1] == "EcoCity Sans"
    assert names[2] == style
    assert names[6] == f"EcoCitySans-{style}"
    assert "SIL Open Font License" in names[13]
    assert "Noto Project Authors" in names[0]
    assert "Adobe" in names[0]
    assert not any("Source" in names[reserved] for reserved in (1, 3, 4, 6))


def test_the_font_may_be_embedded_and_sets_lines_as_close_as_noto_sans(font: TTFont) -> None:
    assert font["OS/2"].fsType == 0
    assert font["head"].unitsPerEm == 1000
    assert (font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap) == (1069, -293, 0)
    assert (font["OS/2"].sTypoAscender, font["OS/2"].sTypoDescender) == (1069, -293)


def test_the_font_is_plain_truetype_and_small_for_it_is_read_at_every_start(font: TTFont, style: str) -> None:
    assert "glyf" in font
    assert not {"CFF ", "fvar", "gvar", "vmtx"} & set(font.keys())
    assert resource("fonts", FONTS[style]).stat().st_size <= 3_000_000


def test_the_rare_font_is_packed(rare: TTFont) -> None:
    assert "glyf" in rare
    assert resource("fonts", "EcoCitySansRare-Regular.ttf.xz").stat().st_size <= 3_500_000


def test_reportlab_takes_the_font(style: str) -> None:
    face = ttfonts.TTFont(f"EcoCity Sans {style}", str(resource("fonts", FONTS[style]))).face
    assert face.name == f"EcoCitySans-{style}".encode()
    assert face.charWidths[ord("荆")] == 1000


def test_qt_takes_both_weights_as_one_family_and_kerns_them(qapp: object) -> None:
    for file in FONTS.values():
        number = QFontDatabase.addApplicationFont(str(resource("fonts", file)))
        assert QFontDatabase.applicationFontFamilies(number) == ["EcoCity Sans"]
    assert sorted(QFontDatabase.styles("EcoCity Sans")) == ["Bold", "Regular"]
    font = QFont("EcoCity Sans")
    font.setPixelSize(100)
    metrics = QFontMetricsF(font)
    assert metrics.horizontalAdvance("AV") < metrics.horizontalAdvance("A") + metrics.horizontalAdvance("V")
    assert 130 <= metrics.height() <= 140


@pytest.mark.parametrize(
    "parts, words",
    [
        (("fonts", "OFL.txt"), ["SIL OPEN FONT LICENSE Version 1.1", "Noto Project Authors", "Adobe"]),
        (("fonts", "README.md"), ["noto-sans-sc", "SHA-256", "build_fonts.py"]),
        (("icons", "lucide", "LICENSE"), ["ISC License", "Lucide"]),
        (("icons", "README.md"), ["lucide-static", "ISC"]),
        (("map", "README.md"), ["Natural Earth", "public domain", "GeoNames", "Attribution 4.0"]),
    ],
    ids=lambda value: "/".join(value) if isinstance(value, tuple) else "",
)
def test_licence_and_origin_stand_beside_what_we_ship(parts: tuple[str, ...], words: list[str]) -> None:
    text = resource(*parts).read_text("utf-8")
    assert [word for word in words if word not in text] == []


def test_the_map_disclaims_boundaries_in_three_languages() -> None:
    disclaimer = _read_json("map", "basemap.json")["disclaimer"]
    assert disclaimer == {
        "fr": "Carte schématique de localisation, sans valeur de délimitation.",
        "en": "Schematic location map; it shows no boundary or territorial claim.",
        "zh": "示意图，仅用于表示位置，不表示国界或领土范围。",
    }


def test_the_map_draws_land_water_and_pilot_provinces_and_no_national_boundary() -> None:
    base = _read_json("map", "basemap.json")
    assert base["provenance"]["draws_no"] == "national boundary, claim line or country name"
    properties = [feature["properties"] for feature in base["features"]]
    assert {one["layer"] for one in properties} == {"land", "lake", "river", "pilot_province"}
    provinces = {one["code"]: one["name_zh"] for one in properties if one["layer"] == "pilot_province"}
    assert provinces == {"220000": "吉林省", "370000": "山东省", "420000": "湖北省"}


def test_the_orientation_places_have_three_names_a_position_and_a_source() -> None:
    file = _read_json("map", "places.json")
    assert "GeoNames, CC BY 4.0" in file["source"]
    found = {place["name"]["zh"]: place for place in file["places"]}
    assert set(found) == {"北京", "珠海"}
    assert found["北京"]["name"] == {"fr": "Pékin", "en": "Beijing", "zh": "北京"}
    assert (found["北京"]["latitude"], found["北京"]["longitude"]) == (39.9075, 116.39723)
    assert found["珠海"]["name"] == {"fr": "Zhuhai", "en": "Zhuhai", "zh": "珠海"}
    assert (found["珠海"]["latitude"], found["珠海"]["longitude"]) == (22.27694, 113.56778)


def test_every_icon_the_window_needs_is_there() -> None:
    assert [name for name in LUCIDE.split() if not resource("icons", "lucide", f"{name}.svg").is_file()] == []


def test_lucide_icons_take_the_colour_of_the_theme() -> None:
    drawings = sorted(resource("icons", "lucide").glob("*.svg"))
    assert [file.name for file in drawings if 'stroke="currentColor"' not in file.read_text("utf-8")] == []


def test_drawings_hold_no_script_text_picture_or_outside_reference() -> None:
    drawings = [*resource("icons").rglob("*.svg"), *resource("style").rglob("*.svg")]
    assert len(drawings) >= 40
    assert [file.name for file in drawings if _is_more_than_a_drawing(file)] == []


@pytest.mark.parametrize("side_px", [16, 24, 32, 48, 64, 128, 256, 512])
def test_the_application_icon_is_jade_with_a_vermilion_point_at_every_size(side_px: int) -> None:
    with Image.open(resource("icons", f"ecocity-{side_px}.png")) as opened:
        picture = opened.convert("RGBA")
    assert picture.size == (side_px, side_px)
    assert picture.getpixel((0, 0))[3] < 128, "the corner is see-through"
    assert picture.getpixel((side_px // 8, side_px // 4)) == (0x0F, 0x5C, 0x4C, 255)
    assert picture.getpixel((side_px // 2, side_px * 3 // 16)) == (0xD9, 0x48, 0x2B, 255)


def _read_json(*parts: str) -> dict:
    return json.loads(resource(*parts).read_text("utf-8"))


def _is_more_than_a_drawing(file: Path) -> bool:
    text = file.read_text("utf-8")
    shapes = {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
    tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(text).iter()}
    outside = text.replace("http://www.w3.org/2000/svg", "")
    return bool(tags - shapes) or bool(re.search(r"href|url\(|://|\son\w+=|<!DOCTYPE|<!ENTITY", outside))
