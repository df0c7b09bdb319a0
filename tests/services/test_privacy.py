"""A person's data: all of it handed over, and none of it left behind."""

import json
from pathlib import Path

import pytest

from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.errors import UserError
from ecocity_desktop.services import backups, checks, history, privacy, records
from ecocity_desktop.services.search import search
from ecocity_desktop.services.workspace import Workspace, create_workspace, open_workspace

from .canaries import canaries_in

CANARIES = ("Canary-Dupont", "canary.mail@exemple.org", "Canari-urbaniste", "+33 7391")


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "people.ecocity")


@pytest.fixture
def person(ws: Workspace) -> str:
    values = {
        "family_name": CANARIES[0],
        "email": CANARIES[1],
        "job_title": {"fr": CANARIES[2]},
        "phone": CANARIES[3],
    }
    records.add_record(ws, "people", {"family_name": "Martin"})
    identity = records.add_record(ws, "people", values).row_id
    assert identity is not None
    records.edit_record(ws, "people", identity, {"phone": "+33 1 00", "note": {"en": f"Was {CANARIES[3]}"}})
    return identity


def test_an_export_holds_everything_the_file_ever_held_of_a_person(ws: Workspace, person: str) -> None:
    with ws:
        exported = json.dumps(privacy.export_person(ws, person), ensure_ascii=False)
    assert [canary for canary in CANARIES if canary not in exported] == []
    assert "Martin" not in exported


def test_an_erased_person_leaves_no_byte_behind(ws: Workspace, person: str) -> None:
    with ws:
        privacy.erase_person(ws, person)
        assert search(ws, "canary") == ()
        assert checks.check_workspace(ws) == ()
        assert [row.family_name for row in records.list_records(ws, "people")] == ["Martin"]
    assert canaries_in(ws.path, CANARIES) == []


def test_an_erasure_is_not_undone_and_older_edits_still_are(ws: Workspace, person: str) -> None:
    with ws:
        records.add_record(ws, "sources", {"title": "CSTB"})
        privacy.erase_person(ws, person)
        history.undo(ws)
        assert records.list_records(ws, "sources") == ()
        assert [row.family_name for row in records.list_records(ws, "people")] == ["Martin"]
        history.undo(ws)
        assert records.list_records(ws, "people") == ()
        assert history.next_undo(ws) is None


def test_a_removed_person_is_handed_over_and_erased_too(ws: Workspace, person: str) -> None:
    with ws:
        records.remove_record(ws, "people", person)
        records.add_record(ws, "sources", {"title": "CSTB"})
        held = privacy.export_person(ws, person)
        assert held["person"] is None
        assert [canary for canary in CANARIES if canary not in json.dumps(held, ensure_ascii=False)] == []
        erased = privacy.erase_person(ws, person)
        assert (erased.changes.edit_id, erased.unscrubbed) == (None, None)
        assert checks.check_workspace(ws) == ()
        with pytest.raises(UserError) as refused:
            privacy.export_person(ws, person)
        assert refused.value.key == "error.not_found"
        history.undo(ws)
        history.undo(ws)
        assert records.list_records(ws, "people") == ()
    assert canaries_in(ws.path, CANARIES) == []


def test_a_removed_person_is_named_by_the_id_and_nobody_else_is(ws: Workspace, person: str) -> None:
    with ws:
        assert privacy.find_person(ws, "Martin") != person
        records.remove_record(ws, "people", person)
        assert privacy.find_person(ws, person) == person
        for stranger in ("nobody", "half \ud800", CANARIES[0]):
            with pytest.raises(UserError) as refused:
                privacy.find_person(ws, stranger)
            assert refused.value.key == "error.not_found"


