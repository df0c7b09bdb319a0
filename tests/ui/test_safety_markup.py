"""What a person typed is never markup: no widget of the window renders it, and none could."""

import ast
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

import ecocity_desktop
from ecocity_desktop.domain.fields import LOCAL_KINDS, TEXT_KINDS
from ecocity_desktop.domain.nouns import NOUNS
from ecocity_desktop.errors import UserError
from ecocity_desktop.services import records
from ecocity_desktop.services.workspace import Workspace, open_workspace
from ecocity_desktop.ui.desk import Desk
from ecocity_desktop.ui.dialogs.history import HistoryDialog
from ecocity_desktop.ui.dialogs.messages import MessageDialog, show_error
from ecocity_desktop.ui.widgets.record_table import RecordTable

OpenDesk = Callable[..., Desk]
UI = Path(ecocity_desktop.__file__).parent / "ui"
CANARY = QColor("#ff00fe")


@pytest.fixture
def markup(tmp_path: Path) -> str:
    """Markup that shows a picture in one colour nothing else has, where it is rendered."""
    rows = b"".join(b"\x00" + bytes((255, 0, 254)) * 40 for _ in range(40))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    size = (40).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    picture = tmp_path / "c.png"
    picture.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", size)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
    return f'<img src="{picture.as_uri()}"><b>x</b>'


def shows_canary(widget: QWidget) -> bool:
    image = widget.grab().toImage()
    return any(
        image.pixelColor(x, y) == CANARY
        for x in range(0, image.width(), 8)
        for y in range(0, image.height(), 8)
    )


def fill_with(ws: Workspace, text: str) -> None:
    """Write ``text`` into every field of every record that takes it."""
    for noun in NOUNS.values():
        for row in records.list_records(ws, noun.name):
            for spec in noun.columns:
                value: Any = {"fr": text, "en": text, "zh": text} if spec.kind in LOCAL_KINDS else text
                if spec.kind in LOCAL_KINDS or spec.kind in TEXT_KINDS:
                    try:
                        records.edit_record(ws, noun.name, row.id, {spec.name: value})
                    except UserError:
                        continue  # an e-mail, a link, a code: refused as such


@pytest.fixture
def filled(pilot_path: Path, markup: str) -> Path:
    with open_workspace(pilot_path) as ws:
        fill_with(ws, markup)
        assert all(city.name.fr == markup for city in records.list_records(ws, "cities"))
    return pilot_path


def tips_of(widget: QWidget) -> Iterator[str]:
    for each in (widget, *widget.findChildren(QWidget)):
        yield each.toolTip()
        if isinstance(each, RecordTable):
            model = each.model()
            for row in range(model.rowCount()):
                for column in range(model.columnCount()):
                    yield str(model.index(row, column).data(Qt.ItemDataRole.ToolTipRole) or "")


def test_a_label_that_renders_markup_would_be_seen(markup: str, dressed: QApplication, qtbot: QtBot) -> None:
    label = QLabel(markup)
    qtbot.addWidget(label)
    label.resize(200, 100)
    assert shows_canary(label)


def test_no_tab_renders_what_was_typed(open_desk: OpenDesk, filled: Path, qtbot: QtBot) -> None:
    desk = open_desk(filled)
    for spec in desk.window.tab_row._keys:
        desk.window.show_tab(spec)
        qtbot.wait(50)
        assert not shows_canary(desk.window), spec
        for label in desk.window.findChildren(QLabel):
            assert label.textFormat() == Qt.TextFormat.PlainText or not label.text(), label.text()
        assert [tip for tip in tips_of(desk.window) if "<img" in tip] == [], spec


def test_no_dialog_renders_what_was_typed(
    open_desk: OpenDesk, filled: Path, markup: str, qtbot: QtBot
) -> None:
    desk = open_desk(filled)
    ctx = desk.window.ctx
    assert ctx is not None
    city = records.list_records(ctx.workspace, "cities")[0]
    show_error(desk.window, desk.catalog, UserError("error.no_file", path=markup))
    told = desk.window.findChild(MessageDialog)
    history = HistoryDialog(ctx, "cities", city.id, desk.window)
    history.open()
    qtbot.wait(50)
    for dialog in (told, history):
        assert not shows_canary(dialog)
        dialog.close()


def test_a_tip_shows_the_signs_themselves(open_desk: OpenDesk, filled: Path) -> None:
    desk = open_desk(filled)
    desk.window.show_tab("cities")
    tips = [tip for tip in tips_of(desk.window) if "img" in tip]
    assert tips != []
    assert all("&lt;img" in tip for tip in tips)


def calls_in(module: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield name, node


@pytest.mark.parametrize("module", sorted(UI.rglob("*.py")), ids=lambda path: path.stem)
def test_labels_are_made_plain_and_nothing_is_shown_as_markup(module: Path) -> None:
    for name, call in calls_in(module):
        assert name not in {"setHtml", "QMessageBox", "QTextBrowser", "insertHtml", "appendHtml"} or (
            module.stem in ("manual", "manual_html")
        ), f"{module.name}:{call.lineno} {name}"
        if name == "QLabel" and module.stem != "labels":
            text = [
                arg for arg in call.args if not (isinstance(arg, ast.Name) and arg.id in {"parent", "self"})
            ]
            assert not text, f"{module.name}:{call.lineno} makes a label with text: use widgets.labels"
