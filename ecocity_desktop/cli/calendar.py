"""The commands about the calendar: move, chain, baseline, as-of, slippage, trend, calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecocity_desktop.cli import exit_codes, output
from ecocity_desktop.cli.ledger import named
from ecocity_desktop.domain.enums import SlipCause
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.errors import Problem, invalid
from ecocity_desktop.i18n import formats
from ecocity_desktop.services import calendar_history, milestones, schedule
from ecocity_desktop.services.calendars import export_calendar
from ecocity_desktop.services.records import resolve

if TYPE_CHECKING:
    from ecocity_desktop.cli.running import Call
    from ecocity_desktop.services.schedule import PushLine


def move(call: Call) -> int:
    """``move``: another date for a milestone; what that pushes on is said, and moved with ``--followers``."""
    on = _given_date(call.asked.words["DATE"])
    start = _given_date(call.asked.option("--start") or "-", field="--start")
    field = call.asked.option("--field") or "forecast_on"
    cause = call.asked.option("--cause")
    with call.open() as ws:
        row_id = resolve(ws, "milestones", call.asked.words["ID"])
        pushed = schedule.pushed_by_move(ws, row_id, on, field=field, start=start)
        if "--dry-run" not in call.asked.options:
            changes = milestones.move_milestone(
                ws,
                row_id,
                on,
                field=field,
                start=start,
                reason=_reason(call),
                cause=SlipCause(cause) if cause else None,
                with_followers="--followers" in call.asked.options,
            )
            call.acknowledge({"ack": changes.edit_id, "id": row_id}, call.text("cli.move.moved", id=row_id))
    for line in pushed:
        call.answer(_push_values(line), _push_text(call, line))
    if pushed and "--followers" not in call.asked.options:
        call.tell("cli.move.not_followed", count=len(pushed))
    return exit_codes.DONE


def chain(call: Call) -> int:
    """``chain``: the milestones on the critical way to the label, of a city or of the programme."""
    with call.open() as ws:
        city = call.asked.words.get("CITY")
        city_id = None if city is None else resolve(ws, "cities", city)
        target = schedule.label_milestone(ws, city_id)
        lines = schedule.chain_to(ws, target.id) if target else ()
    for line in lines:
        slack = line.step.slack_days
        values = {
            "id": line.milestone.id,
            "title": _texts(line.milestone.title),
            "slack_days": slack,
            "done": line.step.done,
        }
        told = "?" if slack is None else call.text("cli.chain.slack", count=slack)
        call.answer(values, f"{line.milestone.title.read(call.catalog.language).text}  ({told})")
    if not lines:
        call.tell("cli.chain.none")
    return exit_codes.DONE


def baseline(call: Call) -> int:
    """``baseline``: a name for the calendar as it stands now, or stood at a moment."""
    name = LocalText().edited({call.catalog.language: call.asked.words["NAME"]})
    with call.open() as ws:
        at = call.asked.option("--at")
        moment = calendar_history.moment_named(ws, at) if at else None
        changes = calendar_history.freeze_baseline(ws, name, at=moment)
    call.acknowledge(
        {"ack": changes.edit_id, "id": changes.row_id}, call.text("cli.baseline.made", id=changes.row_id)
    )
    return exit_codes.DONE


def as_of(call: Call) -> int:
    """``as-of``: the calendar as it stood at the end of a day, at an instant, or when a baseline was frozen."""
    with call.open() as ws:
        moment = calendar_history.moment_named(ws, call.asked.words["WHEN"])
        then = calendar_history.as_it_stood(ws, moment)
    language = call.catalog.language
    found = sorted(
        then.milestones.values(), key=lambda one: (one.end is None, str(one.end and one.end.latest))
    )
    for one in found:
        values = {"id": one.id} | one.data.model_dump(mode="json") | {"city_ids": list(one.city_ids)}
        on = formats.partial_date(one.end, language) if one.end else "—"
        call.answer(values, f"{on}  {one.data.title.read(language).text}")
    if not found:
        call.tell("cli.as_of.none")
    return exit_codes.DONE


def slippage(call: Call) -> int:
    """``slippage``: what became of each milestone since a moment."""
    with call.open() as ws:
        before = calendar_history.moment_named(ws, call.asked.words["SINCE"])
        until = call.asked.option("--until")
        after = calendar_history.moment_named(ws, until) if until else None
        lines = calendar_history.slippage(ws, before, after)
    catalog = call.catalog
    if call.as_json:
        for line in lines:
            output.print_json(
                {
                    "id": line.id,
                    "title": _texts(line.title),
                    "before": _date(line.before),
                    "after": _date(line.after),
                    "days": line.days,
                    "change": line.change.value,
                    "done": line.done,
                    "reasons": [_texts(slip.reason) | {"cause": slip.cause.value} for slip in line.slips],
                }
            )
        return exit_codes.DONE
    heads = [catalog.text(f"slippage.{name}") for name in ("milestone", "before", "after", "days", "change")]
    rows = [
        [
            line.title.read(catalog.language).text,
            formats.partial_date(line.before, catalog.language) if line.before else "",
            formats.partial_date(line.after, catalog.language) if line.after else "",
            f"{line.days:+d}" if line.days else "",
            catalog.text(f"enum.slippage.{line.change}"),
        ]
        for line in lines
    ]
    output.print_text(output.table(heads, rows))
    return exit_codes.DONE


def trend(call: Call) -> int:
    """``trend``: what date each milestone was expected on, look after look."""
    with call.open() as ws:
        wanted = [resolve(ws, "milestones", name) for name in call.asked.rest] or None
        lines = calendar_history.trend(ws, wanted)
    language = call.catalog.language
    for line in lines:
        points = [
            {"look": point.look.isoformat(), "expected": _date(point.expected), "done": point.done}
            for point in line.points
        ]
        told = [
            f"  {point.look.isoformat()}  {formats.partial_date(point.expected, language) if point.expected else '—'}"
            for point in line.points
        ]
        text = "\n".join([line.title.read(language).text, *told])
        call.answer({"id": line.id, "title": _texts(line.title), "points": points}, text)
    return exit_codes.DONE


def calendar(call: Call) -> int:
    """``calendar``: an iCalendar file of a city, a partner or all."""
    target = call.target()
    with call.open() as ws:
        report = export_calendar(
            ws,
            target,
            call.catalog,
            city_id=named(call, ws, "cities", "--city"),
            partner_id=named(call, ws, "partners", "--partner"),
        )
    values = {"path": str(report.path), "events": report.events, "undated": report.undated}
    call.acknowledge(values, call.text("cli.calendar.written", path=report.path, count=report.events))
    if report.undated:
        call.tell("cli.calendar.undated", count=report.undated)
    return exit_codes.DONE


def _given_date(text: str, *, field: str = "DATE") -> PartialDate | None:
    """Read a date; ``-`` is none."""
    if text == "-":
        return None
    try:
        return PartialDate.parse(text)
    except ValueError:
        raise invalid([Problem(field, "problem.date.form", {"value": text[:40]})]) from None


def _reason(call: Call) -> LocalText | None:
    given = call.asked.option("--reason")
    if given is None:
        return None
    return LocalText().edited({call.catalog.language: given})


def _push_values(line: PushLine) -> dict[str, Any]:
    return {
        "pushes": line.milestone.id,
        "title": _texts(line.milestone.title),
        "start_before": _date(line.push.start_before),
        "before": _date(line.push.end_before),
        "start": _date(line.push.start),
        "after": _date(line.push.end),
        "pushed_by": line.push.pushed_by,
    }


def _push_text(call: Call, line: PushLine) -> str:
    language = call.catalog.language
    before, after = (
        formats.partial_date(on, language) if on else "—" for on in (line.push.end_before, line.push.end)
    )
    title = line.milestone.title.read(language).text
    return call.text("cli.move.pushes", title=title, before=before, after=after)


def _texts(text: LocalText) -> dict[str, str | None]:
    return {"fr": text.fr, "en": text.en, "zh": text.zh}


def _date(on: PartialDate | None) -> str | None:
    return None if on is None else str(on)
