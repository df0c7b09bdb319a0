"""What a record is called: in undo, history, search results and lists of candidates."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any

from ecocity_desktop.domain.agreement import AgreementParty
from ecocity_desktop.domain.city import City, CityRole
from ecocity_desktop.domain.dependency import Dependency
from ecocity_desktop.domain.enums import choice_key
from ecocity_desktop.domain.fields import LOCAL_KINDS, Kind
from ecocity_desktop.domain.figure import Figure
from ecocity_desktop.domain.local_text import LANGUAGES, LocalText, same_text
from ecocity_desktop.domain.milestone import Milestone
from ecocity_desktop.domain.nouns import ENTITIES, LINKS
from ecocity_desktop.domain.partner import Partner
from ecocity_desktop.domain.person import Person, full_name
from ecocity_desktop.domain.photo import Photo
from ecocity_desktop.domain.slip import Slip
from ecocity_desktop.domain.source import Source, source_name
from ecocity_desktop.i18n.catalog import Catalog
from ecocity_desktop.store.search import is_han, pinyin_forms

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlmodel import Session

    from ecocity_desktop.services.workspace import Workspace

_LONGEST = 120
_JOINT = " · "
_MOST_NAMED = 5
_MOST_CANDIDATES = 12
_LEVELS = "市县区镇"


def name_of(ws: Workspace, entity: str, row_id: str) -> LocalText | None:
    """Return what the record ``row_id`` of ``entity`` is called; ``None`` when there is none, or no longer."""
    with ws.reading() as session:
        row = session.get(ENTITIES[entity].table, row_id) if entity in ENTITIES else None
        return None if row is None else subject_of(session, row)


def subject_of(session: Session, row: Any) -> LocalText:
    """Return what ``row`` is called, in the languages known; parts of a record are called by that record."""
    if isinstance(row, Source):
        return _short(same_text(source_name(row)))
    if isinstance(row, Person):
        return _short(same_text(full_name(row)))
    if isinstance(row, Slip):
        milestone = session.get(Milestone, row.milestone_id)
        return _short(milestone.title) if milestone else LocalText()
    if isinstance(row, AgreementParty):
        partner = session.get(Partner, row.partner_id)
        return subject_of(session, partner) if partner else LocalText()
    if isinstance(row, Dependency):
        return _between(session, row)
    if isinstance(row, Photo):
        city = session.get(City, row.city_id)
        return city.name if city else LocalText()
    if isinstance(row, Figure | CityRole):
        return _of_city(session, row)
    if isinstance(row, Partner) and row.acronym:
        return _short(same_text(row.acronym))
    for name in ("name", "title", "text"):
        value = getattr(row, name, None)
        if isinstance(value, LocalText):
            return _short(value)
    return LocalText()


def without_names(subject: LocalText, names: Collection[str], instead: LocalText) -> LocalText:
    """Return what an edit is said to be about with ``instead`` in the place of some names, whole or cut short."""

    def is_one(words: str) -> bool:
        start = words[:-1].rstrip(_JOINT) if words.endswith("…") else ""
        return words in names or (bool(start) and any(name.startswith(start) for name in names))

    def words(language: str) -> str | None:
        parts, told = (subject.get(language) or "").split(_JOINT), []
        while parts:
            # A name may hold the joint itself: the longest that begins here goes as a whole.
            lengths = range(len(parts), 0, -1)
            length = next((one for one in lengths if is_one(_JOINT.join(parts[:one]))), 0)
            told.append(instead.get(language) or "" if length else parts[0])
            del parts[: length or 1]
        return _JOINT.join(told) or None

    fr, en, zh = map(words, LANGUAGES)
    return LocalText(fr, en, zh)


def told_apart(session: Session, rows: Sequence[Any]) -> dict[str, Any]:
    """Return what an error says of the records that stand in the way: how many, kind and name of the first, all ids.

    ``count``, ``names`` (texts, the kind before each name) and ``records`` (pairs of plural and id).
    """
    shown = {(row.__tablename__, row.id): row for row in (_shown(session, one) for one in rows)}
    names = [_kind_and_name(session, row) for row in list(shown.values())[:_MOST_NAMED]]
    more = [same_text("…")] if len(shown) > _MOST_NAMED else []
    listed = tuple((ENTITIES[entity].name, row_id) for entity, row_id in shown)
    return {"count": len(shown), "names": [*names, *more], "records": listed}


def _shown(session: Session, row: Any) -> Any:
    """The record under which a person finds ``row``: a linking row is seen at its owner."""
    if row.__tablename__ not in LINKS:
        return row
    owner, link = LINKS[row.__tablename__]
    return session.get(owner.table, getattr(row, link.owner_key)) or row


def _kind_and_name(session: Session, row: Any) -> LocalText:
    kind, name = ENTITIES[row.__tablename__].name, subject_of(session, row)
    texts = []
    for language in LANGUAGES:
        word = Catalog(language).text(f"noun.{kind}", count=1)
        called = name.read(language).text or row.id
        texts.append(f"{word}“{called}”" if language == "zh" else f"{word} {called}")
    fr, en, zh = texts
    return LocalText(fr, en, zh)


def names_of(row: Any, subject: LocalText) -> set[str]:
    """Return every name a record answers to, folded: what it is called, titles, other names, pinyin."""
    names = list(subject.texts())
    if isinstance(row, Person) and row.family_name and row.given_name:
        names += [f"{row.given_name} {row.family_name}", f"{row.family_name} {row.given_name}"]
    for spec in ENTITIES[row.__tablename__].fields:
        if spec.title or spec.kind is Kind.WORDS or spec.name == "pinyin":
            value = getattr(row, spec.name, None)
            if spec.kind in LOCAL_KINDS and value is not None:
                names.extend(value.texts())
            elif isinstance(value, list):
                names.extend(value)
            elif value:
                names.append(str(value))
    return {folded(name) for name in names} - {""}


def loosely(names: set[str]) -> set[str]:
    """Return what else folded names answer to: without spaces, and Chinese ones without their level and in pinyin."""
    chinese = {name for name in names if name and all(map(is_han, name))}
    chinese |= {name[:-1] for name in chinese if len(name) > 2 and name[-1] in _LEVELS}
    pinyin = {pinyin_forms(name).rpartition(" ")[2] for name in chinese}
    return chinese | pinyin | {joined(name) for name in names}


def folded(name: str) -> str:
    """Return a name without accents, capitals and idle spaces."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    return " ".join(plain.casefold().split())


