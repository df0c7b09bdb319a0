"""What the tests of the brief share: one city made by hand, the same with one text everywhere, the pilot cities."""

import copy
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from ecocity_desktop.brief.facts import CityFacts, MilestoneFacts, PhotoFacts, RoleFacts
from ecocity_desktop.domain.agreement import Agreement
from ecocity_desktop.domain.city import City, CityRole, Statement
from ecocity_desktop.domain.enums import (
    AdminLevel,
    AgreementKind,
    FactStatus,
    LabelStage,
    MilestoneKind,
    Province,
    Quantity,
    SourceKind,
    StatementKind,
    Unit,
)
from ecocity_desktop.domain.figure import Figure
from ecocity_desktop.domain.local_text import LocalText, same_text
from ecocity_desktop.domain.milestone import Milestone
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.domain.partner import Partner
from ecocity_desktop.domain.person import Person
from ecocity_desktop.domain.photo import Photo, Picture
from ecocity_desktop.domain.programme import Programme
from ecocity_desktop.domain.source import Source
from ecocity_desktop.services.briefs import gather
from ecocity_desktop.services.pilot import pilot_id
from ecocity_desktop.services.workspace import open_workspace

PILOTS = ("jingzhou", "jilin", "panshi", "qingyun")


def _milestone(key: str, kind: MilestoneKind, **values: Any) -> Milestone:
    return Milestone(
        id=key, kind=kind, title=LocalText(f"Jalon {key}", f"Milestone {key}", f"里程碑{key}"), **values
    )


@pytest.fixture
def facts() -> CityFacts:
    """One city, by hand: everything a brief can show; on 1 March 2018 its label is a month away."""
    page = Source(id="page", title="Coopération", publisher="CSTB", kind=SourceKind.PROGRAMME_PAGE)
    census = Source(
        id="census", title="Census", publisher="Wiki", url="https://example.org/c", kind=SourceKind.STATISTICS
    )
    news = Source(id="news", title="Cinq villes", published_on=PartialDate(2018, 4), kind=SourceKind.NEWS)
    cstb = Partner(id="cstb", name=LocalText("Centre", "Centre", "中心"), acronym="CSTB")
    mangin = Partner(id="mangin", name=LocalText("David Mangin"))
    city = City(
        id="jz",
        name=LocalText("Jingzhou", "Jingzhou", "荆州市"),
        province=Province.HUBEI,
        admin_level=AdminLevel.PREFECTURE_CITY,
        latitude=30.34,
        longitude=112.24,
        label_stage=LabelStage.CO_CONSTRUCTION,
        label_source_id="page",
        lead=LocalText(fr="Une ville d’eau."),
        presentation=LocalText("Le projet.", "The project.", "项目。", frozenset({"en"})),
        project_title=LocalText("Vivre au bord de l’eau", "Living on the water’s edge", "滨水而居"),
        project_source_id="news",
    )
    other = City(id="pa", name=LocalText("Panshi", "Panshi", "磐石市"), latitude=42.94, longitude=126.06)
    march = Agreement(
        id="a",
        kind=AgreementKind.CONTRACT,
        title=same_text("A"),
        signed_on=PartialDate(2017, 3),
        source_id="page",
    )
    april = Agreement(
        id="b", kind=AgreementKind.AMENDMENT, title=same_text("B"), signed_on=PartialDate(2017, 4)
    )
    return CityFacts(
        city=city,
        programme=Programme(id="p", name=LocalText("Programme", "Programme", "项目")),
        cities=(city, other),
        figures=_figures(),
        statements=(
            Statement(
                id="s",
                city_id="jz",
                kind=StatementKind.CONTEXT,
                text=LocalText("Port fluvial.", "River port.", "港口。"),
                source_id="census",
                status=FactStatus.UNVERIFIED,
            ),
        ),
        roles=(
            RoleFacts(
                CityRole(id="r1", city_id="jz", partner_id="cstb", role=same_text("Pilote")),
                cstb,
                (march, april),
            ),
            RoleFacts(CityRole(id="r2", city_id="jz", partner_id="mangin"), mangin, ()),
        ),
        milestones=_milestones(),
        contacts=(
            Person(
                id="c", family_name="Martin", given_name="Anne", email="anne@example.org", partner_id="cstb"
            ),
        ),
        partners={"cstb": cstb, "mangin": mangin},
        sources={"page": page, "census": census, "news": news},
    )


