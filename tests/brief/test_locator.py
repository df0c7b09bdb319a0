"""The map shows every pilot with a name that can be read."""

import pytest

from ecocity_desktop.brief.document import Pin
from ecocity_desktop.brief.locator import landmark_pins, locate, map_shapes
from ecocity_desktop.brief.shapes import Circle, Polygon, Text, estimated_width, text_extent
from ecocity_desktop.domain.city import City
from ecocity_desktop.domain.local_text import LocalText

WIDTH, HEIGHT = 176.0, 170.0
FLAT = (300.0, 200.0)
"""Too flat a map to reach Zhuhai."""
PINS = (
    Pin("Panshi", 42.94, 126.06, "here"),
    Pin("Jilin", 43.84, 126.55, "pilot"),
    Pin("Qingyun", 37.75, 117.43, "pilot"),
    Pin("Jingzhou", 30.34, 112.24, "pilot"),
    *landmark_pins("fr"),
)


@pytest.mark.parametrize("here", ["Panshi", "Jilin", "Qingyun", "Jingzhou"])
@pytest.mark.parametrize("size", [(WIDTH, HEIGHT), FLAT, (140.0, 220.0)])
def test_names_do_not_overlap_nor_leave_the_map(here: str, size: tuple[float, float]) -> None:
    pins = [
        Pin(pin.name, pin.latitude, pin.longitude, "here" if pin.name == here else pin.role) for pin in PINS
    ]
    pins = [
        Pin(p.name, p.latitude, p.longitude, "pilot" if p.role == "here" and p.name != here else p.role)
        for p in pins
    ]
    texts = [shape for shape in locate(pins, (), *size).shapes if isinstance(shape, Text)]
    extents = [text_extent(text, estimated_width) for text in texts]
    expected = {"Panshi", "Jilin", "Qingyun", "Jingzhou", "Pékin", "Zhuhai"}
    assert {text.text for text in texts} == expected - ({"Zhuhai"} if size == FLAT else set())
    assert [extent.outside(*size) for extent in extents] == [0.0] * len(texts)
    assert all(a.overlap(b) == 0 for index, a in enumerate(extents) for b in extents[index + 1 :])


def test_the_place_of_the_city_alone_is_vermilion_with_a_halo() -> None:
    circles = [shape for shape in locate(PINS, (), WIDTH, HEIGHT).shapes if isinstance(shape, Circle)]
    assert [circle.fill for circle in circles if circle.fill in ("halo", "vermilion")] == [
        "halo",
        "vermilion",
    ]
    assert sum(1 for circle in circles if circle.fill == "jade") == 3


def test_the_pilots_provinces_are_tinted() -> None:
    def tinted(*codes: str) -> int:
        shapes = locate(PINS, codes, WIDTH, HEIGHT).shapes
        return sum(1 for shape in shapes if isinstance(shape, Polygon) and shape.fill == "province")

    assert [tinted(), tinted("420000"), tinted("220000", "370000", "420000")] == [0, 1, 3]


def test_a_place_beyond_the_map_is_marked_at_its_edge() -> None:
    picture = locate((Pin("Lhassa", 29.65, 91.1, "here"),), (), WIDTH, HEIGHT)
    mark = next(
        shape for shape in picture.shapes if isinstance(shape, Polygon) and shape.stroke == "vermilion"
    )
    assert min(x for x, _ in mark.rings[0]) == pytest.approx(2.0)
    assert [shape.text for shape in picture.shapes if isinstance(shape, Text)] == ["Lhassa"]


def test_a_landmark_beyond_a_small_map_is_left_out() -> None:
    north = tuple(pin for pin in PINS if pin.name in ("Panshi", "Jilin", "Qingyun"))
    landmarks = (Pin("Pékin", 39.9, 116.4, "landmark"), Pin("Zhuhai", 22.27, 113.58, "landmark"))
    picture = locate((*north, *landmarks), (), 300.0, 100.0, around=north)
    names = {shape.text for shape in picture.shapes if isinstance(shape, Text)}
    assert names == {"Panshi", "Jilin", "Qingyun", "Pékin"}


def test_the_window_draws_the_same_map_and_leaves_out_cities_without_coordinates() -> None:
    cities = (
        City(id="a", name=LocalText("Jilin", "Jilin City", "吉林市"), latitude=43.84, longitude=126.55),
        City(id="b", name=LocalText("Nulle part")),
    )
    texts = {
        shape.text for shape in map_shapes(cities, "a", "zh", 400, 300).shapes if isinstance(shape, Text)
    }
    assert texts == {"吉林市", "北京"}


def test_the_province_that_stands_for_a_city_is_outlined_in_vermilion() -> None:
    def outlined(here: str) -> list[str | None]:
        shapes = locate(PINS[1:], ("370000",), WIDTH, HEIGHT, here=here).shapes
        return [one.fill for one in shapes if isinstance(one, Polygon) and one.stroke == "vermilion"]

    assert (outlined("370000"), outlined("")) == (["halo"], [])
