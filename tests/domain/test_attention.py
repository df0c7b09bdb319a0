"""What needs attention follows from the records, by rules written down here."""

from datetime import date
from typing import Any

import pytest

from ecocity_desktop.domain.attention import AttentionFacts, AttentionLevel, AttentionPoint, attention_points
from ecocity_desktop.domain.city import City, CityRole, Statement
from ecocity_desktop.domain.enums import FactStatus, LabelStage, MilestoneKind, Quantity, Unit
from ecocity_desktop.domain.figure import Figure
from ecocity_desktop.domain.local_text import LocalText, same_text
from ecocity_desktop.domain.milestone import Milestone
from ecocity_desktop.domain.partial_date import PartialDate

TODAY = date(2018, 3, 1)
CITY = City(id="jz", name=same_text("Jingzhou"), latitude=30.3, longitude=112.2)
TEAM = (CityRole(id="r", city_id="jz", partner_id="cstb"),)
KNOWN = tuple(
    Figure(
        id=quantity.value,
        city_id="jz",
        quantity=quantity,
        value=1.0,
        unit=unit,
        preferred=True,
        source_id="s",
    )
    for quantity, unit in ((Quantity.POPULATION, Unit.INHABITANTS), (Quantity.AREA, Unit.KM2))
)


def points(city: City = CITY, **given: Any) -> tuple[AttentionPoint, ...]:
    facts = {"cities": (city,), "roles": TEAM, "figures": KNOWN, **given}
    return attention_points(AttentionFacts(today=TODAY, **facts))


def keys(city: City = CITY, **given: Any) -> list[str]:
    return [point.key.removeprefix("attention.") for point in points(city, **given)]


def milestone(key: str = "m", **values: Any) -> Milestone:
    return Milestone(id=key, title=same_text("Label"), **{"partner_id": "cstb", **values})


def test_a_complete_city_needs_no_attention() -> None:
    assert points() == ()


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"planned_on": PartialDate(2018, 2)}, ["milestone_late"]),
        ({"planned_on": PartialDate(2018, 3)}, ["milestone_coming"]),
        ({"planned_on": PartialDate(2018)}, []),
        ({"planned_on": PartialDate(2018, 2), "forecast_on": PartialDate(2019)}, []),
        ({"planned_on": PartialDate(2018, 2), "actual_on": PartialDate(2018, 2, 3)}, []),
        ({}, ["milestone_undated"]),
    ],
)
def test_milestones_slip_come_or_wait_for_a_date(dates: dict[str, Any], expected: list[str]) -> None:
    assert keys(milestones=((milestone(**dates), ("jz",)),)) == expected


def test_a_planned_milestone_without_anybody_responsible_is_a_point() -> None:
    far = milestone(planned_on=PartialDate(2019), partner_id=None)
    assert keys(milestones=((far, ("jz",)),)) == ["no_responsible"]


def test_a_point_names_its_record_its_city_and_who_is_responsible() -> None:
    late = milestone(planned_on=PartialDate(2018, 2))
    point = points(milestones=((late, ("jz",)),))[0]
    assert (point.level, point.entity, point.entity_id, point.city_id, point.partner_id, str(point.due)) == (
        AttentionLevel.LATE,
        "milestone",
        "m",
        "jz",
        "cstb",
        "2018-02",
    )
    assert points(milestones=((late, ("jz", "pa")),))[0].city_id is None


def test_points_are_ordered_by_level_then_by_date() -> None:
    given = (
        (milestone("later", planned_on=PartialDate(2018, 3, 20)), ("jz",)),
        (milestone("sooner", planned_on=PartialDate(2018, 3, 10)), ("jz",)),
        (milestone("undated"), ("jz",)),
        (milestone("late", planned_on=PartialDate(2017)), ("jz",)),
    )
    assert [point.entity_id for point in points(milestones=given)] == ["late", "sooner", "later", "undated"]