def joined(name: str) -> str:
    """Return a folded name without spaces: pinyin is written with them and without."""
    return name.replace(" ", "")


def candidates(subjects: Mapping[str, LocalText], names: Mapping[str, set[str]]) -> list[LocalText]:
    """Return what can be given to name one of some records, in each language: what it is called if that suffices.

    ``subjects`` says what the records are called, ``names`` what every record of the kind answers to, both by id. Where
    several answer to a name, the id stands beside it, and both may be given.
    """
    bearers = Counter(name for known in names.values() for name in known)
    listed = []
    for row_id, subject in subjects.items():
        texts = [subject.read(language).text for language in LANGUAGES]
        if any(bearers[folded(text)] != 1 for text in texts):
            texts = [f"{text} ({row_id})" if text else row_id for text in texts]
        fr, en, zh = texts
        listed.append(LocalText(fr, en, zh))
    listed.sort(key=lambda text: folded(text.read("en").text))
    return [*listed[:_MOST_CANDIDATES], *([same_text("…")] if len(listed) > _MOST_CANDIDATES else [])]


def _between(session: Session, row: Dependency) -> LocalText:
    """The two milestones of a dependency, in each language that has a word for both."""
    ends = [session.get(Milestone, one) for one in (row.predecessor_id, row.successor_id)]
    titles = [_short(end.title) if end else LocalText() for end in ends]
    if not all(titles):
        return LocalText()
    fr, en, zh = (" → ".join(title.read(one).text for title in titles) for one in LANGUAGES)
    return LocalText(fr, en, zh)


def _of_city(session: Session, row: Figure | CityRole) -> LocalText:
    """A quantity or a partner, and the city it is about, in each language the city is called in."""
    city = session.get(City, row.city_id) if row.city_id else None
    partner = session.get(Partner, row.partner_id) if isinstance(row, CityRole) else None
    about = city.name if city else LocalText()

    def words(language: str) -> str | None:
        if isinstance(row, Figure):
            first = Catalog(language).text(choice_key(row.quantity))
        else:
            first = subject_of(session, partner).read(language).text if partner else ""
        parts = [first, about.read(language).text]
        return _JOINT.join(part for part in parts if part) or None

    fr, en, zh = map(words, LANGUAGES)
    return _short(LocalText(fr, en, zh))


def _short(text: LocalText) -> LocalText:
    def cut(words: str | None) -> str | None:
        return words if words is None or len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"

    return LocalText(cut(text.fr), cut(text.en), cut(text.zh))
