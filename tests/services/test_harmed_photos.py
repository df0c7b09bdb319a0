"""A picture whose bytes were harmed: found, left out of copies, put right; what was said of it stays."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ecocity_desktop.errors import UserError
from ecocity_desktop.exchange import json_copy
from ecocity_desktop.exchange.picture_file import CleanPicture
from ecocity_desktop.services import backups, briefs, checks, photos, records, recovery
from ecocity_desktop.services.workspace import Workspace, open_workspace
from ecocity_desktop.store import database

Draw = Callable[[str], CleanPicture]
CREDIT = {"caption": {"fr": "Les rives du Yangtsé"}, "credit": "Atelier Lin"}


def harm(path: Path, name: str | None = None) -> None:
    """Harm the bytes of a picture of a closed file, or of all of them, as a bad disk would."""
    with closing(database.bare_connection(path, "rw")) as connection:
        connection.execute("UPDATE picture SET content = zeroblob(100) WHERE id = coalesce(?, id)", (name,))


def test_a_bit_flipped_in_a_picture_is_found_and_no_brief_is_made_of_it(
    pilot_path: Path, tmp_path: Path, drawn: Draw
) -> None:
    with open_workspace(pilot_path) as ws:
        city_id = records.resolve(ws, "cities", "Jingzhou")
        photos.set_photo(ws, city_id, drawn("red"))
        sound = checks.digest(ws)
    with closing(database.bare_connection(pilot_path, "rw")) as connection:
        (content,) = connection.execute("SELECT content FROM picture").fetchone()
        connection.execute("UPDATE picture SET content = ?", (content[:200] + b"\0" * (len(content) - 200),))
    with open_workspace(pilot_path) as ws:
        photo = photos.existing_photo(ws, city_id).photo
        (found,) = checks.check_workspace(ws)
        assert (found.key, found.noun, found.id) == ("check.picture", "photos", photo.id)
        assert checks.digest(ws) != sound
        with pytest.raises(UserError) as refused:
            briefs.preview_brief(briefs.gather(ws, city_id), "fr", as_of=ws.today())
        assert (refused.value.key, refused.value.params) == ("error.photo_unreadable", {"city": "Jingzhou"})
        target = tmp_path / "copy.json"
        assert recovery.write_copy(ws, target) == 1
    recovery.workspace_from_copy(target, tmp_path / "rescued.ecocity").close()


def test_a_picture_the_history_needs_and_has_not_is_found(pilot_path: Path, drawn: Draw) -> None:
    with open_workspace(pilot_path) as ws:
        city_id = records.resolve(ws, "cities", "Jingzhou")
        photos.set_photo(ws, city_id, drawn("red"))
        photos.remove_photo(ws, city_id)
    with closing(database.bare_connection(pilot_path, "rw")) as connection:
        connection.execute("DELETE FROM picture")
    with open_workspace(pilot_path) as ws:
        assert [(one.key, one.noun) for one in checks.check_workspace(ws)] == [("check.former_picture", None)]


@pytest.mark.parametrize("gone", [False, True])
def test_choosing_the_same_file_again_puts_harmed_bytes_right(
    pilot_path: Path, drawn: Draw, gone: bool
) -> None:
    picture = drawn("red")
    with open_workspace(pilot_path) as ws:
        city_id = records.resolve(ws, "cities", "Jingzhou")
        photos.set_photo(ws, city_id, picture, CREDIT)
        sound = checks.digest(ws)
    harm(pilot_path)
    if gone:
        with closing(database.bare_connection(pilot_path, "rw")) as connection:
            connection.execute("DELETE FROM picture")
    with open_workspace(pilot_path) as ws:
        assert checks.is_damaged(checks.check_workspace(ws))
        mended = photos.set_photo(ws, city_id, picture)
        assert mended.only_mended
        assert mended.concerns("photo")
        assert checks.check_workspace(ws) == ()
        assert checks.digest(ws) == sound
        assert not photos.set_photo(ws, city_id, picture).only_mended


def test_a_photo_whose_picture_is_gone_is_no_missing_photo(
    pilot_path: Path, tmp_path: Path, drawn: Draw
) -> None:
    with open_workspace(pilot_path) as ws:
        city_id = records.resolve(ws, "cities", "Jingzhou")
        photos.set_photo(ws, city_id, drawn("red"))
    with closing(database.bare_connection(pilot_path, "rw")) as connection:
        connection.execute("DELETE FROM picture")
    with open_workspace(pilot_path) as ws:
        line, city = photos.existing_photo(ws, city_id), records.get_record(ws, "cities", city_id)
        with pytest.raises(UserError) as refused:
            photos.export_photo(line, city, "en", tmp_path / "out.jpg")
        assert (refused.value.key, refused.value.params) == ("error.photo_unreadable", {"city": "Jingzhou"})
        with pytest.raises(UserError) as blank:
            briefs.preview_brief(briefs.gather(ws, city_id), "fr", as_of=ws.today())
        assert blank.value.key == "error.photo_unreadable"
        photos.remove_photo(ws, city_id)
        assert photos.photo_of(ws, city_id) is None


def test_one_harmed_picture_does_not_make_the_weekly_copy_useless(
    pilot_path: Path, tmp_path: Path, drawn: Draw
) -> None:
    red, blue = drawn("red"), drawn("blue")
    with open_workspace(pilot_path) as ws:
        photos.set_photo(ws, records.resolve(ws, "cities", "Jingzhou"), red)
        panshi = records.resolve(ws, "cities", "Panshi")
        photos.set_photo(ws, panshi, blue)
    harm(pilot_path, red.id)
    with open_workspace(pilot_path) as ws:
        copy = recovery.copy_from_backup(backups.make_backup(ws), pilot_path, ws.now())
    with recovery.workspace_from_copy(copy, tmp_path / "again.ecocity") as again:
        assert records.count_records(again, "cities") == 4
        assert [one.city_id for one in records.list_records(again, "photos")] == [panshi]
        assert checks.check_workspace(again) == ()


def test_a_copy_that_could_not_be_read_back_is_not_written(
    pilot_ws: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_copy, "LONGEST", 10_000)  # the true one would fill the memory of a small machine
    with pytest.raises(UserError) as refused:
        recovery.write_copy(pilot_ws, tmp_path / "copy.json")
    assert refused.value.key == "error.copy_too_large"
    assert not (tmp_path / "copy.json").exists()
