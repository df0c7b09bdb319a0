"""The command ``brief``: the pages of one city, some cities or all of them, in one or more languages."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecocity_desktop.cli import exit_codes, output
from ecocity_desktop.cli.failures import error_text
from ecocity_desktop.domain.city import City
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.errors import UserError, not_written
from ecocity_desktop.services import briefs, records

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ecocity_desktop.brief.facts import CityFacts
    from ecocity_desktop.cli.running import Call
    from ecocity_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class Page:
    """One brief to write."""

    facts: CityFacts
    language: str
    target: Path


def brief(call: Call) -> int:
    """``brief``: one PDF for each city and language; one that cannot be written does not keep the others back."""
    given_day = call.asked.option("--as-of")
    if not call.asked.rest and "--all" not in call.asked.options:
        raise UserError("error.usage.no_city")
    as_of = None if given_day is None else _day(given_day)
    folder = call.path(call.asked.options["--output"][0])
    with call.open() as ws:
        pages = _pages(call, ws)
        as_of = as_of or ws.today()
    if pages:
        _make_folder(folder)
    # The facts are frozen and the file is free again: making pages needs neither.
    paper = call.asked.option("--paper") or call.settings.paper
    failures = [code for code in _written(call, pages, as_of, paper) if code != exit_codes.DONE]
    if not pages:
        call.tell("cli.brief.no_cities")
    return failures[0] if failures else exit_codes.DONE


def _day(given: str) -> date:
    try:
        on = PartialDate.parse(given)
    except ValueError:
        on = None
    if on is None or on.precision != "day":
        raise UserError("error.usage.day", given=given[:80])
    return on.earliest


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise UserError("error.not_a_folder", path=str(folder)) from None
    except OSError as error:
        raise not_written(folder, error) from error


def _pages(call: Call, ws: Workspace) -> list[Page]:
    cities: tuple[City, ...] = records.list_records(ws, "cities")
    wanted = [records.resolve(ws, "cities", name) for name in call.asked.rest]
    if "--all" in call.asked.options:
        wanted += [city.id for city in cities]
    languages = dict.fromkeys(call.asked.options.get("--language", (call.catalog.language,)))
    names = {language: briefs.brief_names(cities, language) for language in languages}
    return [
        Page(facts, language, call.target(names[language][city_id]))
        for city_id in dict.fromkeys(wanted)
        for facts in (briefs.gather(ws, city_id),)
        for language in languages
    ]


def _written(call: Call, pages: list[Page], as_of: date, paper: str) -> list[int]:
    """Write the pages one by one, answer each, and return the exit code of each."""
    codes = []
    for number, page in enumerate(pages, 1):
        with _Progress(f"{number}/{len(pages)} {page.target.name}"):
            try:
                report = briefs.export_brief(page.facts, page.language, page.target, as_of=as_of, paper=paper)
            except UserError as error:
                failure: UserError | None = error
            else:
                failure = None
        if failure is None:
            _answer(call, page, report)
            codes.append(exit_codes.DONE)
        else:
            output.print_message(error_text(call.catalog, failure))
            codes.append(exit_codes.code_of(failure))
    return codes


def _answer(call: Call, page: Page, report: briefs.ExportReport) -> None:
    city = page.facts.city
    values = {
        "city": city.id,
        "name": {"fr": city.name.fr, "en": city.name.en, "zh": city.name.zh},
        "language": page.language,
        "path": str(report.path),
        "missing_characters": list(report.missing_characters),
    }
    call.acknowledge(values, str(report.path))
    if report.missing_characters:
        listed = " ".join(f"{char} (U+{ord(char):04X})" for char in report.missing_characters)
        call.tell("cli.brief.missing_characters", path=report.path, characters=listed)


class _Progress:
    """A line on a terminal while one brief is made; nothing where standard error is a file or a pipe."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._shown = sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> None:
        if self._shown:
            sys.stderr.write(f"\r\x1b[K{output.harmless(self._text)}")
            sys.stderr.flush()

    def __exit__(self, *_: object) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
