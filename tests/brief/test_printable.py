"""What the font cannot print becomes a visible □ and is reported; nothing vanishes."""

import pytest

from ecocity_desktop.brief.printable import Printable

LATIN = frozenset(range(0x20, 0x250)) | {ord("□"), ord("荆")}


@pytest.mark.parametrize(
    ("typed", "printed", "missing"),
    [
        ("Jingzhou 荆", "Jingzhou 荆", ()),
        ("مر", "□□", ("م", "ر")),
        ("a𠮷b", "a□b", ("𠮷",)),
        ("👨\u200d👩\u200d👧 fin", "□ fin", ("👨", "👩", "👧")),
        ("👍🏽", "□", ("👍", "🏽")),
        ("❤\ufe0f", "□", ("❤",)),
        ("cafe\u0301", "café", ()),
        ("a\x00b\x07", "ab", ("\x00", "\x07")),
        ("un\r\ndeux\u2028trois", "un\ndeux\ntrois", ()),
        ("soft\u00adhyphen", "softhyphen", ()),
    ],
)
def test_what_cannot_be_printed_shows(typed: str, printed: str, missing: tuple[str, ...]) -> None:
    printable = Printable(LATIN)
    assert printable.text(typed) == printed
    assert printable.missing == missing


def test_each_missing_character_is_reported_once() -> None:
    printable = Printable(LATIN)
    printable.text("م م")
    printable.text("م")
    assert printable.missing == ("م",)
