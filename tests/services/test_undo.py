"""Undo and redo, also after the file was closed, and never over somebody's later work."""

from pathlib import Path

import pytest

from ecocity_desktop.domain.changes import Op
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.errors import UserError
from ecocity_desktop.services import checks, history, milestones, records
from ecocity_desktop.services.workspace import Workspace, open_workspace


def _label(ws: Workspace) -> str:
    values = {"title": {"fr": "Label"}, "planned_on": "2018-04-02"}
    return str(records.add_record(ws, "milestones", values).row_id)


def test_moving_a_milestone_can_be_undone_after_a_restart_and_redone(path: Path) -> None:
    with open_workspace(path) as ws:
        label = _label(ws)
        milestones.move_milestone(ws, label, PartialDate.parse("2018-06"))
    with open_workspace(path) as ws:
        line = history.next_undo(ws)
        assert line is not None
        assert (line.label_key, line.subject.fr) == ("edit.move_milestone", "Label")
        changes = history.undo(ws)
        assert changes.concerns("milestone")
        assert records.get_record(ws, "milestones", label).forecast_on is None
    with open_workspace(path) as ws:
        again = history.next_redo(ws)
        assert again is not None
        assert again.label_key == "edit.move_milestone"
        history.redo(ws)
        assert str(records.get_record(ws, "milestones", label).forecast_on) == "2018-06"
        assert history.next_redo(ws) is None


def test_the_history_says_of_a_figure_what_it_counts_and_where(ws: Workspace) -> None:
    city = str(records.add_record(ws, "cities", {"name": {"fr": "Jingzhou", "zh": "荆州市"}}).row_id)
    records.add_record(ws, "figures", {"city_id": city, "quantity": "population", "unit": "inhabitants"})
    line = history.next_undo(ws)
    assert line is not None
    assert line.subject == LocalText("Population · Jingzhou", "Population · Jingzhou", "人口 · 荆州市")


def test_the_history_says_of_a_role_who_has_it_and_where(ws: Workspace) -> None:
    city = str(records.add_record(ws, "cities", {"name": {"fr": "Jingzhou", "zh": "荆州市"}}).row_id)
    partner = str(records.add_record(ws, "partners", {"name": {"fr": "Le CSTB"}, "acronym": "CSTB"}).row_id)
    records.add_record(ws, "roles", {"city_id": city, "partner_id": partner})
    line = history.next_undo(ws)
    assert line is not None
    assert line.subject == LocalText("CSTB · Jingzhou", "CSTB · Jingzhou", "CSTB · 荆州市")


def test_giving_a_first_date_is_called_so(ws: Workspace) -> None:
    audit = str(records.add_record(ws, "milestones", {"title": {"fr": "Audit"}}).row_id)
    milestones.move_milestone(ws, audit, PartialDate.parse("2027-03"))
    first = history.next_undo(ws)
    milestones.move_milestone(ws, audit, PartialDate.parse("2027-04"))
    second = history.next_undo(ws)
    assert first is not None
    assert second is not None
    assert (first.label_key, second.label_key) == ("edit.date_milestone", "edit.move_milestone")


def test_a_new_edit_ends_what_could_be_redone(ws: Workspace) -> None:
    label = _label(ws)
    milestones.move_milestone(ws, label, PartialDate.parse("2018-06"))
    history.undo(ws)
    records.add_record(ws, "sources", {"title": "CSTB"})
    assert history.next_redo(ws) is None
    with pytest.raises(UserError) as refused:
        history.redo(ws)
    assert refused.value.key == "error.nothing_to_redo"


def test_an_empty_file_has_nothing_to_undo(ws: Workspace) -> None:
    assert history.next_undo(ws) is None
    with pytest.raises(UserError) as refused:
        history.undo(ws)
    assert refused.value.key == "error.nothing_to_undo"


def test_a_value_changed_since_is_not_overwritten(ws: Workspace) -> None:
    label = _label(ws)
    milestones.move_milestone(ws, label, PartialDate.parse("2018-06"))
    # As a merge would write it: an edit that is not the last one on the stack.
    with ws.writing("edit.change_milestone") as transaction:
        transaction.undoes(history.history(ws)[-1].edit.id)
        row = transaction.session.get(type(records.get_record(ws, "milestones", label)), label)
        transaction.change(row, forecast_on=PartialDate.parse("2018-09"))
    before = checks.digest(ws)
    with pytest.raises(UserError) as refused:
        history.undo(ws)
    assert refused.value.key == "error.changed_since"
    assert checks.digest(ws) == before


def test_the_pilot_programme_is_undone_to_the_founding_text_and_to_nothing(pilot_ws: Workspace) -> None:
    whole = checks.digest(pilot_ws)
    history.undo(pilot_ws)
    assert len(records.list_records(pilot_ws, "figures")) + len(records.list_records(pilot_ws, "cities")) > 0
    history.undo(pilot_ws)
    assert all(
        records.list_records(pilot_ws, noun) == () for noun in ("cities", "partners", "sources", "milestones")
    )
    history.redo(pilot_ws)
    history.redo(pilot_ws)
    assert checks.digest(pilot_ws) == whole
    assert checks.check_workspace(pilot_ws) == ()


def test_the_history_of_a_record_tells_only_of_it(ws: Workspace) -> None:
    label = _label(ws)
    city = str(records.add_record(ws, "cities", {"name": {"zh": "吉林市"}}).row_id)
    records.edit_record(ws, "milestones", label, {"city_ids": [city], "planned_on": "2018-05"})
    lines = history.history(ws, "milestones", label)
    assert [line.edit.label_key for line in lines] == ["edit.change_milestone", "edit.add_milestone"]
    assert {(change.entity, change.op) for change in lines[0].changes} == {
        ("milestone", Op.UPDATE),
        ("milestone_city", Op.INSERT),
    }
    assert [line.edit.label_key for line in history.history(ws, "cities", city)] == ["edit.add_city"]


def test_undoing_twenty_edits_and_redoing_them_goes_through_the_same_states(ws: Workspace) -> None:
    label = _label(ws)
    digests = [checks.digest(ws)]
    for month in range(1, 11):
        milestones.move_milestone(ws, label, PartialDate(2019, month))
        digests.append(checks.digest(ws))
        records.edit_record(ws, "milestones", label, {"title": {"zh": f"称号{month}"}})
        digests.append(checks.digest(ws))
    for digest in reversed(digests[:-1]):
        history.undo(ws)
        assert checks.digest(ws) == digest
    for digest in digests[1:]:
        history.redo(ws)
        assert checks.digest(ws) == digest
    assert checks.check_workspace(ws) == ()
