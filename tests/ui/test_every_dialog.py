"""Every dialog there is opens in every language, with all its words: a new one must be added here."""

import importlib
import pkgutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from ecocity_desktop import ui
from ecocity_desktop.errors import UserError
from ecocity_desktop.i18n.catalog import Catalog
from ecocity_desktop.services import records
from ecocity_desktop.services.backups import KeptBackup
from ecocity_desktop.services.drafts import Draft
from ecocity_desktop.ui.context import AppContext
from ecocity_desktop.ui.dialogs.about import AboutDialog
from ecocity_desktop.ui.dialogs.agenda import AgendaDialog
from ecocity_desktop.ui.dialogs.backups import BackupsDialog
from ecocity_desktop.ui.dialogs.check import CheckDialog
from ecocity_desktop.ui.dialogs.crash import CrashDialog
from ecocity_desktop.ui.dialogs.drafts import DraftsDialog
from ecocity_desktop.ui.dialogs.erase_person import ErasePersonDialog, OlderCopiesDialog
from ecocity_desktop.ui.dialogs.export import ExportDialog
from ecocity_desktop.ui.dialogs.first_start import FirstStartDialog
from ecocity_desktop.ui.dialogs.history import HistoryDialog, HistoryModel
from ecocity_desktop.ui.dialogs.long_text import LongTextDialog
from ecocity_desktop.ui.dialogs.manual import ManualDialog
from ecocity_desktop.ui.dialogs.messages import MessageDialog
from ecocity_desktop.ui.dialogs.password import PasswordDialog, SetPasswordDialog
from ecocity_desktop.ui.dialogs.plan_preview import PlanPreview
from ecocity_desktop.ui.dialogs.preferences import PreferencesDialog
from ecocity_desktop.ui.dialogs.print_calendar import PrintCalendarDialog
from ecocity_desktop.ui.dialogs.refusal import RefusalDialog
from ecocity_desktop.ui.dialogs.shortcuts import ShortcutsDialog
from ecocity_desktop.ui.history_words import HistoryRow
from ecocity_desktop.ui.tabs.freeze_dialog import FreezeDialog
from ecocity_desktop.ui.tabs.move_dialog import MoveDialog
from ecocity_desktop.ui.widgets.record_dialog import RecordDialog

from .conftest import let_go

Maker = Callable[[AppContext, QWidget], QDialog]
FILE = Path("mission.ecocity")
OLDER = KeptBackup(Path("mission 2026-11-23T120000Z.ecocity"), datetime(2026, 11, 23, 12, tzinfo=UTC), 4096)


def first(ctx: AppContext, noun: str) -> str:
    return records.list_records(ctx.workspace, noun)[0].id


MAKERS: dict[type[QDialog], Maker] = {
    AgendaDialog: lambda ctx, over: AgendaDialog(ctx, over),
    PlanPreview: lambda ctx, over: PlanPreview(ctx, Path("plan.xml"), (), over),
    AboutDialog: lambda ctx, over: AboutDialog(ctx.catalog, over, workspace=ctx.workspace),
    BackupsDialog: lambda ctx, over: BackupsDialog(
        ctx.catalog, ctx.jobs, ctx.settings, ctx.workspace.path, {"cities": 4}, over
    ),
    CheckDialog: lambda ctx, over: CheckDialog(ctx, over),
    CrashDialog: lambda ctx, over: CrashDialog(ctx.catalog, "Traceback", over),
    DraftsDialog: lambda ctx, over: DraftsDialog(
        ctx, (Draft("cities", first(ctx, "cities"), {"pinyin": "Jilin"}),), over
    ),
    ErasePersonDialog: lambda ctx, over: ErasePersonDialog(ctx, first(ctx, "people"), "Mangin", over),
    OlderCopiesDialog: lambda ctx, over: OlderCopiesDialog(ctx, (OLDER,), over),
    ExportDialog: lambda ctx, over: ExportDialog(ctx, None, over),
    FirstStartDialog: lambda ctx, over: FirstStartDialog(ctx.catalog, FILE, over),
    FreezeDialog: lambda ctx, over: FreezeDialog(ctx, over),
    HistoryDialog: lambda ctx, over: HistoryDialog(ctx, None, None, over),
    LongTextDialog: lambda ctx, over: LongTextDialog(ctx.catalog, "荆州", "Jingzhou", "…", over),
    ManualDialog: lambda ctx, over: ManualDialog(ctx.catalog, ctx.jobs, "a4", over),
    MessageDialog: lambda _ctx, over: MessageDialog("荆州", "Jingzhou", over),
    MoveDialog: lambda ctx, over: MoveDialog(ctx, records.list_records(ctx.workspace, "milestones")[0], over),
    PasswordDialog: lambda ctx, over: PasswordDialog(ctx.catalog, FILE.name, over, wrong=True),
    PreferencesDialog: lambda ctx, over: PreferencesDialog(ctx.catalog, ctx.settings, over),
    PrintCalendarDialog: lambda ctx, over: PrintCalendarDialog(ctx.catalog, over),
    RecordDialog: lambda ctx, over: RecordDialog(ctx, "sources", first(ctx, "sources"), over),
    RefusalDialog: lambda ctx, over: RefusalDialog(
        ctx.catalog, FILE, UserError("error.damaged", path=str(FILE)), over
    ),
    SetPasswordDialog: lambda ctx, over: SetPasswordDialog(
        ctx.catalog, over, present="荆州市 2018", readable=2
    ),
    ShortcutsDialog: lambda ctx, over: ShortcutsDialog(ctx.catalog, [], over),
}


def test_no_dialog_is_missing_here() -> None:
    for module in pkgutil.walk_packages(ui.__path__, f"{ui.__name__}."):
        importlib.import_module(module.name)
    found: set[type] = set()
    waiting: list[type] = [QDialog]
    while waiting:
        below = [
            one for one in waiting.pop().__subclasses__() if one.__module__.startswith(f"{ui.__name__}.")
        ]
        found.update(below)
        waiting += below
    patterns = {one for one in found if one.__subclasses__() and one not in MAKERS}
    assert found - patterns == set(MAKERS)


@pytest.mark.parametrize("dialog", MAKERS, ids=lambda one: one.__name__)
def test_it_opens_with_a_title_and_words(dialog: type[QDialog], any_ctx: AppContext, qtbot: QtBot) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(1280, 720)
    over.show()
    made = MAKERS[dialog](any_ctx, over)
    made.show()
    assert made.isVisible()
    assert made.windowTitle()
    made.close()
    made.deleteLater()
    let_go()


def test_a_tip_of_a_long_history_shows_what_was_typed_as_it_is(dressed: QApplication, qtbot: QtBot) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    typed = HistoryRow("", "", "", "", '<img src="/home/lin/secret.png">', "")
    model = HistoryModel(Catalog("fr"), (typed,) * 301, over)
    tip = model.index(300, 4).data(Qt.ItemDataRole.ToolTipRole)
    shown = QTextDocument()
    shown.setHtml(tip)
    assert shown.toPlainText() == '<img src="/home/lin/secret.png">'
