"""Where ``--output`` writes: never over a workspace, nor over what lies beside one and belongs to it."""

import hashlib
import os
import shutil
import sys
from pathlib import Path

import pytest
from PIL import Image

from ecocity_desktop.cli import parser
from ecocity_desktop.services.passwords import change_password
from ecocity_desktop.services.safe_copy import open_safe_copy

from .conftest import Run

WRITING: dict[str, tuple[str, ...]] = {
    "backup": (),
    "balance": ("CSTB",),
    "brief": ("Jingzhou", "--language", "en"),
    "calendar": (),
    "export": (),
    "mspdi-export": (),
    "photo-export": ("Jingzhou",),
}
"""Every command that writes where it is told, and what else it is given; a backup refuses any file that is there."""

OVER = "is an EcoCity file or belongs to one"
NO_FOLDER = "is a file, not a folder"


@pytest.fixture
def with_photo(run: Run, pilot_path: Path, tmp_path: Path) -> Path:
    """The pilot programme in a folder of its own, with a photo to export."""
    image = tmp_path / "rives.png"
    Image.new("RGB", (900, 600), "green").save(image)
    assert run("photo-set", pilot_path, "Jingzhou", image).code == 0
    folder = tmp_path / "mission"
    folder.mkdir()
    return Path(shutil.move(pilot_path, folder / "pilot.ecocity"))


def tree(folder: Path) -> dict[str, str]:
    """The names of all files and what is in each."""
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_every_command_with_an_output_is_among_those_tried() -> None:
    named = {
        command.name
        for command in parser.COMMANDS.values()
        if any(option.name == "--output" for option in command.options)
    }
    assert named == set(WRITING)


@pytest.mark.parametrize("command", WRITING)
def test_no_command_writes_over_the_workspace_it_reads_by_whatever_name(
    run: Run, with_photo: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    folder = with_photo.parent
    linked, second = folder / "link.out", folder / "hard.out"
    second.hardlink_to(with_photo)
    names: list[Path | str] = [with_photo, "pilot.ecocity", "../mission/pilot.ecocity", second]
    if sys.platform != "win32":  # where links need a right of their own
        linked.symlink_to(with_photo)
        names.append(linked)
    monkeypatch.chdir(folder)
    before = tree(folder)
    for name in names:
        refused = run(command, with_photo, *WRITING[command], "--output", name, "--json")
        assert (refused.code, refused.out) == (16, "")
        assert (NO_FOLDER if command == "brief" else OVER) in refused.err
        refused = run(command, second, *WRITING[command], f"--output={name}", "--json")
        assert (refused.code, refused.out) == (16, "")
    assert tree(folder) == before
    assert run("check", with_photo).code == 0


@pytest.mark.parametrize("command", WRITING)
def test_no_command_writes_over_another_workspace_nor_a_state_that_is_kept(
    run: Run, with_photo: Path, path: Path, command: str
) -> None:
    folder = with_photo.parent
    backup = Path(run("backup", with_photo, "--json").answer["backup"])
    copy = backup.with_name("pilot 2026-11-20T080000Z.json")
    assert run("export", with_photo, "--output", copy).code == 0
    renamed = Path(shutil.copy(path, folder / "other.bak"))
    encrypted = Path(shutil.copy(path, folder / "secret.ecocity"))
    change_password(encrypted, None, "Seine et Yangzi")
    of_another = folder / "other backups" / copy.name
    of_another.parent.mkdir()
    shutil.copy(copy, of_another)
    names = [path, renamed, encrypted, backup, copy, Path(f"{backup}.sha256"), of_another]
    before = tree(folder)
    for name in names:
        refused = run(command, with_photo, *WRITING[command], "--output", name)
        assert refused.code == 16
        assert (NO_FOLDER if command == "brief" else OVER) in refused.err
    journal = with_photo.with_name("pilot.ecocity-journal")
    refused = run(command, with_photo, *WRITING[command], "--output", journal)
    assert (refused.code, OVER in refused.err, journal.exists()) == (16, True, False)
    assert tree(folder) == before
    assert run("list", path, "cities").code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
def test_a_page_of_a_brief_never_takes_the_place_of_a_workspace_it_is_a_link_to(
    run: Run, with_photo: Path, tmp_path: Path
) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "jingzhou-en.pdf").symlink_to(with_photo)
    before = with_photo.read_bytes()
    refused = run("brief", with_photo, "Jingzhou", "--language", "en", "--output", pages)
    assert (refused.code, OVER in refused.err) == (16, True)
    assert with_photo.read_bytes() == before
    assert [file.name for file in pages.iterdir()] == ["jingzhou-en.pdf"]


def test_a_private_copy_writes_over_neither_itself_nor_the_file_it_was_made_from(
    run: Run, with_photo: Path
) -> None:
    with open_safe_copy(with_photo) as copy:
        for name in (with_photo, copy.path):
            refused = run("export", with_photo, "--safe", "--output", name)
            assert (refused.code, OVER in refused.err) == (16, True)
    assert run("check", with_photo).code == 0


@pytest.mark.parametrize("command", [name for name in WRITING if name not in ("backup", "brief")])
def test_an_export_still_takes_the_place_of_an_older_one_but_of_no_folder(
    run: Run, with_photo: Path, tmp_path: Path, command: str
) -> None:
    older = tmp_path / "older.out"
    older.write_bytes(b"")
    assert run(command, with_photo, *WRITING[command], "--output", older).code == 0
    assert older.stat().st_size > 100
    assert run(command, with_photo, *WRITING[command], "--output", older).code == 0
    refused = run(command, with_photo, *WRITING[command], "--output", tmp_path)
    assert (refused.code, "could not be written" in refused.err) == (16, True)
    assert os.path.isdir(tmp_path)


def test_a_new_workspace_takes_no_place_either(run: Run, with_photo: Path) -> None:
    before = tree(with_photo.parent)
    for options in ((), ("--sample",)):
        assert run("new", with_photo, *options).code == 16
    assert tree(with_photo.parent) == before
