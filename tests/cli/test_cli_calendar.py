"""The command line on promises and the calendar: the same verbs, in words and in JSON."""

from pathlib import Path

import pytest

from ecocity_desktop.cli import parser
from ecocity_desktop.domain.enums import MilestoneState, SlipCause

from .conftest import Run

LABEL = "“Sino-French Pilot Eco-City Prize” for Jingzhou"


def added(run: Run, path: Path, noun: str, **values: object) -> str:
    ran = run("add", path, noun, values, "--json")
    assert ran.code == 0, ran.err
    return str(ran.answer["id"])


@pytest.fixture
def promised(run: Run, pilot_path: Path) -> Path:
    """The pilot programme with one promise of CSTB to CSUS, late."""
    partners = {row["acronym"]: row["id"] for row in run("list", pilot_path, "partners", "--json").lines}
    (agreement, *_) = run("list", pilot_path, "agreements", "--json").lines
    added(
        run,
        pilot_path,
        "commitments",
        text={"en": "Second two experts"},
        agreement_id=agreement["id"],
        debtor_id=partners["CSTB"],
        beneficiary_id=partners["CSUS"],
        due_on="2018-02",
    )
    return pilot_path


def test_every_choice_of_an_option_is_one_the_program_knows() -> None:
    choices = {
        option.name: option.choices for command in parser.COMMANDS.values() for option in command.options
    }
    assert set(choices["--state"]) == {state.value for state in MilestoneState}
    assert set(choices["--cause"]) == {cause.value for cause in SlipCause}


def test_the_ledger_is_listed_and_filtered(run: Run, promised: Path) -> None:
    (line,) = run("ledger", promised, "--partner", "CSTB", "--state", "late", "--json").lines
    assert (line["state"], line["due_on"], line["cities"]) == ("late", "2018-02", [])
    assert run("ledger", promised, "--state", "done", "--json").lines == []
    told = run("ledger", promised)
    assert "February 2018" in told.out
    assert "Second two experts" in told.out
    assert run("ledger", promised, "--city", "Atlantis").code == 19


def test_a_balance_is_told_or_written_as_a_page(run: Run, promised: Path, tmp_path: Path) -> None:
    assert [line["given"]["late"] for line in run("balance", promised, "--json").lines] == [1, 0]
    assert "1 commitment made (1 late)" in run("balance", promised, "CSTB").out
    page = tmp_path / "cstb.pdf"
    ran = run("balance", promised, "CSTB", "--output", page, "--language", "zh", "--json")
    assert ran.answer == {"path": str(page), "missing_characters": []}
    assert page.read_bytes().startswith(b"%PDF")
    assert run("balance", promised, "--output", page).code == 2


def test_a_milestone_is_moved_with_what_waits_for_it(run: Run, pilot_path: Path) -> None:
    first = added(run, pilot_path, "milestones", title={"en": "Study"}, planned_on="2027-03-01")
    then = added(run, pilot_path, "milestones", title={"en": "Works"}, planned_on="2027-03-10")
    added(run, pilot_path, "dependencies", predecessor_id=first, successor_id=then, lag_days=5)
    before = run("digest", pilot_path).out
    tried = run("move", pilot_path, first, "2027-04-01", "--dry-run", "--json")
    assert [(line["pushes"], line["before"], line["after"]) for line in tried.lines] == [
        (then, "2027-03-10", "2027-04-06")
    ]
    assert run("digest", pilot_path).out == before
    ran = run(
        "move",
        pilot_path,
        "Study",
        "2027-04-01",
        "--followers",
        "--reason",
        "late",
        "--cause",
        "funding",
        "--json",
    )
    assert ran.code == 0
    assert run("show", pilot_path, "milestones", then, "--json").answer["forecast_on"] == "2027-04-06"
    assert {slip["cause"] for slip in run("list", pilot_path, "slips", "--json").lines} == {
        "funding",
        "dependency",
    }
    assert run("undo", pilot_path).code == 0
    assert run("digest", pilot_path).out == before
    assert run("move", pilot_path, first, "2027-02-30").code == 18


@pytest.mark.parametrize("tried", [(), ("--dry-run",)])
def test_what_is_done_is_not_moved(run: Run, pilot_path: Path, tried: tuple[str, ...]) -> None:
    before = run("digest", pilot_path).out
    letter = "Letter of intent of the two governments on eco demonstration cities"
    ran = run("move", pilot_path, letter, "2028-06", *tried)
    assert ran.code == 18
    assert "This milestone is done" in ran.err
    assert run("digest", pilot_path).out == before


