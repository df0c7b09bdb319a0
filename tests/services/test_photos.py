"""The photo of a city: put in, replaced, removed, undone, checked, copied; its bytes are kept once."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from ecocity_desktop.errors import UserError
from ecocity_desktop.exchange.picture_file import CleanPicture
from ecocity_desktop.services import checks, history, photos, records, recovery
from ecocity_desktop.services.search import search
from ecocity_desktop.services.workspace import Workspace, open_workspace

Draw = Callable[[str], CleanPicture]
CREDIT = {
    "caption": {"fr": "Les rives du Yangtsé", "zh": "长江岸边"},
    "credit": "Atelier Lin",
    "taken_on": "2018-04",
}


@pytest.fixture
def picture(drawn: Draw) -> CleanPicture:
    return drawn("red")


@pytest.fixture
def jingzhou(pilot_ws: Workspace) -> str:
    return records.resolve(pilot_ws, "cities", "荆州")


def shown(ws: Workspace, city_id: str) -> tuple[str, str | None] | None:
    """The picture and the credit of a city's photo."""
    found = photos.photo_of(ws, city_id)
    return None if found is None else (found.picture.id, found.photo.credit)


def test_a_photo_is_put_in_found_again_and_undone_with_one_step(
    pilot_ws: Workspace, jingzhou: str, picture: CleanPicture
) -> None:
    photos.set_photo(pilot_ws, jingzhou, picture, CREDIT)
    found = photos.existing_photo(pilot_ws, jingzhou)
    assert found.picture.content == picture.content
    assert (found.picture.width_px, found.picture.height_px) == (300, 200)
    assert found.photo.caption.zh == "长江岸边"
    assert str(found.photo.taken_on) == "2018-04"
    assert [hit.id for hit in search(pilot_ws, "atelier lin")] == [jingzhou]
    history.undo(pilot_ws)
    assert shown(pilot_ws, jingzhou) is None
    history.redo(pilot_ws)
    assert shown(pilot_ws, jingzhou) == (picture.id, "Atelier Lin")
    assert checks.check_workspace(pilot_ws) == ()


def test_another_picture_takes_the_caption_and_credit_of_the_former_with_it(
    pilot_ws: Workspace, jingzhou: str, picture: CleanPicture, drawn: Draw
) -> None:
    first = photos.set_photo(pilot_ws, jingzhou, picture, CREDIT)
    other = drawn("blue")
    second = photos.set_photo(pilot_ws, jingzhou, other)
    assert second.row_id == first.row_id
    assert shown(pilot_ws, jingzhou) == (other.id, None)
    assert not photos.existing_photo(pilot_ws, jingzhou).photo.caption
    history.undo(pilot_ws)
    assert shown(pilot_ws, jingzhou) == (picture.id, "Atelier Lin")
    history.redo(pilot_ws)
    assert shown(pilot_ws, jingzhou) == (other.id, None)


def test_the_same_picture_again_keeps_what_was_said_and_leaves_no_trace(
    pilot_ws: Workspace, jingzhou: str, picture: CleanPicture
) -> None:
    photos.set_photo(pilot_ws, jingzhou, picture, CREDIT)
    assert photos.set_photo(pilot_ws, jingzhou, picture).edit_id is None
    changed = photos.set_photo(pilot_ws, jingzhou, picture, {"credit": "Atelier Wang"})
    assert changed.edit_id is not None
    assert shown(pilot_ws, jingzhou) == (picture.id, "Atelier Wang")
    assert photos.existing_photo(pilot_ws, jingzhou).photo.caption.fr == "Les rives du Yangtsé"


