"""The photo of a city: taking a picture in, putting it in the place of another, giving it back, removing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import select

from ecocity_desktop.brief.facts import PhotoFacts
from ecocity_desktop.domain.photo import Photo, Picture, is_whole
from ecocity_desktop.errors import Problem, UserError, invalid, not_written
from ecocity_desktop.paths import write_whole
from ecocity_desktop.services.records import add_in, edit_in, remove_record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sqlmodel import Session

    from ecocity_desktop.domain.changes import ChangeSet
    from ecocity_desktop.domain.city import City
    from ecocity_desktop.exchange.picture_file import CleanPicture, Raster
    from ecocity_desktop.services.workspace import Workspace

SHARP_PX = (650, 235)
"""Width and height below which a picture prints blurred: those of its place in a brief at 150 dots per inch."""

_OF_THE_PICTURE = ("caption", "credit", "taken_on", "source_id")


def read_picture(path: Path) -> CleanPicture:
    """Return the picture in a file, made anew; raises as ``exchange.picture_file.read_picture`` does.

    Uses no database: for the worker.
    """
    from ecocity_desktop.exchange import picture_file  # Pillow: only where there is a picture

    return picture_file.read_picture(path)


def thumbnail(content: bytes, width: int, height: int) -> Raster | None:
    """Return the pixels of a picture kept, cut and scaled to ``width`` and ``height``.

    ``None`` when it is no picture of ours. Uses no database: for the worker.
    """
    from ecocity_desktop.exchange import picture_file

    return picture_file.raster(content, width, height)


def set_photo(
    ws: Workspace, city_id: str, picture: CleanPicture, values: Mapping[str, Any] | None = None
) -> ChangeSet:
    """Make ``picture`` the photo of a city, with ``values`` (caption, credit, taken_on, source_id).

    What was said of another picture before goes with it: nobody is credited with a photo they did not take. The same
    picture keeps what is not in ``values``, and its bytes are put right where they were harmed. Raises ``UserError``
    ``error.invalid``, for an unknown city too.
    """
    strange = [Problem(name, "problem.unknown_field") for name in values or () if name not in _OF_THE_PICTURE]
    if strange:
        raise invalid(strange)
    with ws.writing("edit.set_photo") as transaction:
        held = _photo_of(transaction.session, city_id)
        transaction.keep(
            Picture(
                id=picture.id,
                width_px=picture.width_px,
                height_px=picture.height_px,
                content=picture.content,
            )
        )
        given = {**(values or {}), "city_id": city_id, "picture_id": picture.id}
        if held is None:
            return transaction.changes(add_in(transaction, "photos", given, ws))
        if held.picture_id != picture.id:
            given = dict.fromkeys(_OF_THE_PICTURE) | given
        edit_in(transaction, "photos", held.id, given, ws)
        return transaction.changes(held.id)


def check_readable(shown: PhotoFacts, city: City, language: str) -> None:
    """Raise ``UserError`` ``error.photo_unreadable`` unless the picture is what its record says.

    A file may come from anywhere. Uses no database: for the worker.
    """
    from ecocity_desktop.exchange import picture_file

    kept = picture_file.kept_picture(shown.picture.content)
    if kept is None or (kept.width_px, kept.height_px) != (shown.picture.width_px, shown.picture.height_px):
        raise _unreadable(city, language)


def is_blurred(picture: Picture | CleanPicture) -> bool:
    """Return whether a picture is too small to be printed sharp; one that is gone prints not at all."""
    return bool(picture.content) and (picture.width_px < SHARP_PX[0] or picture.height_px < SHARP_PX[1])


def remove_photo(ws: Workspace, city_id: str) -> ChangeSet:
    """Remove the photo of a city; raises ``UserError`` ``error.no_photo`` when it has none."""
    return remove_record(ws, "photos", existing_photo(ws, city_id).photo.id)


def photo_of(ws: Workspace, city_id: str) -> PhotoFacts | None:
    """Return the photo of a city, ``None`` when it has none."""
    with ws.reading() as session:
        return photo_in(session, city_id)


def existing_photo(ws: Workspace, city_id: str) -> PhotoFacts:
    """Return the photo of a city; raises ``UserError`` ``error.no_photo`` when it has none."""
    line = photo_of(ws, city_id)
    if line is None:
        raise UserError("error.no_photo")
    return line


def photo_in(session: Session, city_id: str) -> PhotoFacts | None:
    """Return the photo of a city, within a session already begun.

    One whose picture is gone from the file is shown with one of no bytes, which ``check_readable`` refuses.
    """
    photo = _photo_of(session, city_id)
    if photo is None:
        return None
    gone = Picture(id=photo.picture_id, width_px=0, height_px=0, content=b"")
    return PhotoFacts(photo, session.get(Picture, photo.picture_id) or gone)


def export_photo(line: PhotoFacts, city: City, language: str, target: Path) -> None:
    """Write the picture of a photo as a JPEG file: the file there before, or the new one, complete.

    Raises ``UserError`` ``error.photo_unreadable`` when it is not what it was, ``error.target`` when it cannot be
    written.
    """
    if not is_whole(line.picture):
        raise _unreadable(city, language)
    try:
        write_whole(target, line.picture.content)
    except OSError as error:
        raise not_written(target, error) from error


def _unreadable(city: City, language: str) -> UserError:
    return UserError("error.photo_unreadable", city=city.name.read(language).text)


def _photo_of(session: Session, city_id: str) -> Photo | None:
    return session.exec(select(Photo).where(Photo.city_id == city_id)).first()
