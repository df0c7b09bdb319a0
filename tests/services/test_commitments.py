"""The ledger of commitments: filters, balances, gaps, terms of agreements, alerts; what is refused."""

from dataclasses import dataclass
from datetime import date

import pytest

from ecocity_desktop.domain.agreement import AgreementData, agreement_state, term_end
from ecocity_desktop.domain.enums import AgreementState, MilestoneState
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.errors import UserError
from ecocity_desktop.services import checks, commitments, history, records
from ecocity_desktop.services.attention import attention
from ecocity_desktop.services.search import search
from ecocity_desktop.services.workspace import Workspace

D = PartialDate.parse
LATE, COMING, DONE, PLANNED, UNDATED = (
    MilestoneState.LATE,
    MilestoneState.COMING,
    MilestoneState.DONE,
    MilestoneState.PLANNED,
    MilestoneState.UNDATED,
)


def add(ws: Workspace, noun: str, **values: object) -> str:
    return str(records.add_record(ws, noun, values).row_id)


@dataclass(frozen=True)
class Ids:
    cstb: str
    csus: str
    jingzhou: str
    panshi: str
    contract: str
    clause: str


@pytest.fixture
def ids(ws: Workspace) -> Ids:
    """A contract of CSTB and CSUS with one clause, two cities; today is 23 November 2026."""
    cstb, csus = (
        add(ws, "partners", name={"fr": name}, acronym=name, kind="other") for name in ("CSTB", "CSUS")
    )
    contract = add(ws, "agreements", title={"fr": "Contrat"}, party_ids=[cstb, csus], signed_on="2017-03")
    return Ids(
        cstb,
        csus,
        add(ws, "cities", name={"fr": "Jingzhou"}),
        add(ws, "cities", name={"fr": "Panshi"}),
        contract,
        add(ws, "clauses", agreement_id=contract, number="4.2", text={"fr": "Formation"}),
    )


def promise(ws: Workspace, name: str, **values: object) -> str:
    return add(ws, "commitments", text={"fr": name}, **values)


@pytest.fixture
def ledger_ws(ws: Workspace, ids: Ids) -> Workspace:
    """Six promises, one in each state and one kept without evidence."""
    both = {"debtor_id": ids.cstb, "beneficiary_id": ids.csus}
    promise(ws, "Experts", clause_id=ids.clause, due_on="2026-10", city_ids=[ids.jingzhou], **both)
    promise(ws, "Référentiel", agreement_id=ids.contract, due_on="2026-12", city_ids=[ids.panshi], **both)
    promise(ws, "Bilan", agreement_id=ids.contract, due_on="2028", **both)
    promise(ws, "Plaque", agreement_id=ids.contract, debtor_id=ids.csus, beneficiary_id=ids.cstb)
    kept = {"done_on": "2018-04-02", "due_on": "2018"}
    promise(ws, "Label", agreement_id=ids.contract, debtor_id=ids.csus, **kept)
    promise(ws, "Salle", agreement_id=ids.contract, evidence={"fr": "Lettre du maire"}, **kept)
    return ws


def told(lines: tuple[commitments.CommitmentLine, ...]) -> list[tuple[str | None, MilestoneState]]:
    return [(line.commitment.text.fr, line.state) for line in lines]


def test_the_ledger_is_in_the_order_of_dates_with_states_derived(ledger_ws: Workspace) -> None:
    lines = commitments.ledger(ledger_ws)
    assert told(lines)[2:] == [
        ("Experts", LATE),
        ("Référentiel", COMING),
        ("Bilan", PLANNED),
        ("Plaque", UNDATED),
    ]
    assert {name for name, state in told(lines) if state is DONE} == {"Label", "Salle"}
    assert [line.agreement.title.fr for line in lines] == ["Contrat"] * 6
    assert [line.clause.number for line in lines if line.clause] == ["4.2"]


