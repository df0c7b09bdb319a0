"""The pages of what moved: long titles and reasons stand on several lines, and rows go on on further pages."""

from ecocity_desktop.brief import fonts
from ecocity_desktop.brief.shapes import Text
from ecocity_desktop.brief.slippage_page import SlippageWords, TableWords, slippage_pages
from ecocity_desktop.brief.trend_chart import TrendWords
from ecocity_desktop.brief.wide_page import PageWords, WidePage

HEADINGS = TableWords(("Milestone", "Then", "Now", "Moved", "Why"))


def pages(*whys: str) -> list[WidePage]:
    fonts.load()
    lines = [SlippageWords(str(at), f"M{at}", "2027", "2028", "+1", why, "") for at, why in enumerate(whys)]
    words = PageWords("en", "Moved", "", "", "Note", " (continued)")
    axes = TrendWords("look", "expected")
    return slippage_pages(lines, (), words, HEADINGS, axes, "a4", fonts.measure)


def texts(*shown: WidePage) -> list[str]:
    return [shape.text for page in shown for shape in page.picture.shapes if isinstance(shape, Text)]


def test_a_long_reason_is_written_out_on_several_lines() -> None:
    reason = "Traffic data awaited from the prefecture, which moved its survey to the spring"
    told = texts(*pages(reason))
    assert "Traffic data awaited from the prefecture," not in told, "this page is narrower than that"
    assert " ".join(told[told.index("+1") + 1 :]).startswith(reason)


def test_what_is_longer_than_four_lines_says_that_it_is_cut() -> None:
    told = texts(*pages("word " * 200))
    lines = [one for one in told if one.startswith("word")]
    assert len(lines) == 4
    assert lines[-1].endswith("…")


def test_rows_that_do_not_fit_stand_on_further_pages_under_the_same_headings() -> None:
    # 768 units of height, less 30 for the head, hold nine rows of 27 + 3 × 17.
    shown = pages(*["word " * 200] * 30)
    rows = [[one for one in texts(page) if one.startswith("M") and one[1:].isdigit()] for page in shown]
    assert rows[0] == [f"M{at}" for at in range(9)]
    assert [one for page in rows for one in page] == [f"M{at}" for at in range(30)]
    for page in shown:
        assert texts(page)[:5] == list(HEADINGS.headings)
        assert page.words.note == "Note"
    assert [page.words.title for page in shown] == ["Moved", *["Moved (continued)"] * (len(shown) - 1)]


def test_a_calendar_in_which_nothing_moved_has_its_page() -> None:
    assert [page.words.title for page in pages()] == ["Moved"]
