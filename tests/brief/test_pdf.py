"""Real PDFs: what they say in three languages, that they are whole, the same twice, and survive any text."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from ecocity_desktop.brief import fonts
from ecocity_desktop.brief.assemble import assemble
from ecocity_desktop.brief.document import BriefDocument
from ecocity_desktop.brief.facts import CityFacts
from ecocity_desktop.brief.pages import lay_out
from ecocity_desktop.brief.pdf import render
from ecocity_desktop.brief.printable import Printable
from ecocity_desktop.brief.shapes import Extent, Text, text_extent
from ecocity_desktop.domain.city import City
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.i18n.catalog import LANGUAGES, Catalog

PILOTS = ("jingzhou", "jilin", "panshi", "qingyun")
AS_OF = date(2026, 11, 23)

CORPUS = (
    "<b>gras</b>",
    '<img src="file:///etc/passwd"/>',
    '<img src="resources/icons/app.png" width="400"/>',
    '<a href="javascript:alert(1)">ici</a>',
    "<para><unclosed",
    "&amp; & &lt; &#0; &nosuch;",
    "]]> <![CDATA[x]]>",
    "مرحبا بالعالم",
    "שלום עולם",
    "👨\u200d👩\u200d👧 🏗\ufe0f 👍🏽",
    "𠮷野家 㐂 〇",
    "ê̄ ế e\u0301",
    "a\x00b\x07\x1b[31mc",
    "\u202egnirts\u202c",
    "un\n\n\ndeux\r\ntrois\u2028quatre\tcinq",
    "（（（「「「『『",
    "，。，。，。" * 40,
    "%s {0} {{name}} $x \\n",
    "https://example.org/" + "chemin/" * 60,
    " ",
)


def brief(facts: CityFacts, language: str, as_of: date = AS_OF) -> BriefDocument:
    return assemble(facts, Catalog(language, strict=True), as_of)


def rendered(document: BriefDocument, paper: str = "a4") -> bytes:
    stream = io.BytesIO()
    render(document, stream, paper)
    return stream.getvalue()


def text_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf).replace("\r\n", "\n")


def collisions(document: BriefDocument, paper: str) -> list[str]:
    """Texts that overlap another one, or reach over the margins or the foot of the page."""
    printable = Printable(fonts.characters())
    found = []
    for sheet in lay_out(printable.document(document), paper, fonts.measure):
        placed = []
        for one in sheet.placed:
            for shape in one.piece.shapes:
                if isinstance(shape, Text) and shape.text.strip():
                    at = text_extent(shape, fonts.measure)
                    placed.append(
                        (
                            Extent(at.left + one.x, at.top + one.y, at.right + one.x, at.bottom + one.y),
                            shape.text,
                        )
                    )
        placed.sort(key=lambda pair: pair[0].top)
        for index, (extent, text) in enumerate(placed):
            if extent.left < 42 or extent.right > sheet.width - 42 or extent.bottom > sheet.height - 18:
                found.append(f"over the edge: {text[:40]}")
            for other, later in placed[index + 1 :]:
                if other.top > extent.bottom:
                    break
                wide = min(extent.right, other.right) - max(extent.left, other.left)
                high = min(extent.bottom, other.bottom) - max(extent.top, other.top)
                if wide > 1 and high > 2.5:
                    found.append(f"{text[:30]} / {later[:30]}")
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", PILOTS)
def test_each_pilot_has_a_brief_of_two_pages_on_both_papers(
    pilots: dict[str, CityFacts], key: str, language: str
) -> None:
    document = brief(pilots[key], language)
    for paper, size in (("a4", (595, 842)), ("letter", (612, 792))):
        with pypdfium2.PdfDocument(rendered(document, paper)) as pdf:
            assert len(pdf) == 2
            assert tuple(round(side) for side in pdf[0].get_size()) == size
        assert collisions(document, paper) == []


def test_the_french_brief_reads_as_it_should(pilots: dict[str, CityFacts]) -> None:
    text = text_of(rendered(brief(pilots["panshi"], "fr")))
    for words in (
        "Panshi 磐石市",
        "Province du Jilin (吉林省) · Ville-district dans Jilin 吉林市",
        "PARCOURS VERS LE LABEL",
        "Contrat de mars 2017",
        "520 978",
        "CALENDRIER",
        "mars 2017, fait",
        "Carte schématique de localisation",
        "1 / 2",
    ):
        assert words in text.replace("\u00a0", " ").replace("\u202f", " "), words


def test_the_english_brief_reads_as_it_should(pilots: dict[str, CityFacts]) -> None:
    text = text_of(rendered(brief(pilots["jingzhou"], "en")))
    for words in (
        "Jingzhou 荆州市",
        "PATH TO THE LABEL",
        "Contract of March 2017",
        "14,068.68",
        "2 April 2018",
        "SOURCES",
    ):
        assert words in text, words


def test_the_chinese_brief_reads_as_it_should(pilots: dict[str, CityFacts]) -> None:
    text = text_of(rendered(brief(pilots["jilin"], "zh")))
    for words in (
        "吉林市 Jilin City",
        "吉林省",
        "称号进程",
        "2017年3月合同",
        "中国城市科学研究会\n（CSUS）",
        "362.4万",
        "时间表",
        "数据与来源",
        "来源",
    ):
        assert words in text, words


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_changed_gives_the_same_bytes(pilots: dict[str, CityFacts], language: str) -> None:
    assert rendered(brief(pilots["qingyun"], language)) == rendered(brief(pilots["qingyun"], language))


@pytest.mark.parametrize(("language", "code"), [("fr", "fr-FR"), ("en", "en-GB"), ("zh", "zh-CN")])
def test_the_file_says_what_it_is(pilots: dict[str, CityFacts], language: str, code: str) -> None:
    document = brief(pilots["jilin"], language)
    with pikepdf.open(io.BytesIO(rendered(document))) as pdf:
        assert str(pdf.Root.Lang) == code
        assert str(pdf.docinfo["/Title"]).startswith(document.city)
        assert str(pdf.docinfo["/Author"]).startswith("CSTB")
        assert document.city in str(pdf.docinfo["/Subject"])
        with pdf.open_outline() as outline:
            names = [str(item.title) for item in outline.root]
    headings = [getattr(block, "heading", "") for block in document.blocks]
    assert names == [heading for heading in headings if heading]


def test_fonts_are_embedded_as_subsets_and_no_other_is_named(pilots: dict[str, CityFacts]) -> None:
    with pikepdf.open(io.BytesIO(rendered(brief(pilots["jilin"], "zh")))) as pdf:
        found = [
            one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"
        ]
        assert found
        for font in found:
            assert "EcoCitySans" in str(font.BaseFont)
            assert "/FontFile2" in font.FontDescriptor


def test_a_han_met_in_hardly_any_text_is_printed_and_is_bold_in_bold(
    filled: Callable[[str], CityFacts],
) -> None:
    content = rendered(brief(filled("㛃䶮 荆州"), "zh"))
    assert "㛃䶮 荆州" in text_of(content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        named = {str(one.BaseFont) for one in pdf.objects if getattr(one, "Type", None) == "/Font"}
        assert any("EcoCitySansRare" in name for name in named)
        told = [
            int(operands[0])
            for page in pdf.pages
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "Tr"
        ]
    assert 2 in told  # the name of the city is set in bold: filled, and a line round it
    assert told.count(2) == told.count(0)


@pytest.mark.parametrize("bold", (False, True))
def test_a_text_with_a_rare_han_is_as_wide_as_its_parts(bold: bool) -> None:
    parts = fonts.runs("韩㛃", bold)
    assert parts == [(fonts.BOLD if bold else fonts.REGULAR, "韩"), (fonts.RARE, "㛃")]
    assert fonts.measure("韩㛃", bold) == 2.0
    accent = fonts.measure("e\u0301", bold)
    assert accent == fonts.measure("é", bold)
    assert fonts.measure("e\u0301㛃", bold) == accent + 1.0  # the accent has no width of its own
    assert fonts.runs("荆州 Pánshí", bold) == [(fonts.BOLD if bold else fonts.REGULAR, "荆州 Pánshí")]


@pytest.mark.parametrize("text", CORPUS)
def test_no_text_breaks_a_brief_opens_a_file_or_makes_a_link(
    filled: Callable[[str], CityFacts], text: str
) -> None:
    content = rendered(brief(filled(text), "fr", date(2018, 3, 1)))
    for trace in (b"/URI", b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/Annots"):
        assert trace not in content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert [one for one in pdf.objects if getattr(one, "Subtype", None) == "/Image"] == []
    assert collisions(brief(filled(text), "fr", date(2018, 3, 1)), "a4") == []


def test_markup_is_printed_as_it_was_typed(filled: Callable[[str], CityFacts]) -> None:
    text = text_of(rendered(brief(filled("<b>gras</b> & <img/>"), "fr")))
    assert "<b>gras</b> & <img/>" in text


def test_a_character_the_font_lacks_shows_and_is_reported(filled: Callable[[str], CityFacts]) -> None:
    stream = io.BytesIO()
    report = render(brief(filled("Ville مر 🏗 𠮷"), "fr"), stream)
    assert report.missing_characters == ("م", "ر", "🏗", "𠮷")
    assert "Ville □□ □ □" in text_of(stream.getvalue())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("x" * 5000, "fr"),
        ("La ville durable. " * 1100, "en"),
        ("可持续城市，" * 1000, "zh"),
    ],
    ids=["one long word", "20,000 characters", "6,000 in Chinese"],
)
def test_the_longest_texts_flow_on_without_overlapping(
    filled: Callable[[str], CityFacts], text: str, language: str
) -> None:
    document = brief(filled(text), language, date(2018, 3, 1))
    content = rendered(document)
    assert collisions(document, "a4") == []
    with pypdfium2.PdfDocument(content) as pdf:
        count = len(pdf)
    assert count > 2
    assert f"{count} / {count}" in text_of(content)


def test_a_city_with_just_a_name_makes_one_page() -> None:
    document = brief(CityFacts(city=City(id="x", name=LocalText(zh="拉萨市"))), "fr")
    with pypdfium2.PdfDocument(rendered(document)) as pdf:
        assert len(pdf) == 1
    assert "拉萨市" in text_of(rendered(document))
    assert "en chinois" in text_of(rendered(document))


def test_a_brief_replaces_the_old_file_whole_or_not_at_all(facts: CityFacts, tmp_path: Path) -> None:
    target = tmp_path / "jingzhou-fr.pdf"
    target.write_bytes(b"old")
    render(brief(facts, "fr"), target)
    assert target.read_bytes().startswith(b"%PDF")
    assert [path.name for path in tmp_path.iterdir()] == ["jingzhou-fr.pdf"]
    with pytest.raises(OSError, match="brief"):
        render(brief(facts, "fr"), target / "brief.pdf")


@pytest.mark.parametrize("caption", ["Les rives", "Une vue prise du rempart. " * 40, "x" * 3000])
def test_a_photo_and_its_caption_overlap_nothing(shot: Callable[..., CityFacts], caption: str) -> None:
    photographed = shot(caption=LocalText(caption), credit="Atelier Lin")
    for paper in ("a4", "letter"):
        assert collisions(brief(photographed, "zh"), paper) == []
