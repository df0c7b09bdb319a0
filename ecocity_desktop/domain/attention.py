"""What needs attention: milestones that slip, figures to complete, texts to translate, facts to verify.

All of it is computed, never typed. The same rules serve the brief of one city and the overview of the whole file. Each
point names a text key under ``attention.`` and what its placeholders stand for; values are domain values (a
``LocalText``, a ``PartialDate``, a choice, a tuple of text keys), worded by whoever shows them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from ecocity_desktop.domain.city import City, CityRole, Statement
from ecocity_desktop.domain.enums import FactStatus, LabelStage, MilestoneKind, MilestoneState, Quantity
from ecocity_desktop.domain.figure import Figure
from ecocity_desktop.domain.local_text import LANGUAGES, LocalText
from ecocity_desktop.domain.milestone import (
    COMING_DAYS,
    Milestone,
    due_date,
    has_evidence,
    milestone_state,
)
from ecocity_desktop.domain.partial_date import PartialDate


class AttentionLevel(StrEnum):
    """How pressing a point is, the most pressing first."""

    LATE = "late"
    COMING = "coming"
    MISSING = "missing"
    CHECK = "check"


@dataclass(frozen=True)
class AttentionPoint:
    """One point: which text says it, which record it is about, which city it concerns and who is responsible.

    ``city_id`` is ``None`` for a milestone of the programme or of several cities; ``due`` the date the point hangs on,
    if any; ``language`` is set when only that language's brief is concerned. A point about a milestone without
    ``partner_id`` has nobody responsible for it.
    """

    level: AttentionLevel
    key: str
    entity: str
    entity_id: str
    params: Mapping[str, Any] = field(default_factory=dict)
    city_id: str | None = None
    partner_id: str | None = None
    due: PartialDate | None = None
    language: str | None = None


@dataclass(frozen=True)
class AttentionFacts:
    """What the rules look at: records of one city with the programme's milestones, or of the whole file.

    ``milestones`` are pairs of a milestone and the ids of its cities, none for a milestone of the programme;
    ``horizon_days`` is how far ahead something due is said to be coming.
    """

    today: date
    cities: tuple[City, ...] = ()
    milestones: tuple[tuple[Milestone, tuple[str, ...]], ...] = ()
    figures: tuple[Figure, ...] = ()
    statements: tuple[Statement, ...] = ()
    roles: tuple[CityRole, ...] = ()
    horizon_days: int = COMING_DAYS


CITY_TEXTS = ("name", "lead", "presentation", "project_title", "project_site", "climate_text")
"""The texts of a city that its brief prints."""

EVIDENCED = (
    MilestoneKind.EXPERT_REVIEW,
    MilestoneKind.CERTIFICATION,
    MilestoneKind.AUDIT,
    MilestoneKind.DELIVERABLE,
)
"""The kinds of milestone that leave a document: once done, something must show it."""

WANTED = (Quantity.POPULATION, Quantity.AREA)
"""The quantities every brief should give."""

STAGE_KINDS: Mapping[LabelStage, MilestoneKind] = {
    LabelStage.VOLUNTEER: MilestoneKind.VOLUNTEERING,
    LabelStage.SELECTED: MilestoneKind.SELECTION,
    LabelStage.CO_CONSTRUCTION: MilestoneKind.CO_CONSTRUCTION,
    LabelStage.AWARDED: MilestoneKind.LABEL,
    LabelStage.CERTIFIED: MilestoneKind.CERTIFICATION,
}
"""The milestone that marks each stage of the label."""


def attention_points(facts: AttentionFacts) -> tuple[AttentionPoint, ...]:
    """Return every point, ordered by level, then by date, then as the records come."""
    points = [*_milestone_points(facts)]
    for city in facts.cities:
        points.extend(_city_points(city, facts))
        points.extend(_figure_points(city, facts))
        points.extend(_text_points(city, facts))
        points.extend(_status_points(city, facts))
    return in_order(points)


def in_order(points: Iterable[AttentionPoint]) -> tuple[AttentionPoint, ...]:
    """Return points by level, then by date, then as they come."""
    levels = list(AttentionLevel)
    return tuple(sorted(points, key=lambda point: (levels.index(point.level), _due_order(point))))


def _due_order(point: AttentionPoint) -> tuple[bool, str]:
    return point.due is None, str(point.due.latest) if point.due else ""


def _milestone_points(facts: AttentionFacts) -> Iterator[AttentionPoint]:
    levels = {
        MilestoneState.LATE: (AttentionLevel.LATE, "attention.milestone_late"),
        MilestoneState.COMING: (AttentionLevel.COMING, "attention.milestone_coming"),
        MilestoneState.UNDATED: (AttentionLevel.MISSING, "attention.milestone_undated"),
    }
    for milestone, city_ids in facts.milestones:
        state = milestone_state(milestone, facts.today, facts.horizon_days)
        due = due_date(milestone)
        where: dict[str, Any] = {
            "entity": "milestone",
            "entity_id": milestone.id,
            "city_id": city_ids[0] if len(city_ids) == 1 else None,
            "partner_id": milestone.partner_id,
            "due": due,
        }
        if state in levels:
            level, key = levels[state]
            yield AttentionPoint(level, key, params={"title": milestone.title, "date": due}, **where)
        elif state is MilestoneState.PLANNED and milestone.partner_id is None:
            params = {"title": milestone.title}
            yield AttentionPoint(AttentionLevel.MISSING, "attention.no_responsible", params=params, **where)
        elif state is MilestoneState.DONE and milestone.kind in EVIDENCED and not has_evidence(milestone):
            params = {"title": milestone.title}
            yield AttentionPoint(AttentionLevel.MISSING, "attention.no_evidence", params=params, **where)


def _city_points(city: City, facts: AttentionFacts) -> Iterator[AttentionPoint]:
    if city.latitude is None or city.longitude is None:
        yield _about_city(city, AttentionLevel.MISSING, "attention.no_coordinates")
    if not any(role.city_id == city.id for role in facts.roles):
        yield _about_city(city, AttentionLevel.MISSING, "attention.no_team")
    yield from _stage_points(city, facts)


def _stage_points(city: City, facts: AttentionFacts) -> Iterator[AttentionPoint]:
    """Compare the stage that was typed with the milestones that have happened."""
    done = {
        milestone.kind
        for milestone, city_ids in facts.milestones
        if milestone.actual_on is not None and (not city_ids or city.id in city_ids)
    }
    reached = [stage for stage, kind in STAGE_KINDS.items() if kind in done]
    stages = list(LabelStage)
    last = reached[-1] if reached else None
    if city.label_stage is None:
        if last:
            yield _about_city(city, AttentionLevel.MISSING, "attention.stage_missing", reached=last)
    elif last and stages.index(last) > stages.index(city.label_stage):
        params = {"stage": city.label_stage, "reached": last}
        yield _about_city(city, AttentionLevel.CHECK, "attention.stage_behind", **params)
    elif STAGE_KINDS[city.label_stage] not in done:
        params = {"stage": city.label_stage}
        yield _about_city(city, AttentionLevel.CHECK, "attention.stage_ahead", **params)


def _figure_points(city: City, facts: AttentionFacts) -> Iterator[AttentionPoint]:
    by_quantity: dict[Quantity, list[Figure]] = defaultdict(list)
    for figure in facts.figures:
        if figure.city_id == city.id:
            by_quantity[figure.quantity].append(figure)
    for quantity in Quantity:
        figures = by_quantity[quantity]
        if not figures:
            if quantity in WANTED:
                yield _about_city(city, AttentionLevel.MISSING, "attention.figure_missing", quantity=quantity)
            continue
        chosen = chosen_figure(figures)
        if chosen is None:
            yield _about_figure(figures[0], AttentionLevel.CHECK, "attention.figure_not_chosen", len(figures))
        elif chosen.value is None:
            yield _about_figure(chosen, AttentionLevel.MISSING, "attention.figure_without_value")
        elif chosen.source_id is None:
            yield _about_figure(chosen, AttentionLevel.MISSING, "attention.figure_without_source")
        for figure in figures:
            if figure.value is None and figure is not chosen:
                yield _about_figure(figure, AttentionLevel.MISSING, "attention.figure_open")


def chosen_figure(figures: Iterable[Figure]) -> Figure | None:
    """Return which of several figures of one quantity to print: the preferred one, or the only one."""
    known = tuple(figures)
    preferred = next((figure for figure in known if figure.preferred), None)
    return preferred or (known[0] if len(known) == 1 else None)


def _text_points(city: City, facts: AttentionFacts) -> Iterator[AttentionPoint]:
    """One point per language for the city's own texts, one for its statements, roles and milestones together."""
    own = {f"field.city.{name}": getattr(city, name) for name in CITY_TEXTS}
    others = [
        *(statement.text for statement in facts.statements if statement.city_id == city.id),
        *(role.role for role in facts.roles if role.city_id == city.id),
        *(milestone.title for milestone, city_ids in facts.milestones if city.id in city_ids),
    ]
    for language in LANGUAGES:
        missing = tuple(key for key, text in own.items() if text and not text.get(language))
        reread = tuple(key for key, text in own.items() if language in text.reread)
        if missing:
            yield _about_text(city, language, "attention.texts_missing", fields=missing)
        if reread:
            yield _about_text(city, language, "attention.texts_reread", fields=reread)
        lacking = sum(1 for text in others if _is_to_read(text, language))
        if lacking:
            yield _about_text(city, language, "attention.other_texts", count=lacking)


