"""How the window looks: the colours by role, light and dark, the grid, the fonts and the style sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette

from ecocity_desktop.bundled import font, resource

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

GRID = 8
"""The unit of every margin and gap, in pixels."""

FONT_FAMILY = "EcoCity Sans"
RARE_FAMILY = "EcoCity Sans Rare"
"""Where the Han met in hardly any text stand; Qt turns to it by itself, and thickens them where bold is asked for."""
FONT_SIZE = 13
"""The size of text in the window, in pixels."""


class Colours(NamedTuple):
    """One colour per role; a state has the colour of its word and that of the ground under it.

    ``paper`` is under lists and forms, ``canvas`` under the tab row, ``well`` under what shows a page; ``jade`` stands
    for structure, selection and what is done, ``vermilion`` only for "here, now".
    """

    ink: str
    secondary: str
    hairline: str
    outline: str
    canvas: str
    paper: str
    well: str
    jade: str
    jade_strong: str
    on_jade: str
    selection: str
    hover: str
    vermilion: str
    done: str
    done_ground: str
    coming: str
    coming_ground: str
    late: str
    late_ground: str
    planned: str
    planned_ground: str
    land: str
    water: str


LIGHT = Colours(
    ink="#1C2B2A",
    secondary="#5B6B69",
    hairline="#D5DEDB",
    outline="#BFCBC7",
    canvas="#F7F9F8",
    paper="#FFFFFF",
    well="#EAEFED",
    jade="#0F5C4C",
    jade_strong="#0A4539",
    on_jade="#FFFFFF",
    selection="#E2EFEB",
    hover="#F0F5F3",
    vermilion="#D9482B",
    done="#1E6B3A",
    done_ground="#E0F0E6",
    coming="#A24A00",
    coming_ground="#FCEBDD",
    late="#A3261B",
    late_ground="#FBE3E0",
    planned="#40555A",
    planned_ground="#EAF0F1",
    land="#F3F0E6",
    water="#DCE9EC",
)

DARK = Colours(
    ink="#E4ECEA",
    secondary="#A2B2AE",
    hairline="#31403D",
    outline="#4A5B57",
    canvas="#161F1E",
    paper="#1C2726",
    well="#121918",
    jade="#74CBB2",
    jade_strong="#93DBC6",
    on_jade="#0A2B23",
    selection="#23423B",
    hover="#24312F",
    vermilion="#FF8163",
    done="#8FD8AA",
    done_ground="#1D3B29",
    coming="#F5B570",
    coming_ground="#3F2B14",
    late="#FFA298",
    late_ground="#4B221E",
    planned="#B6C8CD",
    planned_ground="#2A3739",
    land="#2B3431",
    water="#16262B",
)


def colours_of(widget: QWidget) -> Colours:
    """Return the colours ``widget`` is shown in, read from its palette."""
    return DARK if widget.palette().window().color().lightness() < 128 else LIGHT


def colours_now() -> Colours:
    """Return the colours the application is dressed in."""
    return DARK if QGuiApplication.palette().window().color().lightness() < 128 else LIGHT


def set_role(widget: QWidget, role: str) -> None:
    """Give ``widget`` a look of the style sheet, such as ``"primary"`` for the one main button of a place."""
    from PySide6.QtCore import Qt

    widget.setProperty("role", role)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def wanted_colours(app: QApplication, theme: str) -> Colours:
    """Return the colours of ``"light"``, ``"dark"``, or of whichever of the two the system asks for."""
    if theme == "system":
        return DARK if app.style().standardPalette().window().color().lightness() < 128 else LIGHT
    return DARK if theme == "dark" else LIGHT


def dress(app: QApplication, theme: str) -> None:
    """Give the whole application its style, font, palette and style sheet."""
    app.setStyle("Fusion")
    colours = wanted_colours(app, theme)
    app.setFont(window_font())
    app.setPalette(_palette(colours))
    app.setStyleSheet(style_sheet(colours))


def load_fonts() -> None:
    """Make EcoCity Sans known to Qt."""
    for weight in ("Regular", "Bold"):
        name = f"EcoCitySans-{weight}.ttf"
        if (plain := resource("fonts", name)).exists():
            QFontDatabase.addApplicationFont(str(plain))
        else:
            QFontDatabase.addApplicationFontFromData(bytes(font(name)))
    QFont.insertSubstitution(FONT_FAMILY, RARE_FAMILY)


def rare_font() -> bytes:
    """Unpack the rare Han, which takes 0.2 s and may be done on a worker."""
    return bytes(font("EcoCitySansRare-Regular.ttf"))


def load_rare_font(unpacked: bytes) -> None:
    """Make the rare Han known to Qt as well, and have all windows drawn anew with them."""
    from PySide6.QtWidgets import QApplication, QWidget

    QFontDatabase.addApplicationFontFromData(unpacked)
    for window in QApplication.topLevelWidgets():
        for widget in (window, *window.findChildren(QWidget)):
            widget.update()


def window_font(pixels: int = FONT_SIZE, *, bold: bool = False) -> QFont:
    """Return the one family of the window in the size asked."""
    made = QFont(FONT_FAMILY)
    made.setPixelSize(pixels)
    made.setBold(bold)
    return made


def style_sheet(colours: Colours) -> str:
    """Return the style sheet with every ``@role`` replaced by its colour."""
    text = resource("style", "window.qss").read_text("utf-8")
    style = resource("style").as_posix()
    shade = "dark" if colours is DARK else "light"
    for name in sorted(Colours._fields, key=len, reverse=True):
        text = text.replace(f"@{name}", getattr(colours, name))
    return text.replace("@style", style).replace("@shade", shade)


def _palette(colours: Colours) -> QPalette:
    role = QPalette.ColorRole
    chosen = {
        role.Window: colours.canvas,
        role.WindowText: colours.ink,
        role.Base: colours.paper,
        role.AlternateBase: colours.canvas,
        role.Text: colours.ink,
        role.Button: colours.paper,
        role.ButtonText: colours.ink,
        role.BrightText: colours.vermilion,
        role.PlaceholderText: colours.secondary,
        role.ToolTipBase: colours.ink,
        role.ToolTipText: colours.paper,
        role.Highlight: colours.jade,
        role.HighlightedText: colours.on_jade,
        role.Accent: colours.jade,
        role.Link: colours.jade,
        role.LinkVisited: colours.jade,
        role.Light: colours.paper,
        role.Midlight: colours.canvas,
        role.Mid: colours.hairline,
        role.Dark: colours.outline,
        role.Shadow: colours.outline,
    }
    palette = QPalette()
    for each, colour in chosen.items():
        palette.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(colours.secondary))
    return palette
