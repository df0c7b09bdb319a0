"""A person whose name and address are looked for in raw bytes after the erasure."""

from pathlib import Path

from ecocity_desktop.services import records
from ecocity_desktop.services.workspace import Workspace

CANARIES = ("Canary-Dupont", "canary.mail@exemple.org")


def add_canary(ws: Workspace) -> str:
    """Add the person, after somebody else who stays; return the id."""
    records.add_record(ws, "people", {"family_name": "Martin"})
    values = {"family_name": CANARIES[0], "email": CANARIES[1]}
    return str(records.add_record(ws, "people", values).row_id)


def canaries_in(path: Path, canaries: tuple[str, ...] = CANARIES) -> list[str]:
    """Return which of the canaries the bytes of a file hold, in whatever case."""
    content = path.read_bytes().lower()
    return [canary for canary in canaries if canary.lower().encode() in content]


def names(ws: Workspace) -> list[str | None]:
    """Return the family names of the people in the file."""
    return [row.family_name for row in records.list_records(ws, "people")]
