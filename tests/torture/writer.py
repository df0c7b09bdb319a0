"""Edits of known sizes, drawn from a seeded chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecocity_desktop.services import history, records

if TYPE_CHECKING:
    from random import Random

    from ecocity_desktop.services.workspace import Workspace

PARTIES = 3
LONGEST = 1500


class Writer:
    """Writes edits of known sizes: a partner, three fields of one, an agreement with its parties, an undoing."""

    def __init__(self, ws: Workspace, random: Random) -> None:
        self.ws = ws
        self.random = random
        self.partners = [row.id for row in records.list_records(ws, "partners")]

    def edit(self) -> Any:
        """Write one edit and return its ``ChangeSet``."""
        chance = self.random.random()
        if chance < 0.4 or len(self.partners) < PARTIES:
            added = records.add_record(self.ws, "partners", self.partner())
            self.partners.append(str(added.row_id))
            return added
        if chance < 0.7:
            values = {"acronym": self.word(), "role": self.text(), "note": self.text()}
            return records.edit_record(self.ws, "partners", self.random.choice(self.partners), values)
        if chance < 0.9:
            parties = self.random.sample(self.partners, PARTIES)
            return records.add_record(self.ws, "agreements", self.agreement(parties))
        return self.undo()

    def partner(self) -> dict[str, Any]:
        """Return the values of a new partner."""
        return {"name": self.text(40), "note": self.text()}

    def agreement(self, parties: list[str]) -> dict[str, Any]:
        """Return the values of a new agreement between ``parties``."""
        return {"title": self.text(80), "note": self.text(), "party_ids": parties}

    def undo(self) -> Any:
        """Undo the last edit; a partner that was added thereby goes."""
        undone = history.undo(self.ws)
        self.partners = [row.id for row in records.list_records(self.ws, "partners")]
        return undone

    def text(self, longest: int = LONGEST) -> dict[str, str]:
        """Return a text in three languages that was never written before."""
        size = self.random.randint(1, longest)
        return {
            "fr": ("ville durable " * size)[:size] + self.word(),
            "en": self.word() + ("eco-city " * size)[: size // 2],
            "zh": ("低碳城市荆州" * size)[: size // 3] + self.word(),
        }

    def word(self) -> str:
        """Return a word never written before."""
        return f"{self.random.getrandbits(64):x}"
