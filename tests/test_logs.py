"""The log, which anyone may read because it says nothing about anyone."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecocity_desktop.logs import DiscreetFormatter, start_logging, stop_logging

logger = logging.getLogger("ecocity_desktop.example")


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "Jeanne Dupont"
    monkeypatch.setenv("ECOCITY_DATA_DIR", str(folder))
    yield folder
    stop_logging()


def test_ids_numbers_and_keys_are_written(home: Path):
    file = start_logging()
    assert file == home / "logs" / "ecocity.log"
    logger.info("edit %s, %d rows, %s", "3f2a8c1e-0b7d-4e55-9a60-1c2d3e4f5a6b", 12, "error.file_locked")
    assert file.read_text("utf-8").endswith(
        "INFO ecocity_desktop.example edit 3f2a8c1e-0b7d-4e55-9a60-1c2d3e4f5a6b, 12 rows, error.file_locked\n"
    )


def test_what_people_typed_is_withheld():
    file = start_logging()
    logger.warning("refused %s of %s and %r", "Jeanne Dupont", "jeanne.dupont@example.org", ["荆州"])
    logger.warning("refused %(name)s", {"name": "dupont"})
    written = file.read_text("utf-8")
    assert written.count("refused […]") == 2
    for canary in ("Jeanne", "upont", "example.org", "荆州"):
        assert canary not in written


def test_an_exception_leaves_its_class_and_its_way_but_not_its_words():
    file = start_logging()
    try:
        try:
            raise KeyError("Jeanne")
        except KeyError as error:
            raise ValueError("Jeanne has no Dupont") from error
    except ValueError:
        logger.exception("the window went on")
    written = file.read_text("utf-8")
    assert "the window went on\nbuiltins.ValueError at test_logs.py:" in written
    assert "\nbuiltins.KeyError at test_logs.py:" in written
    assert "Jeanne" not in written
    assert "Dupont" not in written


def test_starting_twice_writes_each_line_once():
    file = start_logging()
    assert start_logging() == file
    logger.info("started")
    assert file.read_text("utf-8").count("started") == 1


def test_five_files_of_a_megabyte_are_the_most(home: Path):
    start_logging()
    for number in range(600):
        logger.info("%010000d", number)
    sizes = [file.stat().st_size for file in (home / "logs").iterdir()]
    assert len(sizes) == 5
    assert max(sizes) <= 1_000_000


def test_without_a_log_folder_the_program_goes_on(home: Path):
    home.write_text("a file stands where the folder should be", "utf-8")
    assert start_logging() is None
    logger.warning("nobody listens")


def test_an_exception_that_is_its_own_cause_is_told_once() -> None:
    error = ValueError("secret")
    error.__cause__ = error
    told = DiscreetFormatter().formatException((ValueError, error, None))
    assert told == "builtins.ValueError at "
