"""The verbs and reads that every noun shares: add, edit, remove, list, show, find by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from pydantic_core import PydanticCustomError
from sqlmodel import col, func, select

from ecocity_desktop.domain.fields import LOCAL_KINDS
from ecocity_desktop.domain.figure import Figure
from ecocity_desktop.domain.local_text import validated_text
from ecocity_desktop.domain.nouns import ENTITIES, LINKS, NOUNS, Link, Noun, values_of
from ecocity_desktop.domain.uniqueness import ENTITIES_ONCE, second_ones
from ecocity_desktop.domain.validation import checked
from ecocity_desktop.errors import Problem, UserError, invalid
from ecocity_desktop.services.naming import candidates, folded, joined, loosely, names_of, subject_of
from ecocity_desktop.services.removal import remove_whole
from ecocity_desktop.services.rule_facts import facts_for
from ecocity_desktop.services.workspace import new_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlmodel import Session

    from ecocity_desktop.domain.changes import ChangeSet
    from ecocity_desktop.domain.rules import RuleFacts
    from ecocity_desktop.services.workspace import Workspace
    from ecocity_desktop.store.transaction import Transaction

_LINKS = UUID("4c1b1a56-6a39-4d0c-9a7e-3d3f1f0f7c52")


def add_record(
    ws: Workspace, noun: str, values: Mapping[str, Any], *, row_id: str | None = None
) -> ChangeSet:
    """Add a record of a noun (its plural) and return what changed; ``row_id`` of the result is the new id.

    ``values`` are JSON values by field name. Raises ``UserError`` ``error.invalid`` with the fields refused and why.
    """
    with ws.writing(f"edit.add_{NOUNS[noun].entity}") as transaction:
        return transaction.changes(add_in(transaction, noun, values, ws, row_id=row_id))


def edit_record(
    ws: Workspace, noun: str, row_id: str, values: Mapping[str, Any], *, label: str = ""
) -> ChangeSet:
    """Change fields of a record: one left out keeps its value, ``None`` clears it; so for a language inside a text.

    ``label`` is the text key under which undo and history name the edit. Raises ``UserError`` ``error.not_found``, or
    ``error.invalid`` with the fields refused and why.
    """
    with ws.writing(label or f"edit.change_{NOUNS[noun].entity}") as transaction:
        edit_in(transaction, noun, row_id, values, ws)
        return transaction.changes(row_id)


def remove_record(ws: Workspace, noun: str, row_id: str) -> ChangeSet:
    """Remove a record with everything that belongs to it (see ``removal.would_go``).

    Raises ``UserError`` ``error.not_found``, or ``error.in_use`` when records that do not belong to it refer to it.
    """
    with ws.writing(f"edit.remove_{NOUNS[noun].entity}") as transaction:
        row = _existing(transaction.session, NOUNS[noun], row_id)
        transaction.name(subject_of(transaction.session, row))
        remove_whole(transaction, row)
        return transaction.changes(row_id)


def add_in(
    transaction: Transaction,
    noun: str,
    values: Mapping[str, Any],
    ws: Workspace,
    *,
    row_id: str | None = None,
) -> str:
    """Add a record inside a transaction already begun and return its id; raises as ``add_record`` does."""
    kind = NOUNS[noun]
    session = transaction.session
    own, links = _split(kind, values)
    data = checked(kind, own)
    _check_rules(session, kind, data, links, facts_for(session, kind, data, ws.today(), row_id))
    _check_only_one(session, kind, data, None)
    row_id = row_id or _link_id(session, kind, data) or new_id()
    row = kind.table(id=row_id, **{spec.name: getattr(data, spec.name) for spec in kind.columns})
    transaction.name(subject_of(session, row))
    transaction.add(row)
    for link, ids in links.items():
        _link(transaction, link, row.id, ids)
    _keep_one_preferred(transaction, row)
    return str(row.id)


def edit_in(
    transaction: Transaction, noun: str, row_id: str, values: Mapping[str, Any], ws: Workspace
) -> None:
    """Change a record inside a transaction already begun; raises as ``edit_record`` does."""
    kind = NOUNS[noun]
    session = transaction.session
    row = _existing(session, kind, row_id)
    given = {name: value for name, value in values.items() if name != "id" or value != row_id}
    own, links = _split(kind, given)
    data = checked(kind, _merged(kind, row, own))
    _check_rules(session, kind, data, links, facts_for(session, kind, data, ws.today(), row_id))
    _check_only_one(session, kind, data, row_id)
    transaction.name(subject_of(session, row))
    transaction.change(row, **{name: getattr(data, name) for name in own})
    for link, ids in links.items():
        _link(transaction, link, row_id, ids)
    _keep_one_preferred(transaction, row)


def get_record(ws: Workspace, noun: str, row_id: str) -> Any:
    """Return the record; raises ``UserError`` ``error.not_found``."""
    with ws.reading() as session:
        return _existing(session, NOUNS[noun], row_id)


def list_records(ws: Workspace, noun: str, **equal: Any) -> tuple[Any, ...]:
    """Return the records of a noun whose fields have the given values, by position or as they were entered."""
    kind = NOUNS[noun]
    chosen = select(kind.table).where(*(getattr(kind.table, name) == value for name, value in equal.items()))
    if kind.field("position") is not None:
        chosen = chosen.order_by(kind.table.position)
    with ws.reading() as session:
        return tuple(session.exec(chosen).all())


def count_records(ws: Workspace, noun: str) -> int:
    """Return how many records of a noun there are."""
    with ws.reading() as session:
        return session.exec(select(func.count()).select_from(NOUNS[noun].table)).one()


def record_json(ws: Workspace, noun: str, row: Any) -> dict[str, Any]:
    """Return the record as JSON values: its id, its fields, the ids of its link fields."""
    links = {link.field: link_ids(ws, noun, row.id, link.field) for link in NOUNS[noun].links}
    return _as_json(NOUNS[noun], row, links)


def records_json(ws: Workspace, noun: str, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Return many records as ``record_json`` does, with one query per link field whatever their number."""
    linked = {link.field: _all_links(ws, link) for link in NOUNS[noun].links}
    return [
        _as_json(NOUNS[noun], row, {field: ids.get(row.id, ()) for field, ids in linked.items()})
        for row in rows
    ]


