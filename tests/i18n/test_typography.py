"""How the texts are set: French and Chinese spacing and punctuation, as printers of each country do it."""

import re

import pytest

from ecocity_desktop.i18n.catalog import LANGUAGES, load_texts
from ecocity_desktop.ui import menus

HAN = "[\u4e00-\u9fff]"
ON_SCREEN_AND_PAPER = (
    "ui.", "brief.", "error.", "problem.", "edit.", "enum.", "field.", "noun.", "attention."
)  # fmt: skip
JSON = re.compile(r'\{".*?\}')
MNEMONIC = re.compile(r"\(&[A-Z]\)")


def test_french_punctuation_never_parts_from_its_word() -> None:
    wrong = re.compile(
        "«[^\u202f]|[^\u202f]»"  # a narrow no-break space inside « »
        r"|[^\u202f][;!?](\s|$)"  # and before ; ! ?
        r"|[^\u00a0]:(\s|$)"  # a no-break space before :
        "|'"  # an apostrophe, not a prime
    )
    texts = load_texts("fr")
    assert [key for key, text in texts.items() if wrong.search(JSON.sub("", text))] == []


def test_chinese_has_full_width_punctuation_and_no_space_beside_latin() -> None:
    wrong = re.compile(
        f"{HAN}[,:;!?()]|[,:;!?()]{HAN}|{HAN} [A-Za-z0-9{{]|[A-Za-z0-9}}] {HAN}",
    )
    texts = {key: text for key, text in load_texts("zh").items() if key.startswith(ON_SCREEN_AND_PAPER)}
    assert [key for key, text in texts.items() if wrong.search(MNEMONIC.sub("", text))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_entries_of_a_menu_answer_to_the_same_letter(language: str) -> None:
    texts = load_texts(language)
    for name, specs in menus._MENUS:
        letters = [
            texts[f"ui.menu.{spec.key}"].partition("&")[2][:1].casefold()
            for spec in specs
            if spec is not None and spec.key != "tabs"
        ]
        assert len(set(letters)) == len(letters), (name, letters)


def test_jilin_is_always_said_to_be_the_city_or_the_province() -> None:
    texts = load_texts("zh")
    assert [key for key, text in texts.items() if "吉林" in re.sub("吉林[市省]", "", text)] == []
