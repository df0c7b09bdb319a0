"""The command ``search``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecocity_desktop.cli import exit_codes, output
from ecocity_desktop.services import search as index

if TYPE_CHECKING:
    from ecocity_desktop.cli.running import Call
    from ecocity_desktop.domain.local_text import LocalText

_MOST = 200


def search(call: Call) -> int:
    """``search``: the records that hold every word of a query, the best first."""
    with call.open() as ws:
        hits = index.search(ws, call.asked.words["QUERY"], limit=_MOST)
    if call.as_json:
        for hit in hits:
            values = {
                "noun": hit.noun,
                "id": hit.id,
                "title": _texts(hit.title),
                "subtitle": _texts(hit.subtitle),
            }
            output.print_json(values)
    elif hits:
        output.print_text(output.table(*_table(call, hits)))
    else:
        call.tell("cli.nothing_found")
    return exit_codes.DONE


def _table(call: Call, hits: tuple[index.Hit, ...]) -> tuple[list[str], list[list[str]]]:
    language = call.catalog.language
    heads = [call.text(f"cli.search.{name}") for name in ("noun", "title", "subtitle")]
    rows = [
        [
            call.text(f"noun.{hit.noun}", count=1),
            hit.title.read(language).text,
            hit.subtitle.read(language).text,
            hit.id,
        ]
        for hit in hits
    ]
    return [*heads, "id"], rows


def _texts(text: LocalText) -> dict[str, Any]:
    return {"fr": text.fr, "en": text.en, "zh": text.zh}
