"""Pictures of the program for people to look at: every tab, dialog and page of a brief, in three languages.

python3 dev.py screens [--theme dark] [--size 1280x720] [--language fr]    into ./screens
python3 dev.py manual                                                      the pictures of the manual, and its PDF

The window is the real one, on a copy of the pilot programme to which a few dates ahead were added. The day is fixed, so
that the same program gives the same pictures.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["ECOCITY_NOW"] = "2026-11-23T09:30:00+00:00"

from PIL import Image
from PySide6.QtCore import QBuffer, QCoreApplication, QEvent, QEventLoop, QSize, QTimer
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtWidgets import QApplication, QWidget

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("fr", "en", "zh")
MANUAL_COLOURS = 160
MANUAL_LIMIT_BYTES = 3_000_000
PAGE_WIDTH_PX = 1240

EXAMPLES: tuple[dict[str, Any], ...] = (
    {
        "title": {
            "fr": "Comité de pilotage d’hiver",
            "en": "Winter steering committee",
            "zh": "冬季指导委员会会议",
        },
        "kind": "committee",
        "planned_on": "2026-12-10",
        "city": "荆州市",
    },
    {
        "title": {"fr": "Audit annuel", "en": "Annual audit", "zh": "年度审核"},
        "kind": "audit",
        "planned_on": "2026-10",
        "city": "磐石市",
    },
    {
        "title": {"fr": "Mission à Qingyun", "en": "Mission to Qingyun", "zh": "赴庆云出访"},
        "kind": "mission",
        "planned_on": "2027-03",
        "city": "庆云县",
    },
)
"""Dates ahead, invented for the pictures only: all that the pilot programme knows of lies in the past."""


def main() -> int:
    """Make the pictures asked for; returns 1 when those of the manual have grown too large."""
    parser = argparse.ArgumentParser(prog="screens", description=__doc__)
    parser.add_argument("what", nargs="?", choices=("screens", "manual"), default="screens")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--size", default="1360x850")
    parser.add_argument("--language", choices=LANGUAGES, action="append")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ["ECOCITY_DATA_DIR"] = str(Path(name) / "user")
        studio = Studio(Path(name), asked.theme, asked.size)
        for language in asked.language or LANGUAGES:
            if asked.what == "manual":
                studio.picture_manual(language)
            else:
                studio.picture_everything(language, ROOT / "screens" / language)
    return print_manual(asked.language or LANGUAGES) if asked.what == "manual" else 0


def print_manual(languages: Iterable[str]) -> int:
    """Write the manual as PDF into ./manual; return 1 where its pictures take more room than they may."""
    from ecocity_desktop.brief.manual_pdf import save_manual

    for language in languages:
        print(save_manual(language, ROOT / "manual" / f"ecocity-desktop-{language}.pdf"))
    total = sum(file.stat().st_size for file in (ROOT / "docs" / "manual").rglob("*.png"))
    print(f"pictures of the manual: {total / 1e6:.2f} MB")
    return int(total > MANUAL_LIMIT_BYTES)


class Studio:
    """Shows the real window and takes pictures of it."""

    def __init__(self, folder: Path, theme: str, size: str) -> None:
        from ecocity_desktop.ui import app

        self.app = app.application()
        self.theme = theme
        self.size = QSize(*(int(side) for side in size.split("x")))
        self.pilot = folder / "Programme.ecocity"
        _make_pilot(self.pilot)

    def picture_everything(self, language: str, folder: Path) -> None:
        """Put every tab, dialog and page of a brief into ``folder``."""
        shutil.rmtree(folder, ignore_errors=True)
        with Shown(self, language) as desk:
            for name, picture in self._window(desk):
                _save(picture, folder / f"{name}.png")
            for name, picture in self._dialogs(desk):
                _save(picture, folder / f"{name}.png")
            for name, picture in _brief_pages(desk, language):
                _save(picture, folder / f"{name}.png")
        with Shown(self, language, first=True) as desk:
            _save(_grab(desk.window), folder / "first-start.png")
        print(f"{folder}: {len(list(folder.iterdir()))} pictures")

    def picture_manual(self, language: str) -> None:
        """Remake the pictures that the manual shows in a language, and no other."""
        from ecocity_desktop.brief import manual_text
        from ecocity_desktop.bundled import manual_file

        wanted = {
            Path(block.path).stem
            for page in manual_text.load_manual(language)
            for block in page.blocks
            if isinstance(block, manual_text.Screen)
        }
        folder = manual_file(language, "pictures")
        shutil.rmtree(folder, ignore_errors=True)
        with Shown(self, language) as desk:
            pictures = {**dict(self._window(desk)), **dict(self._dialogs(desk))}
            pages = dict(_brief_pages(desk, language))
            pictures["brief"] = next(
                page for name, page in pages.items() if name.startswith("brief-jingzhou")
            )
        for name in sorted(wanted):
            _save(pictures[name], folder / f"{name}.png", colours=MANUAL_COLOURS)
        print(f"{folder}: {', '.join(sorted(wanted))}")

    def _window(self, desk: Any) -> Iterator[tuple[str, QImage]]:
        """Every tab, as large as the window was asked to be."""
        from ecocity_desktop.ui.tab_list import TABS

        for spec in TABS:
            desk.window.show_tab(spec.key)
            if spec.key == "cities":
                desk.window.open_record("cities", _city_id(desk.workspace, "荆州市"))
            wait_until_done(desk)
            yield spec.key, _grab(desk.window)

    def _dialogs(self, desk: Any) -> Iterator[tuple[str, QImage]]:
        """What lies over the window: dialogs, the search, the manual."""
        from ecocity_desktop.ui.dialogs.search_palette import SearchPalette

        window = desk.window
        actions: dict[str, str] = {
            "export": "export",
            "history": "history_of_record",
            "preferences": "preferences",
            "about": "about",
            "shortcuts": "shortcuts",
            "check": "check",
            "manual": "manual",
        }
        window.show_tab("cities")
        wait_until_done(desk)
        for name, action in actions.items():
            window.menus.action(action).trigger()
            wait(800)
            dialog = next(each for each in QApplication.topLevelWidgets() if _is_dialog(each, window))
            yield name, _grab(dialog)
            dialog.close()
            let_go()
        window.menus.action("search").trigger()
        palette = window.findChild(SearchPalette)
        palette.field.setText("jing")
        wait(600)
        yield "search", _grab(window)
        palette.close()


class Shown:
    """The window on a copy of the pilot programme, in a language, for the time of a ``with`` block."""

    def __init__(self, studio: Studio, language: str, *, first: bool = False) -> None:
        self.studio, self.language, self.first = studio, language, first

    def __enter__(self) -> Any:
        from ecocity_desktop.settings import BRIEFS_FOLDER, Settings
        from ecocity_desktop.ui.desk import Desk

        studio = self.studio
        layout = {BRIEFS_FOLDER: str(Path("~", "Documents", "EcoCity"))}
        chosen = Settings(author="Claire Martin", organisation="CSTB", theme=studio.theme, layout=layout)
        self.desk = Desk(studio.app, chosen, self.language)
        self.desk.window.resize(studio.size)
        self.desk.begin(None if self.first else studio.pilot)
        wait_for(self.desk.usable)
        wait(500)
        return self.desk

    def __exit__(self, *_: object) -> None:
        self.desk.clear()
        self.desk.deleteLater()
        let_go()


def wait(milliseconds: int) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_until_done(desk: Any) -> None:
    """Let the worker finish and its pages be painted."""
    wait(800)
    while desk.window.ctx.jobs.pending:
        wait(200)
    wait(1200)


def wait_for(signal: Any) -> None:
    """Let the window live until it says so, 30 seconds at most."""
    loop = QEventLoop()
    signal.connect(loop.quit)
    QTimer.singleShot(30_000, loop.quit)
    loop.exec()


def let_go() -> None:
    """Let everything be deleted that was asked to be."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()


