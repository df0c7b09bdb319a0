"""The ledger in a city’s brief and the balance page of a partner: what is said, in three languages; and it prints."""

from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from ecocity_desktop.brief import document as doc
from ecocity_desktop.brief.assemble import assemble
from ecocity_desktop.brief.balance import assemble_balance
from ecocity_desktop.brief.pdf import render
from ecocity_desktop.i18n.catalog import Catalog
from ecocity_desktop.services import records
from ecocity_desktop.services.balances import export_balance, gather_balance
from ecocity_desktop.services.briefs import gather
from ecocity_desktop.services.pilot import pilot_id
from ecocity_desktop.services.workspace import Workspace

TODAY = date(2026, 11, 23)


def add(ws: Workspace, noun: str, **values: object) -> str:
    return str(records.add_record(ws, noun, values).row_id)


@pytest.fixture
def promised(pilot_ws: Workspace) -> Workspace:
    """The pilot programme with three promises: one late, one kept, one nobody owes and without a date."""
    contract, cstb, csus = (pilot_id(key) for key in ("contract-cstb-csus", "cstb", "csus"))
    clause = add(pilot_ws, "clauses", agreement_id=contract, number="4.2", text={"fr": "Appui"})
    texts = {"fr": "Détacher deux experts", "en": "Second two experts", "zh": "派驻两名专家"}
    both = {"debtor_id": cstb, "beneficiary_id": csus}
    here = [pilot_id("jingzhou")]
    add(pilot_ws, "commitments", text=texts, clause_id=clause, due_on="2018-02", city_ids=here, **both)
    kept = {"done_on": "2017-12-15", "evidence": {"fr": "Rapport", "en": "Report", "zh": "报告"}}
    add(pilot_ws, "commitments", text={"fr": "Diagnostic"}, agreement_id=contract, debtor_id=cstb, **kept)
    add(pilot_ws, "commitments", text={"fr": "Correspondant"}, agreement_id=contract)
    return pilot_ws


def ledger_of(ws: Workspace, city: str, language: str) -> doc.Ledger | None:
    document = assemble(gather(ws, pilot_id(city)), Catalog(language, strict=True), TODAY)
    return next((block for block in document.blocks if isinstance(block, doc.Ledger)), None)


def test_a_city_without_promises_has_no_ledger(pilot_ws: Workspace) -> None:
    assert ledger_of(pilot_ws, "jingzhou", "fr") is None


@pytest.mark.parametrize(
    ("language", "heading", "rows"),
    [
        (
            "fr",
            "Engagements",
            [
                (
                    "Tenu",
                    "Diagnostic",
                    "Pièce\u00a0: Rapport",
                    "CSTB",
                    "15 décembre 2017",
                    "Contrat de mars 2017",
                ),
                (
                    "En retard",
                    "Détacher deux experts",
                    "",
                    "CSTB → CSUS",
                    "février 2018",
                    "Contrat de mars 2017, art.\u00a04.2",
                ),
                ("Sans date", "Correspondant", "", "", "", "Contrat de mars 2017"),
            ],
        ),
        (
            "zh",
            "承诺事项",
            [
                ("已履行", "Diagnostic", "佐证：报告", "CSTB", "2017年12月15日", "2017年3月合同"),
                ("逾期", "派驻两名专家", "", "CSTB → CSUS", "2018年2月", "2017年3月合同第4.2条"),
                ("未定日期", "Correspondant", "", "", "", "2017年3月合同"),
            ],
        ),
    ],
)
def test_the_ledger_of_a_city_says_who_owes_what_when_and_where(
    promised: Workspace, language: str, heading: str, rows: list[tuple[str, ...]]
) -> None:
    block = ledger_of(promised, "jingzhou", language)
    assert block is not None
    assert block.heading == heading
    told = [
        (
            row.state_word,
            row.text.text,
            row.evidence.text if row.evidence else "",
            row.who.text,
            row.when.text,
            row.frame.text,
        )
        for row in block.rows
    ]
    assert told == rows


def test_gaps_of_a_promise_are_badges(promised: Workspace) -> None:
    block = ledger_of(promised, "jingzhou", "en")
    assert block is not None
    row = block.rows[-1]
    assert [badge.word for badge in (*row.who.badges, *row.when.badges)] == ["nobody", "date to be set"]


def test_a_promise_of_another_city_stands_in_that_citys_brief_only(promised: Workspace) -> None:
    block = ledger_of(promised, "panshi", "fr")
    assert block is not None
    assert [row.text.text for row in block.rows] == ["Diagnostic", "Correspondant"]


def test_the_brief_alerts_to_promises(promised: Workspace) -> None:
    document = assemble(gather(promised, pilot_id("jingzhou")), Catalog("en", strict=True), TODAY)
    (block,) = (block for block in document.blocks if isinstance(block, doc.Attention))
    told = {point.text for point in block.points}
    assert "Commitment overdue: Second two experts (due February 2018)." in told
    assert "Commitment that nobody owes: Correspondant." in told


@pytest.mark.parametrize(
    ("language", "title", "subtitle", "headings"),
    [
        (
            "fr",
            "Centre Scientifique et Technique du Bâtiment",
            "2\u00a0engagements pris, dont 1\u00a0tenu et 1\u00a0en retard",
            ["Engagements pris", "Sources"],
        ),
        (
            "en",
            "French Scientific and Technical Centre for Building",
            "2 commitments made, of which 1 kept and 1 late",
            ["Commitments made", "Sources"],
        ),
        ("zh", "法国建筑科学技术中心", "作出2项承诺，其中1项已履行和1项逾期", ["作出的承诺", "来源"]),
    ],
)
def test_the_balance_of_cstb_in_three_languages(
    promised: Workspace, tmp_path: Path, language: str, title: str, subtitle: str, headings: list[str]
) -> None:
    facts = gather_balance(promised, pilot_id("cstb"))
    document = assemble_balance(facts, Catalog(language, strict=True), TODAY)
    first = document.blocks[0]
    assert isinstance(first, doc.Title)
    assert first.name.text == title
    assert subtitle in [words.text for words in first.subtitle]
    assert [
        block.heading for block in document.blocks if isinstance(block, doc.Ledger | doc.Sources)
    ] == headings
    report = export_balance(facts, language, tmp_path / "cstb.pdf", as_of=TODAY)
    assert report.missing_characters == ()
    pages = pypdfium2.PdfDocument(report.path)
    assert len(pages) == 1
    text = pages[0].get_textpage().get_text_bounded()
    assert title.split()[0] in text.replace("\r\n", " ")
    assert (
        export_balance(facts, language, tmp_path / "again.pdf", as_of=TODAY).path.read_bytes()
        == (tmp_path / "cstb.pdf").read_bytes()
    )


def test_a_balance_of_nothing_and_one_of_far_too_much_both_print(promised: Workspace, tmp_path: Path) -> None:
    empty = gather_balance(promised, pilot_id("mangin"))
    assert render(assemble_balance(empty, Catalog("fr"), TODAY), tmp_path / "a.pdf").page_count == 1
    long = {"fr": "<b>&" + "mot " * 400, "zh": "字" * 900}
    for _ in range(12):
        add(
            promised,
            "commitments",
            text=long,
            agreement_id=pilot_id("contract-cstb-csus"),
            debtor_id=pilot_id("cstb"),
        )
    for language in ("fr", "zh"):
        full = assemble_balance(gather_balance(promised, pilot_id("cstb")), Catalog(language), TODAY)
        assert render(full, tmp_path / "b.pdf").page_count > 1
