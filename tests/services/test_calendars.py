"""Calendars for other programs: read back event by event; stable, escaped, spans for months and years."""

from datetime import UTC, date, datetime
from pathlib import Path

import icalendar
import pytest

from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.errors import UserError
from ecocity_desktop.i18n.catalog import Catalog
from ecocity_desktop.services import records
from ecocity_desktop.services.calendars import export_calendar
from ecocity_desktop.services.milestones import move_milestone
from ecocity_desktop.services.pilot import pilot_id
from ecocity_desktop.services.workspace import Workspace

FR = Catalog("fr", strict=True)


def events(path: Path) -> dict[str, icalendar.Event]:
    """The events of a file by the id of their record."""
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    assert calendar.errors == []
    return {str(event["uid"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}


def add(ws: Workspace, noun: str, row_id: str, **values: object) -> None:
    records.add_record(ws, noun, values, row_id=row_id)


def days(event: icalendar.Event) -> tuple[date, date]:
    return event.decoded("dtstart"), event.decoded("dtend")


def test_days_are_whole_days_and_partial_dates_spans_marked_approximate(
    ws: Workspace, tmp_path: Path
) -> None:
    add(ws, "milestones", "day", title={"fr": "Label"}, planned_on="2028-02-29")
    add(ws, "milestones", "month", title={"fr": "Sélection"}, planned_on="2028-02")
    add(ws, "milestones", "year", title={"fr": "Co-construction"}, planned_on="2027")
    add(ws, "milestones", "span", title={"fr": "Études"}, planned_start="2027-03", planned_on="2027-06-15")
    add(ws, "milestones", "none", title={"fr": "Sans date"})
    report = export_calendar(ws, tmp_path / "a.ics", FR)
    assert (report.events, report.undated) == (4, 1)
    found = events(report.path)
    assert days(found["day"]) == (date(2028, 2, 29), date(2028, 3, 1))
    assert str(found["day"]["summary"]) == "Label"
    assert days(found["month"]) == (date(2028, 2, 1), date(2028, 3, 1))
    assert str(found["month"]["summary"]) == "≈\u00a0Sélection (février 2028, date approximative)"
    assert days(found["year"]) == (date(2027, 1, 1), date(2028, 1, 1))
    assert days(found["span"]) == (date(2027, 3, 1), date(2027, 6, 16))


def test_the_same_event_keeps_its_identity_and_counts_its_changes(ws: Workspace, tmp_path: Path) -> None:
    add(ws, "milestones", "label", title={"fr": "Label"}, planned_on="2027-04-02")
    first = events(export_calendar(ws, tmp_path / "a.ics", FR).path)["label"]
    move_milestone(ws, "label", PartialDate(2027, 5, 2))
    second = events(export_calendar(ws, tmp_path / "b.ics", FR).path)["label"]
    assert first["uid"] == second["uid"] == "label@ecocity-desktop"
    assert (first["sequence"], second["sequence"]) == (0, 1)
    assert first.decoded("dtstamp") == datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert days(second) == (date(2027, 5, 2), date(2027, 5, 3))


def test_the_same_content_gives_the_same_bytes(pilot_ws: Workspace, tmp_path: Path) -> None:
    one, two = (export_calendar(pilot_ws, tmp_path / name, FR).path.read_bytes() for name in "ab")
    assert one == two
    assert all(len(line) <= 75 for line in one.split(b"\r\n"))


@pytest.mark.parametrize(
    ("language", "summary"),
    [
        ("fr", "≈\u00a0Contrat de partenariat CSTB–CSUS (mars 2017, date approximative)"),
        ("en", "≈ CSTB–CSUS partnership contract (March 2017, approximate date)"),
        ("zh", "≈ CSTB与中国城市科学研究会签约（2017年3月，大致日期）"),
    ],
)
def test_the_pilot_calendar_reads_in_three_languages(
    pilot_ws: Workspace, tmp_path: Path, language: str, summary: str
) -> None:
    found = events(export_calendar(pilot_ws, tmp_path / "a.ics", Catalog(language, strict=True)).path)
    assert len(found) == 14
    assert summary in {str(event["summary"]) for event in found.values()}


def test_a_city_has_its_own_and_the_programmes_events_and_a_partner_what_it_answers_for(
    ws: Workspace, tmp_path: Path
) -> None:
    for name in ("here", "there"):
        add(ws, "cities", name, name={"fr": name})
    add(ws, "partners", "cstb", name={"fr": "CSTB"}, kind="other")
    add(ws, "milestones", "mine", title={"fr": "A"}, planned_on="2027", city_ids=["here"])
    add(
        ws, "milestones", "other", title={"fr": "B"}, planned_on="2027", city_ids=["there"], partner_id="cstb"
    )
    add(ws, "milestones", "all", title={"fr": "C"}, planned_on="2027")
    add(ws, "agreements", "deal", title={"fr": "Contrat"})
    add(
        ws,
        "commitments",
        "owed",
        text={"fr": "Former"},
        agreement_id="deal",
        debtor_id="cstb",
        due_on="2027-05",
    )
    here = events(export_calendar(ws, tmp_path / "a.ics", FR, city_id="here").path)
    assert set(here) == {"mine", "all", "owed"}
    theirs = events(export_calendar(ws, tmp_path / "b.ics", FR, partner_id="cstb").path)
    assert set(theirs) == {"other", "owed"}
    calendar = icalendar.Calendar.from_ical((tmp_path / "b.ics").read_bytes())
    assert str(calendar["x-wr-calname"]) == "Programme Éco-cités\u00a0: CSTB"


def test_signs_that_mean_something_in_the_format_stay_text(ws: Workspace, tmp_path: Path) -> None:
    title = "A; B, C\\n \n END:VEVENT \x07 🏯 庆云"
    add(ws, "milestones", "odd", title={"fr": title}, planned_on="2027-01-01", place={"fr": "salle, 3"})
    (event,) = events(export_calendar(ws, tmp_path / "a.ics", FR).path).values()
    assert str(event["summary"]) == title.replace("\x07", " ")
    assert str(event["location"]) == "salle, 3"


def test_the_last_day_of_the_calendar_does_no_harm(ws: Workspace, tmp_path: Path) -> None:
    add(ws, "milestones", "end", title={"fr": "Fin"}, planned_on="9999")
    (event,) = events(export_calendar(ws, tmp_path / "a.ics", FR).path).values()
    assert days(event) == (date(9999, 1, 1), date(9999, 12, 31))


def test_an_empty_file_gives_an_empty_calendar_and_a_folder_is_no_target(
    ws: Workspace, tmp_path: Path
) -> None:
    assert events(export_calendar(ws, tmp_path / "a.ics", FR).path) == {}
    with pytest.raises(UserError) as refused:
        export_calendar(ws, tmp_path, FR)
    assert refused.value.key == "error.target"


def test_promises_that_follow_their_milestones_do_not_stand_twice(
    pilot_ws: Workspace, tmp_path: Path
) -> None:
    label = pilot_id("label-jingzhou")
    (agreement, *_) = records.list_records(pilot_ws, "agreements")
    add(pilot_ws, "commitments", "tied", text={"fr": "X"}, agreement_id=agreement.id, milestone_ids=[label])
    assert "tied" not in events(export_calendar(pilot_ws, tmp_path / "a.ics", FR).path)
