"""Undo, redo, history and search through the command line."""

from pathlib import Path

import pytest

from .conftest import Run


def test_a_moved_milestone_is_put_back_and_moved_again(run: Run, path: Path) -> None:
    values = {"title": {"en": "Label"}, "planned_on": "2018-04-02"}
    row_id = run("add", path, "milestones", values, "--json").answer["id"]
    run("edit", path, "milestones", row_id, {"forecast_on": "2018-06"})
    moved = run("digest", path).out
    undone = run("undo", path, "--json").answer
    assert undone["id"] == row_id
    assert run("show", path, "milestones", row_id, "--json").answer["forecast_on"] is None
    assert run("redo", path, "--json").answer["id"] == row_id
    assert run("digest", path).out == moved


def test_everything_can_be_undone_and_redone_in_order(run: Run, path: Path) -> None:
    digests = [run("digest", path).out]
    row_id = run("add", path, "cities", {"name": {"fr": "Jilin"}}, "--json").answer["id"]
    digests.append(run("digest", path).out)
    run("edit", path, "cities", row_id, {"name": {"zh": "吉林市"}})
    digests.append(run("digest", path).out)
    run("remove", path, "cities", row_id)
    digests.append(run("digest", path).out)
    for expected in reversed(digests[:-1]):
        assert run("undo", path).code == 0
        assert run("digest", path).out == expected
    assert run("undo", path).code == 19
    for expected in digests[1:]:
        assert run("redo", path).code == 0
        assert run("digest", path).out == expected
    assert run("redo", path).code == 19


def test_the_history_of_a_record_tells_each_field_in_words(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row_id = run("add", path, "milestones", {"title": {"fr": "Label"}}, "--json").answer["id"]
    run("edit", path, "milestones", row_id, {"planned_on": "2017-03", "title": {"zh": "称号"}})
    run("undo", path)
    run("add", path, "sources", {"title": "CSTB"})
    monkeypatch.setenv("ECOCITY_LANGUAGE", "fr")
    told = run("history", path, "milestones", row_id).out
    assert "CSTB" not in told
    heads = [line.split(" · ")[2] for line in told.splitlines() if " · " in line]
    edited = "modifier le jalon\u00a0: Label"
    assert heads == [f"annulation de «\u202f{edited}\u202f»", edited, "ajouter le jalon\u00a0: Label"]
    assert "Date prévue\u00a0: — → mars 2017" in told
    assert "(中文)\u00a0: — → 称号" in told


def test_a_record_that_is_gone_still_has_its_history(run: Run, path: Path) -> None:
    row_id = run("add", path, "sources", {"title": "CSTB"}, "--json").answer["id"]
    run("remove", path, "sources", row_id)
    lines = run("history", path, "sources", row_id, "--json").lines
    assert [line["changes"][0]["op"] for line in lines] == ["delete", "insert"]
    assert lines[0]["label"] == "edit.remove_source"
    assert lines[0]["made_at"] > lines[1]["made_at"] >= "2026-11-23T12:00:00"


def test_the_history_of_nobody_is_refused(run: Run, path: Path) -> None:
    assert run("history", path, "cities", "Zhuhai").code == 19
    assert run("history", path, "cities").code == 2


def test_a_person_is_the_author_of_an_edit(run: Run, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ecocity_desktop import settings

    settings.save(settings.Settings(author="Lin Wei"))
    run("add", path, "sources", {"title": "CSTB"})
    assert run("history", path, "--json").answer["author"] == "Lin Wei"


@pytest.mark.parametrize("query", ["荆州", "jingzhou", "Jīngzhōu", "JINGZ", "荆州市 Hubei", "湖北"])
def test_a_city_is_found_in_any_language(run: Run, pilot_path: Path, query: str) -> None:
    found = run("search", pilot_path, query, "--json").lines
    assert ("cities", "荆州市") in {(line["noun"], line["title"]["zh"]) for line in found}


@pytest.mark.parametrize(
    "query", ["", '"', "'", "*", "NEAR(", "-", "--x", "a OR", "(", "^", ":", "\\", "\ud800", "🙂", "。，"]
)
def test_any_query_is_a_question(run: Run, pilot_path: Path, query: str) -> None:
    found = run("search", pilot_path, query, "--json")
    assert (found.code, found.err) == (0, "")


def test_what_is_found_is_shown_as_a_table(run: Run, pilot_path: Path) -> None:
    told = run("search", pilot_path, "Mangin")
    assert "person" in told.out
    assert run("search", pilot_path, "xyzzy").err.strip() == "Nothing found."


def test_an_id_that_is_no_text_names_nothing_anywhere(run: Run, path: Path) -> None:
    broken = "\udcff"  # as Python reads an argument that is not UTF-8
    for words in (
        ("history", path, "cities", broken),
        ("show", path, "cities", broken),
        ("edit", path, "cities", broken, "{}"),
        ("remove", path, "cities", broken),
        ("move", path, broken, "2018"),
        ("chain", path, broken),
        ("balance", path, broken),
        ("trend", path, broken),
        ("as-of", path, broken),
        ("slippage", path, broken),
        ("ledger", path, "--city", broken),
        ("person-export", path, broken),
        ("person-erase", path, broken),
    ):
        assert run(*words).code == 19, words
    assert run("search", path, broken).code == 0
    assert run("baseline", path, broken).code == 18
    for words in (("list", path, broken), ("brief", path, "--all", "--output", "x", "--as-of", broken)):
        assert run(*words).code == 2
