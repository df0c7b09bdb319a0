"""Photos: the picture that opens a city's brief, with its caption and credit; the picture itself is kept once."""

import hashlib

from sqlmodel import Field, SQLModel

from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.domain.record import (
    RecordData,
    id_field,
    local_text,
    partial_date,
    plain_text,
    refers_to,
)


class PhotoData(RecordData):
    """The photo of one city; ``credit`` is printed as it stands, ``picture_id`` names the picture by its content."""

    city_id: str = refers_to("city", required=True, once=True)
    picture_id: str = refers_to("picture", required=True)
    caption: LocalText = local_text()
    credit: str | None = plain_text()
    taken_on: PartialDate | None = partial_date()
    source_id: str | None = refers_to("source")


class Photo(PhotoData, table=True):
    """A photo as kept in the file."""

    id: str = id_field()


class Picture(SQLModel, table=True):
    """The bytes of a picture: a JPEG made by us, in sRGB, upright, without metadata (see ``exchange/picture_file.py``).

    ``id`` is the SHA-256 of ``content`` in hexadecimal. A picture is never changed, unless back to that, and never
    removed: the journal keeps its name instead of its bytes, and undoing needs what it names.
    """

    id: str = Field(primary_key=True)
    width_px: int
    height_px: int
    content: bytes


def is_whole(picture: Picture) -> bool:
    """Return whether the bytes of a picture are those it is named after."""
    content: object = picture.content  # out of a file anybody may have changed
    return isinstance(content, bytes) and hashlib.sha256(content).hexdigest() == picture.id