def test_an_individual_partner_stays_without_a_name(ws: Workspace) -> None:
    with ws:
        partner = records.add_record(
            ws, "partners", {"name": {"fr": CANARIES[0]}, "kind": "individual"}
        ).row_id
        values = {"family_name": CANARIES[0], "partner_id": partner}
        identity = str(records.add_record(ws, "people", values).row_id)
        agreement = {"title": {"fr": "Contrat"}, "party_ids": [partner]}
        records.add_record(ws, "agreements", agreement)
        privacy.erase_person(ws, identity)
        (kept,) = records.list_records(ws, "partners")
        assert kept.name.fr == "Personne effacée"
        assert checks.check_workspace(ws) == ()
    assert canaries_in(ws.path, CANARIES) == []


def test_no_edit_of_another_record_keeps_the_name_of_an_individual_partner(ws: Workspace) -> None:
    with ws:
        values = {"name": {"fr": CANARIES[2], "zh": "金丝雀"}, "acronym": "Canari-2", "kind": "individual"}
        partner = str(records.add_record(ws, "partners", values).row_id)
        identity = str(records.add_record(ws, "people", {"family_name": "X", "partner_id": partner}).row_id)
        city = records.add_record(ws, "cities", {"name": {"fr": "Wuhan"}}).row_id
        role = str(records.add_record(ws, "roles", {"city_id": city, "partner_id": partner}).row_id)
        records.edit_record(ws, "partners", partner, {"acronym": None})
        records.edit_record(ws, "roles", role, {"role": {"fr": "urbaniste"}})
        history.undo(ws)
        longer = {"name": {"fr": f"{CANARIES[0]} {'x' * 130}", "zh": None}}
        records.edit_record(ws, "partners", partner, longer)
        records.edit_record(ws, "roles", role, {"role": {"fr": "conseil"}})
        agreement = records.add_record(ws, "agreements", {"title": {"fr": "Contrat"}}).row_id
        party = {"agreement_id": agreement, "partner_id": partner}
        records.remove_record(ws, "parties", str(records.add_record(ws, "parties", party).row_id))
        privacy.erase_person(ws, identity)
        told = [(line.edit.label_key, line.edit.subject) for line in history.history(ws)]
        nameless = LocalText("Personne effacée · Wuhan", "Erased person · Wuhan", "已删除的人员 · Wuhan")
        assert [subject for key, subject in told if key == "edit.add_city_role"] == [nameless]
        assert [subject.fr for key, subject in told if key == "edit.change_city_role"] == [
            "Personne effacée",  # cut before the city
            "Personne effacée · Wuhan",
            "Personne effacée · Wuhan",
        ]
        assert [subject.fr for key, subject in told if key == "edit.remove_agreement_party"] == [
            "Personne effacée"
        ]
        assert [subject.fr for key, subject in told if key == "edit.add_city"] == ["Wuhan"]
        kept = backups.make_backup(ws)
    for file in (ws.path, kept):
        content = file.read_bytes().lower()
        assert [one for one in (*CANARIES, "Canari-2", "金丝雀") if one.lower().encode() in content] == []


def test_a_partner_that_was_taken_from_the_person_and_removed_goes_too(ws: Workspace) -> None:
    with ws:
        values = {"name": {"fr": CANARIES[0]}, "kind": "individual"}
        partner = str(records.add_record(ws, "partners", values).row_id)
        person = {"family_name": "X", "partner_id": partner}
        identity = str(records.add_record(ws, "people", person).row_id)
        records.edit_record(ws, "people", identity, {"partner_id": None})
        records.remove_record(ws, "partners", partner)
        assert CANARIES[0] in json.dumps(privacy.export_person(ws, identity), ensure_ascii=False)
        privacy.erase_person(ws, identity)
    assert canaries_in(ws.path, CANARIES) == []


