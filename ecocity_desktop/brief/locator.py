"""The locator map as plain shapes: land, rivers, the pilots' provinces, and pins whose names do not overlap."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ecocity_desktop.brief.document import Pin
from ecocity_desktop.brief.shapes import (
    Box,
    Circle,
    Extent,
    Measure,
    Picture,
    Point,
    Polygon,
    Polyline,
    Shape,
    Text,
    estimated_width,
    text_extent,
)
from ecocity_desktop.brief.theme import theme
from ecocity_desktop.brief.typeset import fitted
from ecocity_desktop.bundled import resource
from ecocity_desktop.domain.city import City

_WEST, _EAST, _SOUTH, _NORTH = 100.0, 134.0, 20.0, 49.0
_SQUEEZE = math.cos(math.radians(35))
_NAME_SHARE = 0.42
_FINEST = 0.7
_RADIUS = {"here": 2.3, "pilot": 1.8, "landmark": 1.4}
_HALO = 5.2
_STYLES = {"here": "map_here", "pilot": "map_name", "landmark": "map_landmark"}
_DIRECTIONS = ((1, 0), (-1, 0), (1, -1), (1, 1), (-1, -1), (-1, 1), (0, -1), (0, 1))


@dataclass(frozen=True)
class _View:
    """How degrees become points: a flat projection true at 35° N, filling the picture."""

    width: float
    height: float
    scale: float
    left: float
    top: float

    def point(self, longitude: float, latitude: float) -> Point:
        """Return where a place falls in the picture."""
        x = longitude * _SQUEEZE * self.scale - self.left
        return round(x, 2), round(-latitude * self.scale - self.top, 2)


def map_shapes(
    cities: Sequence[City],
    selected_id: str | None,
    language: str,
    width: float,
    height: float,
    measure: Measure = estimated_width,
) -> Picture:
    """Return the map of all cities with one selected, for the window; cities without coordinates are left out."""
    own = city_pins(cities, selected_id, language)
    pins = (*own, *landmark_pins(language))
    return locate(pins, provinces_of(cities), width, height, measure, around=own)


def city_spots(cities: Sequence[City], language: str, width: float, height: float) -> dict[str, Point]:
    """Return where each city that has coordinates is drawn by ``map_shapes``, by its id."""
    view = _view(city_pins(cities, None, language) or landmark_pins(language), width, height)
    pins = {city.id: city_pins((city,), None, language) for city in cities}
    return {city_id: _within(view, found[0])[0] for city_id, found in pins.items() if found}


def city_pins(cities: Iterable[City], selected_id: str | None, language: str) -> tuple[Pin, ...]:
    """Return a pin for each city that has coordinates, the selected one first."""
    pins = [
        Pin(
            city.name.read(language).text,
            city.latitude,
            city.longitude,
            "here" if city.id == selected_id else "pilot",
        )
        for city in cities
        if city.latitude is not None and city.longitude is not None
    ]
    return tuple(sorted(pins, key=lambda pin: (pin.role != "here", -pin.latitude, pin.name)))


def provinces_of(cities: Iterable[City]) -> tuple[str, ...]:
    """Return the division codes of the provinces the cities lie in."""
    return tuple(sorted({city.province.value for city in cities if city.province}))


def landmark_pins(language: str) -> tuple[Pin, ...]:
    """Return the places shown for orientation."""
    return tuple(
        Pin(place["name"][language], place["latitude"], place["longitude"], "landmark") for place in _places()
    )


def is_on_map(pin: Pin) -> bool:
    """Return whether a place lies within the base map."""
    return _WEST <= pin.longitude <= _EAST and _SOUTH <= pin.latitude <= _NORTH


def is_drawn(province: str) -> bool:
    """Return whether the base map has the outline of the province of that division code."""
    return any(layer == "pilot_province" and code == province for layer, code, _, _ in _features())


def locate(
    pins: Sequence[Pin],
    provinces: Sequence[str],
    width: float,
    height: float,
    measure: Measure = estimated_width,
    *,
    around: Sequence[Pin] = (),
    here: str = "",
) -> Picture:
    """Return the map with its pins, centred on those ``around``, or on all.

    ``provinces`` are tinted, and the one ``here`` is outlined. A city beyond the map becomes a mark at its edge; a
    landmark there is left out, since it would mislead.
    """
    view = _view(around or pins, width, height)
    shapes: list[Shape] = [*_background(view, tuple(provinces)), *_outline(view, here)]
    spots = [(pin, *_within(view, pin)) for pin in pins]
    spots = [(pin, spot, beyond) for pin, spot, beyond in spots if not (beyond and pin.role == "landmark")]
    for pin, spot, arrow in reversed(spots):
        shapes.extend(_mark(pin, spot, arrow))
    shapes.extend(_names(spots, width, height, measure))
    return Picture(width, height, tuple(shapes))


def _view(pins: Sequence[Pin], width: float, height: float) -> _View:
    across, down = (_EAST - _WEST) * _SQUEEZE, _NORTH - _SOUTH
    scale = max(width / across, height / down)
    inside = [pin for pin in pins if is_on_map(pin)]
    middle_x = _middle([pin.longitude for pin in inside], (_WEST + _EAST) / 2) * _SQUEEZE * scale
    middle_y = -_middle([pin.latitude for pin in inside], (_SOUTH + _NORTH) / 2) * scale
    left = _clamped(middle_x - width / 2, _WEST * _SQUEEZE * scale, _EAST * _SQUEEZE * scale - width)
    top = _clamped(middle_y - height / 2, -_NORTH * scale, -_SOUTH * scale - height)
    return _View(width, height, round(scale, 4), round(left, 2), round(top, 2))


def _middle(values: list[float], default: float) -> float:
    return (min(values) + max(values)) / 2 if values else default


def _clamped(value: float, low: float, high: float) -> float:
    return max(low, min(value, high))


@lru_cache(maxsize=16)
def _background(view: _View, provinces: tuple[str, ...]) -> tuple[Shape, ...]:
    fills = {"land": ("land", "coast", 0.4), "lake": ("water", None, 0.4)}
    layers: dict[str, list[Shape]] = {"land": [], "pilot_province": [], "river": [], "lake": []}
    for layer, code, kind, parts in _features():
        if layer == "pilot_province":
            if code in provinces:
                layers[layer].append(Polygon(_rings(view, parts), "province", "province_line", 0.4))
        elif kind == "line":
            layers["river"].extend(Polyline(line, "river", 0.5) for line in _rings(view, parts))
        elif layer in fills:
            layers[layer].append(Polygon(_rings(view, parts), *fills[layer]))
    return (
        Box(0, 0, view.width, view.height, "water"),
        *(part for group in layers.values() for part in group),
    )


def _outline(view: _View, province: str) -> Iterator[Shape]:
    """The province that stands for a city whose position is not known."""
    for layer, code, _, parts in _features():
        if layer == "pilot_province" and code == province:
            yield Polygon(_rings(view, parts), "halo", "vermilion", 0.9)


def _rings(view: _View, parts: Sequence[Sequence[Sequence[float]]]) -> tuple[tuple[Point, ...], ...]:
    """The lines of a feature in the picture, without the points too close to the one before to be seen."""
    return tuple(_thinned([view.point(point[0], point[1]) for point in ring]) for ring in parts)


def _thinned(points: Sequence[Point]) -> tuple[Point, ...]:
    kept = [points[0]]
    for point in points[1:-1]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= _FINEST:
            kept.append(point)
    return (*kept, points[-1])


def _within(view: _View, pin: Pin) -> tuple[Point, bool]:
    """Where a pin is drawn, and whether that is at the edge because the place lies beyond it."""
    x, y = view.point(pin.longitude, pin.latitude)
    edge = 5.0
    kept = _clamped(x, edge, view.width - edge), _clamped(y, edge, view.height - edge)
    beyond = not (0 <= x <= view.width and 0 <= y <= view.height)
    return (kept, True) if beyond else ((x, y), False)


def _mark(pin: Pin, spot: Point, beyond: bool) -> Iterator[Shape]:
    x, y = spot
    radius = _RADIUS[pin.role]
    colour = {"here": "vermilion", "pilot": "jade", "landmark": "landmark"}[pin.role]
    if beyond:
        yield Polygon((((x, y - 3), (x + 3, y), (x, y + 3), (x - 3, y)),), "paper", colour, 1.0)
    elif pin.role == "landmark":
        yield Box(x - radius, y - radius, 2 * radius, 2 * radius, "paper", colour, 0.7)
    else:
        if pin.role == "here":
            yield Circle(x, y, _HALO, "halo")
        yield Circle(x, y, radius, colour, "paper", 0.5)


def _names(
    spots: Sequence[tuple[Pin, Point, bool]], width: float, height: float, measure: Measure
) -> Iterator[Shape]:
    taken = [_pin_extent(pin, spot) for pin, spot, _ in spots]
    for pin, spot, _ in spots:
        own = _pin_extent(pin, spot)
        others = [extent for extent in taken if extent != own]
        text, leader = _best(
            _places_for(pin, spot, _NAME_SHARE * width, measure), others, width, height, measure
        )
        taken.append(text_extent(text, measure))
        if leader:
            yield Polyline((spot, leader), text.colour, 0.4)
        yield text


def _best(
    choices: Iterable[tuple[Text, Point | None, float]],
    others: Sequence[Extent],
    width: float,
    height: float,
    measure: Measure,
) -> tuple[Text, Point | None]:
    """The first choice that touches nothing; else the one that costs least. They come the nearest first."""
    found: tuple[float, Text, Point | None] | None = None
    for text, leader, far in choices:
        cost = _cost(text_extent(text, measure), others, width, height)
        if found is None or cost + far < found[0]:
            found = cost + far, text, leader
        if cost == 0.0:
            break
    assert found is not None
    return found[1], found[2]


def _pin_extent(pin: Pin, spot: Point) -> Extent:
    reach = (_HALO if pin.role == "here" else _RADIUS[pin.role]) + 0.5
    return Extent(spot[0] - reach, spot[1] - reach, spot[0] + reach, spot[1] + reach)


def _cost(extent: Extent, others: Sequence[Extent], width: float, height: float) -> float:
    padded = Extent(extent.left - 1, extent.top - 0.5, extent.right + 1, extent.bottom + 0.5)
    return 500 * padded.outside(width, height) + 10 * sum(padded.overlap(other) for other in others)


def _places_for(
    pin: Pin, spot: Point, room: float, measure: Measure
) -> Iterator[tuple[Text, Point | None, float]]:
    """Where a name may stand: round its pin, then further out with a line to it; with a cost for being far.

    ``room`` is the widest a name may be; longer ones are cut.
    """
    style = theme().styles[_STYLES[pin.role]]
    reach = (_HALO if pin.role == "here" else _RADIUS[pin.role]) + 2.0
    name = fitted(pin.name, style, room, measure)
    for ring, distance in enumerate((0.0, 7.0, 16.0, 28.0)):
        for order, (across, down) in enumerate(_DIRECTIONS):
            x = spot[0] + across * ((reach if not down else reach * 0.7) + distance)
            y = spot[1] + down * (style.size * 0.75 + (reach * 0.55 if across else reach) + distance * 0.8)
            anchor = "start" if across > 0 else "end" if across < 0 else "middle"
            text = Text(x, y + 0.32 * style.size, name, style.size, style.bold, style.colour, anchor)  # type: ignore[arg-type]  # one of the three
            leader = (x - across, y) if ring else None
            yield text, leader, ring * 3 + order * 0.1


@lru_cache(maxsize=1)
def _features() -> tuple[tuple[str, str | None, str, Any], ...]:
    """The base map as (layer, province code, ``"line"`` or ``"area"``, lists of points)."""
    found = json.loads(resource("map", "basemap.json").read_text("utf-8"))
    return tuple(_feature(one) for one in found["features"])


def _feature(feature: dict[str, Any]) -> tuple[str, str | None, str, Any]:
    geometry, properties = feature["geometry"], feature["properties"]
    shape, parts = geometry["type"], geometry["coordinates"]
    kind = "line" if "Line" in shape else "area"
    if shape == "LineString":
        parts = [parts]
    elif shape == "MultiPolygon":
        parts = [ring for polygon in parts for ring in polygon]
    return properties["layer"], properties.get("code"), kind, parts


@lru_cache(maxsize=1)
def _places() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(resource("map", "places.json").read_text("utf-8"))["places"])
