"""The photo at the head of a brief: where it stands, what is said of it, and that it is printed as it is."""

import io
from collections.abc import Callable
from datetime import date

import pikepdf
import pypdfium2
import pytest

from ecocity_desktop.brief import document as doc
from ecocity_desktop.brief import fonts
from ecocity_desktop.brief.assemble import assemble
from ecocity_desktop.brief.facts import CityFacts
from ecocity_desktop.brief.pages import lay_out
from ecocity_desktop.brief.pdf import render
from ecocity_desktop.brief.shapes import Box, Text
from ecocity_desktop.brief.shapes import Image as Shown
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.i18n.catalog import LANGUAGES, Catalog

Shot = Callable[..., CityFacts]
AS_OF = date(2026, 11, 23)
LONG = LocalText("Une vue prise du rempart, un soir de printemps, avec le fleuve au loin. " * 12)


def block(facts: CityFacts, language: str = "fr") -> doc.Photo:
    document = assemble(facts, Catalog(language, strict=True), AS_OF)
    return next(one for one in document.blocks if isinstance(one, doc.Photo))


def text_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def pages(facts: CityFacts, language: str = "fr", paper: str = "a4") -> bytes:
    stream = io.BytesIO()
    render(assemble(facts, Catalog(language, strict=True), AS_OF), stream, paper)
    return stream.getvalue()


def shapes_of(facts: CityFacts, paper: str = "a4") -> tuple[Shown, float, float, list[object]]:
    """The photo on the first page, the width and height of its frame, and what else is drawn in it."""
    fonts.load()
    document = assemble(facts, Catalog("fr", strict=True), AS_OF)
    placed = lay_out(document, paper, fonts.measure)[0].placed
    (piece,) = [one.piece for one in placed if any(isinstance(shape, Shown) for shape in one.piece.shapes)]
    first, *others = piece.shapes
    assert isinstance(first, Shown)
    return first, piece.clip_width, piece.height, list(others)


def test_the_photo_comes_first_after_the_name_with_caption_date_and_credit(shot: Shot) -> None:
    facts = shot(
        caption=LocalText("Les rives", "The banks", "江岸"),
        credit="Atelier Lin",
        taken_on=PartialDate.parse("2018-04"),
    )
    blocks = assemble(facts, Catalog("fr", strict=True), AS_OF).blocks
    assert [type(one).__name__ for one in blocks[:3]] == ["Title", "Photo", "Lead"]
    said = {language: " · ".join(part.text for part in block(facts, language).said) for language in LANGUAGES}
    assert said == {
        "fr": "Les rives · avril 2018 · Photo\u00a0: Atelier Lin",
        "en": "The banks · April 2018 · Photo: Atelier Lin",
        "zh": "江岸 · 2018年4月 · 图：Atelier Lin",
    }


def test_a_caption_in_another_language_says_so_and_the_credit_is_always_printed(shot: Shot) -> None:
    caption, credit = block(shot(caption=LocalText(zh="江岸"), credit="Atelier Lin")).said
    assert caption.text == "江岸"
    assert [badge.role for badge in caption.badges] == [doc.BadgeRole.LANGUAGE]
    assert credit.text == "Photo\u00a0: Atelier Lin"
    assert "Atelier Lin" in text_of(pages(shot(credit="Atelier Lin"), "zh"))


def test_a_photo_with_nothing_said_has_no_strip(shot: Shot) -> None:
    assert block(shot()).said == ()
    assert shapes_of(shot())[3] == []


def test_a_source_alone_is_cited_beside_the_name_of_the_city(shot: Shot, facts: CityFacts) -> None:
    (only,) = block(shot(source_id=next(iter(facts.sources)))).said
    assert only.text.startswith("Photo de ")
    assert len(only.sources) == 1


@pytest.mark.parametrize("size", [(1200, 800), (800, 1200), (2126, 200), (40, 30), (1, 2126)])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_photo_fills_its_frame_and_is_cut_evenly_never_stretched(
    shot: Shot, size: tuple[int, int], paper: str
) -> None:
    image, width, height, _ = shapes_of(shot(*size, credit="Lin"), paper)
    assert width / height == pytest.approx(2.76)
    assert image.width / image.height == pytest.approx(size[0] / size[1])
    assert image.width >= width - 0.01
    assert image.height >= height - 0.01
    assert min(image.width - width, image.height - height) == pytest.approx(0, abs=0.01)
    assert image.x == pytest.approx((width - image.width) / 2)
    assert image.y == pytest.approx((height - image.height) / 2)


def test_a_short_caption_stands_on_the_photo_and_a_long_one_under_it_in_full(shot: Shot) -> None:
    _, _, height, drawn = shapes_of(shot(caption=LocalText("Les rives"), credit="Lin"))
    strip = next(one for one in drawn if isinstance(one, Box))
    assert strip.y + strip.height == pytest.approx(height)
    assert all(strip.y < one.y < height for one in drawn if isinstance(one, Text))
    long = shot(caption=LONG, credit="Lin")
    assert shapes_of(long)[3] == []
    printed = " ".join(text_of(pages(long)).split())
    assert printed.count("Une vue prise du rempart") == 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_photo_gives_the_same_bytes_and_another_one_another_fingerprint(
    shot: Shot, language: str
) -> None:
    facts = shot(caption=LocalText("Les rives", None, "江岸"), credit="Lin")
    assert pages(facts, language) == pages(facts, language)
    catalog = Catalog(language, strict=True)
    other = shot(1201, 800, caption=LocalText("Les rives", None, "江岸"), credit="Lin")
    prints = {assemble(one, catalog, AS_OF).fingerprint for one in (facts, other, shot())}
    assert len(prints) == 3


def test_the_pdf_holds_the_photo_as_it_is_kept_and_words_in_its_place(shot: Shot) -> None:
    facts = shot(caption=LocalText("Les rives <b>", None, "江岸"), credit="Lin")
    with pikepdf.open(io.BytesIO(pages(facts, "zh"))) as pdf:
        (image,) = [one for one in pdf.objects if getattr(one, "Subtype", None) == "/Image"]
        assert (image.Width, image.Height) == (1200, 800)
        stream = io.BytesIO()
        pikepdf.PdfImage(image).extract_to(stream=stream)
        assert facts.photo is not None
        assert stream.getvalue() == facts.photo.picture.content
        marked = [
            operands[1].Alt
            for operands, operator in pikepdf.parse_content_stream(pdf.pages[0])
            if str(operator) == "BDC"
        ]
    assert [str(words) for words in marked] == [block(facts, "zh").alternative]
    assert "江岸" in block(facts, "zh").alternative


@pytest.mark.parametrize(
    "text",
    [
        '<img src="file:///etc/passwd"/>',
        '<a href="javascript:alert(1)">ici</a>',
        ") Tj (x) >> /Launch <<",
        "]]> %s {0} \\n \u202egnirts",
        "👨\u200d👩\u200d👧 مرحبا 𠮷",
    ],
)
def test_no_caption_or_credit_brings_anything_else_into_the_pdf(shot: Shot, text: str) -> None:
    content = pages(shot(caption=LocalText(text, text, text), credit=text))
    for trace in (b"/URI", b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/Annots"):
        assert trace not in content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        images = [one for one in pdf.objects if getattr(one, "Subtype", None) == "/Image"]
        pikepdf.parse_content_stream(pdf.pages[0])
    assert [image.Width for image in images] == [1200]