def test_a_link_that_closes_a_cycle_ends_with_18_and_names_it(run: Run, pilot_path: Path) -> None:
    a, b = (added(run, pilot_path, "milestones", title={"en": name}) for name in "AB")
    added(run, pilot_path, "dependencies", predecessor_id=a, successor_id=b)
    ran = run("add", pilot_path, "dependencies", {"predecessor_id": b, "successor_id": a})
    assert ran.code == 18
    assert "B → A → B" in ran.err


def test_baselines_the_past_slippage_and_trend(run: Run, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ECOCITY_NOW", "2018-03-01T12:00:00Z")
    label = added(run, path, "milestones", title={"en": "Label"}, planned_on="2018-04-02", kind="label")
    assert run("baseline", path, "March committee", "--json").code == 0
    monkeypatch.setenv("ECOCITY_NOW", "2018-03-20T12:00:00Z")
    run("move", path, label, "2018-04-20")
    then = run("as-of", path, "march committee", "--json").answer
    assert (then["id"], then["planned_on"], then["forecast_on"]) == (label, "2018-04-02", None)
    line = run("slippage", path, "2018-03-01", "--json").answer
    assert (line["before"], line["after"], line["days"], line["change"]) == (
        "2018-04-02",
        "2018-04-20",
        18,
        "later",
    )
    assert "+18" in run("slippage", path, "2018-03-01").out
    points = run("trend", path, "Label", "--json").answer["points"]
    assert [(point["look"], point["expected"]) for point in points] == [
        ("2018-03-01", "2018-04-02"),
        ("2018-03-20", "2018-04-20"),
    ]
    assert run("chain", path, "--json").answer["slack_days"] == 0
    assert run("as-of", path, "no such baseline").code == 19


def test_recurring_duties_are_shown_then_created(run: Run, path: Path) -> None:
    anchor = added(run, path, "milestones", title={"en": "Certification"}, actual_on="2025-10-01")
    added(run, path, "recurrences", title={"en": "Audit"}, milestone_id=anchor, every_months=12)
    assert run("recur", path, "--json").answer["next_on"] == "2026-10-01"
    (made,) = run("recur", path, "--apply", "--json").answer["created"]
    assert run("show", path, "milestones", made, "--json").answer["kind"] == "audit"
    assert run("recur", path, "--apply", "--json").answer == {"ack": None, "created": []}


def test_terms_say_which_agreements_end(run: Run, path: Path) -> None:
    added(run, path, "agreements", title={"en": "Contract"}, ends_on="2026-12", renewal="express")
    line = run("terms", path, "--json").answer
    assert (line["state"], line["ends_on"], line["renewable"]) == ("expiring", "2026-12", True)


def test_calendars_and_plans_are_written_and_plans_taken_back(
    run: Run, pilot_path: Path, tmp_path: Path
) -> None:
    ics, plan = tmp_path / "a.ics", tmp_path / "p.xml"
    assert run("calendar", pilot_path, "--output", ics, "--city", "荆州", "--json").answer["events"] == 11
    assert ics.read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert run("mspdi-export", pilot_path, "--output", plan, "--json").answer["tasks"] == 14
    *lines, summary = run("mspdi-import", pilot_path, plan, "--json").lines
    assert {line["outcome"] for line in lines} == {"unchanged"}
    assert summary == {"lines": 14, "new": 0, "changed": 0, "unchanged": 14, "refused": 0}
    plan.write_text(plan.read_text("utf-8").replace(f"<Name>{LABEL}<", "<Name>Label<"), "utf-8")
    ran = run("mspdi-import", pilot_path, plan, "--apply")
    assert f"Title: {LABEL} → Label" in ran.out
    assert run("mspdi-import", pilot_path, ics).code == 16


def test_a_clock_once_far_ahead_is_told_calmly_and_forbids_no_baseline(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    label = {"title": {"en": "Label"}, "planned_on": "2027-01"}
    with monkeypatch.context() as leap:
        leap.setenv("ECOCITY_NOW", "2099-01-01T00:00:00Z")
        assert run("add", path, "milestones", label).code == 0
    assert run("add", path, "milestones", {**label, "title": {"en": "Audit"}}).code == 0
    stood = run("as-of", path, "2026-11-23", "--json").lines
    assert {line["title"]["en"] for line in stood} == {"Label", "Audit"}
    assert run("baseline", path, "now").code == 0
    assert len(run("as-of", path, "now", "--json").lines) == 2
    for command in ("check", "history"):
        told = run(command, path, "--json")
        assert told.code == 0
        assert "1 change bears a time still to come" in told.err
        assert "nothing needs mending" in told.err
    made = [line["made_at"] for line in run("history", path, "--json").lines]
    assert made == sorted(made, reverse=True)
