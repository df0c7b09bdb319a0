"""The icons of the window: Lucide's line drawings in the colours of the theme, sharp on every screen."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton, QLabel

from ecocity_desktop.bundled import resource
from ecocity_desktop.ui.theme import colours_now

SIZE = 16
"""The side of an icon beside text, in pixels."""

_SCALES = (1.0, 1.5, 2.0, 3.0)
_LABEL_SCALE = 2.0
_DRAWN = "drawn"


def draw(on: QAbstractButton | QAction | QLabel, name: str, role: str, size: int = SIZE) -> None:
    """Put the Lucide icon called ``name`` on a button, an entry or a label, in the theme's colour of ``role``.

    ``redraw`` finds it again once the theme is another. Raises ``FileNotFoundError`` for a name that does not ship.
    """
    on.setProperty(_DRAWN, [name, role, size])
    colour = getattr(colours_now(), role)
    if isinstance(on, QLabel):
        on.setPixmap(pixmap(name, colour, size, _LABEL_SCALE))
    else:
        ground = role.startswith("on_")
        on.setIcon(icon(name, colour, size, disabled=colours_now().secondary if ground else ""))


def redraw(window: QObject) -> None:
    """Draw every icon in ``window`` anew, in the colours of the present theme."""
    for each in window.findChildren(QObject):
        drawn = each.property(_DRAWN)
        if drawn and isinstance(each, QAbstractButton | QAction | QLabel):
            draw(each, *drawn)


def icon(name: str, colour: str, size: int = SIZE, *, disabled: str = "") -> QIcon:
    """Return the Lucide icon called ``name`` (``"search"``, ``"plus"``), drawn in ``colour``.

    When disabled it is paler or, on a ground of its own, in the colour ``disabled``.

    Raises ``FileNotFoundError`` for a name that does not ship.
    """
    made = QIcon()
    for scale in _SCALES:
        made.addPixmap(pixmap(name, colour, size, scale), QIcon.Mode.Normal)
        faded = pixmap(name, disabled or colour, size, scale, 1.0 if disabled else 0.4)
        made.addPixmap(faded, QIcon.Mode.Disabled)
    return made


def pixmap(name: str, colour: str, size: int = SIZE, scale: float = 1.0, opacity: float = 1.0) -> QPixmap:
    """Return one icon as a picture of ``size`` by ``size`` pixels for a screen of that ``scale``."""
    from PySide6.QtSvg import QSvgRenderer

    svg = resource("icons", "lucide", f"{name}.svg").read_text("utf-8")
    renderer = QSvgRenderer(QByteArray(svg.replace("currentColor", QColor(colour).name()).encode()))
    side = round(size * scale)
    picture = QPixmap(QSize(side, side))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setOpacity(opacity)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    picture.setDevicePixelRatio(scale)
    return picture
