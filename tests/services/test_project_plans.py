"""Plans for other planners: what goes out comes back unchanged; what others changed is previewed, then taken."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.errors import UserError
from ecocity_desktop.exchange.mspdi import NAMESPACE
from ecocity_desktop.i18n.catalog import Catalog
from ecocity_desktop.services import calendar_history, checks, history, records
from ecocity_desktop.services.milestones import milestone_lines, move_milestone
from ecocity_desktop.services.project_plans import (
    ImportLine,
    Outcome,
    export_plan,
    import_plan,
    preview_plan,
)
from ecocity_desktop.services.workspace import Workspace

FR = Catalog("fr", strict=True)
NS = {"p": NAMESPACE}
NEW, CHANGED, UNCHANGED, REFUSED = Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.REFUSED

JURY, LABEL, STUDIES = (f"00000000-0000-4000-8000-00000000000{number}" for number in (1, 2, 3))


def add(ws: Workspace, noun: str, row_id: str | None = None, **values: object) -> str:
    return str(records.add_record(ws, noun, values, row_id=row_id).row_id)


@pytest.fixture
def plan_ws(ws: Workspace) -> Workspace:
    """A jury in March 2027, the label four days after it, studies from April to June; one link has a lag."""
    add(ws, "milestones", JURY, title={"fr": "Jury", "zh": "评审会"}, planned_on="2027-03")
    add(ws, "milestones", LABEL, title={"fr": "Label"}, planned_on="2027-04-02", forecast_on="2027-04-04")
    add(ws, "milestones", STUDIES, title={"fr": "Études"}, planned_start="2027-04", planned_on="2027-06-15")
    add(ws, "dependencies", predecessor_id=JURY, successor_id=LABEL, lag_days=4)
    add(ws, "dependencies", predecessor_id=LABEL, successor_id=STUDIES, lag_days=-2)
    return ws


def written(ws: Workspace, tmp_path: Path, name: str = "plan.xml") -> Path:
    return export_plan(ws, tmp_path / name, FR).path


def tasks(path: Path) -> dict[str, ET.Element]:
    root = ET.fromstring(path.read_bytes())
    return {str(task.findtext("p:Name", "", NS)): task for task in root.iterfind("p:Tasks/p:Task", NS)}


def told(lines: tuple[ImportLine, ...]) -> list[tuple[str, Outcome]]:
    return [(line.name, line.outcome) for line in lines]


def foreign(tmp_path: Path, body: str) -> Path:
    """A plan as another program writes it."""
    path = tmp_path / "foreign.xml"
    path.write_text(
        f'<Project xmlns="{NAMESPACE}"><Name>Other</Name><Tasks>{body}</Tasks></Project>', "utf-8"
    )
    return path


def test_a_plan_has_days_links_with_lag_and_the_planned_dates_as_its_baseline(
    plan_ws: Workspace, tmp_path: Path
) -> None:
    report = export_plan(plan_ws, tmp_path / "plan.xml", FR)
    assert (report.tasks, report.links) == (3, 2)
    found = tasks(report.path)
    label, studies = found["Label"], found["Études"]
    assert found["Jury"].findtext("p:Finish", "", NS) == "2027-03-31T17:00:00"
    assert found["Jury"].findtext("p:Milestone", "", NS) == "1"
    assert label.findtext("p:Finish", "", NS) == "2027-04-04T17:00:00"
    assert label.findtext("p:Baseline/p:Finish", "", NS) == "2027-04-02T17:00:00"
    assert label.findtext("p:PredecessorLink/p:LinkLag", "", NS) == "57600", (
        "four elapsed days, in tenths of minutes"
    )
    assert studies.findtext("p:PredecessorLink/p:LinkLag", "", NS) == "-28800"
    assert studies.findtext("p:PredecessorLink/p:PredecessorUID", "", NS) == label.findtext("p:UID", "", NS)
    assert studies.findtext("p:Start", "", NS) == "2027-04-01T08:00:00"
    assert studies.findtext("p:Duration", "", NS) == "PT608H0M0S", "76 days of eight hours"
    assert studies.findtext("p:GUID", "", NS) == STUDIES.upper()


def test_named_baselines_go_along_with_the_dates_they_froze(plan_ws: Workspace, tmp_path: Path) -> None:
    calendar_history.freeze_baseline(plan_ws, LocalText(fr="Copil de mars"))
    move_milestone(plan_ws, LABEL, PartialDate(2027, 5, 1))
    path = written(plan_ws, tmp_path)
    baselines = {
        one.findtext("p:Number", "", NS): one.findtext("p:Finish", "", NS)
        for one in tasks(path)["Label"].iterfind("p:Baseline", NS)
    }
    assert baselines == {"0": "2027-04-02T17:00:00", "1": "2027-04-04T17:00:00"}
    assert "Baseline 1\u00a0: Copil de mars (2026-11-23T12" in path.read_text("utf-8")


def test_a_plan_that_comes_back_as_it_went_changes_nothing(plan_ws: Workspace, tmp_path: Path) -> None:
    path = written(plan_ws, tmp_path)
    assert {line.outcome for line in preview_plan(plan_ws, path, "fr")} == {UNCHANGED}
    changes, _ = import_plan(plan_ws, path, "fr")
    assert changes.edit_id is None
    assert str(records.get_record(plan_ws, "milestones", JURY).planned_on) == "2027-03", (
        "a month stays a month"
    )
    assert path.read_bytes() == written(plan_ws, tmp_path, "again.xml").read_bytes()


def test_the_pilot_plan_comes_back_unchanged_in_each_language(pilot_ws: Workspace, tmp_path: Path) -> None:
    for language in ("fr", "en", "zh"):
        path = export_plan(pilot_ws, tmp_path / "plan.xml", Catalog(language, strict=True)).path
        lines = preview_plan(pilot_ws, path, language)
        assert len(lines) == 14
        assert {line.outcome for line in lines} == {UNCHANGED}


def test_what_another_planner_changed_is_previewed_then_taken_in_one_step(
    plan_ws: Workspace, tmp_path: Path
) -> None:
    path = written(plan_ws, tmp_path)
    text = path.read_text("utf-8").replace("2027-04-04T17", "2027-04-20T17").replace("57600", "144000")
    path.write_text(text.replace("<Name>Jury</Name>", "<Name>Jury national</Name>"), "utf-8")
    before = checks.digest(plan_ws)
    lines = preview_plan(plan_ws, path, "fr")
    assert checks.digest(plan_ws) == before
    assert told(lines) == [
        ("Jury national", CHANGED),
        ("Label", CHANGED),
        ("Études", UNCHANGED),
        ("Jury national → Label", CHANGED),
        ("Label → Études", UNCHANGED),
    ]
    changed = [(one.field, one.before, one.after) for line in lines for one in line.changes]
    assert changed == [
        ("title", "Jury", "Jury national"),
        ("forecast_on", "2027-04-04", "2027-04-20"),
        ("lag_days", "4", "10"),
    ]
    import_plan(plan_ws, path, "fr")
    row = records.get_record(plan_ws, "milestones", JURY)
    assert (row.title.fr, row.title.zh) == ("Jury national", "评审会")
    assert str(records.get_record(plan_ws, "milestones", LABEL).forecast_on) == "2027-04-20"
    assert {line.outcome for line in preview_plan(plan_ws, path, "fr")} == {UNCHANGED}
    history.undo(plan_ws)
    assert checks.digest(plan_ws) == before


def test_a_plan_that_is_out_of_date_does_not_bring_old_dates_back(plan_ws: Workspace, tmp_path: Path) -> None:
    path = written(plan_ws, tmp_path)
    move_milestone(plan_ws, LABEL, PartialDate(2027, 6, 1))
    records.edit_record(plan_ws, "milestones", JURY, {"title": {"fr": "Jury d’experts"}})
    assert {line.outcome for line in preview_plan(plan_ws, path, "fr")} == {UNCHANGED}


FOREIGN = """
<Task><UID>0</UID><Name>Project</Name><Summary>1</Summary></Task>
<Task><UID>1</UID><Name>Visit</Name><Milestone>1</Milestone>
  <Start>2027-02-28T08:00:00</Start><Finish>2027-02-28T08:00:00</Finish></Task>
