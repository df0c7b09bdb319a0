"""What goes where: JSON and text, encodings, tables, pipes, help, and what is not loaded."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ecocity_desktop.cli import output, parser
from ecocity_desktop.domain.nouns import NOUNS
from ecocity_desktop.i18n.catalog import LANGUAGES

from .conftest import Run

Program = Callable[..., "subprocess.CompletedProcess[str]"]

CONTRACT = [
    "new FILE [--sample]",
    "list FILE NOUN [--language fr|en|zh]",
    "show FILE NOUN ID",
    "add FILE NOUN VALUES",
    "edit FILE NOUN ID VALUES",
    "remove FILE NOUN ID",
    "undo FILE",
    "redo FILE",
    "history FILE [NOUN ID]",
    "search FILE QUERY",
    "brief FILE [CITY ...] [--all] --output DIR [--language fr|en|zh]... [--paper a4|letter] [--as-of DATE]"
    " [--safe]",
    "photo-set FILE CITY IMAGE [VALUES]",
    "photo-export FILE CITY --output F.jpg",
    "photo-remove FILE CITY",
    "ledger FILE [--partner PARTNER] [--city CITY] [--state done|late|coming|planned|undated]"
    " [--language fr|en|zh]",
    "balance FILE [PARTNER ...] [--output F.pdf] [--language fr|en|zh] [--paper a4|letter]",
    "terms FILE [--language fr|en|zh]",
    "recur FILE [--apply] [--language fr|en|zh]",
    "move FILE ID DATE [--field planned_on|forecast_on|actual_on] [--start DATE] [--reason TEXT]"
    " [--cause authority|partner|funding|technical|dependency|protocol|other] [--followers] [--dry-run]",
    "chain FILE [CITY]",
    "baseline FILE NAME [--at WHEN]",
    "as-of FILE WHEN [--language fr|en|zh]",
    "slippage FILE SINCE [--until WHEN] [--language fr|en|zh]",
    "trend FILE [MILESTONE ...] [--language fr|en|zh]",
    "calendar FILE --output F.ics [--city CITY] [--partner PARTNER] [--language fr|en|zh]",
    "mspdi-export FILE --output F.xml [--city CITY] [--language fr|en|zh]",
    "mspdi-import FILE PLAN [--apply] [--language fr|en|zh]",
    "check FILE",
    "digest FILE",
    "backup FILE [--output F]",
    "restore FILE BACKUP",
    "export FILE --output F.json [--safe]",
    "password FILE [--set] [--change] [--remove]",
    "person-export FILE ID",
    "person-erase FILE ID",
    "version",
]
"""How each command is written."""


def test_json_may_be_asked_for_before_and_after(run: Run, pilot_path: Path) -> None:
    before = run("--json", "list", pilot_path, "cities")
    after = run("list", pilot_path, "cities", "--json")
    between = run("list", "--json", pilot_path, "cities")
    assert before == after == between
    assert len(before.lines) == 4


@pytest.mark.parametrize(
    "words",
    [
        ("list", "@", "milestones"),
        ("show", "@", "cities", "Jilin"),
        ("history", "@"),
        ("history", "@", "cities", "Jilin"),
        ("search", "@", "CSTB"),
        ("check", "@"),
        ("digest", "@"),
        ("backup", "@"),
        ("undo", "@"),
        ("add", "@", "sources", '{"title": "x"}'),
        ("remove", "@", "cities", "Panshi"),
        ("version",),
    ],
)
def test_standard_output_holds_nothing_but_json_lines(
    run: Run, pilot_path: Path, words: tuple[str, ...]
) -> None:
    done = run("--json", *(str(pilot_path) if word == "@" else word for word in words))
    assert (done.code, done.err) == (0, "")
    assert done.lines
    assert all(isinstance(line, dict) for line in done.lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_are_answered_in_their_language(
    run: Run, pilot_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("ECOCITY_LANGUAGE", language)
    told = run("list", pilot_path, "cities").out
    assert {"fr": "Étape du label", "en": "Label stage", "zh": "称号进展"}[language] in told
    assert {"fr": "Ville-district", "en": "County-level city", "zh": "县级市"}[
        language
    ].lower() in told.lower()
    assert "{" not in told


def test_chinese_and_latin_columns_stand_under_their_heads() -> None:
    told = output.table(["Name", "Kind"], [["荆州市", "a"], ["Jilin", "b"], ["e\u0301te\u0301", "c"]])
    assert told.splitlines() == [
        "Name    Kind",
        "──────  ────",
        "荆州市  a",
        "Jilin   b",
        "e\u0301te\u0301     c",
    ]


def test_a_long_cell_is_cut_and_says_so() -> None:
    line = output.table(["Name"], [["荆" * 500]]).splitlines()[2]
    assert line == "荆" * 21 + "…"


def test_text_for_people_cannot_steer_the_terminal(run: Run, path: Path) -> None:
    row_id = run("add", path, "sources", {"title": "\u001b[2Jgone\u0007"}, "--json").answer["id"]
    for command in (("list", path, "sources"), ("show", path, "sources", row_id), ("history", path)):
        told = run(*command).out
        assert "\u001b" not in told
        assert "\\x1b[2Jgone\\x07" in told


def test_no_mark_turns_round_what_is_read_on_a_terminal(run: Run, path: Path) -> None:
    name = "Label\u202efdp.exe\u2066x\u2069 \u2028y\x9bz"
    added = run("add", path, "sources", {"title": name}, "--json")
    assert added.code == 0
    told = run("show", path, "sources", added.answer["id"]).out
    assert "Label\\u202efdp.exe\\u2066x\\u2069 \\u2028y\\x9bz" in told
    shown = run("show", path, "sources", added.answer["id"], "--json")
    assert shown.answer["title"] == name
    assert {"\u202e", "\u2028", "\x9b"} & {*told, *shown.out} == set()
    family = "\U0001f468\u200d\U0001f469"  # a joiner makes one sign of two
    run("add", path, "sources", {"title": family})
    assert family in run("list", path, "sources").out


def test_answers_are_utf8_whatever_the_system_says(program: Program, pilot_path: Path) -> None:
    for locale in ({"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "cp1252"}):
        listed = program("--json", "list", pilot_path, "cities", env={"PYTHONUTF8": "0", **locale})
        assert listed.returncode == 0
        assert "磐石市" in listed.stdout
        assert "\\u" not in listed.stdout


def test_a_reader_that_leaves_is_no_error(pilot_path: Path) -> None:
    line = [sys.executable, "-m", "ecocity_desktop", "--json", "history", str(pilot_path)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode in (0, 141)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_an_answer_that_cannot_be_written_is_told(pilot_path: Path) -> None:
    line = [sys.executable, "-m", "ecocity_desktop", "list", str(pilot_path), "cities"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(line, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    assert done.returncode == 15
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
@pytest.mark.parametrize("words", [("version",), ("--version", "--json"), ("--help",)])
def test_nothing_told_to_a_full_disk_ends_in_a_traceback(words: tuple[str, ...]) -> None:
    with open("/dev/full", "w") as full:
        line = [sys.executable, "-m", "ecocity_desktop", *words]
        done = subprocess.run(line, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False)
        silent = subprocess.run(line, stdout=full, stderr=full, check=False)
    assert (done.returncode, silent.returncode) == (15, 15)
    assert done.stderr == "The answer could not be written: the disk is full. Free some space.\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
@pytest.mark.parametrize("as_json", [(), ("--json",)])
def test_what_was_saved_is_said_though_its_answer_cannot_be_written(
    run: Run, path: Path, as_json: tuple[str, ...]
) -> None:
    line = [
        sys.executable,
        "-m",
        "ecocity_desktop",
        "add",
        str(path),
        "sources",
        '{"title": "CSTB"}',
        *as_json,
    ]
    with open("/dev/full", "w") as full:
        done = subprocess.run(line, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    (source,) = run("list", path, "sources", "--json").lines
    assert done.returncode == 15
    assert f"This is done, do not do it again: Saved: add the source: CSTB (id {source['id']})" in done.stderr
    assert "try again" not in done.stderr


def test_help_for_programs_is_one_json_object_for_each_command(run: Run) -> None:
    told = run("--help", "--json")
    assert (told.code, [line["command"] for line in told.lines]) == (0, list(parser.COMMANDS))
    assert run("undo", "--json", "--help").answer == {
        "command": "undo",
        "usage": "undo FILE",
        "about": "undo the last change",
    }


@pytest.mark.parametrize(
    "words, said",
    [
        (("show", "@", "cities", "Jingzhou"), "湖北省"),
        (("search", "@", "Jingzhou"), "城市"),
        (("history", "@"), "已添加：来源"),
        (("chain", "@"), "天"),
        (("ledger", "@", "--state", "late", "--partner", "CECA"), "没有"),
        (("as-of", "@", "1990-01-01"), "日程为空"),
        (("show", "@", "cities", "Wuhan"), "此文件中没有"),
        (("list", "nowhere.ecocity", "cities"), "不存在"),
        (("list", "@", "nobodies"), "记录"),
    ],
)
def test_every_command_answers_and_complains_in_the_language_asked_for(
    run: Run, pilot_path: Path, words: tuple[str, ...], said: str
) -> None:
    given = [str(pilot_path) if word == "@" else word for word in words]
    for language in (("--language", "zh"), ("--language=zh",)):
        told = run(*given, *language)
        assert told.code != 2 or "nobodies" in words
        assert said in told.out + told.err, told


def test_a_chain_leads_to_the_label_of_one_city(run: Run, pilot_path: Path) -> None:
    assert run("chain", pilot_path, "Jingzhou").code == 0
    assert run("chain", pilot_path, "Jingzhou", "Panshi").code == 2


def test_every_command_explains_itself(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for language in LANGUAGES:
        monkeypatch.setenv("ECOCITY_LANGUAGE", language)
        whole = run("--help")
        assert whole.code == 0
        for command in parser.COMMANDS.values():
            helped = run(command.name, "--help")
            assert (helped.code, helped.err) == (0, "")
            assert f"ecocity-desktop {command.usage()}" in helped.out
            assert f"ecocity-desktop {command.usage()}" in whole.out
            assert "cli." not in helped.out


def test_the_usage_is_that_of_the_contract() -> None:
    assert [command.usage() for command in parser.COMMANDS.values()] == CONTRACT


def test_the_version_is_told_without_loading_anything(program: Program) -> None:
    told = program("version", "--json", env={"PYTHONPROFILEIMPORTTIME": "1"})
    assert told.stdout == '{"version": "0.1.0"}\n'
    loaded = {line.rpartition("|")[2].strip() for line in told.stderr.splitlines()}
    assert {"argparse", "json", "dataclasses", "sqlmodel", "PySide6"} & loaded == set()


def test_a_list_loads_neither_alembic_nor_reportlab_nor_qt(pilot_path: Path) -> None:
    asked = f"""
