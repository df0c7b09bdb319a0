"""From words to runs of text: a text, then its source numbers, then its badges."""

from __future__ import annotations

from ecocity_desktop.brief.document import BadgeRole, Words
from ecocity_desktop.brief.theme import Style, theme
from ecocity_desktop.brief.typeset import Run

_GROUNDS = {
    BadgeRole.UNVERIFIED: ("coming", "coming_ground"),
    BadgeRole.MISSING: ("coming", "coming_ground"),
    BadgeRole.PREFERRED: ("done", "done_ground"),
}


def runs_of(words: Words, style: Style) -> list[Run]:
    """Return the runs of a text in ``style``: raised source numbers stay with it, badges follow as pills."""
    runs = [Run(words.text, style)]
    if words.sources:
        numbers = theme().styles["citation"].but(size=round(style.size * 0.66, 2), leading=style.leading)
        text = ",".join(map(str, words.sources))
        runs.append(Run(text, numbers, rise=round(style.size * 0.36, 2), glued=True))
    pill = theme().styles["pill"]
    size = min(pill.size, round(style.size * 0.85, 2))
    for badge in words.badges:
        colour, ground = _GROUNDS.get(badge.role, ("planned", "planned_ground"))
        runs.append(Run(" ", style))
        runs.append(Run(badge.word, pill.but(size=size, colour=colour), rise=0.3, ground=ground))
    return runs