<Task><UID>2</UID><Name>Report</Name><Start>2027-03-01T08:00:00</Start><Finish>2027-03-10T17:00:00</Finish>
  <Baseline><Number>0</Number><Start>2027-02-01T08:00:00</Start><Finish>2027-02-10T17:00:00</Finish></Baseline>
  <PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type><LinkLag>9600</LinkLag><LagFormat>7</LagFormat>
  </PredecessorLink></Task>
<Task><UID>3</UID><Name>Start to start</Name>
  <PredecessorLink><PredecessorUID>1</PredecessorUID><Type>3</Type></PredecessorLink>
  <PredecessorLink><PredecessorUID>77</PredecessorUID><Type>1</Type></PredecessorLink></Task>
<Task><UID>8</UID><Name>Later in the day</Name>
  <PredecessorLink><PredecessorUID>1</PredecessorUID><LinkLag>2400</LinkLag></PredecessorLink></Task>
<Task><UID>4</UID><Name>Bad date</Name><Finish>2027-02-30T08:00:00</Finish></Task>
<Task><UID>5</UID><Name></Name></Task>
<Task><UID>6</UID><Name>Done tomorrow</Name><Milestone>1</Milestone><Finish>2027-05-05T08:00:00</Finish>
  <PercentComplete>100</PercentComplete></Task>
