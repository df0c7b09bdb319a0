"""What a write leaves in the journal: changes with their parents, and a time that never goes back."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlmodel import col, select

from ecocity_desktop.errors import UserError
from ecocity_desktop.services import history, records
from ecocity_desktop.services.workspace import Workspace, open_workspace
from ecocity_desktop.store.journal import Change, Edit


def _changes(ws: Workspace) -> Sequence[Change]:
    with ws.reading() as session:
        joined = select(Change).join(Edit, col(Edit.id) == col(Change.edit_id))
        return session.exec(joined.order_by(col(Edit.made_at), col(Change.position))).all()


def _times(ws: Workspace) -> list[str]:
    with ws.reading() as session:
        return list(session.exec(select(Edit.made_at).order_by(col(Edit.made_at))).all())


def test_adding_a_record_is_one_change_with_the_whole_row(ws: Workspace) -> None:
    row_id = records.add_record(ws, "sources", {"title": "CSTB", "published_on": "2018-04"}).row_id
    (change,) = _changes(ws)
    assert (change.op, change.entity, change.entity_id, change.field) == ("insert", "source", row_id, None)
    assert (change.parent_id, change.before) == (None, None)
    assert json.loads(change.after or "")["published_on"] == "2018-04"


def test_changing_fields_is_one_change_for_each_that_differs(ws: Workspace) -> None:
    row_id = str(records.add_record(ws, "sources", {"title": "CSTB", "publisher": "CSTB"}).row_id)
    records.edit_record(ws, "sources", row_id, {"title": "CSTB", "publisher": "CSUS", "url": "https://a.cn"})
    changed = {change.field: (change.before, change.after) for change in _changes(ws)[1:]}
    assert changed == {"publisher": ('"CSTB"', '"CSUS"'), "url": ("null", '"https://a.cn"')}


def test_the_parent_of_a_change_is_the_last_of_its_field_or_the_insert(ws: Workspace) -> None:
    row_id = str(records.add_record(ws, "sources", {"title": "A"}).row_id)
    for title in ("B", "C"):
        records.edit_record(ws, "sources", row_id, {"title": title})
    records.edit_record(ws, "sources", row_id, {"publisher": "P"})
    records.remove_record(ws, "sources", row_id)
    insert, second, third, publisher, removal = _changes(ws)
    assert second.parent_id == insert.id
    assert third.parent_id == second.id
    assert publisher.parent_id == insert.id
    assert removal.op == "delete"
    assert removal.parent_id == insert.id


def test_after_coming_back_a_field_continues_from_its_return(ws: Workspace) -> None:
    row_id = str(records.add_record(ws, "sources", {"title": "A"}).row_id)
    records.edit_record(ws, "sources", row_id, {"title": "B"})
    records.remove_record(ws, "sources", row_id)
    history.undo(ws)
    records.edit_record(ws, "sources", row_id, {"title": "C"})
    changes = _changes(ws)
    assert [change.op for change in changes] == ["insert", "update", "delete", "insert", "update"]
    assert changes[3].parent_id == changes[2].id
    assert changes[4].parent_id == changes[3].id


def test_an_edit_that_changes_nothing_leaves_no_trace(ws: Workspace) -> None:
    row_id = str(records.add_record(ws, "sources", {"title": "A"}).row_id)
    assert records.edit_record(ws, "sources", row_id, {"title": "A"}).edit_id is None
    assert len(_times(ws)) == 1


def test_what_is_refused_leaves_no_trace(ws: Workspace) -> None:
    with pytest.raises(UserError):
        records.add_record(ws, "milestones", {"title": {"en": "A"}, "city_ids": ["nobody"]})
    assert _times(ws) == []
    assert records.list_records(ws, "milestones") == ()


def test_an_interrupted_write_leaves_no_trace(ws: Workspace) -> None:
    def add_and_fail() -> None:
        with ws.writing("edit.add_source") as transaction:
            records.add_in(transaction, "sources", {"title": "A"}, ws)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        add_and_fail()
    assert records.list_records(ws, "sources") == ()
    assert _times(ws) == []


def test_an_edit_knows_who_made_it_when_and_what_it_was(ws: Workspace) -> None:
    records.add_record(ws, "cities", {"name": {"fr": "Jilin", "zh": "吉林市"}})
    (line,) = history.history(ws)
    assert line.edit.author == "Lin"
    assert line.edit.made_at == datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert line.edit.label_key == "edit.add_city"
    assert (line.edit.subject.fr, line.edit.subject.zh) == ("Jilin", "吉林市")


@pytest.mark.parametrize("jump", [timedelta(days=-1), timedelta(days=-3650), timedelta(0)])
def test_history_keeps_its_order_when_the_clock_goes_back(path: Path, jump: timedelta) -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    with open_workspace(path, clock=lambda: now) as ws:
        records.add_record(ws, "sources", {"title": "first"})
    with open_workspace(path, clock=lambda: now + jump) as ws:
        records.add_record(ws, "sources", {"title": "second"})
        records.add_record(ws, "sources", {"title": "third"})
        titles = [line.edit.subject.en for line in history.history(ws)]
        assert titles == ["third", "second", "first"]
        assert [time[:27] for time in _times(ws)] == [
            "2026-11-23T12:00:00.000000Z",
            "2026-11-23T12:00:00.000001Z",
            "2026-11-23T12:00:00.000002Z",
        ]


def test_a_clock_ten_years_ahead_is_followed_and_never_undone(path: Path) -> None:
    with open_workspace(path, clock=lambda: datetime(2036, 1, 1, tzinfo=UTC)) as ws:
        records.add_record(ws, "sources", {"title": "ahead"})
    with open_workspace(path, clock=lambda: datetime(2026, 1, 1, tzinfo=UTC)) as ws:
        records.add_record(ws, "sources", {"title": "right"})
        assert [line.edit.subject.en for line in history.history(ws)] == ["right", "ahead"]
        assert _times(ws)[-1] == "2036-01-01T00:00:00.000001Z 2026-01-01T00:00:00.000000Z"
        assert [line.edit.shown_at(ws.now()).year for line in history.history(ws)] == [2026, 2036]
        assert history.edits_ahead(ws) == (1, datetime(2036, 1, 1, tzinfo=UTC))


def test_what_clocks_say_goes_on_beside_an_order_that_is_held_up(path: Path) -> None:
    clocks = ("2036-01-01", "2026-01-02", "2026-01-02", "2016-01-01", "2026-01-03")
    for number, day in enumerate(clocks):
        with open_workspace(path, clock=partial(datetime.fromisoformat, f"{day}T00:00:00+00:00")) as ws:
            records.add_record(ws, "sources", {"title": str(number)})
    with open_workspace(path) as ws:
        assert [line.edit.subject.en for line in history.history(ws)] == ["4", "3", "2", "1", "0"]
        assert _times(ws) == [
            "2036-01-01T00:00:00.000000Z",
            "2036-01-01T00:00:00.000001Z 2026-01-02T00:00:00.000000Z",
            "2036-01-01T00:00:00.000002Z 2026-01-02T00:00:00.000001Z",
            "2036-01-01T00:00:00.000003Z 2016-01-01T00:00:00.000000Z",
            "2036-01-01T00:00:00.000004Z 2026-01-03T00:00:00.000000Z",
        ]


def test_a_clock_put_back_by_a_second_is_no_matter(path: Path) -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    for back in (0, 1):
        with open_workspace(path, clock=lambda: now - timedelta(seconds=back)) as ws:  # noqa: B023
            records.add_record(ws, "sources", {"title": "CSTB"})
            assert history.edits_ahead(ws) == (0, None)
            last = _times(ws)[-1]
    assert last == "2026-11-23T12:00:00.000001Z"
