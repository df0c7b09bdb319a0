"""The manual in the window, the About window and its report, the first start and the preferences."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from ecocity_desktop import __version__, bundled, settings
from ecocity_desktop.i18n.catalog import Catalog
from ecocity_desktop.services.system_report import build, engine_versions, system_report
from ecocity_desktop.services.workspace import Workspace
from ecocity_desktop.settings import BRIEFS_FOLDER, Settings
from ecocity_desktop.ui.desk import Desk
from ecocity_desktop.ui.dialogs.about import AboutDialog
from ecocity_desktop.ui.dialogs.first_start import FirstStartDialog
from ecocity_desktop.ui.dialogs.long_text import LongTextDialog
from ecocity_desktop.ui.dialogs.manual import ManualDialog
from ecocity_desktop.ui.dialogs.preferences import PreferencesDialog
from ecocity_desktop.ui.jobs import Jobs

from .conftest import FileAnswers, let_go

OpenDesk = Callable[..., Desk]


@pytest.fixture
def manual(dressed: QApplication, jobs: Jobs, qtbot: QtBot) -> ManualDialog:
    """The French manual, open."""
    made = ManualDialog(Catalog("fr", strict=True), jobs, "a4")
    qtbot.addWidget(made)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    made.show()
    made.open_page("overview")
    return made


def listed(manual: ManualDialog) -> list[str]:
    rows = range(manual.contents.count())
    return [manual.contents.item(row).text() for row in rows if not manual.contents.item(row).isHidden()]


@pytest.mark.parametrize("tab", ("overview", "partners", "agreements", "cities", "milestones", "calendar"))
def test_f1_opens_the_page_of_the_tab_in_front(open_desk: OpenDesk, pilot_path: Path, tab: str) -> None:
    desk = open_desk(pilot_path)
    desk.window.show_tab(tab)
    assert desk.window.menus.action("manual").shortcut().toString() == "F1"
    desk.window.menus.action("manual").trigger()
    assert desk.window.findChild(ManualDialog).page_name() == tab


def test_f1_again_turns_the_page_of_the_manual_that_is_open(open_desk: OpenDesk, pilot_path: Path) -> None:
    desk = open_desk(pilot_path)
    for tab in ("cities", "partners"):
        desk.window.show_tab(tab)
        desk.window.menus.action("manual").trigger()
    assert [each.page_name() for each in desk.window.findChildren(ManualDialog)] == ["partners"]


def test_an_open_manual_stays_at_its_page_and_follows_the_theme(
    open_desk: OpenDesk, pilot_path: Path
) -> None:
    desk = open_desk(pilot_path)
    desk.window.menus.action("manual").trigger()
    manual = desk.window.findChild(ManualDialog)
    manual.open_page("cities")
    inks = []
    for theme in ("light", "dark"):
        desk.dress(theme)
        inks.append(manual.page.document().find("ville").charFormat().foreground().color().lightness())
    assert manual.page_name() == "cities"
    assert inks[0] < 128 < inks[1]


def test_the_manual_opens_without_a_file(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk(None)
    qtbot.keyClick(desk.window.findChild(FirstStartDialog), Qt.Key.Key_Escape)
    desk.window.menus.action("manual").trigger()
    assert desk.window.findChild(ManualDialog).page_name() == "overview"


def test_a_word_is_found_on_every_page_that_holds_it(manual: ManualDialog, qtbot: QtBot) -> None:
    manual.query.setText("clé USB")
    assert listed(manual) == ["Sauvegardes et sécurité"]
    assert manual.page_name() == "backups-and-safety"
    assert len(manual.page.extraSelections()) == 1
    qtbot.keyClick(manual.query, Qt.Key.Key_Return)
    assert manual.page.textCursor().selectedText() == "clé USB"
    manual.query.clear()
    assert len(listed(manual)) == manual.contents.count()


def test_a_word_nobody_wrote_is_said_so(manual: ManualDialog) -> None:
    manual.query.setText("girafe")
    assert listed(manual) == []
    assert "girafe" in manual.found.text()


def test_enter_goes_on_to_the_next_page_that_holds_the_word(manual: ManualDialog, qtbot: QtBot) -> None:
    manual.query.setText("Ctrl+K")
    pages = []
    for _ in range(6):
        qtbot.keyClick(manual.query, Qt.Key.Key_Return)
        pages.append(manual.page_name())
    assert {"search-and-history", "keyboard"} <= set(pages)


def test_links_turn_the_page(manual: ManualDialog) -> None:
    manual.open_page("milestones")
    manual.page.page_asked.emit("calendar")
    assert manual.page_name() == "calendar"


def test_every_page_shows_its_pictures_at_a_size_that_fits(manual: ManualDialog) -> None:
    manual.open_page("cities")
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QTextDocument

    kind = QTextDocument.ResourceType.ImageResource.value
    picture = manual.page.loadResource(kind, QUrl("pictures/cities.png"))
    assert not picture.isNull()
    assert picture.width() <= 700 * manual.page.devicePixelRatioF()
    assert manual.page.loadResource(kind, QUrl("http://example.org/x.png")) is None


def test_the_manual_is_saved_as_pdf(
    manual: ManualDialog, no_dialogs: FileAnswers, tmp_path: Path, qtbot: QtBot
) -> None:
    no_dialogs.save = str(tmp_path / "manuel")
    qtbot.mouseClick(manual.save, Qt.MouseButton.LeftButton)
    target = tmp_path / "manuel.pdf"
    qtbot.waitUntil(lambda: manual.save.isEnabled(), timeout=20_000)
    assert target.read_bytes().startswith(b"%PDF")
    assert "manuel.pdf" in manual.found.text()


def words_of(dialog: object) -> str:
    return "\n".join(each.text() for each in dialog.findChildren(QLabel))


def test_about_says_versions_and_where_the_data_lies(ctx: object, catalog: Catalog, qtbot: QtBot) -> None:
    dialog = AboutDialog(catalog, workspace=ctx.workspace)
    qtbot.addWidget(dialog)
    said = words_of(dialog)
    for expected in (
        __version__,
        "SQLite 3.",
        "Qt 6.",
        "Python 3.",
        str(ctx.workspace.path),
        "settings.json",
    ):
        assert expected in said


def test_a_test_build_says_that_it_is_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert build().kind == "source"
    note = tmp_path / "build.json"
    note.write_text(json.dumps({"kind": "test", "sources_of": "2026-11-23", "python": "3.11.9"}), "utf-8")
    monkeypatch.setattr("ecocity_desktop.services.system_report.notice", lambda name: tmp_path / name)
    assert (build().kind, build().sources_of) == ("test", "2026-11-23")
    note.write_text(json.dumps({"kind": "release", "sources_of": "2026-11-23"}), "utf-8")
    assert build().kind == "release"


def test_the_licences_shown_are_ours_and_those_of_others(dressed: QApplication, qtbot: QtBot) -> None:
    dialog = AboutDialog(Catalog("en", strict=True))
    qtbot.addWidget(dialog)
    dialog.findChild(QPushButton, "show_licences").click()
    shown = dialog.findChild(LongTextDialog).text.toPlainText()
    assert shown.startswith("MIT License")
    assert "pyside6-essentials" in shown
    assert bundled.notice("docs/THIRD_PARTY.md").is_file()


def test_the_report_is_shown_before_it_is_copied_and_names_nobody(ctx: object, qtbot: QtBot) -> None:
    dialog = AboutDialog(Catalog("fr", strict=True), workspace=ctx.workspace)
    qtbot.addWidget(dialog)
    QApplication.clipboard().clear()
    dialog.findChild(QPushButton, "show_report").click()
    report = dialog.findChild(LongTextDialog)
    text = report.text.toPlainText()
    assert QApplication.clipboard().text() == ""
    for private in ("pilot", "Lin\n", "Mangin", str(Path.home()), "荆州", str(ctx.workspace.path.parent)):
        assert private not in text
    assert f"EcoCity Desktop {__version__} (source)" in text
    assert "4 cities" in text
    report.findChild(QPushButton, "copy").click()
    assert QApplication.clipboard().text() == text


def test_the_report_writes_the_home_folder_as_a_tilde(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setenv("ECOCITY_DATA_DIR", str(tmp_path / "Documents" / "EcoCity"))
    assert f"data_folder: {Path('~', 'Documents', 'EcoCity')}\n" in system_report(ws, {})
    monkeypatch.setenv("ECOCITY_DATA_DIR", "/srv/claire/data")
    assert "claire" not in system_report(None, {})


def test_the_versions_of_the_engine_are_known() -> None:
    sqlite, cipher = engine_versions()
    assert sqlite.startswith("3.")
    assert cipher.startswith("4.")


def test_the_first_start_asks_who_one_is_and_where_the_file_shall_lie(
    open_desk: OpenDesk, tmp_path: Path, no_dialogs: FileAnswers, qtbot: QtBot
) -> None:
    desk = open_desk(None)
    dialog = desk.window.findChild(FirstStartDialog)
    dialog.author.setText(" Claire Martin ")
    dialog.organisation.setText("CSTB")
    no_dialogs.folder = str(tmp_path / "Mes programmes")
    dialog.findChild(QPushButton, "elsewhere").click()
    assert "Mes programmes" in dialog.where.text()
    qtbot.mouseClick(dialog.empty, Qt.MouseButton.LeftButton)
    assert desk.workspace is not None
    assert desk.workspace.path == tmp_path / "Mes programmes" / "EcoCity.ecocity"
    assert (desk.settings.author, desk.settings.organisation) == ("Claire Martin", "CSTB")
    assert desk.workspace.author == "Claire Martin"


def test_a_first_start_left_with_esc_keeps_the_name_as_it_keeps_the_language(
    open_desk: OpenDesk, qtbot: QtBot
) -> None:
    desk = open_desk(None)
    desk.window.findChild(FirstStartDialog).findChild(QPushButton, "language.zh").click()
    let_go()
    dialog = desk.window.findChild(FirstStartDialog)
    dialog.author.setText("马丁")
    dialog.organisation.setText("CSTB")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    desk.window.close()
    kept = settings.load()
    assert (kept.language, kept.author, kept.organisation) == ("zh", "马丁", "CSTB")


def test_a_name_typed_at_the_first_start_survives_a_change_of_language(open_desk: OpenDesk) -> None:
    desk = open_desk(None, "en")
    dialog = desk.window.findChild(FirstStartDialog)
    dialog.author.setText("马丁")
    dialog.findChild(QPushButton, "language.zh").click()
    let_go()
    assert desk.window.findChild(FirstStartDialog).author.text() == "马丁"


def test_preferences_keep_the_folder_of_the_briefs_and_how_far_ahead_to_warn(
    dressed: QApplication, catalog: Catalog, no_dialogs: FileAnswers, tmp_path: Path, qtbot: QtBot
) -> None:
    chosen = Settings()
    dialog = PreferencesDialog(catalog, chosen)
    qtbot.addWidget(dialog)
    no_dialogs.folder = str(tmp_path)
    dialog.findChild(QPushButton, "browse").click()
    dialog.horizon_days.setValue(45)
    dialog.fill(chosen)
    assert (chosen.layout[BRIEFS_FOLDER], chosen.horizon_days) == (str(tmp_path), 45)
    dialog.briefs_folder.clear()
    dialog.fill(chosen)
    assert BRIEFS_FOLDER not in chosen.layout


def test_every_window_has_the_icon_of_the_program() -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "from ecocity_desktop.ui.app import application; app = application();"
            "print(sorted(size.width() for size in app.windowIcon().availableSizes()), app.desktopFileName())",
        ],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert said.stdout == "[16, 24, 32, 48, 64, 128, 256] ecocity-desktop\n"


def test_there_is_air_between_a_bullet_and_its_words(manual: ManualDialog) -> None:
    manual.open_page("backups-and-safety")
    document = manual.page.document()
    bullet = document.find("•")
    words = document.find("Une modification dite")
    words.setPosition(words.selectionStart())
    beside = manual.page.cursorRect(bullet), manual.page.cursorRect(words)
    assert 8 <= beside[1].left() - beside[0].right() <= 16
    assert abs(beside[1].top() - beside[0].top()) <= 1
