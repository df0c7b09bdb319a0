"""The twelve pilot briefs as data: what changes in them is seen, and accepted by hand.

After a change that is meant, write them anew: ``python tests/brief/write_snapshots.py``, and read the difference.
"""

from datetime import date
from pathlib import Path

import pytest

from ecocity_desktop.brief.assemble import assemble
from ecocity_desktop.brief.facts import CityFacts
from ecocity_desktop.i18n.catalog import LANGUAGES, Catalog

SNAPSHOTS = Path(__file__).parent / "snapshots"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["jingzhou", "jilin", "panshi", "qingyun"])
def test_a_pilot_brief_says_what_was_accepted(pilots: dict[str, CityFacts], key: str, language: str) -> None:
    document = assemble(pilots[key], Catalog(language, strict=True), date(2026, 11, 23))
    assert document.to_json() + "\n" == (SNAPSHOTS / f"{key}-{language}.json").read_text("utf-8")
