"""Project plans for other planners: Microsoft Project's XML (MSPDI), written and read, with links and baselines.

Days are written as whole days: 08:00 to 17:00. What is known to the month ends on its last day; the task's third text
keeps our own, less precise dates, so that a plan that comes back unchanged changes nothing.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from ecocity_desktop.errors import UserError
from ecocity_desktop.reading import opened

if TYPE_CHECKING:
    from pathlib import Path

NAMESPACE = "http://schemas.microsoft.com/project"
LARGEST = 50_000_000
"""The largest file read, in bytes."""

MOST_TASKS = 20_000
_DEEPEST = 40
_GUIDS = UUID("7b0f5b06-0e0a-4d5b-9a33-4b1f86a9f0b1")
_ID, _TITLE, _DATES = ("188743731", "Text1"), ("188743734", "Text2"), ("188743737", "Text3")
_ALIASES = {_ID: "EcoCity id", _TITLE: "EcoCity title", _DATES: "EcoCity dates"}
_ELAPSED_DAY, _WORKING_DAY = 14_400, 4_800
_ELAPSED_FORMATS = frozenset({"4", "6", "8", "10", "12", "36", "38", "40", "42", "44"})
_PERCENT_FORMATS = frozenset({"19", "20", "51", "52"})
_FINISH_TO_START = "1"


@dataclass(frozen=True)
class TaskLink:
    """What a task waits for: the predecessor's number and the lag; ``refused`` names why it cannot be kept, if so."""

    predecessor: int
    lag_days: int = 0
    refused: str = ""


@dataclass(frozen=True)
class TaskBaseline:
    """The dates of a task in one of its baselines (0 is the plan, 1 to 10 are named ones)."""

    number: int
    start: date | None
    finish: date | None


@dataclass(frozen=True)
class Task:
    """One task of a plan.

    ``number`` identifies it within the file, ``id`` is our own record's where the file tells it, else one that stays
    the task's. A milestone has no ``start`` of its own. ``kept_title`` and ``kept_dates`` are what was written when the
    plan was exported, ``refused`` is a text key that says why the task cannot be read.
    """

    number: int
    name: str
    id: str | None = None
    start: date | None = None
    finish: date | None = None
    actual_start: date | None = None
    actual_finish: date | None = None
    is_summary: bool = False
    notes: str = ""
    links: tuple[TaskLink, ...] = ()
    baselines: tuple[TaskBaseline, ...] = ()
    kept_title: str = ""
    kept_dates: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""


def dump(title: str, comments: str, tasks: Iterable[Task]) -> bytes:
    """Return a plan as MSPDI text in UTF-8; the same tasks give the same bytes."""
    project = ET.Element("Project", xmlns=NAMESPACE)
    _put(project, SaveVersion="14", Name=_clean(title), Title=_clean(title), Comments=_clean(comments))
    _put(project, ScheduleFromStart="1", CalendarUID="1", DefaultStartTime="08:00:00")
    _put(
        project,
        DefaultFinishTime="17:00:00",
        MinutesPerDay="480",
        MinutesPerWeek="3360",
        NewTasksAreManual="1",
    )
    attributes = ET.SubElement(project, "ExtendedAttributes")
    for (number, name), alias in _ALIASES.items():
        _put(ET.SubElement(attributes, "ExtendedAttribute"), FieldID=number, FieldName=name, Alias=alias)
    _calendar(project)
    listed = ET.SubElement(project, "Tasks")
    for position, task in enumerate(tasks, 1):
        _write_task(ET.SubElement(listed, "Task"), task, position)
    ET.indent(project, " ")
    text: bytes = ET.tostring(project, "utf-8")
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text + b"\n"


