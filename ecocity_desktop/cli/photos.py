"""The commands about the photo of a city: put one in, write it out, remove it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecocity_desktop.cli import exit_codes
from ecocity_desktop.cli.values import read_values
from ecocity_desktop.cli.words import subject
from ecocity_desktop.services import photos, records
from ecocity_desktop.services.naming import name_of

if TYPE_CHECKING:
    from ecocity_desktop.cli.running import Call
    from ecocity_desktop.domain.changes import ChangeSet
    from ecocity_desktop.services.workspace import Workspace


def put(call: Call) -> int:
    """``photo-set``: the picture of a file becomes the photo of a city, in the place of the one it had."""
    given = call.asked.words.get("VALUES")
    values = read_values(given) if given is not None else {}
    with call.open() as ws:
        city_id = records.resolve(ws, "cities", call.asked.words["CITY"])
        picture = photos.read_picture(call.file("IMAGE"))
        before = photos.photo_of(ws, city_id)
        changes = photos.set_photo(ws, city_id, picture, values)
        _acknowledge(call, ws, changes, "edit.set_photo", city_id)
    size = {"width": picture.width_px, "height": picture.height_px}
    call.tell("cli.photo.kept", **size, size=round(len(picture.content) / 1000))
    if photos.is_blurred(picture):
        call.tell("problem.photo.blurred", **size, wide=photos.SHARP_PX[0], high=photos.SHARP_PX[1])
    if before is not None and before.picture.id != picture.id:
        call.tell("cli.photo.replaced")
    return exit_codes.DONE


def export(call: Call) -> int:
    """``photo-export``: the photo of a city as a JPEG file."""
    target = call.target()
    with call.open() as ws:
        city_id = records.resolve(ws, "cities", call.asked.words["CITY"])
        shown, city = photos.existing_photo(ws, city_id), records.get_record(ws, "cities", city_id)
    photos.export_photo(shown, city, call.catalog.language, target)
    size = {"width": shown.picture.width_px, "height": shown.picture.height_px}
    values = {"path": str(target), "width_px": size["width"], "height_px": size["height"]}
    call.acknowledge(values, call.text("cli.photo.written", path=target, **size))
    return exit_codes.DONE


def remove(call: Call) -> int:
    """``photo-remove``: a city without a photo again."""
    with call.open() as ws:
        city_id = records.resolve(ws, "cities", call.asked.words["CITY"])
        changes = photos.remove_photo(ws, city_id)
        _acknowledge(call, ws, changes, "edit.remove_photo", city_id)
    return exit_codes.DONE


def _acknowledge(call: Call, ws: Workspace, changes: ChangeSet, label_key: str, city_id: str) -> None:
    """Answer what a write did; called once it is committed."""
    if changes.only_mended:
        text = call.text("cli.photo.mended", id=changes.row_id)
    elif changes.edit_id is None:
        text = call.text("cli.unchanged", id=changes.row_id)
    else:
        name = name_of(ws, "city", city_id)
        what = subject(call.catalog, label_key, name) if name else city_id
        text = call.text("cli.done", what=what, id=changes.row_id)
    call.acknowledge({"ack": changes.edit_id, "id": changes.row_id}, text)
