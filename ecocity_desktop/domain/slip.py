"""Slips: why a milestone was moved, each time it was."""

from ecocity_desktop.domain.enums import SlipCause
from ecocity_desktop.domain.local_text import LocalText
from ecocity_desktop.domain.partial_date import PartialDate
from ecocity_desktop.domain.record import (
    RecordData,
    choice,
    id_field,
    local_text,
    partial_date,
    refers_to,
)


class SlipData(RecordData):
    """One move of one milestone: from which date to which, why, and the day it was noted."""

    milestone_id: str = refers_to("milestone", required=True)
    from_on: PartialDate | None = partial_date()
    to_on: PartialDate | None = partial_date()
    cause: SlipCause = choice(SlipCause, default=SlipCause.OTHER)
    reason: LocalText = local_text()
    noted_on: PartialDate | None = partial_date()


class Slip(SlipData, table=True):
    """A slip as kept in the file."""

    id: str = id_field()