def _figures() -> tuple[Figure, ...]:
    def figure(key: str, quantity: Quantity, value: float | None, unit: Unit, **values: Any) -> Figure:
        return Figure(id=key, city_id="jz", quantity=quantity, value=value, unit=unit, **values)

    people, km2 = Unit.INHABITANTS, Unit.KM2
    return (
        figure("f1", Quantity.POPULATION, 5231180, people, year=2020, preferred=True, source_id="census"),
        figure("f2", Quantity.POPULATION, 5135500, people, year=2023, source_id="page"),
        figure("f3", Quantity.AREA, None, km2, preferred=True),
        figure("f4", Quantity.GDP, 20.505, Unit.BILLION_CNY, status=FactStatus.DERIVED, source_id="census"),
    )


def _milestones() -> tuple[MilestoneFacts, ...]:
    done = _milestone("m1", MilestoneKind.SELECTION, actual_on=PartialDate(2017), source_id="page")
    moved = _milestone(
        "m2",
        MilestoneKind.CO_CONSTRUCTION,
        planned_on=PartialDate(2017, 6),
        source_id="page",
        actual_on=PartialDate(2017, 9, 12),
        actual_source_id="news",
    )
    coming = _milestone(
        "m3",
        MilestoneKind.LABEL,
        planned_on=PartialDate(2018, 4, 2),
        source_id="page",
        place=LocalText("Zhuhai", "Zhuhai", "珠海"),
        partner_id="cstb",
    )
    late = _milestone("m4", MilestoneKind.DELIVERABLE, planned_on=PartialDate(2018, 1))
    undated = _milestone("m5", MilestoneKind.COMMITTEE)
    return tuple(MilestoneFacts(one, ("jz",)) for one in (done, moved, late, coming, undated))


@pytest.fixture(scope="session")
def pilots(pilot_file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, CityFacts]:
    """What is known of the four pilot cities, by key."""
    path = tmp_path_factory.mktemp("gathered") / "pilot.ecocity"
    path.write_bytes(pilot_file.read_bytes())
    with open_workspace(path, clock=lambda: datetime(2026, 11, 23, tzinfo=UTC), author="Lin") as ws:
        return {key: gather(ws, pilot_id(key)) for key in PILOTS}


def _with(row: Any, **values: Any) -> Any:
    changed = copy.copy(row)
    for name, value in values.items():
        setattr(changed, name, value)
    return changed


@pytest.fixture
def filled(facts: CityFacts) -> Callable[[str], CityFacts]:
    """The same city with one text in every text field."""

    def fill(text: str) -> CityFacts:
        local = same_text(text)
        partners = {
            key: _with(one, name=local, acronym=text, role=local) for key, one in facts.partners.items()
        }
        city = _with(
            copy.copy(facts.city),
            **dict.fromkeys(
                ("name", "lead", "presentation", "project_title", "project_site", "climate_text"), local
            ),
            parent_name=local,
        )
        return replace(
            facts,
            city=city,
            cities=(city, *facts.cities[1:]),
            programme=_with(facts.programme, name=local),
            figures=tuple(_with(one, perimeter=local) for one in facts.figures),
            statements=tuple(_with(one, text=local) for one in facts.statements),
            roles=tuple(
                RoleFacts(_with(one.role, role=local), partners[one.partner.id], one.agreements)
                for one in facts.roles
            ),
            milestones=tuple(
                MilestoneFacts(_with(one.milestone, title=local, place=local), one.city_ids)
                for one in facts.milestones
            ),
            contacts=tuple(
                _with(
                    one,
                    family_name=text,
                    given_name=text,
                    name_zh=text,
                    job_title=local,
                    email=text,
                    phone=text,
                )
                for one in facts.contacts
            ),
            partners=partners,
            sources={
                key: _with(one, title=text, publisher=text, url=text) for key, one in facts.sources.items()
            },
        )

    return fill


def _jpeg(width: int, height: int) -> bytes:
    """A cross in a frame."""
    picture = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(picture)
    pen.line((0, 0, width, height), "red", 5)
    pen.line((0, height, width, 0), "blue", 5)
    stream = io.BytesIO()
    picture.save(stream, "JPEG")
    return stream.getvalue()


@pytest.fixture
def shot(facts: CityFacts) -> Callable[..., CityFacts]:
    """Give the city made by hand a photo."""

    def take(width: int = 1200, height: int = 800, **said: Any) -> CityFacts:
        content = _jpeg(width, height)
        photo = Photo(id="photo", city_id=facts.city.id, picture_id="picture", **said)
        picture = Picture(id="picture", width_px=width, height_px=height, content=content)
        return replace(facts, photo=PhotoFacts(photo, picture))

    return take
