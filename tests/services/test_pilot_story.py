"""The pilot programme from March to April 2018: a baseline, five awards with their sources, one story everywhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import icalendar
import pytest

from ecocity_desktop.brief import document as doc
from ecocity_desktop.brief.assemble import assemble
from ecocity_desktop.brief.balance import assemble_balance
from ecocity_desktop.domain.enums import FactStatus, MilestoneState
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.i18n.catalog import LANGUAGES, Catalog
from ecocity_desktop.services import calendar_history, commitments, records
from ecocity_desktop.services.balances import gather_balance
from ecocity_desktop.services.briefs import gather
from ecocity_desktop.services.calendar_history import Slippage
from ecocity_desktop.services.calendars import export_calendar
from ecocity_desktop.services.milestones import move_milestone
from ecocity_desktop.services.pilot import load_pilot_programme, pilot_id
from ecocity_desktop.services.project_plans import Outcome, export_plan, preview_plan
from ecocity_desktop.services.workspace import Workspace, open_workspace

MARCH, APRIL = datetime(2018, 3, 15, 12, tzinfo=UTC), datetime(2018, 4, 20, 12, tzinfo=UTC)
CITIES = ("jingzhou", "jilin", "panshi", "qingyun")
LABELS = tuple(pilot_id(f"label-{city}") for city in CITIES)
SOURCES = {
    "jingzhou": "荆州入选“中法生态示范城市”",
    "jilin": "Five Chinese cities awarded",
    "panshi": "Five Chinese cities awarded",
    "qingyun": "“中法生态示范城”落户庆云",
    "foshan": "Le Quotidien du Peuple en ligne",
}
DAY = {"fr": "2 avril 2018", "en": "2 April 2018", "zh": "2018年4月2日"}
LATER = {"fr": "12 avril 2018", "en": "12 April 2018", "zh": "2018年4月12日"}


class Clock:
    """A clock that tests set."""

    now = MARCH

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class Story:
    """The file, the clock it stands on, and what the consultant enters."""

    ws: Workspace
    clock: Clock

    def award(self, city: str, on: str = "2018-04-02") -> str:
        """Enter that a city got its award, with the source that says so; nobody had announced that of Foshan."""
        titled = {row.title: row.id for row in records.list_records(self.ws, "sources")}
        title = SOURCES[city]
        source = titled.get(title) or records.add_record(self.ws, "sources", {"title": title}).row_id
        happened = {"actual_on": on, "actual_source_id": source, "actual_status": "public"}
        if city in CITIES:
            return str(records.edit_record(self.ws, "milestones", pilot_id(f"label-{city}"), happened).row_id)
        new = {"title": {"fr": "Prix de Foshan", "en": "Prize of Foshan", "zh": "佛山获奖"}, **happened}
        return str(records.add_record(self.ws, "milestones", new | {"kind": "award_ceremony"}).row_id)


@pytest.fixture
def march(path: Path) -> Iterator[Story]:
    """In March: the founding text, a promise tied to the four labels, and a baseline."""
    clock = Clock()
    with open_workspace(path, clock=clock, author="Lin") as ws:
        load_pilot_programme(ws, public_facts=False)
        promise = {
            "text": {"fr": "Décerner les labels", "en": "Award the labels", "zh": "授予称号"},
            "agreement_id": pilot_id("contract-cstb-csus"),
            "debtor_id": pilot_id("csus"),
            "beneficiary_id": pilot_id("cstb"),
            "milestone_ids": list(LABELS),
        }
        records.add_record(ws, "commitments", promise)
        name = LocalText(fr="Copil de mars", en="March committee", zh="三月委员会")
        calendar_history.freeze_baseline(ws, name)
        yield Story(ws, clock)


@pytest.fixture
def story(march: Story) -> Story:
    """In April: five awards, each with its source."""
    march.clock.now = APRIL
    for city in SOURCES:
        march.award(city)
    return march


@pytest.mark.parametrize("city", CITIES)
def test_each_label_of_the_pilot_file_was_planned_by_the_founding_text_and_given_by_a_source_of_its_own(
    pilot_ws: Workspace, city: str
) -> None:
    label = records.get_record(pilot_ws, "milestones", pilot_id(f"label-{city}"))
    planned = records.get_record(pilot_ws, "sources", label.source_id)
    assert (str(label.planned_on), label.status, planned.id) == (
        "2018-04-02",
        FactStatus.STATED,
        pilot_id("cstb-page"),
    )
    given = records.get_record(pilot_ws, "sources", label.actual_source_id)
    assert (str(label.actual_on), label.actual_status, given.title) == (
        "2018-04-02",
        FactStatus.PUBLIC,
        SOURCES[city],
    )
    assert records.link_ids(pilot_ws, "milestones", label.id, "city_ids") == (pilot_id(city),)


def test_the_fifth_award_of_the_pilot_file_is_that_of_foshan_which_is_no_pilot_city(
    pilot_ws: Workspace,
) -> None:
    award = records.get_record(pilot_ws, "milestones", pilot_id("award-foshan"))
    assert (award.planned_on, str(award.actual_on), award.actual_status) == (
        None,
        "2018-04-02",
        FactStatus.PUBLIC,
    )
    assert records.get_record(pilot_ws, "sources", award.actual_source_id).title == SOURCES["foshan"]
    assert records.link_ids(pilot_ws, "milestones", award.id, "city_ids") == ()


def test_the_slippage_table_and_the_trend_say_four_on_the_day_and_one_nobody_expected(story: Story) -> None:
    (baseline,) = calendar_history.baselines(story.ws)
    then = calendar_history.as_it_stood(story.ws, calendar_history.moment_named(story.ws, baseline.id))
    assert {str(then.milestones[one].end) for one in LABELS} == {"2018-04-02"}
    lines = {line.id: line for line in calendar_history.slippage(story.ws, then.moment)}
    for one in LABELS:
        label = lines[one]
        assert (str(label.before), str(label.after), label.days) == ("2018-04-02", "2018-04-02", 0)
        assert (label.change, label.done) == (Slippage.SAME, True)
    (foshan,) = (line for line in lines.values() if line.change is Slippage.NEW)
    assert (foshan.title.en, foshan.before, str(foshan.after), foshan.done) == (
        "Prize of Foshan",
        None,
        "2018-04-02",
        True,
    )
    trend = {line.id: line.points for line in calendar_history.trend(story.ws, [*LABELS, foshan.id])}
    for one in LABELS:
        assert [(str(point.look), str(point.expected), point.done) for point in trend[one]] == [
            ("2018-03-15", "2018-04-02", False),
            ("2018-04-20", "2018-04-02", True),
        ]
    (point,) = trend[foshan.id]
    assert (str(point.look), str(point.expected), point.done) == ("2018-04-20", "2018-04-02", True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_brief_and_the_balance_say_that_it_happened_and_who_says_so(
    story: Story, language: str
) -> None:
    catalog = Catalog(language, strict=True)
    kept = {"fr": "Tenu", "en": "Kept", "zh": "已履行"}[language]
    for city in CITIES:
        document = assemble(gather(story.ws, pilot_id(city)), catalog, APRIL.date())
        (journey,) = (block for block in document.blocks if isinstance(block, doc.Journey))
        assert [step.state for step in journey.steps if DAY[language] in step.when.text] == ["done"]
        assert SOURCES[city] in document.to_json()
        (ledger,) = (block for block in document.blocks if isinstance(block, doc.Ledger))
        assert [(row.state_word, row.when.text) for row in ledger.rows] == [(kept, DAY[language])]
    balance = assemble_balance(gather_balance(story.ws, pilot_id("cstb")), catalog, APRIL.date())
    (received,) = (block for block in balance.blocks if isinstance(block, doc.Ledger))
    assert [(row.state_word, row.when.text) for row in received.rows] == [(kept, DAY[language])]


def test_the_calendar_and_the_plan_carry_five_awards_on_the_same_day(story: Story, tmp_path: Path) -> None:
    catalog = Catalog("en", strict=True)
    ics = export_calendar(story.ws, tmp_path / "a.ics", catalog).path
    events = icalendar.Calendar.from_ical(ics.read_bytes()).walk("VEVENT")
    awards = [one for one in events if str(one.decoded("dtstart")) == "2018-04-02"]
    assert sorted(str(one["summary"]) for one in awards) == [
        "Eco-city label for Jilin City, international Green Building conference",
        "Eco-city label for Jingzhou, international Green Building conference",
        "Eco-city label for Panshi, international Green Building conference",
        "Eco-city label for Qingyun, international Green Building conference",
        "Prize of Foshan",
    ]
    plan = export_plan(story.ws, tmp_path / "p.xml", catalog).path
    text = plan.read_text("utf-8")
    assert text.count("<ActualFinish>2018-04-02T17:00:00</ActualFinish>") == 5
    baselines = re.findall(r"<Baseline>.*?</Baseline>", text, re.DOTALL)
    assert sum("<Finish>2018-04-02T17:00:00</Finish>" in one for one in baselines) == 8, "plan and March"
    assert {line.outcome for line in preview_plan(story.ws, plan, "en")} == {Outcome.UNCHANGED}
    (line,) = commitments.ledger(story.ws)
    assert (line.state, str(line.kept_on), line.gaps) == (MilestoneState.DONE, "2018-04-02", ())


@pytest.fixture
def late(march: Story) -> Story:
    """Had Jingzhou's award slipped: put off in March for want of a room, given ten days later."""
    march.clock.now = datetime(2018, 3, 25, 12, tzinfo=UTC)
    reason = LocalText(fr="Salle indisponible")
    move_milestone(march.ws, LABELS[0], PartialDate(2018, 4, 12), reason=reason)
    march.clock.now = APRIL
    march.award("jingzhou", "2018-04-12")
    return march


