"""What can go wrong, and the exit code and words each failure ends with."""

import ast
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import ecocity_desktop
from ecocity_desktop.cli import exit_codes
from ecocity_desktop.i18n.catalog import LANGUAGES, Catalog

from .conftest import Run

PACKAGE = Path(ecocity_desktop.__file__).parent


def _error_keys() -> set[str]:
    """Every text key of an error named in the package; ``error.unexpected`` is the window's own."""
    return {
        node.value
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if node.value.startswith("error.")
        and not node.value.endswith(".")
        and node.value != "error.unexpected"
    }


def test_every_error_has_a_code_and_no_code_is_for_nothing() -> None:
    keys = {key for key in _error_keys() if not key.startswith("error.usage.")}
    assert keys == set(exit_codes.CODES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_has_its_words(language: str) -> None:
    texts = Catalog(language).texts
    assert [key for key in _error_keys() if key not in texts and f"{key}_other" not in texts] == []


@pytest.mark.parametrize(
    "words, said",
    [
        ((), "Give a command."),
        (("frobnicate",), "“frobnicate” is not a command."),
        (("list",), "FILE is missing."),
        (("list", "a.ecocity"), "NOUN is missing."),
        (("undo", "a.ecocity", "b.ecocity"), "“b.ecocity” is one too many."),
        (("list", "a.ecocity", "cities", "--colour"), "“--colour” is not an option"),
        (("list", "a.ecocity", "cities", "--language"), "wants a value"),
        (("backup", "a.ecocity", "--output", "--json"), "--output wants a value"),
        (("baseline", "a.ecocity", "now", "--at", "--help"), "--at wants a value"),
        (("move", "a.ecocity", "x", "2018", "--reason", "--followers"), "--reason wants a value"),
        (("list", "a.ecocity", "cities", "--language", "de"), "Possible: fr, en, zh."),
        (("list", "a.ecocity", "cities", "--language=fr", "--language=en"), "given twice"),
        (("new", "a.ecocity", "--sample=yes"), "takes no value"),
        (("brief", "a.ecocity", "--all"), "--output DIR is missing."),
        (("brief", "a.ecocity", "--output", "x"), "Name one or more cities"),
        (("brief", "a.ecocity", "--all", "--output", "x", "--as-of", "2018-02-30"), "is not a day"),
        (("brief", "a.ecocity", "--all", "--output", "x", "--paper", "a5"), "Possible: a4, letter."),
        (("list", "", "cities"), "cannot be the name of a file"),
        (("list", "a.ecocity", "city"), "Kinds: programmes, sources, partners, people"),
    ],
)
def test_a_wrong_line_is_told_what_is_wrong_and_touches_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = run("--json", *words)
    assert (refused.code, refused.out) == (2, "")
    assert said in refused.err
    assert "Usage: ecocity-desktop" in refused.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("now", ["yesterday", "9999-12-31T23:59:59.999999Z", "0001-01-01T00:00:00+05:00"])
def test_a_clock_that_is_none_is_told(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch, now: str
) -> None:
    monkeypatch.setenv("ECOCITY_NOW", now)
    refused = run("add", path, "sources", {"title": "CSTB"})
    assert refused.code == 2
    assert "ECOCITY_NOW" in refused.err


def test_a_file_that_is_not_there_is_not_made(run: Run, tmp_path: Path) -> None:
    for command in ("undo", "check", "digest", "backup"):
        assert run(command, tmp_path / "gone.ecocity").code == 19
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content, code",
    [
        (b"", 14),
        (b"hello", 13),
        (b"SQLite format 3\x00", 14),
        (b"SQLite format 3\x00" + b"\x01" * 84, 13),
        (b"%PDF-1.7" * 1000, 13),
        (bytes(range(256)) * 16, 16),
    ],
)
def test_another_kind_of_file_is_refused_and_stays_as_it_is(
    run: Run, tmp_path: Path, content: bytes, code: int
) -> None:
    file = tmp_path / "file.ecocity"
    file.write_bytes(content)
    for command in (("list", file, "cities"), ("check", file), ("add", file, "sources", {"title": "x"})):
        assert run(*command).code == code
    assert file.read_bytes() == content
    assert list(tmp_path.iterdir()) == [file]


def test_the_database_of_another_program_is_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "contacts.ecocity"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE contact (name TEXT)")
    connection.close()
    assert run("list", file, "cities").code == 13
    assert run("list", tmp_path, "cities").code == 13


