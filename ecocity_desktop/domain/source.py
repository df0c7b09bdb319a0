"""Sources: the documents that figures and dated statements are taken from."""

from sqlalchemy import Text
from sqlmodel import Field

from ecocity_desktop.domain.enums import SourceKind
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.domain.record import RecordData, choice, id_field, partial_date, plain_text


class SourceData(RecordData):
    """One document, quoted under its own title in its own language."""

    title: str = Field(sa_type=Text, min_length=1)
    publisher: str | None = plain_text()
    kind: SourceKind = choice(SourceKind, default=SourceKind.OTHER)
    published_on: PartialDate | None = partial_date()
    url: str | None = plain_text()
    accessed_on: PartialDate | None = partial_date()
    note: str | None = plain_text()


class Source(SourceData, table=True):
    """A source as kept in the file."""

    id: str = id_field()


def source_parts(source: SourceData) -> tuple[str, ...]:
    """Return what tells a source from others: its publisher, where it is known and not in the title, and its title."""
    publisher = source.publisher or ""
    return (source.title,) if publisher.casefold() in source.title.casefold() else (publisher, source.title)


def source_name(source: SourceData) -> str:
    """Return what a source is called: a title alone, such as that of an encyclopaedia's page, names none."""
    return " · ".join(source_parts(source))
