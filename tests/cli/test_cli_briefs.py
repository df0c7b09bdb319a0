"""Briefs through the command line: without Qt, without a display, one file each, whole or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Run


def test_twelve_briefs_come_without_qt(pilot_path: Path, tmp_path: Path) -> None:
    asked = """
import sys
sys.modules["PySide6"] = None
from ecocity_desktop.cli import main
sys.exit(main(sys.argv[1:]))
"""
    words = ["brief", str(pilot_path), "--all", "--output", str(tmp_path / "out")]
    words += ["--language", "fr", "--language", "en", "--language", "zh", "--json"]
    display = {
        name: value for name, value in os.environ.items() if name not in ("DISPLAY", "QT_QPA_PLATFORM")
    }
    done = subprocess.run(
        [sys.executable, "-c", asked, *words], capture_output=True, encoding="utf-8", env=display, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    names = sorted(file.name for file in (tmp_path / "out").iterdir())
    cities = ("jilin-city", "jingzhou", "panshi", "qingyun")
    assert names == [f"{city}-{language}.pdf" for city in cities for language in ("en", "fr", "zh")]
    assert all(file.read_bytes().startswith(b"%PDF-") for file in (tmp_path / "out").iterdir())
    assert len(done.stdout.splitlines()) == 12


def test_a_brief_says_where_it_is(run: Run, pilot_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "folder"
    told = run("brief", pilot_path, "荆州", "--output", out, "--language", "zh", "--json")
    assert (told.code, told.err) == (0, "")
    answer = told.answer
    assert answer["path"] == str(out / "jingzhou-zh.pdf")
    assert (answer["language"], answer["name"]["zh"], answer["missing_characters"]) == ("zh", "荆州市", [])
    assert run("brief", pilot_path, "荆州", "--output", out).out == f"{out / 'jingzhou-en.pdf'}\n"


def test_a_city_named_twice_is_printed_once(run: Run, pilot_path: Path, tmp_path: Path) -> None:
    words = ("Jingzhou", "荆州市", "Panshi", "--language", "fr", "--language", "fr", "--json")
    told = run("brief", pilot_path, *words, "--output", tmp_path / "out")
    assert [line["name"]["fr"] for line in told.lines] == ["Jingzhou", "Panshi"]


def test_an_unknown_city_prints_none(run: Run, pilot_path: Path, tmp_path: Path) -> None:
    refused = run("brief", pilot_path, "Jingzhou", "Zhuhai", "--output", tmp_path / "out")
    assert (refused.code, refused.out) == (19, "")
    assert list((tmp_path / "out").glob("*")) == []


def test_two_runs_are_equal_to_the_byte_and_the_day_changes_them(
    run: Run, pilot_path: Path, tmp_path: Path
) -> None:
    pages = []
    for day, folder in (("2026-11-23", "a"), ("2026-11-23", "b"), ("2018-03-01", "c")):
        run("brief", pilot_path, "Jilin", "--output", tmp_path / folder, "--as-of", day)
        pages.append((tmp_path / folder / "jilin-city-en.pdf").read_bytes())
    run("brief", pilot_path, "Jilin", "--output", tmp_path / "d")
    pages.append((tmp_path / "d" / "jilin-city-en.pdf").read_bytes())
    assert pages[0] == pages[1] == pages[3] != pages[2]


def test_a_brief_that_cannot_be_written_does_not_keep_the_others_back(
    run: Run, pilot_path: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    (out / "panshi-en.pdf").mkdir(parents=True)
    told = run("brief", pilot_path, "--all", "--output", out, "--json")
    assert told.code == 16
    assert "panshi-en.pdf" in told.err
    assert [line["name"]["en"] for line in told.lines] == ["Jingzhou", "Jilin City", "Qingyun"]
    assert sorted(file.name for file in out.iterdir()) == [
        "jilin-city-en.pdf",
        "jingzhou-en.pdf",
        "panshi-en.pdf",
        "qingyun-en.pdf",
    ]


def test_a_folder_that_is_a_file_is_refused(run: Run, pilot_path: Path) -> None:
    before = pilot_path.read_bytes()
    for folder in (pilot_path, pilot_path / "pages"):
        refused = run("brief", pilot_path, "--all", "--output", folder)
        assert refused.code == 16
        assert f"“{folder}” is a file, not a folder. Nothing was written." in refused.err
    assert pilot_path.read_bytes() == before


def test_a_file_without_cities_gives_no_brief_and_says_so(run: Run, path: Path, tmp_path: Path) -> None:
    told = run("brief", path, "--all", "--output", tmp_path / "out")
    assert (told.code, told.out) == (0, "")
    assert "no city" in told.err


def test_characters_the_font_lacks_are_listed(run: Run, path: Path, tmp_path: Path) -> None:
    run("add", path, "cities", {"name": {"en": "Panshi \U0001f600"}, "lead": {"en": "\U00012000"}})
    told = run("brief", path, "--all", "--output", tmp_path / "out", "--json")
    assert told.code == 0
    assert sorted(told.answer["missing_characters"]) == ["\U00012000", "\U0001f600"]
    assert "U+1F600" in told.err


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_progress_is_shown_on_a_terminal_and_nowhere_else(pilot_path: Path, tmp_path: Path) -> None:
    import pty

    leader, follower = pty.openpty()
    words = ["brief", str(pilot_path), "Jilin", "Panshi", "--output", str(tmp_path / "out")]
    line = [sys.executable, "-m", "ecocity_desktop", *words]
    done = subprocess.run(line, stdout=subprocess.PIPE, stderr=follower, encoding="utf-8", check=False)
    os.close(follower)
    shown = os.read(leader, 10_000).decode()
    os.close(leader)
    assert done.returncode == 0
    assert "1/2 jilin-city-en.pdf" in shown
    assert "2/2 panshi-en.pdf" in shown
    assert "1/2" not in done.stdout
    quiet = subprocess.run(line, capture_output=True, encoding="utf-8", check=False)
    assert quiet.stderr == ""


def test_letter_paper_is_wider_than_a4(run: Run, pilot_path: Path, tmp_path: Path) -> None:
    import pypdfium2

    widths = []
    for paper in ("a4", "letter"):
        run("brief", pilot_path, "Jilin", "--output", tmp_path / paper, "--paper", paper)
        document = pypdfium2.PdfDocument(tmp_path / paper / "jilin-city-en.pdf")
        widths.append(round(document[0].get_width()))
        document.close()
    assert widths == [595, 612]


def test_what_is_refused_leaves_no_folder_behind(
    run: Run, path: Path, pilot_path: Path, tmp_path: Path
) -> None:
    assert run("brief", pilot_path, "Zhuhai", "--output", tmp_path / "out").code == 19
    assert run("brief", path, "--all", "--output", tmp_path / "out").code == 0  # a file without cities
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("day", ["20180301", "2018-W10-1", "2018-03", "2018", " 2018-03-01"])
def test_a_day_is_written_in_one_way(run: Run, pilot_path: Path, tmp_path: Path, day: str) -> None:
    refused = run("brief", pilot_path, "--all", "--output", tmp_path / "out", "--as-of", day)
    assert refused.code == 2
    assert "is not a day" in refused.err
    assert run("as-of", pilot_path, day).code == 19
    assert run("slippage", pilot_path, day).code == 19


def test_a_second_city_of_a_name_does_not_take_the_page_of_the_first(
    run: Run, path: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    first = run("add", path, "cities", {"name": {"en": "Jingzhou"}, "division_code": "421000"}, "--json")
    assert run("brief", path, "--all", "--output", out).code == 0
    page = (out / "jingzhou-en.pdf").read_bytes()
    second = run("add", path, "cities", {"name": {"en": "Jingzhou"}, "division_code": "421000"}, "--json")
    told = run("brief", path, "--all", "--output", out, "--json")
    ids = (first.answer["id"], second.answer["id"])
    assert {line["city"]: Path(line["path"]).name for line in told.lines} == {
        row_id: f"jingzhou-421000-{row_id[:8]}-en.pdf" for row_id in ids
    }
    assert (out / "jingzhou-en.pdf").read_bytes() == page
