"""Lines break where readers of each language expect, and nothing typed is lost."""

import pytest

from ecocity_desktop.brief.layout import amount_runs
from ecocity_desktop.brief.theme import Style
from ecocity_desktop.brief.typeset import Run, fitted, set_lines

PLAIN = Style(10, 12)


def one_em(text: str, _bold: bool) -> float:
    """Every letter as wide as the font is high: ten letters take 100 points."""
    return float(len(text))


def lines_of(text: str, width: float) -> list[str]:
    return [
        "".join(piece[1] for piece in line.pieces) for line in set_lines([Run(text, PLAIN)], width, one_em)
    ]


def test_words_stay_whole() -> None:
    assert lines_of("une ville durable", 90) == ["une ville", "durable"]


def test_a_no_break_space_holds_words_together() -> None:
    assert lines_of("dit : oui", 60) == ["dit :", "oui"]


def test_a_word_wider_than_the_line_is_broken_inside() -> None:
    assert lines_of("ab" + "x" * 12, 50) == ["abxxx", "xxxxx", "xxxx"]


def test_chinese_breaks_between_characters_but_not_before_a_closing_mark() -> None:
    assert lines_of("荆州市位于湖北省，地处长江", 80) == ["荆州市位于湖北", "省，地处长江"]


def test_chinese_does_not_end_a_line_with_an_opening_mark() -> None:
    assert lines_of("湖泊密布（洪湖）", 50) == ["湖泊密布", "（洪湖）"]


def test_latin_words_within_chinese_stay_whole() -> None:
    assert lines_of("由CSTB团队编制", 40) == ["由", "CSTB", "团队编制"]


def test_addresses_break_after_a_slash_but_keep_their_scheme() -> None:
    assert lines_of("http://a.org/bcdef", 130) == ["http://a.org/", "bcdef"]


def test_a_line_break_that_was_typed_is_kept() -> None:
    assert lines_of("un\ndeux", 100) == ["un", "deux"]


def test_a_number_glued_to_a_word_goes_with_it_to_the_next_line() -> None:
    runs = [Run("aaa bbb", PLAIN), Run("1", PLAIN, glued=True)]
    found = [[piece[1] for piece in line.pieces] for line in set_lines(runs, 75, one_em)]
    assert found == [["aaa"], ["bbb", "1"]]


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (100, ["123456\u00a0km²"]),
        (90, ["123456\u00a0", "km²"]),
        (60, ["123456", "km²"]),
        (40, ["1234", "56\u00a0", "km²"]),
    ],
)
def test_a_number_and_its_unit_are_parted_before_one_of_them_is(width: float, expected: list[str]) -> None:
    runs = amount_runs(("123456", "km²"), PLAIN, PLAIN)
    assert ["".join(piece[1] for piece in line.pieces) for line in set_lines(runs, width, one_em)] == expected


def test_a_chinese_unit_is_not_parted() -> None:
    runs = amount_runs(("123456", "平方公里"), PLAIN, PLAIN)
    found = [[piece[1] for piece in line.pieces] for line in set_lines(runs, 90, one_em)]
    assert found == [["123456", "\u00a0"], ["平方公里"]]


@pytest.mark.parametrize("text", ["x" * 5000, "荆" * 5000, "，" * 300, "a-" * 400, "((((" * 300, " ", ""])
def test_no_text_is_too_odd(text: str) -> None:
    lines = set_lines([Run(text, PLAIN)], 80, one_em)
    assert max(line.width for line in lines) <= 80.01
    assert sum(len(piece[1]) for line in lines for piece in line.pieces) == len(text.strip())


def test_a_text_for_one_line_is_cut_with_an_ellipsis() -> None:
    assert fitted("programme", PLAIN, 50, one_em) == "prog…"


def test_a_line_does_not_end_behind_a_hyphen_that_follows_one_or_two_letters() -> None:
    assert lines_of("la co-construction", 60) == ["la", "co-con", "struct", "ion"]
    assert lines_of("équipe, co-construction", 160) == ["équipe,", "co-construction"]
    assert lines_of("une éco-cité", 80) == ["une éco-", "cité"]
