"""The dialogs: search, history, export, check, preferences, first start, crash; every one opens in every language."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ecocity_desktop.errors import UserError
from ecocity_desktop.i18n.catalog import Catalog
from ecocity_desktop.services import records
from ecocity_desktop.settings import Settings
from ecocity_desktop.ui import errors
from ecocity_desktop.ui.context import AppContext
from ecocity_desktop.ui.desk import Desk
from ecocity_desktop.ui.dialogs.about import AboutDialog
from ecocity_desktop.ui.dialogs.check import CheckDialog
from ecocity_desktop.ui.dialogs.crash import CrashDialog
from ecocity_desktop.ui.dialogs.export import ExportDialog
from ecocity_desktop.ui.dialogs.first_start import FirstStartDialog
from ecocity_desktop.ui.dialogs.history import HistoryDialog
from ecocity_desktop.ui.dialogs.messages import MessageDialog, error_words, show_error
from ecocity_desktop.ui.dialogs.preferences import PreferencesDialog
from ecocity_desktop.ui.dialogs.search_palette import SearchPalette
from ecocity_desktop.ui.dialogs.shortcuts import ShortcutsDialog
from ecocity_desktop.ui.start_page import StartPage

from .conftest import FileAnswers


@pytest.fixture
def stage(dressed: QApplication, qtbot: QtBot) -> QWidget:
    """A window for dialogs to lie over, with a field to anchor the search to."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 720)
    column = QVBoxLayout(window)
    column.addWidget(QPushButton("荆州", window))
    column.addStretch(1)
    window.show()
    return window


def city_id(ctx: AppContext, chinese: str) -> str:
    return next(city.id for city in records.list_records(ctx.workspace, "cities") if city.name.zh == chinese)


def found(palette: SearchPalette) -> list[str]:
    model = palette.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


@pytest.fixture
def palette(ctx: AppContext, stage: QWidget) -> SearchPalette:
    """The search, open over the stage."""
    made = SearchPalette(ctx, stage.findChild(QPushButton), stage)
    made.open()
    return made


@pytest.mark.parametrize("query", ("Jingzhou", "jingzhou", "荆州", "荆州市"))
def test_a_city_is_found_in_any_script_and_opened_with_enter(
    palette: SearchPalette, ctx: AppContext, qtbot: QtBot, query: str
) -> None:
    chosen: list[tuple[str, str]] = []
    palette.record_chosen.connect(lambda noun, record_id: chosen.append((noun, record_id)))
    palette.field.setText(query)
    palette.show_found()
    assert found(palette)[1] == "Jingzhou et 荆州市"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert chosen == [("cities", city_id(ctx, "荆州市"))]


def test_what_is_called_so_comes_before_what_only_mentions_it(palette: SearchPalette) -> None:
    palette.field.setText("panshi")
    palette.show_found()
    assert found(palette)[1] == "Panshi et 磐石市"


def test_the_search_follows_what_is_typed(palette: SearchPalette, qtbot: QtBot) -> None:
    qtbot.keyClicks(palette.field, "mangin")
    qtbot.waitUntil(lambda: any("Mangin" in line for line in found(palette)))


def test_arrow_keys_pass_over_headings(palette: SearchPalette, qtbot: QtBot) -> None:
    palette.field.setText("CSTB")
    palette.show_found()
    rows = []
    for _ in range(palette.list.model().rowCount() + 2):
        rows.append(palette.list.currentIndex().row())
        qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    headings = [row for row, line in enumerate(found(palette)) if line and not is_hit(palette, row)]
    assert headings
    assert not set(rows) & set(headings)
    assert rows[-1] == palette.list.model().rowCount() - 1


def is_hit(palette: SearchPalette, row: int) -> bool:
    return bool(palette.list.model().index(row, 0).flags() & Qt.ItemFlag.ItemIsSelectable)


def test_nothing_found_says_what_to_do(palette: SearchPalette) -> None:
    palette.field.setText("Toulouse")
    palette.show_found()
    assert palette.hint.isVisible()
    assert "Toulouse" in palette.hint.text()
    assert not palette.list.isVisible()


@pytest.mark.parametrize("query", ('"', "*", "a AND", "\0", "'; DROP TABLE city", "x" * 5000, "🏙", "   "))
def test_anything_can_be_searched_for(palette: SearchPalette, query: str) -> None:
    palette.field.setText(query)
    palette.show_found()
    assert palette.isVisible()


