"""Calendars and plans as other programs read them: vobject and ics for iCalendar, MPXJ for Microsoft Project's XML.

``python dev.py readers`` installs them beside the project and runs this; MPXJ needs Java. Elsewhere nothing of it runs.
"""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.i18n.catalog import LANGUAGES, Catalog
from ecocity_desktop.services import calendar_history, records
from ecocity_desktop.services.calendars import export_calendar
from ecocity_desktop.services.milestones import move_milestone
from ecocity_desktop.services.project_plans import export_plan
from ecocity_desktop.services.workspace import Workspace

# What these libraries warn of is theirs to mend.
pytestmark = pytest.mark.filterwarnings("ignore")
EXPECTED = {
    "Label, premier; second": (date(2028, 2, 29), date(2028, 2, 29)),
    "Études 研究": (date(2027, 3, 1), date(2027, 6, 15)),
    "≈\u00a0Sélection (février 2028, date approximative)": (date(2028, 2, 1), date(2028, 2, 29)),
    "≈\u00a0Co-construction (2027, date approximative)": (date(2027, 1, 1), date(2027, 12, 31)),
}


def add(ws: Workspace, noun: str, **values: object) -> str:
    return str(records.add_record(ws, noun, values).row_id)


@pytest.fixture
def dated_ws(ws: Workspace) -> Workspace:
    """A leap day, a span, a month and a year; the studies before the label, thirty days apart; a baseline, a slip."""
    label = add(ws, "milestones", title={"fr": "Label, premier; second"}, planned_on="2028-02-29")
    studies = add(
        ws, "milestones", title={"fr": "Études 研究"}, planned_start="2027-03", planned_on="2027-05-15"
    )
    add(ws, "milestones", title={"fr": "Sélection"}, planned_on="2028-02")
    add(ws, "milestones", title={"fr": "Co-construction"}, planned_on="2027")
    add(ws, "dependencies", predecessor_id=studies, successor_id=label, lag_days=30)
    calendar_history.freeze_baseline(ws, LocalText(fr="Copil"))
    move_milestone(ws, studies, PartialDate(2027, 6, 15))
    return ws


def written(ws: Workspace, folder: Path, language: str = "fr") -> str:
    return export_calendar(ws, folder / "a.ics", Catalog(language)).path.read_bytes().decode("utf-8")


def test_vobject_reads_every_date_of_a_calendar(dated_ws: Workspace, tmp_path: Path) -> None:
    vobject = pytest.importorskip("vobject")
    calendar = vobject.readOne(written(dated_ws, tmp_path))
    assert {
        event.summary.value: (event.dtstart.value, event.dtend.value - timedelta(days=1))
        for event in calendar.vevent_list
    } == EXPECTED
    assert len({event.uid.value for event in calendar.vevent_list}) == 4


def test_ics_reads_every_date_of_a_calendar(dated_ws: Workspace, tmp_path: Path) -> None:
    ics = pytest.importorskip("ics")
    found = ics.Calendar(written(dated_ws, tmp_path)).events
    assert all(event.all_day for event in found)
    # This reader takes the end of whole days as ours: the last day, at midnight.
    assert {event.name: event.begin.date() for event in found} == {
        name: first for name, (first, _last) in EXPECTED.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_calendar_of_the_pilot_is_read_whole_in_each_language(
    pilot_ws: Workspace, tmp_path: Path, language: str
) -> None:
    vobject, ics = pytest.importorskip("vobject"), pytest.importorskip("ics")
    text = written(pilot_ws, tmp_path, language)
    assert len(vobject.readOne(text).vevent_list) == len(ics.Calendar(text).events) == 14


@pytest.fixture(scope="module")
def planner() -> Any:
    """MPXJ, in a Java machine of its own that lives as long as the tests."""
    jpype = pytest.importorskip("jpype")
    pytest.importorskip("mpxj")
    if not jpype.isJVMStarted():
        jpype.startJVM()
    return jpype.JClass("org.mpxj.reader.UniversalProjectReader")


def day(moment: Any) -> date:
    return date(moment.getYear(), moment.getMonthValue(), moment.getDayOfMonth())


def test_mpxj_reads_dates_links_lags_and_baselines_of_a_plan(
    dated_ws: Workspace, tmp_path: Path, planner: Any
) -> None:
    path = export_plan(dated_ws, tmp_path / "plan.xml", Catalog("fr")).path
    plan = planner().read(str(path))
    tasks = {str(task.getName()): task for task in plan.getTasks() if task.getName()}
    assert set(tasks) == {"Label, premier; second", "Études 研究", "Sélection", "Co-construction"}
    label, studies = tasks["Label, premier; second"], tasks["Études 研究"]
    assert bool(label.getMilestone())
    assert day(label.getFinish()) == date(2028, 2, 29)
    assert (day(studies.getStart()), day(studies.getFinish())) == (date(2027, 3, 1), date(2027, 6, 15))
    assert day(studies.getBaselineFinish()) == date(2027, 5, 15), "as planned"
    assert day(studies.getBaselineFinish(1)) == date(2027, 5, 15), "as frozen"
    (link,) = label.getPredecessors()
    assert str(link.getPredecessorTask().getName()) == "Études 研究"
    assert (str(link.getType()), float(link.getLag().getDuration())) == ("FS", 30.0)
    assert "elapsed" in str(link.getLag().getUnits().name()).lower()


def test_mpxj_reads_the_plan_of_the_pilot(pilot_ws: Workspace, tmp_path: Path, planner: Any) -> None:
    path = export_plan(pilot_ws, tmp_path / "plan.xml", Catalog("en")).path
    tasks = [task for task in planner().read(str(path)).getTasks() if task.getName()]
    awarded = [
        task for task in tasks if task.getActualFinish() and str(task.getName()).startswith("Eco-city")
    ]
    assert len(tasks) == 14
    assert {day(task.getActualFinish()) for task in awarded} == {date(2018, 4, 2)}
    assert len(awarded) == 4