<Task><UID>7</UID><Name>Back again</Name>
  <PredecessorLink><PredecessorUID>2</PredecessorUID></PredecessorLink></Task>
"""


def test_a_foreign_plan_is_taken_task_by_task_with_reasons_for_what_is_refused(
    ws: Workspace, tmp_path: Path
) -> None:
    lines = preview_plan(ws, path := foreign(tmp_path, FOREIGN), "en")
    assert told(lines) == [
        ("Project", REFUSED),
        ("Visit", NEW),
        ("Report", NEW),
        ("Start to start", NEW),
        ("Later in the day", NEW),
        ("Bad date", REFUSED),
        ("", REFUSED),
        ("Done tomorrow", REFUSED),
        ("Back again", NEW),
        ("Visit → Report", NEW),
        ("Visit → Start to start", REFUSED),
        ("? → Start to start", REFUSED),
        ("Visit → Later in the day", REFUSED),
        ("Report → Back again", NEW),
    ]
    assert [problem.key for line in lines for problem in line.problems] == [
        "problem.plan.summary",
        "problem.plan.value",
        "problem.required",
        "problem.date.future",
        "problem.plan.link_type",
        "problem.plan.no_predecessor",
        "problem.plan.part_of_day",
    ]
    import_plan(ws, path, "en")
    dates = {
        line.milestone.title.en: tuple(
            str(getattr(line.milestone, name)) for name in ("planned_start", "planned_on", "forecast_on")
        )
        for line in milestone_lines(ws)
    }
    assert dates["Visit"] == ("None", "2027-02-28", "None")
    assert dates["Report"] == ("2027-02-01", "2027-02-10", "2027-03-10")
    assert [row.lag_days for row in records.list_records(ws, "dependencies")] == [2, 0]
    assert checks.check_workspace(ws) == ()


def test_the_same_foreign_plan_imported_twice_doubles_nothing(ws: Workspace, tmp_path: Path) -> None:
    path = foreign(tmp_path, FOREIGN)
    import_plan(ws, path, "en")
    changes, lines = import_plan(ws, path, "en")
    assert changes.edit_id is None
    assert {line.outcome for line in lines} == {UNCHANGED, REFUSED}
    assert records.count_records(ws, "milestones") == 5


def test_a_plan_whose_links_go_round_in_a_circle_is_taken_without_the_last_one(
    ws: Workspace, tmp_path: Path
) -> None:
    link = "<PredecessorLink><PredecessorUID>{}</PredecessorUID></PredecessorLink>"
    body = "".join(
        f"<Task><UID>{uid}</UID><Name>{name}</Name>{link.format(before)}</Task>"
        for uid, name, before in ((1, "A", 3), (2, "B", 1), (3, "C", 2))
    )
    lines = preview_plan(ws, foreign(tmp_path, body), "en")
    (refused,) = (line for line in lines if line.outcome is REFUSED)
    assert refused.name == "B → C"
    (problem,) = refused.problems
    assert "B → C → A → B" in Catalog("en", strict=True).text(problem.key, **problem.params)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not xml",
        b"<Project/>",
        b"<html xmlns='http://schemas.microsoft.com/project'/>",
        b'<!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><Project xmlns="%b">&b;</Project>'
        % NAMESPACE.encode(),
        b'<!DOCTYPE p SYSTEM "file:///etc/passwd"><Project xmlns="%b"/>' % NAMESPACE.encode(),
        b'<?xml version="1.0" encoding="no-such"?><Project xmlns="%b"/>' % NAMESPACE.encode(),
        b"<Project xmlns='%b'>" % NAMESPACE.encode() + b"<a>" * 100_000,
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_plan_or_a_trap_is_refused(ws: Workspace, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.xml"
    path.write_bytes(content)
    with pytest.raises(UserError) as refused:
        preview_plan(ws, path, "fr")
    assert refused.value.key == "error.not_a_plan"


def test_a_name_too_long_is_refused_with_its_reason(ws: Workspace, tmp_path: Path) -> None:
    body = f"<Task><UID>1</UID><Name>{'x' * 20_001}</Name></Task>"
    (line,) = preview_plan(ws, foreign(tmp_path, body), "fr")
    assert [(one.field, one.key) for one in line.problems] == [("title.fr", "problem.text.too_long")]


def test_a_plan_of_one_city_holds_its_own_and_the_programmes_milestones(
    plan_ws: Workspace, tmp_path: Path
) -> None:
    here, there = (add(plan_ws, "cities", name={"fr": name}) for name in ("Jingzhou", "Panshi"))
    records.edit_record(plan_ws, "milestones", JURY, {"city_ids": [here]})
    records.edit_record(plan_ws, "milestones", STUDIES, {"city_ids": [there]})
    report = export_plan(plan_ws, tmp_path / "plan.xml", FR, city_id=here)
    assert list(tasks(report.path)) == ["Jury", "Label"]
    assert report.links == 1


def test_done_milestones_and_signs_xml_cannot_hold_survive_the_journey(ws: Workspace, tmp_path: Path) -> None:
    title = "A <b> & \x07 \ufffe 庆云 🏯"
    add(ws, "milestones", title={"fr": title}, planned_on="2018", actual_on="2018-04-02")
    path = written(ws, tmp_path)
    (task,) = tasks(path).values()
    assert task.findtext("p:Name", "", NS) == "A <b> &     庆云 🏯"
    assert task.findtext("p:ActualFinish", "", NS) == "2018-04-02T17:00:00"
    assert told(preview_plan(ws, path, "fr")) == [("A <b> &     庆云 🏯", UNCHANGED)]


def test_a_baseline_before_the_milestone_existed_is_left_out(ws: Workspace, tmp_path: Path) -> None:
    calendar_history.freeze_baseline(ws, LocalText(fr="Avant"), at=datetime(2020, 1, 1, tzinfo=UTC))
    add(ws, "milestones", title={"fr": "A"}, planned_on="2027")
    assert [
        one.findtext("p:Number", "", NS)
        for one in tasks(written(ws, tmp_path))["A"].iterfind("p:Baseline", NS)
    ] == ["0"]
