"""The windows that ask for a file or a folder: none of them opens a file it lists, so the open one stays locked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QFileInfo
from PySide6.QtWidgets import QFileDialog, QFileIconProvider

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon
    from PySide6.QtWidgets import QWidget

_SIZE = 860, 540


class PlainIcons(QFileIconProvider):
    """Icons and kinds for a list of files, by what is a folder and what is not.

    Qt's own reads into files whose suffix it does not know; with the handle it closes, Unix takes the lock of SQLite
    from the open workspace (see ``ecocity_desktop.reading``).
    """

    def icon(self, asked: QFileIconProvider.IconType | QFileInfo) -> QIcon:
        """Return the icon of a kind; of a file, that of all files."""
        if isinstance(asked, QFileInfo):
            kinds = QFileIconProvider.IconType
            asked = kinds.Folder if asked.isDir() else kinds.File
        return super().icon(asked)

    def type(self, info: QFileInfo) -> str:
        """Return what the list says it is: a folder, in the language of Qt's words, or the suffix."""
        return super().type(info) if info.isDir() else info.suffix()


def ask_file(parent: QWidget, title: str, start: str, kinds: str) -> str:
    """Ask for a file that exists; ``start`` is where to look first. Returns its path, empty for Esc."""
    return _answer(parent, title, start, kinds, QFileDialog.FileMode.ExistingFile)


def ask_new_file(
    parent: QWidget, title: str, proposed: str, kinds: str, *, confirm_overwrite: bool = True
) -> str:
    """Ask where to write, by default at ``proposed``; returns the path, empty for Esc."""
    options = () if confirm_overwrite else (QFileDialog.Option.DontConfirmOverwrite,)
    return _answer(parent, title, proposed, kinds, QFileDialog.FileMode.AnyFile, *options)


def ask_folder(parent: QWidget, title: str, start: str) -> str:
    """Ask for a folder that exists; ``start`` is where to look first. Returns its path, empty for Esc."""
    folders = QFileDialog.FileMode.Directory
    return _answer(parent, title, start, "", folders, QFileDialog.Option.ShowDirsOnly)


def _answer(
    parent: QWidget,
    title: str,
    start: str,
    kinds: str,
    mode: QFileDialog.FileMode,
    *options: QFileDialog.Option,
) -> str:
    dialog = QFileDialog(parent, title)
    icons = PlainIcons()
    try:
        if sys.platform not in ("win32", "darwin"):
            # A window of the desktop's own may list files within this process too, and GTK's reads into them.
            dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setIconProvider(icons)  # before it is led to a place whose files it would ask Qt about
        for option in options:
            dialog.setOption(option)
        dialog.setFileMode(mode)
        if mode is QFileDialog.FileMode.AnyFile:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        if kinds:
            dialog.setNameFilter(kinds)
        _lead_to(dialog, start)
        dialog.resize(*_SIZE)
        chosen = dialog.selectedFiles() if dialog.exec() else []
        return str(Path(chosen[0])) if chosen else ""  # Qt writes / on every system
    finally:
        if shiboken6.isValid(dialog):
            shiboken6.delete(dialog)


def _lead_to(dialog: QFileDialog, start: str) -> None:
    """Show the folder ``start``, or the one it lies in with its name as the answer."""
    place = Path(start)
    folder = place if place.is_dir() else place.parent
    if start and folder.is_dir():
        dialog.setDirectory(str(folder))
    if start and place != folder:
        dialog.selectFile(place.name)