def test_had_it_slipped_the_table_and_the_trend_would_tell_of_the_ten_days(late: Story) -> None:
    lines = {line.id: line for line in calendar_history.slippage(late.ws, MARCH)}
    label = lines[LABELS[0]]
    assert (str(label.before), str(label.after), label.days, label.done) == (
        "2018-04-02",
        "2018-04-12",
        10,
        True,
    )
    assert [slip.reason.fr for slip in label.slips] == ["Salle indisponible"]
    assert {line.days for line in lines.values() if line.id != label.id} == {0}
    (trend,) = calendar_history.trend(late.ws, [label.id])
    assert [(str(point.look), str(point.expected), point.done) for point in trend.points] == [
        ("2018-03-15", "2018-04-02", False),
        ("2018-03-25", "2018-04-12", False),
        ("2018-04-20", "2018-04-12", True),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_had_it_slipped_its_brief_and_the_plan_would_say_the_later_day(
    late: Story, language: str, tmp_path: Path
) -> None:
    catalog = Catalog(language, strict=True)
    document = assemble(gather(late.ws, pilot_id("jingzhou")), catalog, APRIL.date())
    (journey,) = (block for block in document.blocks if isinstance(block, doc.Journey))
    assert any(LATER[language] in step.when.text for step in journey.steps)
    other = assemble(gather(late.ws, pilot_id("panshi")), catalog, APRIL.date())
    (elsewhere,) = (block for block in other.blocks if isinstance(block, doc.Journey))
    assert not any(LATER[language] in step.when.text for step in elsewhere.steps)
    text = export_plan(late.ws, tmp_path / "p.xml", catalog).path.read_text("utf-8")
    assert "<ActualFinish>2018-04-12T17:00:00</ActualFinish>" in text
    assert "<Finish>2018-04-02T17:00:00</Finish>" in text, "the plan and the baseline of March"
    (line,) = commitments.ledger(late.ws)
    assert line.state is MilestoneState.LATE, "three of the four labels are still to come"