def link_ids(ws: Workspace, noun: str, row_id: str, field: str) -> tuple[str, ...]:
    """Return the ids a link field of a record holds, in their order."""
    link = next(link for link in NOUNS[noun].links if link.field == field)
    with ws.reading() as session:
        return tuple(getattr(row, link.target_key) for row in _link_rows(session, link, row_id))


def resolve(ws: Workspace, noun: str, wanted: str) -> str:
    """Return the id of the record that ``wanted`` names: an id, a name in any script, with or without accents, or both.

    A Chinese name is also found without its level (荆州 for 荆州市) and by its pinyin, when no name is exactly that.
    Raises ``UserError`` ``error.not_found`` or ``error.ambiguous``; both list the candidates, each as it can be given.
    """
    with ws.reading() as session:
        rows = session.exec(select(NOUNS[noun].table)).all()
        ids = {wanted.casefold(), wanted.casefold().rpartition(" (")[2].removesuffix(")")}
        same = [str(row.id) for row in rows if row.id.casefold() in ids]
        if same:
            return wanted if wanted in same else same[0]
        subjects = {row.id: subject_of(session, row) for row in rows}
    names = {row.id: names_of(row, subjects[row.id]) for row in rows}
    asked = folded(wanted)
    found = [row_id for row_id, known in names.items() if asked in known]
    found = found or [row_id for row_id, known in names.items() if joined(asked) in loosely(known)]
    if len(found) == 1:
        return str(found[0])
    listed = candidates({row_id: subjects[row_id] for row_id in found or subjects}, names)
    raise UserError("error.ambiguous" if found else "error.not_found", wanted=wanted[:80], candidates=listed)