def _make_pilot(path: Path) -> None:
    """Make the file that is pictured: the pilot programme, some dates ahead, and a few things somebody changed."""
    from ecocity_desktop.services import records
    from ecocity_desktop.services.backups import make_backup
    from ecocity_desktop.services.pilot import load_pilot_programme
    from ecocity_desktop.services.workspace import create_workspace

    with create_workspace(path, author="Claire Martin") as ws:
        load_pilot_programme(ws)
        partner = next(row.id for row in records.list_records(ws, "partners") if row.acronym == "CSTB")
        for example in EXAMPLES:
            values = {key: value for key, value in example.items() if key != "city"}
            city = _city_id(ws, example["city"])
            records.add_record(ws, "milestones", {**values, "city_ids": [city], "partner_id": partner})
        _add_promises(ws, partner)
        jingzhou = _city_id(ws, "荆州市")
        records.edit_record(ws, "cities", jingzhou, {"other_names": ["Kingchow"]})
        records.edit_record(ws, "cities", jingzhou, {"pinyin": "Jīngzhōu Shì"})
        make_backup(ws)


def _add_promises(ws: Any, partner: str) -> None:
    """Note two commitments under the newest agreement: one kept, one still ahead."""
    from ecocity_desktop.services import records

    other = next(row.id for row in records.list_records(ws, "partners") if row.acronym == "CECA")
    agreement = next(
        row.id for row in records.list_records(ws, "agreements") if str(row.signed_on) == "2017-06"
    )
    promises = (
        (
            "Envoyer une équipe d’urbanistes",
            "Send a team of planners",
            "派遣规划团队",
            partner,
            other,
            "2018-03",
        ),
        (
            "Réunir les données de 2026",
            "Gather the data of 2026",
            "汇总2026年数据",
            other,
            partner,
            "2027-01",
        ),
    )
    for french, english, chinese, debtor, beneficiary, due in promises:
        values = {
            "agreement_id": agreement,
            "text": {"fr": french, "en": english, "zh": chinese},
            "debtor_id": debtor,
            "beneficiary_id": beneficiary,
            "due_on": due,
            "done_on": due if due < "2026" else None,
        }
        records.add_record(ws, "commitments", values)