def test_a_removed_partner_that_was_linked_by_mistake_keeps_its_history(ws: Workspace) -> None:
    with ws:
        other = {"name": {"fr": "Bernard Autre"}, "kind": "individual"}
        mistaken = str(records.add_record(ws, "partners", other).row_id)
        person = {"family_name": CANARIES[0], "partner_id": mistaken}
        identity = str(records.add_record(ws, "people", person).row_id)
        values = {"name": {"fr": CANARIES[0]}, "kind": "individual"}
        partner = str(records.add_record(ws, "partners", values).row_id)
        records.edit_record(ws, "people", identity, {"partner_id": partner})
        records.remove_record(ws, "partners", mistaken)
        assert "Bernard" not in json.dumps(privacy.export_person(ws, identity), ensure_ascii=False)
        privacy.erase_person(ws, identity)
    assert canaries_in(ws.path, CANARIES) == []
    assert b"Bernard Autre" in ws.path.read_bytes()


@pytest.mark.parametrize("tail", ["", " " + "x" * 130])
def test_the_name_of_a_partner_that_holds_the_joint_of_a_subject_leaves_no_byte_behind(
    ws: Workspace, tail: str
) -> None:
    with ws:
        values = {"name": {"fr": f"{CANARIES[0]} · {CANARIES[2]}{tail}"}, "kind": "individual"}
        partner = str(records.add_record(ws, "partners", values).row_id)
        identity = str(records.add_record(ws, "people", {"family_name": "X", "partner_id": partner}).row_id)
        city = records.add_record(ws, "cities", {"name": {"fr": "Wuhan"}}).row_id
        records.add_record(ws, "roles", {"city_id": city, "partner_id": partner})
        privacy.erase_person(ws, identity)
        told = [
            line.edit.subject.fr
            for line in history.history(ws)
            if line.edit.label_key == "edit.add_city_role"
        ]
        assert told == ["Personne effacée" if tail else "Personne effacée · Wuhan"]
    assert canaries_in(ws.path, CANARIES) == []


def test_not_even_the_journal_of_sqlite_keeps_a_byte_while_the_file_is_open(
    ws: Workspace, person: str
) -> None:
    with ws:
        privacy.erase_person(ws, person)
        journal = ws.path.with_name(f"{ws.path.name}-journal")
        assert journal.read_bytes() == b""
        assert canaries_in(ws.path, CANARIES) == []


def test_nobody_is_erased_by_a_wrong_id(ws: Workspace, person: str) -> None:
    with ws, pytest.raises(UserError) as refused:
        privacy.erase_person(ws, "nobody")
    assert refused.value.key == "error.not_found"


def test_nobody_is_erased_who_could_come_back_unnoticed(ws: Workspace, person: str) -> None:
    backups.backup_folder(ws.path).write_text("a file where the folder of the erase list should be")
    with ws:
        with pytest.raises(UserError) as refused:
            privacy.erase_person(ws, person)
        assert refused.value.key == "error.target"
        assert records.get_record(ws, "people", person).family_name == CANARIES[0]


def test_what_an_erased_partner_still_needs_is_not_undone_and_the_reason_is_named(ws: Workspace) -> None:
    with ws, ws.writing("edit.pilot") as transaction:
        # One edit that brings a source and a person with a partner of their own, as an import does.
        source = records.add_in(transaction, "sources", {"title": "CSTB"}, ws)
        values = {"name": {"fr": CANARIES[0]}, "kind": "individual", "source_id": source}
        partner = records.add_in(transaction, "partners", values, ws)
        person = {"family_name": CANARIES[0], "partner_id": partner}
        identity = records.add_in(transaction, "people", person, ws)
    with open_workspace(ws.path) as again:
        privacy.erase_person(again, identity)
        before = checks.digest(again)
        with pytest.raises(UserError) as refused:
            history.undo(again)
        assert (refused.value.key, refused.value.params["count"]) == ("error.needed_since", 1)
        assert refused.value.params["records"] == (("partners", partner),)
        (name,) = refused.value.params["names"]
        assert (name.en, name.zh) == ("partner Erased person", "合作伙伴“已删除的人员”")
        assert checks.digest(again) == before
