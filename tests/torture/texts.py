"""R15: any text a person may type or paste is kept exactly, or refused in words."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from random import Random
from typing import TYPE_CHECKING

from .bench import Bar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .bench import Bench, Chance

TEXT_LIMIT = 20_000
CORPUS_SIZE = 200

NAMED = (
    "荆州市",
    "Val d’Oise — « ville durable »\u202f; l’eau",
    "é",
    "e\u0301",
    "ﬀ ½ ㍿ Å Å",
    "\U00020bb7野家 𠮷",
    "👩‍👩‍👧‍👦 👍🏽 🇨🇳",
    "مدينة بيئية",
    "abc \u202e gnp.exe",
    "\u200e\u200f\u2066x\u2069",
    "a\x00b",
    "\x00",
    "\x01\x02\x1b[31m\x7f",
    "\r\n\n\t \u2028\u2029",
    "  spaces at both ends  ",
    "\ufeffmark",
    "\ufffe\uffff",
    "\U0010ffff",
    "\ud800",
    "x\udfff",
    "<b>bold</b> & <img src='file:///etc/passwd'/>",
    "{{name}} %s {0} ${HOME} `id`",
    "'; DROP TABLE partner; --",
    '"quoted" \\ "',
    "=1+1",
    '"*" AND NEAR(x) OR *',
    "-",
    "null",
    "٣٢١",
    "Zürich ŒUVRE ẞ ı İ",
    "a" * TEXT_LIMIT,
    "荆" * TEXT_LIMIT,
    "a" * (TEXT_LIMIT + 1),
    "x" * 1_000_000,
    "词" * 1_000_000,
    "mot " * 5000,
)
RANGES = (
    (0x20, 0x17F),
    (0x300, 0x36F),
    (0x590, 0x6FF),
    (0x1F300, 0x1FAFF),
    (0x4E00, 0x9FFF),
    (0x20000, 0x2A6DF),
    (0, 0x10FFFF),
)


@cache
def corpus() -> tuple[str, ...]:
    """Return the 200 texts, always the same: those of ``NAMED``, then random ones from many scripts."""
    random = Random(15)
    made = [
        "".join(chr(random.randint(*random.choice(RANGES))) for _ in range(random.randint(1, 300)))
        for _ in range(CORPUS_SIZE - len(NAMED))
    ]
    return (*NAMED, *made)


@contextmanager
def keeping(on: Bench) -> Iterator[Callable[[Chance], None]]:
    """Keep the texts of the corpus one after the other."""
    path = on.room("R15") / "texts.ecocity"

    def attempt(chance: Chance) -> None:
        text = corpus()[chance.number]
        done = on.nursery.run("text_round_trip", path=str(path), text=text)
        # What is longer than a field, no Unicode, or, for a name, nothing but blanks.
        if len(text) > TEXT_LIMIT or any(0xD800 <= ord(char) <= 0xDFFF for char in text) or text.isspace():
            assert done.of("refused") == ["error.invalid"], f"{text[:20]!r}: {done.said} {done.errors[-500:]}"
            assert done.one("problems"), f"{text[:20]!r} is refused without a reason"
            return
        assert done.code == 0, f"{text[:20]!r}: {done.said} {done.errors[-1500:]}"
        assert done.one("kept") == {"fr": text, "en": text, "zh": text}, f"{text[:20]!r} came back otherwise"
        assert done.one("acronym") == text, f"{text[:20]!r} came back otherwise"
        assert done.one("findings") == 0, f"{text[:20]!r}: the check finds something"
        assert len(set(done.one("digests"))) == 1, f"{text[:20]!r}: written again it is something else"

    yield attempt


TEXTS = Bar(
    "R15",
    "200 texts of every script: kept exactly, or refused with the reason",
    CORPUS_SIZE,
    len(NAMED),
    keeping,
)