def test_escape_closes_the_search_and_gives_the_focus_back(
    ctx: AppContext, stage: QWidget, qtbot: QtBot
) -> None:
    button = stage.findChild(QPushButton)
    stage.activateWindow()
    button.setFocus()
    palette = SearchPalette(ctx, button, stage)
    palette.open()
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert button.hasFocus()


def test_history_tells_a_change_in_words(ctx: AppContext, stage: QWidget) -> None:
    panshi = city_id(ctx, "磐石市")
    records.edit_record(ctx.workspace, "cities", panshi, {"label_stage": "selected", "pinyin": None})
    rows = history_of(HistoryDialog(ctx, "cities", panshi, stage))
    assert rows[0][1:3] == ["Lin", "modifier la ville «\u202fPanshi\u202f»"]
    assert rows[0][3:] == ["Étape du label", "Label décerné", "Sélectionnée"]
    assert rows[1] == ["", "", "", "Pinyin", "Pánshí Shì", "non renseigné"]


def test_history_tells_only_the_language_that_changed(ctx: AppContext, stage: QWidget) -> None:
    panshi = city_id(ctx, "磐石市")
    records.edit_record(ctx.workspace, "cities", panshi, {"project_site": {"zh": "东部新城"}})
    rows = history_of(HistoryDialog(ctx, "cities", panshi, stage))
    assert [row[3] for row in rows if row[5] == "东部新城"] == ["Site du projet (中文)"]


def test_history_of_an_undoing_says_so(ctx: AppContext, stage: QWidget) -> None:
    from ecocity_desktop.services import history

    panshi = city_id(ctx, "磐石市")
    records.edit_record(ctx.workspace, "cities", panshi, {"pinyin": "Panshi"})
    history.undo(ctx.workspace)
    history.redo(ctx.workspace)
    heads = [row[2] for row in history_of(HistoryDialog(ctx, "cities", panshi, stage)) if row[2]]
    assert heads[:3] == [
        "rétablissement\xa0: modifier la ville «\u202fPanshi\u202f»",
        "annulation\xa0: modifier la ville «\u202fPanshi\u202f»",
        "modifier la ville «\u202fPanshi\u202f»",
    ]


def test_history_of_an_agreement_names_its_parties(ctx: AppContext, stage: QWidget) -> None:
    agreement = records.list_records(ctx.workspace, "agreements")[0]
    rows = history_of(HistoryDialog(ctx, "agreements", agreement.id, stage))
    assert any(row[3] == "Signataires" and row[5] == "CSTB" for row in rows), rows


def history_of(dialog: HistoryDialog) -> list[list[str]]:
    model = dialog.model
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_briefs_are_exported_where_and_how_asked(
    ctx: AppContext, stage: QWidget, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = ExportDialog(ctx, city_id(ctx, "庆云县"), stage)
    dialog.open()
    dialog.languages["en"].setChecked(False)
    dialog.folder.setText(str(tmp_path / "fiches"))
    assert dialog.start.text() == "Exporter 2 fiches"
    qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.open_folder.isVisible(), timeout=30_000)
    assert sorted(file.name for file in (tmp_path / "fiches").iterdir()) == [
        "qingyun-fr.pdf",
        "qingyun-zh.pdf",
    ]
    assert "2 fiches enregistrées" in dialog.told.text().replace("\xa0", " ")
    assert ctx.settings.layout["export.languages"] == "fr zh"


def test_a_folder_that_cannot_be_made_is_said(ctx: AppContext, stage: QWidget, tmp_path: Path) -> None:
    (tmp_path / "fiches").write_text("un fichier, pas un dossier")
    dialog = ExportDialog(ctx, None, stage)
    dialog.folder.setText(str(tmp_path / "fiches"))
    dialog.export()
    assert str(tmp_path / "fiches") in dialog.told.text()
    assert dialog.start.isEnabled()


def test_nothing_chosen_exports_nothing(ctx: AppContext, stage: QWidget, no_dialogs: FileAnswers) -> None:
    dialog = ExportDialog(ctx, None, stage)
    for box in dialog.languages.values():
        box.setChecked(False)
    assert not dialog.start.isEnabled()


def test_a_sound_file_is_said_to_be_sound(ctx: AppContext, stage: QWidget) -> None:
    dialog = CheckDialog(ctx, stage)
    assert dialog.findings == ()


