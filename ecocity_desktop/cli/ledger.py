"""The commands about promises: ledger, balance, terms, recur."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecocity_desktop.cli import exit_codes, output
from ecocity_desktop.domain.enums import MilestoneState, choice_key
from ecocity_desktop.errors import UserError
from ecocity_desktop.i18n import formats
from ecocity_desktop.services import commitments, recurrences
from ecocity_desktop.services.balances import export_balance, gather_balance
from ecocity_desktop.services.records import resolve

if TYPE_CHECKING:
    from ecocity_desktop.cli.running import Call
    from ecocity_desktop.domain.local_text import LocalText
    from ecocity_desktop.domain.partial_date import PartialDate
    from ecocity_desktop.domain.partner import Partner
    from ecocity_desktop.i18n.catalog import Catalog
    from ecocity_desktop.services.commitments import Balance, CommitmentLine
    from ecocity_desktop.services.workspace import Workspace


def ledger(call: Call) -> int:
    """``ledger``: the commitments by date, of one partner, one city or in one state."""
    given = call.asked.option("--state")
    with call.open() as ws:
        lines = commitments.ledger(
            ws,
            partner_id=named(call, ws, "partners", "--partner"),
            city_id=named(call, ws, "cities", "--city"),
            state=MilestoneState(given) if given else None,
            horizon_days=call.settings.horizon_days,
        )
    catalog = call.catalog
    if call.as_json:
        for line in lines:
            output.print_json(_line_values(line))
    elif lines:
        output.print_text(output.table(*_ledger_table(catalog, lines)))
    else:
        call.tell("cli.ledger.none")
    return exit_codes.DONE


def balance(call: Call) -> int:
    """``balance``: what a partner, or each of them, owes and is owed; with ``--output`` as a page."""
    if "--output" in call.asked.options:
        return _balance_page(call)
    catalog = call.catalog
    with call.open() as ws:
        named_ids = [resolve(ws, "partners", name) for name in call.asked.rest]
        found = tuple(commitments.balance(ws, one) for one in named_ids) or commitments.balances(ws)
    for one in found:
        call.answer(_balance_values(one), _balance_text(catalog, one))
    if not found:
        call.tell("cli.ledger.none")
    return exit_codes.DONE


def _balance_page(call: Call) -> int:
    if len(call.asked.rest) != 1:
        raise UserError("error.usage.one_partner")
    target = call.target()
    with call.open() as ws:
        facts = gather_balance(ws, resolve(ws, "partners", call.asked.rest[0]))
        as_of = ws.today()
    paper = call.asked.option("--paper") or call.settings.paper
    report = export_balance(facts, call.catalog.language, target, as_of=as_of, paper=paper)
    missing = list(report.missing_characters)
    call.acknowledge({"path": str(report.path), "missing_characters": missing}, str(report.path))
    if missing:
        call.tell("cli.brief.missing_characters", path=report.path, characters=" ".join(missing))
    return exit_codes.DONE


def terms(call: Call) -> int:
    """``terms``: the agreements that have a term, the one that ends first first."""
    with call.open() as ws:
        lines = commitments.agreement_terms(ws, horizon_days=call.settings.horizon_days)
    catalog = call.catalog
    for line in lines:
        title = line.agreement.title.read(catalog.language).text
        values = {
            "id": line.agreement.id,
            "title": _texts(line.agreement.title),
            "ends_on": _date(line.ends_on),
            "state": line.state.value,
            "renewal": line.agreement.renewal,
            "renewable": line.renewable,
        }
        until = formats.partial_date(line.ends_on, catalog.language) if line.ends_on else ""
        call.answer(values, f"{until}  {catalog.text(choice_key(line.state))}  {title}")
    if not lines:
        call.tell("cli.terms.none")
    return exit_codes.DONE


def recur(call: Call) -> int:
    """``recur``: what the recurring duties would create next; with ``--apply`` it creates what is due."""
    horizon, catalog = call.settings.horizon_days, call.catalog
    with call.open() as ws:
        if "--apply" in call.asked.options:
            changes = recurrences.create_due(ws, horizon_days=horizon)
            created = [row_id for entity, row_id in changes.touched if entity == "milestone"]
            call.acknowledge(
                {"ack": changes.edit_id, "created": created},
                call.text("cli.recur.created", count=len(created)),
            )
            return exit_codes.DONE
        lines = recurrences.recurrence_lines(ws, horizon_days=horizon)
    for line in lines:
        values = {
            "id": line.rule.id,
            "title": _texts(line.rule.title),
            "made": [row.id for row in line.made],
            "next_number": line.next_number,
            "next_on": _date(line.next_on),
            "due": line.due,
        }
        on = formats.partial_date(line.next_on, catalog.language) if line.next_on else "—"
        mark = catalog.text("cli.recur.due") if line.due else ""
        call.answer(values, f"{on}  {line.rule.title.read(catalog.language).text}  {mark}".rstrip())
    if not lines:
        call.tell("cli.recur.none")
    return exit_codes.DONE


def named(call: Call, ws: Workspace, noun: str, option: str) -> str | None:
    """Return the id of the record that an option names, ``None`` when it was not given."""
    given = call.asked.option(option)
    return None if given is None else resolve(ws, noun, given)


def _ledger_table(catalog: Catalog, lines: tuple[CommitmentLine, ...]) -> tuple[list[str], list[list[str]]]:
    language = catalog.language
    fields = ("due_on", "text", "debtor_id", "beneficiary_id", "city_ids")
    heads = [catalog.text(f"field.commitment.{name}") for name in fields]
    rows = [
        [
            formats.partial_date(on, language) if (on := line.kept_on or line.due) else "",
            line.commitment.text.read(language).text,
            _called(line.debtor, language),
            _called(line.beneficiary, language),
            formats.enumeration([city.name.read(language).text for city in line.cities], language),
            catalog.text(f"enum.commitment_state.{line.state.value}"),
            line.commitment.id,
        ]
        for line in lines
    ]
    return [*heads, catalog.text("cli.state"), "id"], rows


def _balance_text(catalog: Catalog, one: Balance) -> str:
    name = _called(one.partner, catalog.language)
    parts = []
    for key, counts in (("given", one.given_counts), ("received", one.received_counts)):
        told = [
            f"{count} {catalog.text(f'enum.commitment_state.{state.value}').lower()}"
            for state in MilestoneState
            if (count := counts[state])
        ]
        total = catalog.text(f"cli.balance.{key}", count=sum(counts.values()))
        parts.append(f"{total} ({', '.join(told)})" if told else total)
    return f"{name}\n  " + "\n  ".join(parts)


def _balance_values(one: Balance) -> dict[str, Any]:
    return {
        "partner": one.partner.id,
        "name": _texts(one.partner.name),
        "given": {state.value: one.given_counts[state] for state in MilestoneState},
        "received": {state.value: one.received_counts[state] for state in MilestoneState},
        "given_ids": [line.commitment.id for line in one.given],
        "received_ids": [line.commitment.id for line in one.received],
    }


def _line_values(line: CommitmentLine) -> dict[str, Any]:
    return {
        "id": line.commitment.id,
        "text": _texts(line.commitment.text),
        "agreement": line.agreement.id,
        "clause": line.clause.id if line.clause else None,
        "debtor": line.debtor.id if line.debtor else None,
        "beneficiary": line.beneficiary.id if line.beneficiary else None,
        "cities": [city.id for city in line.cities],
        "milestones": [row.id for row in line.milestones],
        "due_on": _date(line.due),
        "done_on": _date(line.kept_on),
        "state": line.state.value,
        "gaps": list(line.gaps),
    }


def _called(partner: Partner | None, language: str) -> str:
    return "" if partner is None else partner.acronym or partner.name.read(language).text


def _texts(text: LocalText) -> dict[str, str | None]:
    return {"fr": text.fr, "en": text.en, "zh": text.zh}


def _date(on: PartialDate | None) -> str | None:
    return None if on is None else str(on)