def figure(key: str, value: float | None, **values: Any) -> Figure:
    return Figure(id=key, city_id="jz", quantity=Quantity.GDP, value=value, unit=Unit.BILLION_CNY, **values)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ((figure("a", 1.0, source_id="s"),), []),
        ((figure("a", 1.0),), ["figure_without_source"]),
        ((figure("a", None),), ["figure_without_value"]),
        ((figure("a", 1.0, source_id="s"), figure("b", 2.0, source_id="s")), ["figure_not_chosen"]),
        ((figure("a", 1.0, preferred=True, source_id="s"), figure("b", 2.0)), []),
        ((figure("a", 1.0, preferred=True, source_id="s"), figure("b", None)), ["figure_open"]),
        ((figure("a", 1.0, source_id="s", status=FactStatus.UNVERIFIED),), ["figure_unverified"]),
    ],
)
def test_figures_want_a_value_a_source_and_a_choice(figures: tuple[Figure, ...], expected: list[str]) -> None:
    assert keys(figures=(*KNOWN, *figures)) == expected


def test_population_and_area_are_wanted_of_every_city() -> None:
    found = points(figures=())
    assert [(point.key, point.params["quantity"]) for point in found] == [
        ("attention.figure_missing", Quantity.POPULATION),
        ("attention.figure_missing", Quantity.AREA),
    ]


def test_figures_of_another_city_do_not_count() -> None:
    other = City(id="pa", name=same_text("Panshi"), latitude=42.9, longitude=126.1)
    assert keys(other, roles=(CityRole(id="r", city_id="pa", partner_id="cstb"),)) == ["figure_missing"] * 2


def test_a_city_wants_a_place_and_a_team() -> None:
    bare = City(id="jz", name=same_text("Jingzhou"))
    assert keys(bare, roles=()) == ["no_coordinates", "no_team"]


def done(kind: MilestoneKind) -> tuple[Milestone, tuple[str, ...]]:
    return milestone(kind.value, kind=kind, actual_on=PartialDate(2017)), ("jz",)


@pytest.mark.parametrize(
    ("stage", "kinds", "expected"),
    [
        (LabelStage.SELECTED, (MilestoneKind.SELECTION,), []),
        (LabelStage.SELECTED, (MilestoneKind.SELECTION, MilestoneKind.LABEL), ["stage_behind"]),
        (LabelStage.AWARDED, (MilestoneKind.SELECTION,), ["stage_ahead"]),
        (None, (MilestoneKind.SELECTION,), ["stage_missing"]),
        (None, (), []),
    ],
)
def test_the_stage_typed_is_compared_with_the_milestones_done(
    stage: LabelStage | None, kinds: tuple[MilestoneKind, ...], expected: list[str]
) -> None:
    city = City(id="jz", name=same_text("Jingzhou"), latitude=30.3, longitude=112.2, label_stage=stage)
    assert keys(city, milestones=tuple(done(kind) for kind in kinds)) == expected


def test_texts_to_translate_and_to_re_read_are_counted_by_language() -> None:
    city = City(
        id="jz",
        name=same_text("Jingzhou"),
        latitude=30.3,
        longitude=112.2,
        lead=LocalText("Chapeau", "Lead", None),
        presentation=LocalText("Texte", "Text", "文字", frozenset({"en"})),
    )
    statements = (Statement(id="s", city_id="jz", text=LocalText(fr="Port.", zh="港口。")),)
    found = {(point.language, point.key): point.params for point in points(city, statements=statements)}
    assert found == {
        ("zh", "attention.texts_missing"): {"fields": ("field.city.lead",)},
        ("en", "attention.texts_reread"): {"fields": ("field.city.presentation",)},
        ("en", "attention.other_texts"): {"count": 1},
    }


def test_unverified_facts_are_points() -> None:
    unsure = FactStatus.UNVERIFIED
    statements = (Statement(id="s", city_id="jz", text=same_text("Port."), status=unsure),)
    given = ((milestone(actual_on=PartialDate(2017), actual_status=unsure), ("jz",)),)
    assert keys(statements=statements, milestones=given) == ["unverified_statement", "unverified_milestone"]
