"""The nursery bears children that do a deed, and tells how they ended."""

import sqlite3


def test_a_child_says_what_it_did(on):
    path = on.room("nursery") / "a.ecocity"
    outcome = on.nursery.run("write", path=str(path), seed=1, count=4)
    assert outcome.code == 0
    assert [next(iter(line)) for line in outcome.said] == ["opened", "ack", "ack", "ack", "ack", "closed"]


def test_a_killed_child_is_known_by_its_signal(on):
    child = on.nursery.start("hold", path=str(on.sample(on.room("nursery"), edits=1)))
    child.wait_for("opened")
    child.kill()
    assert child.wait().code == -9


def test_a_refusal_is_not_a_crash(on):
    assert (
        on.nursery.run("inspect", path=str(on.room("nursery") / "none.ecocity")).one("refused")
        == "error.no_file"
    )


def test_the_inspection_sees_a_record_that_is_not_what_the_journal_says(on):
    path = on.sample(on.room("nursery"), edits=5)
    assert on.nursery.run("inspect", path=str(path)).one("partial") == []
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE partner SET acronym = 'XYZ' WHERE rowid = 1")
    connection.close()
    assert len(on.nursery.run("inspect", path=str(path)).one("partial")) == 1


def test_the_inspection_sees_an_edit_that_lacks_a_change(on):
    path = on.sample(on.room("nursery"), edits=5)
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM change WHERE rowid = 1")
    connection.close()
    assert len(on.nursery.run("inspect", path=str(path)).one("partial")) == 2
