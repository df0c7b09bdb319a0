"""Exporting briefs: which cities, which languages, which paper, into which folder; then progress and the result."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
)

from ecocity_desktop.errors import UserError, not_written
from ecocity_desktop.i18n.catalog import LANGUAGES
from ecocity_desktop.services import briefs
from ecocity_desktop.services.cities import city_lines
from ecocity_desktop.settings import BRIEFS_FOLDER, Paper
from ecocity_desktop.ui import file_dialogs, words
from ecocity_desktop.ui.dialogs.frame import Button, CalmDialog
from ecocity_desktop.ui.dialogs.messages import error_words
from ecocity_desktop.ui.menus import LANGUAGE_NAMES
from ecocity_desktop.ui.theme import GRID
from ecocity_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.services.briefs import ExportReport
    from ecocity_desktop.ui.context import AppContext

_CITY_HEIGHT = 34
_LANGUAGES = "export.languages"


@dataclass(frozen=True)
class Order:
    """One brief to be made."""

    city_id: str
    language: str
    target: Path


class ExportDialog(CalmDialog):
    """Stays open while the worker makes the briefs, one after the other, and says what came of it."""

    def __init__(self, ctx: AppContext, city_id: str | None, parent: QWidget | None = None) -> None:
        super().__init__(ctx.catalog.text("ui.export.title"), parent, width=76 * GRID)
        self._ctx = ctx
        self._waiting: list[Order] = []
        self._reports: list[ExportReport] = []
        self._total = 0
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        form.setHorizontalSpacing(2 * GRID)
        form.setVerticalSpacing(2 * GRID)
        self._form = form
        self.cities = self._city_list(city_id)
        self.languages = self._language_boxes()
        self.paper = self._paper_list()
        self.folder = self._folder_field()
        self.column.addLayout(form)
        self.told = label(wrap=True)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.hide()
        self.column.addWidget(self.progress)
        self.column.addWidget(self.told)
        self._add_deeds()
        self._follow()
        self._refresh()

    def export(self) -> None:
        """Begin: make every brief asked for, in the order of the list."""
        folder = Path(self.folder.text().strip()).expanduser()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            self._failed(UserError("error.not_a_folder", path=str(folder)))
            return
        except OSError as error:
            self._failed(not_written(folder, error))
            return
        self._waiting = self._orders()
        self._reports = []
        self._total = len(self._waiting)
        self._remember()
        self.progress.setRange(0, self._total)
        self.progress.setValue(0)
        self.progress.show()
        self.open_folder.hide()
        self._make_next()

    def _make_next(self) -> None:
        self._refresh()
        if not self._waiting:
            self._say_done()
            return
        order = self._waiting.pop(0)
        ctx = self._ctx
        facts = briefs.gather(ctx.workspace, order.city_id)
        work = partial(
            briefs.export_brief,
            facts,
            order.language,
            order.target,
            as_of=ctx.workspace.today(),
            paper=self.paper.currentData(),
        )
        number = self._total - len(self._waiting)
        self.told.setText(
            ctx.catalog.text("ui.export.at_work", number=number, total=self._total, file=order.target.name)
        )
        ctx.jobs.start(work, self._one_done, self._failed, owner=self)

    def _one_done(self, report: ExportReport) -> None:
        self._reports.append(report)
        self.progress.setValue(len(self._reports))
        self._make_next()

    def _failed(self, error: UserError) -> None:
        self._waiting.clear()
        self.progress.hide()
        self.told.setText(error_words(self._ctx.catalog, error))
        self._refresh()

    def _say_done(self) -> None:
        text = self._ctx.catalog.text
        self.progress.hide()
        said = [text("ui.export.done", count=len(self._reports), folder=self.folder.text())]
        for report in self._reports:
            if report.missing_characters:
                missing = " ".join(report.missing_characters)
                said.append(text("ui.export.missing", file=report.path.name, characters=missing))
        self.told.setText("\n".join(said))
        self.open_folder.show()

    def _orders(self) -> list[Order]:
        folder = Path(self.folder.text().strip()).expanduser()
        chosen = [item for item in self._city_items() if item.checkState() == Qt.CheckState.Checked]
        cities = tuple(item.data(Qt.ItemDataRole.UserRole) for item in chosen)
        orders = []
        for city in cities:
            for language in self._chosen_languages():
                names = briefs.brief_names(self._all_cities, language)
                orders.append(Order(city.id, language, folder / names[city.id]))
        return orders

    def _chosen_languages(self) -> list[str]:
        return [language for language, box in self.languages.items() if box.isChecked()]

    def _city_items(self) -> list[QListWidgetItem]:
        return [self.cities.item(row) for row in range(self.cities.count())]

    def _refresh(self) -> None:
        """Say on the button how many briefs it makes, and let it be pressed when there is something to make."""
        at_work = bool(self._waiting) or (self._ctx.jobs.pending > 0 and self.progress.isVisible())
        count = len(self._orders())
        self.start.setText(self._ctx.catalog.text("ui.export.start", count=count))
        self.start.setEnabled(count > 0 and bool(self.folder.text().strip()) and not at_work)

    def _follow(self) -> None:
        self.cities.itemChanged.connect(lambda: self._refresh())
        self.folder.textChanged.connect(lambda: self._refresh())
        for box in self.languages.values():
            box.toggled.connect(lambda: self._refresh())

    def _remember(self) -> None:
        layout = self._ctx.settings.layout
        layout[BRIEFS_FOLDER] = self.folder.text()
        layout[_LANGUAGES] = " ".join(self._chosen_languages())

    def _city_list(self, city_id: str | None) -> QListWidget:
        self._all_cities = tuple(line.city for line in city_lines(self._ctx.workspace))
        cities = QListWidget(self)
        cities.setObjectName("cities")
        for city in self._all_cities:
            item = QListWidgetItem(" ".join(words.two_scripts(city.name, self._ctx.catalog.language)))
            item.setData(Qt.ItemDataRole.UserRole, city)
            wanted = city_id is None or city.id == city_id
            item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
            cities.addItem(item)
        cities.setFixedHeight(min(max(len(self._all_cities), 2), 8) * _CITY_HEIGHT + GRID + 4)
        self._add("cities", cities)
        return cities

    def _language_boxes(self) -> dict[str, QCheckBox]:
        kept = self._ctx.settings.layout.get(_LANGUAGES, " ".join(LANGUAGES)).split()
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        boxes = {}
        for language in LANGUAGES:
            box = QCheckBox(LANGUAGE_NAMES[language], self)
            box.setObjectName(f"language.{language}")
            box.setChecked(language in kept)
            row.addWidget(box)
            boxes[language] = box
        row.addStretch(1)
        self._form.addRow(label(self._ctx.catalog.text("ui.export.languages"), "secondary"), row)
        return boxes

    def _paper_list(self) -> QComboBox:
        papers = QComboBox(self)
        for paper in get_args(Paper):
            papers.addItem(self._ctx.catalog.text(f"ui.paper.{paper}"), paper)
        papers.setCurrentIndex(papers.findData(self._ctx.settings.paper))
        self._add("paper", papers)
        return papers

    def _folder_field(self) -> QLineEdit:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        kept = self._ctx.settings.layout.get(BRIEFS_FOLDER) or str(Path(documents) / "EcoCity")
        field = QLineEdit(kept, self)
        field.setObjectName("folder")
        field.setAccessibleName(self._ctx.catalog.text("ui.export.folder"))
        browse = QPushButton(self._ctx.catalog.text("ui.export.browse"), self)
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(field, 1)
        row.addWidget(browse)
        self._form.addRow(label(self._ctx.catalog.text("ui.export.folder"), "secondary"), row)
        return field

    def _add(self, name: str, field: QWidget) -> None:
        said = self._ctx.catalog.text(f"ui.export.{name}")
        field.setAccessibleName(said)
        caption = label(said, "secondary")
        caption.setBuddy(field)
        self._form.addRow(caption, field)

    def _add_deeds(self) -> None:
        box = self.add_buttons(Button.Ok | Button.Close)
        self.start = box.button(Button.Ok)
        box.accepted.disconnect(self.accept)
        box.accepted.connect(self.export)
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.open_folder = box.addButton(self._ctx.catalog.text("ui.export.open_folder"), role)
        self.open_folder.hide()
        self.open_folder.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(self.folder.text()))
        )

    def _browse(self) -> None:
        title = self._ctx.catalog.text("ui.export.folder")
        chosen = file_dialogs.ask_folder(self, title, self.folder.text())
        if chosen:
            self.folder.setText(chosen)
