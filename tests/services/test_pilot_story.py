"""The pilot programme from March to April 2018: baseline, award, trend, slippage, briefs, balance, files: one story."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import icalendar
import pytest

from ecocity_desktop.brief import document as doc
from ecocity_desktop.brief.assemble import assemble
from ecocity_desktop.brief.balance import assemble_balance
from ecocity_desktop.domain.enums import MilestoneState
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.i18n.catalog import LANGUAGES, Catalog
from ecocity_desktop.services import calendar_history, commitments, records
from ecocity_desktop.services.balances import gather_balance
from ecocity_desktop.services.briefs import gather
from ecocity_desktop.services.calendars import export_calendar
from ecocity_desktop.services.milestones import move_milestone
from ecocity_desktop.services.pilot import load_pilot_programme, pilot_id
from ecocity_desktop.services.project_plans import Outcome, export_plan, preview_plan
from ecocity_desktop.services.workspace import Workspace, open_workspace

MARCH, APRIL = datetime(2018, 3, 15, 12, tzinfo=UTC), datetime(2018, 4, 20, 12, tzinfo=UTC)
LABEL = pilot_id("label")


class Clock:
    """A clock that tests set."""

    now = MARCH

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def story(path: Path) -> Iterator[Workspace]:
    """In March the founding text, a promise tied to the label, a baseline, then a slip; in April the award."""
    clock = Clock()
    with open_workspace(path, clock=clock, author="Lin") as ws:
        load_pilot_programme(ws, public_facts=False)
        promise = {
            "text": {
                "fr": "Décerner le label à Zhuhai",
                "en": "Award the label in Zhuhai",
                "zh": "在珠海授予称号",
            },
            "agreement_id": pilot_id("contract-cstb-csus"),
            "debtor_id": pilot_id("csus"),
            "beneficiary_id": pilot_id("cstb"),
            "milestone_ids": [LABEL],
        }
        records.add_record(ws, "commitments", promise)
        calendar_history.freeze_baseline(
            ws, LocalText(fr="Copil de mars", en="March committee", zh="三月委员会")
        )
        clock.now = datetime(2018, 3, 25, 12, tzinfo=UTC)
        move_milestone(ws, LABEL, PartialDate(2018, 4, 12), reason=LocalText(fr="Salle indisponible"))
        clock.now = APRIL
        source = {"title": "Award ceremony, Zhuhai", "kind": "news"}
        source_id = records.add_record(ws, "sources", source).row_id
        happened = {"actual_on": "2018-04-12", "actual_source_id": source_id, "actual_status": "public"}
        records.edit_record(ws, "milestones", LABEL, happened)
        yield ws


def test_the_slippage_table_and_the_trend_tell_of_the_ten_days(story: Workspace) -> None:
    (baseline,) = calendar_history.baselines(story)
    then = calendar_history.baseline_calendar(story, baseline.id)
    assert str(then.milestones[LABEL].end) == "2018-04-02"
    lines = {line.id: line for line in calendar_history.slippage(story, then.moment)}
    label = lines[LABEL]
    assert (str(label.before), str(label.after), label.days, label.done) == (
        "2018-04-02",
        "2018-04-12",
        10,
        True,
    )
    assert [slip.reason.fr for slip in label.slips] == ["Salle indisponible"]
    assert {line.days for line in lines.values()} == {10, 0}
    (trend,) = calendar_history.trend(story, [LABEL])
    assert [(str(point.look), str(point.expected), point.done) for point in trend.points] == [
        ("2018-03-15", "2018-04-02", False),
        ("2018-03-25", "2018-04-12", False),
        ("2018-04-20", "2018-04-12", True),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_brief_and_the_balance_say_that_it_happened_on_12_april(
    story: Workspace, language: str
) -> None:
    catalog = Catalog(language, strict=True)
    when = {"fr": "12 avril 2018", "en": "12 April 2018", "zh": "2018年4月12日"}[language]
    done = catalog.text("enum.milestone_state.done")
    for city in ("jingzhou", "jilin", "panshi", "qingyun"):
        document = assemble(gather(story, pilot_id(city)), catalog, APRIL.date())
        (journey,) = (block for block in document.blocks if isinstance(block, doc.Journey))
        assert any(when in step.when.text for step in journey.steps)
        (ledger,) = (block for block in document.blocks if isinstance(block, doc.Ledger))
        assert [(row.state_word, row.when.text) for row in ledger.rows] == [(done, when)]
    balance = assemble_balance(gather_balance(story, pilot_id("cstb")), catalog, APRIL.date())
    (received,) = (block for block in balance.blocks if isinstance(block, doc.Ledger))
    assert [(row.state_word, row.when.text) for row in received.rows] == [(done, when)]


def test_the_calendar_and_the_plan_carry_the_same_day(story: Workspace, tmp_path: Path) -> None:
    catalog = Catalog("en", strict=True)
    calendar = icalendar.Calendar.from_ical(
        export_calendar(story, tmp_path / "a.ics", catalog).path.read_bytes()
    )
    (event,) = (one for one in calendar.walk("VEVENT") if str(one["uid"]).startswith(LABEL))
    assert str(event.decoded("dtstart")) == "2018-04-12"
    plan = export_plan(story, tmp_path / "p.xml", catalog).path
    text = plan.read_text("utf-8")
    assert "<ActualFinish>2018-04-12T17:00:00</ActualFinish>" in text
    assert "<Finish>2018-04-02T17:00:00</Finish>" in text, "the plan and the baseline of March"
    assert {line.outcome for line in preview_plan(story, plan, "en")} == {Outcome.UNCHANGED}
    (line,) = commitments.ledger(story)
    assert (line.state, str(line.kept_on), line.gaps) == (MilestoneState.DONE, "2018-04-12", ())
