"""Plans for other planners: milestones with links and baselines, out to MSPDI and back in through a preview."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlmodel import select

from ecocity_desktop.domain.baseline import read_instant
from ecocity_desktop.domain.dependency import Dependency
from ecocity_desktop.domain.milestone import Milestone, shown_date, shown_start
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.errors import Problem, UserError, not_written
from ecocity_desktop.exchange import mspdi
from ecocity_desktop.i18n import formats
from ecocity_desktop.paths import write_whole
from ecocity_desktop.services.calendar_history import CalendarThen, as_it_stood, baselines
from ecocity_desktop.services.milestones import MilestoneLine, milestone_lines
from ecocity_desktop.services.records import add_in, edit_in

if TYPE_CHECKING:
    from pathlib import Path

    from ecocity_desktop.domain.changes import ChangeSet
    from ecocity_desktop.i18n.catalog import Catalog
    from ecocity_desktop.services.workspace import Workspace
    from ecocity_desktop.store.transaction import Transaction

MOST_BASELINES = 10
"""How many named baselines a plan can carry beside the planned dates: the newest ones go."""

_FIELDS = ("planned_start", "planned_on", "forecast_start", "forecast_on", "actual_start", "actual_on")


class Outcome(StrEnum):
    """What an import does with one entry of the file."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class FieldChange:
    """One field that an import changes, as text."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class ImportLine:
    """What an import does with one task or, where ``is_link``, with what the task waits for.

    ``row_id`` is the record's, ``None`` for one refused; ``problems`` are the reasons of a refusal.
    """

    outcome: Outcome
    name: str
    is_link: bool
    row_id: str | None = None
    changes: tuple[FieldChange, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class PlanReport:
    """What was written: how many milestones and links."""

    path: Path
    tasks: int
    links: int


def export_plan(ws: Workspace, target: Path, catalog: Catalog, *, city_id: str | None = None) -> PlanReport:
    """Write the milestones as an MSPDI plan in the catalogue's language: the old file or the whole new one.

    Baseline 0 holds the planned dates, 1 to 10 the newest named baselines. ``city_id`` keeps what concerns the city or
    the whole programme. Raises ``UserError`` ``error.target``.
    """
    lines = [
        line
        for line in milestone_lines(ws)
        if city_id is None or not line.cities or any(city.id == city_id for city in line.cities)
    ]
    numbers = {line.milestone.id: number for number, line in enumerate(lines, 1)}
    with ws.reading() as session:
        links = [
            row
            for row in session.exec(select(Dependency)).all()
            if row.predecessor_id in numbers and row.successor_id in numbers
        ]
    named = baselines(ws)[-MOST_BASELINES:]
    then = [as_it_stood(ws, read_instant(row.frozen_at)) for row in named]
    comments = "\n".join(
        catalog.text(
            "plan.baseline", number=number, name=row.name.read(catalog.language).text, date=row.frozen_at
        )
        for number, row in enumerate(named, 1)
    )
    tasks = [_task(line, numbers, links, then, catalog.language) for line in lines]
    try:
        write_whole(target, mspdi.dump(catalog.text("calendar.name"), comments, tasks))
    except OSError as error:
        raise not_written(target, error) from error
    return PlanReport(target, len(tasks), len(links))


def preview_plan(ws: Workspace, source: Path, language: str) -> tuple[ImportLine, ...]:
    """Return what importing a plan would do, line by line; nothing is written.

    Names are compared with, and go into, the texts of ``language``. Raises ``UserError`` ``error.not_a_plan``,
    ``error.too_large``, ``error.no_file``, ``error.read_only``.
    """
    tasks = mspdi.load(source)
    lines: list[ImportLine] = []
    try:
        with ws.writing("edit.import_plan") as transaction:
            lines = _take_all(transaction, ws, tasks, language)
            raise _OnlyATrialError
    except _OnlyATrialError:
        return tuple(lines)


def import_plan(ws: Workspace, source: Path, language: str) -> tuple[ChangeSet, tuple[ImportLine, ...]]:
    """Import a plan in one undo step, what is refused left out; nothing of ours is ever removed or cleared.

    Raises as ``preview_plan`` does.
    """
    tasks = mspdi.load(source)
    with ws.writing("edit.import_plan") as transaction:
        lines = _take_all(transaction, ws, tasks, language)
        return transaction.changes(), tuple(lines)


class _OnlyATrialError(Exception):
    """Raised to take back everything a preview tried."""


def _task(
    line: MilestoneLine,
    numbers: Mapping[str, int],
    links: list[Dependency],
    then: list[CalendarThen],
    language: str,
) -> mspdi.Task:
    row = line.milestone
    name = row.title.read(language).text
    start, end = shown_start(row), shown_date(row)
    planned = _baseline(0, row.planned_start, row.planned_on)
    named = [
        _baseline(number, held.start, held.end)
        for number, calendar in enumerate(then, 1)
        if (held := calendar.milestones.get(row.id)) is not None
    ]
    cities = formats.enumeration([city.name.read(language).text for city in line.cities], language)
    return mspdi.Task(
        number=numbers[row.id],
        name=name,
        id=row.id,
        start=start.earliest if start and end else None,
        finish=end.latest if end else None,
        actual_start=row.actual_start.earliest if row.actual_start else None,
        actual_finish=row.actual_on.latest if row.actual_on else None,
        notes=cities,
        links=tuple(
            mspdi.TaskLink(numbers[one.predecessor_id], one.lag_days)
            for one in sorted(links, key=lambda one: numbers[one.predecessor_id])
            if one.successor_id == row.id
        ),
        baselines=tuple(one for one in (planned, *named) if one.finish),
        kept_title=name,
        kept_dates={field: str(getattr(row, field)) for field in _FIELDS if getattr(row, field)},
    )


def _baseline(number: int, start: PartialDate | None, end: PartialDate | None) -> mspdi.TaskBaseline:
    return mspdi.TaskBaseline(number, start.earliest if start else None, end.latest if end else None)


def _take_all(
    transaction: Transaction, ws: Workspace, tasks: tuple[mspdi.Task, ...], language: str
) -> list[ImportLine]:
    """Take every task, then every link, each refused or done by itself."""
    lines: list[ImportLine] = []
    ids: dict[int, str] = {}
    names: dict[int, str] = {}
    for task in tasks:
        line = _take(transaction, ws, task, language, taken=set(ids.values()))
        lines.append(line)
        names[task.number] = task.name
        if line.row_id is not None:
            ids[task.number] = line.row_id
    for task in tasks:
        if task.number in ids:
            lines += [_take_link(transaction, ws, task, link, ids, names) for link in task.links]
    return lines


def _take(
    transaction: Transaction, ws: Workspace, task: mspdi.Task, language: str, *, taken: set[str]
) -> ImportLine:
    reason = task.refused or ("problem.plan.summary" if task.is_summary else "")
    if not task.name and not reason:
        reason = "problem.required"
    row = transaction.session.get(Milestone, task.id) if task.id else None
    if row is not None and row.id in taken:
        reason = "problem.plan.twice"
    if reason:
        return ImportLine(Outcome.REFUSED, task.name, False, problems=(Problem("", reason),))
    try:
        if row is None:
            row_id = add_in(transaction, "milestones", _new_values(task, language), ws, row_id=_uuid(task.id))
            return ImportLine(Outcome.NEW, task.name, False, row_id)
        values = _changed_values(task, row, language)
        changes = tuple(
            FieldChange(name, _as_text(getattr(row, name), language), _as_text(value, language))
            for name, value in values.items()
        )
        if values:
            edit_in(transaction, "milestones", row.id, values, ws)
    except UserError as refused:
        return ImportLine(Outcome.REFUSED, task.name, False, problems=refused.problems)
    return ImportLine(Outcome.CHANGED if values else Outcome.UNCHANGED, task.name, False, row.id, changes)


def _new_values(task: mspdi.Task, language: str) -> dict[str, Any]:
    planned = next((one for one in task.baselines if one.number == 0), None)
    values: dict[str, Any] = {"title": {language: task.name}}
    days = {
        "planned_start": planned.start if planned else task.start,
        "planned_on": planned.finish if planned else task.finish,
        "actual_start": task.actual_start,
        "actual_on": task.actual_finish,
    }
    if (
        planned
        and task.actual_finish is None
        and (task.start, task.finish) != (planned.start, planned.finish)
    ):
        days |= {"forecast_start": task.start, "forecast_on": task.finish}
    return values | {name: day.isoformat() for name, day in days.items() if day}


def _changed_values(task: mspdi.Task, row: Milestone, language: str) -> dict[str, Any]:
    """What the file says otherwise than we do, where it is not just what we wrote into it ourselves."""
    values: dict[str, Any] = {}
    if task.name not in (row.title.get(language), task.kept_title):
        values["title"] = {language: task.name}
    planned = next((one for one in task.baselines if one.number == 0), None)
    if planned:
        _compare(values, task, row, "planned_start", planned.start, row.planned_start)
        _compare(values, task, row, "planned_on", planned.finish, row.planned_on)
    _compare(values, task, row, "actual_start", task.actual_start, row.actual_start)
    _compare(values, task, row, "actual_on", task.actual_finish, row.actual_on)
    if task.actual_finish is None and row.actual_on is None:
        _compare(values, task, row, "forecast_start", task.start, shown_start(row))
        _compare(values, task, row, "forecast_on", task.finish, shown_date(row))
    return values


_SHOWN = {"forecast_on": ("forecast_on", "planned_on"), "forecast_start": ("forecast_start", "planned_start")}


def _compare(
    values: dict[str, Any],
    task: mspdi.Task,
    row: Milestone,
    field: str,
    day: date | None,
    ours: PartialDate | None,
) -> None:
    """Note the file's day for a field unless it is ours, or what we wrote when the plan was exported."""
    if day is None:
        return
    kept = next(
        (task.kept_dates[name] for name in _SHOWN.get(field, (field,)) if name in task.kept_dates), None
    )
    written = _parsed(kept)
    for known in (ours, written):
        if known is not None and day == (known.earliest if field.endswith("start") else known.latest):
            return
    values[field] = day.isoformat()