def test_preferences_change_only_when_accepted(dressed: QApplication, stage: QWidget) -> None:
    chosen = Settings(author="Lin", theme="light")
    dialog = PreferencesDialog(Catalog("fr", strict=True), chosen, stage)
    dialog.author.setText("  Léa Martin 马丁 ")
    assert chosen.author == "Lin"
    dialog.fill(chosen)
    assert chosen.author == "Léa Martin 马丁"
    assert chosen.language is None


def test_an_error_is_said_with_every_reason(catalog: Catalog) -> None:
    said = error_words(catalog, UserError("error.target", path="/x/y.pdf", reason="disk"))
    assert "/x/y.pdf" in said
    assert "{{" not in said


@pytest.fixture
def quiet_hook() -> Iterator[None]:
    """Give back ``sys.excepthook`` afterwards."""
    before = sys.excepthook
    yield
    sys.excepthook = before


def test_an_unforeseen_error_becomes_a_dialog_and_the_program_goes_on(
    open_desk: Callable[..., Desk], pilot_path: Path, quiet_hook: None, qtbot: QtBot
) -> None:
    desk = open_desk(pilot_path)
    errors.report_through(desk)
    for _ in range(2):
        try:
            raise ZeroDivisionError("Zhang San")
        except ZeroDivisionError as error:
            sys.excepthook(type(error), error, error.__traceback__)
    dialogs = desk.window.findChildren(CrashDialog)
    assert len(dialogs) == 1
    assert dialogs[0].details.toPlainText().count("ZeroDivisionError: Zhang San") == 2
    qtbot.mouseClick(dialogs[0].copy_button, Qt.MouseButton.LeftButton)
    assert "ZeroDivisionError" in QApplication.clipboard().text()
    dialogs[0].close()
    assert desk.window.isVisible()
    log = next(Path(handler.baseFilename) for handler in log_handlers())
    assert "Zhang" not in log.read_text("utf-8")


def log_handlers() -> list:
    import logging

    return [each for each in logging.getLogger("ecocity_desktop").handlers if hasattr(each, "baseFilename")]


def every_dialog(ctx: AppContext, stage: QWidget) -> list[QDialog]:
    catalog = ctx.catalog
    city = records.list_records(ctx.workspace, "cities")[0].id
    return [
        AboutDialog(catalog, stage),
        CheckDialog(ctx, stage),
        CrashDialog(catalog, "Traceback", stage),
        ExportDialog(ctx, None, stage),
        FirstStartDialog(catalog, Path("/home/lin/EcoCity.ecocity"), stage),
        HistoryDialog(ctx, "cities", city, stage),
        HistoryDialog(ctx, None, None, stage),
        PreferencesDialog(catalog, Settings(), stage),
        ShortcutsDialog(catalog, [], stage),
        MessageDialog("荆州", "Jingzhou", stage),
    ]


def test_every_dialog_opens_in_every_language_and_names_what_takes_the_focus(
    any_ctx: AppContext, stage: QWidget
) -> None:
    for dialog in every_dialog(any_ctx, stage):
        dialog.open()
        assert dialog.isVisible()
        for nameless in without_name(dialog):
            pytest.fail(f"{type(dialog).__name__}: {nameless} has no name")
        dialog.reject()


def without_name(widget: QWidget) -> list[str]:
    """What can be reached with Tab but says nothing to a screen reader."""
    reached = (each for each in widget.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus)
    own = (each for each in reached if each.isVisible() and not each.objectName().startswith("qt_"))
    return [
        f"{type(each).__name__} {each.objectName()}"
        for each in own
        if not QAccessible.queryAccessibleInterface(each).text(QAccessible.Text.Name)
    ]


@pytest.mark.parametrize("key", ("locked", "newer", "damaged", "not_ecocity", "no_access", "no_file"))
def test_the_page_of_a_file_that_did_not_open_reads_in_every_language(
    catalog: Catalog, key: str, dressed: QApplication, qtbot: QtBot
) -> None:
    trouble = UserError(
        f"error.{key}", path="/x.ecocity", holder="lin@here", process="1", since="?", schema=9, known=1
    )
    page = StartPage(catalog, (Path("/x.ecocity"), trouble))
    qtbot.addWidget(page)
    page.show()
    assert without_name(page) == []


def test_an_error_is_shown_over_the_window(dressed: QApplication, stage: QWidget) -> None:
    show_error(stage, Catalog("zh", strict=True), UserError("error.nothing_to_undo"))
    assert stage.findChild(MessageDialog).isVisible()
