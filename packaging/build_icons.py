"""Renders the application icon, resources/icons/ecocity.svg, to the PNG sizes that windows and installers ask for.

python packaging/build_icons.py
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS_FOLDER = Path(__file__).resolve().parent.parent / "resources" / "icons"
SIDES_PX = (16, 24, 32, 48, 64, 128, 256, 512)


def render(drawing: Path, target: Path, side_px: int) -> None:
    """Writes `drawing` as a square PNG of `side_px` with a transparent ground.

    Raises ValueError if the drawing is not valid SVG, OSError if the picture cannot be written.
    """
    renderer = QSvgRenderer(str(drawing))
    if not renderer.isValid():
        raise ValueError(f"not a drawing: {drawing}")
    image = QImage(side_px, side_px, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    if not image.save(str(target), quality=0):  # for PNG, 0 is the smallest file
        raise OSError(f"cannot write {target}")


def main() -> None:
    """Renders every size beside the drawing."""
    for side_px in SIDES_PX:
        render(ICONS_FOLDER / "ecocity.svg", ICONS_FOLDER / f"ecocity-{side_px}.png", side_px)


if __name__ == "__main__":
    main()
