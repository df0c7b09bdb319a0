"""S1: five hundred hostile texts through every text field of a file, into pages in three languages."""

import io
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from ecocity_desktop.domain.fields import LOCAL_KINDS, TEXT_KINDS
from ecocity_desktop.domain.nouns import NOUNS
from ecocity_desktop.errors import UserError
from ecocity_desktop.i18n.catalog import LANGUAGES
from ecocity_desktop.services import records
from ecocity_desktop.services.briefs import export_brief, gather
from ecocity_desktop.services.workspace import Workspace

SEEDS = (
    '<img src="{file}"/>', "<img src={file} width=500/>", '<a href="file:///etc/passwd">x</a>',
    '<a href="javascript:alert(1)">x</a>', '<link href="http://exemple.invalid/">x</link>', "<b>", "</b>", "<para>",
    "</para><img/>", "<font color='[[[getattr(pow,\"__class__\")]]]'>x</font>", "<!-- x", "<![CDATA[x]]>", "&amp;",
    "&#60;img&#62;", "&lt;b&gt;", "&unknown;", "<onDraw name=x label=y/>", "<seq/>", "<super>2</super>", "<br/>" * 50,
    "%(x)s", "{{name}}", "<?xml version='1.0'?>", "<svg onload=x>", "\\\\serveur\\partage\\x.png",
)  # fmt: skip
WRAPS = (
    "{}", "{}{}", "荆州 {}", "{} 。", "« {} »", "\n{}\n", "{}\u202e", " {} ", "x" * 90 + "{}", "<b>{}</b>", "<{}>",
    "&{};", '"{}"', "'{}'", "{}\u0001", "[{}]", "{}<", ">{}", "a{}b", "{}\u2028",
)  # fmt: skip
MOST_IN_A_FIELD = 20_000


def payloads(file: Path) -> list[str]:
    return [wrap.replace("{}", seed.replace("{file}", file.as_uri())) for seed in SEEDS for wrap in WRAPS]


def fill(ws: Workspace, texts: Iterator[str]) -> int:
    """Write the next payload into each text field of each record; return how many were taken."""
    taken = 0
    for noun in NOUNS.values():
        for row in records.list_records(ws, noun.name):
            for spec in noun.columns:
                if spec.kind not in TEXT_KINDS or spec.name == "website":
                    continue
                text = next(texts)
                value: Any = (
                    {"fr": text, "en": next(texts), "zh": next(texts)} if spec.kind in LOCAL_KINDS else text
                )
                try:
                    records.edit_record(ws, noun.name, row.id, {spec.name: value})
                except UserError:
                    continue
                taken += 3 if spec.kind in LOCAL_KINDS else 1
    return taken


def objects_of(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for found in pdf.objects:
        if isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
            yield found


def test_there_are_five_hundred_of_them(tmp_path: Path) -> None:
    assert len(set(payloads(tmp_path / "canary.png"))) == 500


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_embeds_a_file_makes_a_link_or_breaks_a_page(
    pilot_ws: Workspace, tmp_path: Path, language: str
) -> None:
    canary = tmp_path / "canary.png"
    from PIL import Image

    Image.new("RGB", (8, 8), "magenta").save(canary)
    assert fill(pilot_ws, cycle(payloads(canary))) >= 500
    for city in records.list_records(pilot_ws, "cities"):
        target = tmp_path / f"{city.id}-{language}.pdf"
        export_brief(gather(pilot_ws, city.id), language, target, as_of=pilot_ws.today(), paper="a4")
        with pikepdf.open(io.BytesIO(target.read_bytes())) as pdf:
            for found in objects_of(pdf):
                assert found.get("/Subtype") != pikepdf.Name.Image
                for key in ("/URI", "/JS", "/JavaScript", "/Launch", "/EmbeddedFile", "/OpenAction"):
                    if key == "/URI" and str(found.get(key, "")).startswith("https://"):
                        continue  # the page of a source, typed as a link and checked as one
                    assert key not in found, f"{key}: {found.get(key)}"