def _uuid(text: str | None) -> str | None:
    """Return an identity from outside if it is one: the same task imported twice is one milestone."""
    try:
        return str(UUID(text)) if text else None
    except ValueError:
        return None


def _parsed(text: str | None) -> PartialDate | None:
    try:
        return PartialDate.parse(text) if text else None
    except ValueError:
        return None


def _take_link(
    transaction: Transaction,
    ws: Workspace,
    task: mspdi.Task,
    link: mspdi.TaskLink,
    ids: Mapping[int, str],
    names: Mapping[int, str],
) -> ImportLine:
    name = f"{names.get(link.predecessor, '?')} → {task.name}"
    reason = link.refused or ("" if link.predecessor in ids else "problem.plan.no_predecessor")
    if reason:
        return ImportLine(Outcome.REFUSED, name, True, problems=(Problem("", reason),))
    ends = {"predecessor_id": ids[link.predecessor], "successor_id": ids[task.number]}
    same = select(Dependency).where(*(getattr(Dependency, key) == one for key, one in ends.items()))
    row = transaction.session.exec(same).first()
    try:
        if row is None:
            made = add_in(transaction, "dependencies", {**ends, "lag_days": link.lag_days}, ws)
            return ImportLine(Outcome.NEW, name, True, made)
        if row.lag_days == link.lag_days:
            return ImportLine(Outcome.UNCHANGED, name, True, row.id)
        change = FieldChange("lag_days", str(row.lag_days), str(link.lag_days))
        edit_in(transaction, "dependencies", row.id, {"lag_days": link.lag_days}, ws)
        return ImportLine(Outcome.CHANGED, name, True, row.id, (change,))
    except UserError as refused:
        return ImportLine(Outcome.REFUSED, name, True, problems=refused.problems)


def _as_text(value: Any, language: str) -> str:
    if isinstance(value, Mapping):
        return str(value.get(language) or "")
    read = getattr(value, "read", None)
    return str(read(language).text) if read else "" if value is None else str(value)
