"""The commands of the photo: what they answer, what they refuse and with which code."""

from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from ecocity_desktop.store import database

from .conftest import Run

SAID = {"caption": {"fr": "Les rives", "zh": "江岸"}, "credit": "Atelier Lin", "taken_on": "2018-04"}


@pytest.fixture
def image(tmp_path: Path) -> Path:
    file = tmp_path / "rives.png"
    Image.new("RGB", (900, 600), "green").save(file)
    return file


def test_a_photo_is_set_shown_edited_exported_and_removed(
    run: Run, pilot_path: Path, image: Path, tmp_path: Path
) -> None:
    before = run("digest", pilot_path).out
    made = run("photo-set", pilot_path, "荆州", image, SAID, "--json")
    assert made.code == 0
    assert set(made.answer) == {"ack", "id"}
    assert "900 × 600" in made.err
    shown = run("show", pilot_path, "photos", made.answer["id"], "--json").answer
    assert shown["caption"] == {"fr": "Les rives", "en": None, "zh": "江岸"}
    assert (shown["credit"], shown["taken_on"]) == ("Atelier Lin", "2018-04")
    assert run("edit", pilot_path, "photos", made.answer["id"], shown | {"credit": "Atelier Wang"}).code == 0
    out = tmp_path / "out.jpg"
    written = run("photo-export", pilot_path, "Jingzhou", "--output", out, "--json").answer
    assert written == {"path": str(out), "width_px": 900, "height_px": 600}
    with Image.open(out) as picture:
        assert (picture.format, picture.size) == ("JPEG", (900, 600))
    history = run("history", pilot_path, "--json").out
    assert len(max(history.splitlines()[:2], key=len)) < 2_000
    assert run("photo-remove", pilot_path, "jingzhou").code == 0
    assert run("digest", pilot_path).out == before
    assert run("undo", pilot_path).code == 0
    assert run("list", pilot_path, "photos", "--json").answer["credit"] == "Atelier Wang"
    assert run("check", pilot_path).code == 0


def test_setting_the_same_photo_again_changes_nothing(run: Run, pilot_path: Path, image: Path) -> None:
    first = run("photo-set", pilot_path, "Panshi", image, "--json").answer
    again = run("photo-set", pilot_path, "Panshi", image, "--json").answer
    assert again == {"ack": None, "id": first["id"]}


def test_a_harmed_photo_is_damage_until_the_same_file_is_given_again(
    run: Run, pilot_path: Path, image: Path, tmp_path: Path
) -> None:
    run("photo-set", pilot_path, "Panshi", image)
    with closing(database.bare_connection(pilot_path, "rw")) as connection:
        connection.execute("UPDATE picture SET content = zeroblob(100)")
    assert run("check", pilot_path).code == 14
    assert run("photo-export", pilot_path, "Panshi", "--output", tmp_path / "x.jpg").code == 14
    told = run("photo-set", pilot_path, "Panshi", image)
    assert "is whole again" in told.out
    assert run("check", pilot_path).code == 0


def test_replacing_a_photo_says_what_went_with_it_and_a_small_one_that_it_is_small(
    run: Run, pilot_path: Path, image: Path, tmp_path: Path
) -> None:
    run("photo-set", pilot_path, "Panshi", image, SAID)
    small = tmp_path / "small.png"
    Image.new("RGB", (90, 60), "blue").save(small)
    told = run("photo-set", pilot_path, "Panshi", small)
    assert "went with it" in told.err
    assert "print blurred" in told.err


def test_what_is_no_photo_is_refused_and_changes_nothing(
    run: Run, pilot_path: Path, image: Path, tmp_path: Path
) -> None:
    before = run("digest", pilot_path).out
    drawing, cut, bomb = (tmp_path / name for name in ("a.png", "cut.png", "bomb.png"))
    drawing.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", "utf-8")
    Image.effect_noise((200, 200), 90).save(cut)
    cut.write_bytes(cut.read_bytes()[:9_000])
    Image.new("1", (12_000, 12_000)).save(bomb)
    for file, code in ((drawing, 18), (cut, 18), (bomb, 16), (tmp_path, 19), (tmp_path / "none.jpg", 19)):
        told = run("photo-set", pilot_path, "Jingzhou", file, "--json")
        assert (told.code, told.out) == (code, "")
        assert "Traceback" not in told.err
    assert run("photo-set", pilot_path, "Nowhere", image).code == 19
    assert run("photo-set", pilot_path, "Jingzhou", image, {"credit": 7}).code == 18
    assert run("photo-set", pilot_path, "Jingzhou", image, {"copyright": "Lin"}).code == 18
    assert run("photo-remove", pilot_path, "Jingzhou").code == 19
    assert run("photo-export", pilot_path, "Jingzhou", "--output", tmp_path / "x.jpg").code == 19
    assert run("photo-set", pilot_path, "Jingzhou").code == 2
    assert run("digest", pilot_path).out == before


def test_the_largest_picture_is_told_in_the_numbers_of_each_language(
    run: Run, pilot_path: Path, tmp_path: Path
) -> None:
    bomb = tmp_path / "bomb.png"
    Image.new("1", (12_000, 12_000)).save(bomb)
    for language, said in (
        ("en", "50 million pixels"),
        ("fr", "50 millions de pixels"),
        ("zh", "5000万像素"),
    ):
        assert said in run("photo-set", pilot_path, "Jingzhou", bomb, "--language", language).err


def test_a_brief_shows_the_photo_and_one_without_is_as_it_was(
    run: Run, pilot_path: Path, image: Path, tmp_path: Path
) -> None:
    briefs = tmp_path / "briefs"

    def pages(city: str) -> bytes:
        assert run("brief", pilot_path, city, "--output", briefs, "--language", "en").code == 0
        return (briefs / f"{city.casefold()}-en.pdf").read_bytes()

    jingzhou, panshi = pages("Jingzhou"), pages("Panshi")
    run("photo-set", pilot_path, "Jingzhou", image, SAID)
    assert pages("Panshi") == panshi
    assert pages("Jingzhou") == pages("Jingzhou") != jingzhou
    run("photo-remove", pilot_path, "Jingzhou")
    assert pages("Jingzhou") == jingzhou
