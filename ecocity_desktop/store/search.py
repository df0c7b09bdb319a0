"""Full-text search: an index derived from the records that finds Chinese words, pinyin and unaccented words."""

from __future__ import annotations

import re
import unicodedata
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlmodel import select

from ecocity_desktop.domain.fields import LOCAL_KINDS, TEXT_KINDS, FieldSpec, Kind
from ecocity_desktop.domain.local_text import LANGUAGES
from ecocity_desktop.domain.nouns import ENTITIES
from ecocity_desktop.i18n.catalog import Catalog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlmodel import Session

_HAN = (
    (0x2E80, 0x2FDF),  # radicals
    (0x3005, 0x3007),  # iteration mark, closing mark, zero
    (0x3400, 0x4DBF),  # extension A
    (0x4E00, 0x9FFF),  # unified ideographs
    (0xF900, 0xFAFF),  # compatibility ideographs
    (0x20000, 0x323AF),  # extensions B to H
)
MOST_WORDS = 64
_TOKEN = re.compile(r"\w+")
TITLE_WEIGHT, BODY_WEIGHT = 10.0, 1.0


def is_han(char: str) -> bool:
    """Return whether ``char`` is a Chinese character."""
    point = ord(char)
    return any(first <= point <= last for first, last in _HAN)


def spaced(words: str) -> str:
    """Return ``words`` with a space round each Chinese character, so that each is a token of its own."""
    return "".join(f" {char} " if is_han(char) else char for char in words.replace("\x00", " "))


def index_record(session: Session, entity: str, entity_id: str) -> None:
    """Bring the index entry of one record up to date, or remove it if the record is gone."""
    noun = ENTITIES[entity]
    connection = session.connection()
    known = connection.execute(
        text("SELECT rowid FROM search_row WHERE entity = :entity AND entity_id = :id"),
        {"entity": entity, "id": entity_id},
    ).scalar()
    if known is not None:
        connection.execute(text("DELETE FROM search_index WHERE rowid = :row"), {"row": known})
        connection.execute(text("DELETE FROM search_row WHERE rowid = :row"), {"row": known})
    row = session.get(noun.table, entity_id)
    if row is None:
        return
    title, body = indexed_text(row, noun.fields)
    if not title and not body:
        return
    added = connection.execute(
        text("INSERT INTO search_row(entity, entity_id, checksum) VALUES (:entity, :id, :checksum)"),
        {"entity": entity, "id": entity_id, "checksum": _checksum(title, body)},
    ).lastrowid
    connection.execute(
        text("INSERT INTO search_index(rowid, title, body) VALUES (:row, :title, :body)"),
        {"row": added, "title": title, "body": body},
    )


def rebuild(session: Session) -> None:
    """Make the whole index anew from the records: it is derived data and may always be thrown away."""
    connection = session.connection()
    connection.execute(text("DELETE FROM search_index"))
    connection.execute(text("DELETE FROM search_row"))
    for noun in ENTITIES.values():
        for entity_id in session.exec(select(noun.table.id)).all():
            index_record(session, noun.entity, entity_id)


def forget_removed(session: Session) -> None:
    """Merge the index into one without the words of removed records, which otherwise stay in it, marked as gone."""
    session.connection().execute(text("INSERT INTO search_index(search_index) VALUES ('optimize')"))


def matches_records(session: Session) -> bool:
    """Return whether the index holds exactly what the records say."""
    connection = session.connection()
    try:
        connection.execute(text("INSERT INTO search_index(search_index) VALUES ('integrity-check')"))
    except DatabaseError:
        return False
    known = connection.execute(text("SELECT entity, entity_id, checksum FROM search_row")).all()
    expected: set[tuple[str, str, int]] = set()
    for noun in ENTITIES.values():
        for row in session.exec(select(noun.table)).all():
            title, body = indexed_text(row, noun.fields)
            if title or body:
                expected.add((noun.entity, row.id, _checksum(title, body)))
    return len(known) == len(expected) and {tuple(row) for row in known} == expected


def find(session: Session, query: str, limit: int) -> list[tuple[str, str]]:
    """Return the records (entity, id) that hold every word of ``query``, the best first; any string is one."""
    expression = match_expression(query)
    if not expression:
        return []
    found = session.connection().execute(
        text(
            "SELECT r.entity, r.entity_id FROM search_index JOIN search_row r ON r.rowid = search_index.rowid "
            "WHERE search_index MATCH :expression ORDER BY bm25(search_index, :title, :body), r.rowid LIMIT :limit"
        ),
        {"expression": expression, "title": TITLE_WEIGHT, "body": BODY_WEIGHT, "limit": limit},
    )
    return [(entity, entity_id) for entity, entity_id in found.all()]


def match_expression(query: str) -> str:
    """Return the FTS5 expression of a query: Chinese as phrases, the rest as prefixes, each token quoted.

    Of a pasted page only the first ``MOST_WORDS`` words count: each costs a look into the whole index.
    """
    parts = []
    for word in _TOKEN.findall(unicodedata.normalize("NFC", query))[:MOST_WORDS]:
        for han, run in _runs(word):
            parts.append(f'"{" ".join(run)}"' if han else f'"{run}"*')
    return " ".join(parts)


def indexed_text(row: Any, fields: tuple[FieldSpec, ...]) -> tuple[str, str]:
    """Return what is indexed of a record: its titles (with their pinyin), and its other texts."""
    titles: list[str] = []
    body: list[str] = []
    for spec in fields:
        texts = [unicodedata.normalize("NFC", words) for words in _texts(row, spec)]
        (titles if spec.title else body).extend(spaced(words) for words in texts)
        if spec.title or spec.kind is Kind.WORDS:
            titles.extend(pinyin_forms(words) for words in texts if any(map(is_han, words)))
    return " \n ".join(titles), " \n ".join(body)


def pinyin_forms(words: str) -> str:
    """Return the pinyin of the Chinese in ``words`` without tones: each syllable, and each run joined."""
    from pypinyin import (
        lazy_pinyin,  # it reads its dictionary when imported: only where there is Chinese to write
    )

    forms: list[str] = []
    for han, run in _runs(words):
        if han:
            syllables = lazy_pinyin(run)
            forms.extend((*syllables, "".join(syllables)))
    return " ".join(forms)


def _checksum(title: str, body: str) -> int:
    return zlib.crc32(f"{title}\x00{body}".encode())


def _texts(row: Any, spec: FieldSpec) -> Iterator[str]:
    if spec.kind in LOCAL_KINDS:
        yield from getattr(row, spec.name).texts()
    elif spec.kind is Kind.WORDS:
        yield from getattr(row, spec.name)
    elif spec.kind in TEXT_KINDS:
        yield from filter(None, (getattr(row, spec.name),))
    elif spec.searched and getattr(row, spec.name):
        yield from (_choice_word(language, spec, getattr(row, spec.name)) for language in LANGUAGES)


@lru_cache(maxsize=256)
def _choice_word(language: str, spec: FieldSpec, value: str) -> str:
    return Catalog(language).text(spec.choice_key(value))


def _runs(words: str) -> Iterator[tuple[bool, str]]:
    """Cut into runs of Chinese characters and runs of others."""
    start = 0
    for end in range(1, len(words) + 1):
        if end == len(words) or is_han(words[end]) != is_han(words[start]):
            yield is_han(words[start]), words[start:end]
            start = end
