"""Texts in three languages: what is kept, what must be re-read, what is read instead."""

import pytest

from ecocity_desktop.domain.local_text import LocalText, ReadText, validated_text


def test_changing_one_language_asks_to_re_read_the_others() -> None:
    text = LocalText("ville", "city", "城市").edited({"fr": "cité"})
    assert text == LocalText("cité", "city", "城市", frozenset({"en", "zh"}))


def test_a_language_without_text_is_never_to_re_read() -> None:
    assert LocalText("ville", None, "城市").edited({"fr": "cité"}).reread == {"zh"}


def test_a_translation_that_was_missing_asks_to_re_read_nothing() -> None:
    text = LocalText("Zhuhai", "Zhuhai", None).edited({"zh": "珠海市"})
    assert text == LocalText("Zhuhai", "Zhuhai", "珠海市")


def test_a_translation_that_was_missing_keeps_the_marks_there_are() -> None:
    text = LocalText("ville", "city", None, frozenset({"en"})).edited({"zh": "城市"})
    assert text == LocalText("ville", "city", "城市", frozenset({"en"}))


def test_a_translation_added_while_another_one_changes_is_not_to_re_read() -> None:
    text = LocalText("ville", "city", None).edited({"fr": "cité", "zh": "城市"})
    assert text == LocalText("cité", "city", "城市", frozenset({"en"}))


def test_a_language_left_out_keeps_its_text() -> None:
    assert LocalText("ville", "city", "城市").edited({"en": None}).texts() == ("ville", "城市")


def test_writing_the_text_anew_is_having_read_it() -> None:
    marked = LocalText("ville", "city", "城市").edited({"fr": "cité"})
    assert marked.edited({"en": "eco-city"}).reread == {"fr", "zh"}


def test_giving_the_same_text_marks_nothing() -> None:
    text = LocalText("ville", "city", "城市")
    assert text.edited({"fr": "ville", "en": "city", "zh": "城市"}) == text
    assert text.edited({}) == text


def test_changing_all_languages_at_once_marks_nothing() -> None:
    text = LocalText("ville", "city", "城市").edited({"fr": "a", "en": "b", "zh": "丙"})
    assert text == LocalText("a", "b", "丙")


def test_a_text_changed_with_no_marks_at_all_marks_nothing() -> None:
    text = LocalText("ville", "city", None)
    assert text.edited({"fr": "cité", "reread": []}) == LocalText("cité", "city", None)
    marked = LocalText("ville", "city", None, frozenset({"en"}))
    assert marked.edited({"fr": "cité", "reread": []}).reread == frozenset()
    assert marked.edited({"fr": "cité", "reread": ["en"]}).reread == {"en"}
    assert marked.edited({"en": "eco-city", "reread": ["en"]}).reread == {"fr"}


def test_a_mark_can_be_given_and_taken_away() -> None:
    text = LocalText("ville", "city", None)
    assert text.edited({"reread": ["en", "zh"]}).reread == {"en"}
    assert text.edited({"reread": ["en"]}).edited({"reread": []}).reread == frozenset()
    assert LocalText("a", "b", None, frozenset({"fr", "en"})).confirmed("fr").reread == {"en"}


@pytest.mark.parametrize(
    "text, language, read",
    [
        (LocalText("ville", "city", "城市"), "en", ReadText("city", "en", False, False)),
        (LocalText("ville", None, "城市"), "en", ReadText("ville", "fr", True, False)),
        (LocalText(None, "city", "城市"), "fr", ReadText("city", "en", True, False)),
        (LocalText("ville", "city", None), "zh", ReadText("city", "en", True, False)),
        (LocalText("ville", None, None), "zh", ReadText("ville", "fr", True, False)),
        (LocalText(None, None, "城市"), "fr", ReadText("城市", "zh", True, False)),
        (LocalText("ville", None, None, frozenset({"fr"})), "en", ReadText("ville", "fr", True, True)),
        (LocalText(), "fr", ReadText("", None, False, False)),
    ],
)
def test_a_missing_text_is_read_in_the_next_language_and_says_so(
    text: LocalText, language: str, read: ReadText
) -> None:
    assert text.read(language) == read


@pytest.mark.parametrize(
    "value",
    [
        "ville",
        5,
        [],
        {"de": "Stadt"},
        {"fr": 5},
        {"fr": "a", "reread": "fr"},
        {"fr": "a", "reread": [["fr"]]},
    ],
)
def test_another_shape_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="by language"):
        validated_text(value)


def test_the_limit_is_twenty_thousand_characters() -> None:
    assert validated_text({"zh": "𠮷" * 20_000}).zh == "𠮷" * 20_000
    with pytest.raises(ValueError, match="longer than 20000"):
        validated_text({"zh": "𠮷" * 20_001})
    with pytest.raises(ValueError, match="not Unicode"):
        validated_text({"zh": "\ud800"})
