"""The manual as data: its pages in order, and reading one from the small part of Markdown they are written in.

Known are headings, paragraphs, lists, numbered lists, tables, pictures on a line of their own, indented examples,
notes (``>``), and within a text labels in ``**``, keys and file names in backticks, and ``[links](page.md)``.
Anything else is plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from ecocity_desktop.bundled import manual_file

PAGES = (
    "overview",
    "partners",
    "agreements",
    "cities",
    "milestones",
    "calendar",
    "briefs",
    "search-and-history",
    "backups-and-safety",
    "files-and-passwords",
    "keyboard",
    "command-line",
)
"""The pages by name, in the order they are read."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text: plain, a ``label`` of the window, a ``key`` or file name, or a link to another page."""

    text: str
    label: bool = False
    key: bool = False
    page: str = ""


Spans: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level`` is 1 for the title of the page."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a ``note`` is set apart."""

    spans: Spans
    note: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list, of steps to take one after the other when ``numbered``."""

    items: tuple[Spans, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A table with the heads of its columns."""

    head: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """A picture, by its path from the folder of the page, and what it shows."""

    path: str
    words: str


@dataclass(frozen=True, slots=True)
class Example:
    """Lines to type as they stand."""

    lines: tuple[str, ...]


ManualBlock: TypeAlias = Heading | Paragraph | Items | Rows | Screen | Example


@dataclass(frozen=True, slots=True)
class ManualPage:
    """One page of the manual in one language."""

    name: str
    language: str
    blocks: tuple[ManualBlock, ...]

    @property
    def title(self) -> str:
        """The title, as the list of contents gives it."""
        return next(block.text for block in self.blocks if isinstance(block, Heading))

    def words(self) -> str:
        """Return everything the page says, to be searched."""
        return "\n".join(_said(block) for block in self.blocks)


_INLINE = re.compile(r"\*\*(?P<label>.+?)\*\*|`(?P<key>.+?)`|\[(?P<words>.+?)\]\((?P<page>[\w-]+)\.md\)")
_SCREEN = re.compile(r"!\[(?P<words>.*)\]\((?P<path>[^)]+)\)$")
_ITEM = re.compile(r"(?:[-*]|(?P<number>\d+)\.) +(?P<text>.*)$")
_RULE = re.compile(r"\|[\s:|-]+\|$")


def load_page(name: str, language: str) -> ManualPage:
    """Return a page of the manual shipped with the program."""
    return read_page(name, language, manual_file(language, f"{name}.md").read_text("utf-8"))


def load_manual(language: str) -> tuple[ManualPage, ...]:
    """Return all pages of the manual in a language, in order."""
    return tuple(load_page(name, language) for name in PAGES)


def read_page(name: str, language: str, text: str) -> ManualPage:
    """Return the page written in ``text``."""
    parts = re.split(r"\n\s*\n", text.strip("\n"))
    return ManualPage(name, language, tuple(_block(part.split("\n"), language) for part in parts))


def _block(lines: list[str], language: str) -> ManualBlock:
    first = lines[0]
    if all(line.startswith("    ") for line in lines):
        return Example(tuple(line[4:] for line in lines))
    if found := re.match(r"(#+) +(.*)$", first):
        return Heading(found[2], len(found[1]))
    if found := _SCREEN.match(first):
        return Screen(found["path"], found["words"])
    if first.startswith("|"):
        cells = [_cells(line) for line in lines if not _RULE.match(line)]
        return Rows(cells[0], tuple(cells[1:]))
    if found := _ITEM.match(first):
        return Items(tuple(_items(lines, language)), found["number"] is not None)
    note = first.startswith("> ")
    return Paragraph(_spans(_joined([line.removeprefix("> ") for line in lines], language)), note)


def _items(lines: list[str], language: str) -> Iterator[Spans]:
    """A line that begins no item goes on with the one before."""
    collected: list[list[str]] = []
    for line in lines:
        found = _ITEM.match(line)
        if found:
            collected.append([found["text"]])
        else:
            collected[-1].append(line.strip())
    return (_spans(_joined(each, language)) for each in collected)


def _joined(lines: list[str], language: str) -> str:
    """Join the lines of a paragraph; Chinese is joined without a space."""
    return ("" if language == "zh" else " ").join(lines)


def _cells(line: str) -> tuple[Spans, ...]:
    return tuple(_spans(cell.strip()) for cell in line.strip().strip("|").split("|"))


def _spans(text: str) -> Spans:
    spans, at = [], 0
    for found in _INLINE.finditer(text):
        if found.start() > at:
            spans.append(Span(text[at : found.start()]))
        if found["label"]:
            spans.append(Span(found["label"], label=True))
        elif found["key"]:
            spans.append(Span(found["key"], key=True))
        else:
            spans.append(Span(found["words"], page=found["page"]))
        at = found.end()
    if at < len(text):
        spans.append(Span(text[at:]))
    return tuple(spans)


def _said(block: ManualBlock) -> str:
    if isinstance(block, Heading):
        return block.text
    if isinstance(block, Screen):
        return block.words
    if isinstance(block, Example):
        return "\n".join(block.lines)
    texts: tuple[Spans, ...]
    if isinstance(block, Paragraph):
        texts = (block.spans,)
    elif isinstance(block, Items):
        texts = block.items
    else:
        texts = (*block.head, *(cell for row in block.rows for cell in row))
    return "\n".join("".join(span.text for span in spans) for spans in texts)