def _city_id(workspace: Any, chinese: str) -> str:
    from ecocity_desktop.services import records

    found: str = next(row.id for row in records.list_records(workspace, "cities") if row.name.zh == chinese)
    return found


def _brief_pages(desk: Any, language: str) -> Iterator[tuple[str, QImage]]:
    """Every page of the brief of every city."""
    from ecocity_desktop.services import briefs, records

    workspace = desk.workspace
    folder = Path(tempfile.mkdtemp(dir=workspace.path.parent))
    for city in records.list_records(workspace, "cities"):
        target = folder / f"{city.name.en}.pdf"
        briefs.export_brief(briefs.gather(workspace, city.id), language, target, as_of=workspace.today())
        document = QPdfDocument()
        document.load(str(target))
        for page in range(document.pageCount()):
            points = document.pagePointSize(page)
            size = QSize(PAGE_WIDTH_PX, round(PAGE_WIDTH_PX * points.height() / points.width()))
            name = (city.name.en or "city").split()[0].lower()
            yield (
                f"brief-{name}-{page + 1}",
                _on_white(document.render(page, size, QPdfDocumentRenderOptions())),
            )
        document.close()


def _on_white(picture: QImage) -> QImage:
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QPainter

    page = QImage(picture.size(), QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.white)
    painter = QPainter(page)
    painter.drawImage(0, 0, picture)
    painter.end()
    return page


def _is_dialog(widget: QWidget, window: QWidget) -> bool:
    from PySide6.QtWidgets import QDialog

    return isinstance(widget, QDialog) and widget.isVisible() and widget is not window


def _grab(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def _save(picture: QImage, file: Path, colours: int = 0) -> None:
    """Write a PNG as small as it goes; with ``colours``, with that many of them at most."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt wants text
    import io

    opened = Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB")
    if colours:
        opened = opened.quantize(colours, dither=Image.Dither.NONE)
    file.parent.mkdir(parents=True, exist_ok=True)
    opened.save(file, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