def test_the_ledger_is_filtered_by_partner_city_and_state(ledger_ws: Workspace, ids: Ids) -> None:
    of_cstb = commitments.ledger(ledger_ws, partner_id=ids.cstb)
    assert [name for name, _ in told(of_cstb)] == ["Experts", "Référentiel", "Bilan", "Plaque"]
    here = commitments.ledger(ledger_ws, city_id=ids.jingzhou, state=LATE)
    assert told(here) == [("Experts", LATE)]
    everywhere = {name for name, _ in told(commitments.ledger(ledger_ws, city_id=ids.panshi))}
    assert everywhere == {"Référentiel", "Bilan", "Plaque", "Label", "Salle"}, "those of the programme too"


def test_the_horizon_decides_what_is_coming(ledger_ws: Workspace) -> None:
    assert told(commitments.ledger(ledger_ws, state=COMING, horizon_days=30)) == []
    assert told(commitments.ledger(ledger_ws, state=COMING, horizon_days=38)) == [("Référentiel", COMING)]


def test_a_balance_says_what_a_partner_gives_and_receives(ledger_ws: Workspace, ids: Ids) -> None:
    of_cstb = commitments.balance(ledger_ws, ids.cstb)
    assert dict(of_cstb.given_counts) == {LATE: 1, COMING: 1, PLANNED: 1}
    assert dict(of_cstb.received_counts) == {UNDATED: 1}
    assert [one.partner.acronym for one in commitments.balances(ledger_ws)] == ["CSTB", "CSUS"]
    with pytest.raises(UserError) as refused:
        commitments.balance(ledger_ws, "nobody")
    assert refused.value.key == "error.not_found"


def test_what_lacks_an_owner_a_date_or_evidence_is_a_gap(ledger_ws: Workspace) -> None:
    found = {line.commitment.text.fr: line.gaps for line in commitments.gaps(ledger_ws)}
    assert found == {"Plaque": ("due",), "Label": ("evidence",), "Salle": ("debtor",)}


def test_a_commitment_without_a_date_is_due_with_the_last_of_its_milestones(ws: Workspace, ids: Ids) -> None:
    jury = add(ws, "milestones", title={"fr": "Jury"}, planned_on="2027-03")
    label = add(ws, "milestones", title={"fr": "Label"}, planned_on="2027-02", forecast_on="2027-04")
    promise(ws, "Dossier", agreement_id=ids.contract, milestone_ids=[jury, label])
    (line,) = commitments.ledger(ws)
    assert (str(line.due), line.state) == ("2027-04", PLANNED)
    assert [row.title.fr for row in line.milestones] == ["Jury", "Label"]
    records.remove_record(ws, "milestones", label)
    (line,) = commitments.ledger(ws)
    assert str(line.due) == "2027-03", "the promise outlives the milestone"


def test_a_promise_is_kept_once_all_its_milestones_have_happened(ws: Workspace, ids: Ids) -> None:
    jury = add(ws, "milestones", title={"fr": "Jury"}, actual_on="2026-03", evidence={"fr": "Compte rendu"})
    label = add(ws, "milestones", title={"fr": "Label"}, planned_on="2026-04-02")
    promise(ws, "Conférence", agreement_id=ids.contract, debtor_id=ids.csus, milestone_ids=[jury, label])
    (line,) = commitments.ledger(ws)
    assert (line.state, line.kept_on) == (LATE, None)
    records.edit_record(ws, "milestones", label, {"actual_on": "2026-04-05"})
    (line,) = commitments.ledger(ws)
    assert (line.state, str(line.kept_on), line.gaps) == (DONE, "2026-04-05", ("evidence",))
    records.edit_record(ws, "milestones", label, {"files": ["plaque.jpg"]})
    (line,) = commitments.ledger(ws)
    assert line.gaps == (), "the milestones show it"