def test_a_photo_removed_comes_back_after_a_restart(pilot_path: Path, drawn: Draw) -> None:
    picture = drawn("red")
    with open_workspace(pilot_path) as ws:
        city_id = records.resolve(ws, "cities", "Jingzhou")
        before = checks.digest(ws)
        photos.set_photo(ws, city_id, picture, CREDIT)
        with_photo = checks.digest(ws)
        photos.remove_photo(ws, city_id)
        assert checks.digest(ws) == before != with_photo
        with pytest.raises(UserError) as none:
            photos.remove_photo(ws, city_id)
        assert none.value.key == "error.no_photo"
    with open_workspace(pilot_path) as ws:
        history.undo(ws)
        assert shown(ws, city_id) == (picture.id, "Atelier Lin")
        assert checks.digest(ws) == with_photo
        assert checks.check_workspace(ws) == ()


def test_a_city_goes_with_its_photo_and_comes_back_with_it(
    pilot_ws: Workspace, jingzhou: str, picture: CleanPicture
) -> None:
    photos.set_photo(pilot_ws, jingzhou, picture)
    records.remove_record(pilot_ws, "cities", jingzhou)
    assert records.count_records(pilot_ws, "photos") == 0
    history.undo(pilot_ws)
    assert shown(pilot_ws, jingzhou) == (picture.id, None)


def test_a_city_has_one_photo_and_a_photo_a_picture_of_the_file(
    pilot_ws: Workspace, jingzhou: str, picture: CleanPicture
) -> None:
    photos.set_photo(pilot_ws, jingzhou, picture)
    panshi = records.resolve(pilot_ws, "cities", "Panshi")
    for values, field, reason in (
        ({"city_id": jingzhou, "picture_id": picture.id}, "city_id", "problem.photo.one"),
        ({"city_id": panshi, "picture_id": "0" * 64}, "picture_id", "problem.reference"),
        (
            {"city_id": panshi, "picture_id": picture.id, "taken_on": "2027"},
            "taken_on",
            "problem.photo.future",
        ),
    ):
        with pytest.raises(UserError) as refused:
            records.add_record(pilot_ws, "photos", values)
        assert [(one.field, one.key) for one in refused.value.problems] == [(field, reason)]
    with pytest.raises(UserError) as strange:
        photos.set_photo(pilot_ws, jingzhou, picture, {"picture_id": "0" * 64})
    assert [one.key for one in strange.value.problems] == ["problem.unknown_field"]
    with pytest.raises(UserError) as nowhere:
        photos.set_photo(pilot_ws, "no such city", picture)
    assert [one.field for one in nowhere.value.problems] == ["city_id"]
    assert records.count_records(pilot_ws, "photos") == 1


def test_what_show_says_of_a_photo_adds_it_again(
    pilot_ws: Workspace, jingzhou: str, picture: CleanPicture
) -> None:
    photos.set_photo(pilot_ws, jingzhou, picture, CREDIT)
    said = records.record_json(pilot_ws, "photos", photos.existing_photo(pilot_ws, jingzhou).photo)
    assert said["picture_id"] == hashlib.sha256(picture.content).hexdigest()
    photos.remove_photo(pilot_ws, jingzhou)
    added = records.add_record(pilot_ws, "photos", {name: one for name, one in said.items() if name != "id"})
    again = records.record_json(pilot_ws, "photos", records.get_record(pilot_ws, "photos", str(added.row_id)))
    assert again | {"id": ""} == said | {"id": ""}


def test_the_bytes_of_a_picture_are_in_the_file_once_whatever_the_history(
    pilot_path: Path, tmp_path: Path
) -> None:
    noise = tmp_path / "noise.png"
    Image.effect_noise((1200, 900), 120).convert("RGB").save(noise)
    picture = photos.read_picture(noise)
    size = pilot_path.stat().st_size
    with open_workspace(pilot_path) as ws:
        ids = [row.id for row in records.list_records(ws, "cities")]
        for city_id in ids:
            photos.set_photo(ws, city_id, picture, CREDIT)
        for city_id in ids:
            photos.remove_photo(ws, city_id)
        for _ in range(5):
            history.undo(ws)
        told = "".join(
            f"{change.before}{change.after}"
            for line in history.history(ws, limit=13)
            for change in line.changes
        )
        assert len(told) < 20_000
    assert len(picture.content) > 300_000
    assert pilot_path.stat().st_size - size < 1.2 * len(picture.content) + 100_000