def load(path: Path) -> tuple[Task, ...]:
    """Return the tasks of an MSPDI file in their order, each with why it cannot be read, if so.

    Raises ``UserError``: ``error.too_large`` over ``LARGEST`` bytes or ``MOST_TASKS`` tasks, ``error.not_a_plan`` for
    anything that is not MSPDI, a document type included: it may hide a trap.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise UserError("error.too_large", path=str(path), limit=LARGEST)
        parser = ET.XMLParser(target=_Builder())
        with opened(path) as file:
            parser.feed(file.read())
        project = parser.close()
    except OSError as error:
        raise UserError("error.no_file", path=str(path)) from error
    except (ET.ParseError, ValueError, LookupError):
        raise UserError("error.not_a_plan", path=str(path)) from None
    if project.tag != _tag("Project"):
        raise UserError("error.not_a_plan", path=str(path))
    found = project.findall(f"{_tag('Tasks')}/{_tag('Task')}")
    if len(found) > MOST_TASKS:
        raise UserError("error.too_large", path=str(path), limit=MOST_TASKS)
    plan = _text(project, "GUID") or _text(project, "Name") or _text(project, "Title")
    return tuple(_read_task(element, plan) for element in found if _text(element, "IsNull") != "1")


class _Builder(ET.TreeBuilder):
    """Builds the tree of a plan; refuses document types, which may grow without bound, and bottomless nesting."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def start(self, tag: Any, attrs: Any, /) -> Any:
        """Open an element."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ValueError("too deep")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Any:
        """Close an element."""
        self._depth -= 1
        return super().end(tag)

    def doctype(self, name: str, _public: str | None, _system: str | None) -> None:
        """Refuse a document type."""
        raise ValueError(name)


def _write_task(element: ET.Element, task: Task, position: int) -> None:
    days = (task.finish - task.start).days + 1 if task.start and task.finish else 0
    done = task.actual_finish is not None
    _put(element, UID=str(task.number), GUID=_guid(task.id or str(task.number)), ID=str(position))
    _put(element, Name=_clean(task.name), Active="1", Manual="1", Type="1", IsNull="0")
    _put(element, OutlineNumber=str(position), OutlineLevel="1")
    start, finish = _first(task.start) or _last(task.finish), _last(task.finish)
    duration = f"PT{days * 8}H0M0S"
    _put(element, Start=start, Finish=finish, Duration=duration)
    _put(element, ManualStart=start, ManualFinish=finish, ManualDuration=duration, DurationFormat="7")
    _put(element, Milestone=str(int(not days)), Summary="0", PercentComplete="100" if done else "0")
    begun = _first(task.actual_start) or (start if done else None)
    _put(element, ActualStart=begun, ActualFinish=_last(task.actual_finish))
    _put(element, Notes=_clean(task.notes) or None)
    for link in task.links:
        lag = str(link.lag_days * _ELAPSED_DAY)
        child = ET.SubElement(element, "PredecessorLink")
        _put(child, PredecessorUID=str(link.predecessor), Type=_FINISH_TO_START, CrossProject="0")
        _put(child, LinkLag=lag, LagFormat="8")
    kept = ";".join(f"{name}={value}" for name, value in task.kept_dates.items())
    for (number, _), value in zip(_ALIASES, (task.id, task.kept_title, kept), strict=True):
        if value:
            _put(ET.SubElement(element, "ExtendedAttribute"), FieldID=number, Value=_clean(value))
    for baseline in task.baselines:
        child = ET.SubElement(element, "Baseline")
        _put(child, Number=str(baseline.number), Start=_first(baseline.start) or _last(baseline.finish))
        _put(child, Finish=_last(baseline.finish))


def _calendar(project: ET.Element) -> None:
    """One calendar in which every day is a working day: the programme counts calendar days."""
    calendar = ET.SubElement(ET.SubElement(project, "Calendars"), "Calendar")
    _put(calendar, UID="1", Name="Standard", IsBaseCalendar="1", BaseCalendarUID="-1")
    week = ET.SubElement(calendar, "WeekDays")
    for number in range(1, 8):
        day = ET.SubElement(week, "WeekDay")
        _put(day, DayType=str(number), DayWorking="1")
        times = ET.SubElement(day, "WorkingTimes")
        for first, last in (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00")):
            _put(ET.SubElement(times, "WorkingTime"), FromTime=first, ToTime=last)


def _read_task(element: ET.Element, plan: str) -> Task:
    try:
        return _checked_task(element, plan)
    except ValueError:
        number = _text(element, "UID")
        known = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else -1
        return Task(known, _text(element, "Name")[:200], refused="problem.plan.value")


def _checked_task(element: ET.Element, plan: str) -> Task:
    kept = {
        _text(child, "FieldID"): _text(child, "Value") for child in element.findall(_tag("ExtendedAttribute"))
    }
    finish, begun = _day(element, "Finish"), _day(element, "ActualStart")
    is_point = _text(element, "Milestone") == "1"
    actual = _day(element, "ActualFinish")
    if actual is None and _text(element, "PercentComplete") == "100":
        actual = finish
    return Task(
        number=int(_text(element, "UID")),
        name=_text(element, "Name"),
        id=kept.get(_ID[0]) or _identity(element, plan),
        start=None if is_point else _day(element, "Start"),
        finish=finish,
        actual_start=None if is_point else begun,
        actual_finish=actual,
        is_summary=_text(element, "Summary") == "1",
        links=tuple(_read_link(child) for child in element.findall(_tag("PredecessorLink"))),
        baselines=tuple(
            TaskBaseline(
                int(_text(child, "Number")),
                None if is_point or _day(child, "Start") == _day(child, "Finish") else _day(child, "Start"),
                _day(child, "Finish"),
            )
            for child in element.findall(_tag("Baseline"))
        ),
        kept_title=kept.get(_TITLE[0], ""),
        kept_dates=dict(
            part.split("=", 1) for part in kept.get(_DATES[0], "").split(";") if part.count("=") == 1
        ),
    )


def _read_link(element: ET.Element) -> TaskLink:
    lag, lag_format = int(_text(element, "LinkLag") or 0), _text(element, "LagFormat") or "7"
    refused = ""
    if (_text(element, "Type") or _FINISH_TO_START) != _FINISH_TO_START:
        refused = "problem.plan.link_type"
    elif lag_format in _PERCENT_FORMATS and lag:
        refused = "problem.plan.lag"
    unit = _ELAPSED_DAY if lag_format in _ELAPSED_FORMATS else _WORKING_DAY
    if lag % unit and not refused:
        refused = "problem.plan.part_of_day"
    return TaskLink(int(_text(element, "PredecessorUID")), lag // unit, refused)


def _put(element: ET.Element, **values: str | None) -> None:
    for name, value in values.items():
        if value is not None:
            ET.SubElement(element, name).text = value


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _text(element: ET.Element, name: str) -> str:
    return (element.findtext(_tag(name)) or "").strip()


def _day(element: ET.Element, name: str) -> date | None:
    text = _text(element, name)
    return date.fromisoformat(text[:10]) if text else None


def _first(day: date | None) -> str | None:
    return None if day is None else f"{day.isoformat()}T08:00:00"


def _last(day: date | None) -> str | None:
    return None if day is None else f"{day.isoformat()}T17:00:00"


def _identity(element: ET.Element, plan: str) -> str:
    """The identity of a task that is not ours: its own, or one that the same file always gives."""
    try:
        return str(UUID(_text(element, "GUID")))
    except ValueError:
        return str(uuid5(_GUIDS, "\n".join((plan, _text(element, "UID"), _text(element, "Name")))))


def _guid(row_id: str) -> str:
    try:
        return str(UUID(row_id)).upper()
    except ValueError:
        return str(uuid5(_GUIDS, row_id)).upper()


def _clean(text: str) -> str:
    """Return ``text`` without the characters that XML cannot hold."""
    return "".join(
        char if char in "\t\n\r" or (char >= " " and char not in "\ufffe\uffff") else " " for char in text
    )
