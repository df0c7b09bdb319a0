"""The page of what moved: long titles and reasons stand on several lines, and say where they are cut."""

from ecocity_desktop.brief import fonts
from ecocity_desktop.brief.shapes import Text
from ecocity_desktop.brief.slippage_page import SlippageWords, TableWords, slippage_page
from ecocity_desktop.brief.trend_chart import TrendWords
from ecocity_desktop.brief.wide_page import PageWords, WidePage

HEADINGS = TableWords(("Milestone", "Then", "Now", "Moved", "Why"))


def page(*whys: str, paper: str = "a4") -> WidePage:
    fonts.load()
    lines = [SlippageWords(str(at), f"M{at}", "2027", "2028", "+1", why, "") for at, why in enumerate(whys)]
    words = PageWords("en", "Moved", "", "", "Note")
    axes = TrendWords("look", "expected")
    return slippage_page(
        lines, (), words, HEADINGS, axes, paper, fonts.measure, lambda count: f"{count} more"
    )


def texts(shown: WidePage) -> list[str]:
    return [shape.text for shape in shown.picture.shapes if isinstance(shape, Text)]


def test_a_long_reason_is_written_out_on_several_lines() -> None:
    reason = "Traffic data awaited from the prefecture, which moved its survey to the spring"
    told = texts(page(reason))
    assert "Traffic data awaited from the prefecture," not in told, "this page is narrower than that"
    assert " ".join(told[told.index("+1") + 1 :]).startswith(reason)


def test_what_is_longer_than_four_lines_says_that_it_is_cut() -> None:
    told = texts(page("word " * 200))
    lines = [one for one in told if one.startswith("word")]
    assert len(lines) == 4
    assert lines[-1].endswith("…")


def test_rows_that_do_not_fit_are_counted() -> None:
    # 768 units of height, less 30 for the head, hold nine rows of 27 + 3 × 17.
    assert page(*["word " * 200] * 30).words.note == "21 more"
    assert page("short").words.note == "Note"
