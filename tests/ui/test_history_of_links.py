"""What a history tells beyond the fields of a record: its linking rows, and changes whose values were erased."""

from types import SimpleNamespace

from ecocity_desktop.i18n.catalog import Catalog
from ecocity_desktop.services import history, privacy, records
from ecocity_desktop.services.workspace import Workspace
from ecocity_desktop.ui.history_words import history_rows


def test_parties_added_put_in_another_order_and_given_a_role_are_told(ws: Workspace) -> None:
    a, b = (
        str(records.add_record(ws, "partners", {"name": {"en": name}, "kind": "other"}).row_id)
        for name in "AB"
    )
    deal = {"title": {"en": "Contract"}, "party_ids": [a, b]}
    agreement = str(records.add_record(ws, "agreements", deal).row_id)
    records.edit_record(ws, "agreements", agreement, {"party_ids": [b, a]})
    (party, _) = records.list_records(ws, "parties", agreement_id=agreement)
    records.edit_record(ws, "parties", party.id, {"role": "witness"})
    context = SimpleNamespace(workspace=ws, catalog=Catalog("en", strict=True))
    lines = history.history(ws, "agreements", agreement)
    told = [(row.field, row.before, row.after) for row in history_rows(context, lines, in_full=False)]
    assert told == [
        ("Role", "Signatory", "Witness"),
        ("Order", "1", "0"),
        ("Order", "0", "1"),
        ("added: agreement", "", "Contract"),
        ("Signatories", "", "A"),
        ("Signatories", "", "B"),
    ]


def test_the_history_of_the_file_says_of_an_erased_person_that_it_was_changed_and_not_how(
    ws: Workspace,
) -> None:
    partner = {"name": {"en": "Ada Martin"}, "kind": "individual"}
    own = records.add_record(ws, "partners", partner).row_id
    person = str(records.add_record(ws, "people", {"family_name": "Martin", "partner_id": own}).row_id)
    records.edit_record(ws, "people", person, {"phone": "+33 1 00"})
    privacy.erase_person(ws, person)
    context = SimpleNamespace(workspace=ws, catalog=Catalog("en", strict=True))
    rows = history_rows(context, history.history(ws), in_full=False)
    assert [(row.field, row.before, row.after) for row in rows[-3:]] == [
        ("Phone", "erased", "erased"),
        ("added: person", "", "erased"),
        ("added: partner", "", "erased"),
    ]
    assert ("removed: person", "erased", "") in {(row.field, row.before, row.after) for row in rows}
