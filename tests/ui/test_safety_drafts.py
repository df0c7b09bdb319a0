"""Nothing typed is lost: drafts of unsaved fields, full disks, unforeseen errors."""

import os
import signal
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from ecocity_desktop import paths
from ecocity_desktop.services import records
from ecocity_desktop.services.drafts import Draft, keep_drafts, kept_drafts
from ecocity_desktop.services.passwords import change_password
from ecocity_desktop.services.privacy import erase_person
from ecocity_desktop.services.workspace import Workspace, open_workspace
from ecocity_desktop.ui import errors
from ecocity_desktop.ui.context import AppContext
from ecocity_desktop.ui.desk import Desk
from ecocity_desktop.ui.dialogs.crash import CrashDialog
from ecocity_desktop.ui.dialogs.drafts import DraftsDialog
from ecocity_desktop.ui.dialogs.messages import MessageDialog

OpenDesk = Callable[..., Desk]


def city_id(ws: Workspace, chinese: str) -> str:
    return next(city.id for city in records.list_records(ws, "cities") if city.name.zh == chinese)


def panshi(desk: Desk) -> str:
    assert desk.workspace is not None
    return city_id(desk.workspace, "磐石市")


def pinyin_line(desk: Desk) -> QLineEdit:
    """The field of the pinyin of Panshi, in its form."""
    desk.window.open_record("cities", panshi(desk))
    field = desk.window.current_tab()[1].panel.form.editors["pinyin"].inputs[0]
    assert isinstance(field, QLineEdit)
    return field


def watched(open_desk: OpenDesk, path: Path, qtbot: QtBot) -> Desk:
    desk = open_desk(path)
    return desk


def draft_files() -> list[Path]:
    return list((paths.data_dir() / "drafts").glob("*"))


def test_what_is_typed_and_not_saved_is_kept_and_goes_once_it_is_saved(
    open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot
) -> None:
    desk = watched(open_desk, pilot_path, qtbot)
    field = pinyin_line(desk)
    field.setText("Pánshí shì, à relire")
    desk.guard.drafts.keep()
    (draft,) = kept_drafts(pilot_path)
    assert (draft.noun, draft.record_id) == ("cities", panshi(desk))
    assert draft.values == {"pinyin": "Pánshí shì, à relire"}
    (file,) = draft_files()
    if os.name != "nt":  # there the rights of the user's own folder hold
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    field.editingFinished.emit()
    desk.window.leave_then(lambda: None)
    desk.guard.drafts.keep()
    assert draft_files() == []


def test_words_that_cannot_be_read_as_a_value_are_kept_as_words(
    open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot
) -> None:
    desk = watched(open_desk, pilot_path, qtbot)
    desk.window.open_record("cities", panshi(desk))
    form = desk.window.current_tab()[1].panel.form
    form.editors["latitude"].inputs[0].setText("quarante-deux degrés")
    desk.guard.drafts.keep()
    (draft,) = kept_drafts(pilot_path)
    assert draft.typed == {"latitude": "quarante-deux degrés"}
    form.discard()


@pytest.mark.parametrize("language", ("fr", "en", "zh"))
def test_after_a_crash_unsaved_texts_are_offered_and_saved(
    open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot, language: str
) -> None:
    with open_workspace(pilot_path) as ws:
        city = city_id(ws, "磐石市")
    fresh = Draft("sources", None, {"title": "Note du 12 mars"}, {}, {})
    keep_drafts(pilot_path, [Draft("cities", city, {"pinyin": "Pánshí"}), fresh])
    desk = open_desk(pilot_path, language)
    qtbot.waitUntil(lambda: desk.window.findChild(DraftsDialog) is not None)
    dialog = desk.window.findChild(DraftsDialog)
    assert "Pánshí" in dialog.shown.toPlainText()
    assert "Note du 12 mars" in dialog.shown.toPlainText()
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert desk.workspace is not None
    assert records.get_record(desk.workspace, "cities", city).pinyin == "Pánshí"
    assert "Note du 12 mars" in {one.title for one in records.list_records(desk.workspace, "sources")}
    assert kept_drafts(pilot_path) == ()
    desk.window.menus.action("undo").trigger()
    assert "Note du 12 mars" not in {one.title for one in records.list_records(desk.workspace, "sources")}


def test_a_refused_draft_names_its_fields_and_keeps_text_and_buttons_apart(
    ctx: AppContext, qtbot: QtBot
) -> None:
    dialog = DraftsDialog(ctx, [Draft("people", None, {"email": "pas un courriel"})] * 6)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.save_all()
    assert dialog.said.text().splitlines()[1:3] == [
        "Nom de famille\xa0: Ce champ est nécessaire.",
        "Courriel\xa0: Une adresse de courriel contient un @.",
    ]
    assert "recommencez" not in dialog.said.text()
    qtbot.wait(20)
    assert dialog.said.height() >= dialog.said.heightForWidth(dialog.said.width())
    assert dialog.shown.geometry().bottom() < dialog.save.parentWidget().y()


def test_a_draft_that_is_refused_stays_to_be_copied(ctx: AppContext, qtbot: QtBot, pilot_path: Path) -> None:
    drafts = [
        Draft("cities", "gone", {"pinyin": "perdu"}),
        Draft("sources", None, {"title": "gardé"}),
        Draft("milestones", None, {}, {"planned_on": "bientôt"}),
    ]
    dialog = DraftsDialog(ctx, drafts)
    qtbot.addWidget(dialog)
    dialog.save_all()
    assert "perdu" in dialog.shown.toPlainText()
    assert "bientôt" in dialog.shown.toPlainText()
    assert "gardé" not in dialog.shown.toPlainText()
    assert [one.noun for one in kept_drafts(pilot_path)] == ["cities", "milestones"]
    dialog._forget()
    assert kept_drafts(pilot_path) == ()


