"""The manual: complete in three languages, true to the labels in the window, printed as a sound PDF."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from ecocity_desktop.brief import fonts, manual_text
from ecocity_desktop.brief.manual_pdf import manual_pdf, save_manual
from ecocity_desktop.brief.manual_text import Heading, Items, Paragraph, Rows, Screen, Span, read_page
from ecocity_desktop.bundled import manual_file
from ecocity_desktop.errors import UserError
from ecocity_desktop.i18n.catalog import LANGUAGES, Catalog
from ecocity_desktop.ui.tab_list import TABS

PICTURES_LIMIT_BYTES = 3_000_000


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """Each language in turn."""
    return str(request.param)


@pytest.fixture
def pages(language: str) -> tuple[manual_text.ManualPage, ...]:
    """The manual in a language."""
    return manual_text.load_manual(language)


def spans_of(page: manual_text.ManualPage) -> list[Span]:
    texts: list[manual_text.Spans] = []
    for block in page.blocks:
        if isinstance(block, Paragraph):
            texts.append(block.spans)
        elif isinstance(block, Items):
            texts.extend(block.items)
        elif isinstance(block, Rows):
            texts.extend([*block.head, *(cell for row in block.rows for cell in row)])
    return [span for text in texts for span in text]


def labels_of(catalog: Catalog) -> set[str]:
    """What the window says, without the marks of access keys: ``&File`` and ``文件(&F)``."""
    return {re.sub(r"\(&\w\)|&", "", text) for text in catalog.texts.values()}


def test_every_label_the_manual_quotes_is_in_the_window(pages: tuple, language: str) -> None:
    known = labels_of(Catalog(language))
    quoted = {(page.name, span.text) for page in pages for span in spans_of(page) if span.label}
    assert len(quoted) > 60
    assert sorted(label for label in quoted if label[1] not in known) == []


def test_every_tab_has_its_page(pages: tuple) -> None:
    assert [tab.key for tab in TABS if tab.key not in {page.name for page in pages}] == []


def test_the_pages_stand_in_the_same_order_with_the_same_blocks_in_every_language(language: str) -> None:
    for name in manual_text.PAGES:
        french, other = (manual_text.load_page(name, each) for each in ("fr", language))
        assert [type(block) for block in other.blocks] == [type(block) for block in french.blocks], name


def test_no_file_of_the_manual_is_left_over(language: str) -> None:
    assert sorted(file.stem for file in manual_file(language).glob("*.md")) == sorted(manual_text.PAGES)


def test_every_picture_is_there_says_what_it_shows_and_none_is_left_over(pages: tuple, language: str) -> None:
    shown = {block.path: block.words for page in pages for block in page.blocks if isinstance(block, Screen)}
    there = {f"pictures/{file.name}" for file in manual_file(language, "pictures").iterdir()}
    assert set(shown) == there
    assert all(shown.values())


def test_the_pictures_are_small() -> None:
    pictures = list(manual_file().rglob("*.png"))
    assert sum(file.stat().st_size for file in pictures) <= PICTURES_LIMIT_BYTES
    for file in pictures:
        with Image.open(file) as picture:
            assert picture.width <= 1400, file


def test_french_pages_keep_their_signs_together() -> None:
    for page in manual_text.load_manual("fr"):
        said = "".join(span.text for span in spans_of(page) if not span.key)
        assert not re.search(r" [:;!?»]|« |'", said), page.name


def test_chinese_pages_use_full_width_signs() -> None:
    for page in manual_text.load_manual("zh"):
        said = "".join(span.text for span in spans_of(page) if not span.key)
        assert not re.search(r"[\u4e00-\u9fff][,;:?!]|[,;:?!][\u4e00-\u9fff]", said), page.name


def test_links_lead_to_pages(pages: tuple) -> None:
    for page in pages:
        assert {span.page for span in spans_of(page) if span.page} <= set(manual_text.PAGES)


def test_the_font_has_every_character_of_the_manual(pages: tuple) -> None:
    known = fonts.characters()
    assert {
        sign for page in pages for sign in page.words() if sign != "\n" and ord(sign) not in known
    } == set()


def test_markdown_is_read_as_far_as_the_manual_needs_it() -> None:
    page = read_page(
        "trial",
        "en",
        "# Title\n\nOne **label** and `Ctrl+K`,\nsee [cities](cities.md).\n\n"
        "- first\n- second\n  goes on\n\n1. step\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> note\n\n"
        "    type this\n\n![a picture](pictures/x.png)\n",
    )
    assert page.title == "Title"
    assert page.blocks == (
        Heading("Title", 1),
        Paragraph(
            (
                Span("One "),
                Span("label", label=True),
                Span(" and "),
                Span("Ctrl+K", key=True),
                Span(", see "),
                Span("cities", page="cities"),
                Span("."),
            )
        ),
        Items(((Span("first"),), (Span("second goes on"),))),
        Items(((Span("step"),),), numbered=True),
        Rows(((Span("a"),), (Span("b"),)), (((Span("1"),), (Span("2"),)),)),
        Paragraph((Span("note"),), note=True),
        manual_text.Example(("type this",)),
        Screen("pictures/x.png", "a picture"),
    )


def test_the_pdf_tells_every_title_and_the_page_it_is_on(pages: tuple, language: str) -> None:
    content = manual_pdf(language)
    document = pypdfium2.PdfDocument(BytesIO(content))
    texts = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    assert 9 <= len(texts) <= 20
    listed = dict(re.findall(r"(\S[^\n\r]*?)\s+(\d+)\r?\n", texts[0] + "\n"))
    for page in pages:
        assert page.title in texts[0]
        if page.title in listed:
            assert page.title in texts[int(listed[page.title]) - 1]
    assert [outline.get_title() for outline in document.get_toc()] == [page.title for page in pages]


def test_the_pdf_is_the_same_whenever_it_is_made() -> None:
    assert manual_pdf("fr") == manual_pdf("fr")


def test_a_manual_that_cannot_be_written_is_refused_calmly(tmp_path: Path) -> None:
    (tmp_path / "manual.pdf").mkdir()
    with pytest.raises(UserError) as refused:
        save_manual("en", tmp_path / "manual.pdf")
    assert refused.value.key == "error.target"
