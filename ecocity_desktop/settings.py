"""What the program remembers of its user between two starts, kept in one small JSON file."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any, Literal, TypeGuard, get_args

from ecocity_desktop import paths
from ecocity_desktop.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

Language = Literal["fr", "en", "zh"]
Paper = Literal["a4", "letter"]
Theme = Literal["light", "dark", "system"]

LANGUAGES: tuple[Language, ...] = get_args(Language)
RECENT_FILES_LIMIT = 10
BRIEFS_FOLDER = "export.folder"
"""Under which name ``layout`` keeps the folder briefs are written to."""
HORIZON_DAYS_LIMIT = 3650


@dataclass
class Settings:
    """The choices of one user on one machine; every field has a default that suits a first start.

    ``language`` is ``None`` as long as the user leaves it to the system. ``recent_files`` holds up to ten paths,
    the latest first. ``window_geometry`` is Qt's own, in base64. ``layout`` keeps whatever a part of the window
    wants to find again (column widths, splitter, last selection) under a name of its own choosing. What is due within
    ``horizon_days``, 1 to 3650, is shown as coming.
    """

    author: str = ""
    organisation: str = ""
    language: Language | None = None
    paper: Paper = "a4"
    theme: Theme = "system"
    last_workspace: str = ""
    recent_files: list[str] = field(default_factory=list)
    window_geometry: str = ""
    second_backup_folder: str = ""
    horizon_days: int = 90
    layout: dict[str, str] = field(default_factory=dict)

    def remember_workspace(self, file: Path) -> None:
        """Note that ``file`` was opened last."""
        self.last_workspace = str(file)
        others = [name for name in self.recent_files if name != self.last_workspace]
        self.recent_files = [self.last_workspace, *others][:RECENT_FILES_LIMIT]

    def forget_workspace(self, file: Path) -> None:
        """Take ``file`` off the list of recent files, because it is gone."""
        self.recent_files = [name for name in self.recent_files if name != str(file)]
        if self.last_workspace == str(file):
            self.last_workspace = ""


def usual_file(chosen: Settings) -> Path | None:
    """Return the file worked in last, else the user's own one; ``None`` when there is neither."""
    from pathlib import Path

    candidates = [Path(chosen.last_workspace)] if chosen.last_workspace else []
    return next((each for each in (*candidates, paths.default_workspace()) if each.is_file()), None)


def load() -> Settings:
    """Return the user's settings, with the default for each that is missing or makes no sense.

    A settings file that is not entirely understood is copied to ``settings.damaged.json`` before anything replaces
    it. Never raises: without its settings the program still starts.
    """
    file = paths.settings_file()
    try:
        content = file.read_bytes()
    except OSError:
        return Settings()
    settings, understood = _read(content)
    if not understood:
        _keep_aside(file, content)
    return settings


def save(settings: Settings) -> None:
    """Write the settings; raises ``UserError`` when the disk refuses, and the earlier ones then stay."""
    file = paths.settings_file()
    text = json.dumps(asdict(settings), indent=2, sort_keys=True)
    try:
        paths.write_whole(file, text.encode("ascii"))
    except OSError as error:
        raise UserError("error.settings_not_saved", path=str(file)) from error


def chosen_language(settings: Settings) -> Language:
    """Return the language to speak: ``ECOCITY_LANGUAGE``, else the user's choice, else the system's."""
    return language_of_tag(os.environ.get("ECOCITY_LANGUAGE", "")) or settings.language or system_language()


def system_language() -> Language:
    """Return the language of the system, English when it is none of ours; asks neither Qt nor ``locale``."""
    import sys

    tags = _windows_tags() if sys.platform == "win32" else _environment_tags()
    if not tags and sys.platform == "darwin":
        tags = _macos_tags()
    return next((language for language in map(language_of_tag, tags) if language), "en")


def language_of_tag(tag: str) -> Language | None:
    """Return our language for a tag such as ``fr``, ``fr_CA.UTF-8`` or ``zh-Hans-CN``; ``None`` for another."""
    start = tag.strip().replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return next((language for language in LANGUAGES if language == start), None)


def _environment_tags() -> list[str]:
    """Return the languages the environment asks for, the preferred one first, in the order gettext reads them."""
    ruling = next(
        (value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), ""
    )
    if ruling.partition(".")[0] in ("", "C", "POSIX"):
        return []
    return [tag for tag in os.environ.get("LANGUAGE", "").split(":") if tag] + [ruling]


def _windows_tags() -> list[str]:
    """Return the language Windows itself is shown in; its number is read as in Microsoft's list of language ids."""
    import ctypes

    primary = getattr(ctypes, "windll").kernel32.GetUserDefaultUILanguage() & 0x3FF  # noqa: B009
    return {0x04: ["zh"], 0x09: ["en"], 0x0C: ["fr"]}.get(primary, [])


def _macos_tags() -> list[str]:
    """Return the languages chosen in the system settings of macOS, which the environment of a window lacks."""
    import plistlib
    from pathlib import Path

    file = Path.home() / "Library" / "Preferences" / ".GlobalPreferences.plist"
    try:
        tags = plistlib.loads(file.read_bytes()).get("AppleLanguages", [])
    except (OSError, ValueError, plistlib.InvalidFileException):
        return []
    return [str(tag) for tag in tags]


def _read(content: bytes) -> tuple[Settings, bool]:
    """Return the settings written in ``content``, and whether all of them were understood."""
    try:
        values = json.loads(content)
    except (ValueError, RecursionError):
        return Settings(), False
    if not isinstance(values, dict):
        return Settings(), False
    known = {each.name for each in fields(Settings)}
    sound = {name: value for name, value in values.items() if name in known and _makes_sense(name, value)}
    return Settings(**sound), sound.keys() == values.keys()


def _makes_sense(name: str, value: Any) -> bool:
    """Say whether ``value`` can be the setting called ``name``."""
    choices: dict[str, tuple[Any, ...]] = {
        "language": (None, *LANGUAGES),
        "paper": get_args(Paper),
        "theme": get_args(Theme),
    }
    if name in choices:
        return (value is None or isinstance(value, str)) and value in choices[name]
    if name == "horizon_days":
        return type(value) is int and 1 <= value <= HORIZON_DAYS_LIMIT
    if name == "recent_files":
        return isinstance(value, list) and _are_texts(value)
    if name == "layout":
        return isinstance(value, dict) and _are_texts(list(value.values()))
    return isinstance(value, str)


def _are_texts(values: list[Any]) -> TypeGuard[list[str]]:
    """Say whether every value is a text."""
    return all(isinstance(value, str) for value in values)


def _keep_aside(file: Path, content: bytes) -> None:
    """Keep a settings file that was not understood, for whoever wants to know what it held."""
    try:
        paths.write_whole(file.with_name("settings.damaged.json"), content)
    except OSError:
        return