def _is_to_read(text: LocalText, language: str) -> bool:
    return bool(text) and (not text.get(language) or language in text.reread)


def _status_points(city: City, facts: AttentionFacts) -> Iterator[AttentionPoint]:
    if city.label_stage and city.label_status is FactStatus.UNVERIFIED:
        yield _about_city(city, AttentionLevel.CHECK, "attention.stage_unverified", stage=city.label_stage)
    if city.climate_zone and city.climate_status is FactStatus.UNVERIFIED:
        yield _about_city(city, AttentionLevel.CHECK, "attention.climate_unverified")
    for figure in facts.figures:
        if figure.city_id == city.id and figure.value is not None and figure.status is FactStatus.UNVERIFIED:
            yield _about_figure(figure, AttentionLevel.CHECK, "attention.figure_unverified")
    rows: tuple[Statement | CityRole, ...] = (*facts.statements, *facts.roles)
    unsure = Counter(
        "statement" if isinstance(row, Statement) else "city_role"
        for row in rows
        if row.city_id == city.id and row.status is FactStatus.UNVERIFIED
    )
    unsure["milestone"] = sum(
        1
        for milestone, city_ids in facts.milestones
        if city.id in city_ids and FactStatus.UNVERIFIED in (milestone.status, milestone.actual_status)
    )
    for entity in ("statement", "city_role", "milestone"):
        if unsure[entity]:
            key = f"attention.unverified_{entity}"
            yield _about_city(city, AttentionLevel.CHECK, key, count=unsure[entity])


def _about_city(city: City, level: AttentionLevel, key: str, **params: Any) -> AttentionPoint:
    return AttentionPoint(level, key, "city", city.id, params, city.id)


def _about_text(city: City, language: str, key: str, **params: Any) -> AttentionPoint:
    level = AttentionLevel.CHECK if key == "attention.texts_reread" else AttentionLevel.MISSING
    return AttentionPoint(level, key, "city", city.id, params, city.id, language=language)


def _about_figure(
    figure: Figure, level: AttentionLevel, key: str, count: int | None = None
) -> AttentionPoint:
    params: dict[str, Any] = {"quantity": figure.quantity}
    if count is not None:
        params["count"] = count
    return AttentionPoint(level, key, "figure", figure.id, params, figure.city_id)