def test_a_draft_saved_in_part_is_not_saved_twice(ctx: AppContext, qtbot: QtBot, pilot_path: Path) -> None:
    drafts: tuple[Draft, ...] = (Draft("sources", None, {"title": "Une fois"}, {"published_on": "bientôt"}),)
    for _session in range(2):
        dialog = DraftsDialog(ctx, drafts)
        qtbot.addWidget(dialog)
        dialog.save_all()
        drafts = kept_drafts(pilot_path)
    (once,) = (one for one in records.list_records(ctx.workspace, "sources") if one.title == "Une fois")
    assert drafts == (Draft("sources", once.id, {}, {"published_on": "bientôt"}),)
    assert "Une fois" in dialog.shown.toPlainText()


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"drafts": [{}]}', '{"drafts": [{"noun": "x", "record_id": null}]}', "[" * 9999],
)
def test_a_file_of_drafts_that_makes_no_sense_is_no_obstacle(pilot_path: Path, content: str) -> None:
    keep_drafts(pilot_path, [Draft("sources", None, {"title": "x"})])
    draft_files()[0].write_text(content)
    assert kept_drafts(pilot_path) == ()


def test_an_encrypted_file_has_no_drafts_in_clear(
    pilot_path: Path, open_desk: OpenDesk, qtbot: QtBot
) -> None:
    change_password(pilot_path, None, "une longue phrase")
    desk = open_desk(None)
    assert desk.open_file(pilot_path, "une longue phrase")
    qtbot.waitUntil(lambda: desk.guard is not None)
    assert not desk.guard.drafts._timer.isActive()


def test_closing_the_window_leaves_no_draft(open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot) -> None:
    desk = watched(open_desk, pilot_path, qtbot)
    pinyin_line(desk).setText("Pánshí")
    desk.guard.drafts.keep()
    assert draft_files() != []
    desk.window.close()
    assert draft_files() == []
    with open_workspace(pilot_path) as ws:
        assert records.get_record(ws, "cities", city_id(ws, "磐石市")).pinyin == "Pánshí"


def test_drafts_put_off_till_later_are_kept_with_the_new_ones(
    open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot
) -> None:
    earlier = Draft("sources", None, {"title": "Note du 12 mars"})
    keep_drafts(pilot_path, [earlier])
    desk = open_desk(pilot_path)
    desk.window.findChild(DraftsDialog).reject()
    field = pinyin_line(desk)
    field.setText("Pánshí")
    desk.guard.drafts.keep()
    assert [one.noun for one in kept_drafts(pilot_path)] == ["sources", "cities"]
    field.editingFinished.emit()
    desk.window.close()
    assert kept_drafts(pilot_path) == (earlier,)


def test_a_draft_put_off_till_later_goes_with_the_person_it_is_about(
    open_desk: OpenDesk, pilot_path: Path
) -> None:
    with open_workspace(pilot_path) as ws:
        person = str(records.add_record(ws, "people", {"family_name": "Canari"}).row_id)
    other = Draft("sources", None, {"title": "Note du 12 mars"})
    keep_drafts(pilot_path, [Draft("people", person, {"email": "anne@canari.fr"}), other])
    desk = open_desk(pilot_path)
    desk.window.findChild(DraftsDialog).reject()
    erase_person(desk.workspace, person)
    pinyin_line(desk).setText("Pánshí")
    desk.guard.drafts.keep()
    assert [one.noun for one in kept_drafts(pilot_path)] == ["sources", "cities"]
    desk.window.close()
    assert kept_drafts(pilot_path) == (other,)


def test_drafts_that_were_dropped_do_not_come_back(open_desk: OpenDesk, pilot_path: Path) -> None:
    keep_drafts(pilot_path, [Draft("sources", None, {"title": "Note du 12 mars"})])
    desk = open_desk(pilot_path)
    desk.window.findChild(DraftsDialog).forget.click()
    pinyin_line(desk).setText("Pánshí")
    desk.guard.drafts.keep()
    assert [one.noun for one in kept_drafts(pilot_path)] == ["cities"]
    desk.window.close()
    assert draft_files() == []


@contextmanager
def full_disk() -> Iterator[None]:
    """No file may grow: what a full disk does to a program."""
    import resource  # Unix has it

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on file sizes")
def test_on_a_full_disk_the_typed_text_stays_in_its_field_and_is_saved_once_there_is_room(
    open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot
) -> None:
    desk = watched(open_desk, pilot_path, qtbot)
    field = pinyin_line(desk)
    with full_disk():
        field.setText("Pánshí, version longue")
        desk.window.current_tab()[1].panel.form.commit()
    assert field.text() == "Pánshí, version longue"
    told = desk.window.findChild(MessageDialog)
    assert told is not None
    assert "pilot.ecocity" in told.words.text()
    told.accept()
    desk.window.current_tab()[1].panel.form.commit()
    assert desk.workspace is not None
    assert records.get_record(desk.workspace, "cities", panshi(desk)).pinyin == "Pánshí, version longue"


def test_an_unforeseen_error_is_shown_with_details_to_copy_and_the_program_goes_on(
    open_desk: OpenDesk, pilot_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    desk = watched(open_desk, pilot_path, qtbot)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    errors.report_through(desk)
    try:
        raise RuntimeError("canary-7391")
    except RuntimeError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    dialog = desk.window.findChild(CrashDialog)
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert "RuntimeError" in QApplication.clipboard().text()
    dialog.accept()
    assert desk.workspace is not None
    records.add_record(desk.workspace, "sources", {"title": "encore là"})
    log = (paths.log_dir() / "ecocity.log").read_text("utf-8")
    assert "RuntimeError" in log
    assert "canary-7391" not in log