def test_keeping_a_promise_is_one_step_that_undo_takes_back(ledger_ws: Workspace) -> None:
    line = next(one for one in commitments.ledger(ledger_ws) if one.commitment.text.fr == "Experts")
    before = checks.digest(ledger_ws)
    commitments.complete_commitment(
        ledger_ws, line.commitment.id, D("2026-11-20"), evidence=LocalText(fr="Compte rendu")
    )
    kept = records.get_record(ledger_ws, "commitments", line.commitment.id)
    assert (str(kept.done_on), kept.evidence.fr) == ("2026-11-20", "Compte rendu")
    assert history.next_undo(ledger_ws).label_key == "edit.complete_commitment"  # type: ignore[union-attr]
    history.undo(ledger_ws)
    assert checks.digest(ledger_ws) == before


def test_a_promise_is_refused_with_field_and_reason(ws: Workspace, ids: Ids) -> None:
    other = add(ws, "agreements", title={"fr": "Autre"})
    for values, expected in (
        ({}, ("agreement_id", "problem.commitment.nowhere")),
        ({"agreement_id": other, "clause_id": ids.clause}, ("clause_id", "problem.commitment.clause")),
        (
            {"agreement_id": other, "debtor_id": ids.cstb, "beneficiary_id": ids.cstb},
            ("beneficiary_id", "problem.commitment.self"),
        ),
        ({"agreement_id": other, "done_on": "2027"}, ("done_on", "problem.date.future")),
        ({"agreement_id": other, "city_ids": ["nowhere"]}, ("city_ids", "problem.reference")),
        ({"agreement_id": other, "text": {}}, ("text", "problem.required")),
    ):
        with pytest.raises(UserError) as refused:
            add(ws, "commitments", **{"text": {"fr": "X"}} | values)
        assert [(one.field, one.key) for one in refused.value.problems] == [expected]
    assert records.count_records(ws, "commitments") == 0


def test_removing_an_agreement_takes_its_clauses_and_promises(ledger_ws: Workspace, ids: Ids) -> None:
    before = checks.digest(ledger_ws)
    records.remove_record(ledger_ws, "agreements", ids.contract)
    assert [records.count_records(ledger_ws, noun) for noun in ("clauses", "commitments", "parties")] == [
        0,
        0,
        0,
    ]
    history.undo(ledger_ws)
    assert checks.digest(ledger_ws) == before


def test_removing_a_city_takes_the_promises_made_for_it_alone(ledger_ws: Workspace, ids: Ids) -> None:
    before = checks.digest(ledger_ws)
    records.remove_record(ledger_ws, "cities", ids.jingzhou)
    assert "Experts" not in {name for name, _ in told(commitments.ledger(ledger_ws))}
    history.undo(ledger_ws)
    assert checks.digest(ledger_ws) == before


def test_a_party_has_a_role_and_stands_once_in_an_agreement(ws: Workspace, ids: Ids) -> None:
    parties = records.list_records(ws, "parties", agreement_id=ids.contract)
    assert [(row.partner_id, row.role.value) for row in parties] == [
        (ids.cstb, "signatory"),
        (ids.csus, "signatory"),
    ]
    records.edit_record(
        ws, "parties", parties[1].id, {"role": "witness", "capacity": {"fr": "au nom du ministère"}}
    )
    records.edit_record(ws, "agreements", ids.contract, {"party_ids": [ids.csus, ids.cstb]})
    kept = records.get_record(ws, "parties", parties[1].id)
    assert (kept.role.value, kept.capacity.fr, kept.position) == ("witness", "au nom du ministère", 0)
    with pytest.raises(UserError) as refused:
        add(ws, "parties", agreement_id=ids.contract, partner_id=ids.cstb)
    assert [(one.field, one.key) for one in refused.value.problems] == [
        ("partner_id", "problem.already_linked")
    ]


def test_a_party_changed_for_another_partner_leaves_room_for_the_first(ws: Workspace, ids: Ids) -> None:
    third = add(ws, "partners", name={"fr": "Cerway"}, kind="other")
    (party, _) = records.list_records(ws, "parties", agreement_id=ids.contract)
    records.edit_record(ws, "parties", party.id, {"partner_id": third})
    add(ws, "parties", agreement_id=ids.contract, partner_id=ids.cstb)
    assert set(records.link_ids(ws, "agreements", ids.contract, "party_ids")) == {third, ids.csus, ids.cstb}


