"""Removing a record: what belongs to it goes with it, what merely refers to it forbids it."""

import pytest

from ecocity_desktop.errors import UserError
from ecocity_desktop.services import checks, history, records
from ecocity_desktop.services.removal import check_unused, would_go
from ecocity_desktop.services.workspace import Workspace


def _add(ws: Workspace, noun: str, **values: object) -> str:
    return str(records.add_record(ws, noun, values).row_id)


def test_a_city_takes_its_figures_roles_and_statements(pilot_ws: Workspace) -> None:
    city = records.resolve(pilot_ws, "cities", "Qingyun")
    going = dict(would_go(pilot_ws, "cities", city))
    figures = len(records.list_records(pilot_ws, "figures", city_id=city))
    assert going["figure"] == figures > 0
    records.remove_record(pilot_ws, "cities", city)
    for noun in ("figures", "roles", "statements"):
        assert records.list_records(pilot_ws, noun, city_id=city) == ()
    assert checks.check_workspace(pilot_ws) == ()


def test_a_milestone_of_several_cities_stays_with_the_others(ws: Workspace) -> None:
    jilin, panshi = (_add(ws, "cities", name={"en": name}) for name in ("Jilin", "Panshi"))
    shared = _add(ws, "milestones", title={"en": "Label"}, city_ids=[jilin, panshi])
    own = _add(ws, "milestones", title={"en": "Audit"}, city_ids=[panshi])
    programme = _add(ws, "milestones", title={"en": "Conference"})
    records.remove_record(ws, "cities", panshi)
    assert {row.id for row in records.list_records(ws, "milestones")} == {shared, programme}
    assert records.link_ids(ws, "milestones", shared, "city_ids") == (jilin,)
    assert own not in {row.id for row in records.list_records(ws, "milestones")}


def test_a_city_others_lie_in_stays(ws: Workspace) -> None:
    jilin = _add(ws, "cities", name={"en": "Jilin"})
    _add(ws, "cities", name={"en": "Panshi"}, parent_id=jilin)
    before = checks.digest(ws)
    with pytest.raises(UserError) as refused:
        records.remove_record(ws, "cities", jilin)
    assert (refused.value.key, refused.value.params["count"]) == ("error.in_use", 1)
    assert checks.digest(ws) == before


def test_a_record_many_refer_to_names_the_first_and_gives_the_ids_of_all(ws: Workspace) -> None:
    source = _add(ws, "sources", title="CSTB")
    users = {_add(ws, "partners", name={"en": f"Partner {number}"}, source_id=source) for number in range(7)}
    with pytest.raises(UserError) as refused:
        records.remove_record(ws, "sources", source)
    told = refused.value.params
    assert (told["count"], len(told["names"]), told["names"][5].zh) == (7, 6, "…")
    assert {row_id for _, row_id in told["records"]} == users


def test_a_partner_in_use_is_held_by_the_agreements_it_is_a_party_of(ws: Workspace) -> None:
    partner = _add(ws, "partners", name={"en": "CSTB"})
    titles = ("Letter of intent", "Contract")
    deals = [_add(ws, "agreements", title={"en": title}, party_ids=[partner]) for title in titles]
    for verb in (check_unused, records.remove_record):
        with pytest.raises(UserError) as refused:
            verb(ws, "partners", partner)
        told = refused.value.params
        assert {name.en for name in told["names"]} == {"agreement Letter of intent", "agreement Contract"}
        assert set(told["records"]) == {("agreements", deal) for deal in deals}
    for deal in deals:
        records.edit_record(ws, "agreements", deal, {"party_ids": []})
    check_unused(ws, "partners", partner)


def test_a_source_in_use_stays(ws: Workspace) -> None:
    source = _add(ws, "sources", title="CSTB")
    partner = _add(ws, "partners", name={"en": "CSTB"}, source_id=source)
    with pytest.raises(UserError):
        records.remove_record(ws, "sources", source)
    records.edit_record(ws, "partners", partner, {"source_id": None})
    records.remove_record(ws, "sources", source)
    assert records.list_records(ws, "sources") == ()


def test_a_removed_city_comes_back_whole(pilot_ws: Workspace) -> None:
    before = checks.digest(pilot_ws)
    city = records.resolve(pilot_ws, "cities", "Panshi")
    records.remove_record(pilot_ws, "cities", city)
    assert checks.digest(pilot_ws) != before
    history.undo(pilot_ws)
    assert checks.digest(pilot_ws) == before
    assert checks.check_workspace(pilot_ws) == ()
