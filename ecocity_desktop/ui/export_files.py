"""Writing a file the user names: asking where, doing it on the worker, saying that it is done or why not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from ecocity_desktop.ui.dialogs.messages import MessageDialog, show_error

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecocity_desktop.services.briefs import ExportReport
    from ecocity_desktop.ui.context import AppContext

_FOLDER = "export.folder"
_SHOWN_CHARACTERS = 20


def ask_target(ctx: AppContext, parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
    """Ask where to write, in the folder used last; the file gets the suffix of ``name``. ``None`` for Esc."""
    folder = Path(ctx.settings.layout.get(_FOLDER, str(Path.home())))
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(folder / name), kinds)
    if not chosen:
        return None
    target = Path(chosen).with_suffix(Path(name).suffix)
    ctx.settings.layout[_FOLDER] = str(target.parent)
    return target


def ask_source(ctx: AppContext, parent: QWidget, title: str, kinds: str) -> Path | None:
    """Ask which file to read, in the folder used last; ``None`` for Esc."""
    folder = ctx.settings.layout.get(_FOLDER, str(Path.home()))
    chosen, _ = QFileDialog.getOpenFileName(parent, title, folder, kinds)
    return Path(chosen) if chosen else None


def write_pdf(
    ctx: AppContext,
    parent: QWidget,
    name: str,
    work: Callable[[Path], ExportReport],
) -> None:
    """Ask where the PDF shall go and have ``work`` write it there on the worker."""
    text = ctx.catalog.text
    target = ask_target(ctx, parent, text("ui.preview.export_title"), name, text("ui.preview.pdf_files"))
    if target is not None:
        ctx.jobs.start(
            lambda: work(target),
            lambda report: _tell(ctx, parent, report),
            lambda error: show_error(parent.window(), ctx.catalog, error),
            owner=parent,
        )


def _tell(ctx: AppContext, parent: QWidget, report: ExportReport) -> None:
    ctx.tell("ui.preview.exported", file=report.path.name)
    missing = report.missing_characters
    if missing:
        words = ctx.catalog.text("ui.preview.missing", characters=" ".join(missing[:_SHOWN_CHARACTERS]))
        MessageDialog(report.path.name, words, parent.window()).open()
