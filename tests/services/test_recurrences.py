"""Recurring duties: audits and renewals create their next milestone, once, visibly, undoably."""

from typing import Any

import pytest

from ecocity_desktop.errors import UserError
from ecocity_desktop.services import checks, history, records, recurrences
from ecocity_desktop.services.workspace import Workspace


def add(ws: Workspace, noun: str, **values: object) -> str:
    return str(records.add_record(ws, noun, values).row_id)


@pytest.fixture
def certification(ws: Workspace) -> str:
    """A certification on 29 February 2024, of one city, in Jingzhou; today is 23 November 2026."""
    city = add(ws, "cities", name={"fr": "Jingzhou"})
    place = {"fr": "Jingzhou"}
    title = {"fr": "Certification"}
    return add(
        ws,
        "milestones",
        title=title,
        kind="certification",
        actual_on="2024-02-29",
        city_ids=[city],
        place=place,
    )


def rule(ws: Workspace, **values: object) -> str:
    given: dict[str, Any] = {"title": {"fr": "Audit annuel", "en": "Annual audit"}, "every_months": 12}
    return add(ws, "recurrences", **given | values)


def _made(ws: Workspace) -> list[str]:
    (line,) = recurrences.recurrence_lines(ws)
    return [str(row.planned_on) for row in line.made]


def test_the_next_audit_is_created_with_the_cities_and_place_of_its_anchor(
    ws: Workspace, certification: str
) -> None:
    audit = rule(ws, milestone_id=certification)
    before = checks.digest(ws)
    (line,) = recurrences.recurrence_lines(ws)
    assert (line.next_number, str(line.next_on), line.due) == (1, "2025-02-28", True)
    made = records.get_record(ws, "milestones", str(recurrences.create_next(ws, audit).row_id))
    assert (made.title.en, made.kind.value, str(made.planned_on), made.place.fr) == (
        "Annual audit",
        "audit",
        "2025-02-28",
        "Jingzhou",
    )
    assert len(records.link_ids(ws, "milestones", made.id, "city_ids")) == 1
    history.undo(ws)
    assert checks.digest(ws) == before


def test_each_occurrence_is_created_once_and_leap_days_come_back(ws: Workspace, certification: str) -> None:
    audit = rule(ws, milestone_id=certification, until="2028")
    for _ in range(4):
        recurrences.create_next(ws, audit)
    (line,) = recurrences.recurrence_lines(ws)
    assert [str(row.planned_on) for row in line.made] == [
        "2025-02-28",
        "2026-02-28",
        "2027-02-28",
        "2028-02-29",
    ]
    assert line.next_on is None
    with pytest.raises(UserError) as refused:
        recurrences.create_next(ws, audit)
    assert refused.value.key == "error.nothing_recurs"


def test_what_is_due_is_created_in_one_step_and_only_that(ws: Workspace, certification: str) -> None:
    rule(ws, milestone_id=certification)
    before = checks.digest(ws)
    recurrences.create_due(ws)
    (line,) = recurrences.recurrence_lines(ws)
    assert [str(row.planned_on) for row in line.made] == ["2025-02-28", "2026-02-28"]
    assert (str(line.next_on), line.due) == ("2027-02-28", False)
    assert recurrences.create_due(ws).edit_id is None
    history.undo(ws)
    assert checks.digest(ws) == before


def test_an_occurrence_removed_on_purpose_stays_away_and_one_undone_comes_back(
    ws: Workspace, certification: str
) -> None:
    audit = rule(ws, milestone_id=certification)
    first = str(recurrences.create_next(ws, audit).row_id)
    history.undo(ws)
    assert str(recurrences.create_next(ws, audit).row_id) == first
    records.remove_record(ws, "milestones", first)
    second = records.get_record(ws, "milestones", str(recurrences.create_next(ws, audit).row_id))
    assert str(second.planned_on) == "2026-02-28"


def test_a_removal_undone_and_done_again_keeps_the_occurrence_away(ws: Workspace, certification: str) -> None:
    audit = rule(ws, milestone_id=certification)
    first = str(recurrences.create_next(ws, audit).row_id)
    records.remove_record(ws, "milestones", first)
    for _ in range(2):
        history.undo(ws)
        assert _made(ws) == ["2025-02-28"]
        history.redo(ws)
        (line,) = recurrences.recurrence_lines(ws)
        assert (line.made, line.next_number, str(line.next_on)) == ((), 2, "2026-02-28")
    recurrences.create_due(ws)
    assert _made(ws) == ["2026-02-28"]


def test_an_occurrence_made_again_by_redo_and_undone_once_more_is_due_again(
    ws: Workspace, certification: str
) -> None:
    audit = rule(ws, milestone_id=certification)
    recurrences.create_next(ws, audit)
    for _ in range(2):
        history.undo(ws)
        (line,) = recurrences.recurrence_lines(ws)
        assert (line.made, line.next_number) == ((), 1)
        history.redo(ws)
        (line,) = recurrences.recurrence_lines(ws)
        assert (_made(ws), line.next_number) == (["2025-02-28"], 2)


def test_a_renewal_falls_due_when_the_term_ends_at_the_precision_of_the_term(ws: Workspace) -> None:
    contract = add(ws, "agreements", title={"fr": "Contrat"}, signed_on="2017-03", ends_on="2026-12")
    rule(ws, agreement_id=contract, kind="renewal", every_months=36)
    (line,) = recurrences.recurrence_lines(ws)
    assert (str(line.next_on), line.due) == ("2026-12", True)
    recurrences.create_due(ws)
    (line,) = recurrences.recurrence_lines(ws)
    assert [(row.kind.value, str(row.planned_on)) for row in line.made] == [("agreement", "2026-12")]
    assert str(line.next_on) == "2029-12"


def test_an_anchor_without_a_date_gives_nothing_to_create(ws: Workspace) -> None:
    undated = add(ws, "milestones", title={"fr": "Certification"})
    rule(ws, milestone_id=undated)
    (line,) = recurrences.recurrence_lines(ws)
    assert (line.next_number, line.next_on, line.due) == (None, None, False)
    assert not line.started


def test_a_rule_at_its_end_has_started_and_one_without_a_date_has_not(
    ws: Workspace, certification: str
) -> None:
    rule(ws, milestone_id=certification, until="2024-12")
    rule(ws, agreement_id=add(ws, "agreements", title={"fr": "Contrat"}))
    lines = recurrences.recurrence_lines(ws)
    assert {(line.rule.milestone_id, line.next_on, line.started) for line in lines} == {
        (certification, None, True),
        (None, None, False),
    }


def test_a_rule_counts_from_one_anchor_and_every_month_at_most(ws: Workspace, certification: str) -> None:
    contract = add(ws, "agreements", title={"fr": "Contrat"})
    for values, expected in (
        ({}, ("milestone_id", "problem.recurrence.anchor")),
        (
            {"milestone_id": certification, "agreement_id": contract},
            ("milestone_id", "problem.recurrence.anchor"),
        ),
        ({"milestone_id": certification, "every_months": 0}, ("every_months", "problem.too_small")),
    ):
        with pytest.raises(UserError) as refused:
            rule(ws, **values)
        assert [(one.field, one.key) for one in refused.value.problems] == [expected]
