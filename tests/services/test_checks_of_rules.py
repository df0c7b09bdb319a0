"""Every rule of a record holds for what another program wrote into the file: `check` finds it, at the right field."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ecocity_desktop.services import checks, records
from ecocity_desktop.services.workspace import Workspace, open_workspace

RULES = [
    ("UPDATE city SET latitude = 30.3", "cities", "longitude", "problem.coordinates.both"),
    ("UPDATE city SET latitude = 91, longitude = 1", "cities", "latitude", "problem.too_large"),
    ("UPDATE city SET parent_id = id", "cities", "parent_id", "problem.parent.self"),
    ("UPDATE city SET pinyin = printf('%.30000c', 'x')", "cities", "pinyin", "problem.text.too_long"),
    ("UPDATE city SET division_code = '12'", "cities", "division_code", "problem.pattern.division_code"),
    ("UPDATE partner SET parent_id = id WHERE acronym = 'A'", "partners", "parent_id", "problem.parent.self"),
    ("UPDATE person SET family_name = NULL", "people", "family_name", "problem.required"),
    ("UPDATE person SET email = 'nowhere'", "people", "email", "problem.email"),
    (
        "UPDATE figure SET unit = 'km2' WHERE unit = 'inhabitants' AND preferred",
        "figures",
        "unit",
        "problem.unit",
    ),
    ("UPDATE figure SET preferred = 1", "figures", "preferred", "problem.two_preferred"),
    (
        "UPDATE milestone SET actual_on = '2999' WHERE id IN (SELECT milestone_id FROM milestone_city)",
        "milestones",
        "actual_on",
        "problem.date.future",
    ),
    (
        "UPDATE milestone SET planned_start = '2019', planned_on = '2018'",
        "milestones",
        "planned_start",
        "problem.date.start",
    ),
    ("UPDATE milestone_city SET position = -1", "milestones", "position", "problem.too_small"),
    (
        "INSERT INTO milestone_city SELECT 'again', milestone_id, city_id, 1 FROM milestone_city",
        "milestones",
        "city_id",
        "problem.already_linked",
    ),
    (
        "INSERT INTO commitment_city SELECT 'again', commitment_id, city_id, 1 FROM commitment_city",
        "commitments",
        "city_id",
        "problem.already_linked",
    ),
    (
        "INSERT INTO agreement_party "
        "SELECT 'again', agreement_id, partner_id, position, role, capacity FROM agreement_party",
        "parties",
        "partner_id",
        "problem.already_linked",
    ),
    ("UPDATE agreement SET ends_on = '2016'", "agreements", "ends_on", "problem.date.order"),
    ("UPDATE agreement SET amends_id = id", "agreements", "amends_id", "problem.parent.self"),
    (
        "UPDATE commitment SET agreement_id = NULL, clause_id = NULL",
        "commitments",
        "agreement_id",
        "problem.commitment.nowhere",
    ),
    ("UPDATE commitment SET done_on = '2999'", "commitments", "done_on", "problem.date.future"),
    (
        "UPDATE commitment SET beneficiary_id = debtor_id",
        "commitments",
        "beneficiary_id",
        "problem.commitment.self",
    ),
    (
        "UPDATE clause SET agreement_id = (SELECT amends_id FROM agreement WHERE amends_id IS NOT NULL)",
        "commitments",
        "clause_id",
        "problem.commitment.clause",
    ),
    (
        "UPDATE dependency SET successor_id = predecessor_id",
        "dependencies",
        "successor_id",
        "problem.dependency.self",
    ),
    (
        "UPDATE baseline SET frozen_at = '2999-01-01T00:00:00Z'",
        "baselines",
        "frozen_at",
        "problem.baseline.future",
    ),
    ("UPDATE recurrence SET milestone_id = NULL", "recurrences", "milestone_id", "problem.recurrence.anchor"),
    ("UPDATE recurrence SET every_months = 0", "recurrences", "every_months", "problem.too_small"),
]


def add(ws: Workspace, noun: str, **values: object) -> str:
    return str(records.add_record(ws, noun, values).row_id)


@pytest.fixture
def path(path: Path) -> Path:
    """A file with a record of each kind that has a rule."""
    with open_workspace(path) as ws:
        city = add(ws, "cities", name={"en": "Jilin"})
        first, second = (add(ws, "partners", name={"en": name}, acronym=name) for name in "AB")
        add(ws, "people", family_name="Lin", email="lin@example.org")
        for value, preferred in ((6.4, True), (5.9, False)):
            add(
                ws,
                "figures",
                city_id=city,
                quantity="population",
                unit="inhabitants",
                value=value,
                preferred=preferred,
            )
        title = {"en": "t"}
        amended = add(ws, "agreements", title=title)
        agreement = add(
            ws, "agreements", title=title, signed_on="2017-03", party_ids=[first], amends_id=amended
        )
        clause = add(ws, "clauses", agreement_id=agreement, text=title)
        ends = {"debtor_id": first, "beneficiary_id": second}
        add(ws, "commitments", text=title, agreement_id=agreement, clause_id=clause, city_ids=[city], **ends)
        one, two = (add(ws, "milestones", title=title, city_ids=[city][at:]) for at in range(2))
        add(ws, "dependencies", predecessor_id=one, successor_id=two)
        add(ws, "baselines", name=title, frozen_at="2018-03-15T12:00:00Z")
        add(ws, "recurrences", title=title, milestone_id=one, every_months=6)
        add(ws, "programmes", name=title)
        assert checks.check_workspace(ws) == ()
    return path


def by_another_program(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def broken_rules(path: Path) -> list[tuple[str | None, str, str]]:
    with open_workspace(path) as ws:
        found = [found for found in checks.check_workspace(ws) if found.key == "check.rule"]
    return [(one.noun, one.detail, one.problem.key) for one in found if one.problem]


@pytest.mark.parametrize("statement, noun, field, problem", RULES)
def test_what_breaks_a_rule_is_found(path: Path, statement: str, noun: str, field: str, problem: str) -> None:
    by_another_program(path, statement)
    found = broken_rules(path)
    assert set(found) == {(noun, field, problem)}


@pytest.mark.parametrize(
    "ends, problem", [("predecessor_id, successor_id", "twice"), ("successor_id, predecessor_id", "cycle")]
)
def test_milestones_that_wait_for_each_other_are_found(path: Path, ends: str, problem: str) -> None:
    by_another_program(
        path,
        "INSERT INTO dependency (id, predecessor_id, successor_id, lag_days) "
        f"SELECT 'again', {ends}, lag_days FROM dependency",
    )
    assert broken_rules(path) == [("dependencies", "successor_id", f"problem.dependency.{problem}")] * 2


def test_a_second_programme_is_found(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(programme)") if row[1] != "id"]
    copied = ", ".join(columns)
    by_another_program(path, f"INSERT INTO programme (id, {copied}) SELECT 'b', {copied} FROM programme")
    assert broken_rules(path) == [("programmes", "name", "problem.one_programme")]