TERM = {"title": {"fr": "Convention"}, "signed_on": "2017-03", "ends_on": "2020-03"}


@pytest.mark.parametrize(
    ("more", "today", "end", "state"),
    [
        ({"ends_on": None}, "2026-01-01", "None", AgreementState.OPEN_ENDED),
        ({}, "2019-01-01", "2020-03", AgreementState.RUNNING),
        ({}, "2020-01-01", "2020-03", AgreementState.EXPIRING),
        ({}, "2020-03-31", "2020-03", AgreementState.EXPIRING),
        ({}, "2020-04-01", "2020-03", AgreementState.EXPIRED),
        ({"renewal": "express", "renews_every_months": 12}, "2020-04-01", "2020-03", AgreementState.EXPIRED),
        ({"renewal": "tacit", "renews_every_months": 12}, "2020-04-01", "2021-03", AgreementState.RUNNING),
        ({"renewal": "tacit", "renews_every_months": 36}, "2026-01-15", "2026-03", AgreementState.EXPIRING),
        ({"renewal": "tacit"}, "2026-01-15", "2020-03", AgreementState.EXPIRED),
    ],
)
def test_a_term_ends_or_goes_on_tacitly(
    more: dict[str, object], today: str, end: str, state: AgreementState
) -> None:
    data = AgreementData.model_validate(TERM | more)
    assert str(term_end(data, date.fromisoformat(today))) == end
    assert agreement_state(data, date.fromisoformat(today), 90) is state


def test_expiring_and_renewable_agreements_are_listed_by_their_end(ws: Workspace, ids: Ids) -> None:
    add(ws, "agreements", title={"fr": "A"}, ends_on="2027-01-15", renewal="express")
    add(ws, "agreements", title={"fr": "B"}, ends_on="2026-12")
    add(ws, "agreements", title={"fr": "C"}, ends_on="2025")
    lines = commitments.agreement_terms(ws)
    assert [(line.agreement.title.fr, line.state.value, line.renewable) for line in lines] == [
        ("C", "expired", False),
        ("B", "expiring", False),
        ("A", "expiring", True),
    ]


def test_a_term_that_ends_before_the_signature_is_refused(ws: Workspace) -> None:
    with pytest.raises(UserError) as refused:
        add(ws, "agreements", title={"fr": "A"}, signed_on="2018", ends_on="2017-12")
    assert [(one.field, one.key) for one in refused.value.problems] == [("ends_on", "problem.date.order")]


def test_the_overview_alerts_to_promises_and_agreements(ledger_ws: Workspace) -> None:
    other = add(ledger_ws, "agreements", title={"fr": "B"}, ends_on="2026-12")
    promise(ledger_ws, "Visite", agreement_id=other, due_on="2030")
    found = {(point.key, point.entity) for point in attention(ledger_ws)}
    assert {
        ("attention.commitment_late", "commitment"),
        ("attention.commitment_coming", "commitment"),
        ("attention.commitment_undated", "commitment"),
        ("attention.commitment_no_debtor", "commitment"),
        ("attention.commitment_no_evidence", "commitment"),
        ("attention.agreement_expiring", "agreement"),
    } <= found
    near = {point.key for point in attention(ledger_ws, horizon_days=10)}
    assert "attention.agreement_expiring" not in near
    assert "attention.commitment_coming" not in near


def test_search_finds_promises_and_leads_from_a_clause_to_its_agreement(ledger_ws: Workspace) -> None:
    assert [(hit.noun, hit.title.fr) for hit in search(ledger_ws, "referentiel")] == [
        ("commitments", "Référentiel")
    ]
    assert [(hit.noun, hit.title.fr, hit.subtitle.fr) for hit in search(ledger_ws, "formation")] == [
        ("agreements", "Contrat", "Formation")
    ]