def test_a_json_copy_brings_the_photos_back(
    pilot_ws: Workspace, jingzhou: str, picture: CleanPicture, tmp_path: Path, drawn: Draw
) -> None:
    photos.set_photo(pilot_ws, jingzhou, picture, CREDIT)
    panshi = records.resolve(pilot_ws, "cities", "Panshi")
    photos.set_photo(pilot_ws, panshi, drawn("blue"))
    photos.remove_photo(pilot_ws, panshi)
    copy = tmp_path / "copy.json"
    assert recovery.write_copy(pilot_ws, copy) == 0
    assert list(json.loads(copy.read_bytes())["pictures"]) == [picture.id]
    with recovery.workspace_from_copy(copy, tmp_path / "again.ecocity") as again:
        assert checks.digest(again) == checks.digest(pilot_ws)
        assert photos.existing_photo(again, jingzhou).picture.content == picture.content
        assert checks.check_workspace(again) == ()


@pytest.mark.parametrize(
    ("key", "given", "reason"),
    [
        ("wrong name", "0" * 64, "problem.picture"),
        ("no picture", "bm90aGluZw==", "problem.picture"),
        ("no text", 7, "problem.picture"),
        ("gone", None, "problem.reference"),
    ],
)
def test_a_json_copy_with_a_picture_that_is_none_is_refused(
    pilot_ws: Workspace,
    jingzhou: str,
    picture: CleanPicture,
    tmp_path: Path,
    key: str,
    given: object,
    reason: str,
) -> None:
    photos.set_photo(pilot_ws, jingzhou, picture, CREDIT)
    copy = tmp_path / "copy.json"
    recovery.write_copy(pilot_ws, copy)
    content = json.loads(copy.read_bytes())
    if key == "wrong name":
        content["pictures"] = {given: content["pictures"][picture.id]}
    elif given is None:
        del content["pictures"]
    else:
        content["pictures"][picture.id] = given
    copy.write_text(json.dumps(content), "utf-8")
    with pytest.raises(UserError) as refused:
        recovery.workspace_from_copy(copy, tmp_path / "again.ecocity")
    assert {one.key for one in refused.value.problems} == {reason}
    assert not (tmp_path / "again.ecocity").exists()


def test_a_json_copy_with_two_photos_of_a_city_is_refused(
    pilot_ws: Workspace, jingzhou: str, picture: CleanPicture, tmp_path: Path
) -> None:
    photos.set_photo(pilot_ws, jingzhou, picture)
    copy = tmp_path / "copy.json"
    recovery.write_copy(pilot_ws, copy)
    content = json.loads(copy.read_bytes())
    content["records"]["photo"].append(content["records"]["photo"][0] | {"id": "another"})
    copy.write_text(json.dumps(content), "utf-8")
    with pytest.raises(UserError) as refused:
        recovery.workspace_from_copy(copy, tmp_path / "again.ecocity")
    assert {one.key for one in refused.value.problems} == {"problem.photo.one"}


def test_a_photo_is_written_out_whole_or_not_at_all(
    pilot_ws: Workspace, jingzhou: str, picture: CleanPicture, tmp_path: Path
) -> None:
    photos.set_photo(pilot_ws, jingzhou, picture)
    line, city = photos.existing_photo(pilot_ws, jingzhou), records.get_record(pilot_ws, "cities", jingzhou)
    photos.export_photo(line, city, "fr", tmp_path / "out.jpg")
    assert (tmp_path / "out.jpg").read_bytes() == picture.content
    with pytest.raises(UserError) as refused:
        photos.export_photo(line, city, "fr", tmp_path)
    assert refused.value.key == "error.target"