def _as_json(noun: Noun, row: Any, links: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    values = values_of(row) | {field: list(ids) for field, ids in links.items()}
    return {"id": row.id} | {spec.name: values[spec.name] for spec in noun.fields}


def _all_links(ws: Workspace, link: Link) -> dict[str, list[str]]:
    """The target ids of every record that has some, in their order."""
    table = ENTITIES[link.entity].table
    linked: dict[str, list[str]] = {}
    with ws.reading() as session:
        for row in session.exec(select(table).order_by(table.position)).all():
            linked.setdefault(getattr(row, link.owner_key), []).append(getattr(row, link.target_key))
    return linked


def _existing(session: Session, noun: Noun, row_id: str) -> Any:
    row = session.get(noun.table, row_id)
    if row is None:
        raise UserError("error.not_found", wanted=row_id[:80], candidates="")
    return row


def _split(noun: Noun, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[Link, list[str]]]:
    """Part the values of the record's own columns from its link fields."""
    links: dict[Link, list[str]] = {}
    for link in noun.links:
        if link.field not in values:
            continue
        ids = values[link.field]
        if ids is not None and (
            not isinstance(ids, list | tuple) or any(not isinstance(one, str) for one in ids)
        ):
            raise invalid([Problem(link.field, "problem.list")])
        links[link] = list(dict.fromkeys(ids or ()))
    fields = {link.field for link in noun.links}
    return {name: value for name, value in values.items() if name not in fields}, links


def _merged(noun: Noun, row: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """Lay the given values over the record's own; a text given by language keeps its other languages."""
    values = {spec.name: getattr(row, spec.name) for spec in noun.columns} | dict(given)
    for spec in noun.columns:
        value = given.get(spec.name)
        if spec.kind in LOCAL_KINDS and isinstance(value, dict) and _is_local_text(value):
            values[spec.name] = getattr(row, spec.name).edited(value).as_json()
    return values


def _is_local_text(value: dict[str, Any]) -> bool:
    try:
        validated_text(value)
    except PydanticCustomError:
        return False
    return True


def _check_rules(
    session: Session, noun: Noun, data: Any, links: Mapping[Link, list[str]], facts: RuleFacts
) -> None:
    problems = list(noun.rule(data, facts))
    problems += [Problem(name, "problem.reference") for name, row in facts.referred.items() if row is None]
    for link, ids in links.items():
        spec_of_link = noun.field(link.field)
        table = ENTITIES[(spec_of_link and spec_of_link.refers_to) or ""].table
        if any(not one.isascii() or session.get(table, one) is None for one in ids):
            problems.append(Problem(link.field, "problem.reference"))
    if problems:
        raise invalid(problems)


def _check_only_one(session: Session, noun: Noun, data: Any, row_id: str | None) -> None:
    """Refuse a record in whose place another one stands; a preferred figure takes that place over."""
    kept_as_it_is = noun.entity == "programme" and row_id is not None
    if noun.entity not in ENTITIES_ONCE or noun.entity == "figure" or kept_as_it_is:
        return
    others = select(noun.table).where(noun.table.id != row_id)
    shared = LINKS[noun.entity][1].owner_key if noun.entity in LINKS else "city_id"
    if shared in noun.table.model_fields:
        others = others.where(getattr(noun.table, shared) == getattr(data, shared))
    found = second_ones(noun.entity, [*session.exec(others).all(), data])
    refused = [problem for one, problem in found if one is data]
    if refused:
        raise invalid(refused)


def _link_id(session: Session, noun: Noun, data: Any) -> str | None:
    """Return the identity of a linking row: that of its two ends, so that the same link made on two laptops is one.

    ``None`` for other records, and where a row that was changed since keeps that identity.
    """
    if noun.entity not in LINKS:
        return None
    link = LINKS[noun.entity][1]
    link_id = str(uuid5(_LINKS, f"{getattr(data, link.owner_key)} {getattr(data, link.target_key)}"))
    return None if session.get(noun.table, link_id) is not None else link_id


def _link(transaction: Transaction, link: Link, owner_id: str, ids: list[str]) -> None:
    """Make the linking rows of a record those of ``ids``, in that order."""
    rows = {getattr(row, link.target_key): row for row in _link_rows(transaction.session, link, owner_id)}
    for target, row in rows.items():
        if target not in ids:
            transaction.remove(row)
    for position, target in enumerate(ids):
        if target in rows:
            transaction.change(rows[target], position=position)
        else:
            noun = ENTITIES[link.entity]
            keys = {link.owner_key: owner_id, link.target_key: target}
            data = noun.data.model_validate({**keys, "position": position})
            link_id = _link_id(transaction.session, noun, data) or new_id()
            values = {spec.name: getattr(data, spec.name) for spec in noun.columns}
            transaction.add(noun.table(id=link_id, **values))


def _link_rows(session: Session, link: Link, owner_id: str) -> list[Any]:
    table = ENTITIES[link.entity].table
    chosen = select(table).where(getattr(table, link.owner_key) == owner_id).order_by(col(table.position))
    return list(session.exec(chosen).all())


def _keep_one_preferred(transaction: Transaction, row: Any) -> None:
    """One figure per city and quantity is preferred: choosing one unchooses the other, in the same edit."""
    if not isinstance(row, Figure) or not row.preferred:
        return
    others = select(Figure).where(
        Figure.city_id == row.city_id,
        Figure.quantity == row.quantity,
        Figure.id != row.id,
        col(Figure.preferred),
    )
    for other in transaction.session.exec(others).all():
        transaction.change(other, preferred=False)
