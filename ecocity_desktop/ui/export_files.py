"""Writing a file the user names: asking where, doing it on the worker, saying that it is done or why not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ecocity_desktop.errors import UserError
from ecocity_desktop.services.targets import check_target
from ecocity_desktop.ui import file_dialogs
from ecocity_desktop.ui.dialogs.messages import MessageDialog, show_error

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.i18n.catalog import Catalog
    from ecocity_desktop.services.briefs import ExportReport
    from ecocity_desktop.ui.context import AppContext

_FOLDER = "export.folder"
_SHOWN_CHARACTERS = 20


def ask_target(ctx: AppContext, parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
    """Ask where to write, in the folder used last; ``None`` for Esc, or if nothing may be written there."""
    folder = Path(ctx.settings.layout.get(_FOLDER, str(Path.home())))
    target = ask_where(parent, ctx.catalog, title, folder / name, kinds, ctx.workspace.origin)
    if target is not None:
        ctx.settings.layout[_FOLDER] = str(target.parent)
    return target


def ask_where(
    parent: QWidget, catalog: Catalog, title: str, proposed: Path, kinds: str, origin: Path | None
) -> Path | None:
    """Ask where to write; ``None`` for Esc, or if nothing may be written there, which is then said.

    The name gets the suffix of ``proposed`` where it has another. ``origin`` is the open workspace, if there is one.
    """
    asked = proposed
    while chosen := file_dialogs.ask_new_file(parent, title, str(asked), kinds):
        typed = Path(chosen)
        is_whole = typed.suffix.casefold() == proposed.suffix
        target = typed if is_whole else typed.with_name(typed.name + proposed.suffix)
        if is_whole or not target.exists():
            return target if _may_be_written(parent, catalog, (typed, target), origin) else None
        asked = target  # the dialog asked whether to replace another file than this one
    return None


def _may_be_written(parent: QWidget, catalog: Catalog, places: tuple[Path, ...], origin: Path | None) -> bool:
    try:
        for place in places:
            check_target(place, origin)
    except UserError as error:
        show_error(parent.window(), catalog, error)
        return False
    return True


def ask_source(ctx: AppContext, parent: QWidget, title: str, kinds: str) -> Path | None:
    """Ask which file to read, in the folder used last; ``None`` for Esc."""
    folder = ctx.settings.layout.get(_FOLDER, str(Path.home()))
    chosen = file_dialogs.ask_file(parent, title, folder, kinds)
    return Path(chosen) if chosen else None


def write_pdf(
    ctx: AppContext,
    parent: QWidget,
    title: str,
    name: str,
    work: Callable[[Path], ExportReport],
) -> None:
    """Ask where the PDF shall go and have ``work`` write it there on the worker."""
    target = ask_target(ctx, parent, title, name, ctx.catalog.text("ui.preview.pdf_files"))
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
