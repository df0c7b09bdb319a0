"""The photo in a city's form: chosen, dropped, described, replaced, refused, removed; Qt reads no file."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from ecocity_desktop.services import history, photos, records
from ecocity_desktop.services.workspace import Workspace, open_workspace
from ecocity_desktop.store import database
from ecocity_desktop.ui.context import AppContext
from ecocity_desktop.ui.dialogs.messages import MessageDialog
from ecocity_desktop.ui.tabs.cities import CitiesTab
from ecocity_desktop.ui.widgets.photo_section import PhotoSection

from .conftest import FileAnswers, Heard, put_up
from .test_doorbell import drop as drop_on
from .test_doorbell import dropped
from .test_record_form import write

Show = Callable[[AppContext], CitiesTab]


@pytest.fixture
def jingzhou(pilot_ws: Workspace) -> str:
    return records.resolve(pilot_ws, "cities", "Jingzhou")


@pytest.fixture
def show(qtbot: QtBot, pilot_ws: Workspace, jingzhou: str) -> Iterator[Show]:
    """Show a city in its tab."""
    kept: list[CitiesTab] = []

    def build(ctx: AppContext) -> CitiesTab:
        tab = CitiesTab(ctx)
        kept.append(tab)
        put_up(qtbot, tab)
        tab.select("cities", jingzhou)
        return tab

    yield build
    for tab in kept:
        tab.close()


def picture(folder: Path, colour: str, size: tuple[int, int] = (900, 600)) -> Path:
    file = folder / f"{colour}.png"
    Image.new("RGB", size, colour).save(file)
    return file


def shown_colour(section: PhotoSection) -> str:
    """The colour in the middle of the photo shown, roughly."""
    image = section.frame.image
    if image is None:
        return ""
    middle = QColor(image.pixel(image.width() // 2, image.height() // 2))
    return max((middle.red(), "red"), (middle.green(), "lime"), (middle.blue(), "blue"))[1]


def drop(section: PhotoSection, *files: Path) -> bool:
    """Drag files over the frame and let go; return whether it took them."""
    return drop_on(section.frame, dropped(*files))


def type_in(section: PhotoSection, name: str, text: str) -> None:
    """Type in a field about the photo and leave it."""
    form = section.saver().form
    write(form.editors[name].inputs[0], text)
    form.commit()


def test_a_photo_is_chosen_described_seen_in_the_brief_and_undone(
    ctx: AppContext,
    show: Show,
    qtbot: QtBot,
    heard: Heard,
    no_dialogs: FileAnswers,
    jingzhou: str,
    tmp_path: Path,
) -> None:
    section = show(ctx).photo
    assert section.frame.words.text().startswith("Déposez une image ici")
    assert not section.remove.isVisible()
    no_dialogs.open = str(picture(tmp_path, "red"))
    section.choose.setFocus()
    qtbot.keyClick(section.choose, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: shown_colour(section) == "red")
    assert heard.messages == ["Photo enregistrée. Indiquez-en la légende et le crédit."]
    type_in(section, "credit", "Atelier Lin")
    type_in(section, "taken_on", "avril 2018")
    photo = photos.existing_photo(ctx.workspace, jingzhou).photo
    assert (photo.credit, str(photo.taken_on)) == ("Atelier Lin", "2018-04")
    for _ in range(3):
        ctx.changed.emit(history.undo(ctx.workspace))
    assert photos.photo_of(ctx.workspace, jingzhou) is None
    assert section.frame.image is None
    assert section.saver().form.isHidden()


def test_a_photo_is_dropped_and_replaced_with_an_empty_caption(
    ctx: AppContext, show: Show, qtbot: QtBot, heard: Heard, jingzhou: str, tmp_path: Path
) -> None:
    section = show(ctx).photo
    assert drop(section, picture(tmp_path, "red"))
    qtbot.waitUntil(lambda: shown_colour(section) == "red")
    type_in(section, "credit", "Atelier Lin")
    assert drop(section, picture(tmp_path, "blue"))
    qtbot.waitUntil(lambda: shown_colour(section) == "blue")
    assert photos.existing_photo(ctx.workspace, jingzhou).photo.credit is None
    assert heard.messages[-1].startswith("Photo remplacée")
    ctx.changed.emit(history.undo(ctx.workspace))
    qtbot.waitUntil(lambda: shown_colour(section) == "red")
    assert photos.existing_photo(ctx.workspace, jingzhou).photo.credit == "Atelier Lin"


def test_what_is_being_typed_is_kept_before_another_photo_comes(
    ctx: AppContext, show: Show, qtbot: QtBot, jingzhou: str, tmp_path: Path
) -> None:
    section = show(ctx).photo
    drop(section, picture(tmp_path, "red"))
    qtbot.waitUntil(lambda: shown_colour(section) == "red")
    write(section.saver().form.editors["credit"].inputs[0], "Atelier Wang")
    drop(section, picture(tmp_path, "blue"))
    qtbot.waitUntil(lambda: shown_colour(section) == "blue")
    history.undo(ctx.workspace)
    assert photos.existing_photo(ctx.workspace, jingzhou).photo.credit == "Atelier Wang"


def test_what_is_typed_while_a_photo_is_read_is_not_said_of_that_photo(
    ctx: AppContext, show: Show, qtbot: QtBot, jingzhou: str, tmp_path: Path
) -> None:
    section = show(ctx).photo
    drop(section, picture(tmp_path, "red"))
    qtbot.waitUntil(lambda: shown_colour(section) == "red")
    drop(section, picture(tmp_path, "blue"))
    write(section.saver().form.editors["credit"].inputs[0], "Atelier Wang")  # before the worker is done
    qtbot.waitUntil(lambda: shown_colour(section) == "blue")
    section.saver().form.commit()
    assert photos.existing_photo(ctx.workspace, jingzhou).photo.credit is None
    assert section.saver().form.editors["credit"].value() is None
    ctx.changed.emit(history.undo(ctx.workspace))
    assert photos.existing_photo(ctx.workspace, jingzhou).photo.credit == "Atelier Wang"


def test_a_harmed_photo_is_shown_again_once_the_same_file_was_chosen(
    pilot_path: Path,
    context_of: Callable[[Workspace, str], AppContext],
    qtbot: QtBot,
    heard: Heard,
    tmp_path: Path,
) -> None:
    with open_workspace(pilot_path) as ws:
        city_id = records.resolve(ws, "cities", "Jingzhou")
        photos.set_photo(ws, city_id, photos.read_picture(picture(tmp_path, "red")))
    with closing(database.bare_connection(pilot_path, "rw")) as connection:
        connection.execute("UPDATE picture SET content = zeroblob(100)")
    with open_workspace(pilot_path) as ws:
        tab = CitiesTab(context_of(ws, "fr"))
        qtbot.addWidget(tab)
        with qtbot.waitExposed(tab):
            tab.show()
        tab.select("cities", city_id)
        qtbot.waitUntil(tab.photo.notice.isVisible)
        drop(tab.photo, tmp_path / "red.png")
        qtbot.waitUntil(lambda: shown_colour(tab.photo) == "red")
        assert not tab.photo.notice.isVisible()
        assert heard.messages == ["La photo abîmée est de nouveau entière."]
        tab.close()


@pytest.mark.parametrize("width", [1280, 1600])
def test_the_place_for_a_photo_is_as_wide_as_its_section_with_its_words_in_the_middle(
    ctx: AppContext, qtbot: QtBot, width: int
) -> None:
    tab = CitiesTab(ctx)
    put_up(qtbot, tab, width, 700)
    frame = tab.photo.frame
    assert frame.width() == tab.photo.width()
    assert abs(frame.words.geometry().center().y() - frame.rect().center().y()) <= 1
    assert frame.words.alignment() == Qt.AlignmentFlag.AlignCenter


def test_only_one_picture_file_may_be_dropped(ctx: AppContext, show: Show, tmp_path: Path) -> None:
    section = show(ctx).photo
    one, two = picture(tmp_path, "red"), picture(tmp_path, "blue")
    assert not drop(section, one, two)
    assert not drop(section, tmp_path / "other.ecocity")
    assert not drop(section)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "n’est pas une image JPEG"),
        (b"\x89PNG\r\n\x1a\n cut", "incomplète ou abîmée"),
        (b"", "n’est pas une image JPEG"),
    ],
)
def test_what_is_no_picture_is_refused_under_the_frame_and_nothing_changes(
    ctx: AppContext, show: Show, qtbot: QtBot, jingzhou: str, tmp_path: Path, content: bytes, reason: str
) -> None:
    section = show(ctx).photo
    wrong = tmp_path / "wrong.png"
    wrong.write_bytes(content)
    drop(section, wrong)
    qtbot.waitUntil(section.notice.isVisible)
    assert reason in section.notice.text()
    assert section.choose.isEnabled()
    assert photos.photo_of(ctx.workspace, jingzhou) is None
    drop(section, picture(tmp_path, "red"))
    qtbot.waitUntil(lambda: shown_colour(section) == "red")
    assert not section.notice.isVisible()


def test_a_small_photo_is_said_to_print_blurred(
    ctx: AppContext, show: Show, qtbot: QtBot, tmp_path: Path
) -> None:
    section = show(ctx).photo
    drop(section, picture(tmp_path, "red", (90, 60)))
    qtbot.waitUntil(lambda: shown_colour(section) == "red")
    assert "90 × 60" in section.hint.text()


def test_a_photo_is_removed_after_a_question(
    ctx: AppContext, show: Show, qtbot: QtBot, jingzhou: str, tmp_path: Path
) -> None:
    tab = show(ctx)
    drop(tab.photo, picture(tmp_path, "red"))
    qtbot.waitUntil(lambda: shown_colour(tab.photo) == "red")
    qtbot.mouseClick(tab.photo.remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in tab.window().findChildren(MessageDialog)))
    question = next(one for one in tab.window().findChildren(MessageDialog) if one.isVisible())
    assert "Jingzhou" in question.words.text()
    yes = question.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Yes)
    qtbot.mouseClick(yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: photos.photo_of(ctx.workspace, jingzhou) is None)
    assert tab.photo.frame.words.isVisible()


def test_the_photo_is_saved_to_a_file_the_user_names(
    ctx: AppContext, show: Show, qtbot: QtBot, no_dialogs: FileAnswers, jingzhou: str, tmp_path: Path
) -> None:
    section = show(ctx).photo
    drop(section, picture(tmp_path, "red"))
    qtbot.waitUntil(lambda: shown_colour(section) == "red")
    no_dialogs.save = str(tmp_path / "out")
    qtbot.mouseClick(section.save, Qt.MouseButton.LeftButton)
    kept = photos.existing_photo(ctx.workspace, jingzhou).picture.content
    assert (tmp_path / "out.jpg").read_bytes() == kept


def test_each_city_shows_its_own_photo(
    ctx: AppContext, show: Show, qtbot: QtBot, pilot_ws: Workspace, jingzhou: str, tmp_path: Path
) -> None:
    panshi = records.resolve(pilot_ws, "cities", "Panshi")
    photos.set_photo(pilot_ws, jingzhou, photos.read_picture(picture(tmp_path, "red")))
    photos.set_photo(pilot_ws, panshi, photos.read_picture(picture(tmp_path, "blue")), {"credit": "Lin"})
    tab = show(ctx)
    qtbot.waitUntil(lambda: shown_colour(tab.photo) == "red")
    tab.select("cities", panshi)
    qtbot.waitUntil(lambda: shown_colour(tab.photo) == "blue")
    assert tab.photo.saver().form.editors["credit"].value() == "Lin"
    tab.select("cities", records.resolve(pilot_ws, "cities", "Qingyun"))
    assert tab.photo.frame.image is None


def test_a_file_open_for_reading_shows_the_photo_and_takes_none(
    pilot_path: Path,
    context_of: Callable[[Workspace, str], AppContext],
    qtbot: QtBot,
    tmp_path: Path,
    only_to_read: Callable[[Path], AbstractContextManager[None]],
) -> None:
    with open_workspace(pilot_path) as ws:
        city_id = records.resolve(ws, "cities", "Jingzhou")
        photos.set_photo(ws, city_id, photos.read_picture(picture(tmp_path, "red")))
    with only_to_read(pilot_path), open_workspace(pilot_path) as ws:
        tab = CitiesTab(context_of(ws, "fr"))
        qtbot.addWidget(tab)
        with qtbot.waitExposed(tab):
            tab.show()
        tab.select("cities", city_id)
        qtbot.waitUntil(lambda: shown_colour(tab.photo) == "red")
        assert not tab.photo.choose.isVisible()
        assert not tab.photo.remove.isVisible()
        assert tab.photo.save.isVisible()
        assert not tab.photo.frame.acceptDrops()
        tab.close()


def test_no_module_of_the_window_lets_qt_read_a_picture_from_a_file() -> None:
    """The pictures of the manual and the icons are ours; a photo arrives as bare pixels."""
    import ecocity_desktop.ui

    room = Path(ecocity_desktop.ui.__file__).parent
    readers = ("QImageReader", "QMovie", "loadFromData", "QPixmap(str(", "QImage(str(", ".fromData(")
    using = {
        file.name for file in room.rglob("*.py") for reader in readers if reader in file.read_text("utf-8")
    }
    assert using == {"manual.py"}
