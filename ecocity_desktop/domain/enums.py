"""The closed lists of the programme: kinds, stages, levels, units. Their words are texts under ``enum.``."""

from __future__ import annotations

import re
from enum import StrEnum

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def choice_key(value: StrEnum) -> str:
    """Return the text key of a choice, ``enum.label_stage.awarded`` for instance."""
    return f"enum.{_HUMP.sub('_', type(value).__name__).lower()}.{value.value}"


class FactStatus(StrEnum):
    """How far a fact can be relied on."""

    STATED = "stated"
    PUBLIC = "public"
    DERIVED = "derived"
    UNVERIFIED = "unverified"


class SourceKind(StrEnum):
    """What kind of document a source is."""

    PROGRAMME_PAGE = "programme_page"
    NEWS = "news"
    OFFICIAL = "official"
    STATISTICS = "statistics"
    ENCYCLOPAEDIA = "encyclopaedia"
    DATABASE = "database"
    MEETING = "meeting"
    ANALYSIS = "analysis"
    OTHER = "other"


class PartnerKind(StrEnum):
    """What kind of body, or person, a partner is."""

    RESEARCH_CENTRE = "research_centre"
    LEARNED_SOCIETY = "learned_society"
    ACADEMY = "academy"
    CERTIFICATION_BODY = "certification_body"
    AUTHORITY = "authority"
    COMPANY = "company"
    INDIVIDUAL = "individual"
    OTHER = "other"


class AgreementKind(StrEnum):
    """The legal form of an agreement."""

    LETTER_OF_INTENT = "letter_of_intent"
    MEMORANDUM = "memorandum"
    FRAMEWORK = "framework"
    CONTRACT = "contract"
    AMENDMENT = "amendment"


class Renewal(StrEnum):
    """How an agreement goes on when its term ends."""

    NONE = "none"
    TACIT = "tacit"
    EXPRESS = "express"


class AgreementState(StrEnum):
    """Where the term of an agreement stands; derived by rule, never typed."""

    OPEN_ENDED = "open_ended"
    RUNNING = "running"
    EXPIRING = "expiring"
    EXPIRED = "expired"


class PartyRole(StrEnum):
    """What a partner is in an agreement."""

    SIGNATORY = "signatory"
    BENEFICIARY = "beneficiary"
    GUARANTOR = "guarantor"
    OPERATOR = "operator"
    WITNESS = "witness"


class AdminLevel(StrEnum):
    """Administrative level of a Chinese territory."""

    PREFECTURE_CITY = "prefecture_city"
    COUNTY_CITY = "county_city"
    COUNTY = "county"
    DISTRICT = "district"
    TOWN = "town"


class ClimateZone(StrEnum):
    """Thermal design zones of GB 50176."""

    SEVERE_COLD = "severe_cold"
    COLD = "cold"
    HOT_SUMMER_COLD_WINTER = "hot_summer_cold_winter"
    HOT_SUMMER_WARM_WINTER = "hot_summer_warm_winter"
    TEMPERATE = "temperate"


class LabelStage(StrEnum):
    """How far a pilot city has come on its way to the label, in order."""

    VOLUNTEER = "volunteer"
    SELECTED = "selected"
    CO_CONSTRUCTION = "co_construction"
    AWARDED = "awarded"
    CERTIFIED = "certified"


class MilestoneKind(StrEnum):
    """What a milestone marks."""

    AGREEMENT = "agreement"
    VOLUNTEERING = "volunteering"
    SELECTION = "selection"
    CO_CONSTRUCTION = "co_construction"
    EXPERT_REVIEW = "expert_review"
    LABEL = "label"
    AWARD_CEREMONY = "award_ceremony"
    CERTIFICATION = "certification"
    AUDIT = "audit"
    COMMITTEE = "committee"
    DELIVERABLE = "deliverable"
    MISSION = "mission"
    OTHER = "other"


class MilestoneState(StrEnum):
    """Where a milestone stands; derived by rule, never typed."""

    DONE = "done"
    LATE = "late"
    COMING = "coming"
    PLANNED = "planned"
    UNDATED = "undated"


class SlipCause(StrEnum):
    """Why a milestone was moved."""

    AUTHORITY = "authority"
    PARTNER = "partner"
    FUNDING = "funding"
    TECHNICAL = "technical"
    DEPENDENCY = "dependency"
    PROTOCOL = "protocol"
    OTHER = "other"


class RecurrenceKind(StrEnum):
    """What a recurring duty is."""

    AUDIT = "audit"
    RENEWAL = "renewal"
    COMMITTEE = "committee"
    OTHER = "other"


class StatementKind(StrEnum):
    """What a sourced statement is about."""

    CONTEXT = "context"
    PROJECT = "project"
    PRINCIPLE = "principle"


class Quantity(StrEnum):
    """What a figure measures."""

    POPULATION = "population"
    AREA = "area"
    GDP = "gdp"
    MEAN_TEMPERATURE = "mean_temperature"
    ANNUAL_RAINFALL = "annual_rainfall"
    STUDY_AREA = "study_area"
    CORE_AREA = "core_area"
    PLANNED_AREA = "planned_area"
    ZONE_AREA = "zone_area"
    TOWN_AREA = "town_area"


class Unit(StrEnum):
    """Units of figures."""

    INHABITANTS = "inhabitants"
    KM2 = "km2"
    HECTARE = "ha"
    BILLION_CNY = "billion_cny"
    CELSIUS = "celsius"
    MM_PER_YEAR = "mm_per_year"


UNITS: dict[Quantity, tuple[Unit, ...]] = {
    Quantity.POPULATION: (Unit.INHABITANTS,),
    Quantity.GDP: (Unit.BILLION_CNY,),
    Quantity.MEAN_TEMPERATURE: (Unit.CELSIUS,),
    Quantity.ANNUAL_RAINFALL: (Unit.MM_PER_YEAR,),
    Quantity.AREA: (Unit.KM2, Unit.HECTARE),
    Quantity.STUDY_AREA: (Unit.KM2, Unit.HECTARE),
    Quantity.CORE_AREA: (Unit.KM2, Unit.HECTARE),
    Quantity.PLANNED_AREA: (Unit.KM2, Unit.HECTARE),
    Quantity.ZONE_AREA: (Unit.KM2, Unit.HECTARE),
    Quantity.TOWN_AREA: (Unit.KM2, Unit.HECTARE),
}
"""The units each quantity may be given in, the usual one first."""


class Province(StrEnum):
    """Provincial-level divisions where a pilot may lie, by their GB/T 2260 code (mainland divisions only)."""

    BEIJING = "110000"
    TIANJIN = "120000"
    HEBEI = "130000"
    SHANXI = "140000"
    INNER_MONGOLIA = "150000"
    LIAONING = "210000"
    JILIN = "220000"
    HEILONGJIANG = "230000"
    SHANGHAI = "310000"
    JIANGSU = "320000"
    ZHEJIANG = "330000"
    ANHUI = "340000"
    FUJIAN = "350000"
    JIANGXI = "360000"
    SHANDONG = "370000"
    HENAN = "410000"
    HUBEI = "420000"
    HUNAN = "430000"
    GUANGDONG = "440000"
    GUANGXI = "450000"
    HAINAN = "460000"
    CHONGQING = "500000"
    SICHUAN = "510000"
    GUIZHOU = "520000"
    YUNNAN = "530000"
    TIBET = "540000"
    SHAANXI = "610000"
    GANSU = "620000"
    QINGHAI = "630000"
    NINGXIA = "640000"
    XINJIANG = "650000"