import sys
from ecocity_desktop.cli import main
assert main(["--json", "list", {str(pilot_path)!r}, "cities"]) == 0
heavy = {{"alembic", "reportlab", "PySide6", "pypinyin", "PIL"}} & set(sys.modules)
assert not heavy, heavy
"""
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_word_after_two_dashes_is_no_option(run: Run, path: Path) -> None:
    found = run("search", path, "--json", "--", "--json")
    assert (found.code, found.out) == (0, "")


def test_a_workspace_of_another_folder_is_found_from_here(
    run: Run, pilot_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(pilot_path.parent)
    assert run("digest", pilot_path.name).out == run("digest", os.path.join(".", pilot_path.name)).out


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("noun", NOUNS)
def test_every_noun_is_listed_and_shown_to_people(
    run: Run, pilot_path: Path, monkeypatch: pytest.MonkeyPatch, noun: str, language: str
) -> None:
    monkeypatch.setenv("ECOCITY_LANGUAGE", language)
    listed = run("list", pilot_path, noun)
    assert (listed.code, listed.err) == (0, "")
    for row in run("list", pilot_path, noun, "--json").lines[:3]:
        assert row["id"] in listed.out
        shown = run("show", pilot_path, noun, row["id"])
        assert (shown.code, shown.err) == (0, "")
        assert not any(f"{word}." in shown.out for word in ("field", "enum", "unit", "noun", "cli"))


@pytest.mark.skipif(os.name == "nt", reason="there a shell closes no standard output")
def test_a_change_is_said_beside_an_output_that_was_closed_before(path: Path) -> None:
    line = ["sh", "-c", '"$0" -m ecocity_desktop add "$1" sources \'{"title": "Charter"}\' >&-']
    done = subprocess.run([*line, sys.executable, path], stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 0
    assert "Charter" in done.stderr
