"""The blocks that present a city: its texts, its project, its way to the label, its team, its place and key figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ecocity_desktop.brief.document import (
    Contact,
    Contacts,
    Fact,
    Journey,
    KeyFacts,
    Lead,
    LocatorMap,
    Member,
    Paragraphs,
    Photo,
    Step,
    Team,
    Words,
)
from ecocity_desktop.brief.facts import CityFacts, MilestoneFacts, RoleFacts
from ecocity_desktop.brief.locator import city_pins, is_drawn, is_on_map, landmark_pins, provinces_of
from ecocity_desktop.brief.writer import Writer
from ecocity_desktop.domain.agreement import Agreement
from ecocity_desktop.domain.attention import WANTED, chosen_figure
from ecocity_desktop.domain.enums import MilestoneState, Quantity, StatementKind
from ecocity_desktop.domain.figure import Figure
from ecocity_desktop.domain.milestone import JOURNEY, Milestone, announced_date, shown_date
from ecocity_desktop.domain.person import full_name


def photo(facts: CityFacts, writer: Writer) -> Photo | None:
    """Return the photo with its caption, its date and its credit; a photo with a source alone is called by its city."""
    if facts.photo is None:
        return None
    said, picture = facts.photo.photo, facts.photo.picture
    caption = writer.words(said.caption, said.source_id)
    when = writer.date(said.taken_on) if said.taken_on else ""
    credit = writer.text("photo.credit", credit=said.credit) if said.credit else ""
    place = writer.text("photo.of", city=writer.both_names(facts.city.name))
    if caption.sources and not caption.text:
        caption = replace(caption, text=place)
    parts = tuple(part for part in (caption, Words(when), Words(credit)) if part.text)
    alternative = " · ".join(dict.fromkeys([place, *(part.text for part in parts)]))
    return Photo(picture.content, picture.width_px, picture.height_px, parts, alternative)


def lead(facts: CityFacts, writer: Writer) -> Lead | None:
    """Return the opening sentences."""
    return Lead(writer.words(facts.city.lead)) if facts.city.lead else None


def presentation(facts: CityFacts, writer: Writer) -> Paragraphs | None:
    """Return the presentation, without a heading: it follows the lead."""
    text = facts.city.presentation
    return Paragraphs("presentation", "", None, (writer.words(text),)) if text else None


def project(facts: CityFacts, writer: Writer) -> Paragraphs | None:
    """Return the project: its title, its site and what is stated about it."""
    city = facts.city
    name = writer.words(city.project_title, city.project_source_id) if city.project_title else None
    items = []
    if city.project_site:
        site = writer.words(city.project_site, None if name else city.project_source_id)
        items.append(Words(writer.text("site", site=site.text), site.badges, site.sources))
    items.extend(_statements(facts, writer, StatementKind.PROJECT))
    if not name and not items:
        return None
    return Paragraphs("project", writer.text("head.project"), name, tuple(items))


def statements(facts: CityFacts, writer: Writer, kind: StatementKind) -> Paragraphs | None:
    """Return the sourced statements of one kind as a list."""
    items = _statements(facts, writer, kind)
    head = {StatementKind.CONTEXT: "head.context", StatementKind.PRINCIPLE: "head.principles"}[kind]
    return Paragraphs(kind.value, writer.text(head), None, items, bulleted=True) if items else None


def _statements(facts: CityFacts, writer: Writer, kind: StatementKind) -> tuple[Words, ...]:
    return tuple(
        writer.words(one.text, one.source_id, one.status)
        for one in facts.statements
        if one.kind is kind and one.text
    )


def journey(facts: CityFacts, writer: Writer, as_of: date) -> Journey | None:
    """Return the way to the label: the city's own milestones of each kind, else the programme's."""
    steps: list[Step] = []
    open_yet = False
    for kind in JOURNEY:
        alike = [one for one in facts.milestones if one.milestone.kind is kind]
        own = [one for one in alike if facts.city.id in one.city_ids]
        for one in own or alike:
            is_next = not open_yet and one.state(as_of) is not MilestoneState.DONE
            open_yet = open_yet or is_next
            steps.append(_step(one, writer, as_of, is_next=is_next))
    return Journey(writer.text("head.journey"), tuple(steps)) if steps else None


def _step(one: MilestoneFacts, writer: Writer, as_of: date, *, is_next: bool) -> Step:
    milestone, state = one.milestone, one.state(as_of)
    on = shown_date(milestone)
    when = writer.date(on) if on else writer.text("undated")
    badges = writer.status_badges(
        milestone.actual_status or milestone.status if milestone.actual_on else milestone.status
    )
    if milestone.place:
        place = writer.words(milestone.place)
        when, badges = writer.text("date_and_place", date=when, place=place.text), (*place.badges, *badges)
    words = Words(when, badges, writer.cite(_date_source(milestone)))
    open_state = "" if state is MilestoneState.DONE else writer.choice(state)
    return Step(
        writer.text(f"journey.{milestone.kind.value}"),
        state.value,
        is_next,
        words,
        open_state,
        _announced(milestone, writer),
    )


def _date_source(milestone: Milestone) -> str | None:
    """The source of the date shown: an actual date without a source of its own came with the plan."""
    if milestone.actual_on is None:
        return milestone.source_id
    return milestone.actual_source_id or milestone.source_id


def _announced(milestone: Milestone, writer: Writer) -> Words | None:
    """What had been planned, where it differs from what happened or another document says it."""
    planned = announced_date(milestone)
    if milestone.actual_on is None or planned is None:
        return None
    if planned == milestone.actual_on and milestone.actual_source_id in (None, milestone.source_id):
        return None
    text = writer.text("journey.announced", date=writer.date(planned))
    return writer.plain(text, milestone.source_id, milestone.status)


def team(facts: CityFacts, writer: Writer) -> Team | None:
    """Return who works on the city, and on the strength of which agreements."""
    if not facts.roles:
        return None
    columns = (writer.text("team.partner"), writer.text("team.role"), writer.text("team.frame"))
    return Team(writer.text("head.team"), columns, tuple(_member(role, writer) for role in facts.roles))


def _member(given: RoleFacts, writer: Writer) -> Member:
    partner = given.partner
    text = given.role.role or partner.role
    role = (
        writer.words(text, given.role.source_id, given.role.status)
        if text
        else Words(writer.text("team.no_role"))
    )
    name = writer.partner_name(partner, partner.status)
    acronym = partner.acronym or ""
    frame = tuple(agreement_words(agreement, writer) for agreement in given.agreements)
    return Member(
        name,
        "" if acronym.casefold() == name.text.casefold() else acronym,
        writer.other_name(partner.name),
        role,
        frame,
    )


def agreement_words(agreement: Agreement, writer: Writer) -> Words:
    """Return an agreement by its kind and date, with its source."""
    kind, on = writer.choice(agreement.kind), agreement.signed_on
    if on is None:
        return writer.plain(
            writer.text("agreement.undated", kind=kind), agreement.source_id, agreement.status
        )
    day = writer.date(on)
    form: str = on.precision
    if form == "month" and day[:1] in "aoAO":
        form = "month_elided"
    if writer.language == "fr" or writer.language == "en":
        kind = kind[:1].upper() + kind[1:]
    return writer.plain(
        writer.text(f"agreement.{form}", kind=kind, date=day), agreement.source_id, agreement.status
    )


def locator_map(facts: CityFacts, writer: Writer) -> LocatorMap | None:
    """Return the map with the city, other pilots and landmarks; its province is outlined where it has no position."""
    city = facts.city
    cities = facts.cities if any(one.id == city.id for one in facts.cities) else (*facts.cities, city)
    pins = city_pins(cities, city.id, writer.language)
    text, here = writer.text("map.note"), ""
    if city.latitude is None or city.longitude is None:
        here = city.province.value if city.province else ""
        if not is_drawn(here):
            return None
        text = f"{writer.text('map.province', name=city.name.read(writer.language).text)} {text}"
    elif not is_on_map(pins[0]):
        text = f"{writer.text('map.beyond', name=pins[0].name)} {text}"
    note = writer.plain(text, city.coordinates_source_id)
    return LocatorMap((*pins, *landmark_pins(writer.language)), provinces_of(cities), note, here)


def key_facts(facts: CityFacts, writer: Writer) -> KeyFacts | None:
    """Return one figure per quantity, the preferred one; what is wanted and unknown says so."""
    found: list[Fact] = []
    if facts.figures:
        for quantity in Quantity:
            figures = [one for one in facts.figures if one.quantity is quantity]
            if figures or quantity in WANTED:
                found.append(_fact(quantity, figures, writer))
    if facts.city.climate_zone:
        found.append(_climate(facts, writer))
    return KeyFacts(writer.text("head.facts"), tuple(found)) if found else None


def _fact(quantity: Quantity, figures: Sequence[Figure], writer: Writer) -> Fact:
    word = _lower(writer.choice(quantity), writer)
    chosen = chosen_figure(figures)
    if chosen is None or chosen.value is None:
        key = "fact.not_chosen" if len(figures) > 1 and chosen is None else "fact.missing"
        return Fact(writer.text(key), "", Words(word), missing=True)
    value, unit = writer.amount(chosen.value, chosen.unit, short=True)
    caption = word
    if chosen.year:
        caption = writer.text("fact.year", what=caption, year=chosen.year)
    scope = writer.words(chosen.perimeter)
    if scope.text:
        caption = writer.text("fact.scope", what=caption, scope=scope.text)
    badges = (*scope.badges, *writer.status_badges(chosen.status))
    return Fact(value, unit, Words(caption, badges, writer.cite(chosen.source_id)))


def _climate(facts: CityFacts, writer: Writer) -> Fact:
    city = facts.city
    zone = writer.choice(city.climate_zone) if city.climate_zone else ""
    caption = writer.text("fact.climate")
    detail = writer.words(city.climate_text)
    if detail.text:
        caption = writer.text("fact.scope", what=caption, scope=detail.text)
    badges = (*detail.badges, *writer.status_badges(city.climate_status))
    return Fact(zone, "", Words(caption, badges, writer.cite(city.climate_source_id)))


def _lower(word: str, writer: Writer) -> str:
    """A choice's word within a caption: lower case, but for an acronym such as PIB."""
    return word if writer.language == "zh" or word[:2].isupper() else word[:1].lower() + word[1:]


def contacts(facts: CityFacts, writer: Writer) -> Contacts | None:
    """Return the people to call, with the partner they belong to."""
    people = []
    for person in facts.contacts:
        partner = facts.partners.get(person.partner_id or "")
        organisation = (partner.acronym or partner.name.read(writer.language).text) if partner else ""
        title = writer.words(person.job_title)
        lines = (
            title,
            Words("" if organisation == full_name(person) else organisation),
            Words(person.email or ""),
            Words(person.phone or ""),
        )
        given = tuple(line for line in lines if line.text)
        if person.email or person.phone:
            people.append(Contact(full_name(person), given))
    return Contacts(writer.text("head.contacts"), tuple(people)) if people else None
