"""Sizes and colours of the printed brief, as ``resources/brief/theme.json`` gives them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from ecocity_desktop.bundled import resource

MM = 72 / 25.4
"""One millimetre in points."""

PAPERS: Mapping[str, tuple[float, float]] = {"a4": (210 * MM, 297 * MM), "letter": (612.0, 792.0)}
"""Width and height of each paper, in points."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set; ``size``, ``leading`` and ``tracking`` are in points, ``colour`` is a role."""

    size: float
    leading: float
    colour: str = "ink"
    bold: bool = False
    tracking: float = 0.0

    def but(self, **values: float | str | bool) -> Style:
        """Return this style with some values replaced."""
        return replace(self, **values)  # type: ignore[arg-type]  # the values of a style, by name


@dataclass(frozen=True)
class Theme:
    """The look of the brief: ``page`` in millimetres or points as its names say, ``gaps`` in points."""

    colours: Mapping[str, str]
    page: Mapping[str, float]
    gaps: Mapping[str, float]
    styles: Mapping[str, Style]

    def mm(self, name: str) -> float:
        """Return a measure of the page, ``side_margin`` for instance, in points."""
        return self.page[f"{name}_mm"] * MM

    def gap(self, name: str) -> float:
        """Return a vertical gap in points."""
        return self.gaps[f"{name}_pt"]


@lru_cache(maxsize=1)
def theme() -> Theme:
    """Return the theme, read once."""
    values = json.loads(resource("brief", "theme.json").read_text("utf-8"))
    styles = {name: Style(**style) for name, style in values["styles"].items()}
    return Theme(values["colours"], values["page"], values["gaps"], styles)