def test_a_newer_file_is_refused_with_the_version_it_needs(run: Run, path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(60)
        file.write((99).to_bytes(4, "big"))
    before = path.read_bytes()
    refused = run("list", path, "cities")
    assert refused.code == 12
    assert "format 99" in refused.err
    assert path.read_bytes() == before


def test_a_file_cut_short_is_damaged(run: Run, pilot_path: Path) -> None:
    pilot_path.write_bytes(pilot_path.read_bytes()[: 40 * 1024])
    for command in (("list", pilot_path, "cities"), ("check", pilot_path), ("digest", pilot_path)):
        assert run(*command).code == 14


def test_a_file_open_elsewhere_is_refused_at_once_with_its_holder(run: Run, path: Path) -> None:
    holding = f"""
import sys
from pathlib import Path
from ecocity_desktop.services.workspace import open_workspace
with open_workspace(Path({str(path)!r})):
    print("open", flush=True)
    sys.stdin.read()
"""
    # The copy of the fixture is read by this process too; the other one holds the file until its input ends.
    line = [sys.executable, "-c", holding]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == "open\n"
        for command in (("list", path, "cities"), ("add", path, "sources", {"title": "x"}), ("check", path)):
            refused = run(*command, "--json")
            assert (refused.code, refused.out) == (10, "")
            assert f"process {holder.pid}" in refused.err
        assert run("restore", path, shutil.copy(path, path.with_name("copy.ecocity"))).code == 10
        holder.stdin.close()
    assert run("list", path, "cities").code == 0


@pytest.fixture
def bound_by_rights() -> list[str]:
    """How to start a program that rights bind: as it is, or, for root, without the power to override them."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("root may write everywhere")
    return [setpriv, "--inh-caps=-all", "--bounding-set=-dac_override,-dac_read_search"]


@pytest.mark.skipif(sys.platform == "win32", reason="rights of folders are another matter there")
@pytest.mark.parametrize("rights, folder_rights", [(0o444, 0o755), (0o444, 0o555), (0o644, 0o555)])
def test_what_may_not_be_written_is_read_and_stays_as_it_is(
    pilot_path: Path, tmp_path: Path, bound_by_rights: list[str], rights: int, folder_rights: int
) -> None:
    folder, backup = tmp_path / "stick", shutil.copy(pilot_path, tmp_path / "backup.ecocity")
    folder.mkdir()
    file = Path(shutil.copy(pilot_path, folder))
    before = file.read_bytes()

    def program(*words: object) -> subprocess.CompletedProcess[str]:
        line = [*bound_by_rights, sys.executable, "-m", "ecocity_desktop", *map(str, words)]
        return subprocess.run(line, capture_output=True, encoding="utf-8", check=False)

    file.chmod(rights)
    folder.chmod(folder_rights)
    try:
        listed = program("--json", "list", file, "cities")
        assert (listed.returncode, len(listed.stdout.splitlines())) == (0, 4)
        assert program("check", file).returncode == 0
        refused = program("add", file, "sources", '{"title": "x"}')
        assert (refused.returncode, refused.stdout) == (11, "")
        assert program("restore", file, backup).returncode == 11
        if folder_rights == 0o555:
            assert program("brief", file, "Jilin", "--output", folder).returncode == 11
            assert program("new", folder / "new.ecocity").returncode == 11
    finally:
        folder.chmod(0o755)
    assert file.read_bytes() == before
    assert list(folder.iterdir()) == [file]


def _with_room_for(limit: int, *words: object) -> subprocess.CompletedProcess[str]:
    """Run a command that may write files of ``limit`` bytes and no longer, as on a disk that fills up."""
    limited = f"""
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
from ecocity_desktop.cli import main
sys.exit(main(sys.argv[1:]))
"""
    line = [sys.executable, "-c", limited, *map(str, words)]
    return subprocess.run(line, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on file sizes")
@pytest.mark.parametrize("limit", [200_000, 4_096, 0])
def test_a_restore_without_room_says_so_and_changes_nothing(
    run: Run, path: Path, pilot_path: Path, limit: int
) -> None:
    before, copy = path.read_bytes(), path.with_name("copy.json")
    assert run("export", pilot_path, "--output", copy).code == 0
    for origin in (pilot_path, copy):
        refused = _with_room_for(limit, "restore", path, origin)
        assert refused.returncode == 15, refused.stderr
        assert path.read_bytes() == before
        assert not [file for file in path.parent.iterdir() if file.name.startswith(".ecocity")]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on file sizes")
@pytest.mark.parametrize("room", [100, 8_192, None])
def test_a_full_disk_loses_nothing_that_was_acknowledged(run: Run, path: Path, room: int | None) -> None:
    run("add", path, "sources", {"title": "kept"})
    before = run("digest", path).out
    limit = path.stat().st_size + 4_096 if room is None else room
    note = '{"title": "lost", "note": "' + "x" * 20_000 + '"}'
    refused = _with_room_for(limit, "--json", "add", path, "sources", note)
    assert (refused.returncode, refused.stdout) == (15, "")
    assert run("digest", path).out == before
    assert run("add", path, "sources", {"title": "after"}).code == 0
    assert run("check", path).code == 0


def test_a_bug_is_told_calmly_with_the_place_of_the_log(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ecocity_desktop import logs
    from ecocity_desktop.services import records

    def broken(*_: object) -> None:
        raise ZeroDivisionError("Mangin's telephone number")

    monkeypatch.setattr(records, "list_records", broken)
    refused = run("list", path, "cities")
    log = Path(os.environ["ECOCITY_DATA_DIR"]) / "logs" / "ecocity.log"
    logs.stop_logging()
    assert (refused.code, refused.out) == (70, "")
    assert str(log) in refused.err
    assert "Traceback" not in refused.err
    written = log.read_text("utf-8")
    assert "ZeroDivisionError" in written
    assert "Mangin" not in written


def test_a_folder_in_the_place_of_a_file_stays_where_it_is(run: Run, path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder.ecocity"
    folder.mkdir()
    assert run("restore", folder, path).code == 13
    assert folder.is_dir()
