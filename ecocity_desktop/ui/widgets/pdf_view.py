"""The live brief beside the record: rendered on the worker a moment after the last change, shown as it will print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPalette, QShowEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ecocity_desktop.domain.local_text import LANGUAGES
from ecocity_desktop.errors import UserError
from ecocity_desktop.services import briefs
from ecocity_desktop.ui.dialogs.messages import error_words
from ecocity_desktop.ui.export_files import ask_target
from ecocity_desktop.ui.theme import colours_of, set_role
from ecocity_desktop.ui.widgets.editor_choice import CalmComboBox
from ecocity_desktop.ui.widgets.elided import ElidedLabel
from ecocity_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from ecocity_desktop.services.briefs import ExportReport
    from ecocity_desktop.ui.context import AppContext

_PAUSE_MILLISECONDS = 300
_KEPT = "preview.language"
_LANGUAGE_WIDTH = 80


class BriefPreview(QWidget):
    """The brief of one city in the language chosen above it."""

    def __init__(self, ctx: AppContext) -> None:
        super().__init__()
        self._ctx = ctx
        self._city_id: str | None = None
        self._asked = 0
        self._is_stale = True
        self._pages = QByteArray()
        self._buffer = QBuffer(self)
        self.document = QPdfDocument(self)
        self.view = self._make_view()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(self, "well")
        self._colour_the_well()
        self.language = self._language_choice()
        self.export = QPushButton(ctx.catalog.text("ui.preview.export"))
        self.export.setObjectName("exportPdf")
        set_role(self.export, "primary")
        self.export.clicked.connect(self._export)
        self.notice = label("", "secondary", wrap=True)
        self.notice.hide()
        self._lay_out()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._render)

    def show_city(self, city_id: str | None) -> None:
        """Show the brief of a city as it is now; changes that follow one another quickly are drawn once.

        Nothing is drawn while the preview is out of sight.
        """
        if city_id != self._city_id:
            self._city_id = city_id
            self.view.setVisible(False)
        self.export.setEnabled(city_id is not None)
        self._is_stale = True
        if self.isVisible():
            self._pause.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._pause.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._pause.stop()

    def sizeHint(self) -> QSize:
        return QSize(336, 600)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour_the_well()

    def _make_view(self) -> QPdfView:
        view = QPdfView(self)
        view.setObjectName("preview")
        view.setAccessibleName(self._ctx.catalog.text("ui.preview.name"))
        view.setPageMode(QPdfView.PageMode.MultiPage)
        view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        view.setDocument(self.document)
        view.setFrameShape(QPdfView.Shape.NoFrame)
        return view

    def _colour_the_well(self) -> None:
        """Give the ground around the pages the colour of the theme."""
        palette = self.view.palette()
        palette.setColor(QPalette.ColorRole.Dark, QColor(colours_of(self).well))
        self.view.setPalette(palette)

    def _language_choice(self) -> CalmComboBox:
        choice = CalmComboBox()
        choice.setObjectName("previewLanguage")
        choice.setAccessibleName(self._ctx.catalog.text("ui.preview.language"))
        for language in LANGUAGES:
            choice.addItem(self._ctx.catalog.text(f"ui.form.language_{language}"), language)
        kept = self._ctx.settings.layout.get(_KEPT, self._ctx.catalog.language)
        choice.setCurrentIndex(max(0, choice.findData(kept)))
        choice.setFixedWidth(_LANGUAGE_WIDTH)
        choice.currentIndexChanged.connect(self._change_language)
        return choice

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 10, 12, 6)
        head.setSpacing(8)
        title = ElidedLabel(self)
        title.setText(self._ctx.catalog.text("ui.preview.title"))
        set_role(title, "strong")
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.language)
        head.addWidget(self.export)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.notice)
        column.addWidget(self.view, 1)
        column.addStretch(0)

    def _change_language(self) -> None:
        self._ctx.settings.layout[_KEPT] = self.language.currentData()
        self._render()

    def _render(self) -> None:
        """Have the pages made from what the file says now; a later request makes this one void."""
        self._asked += 1
        self._is_stale = False
        if self._city_id is None:
            self.document.close()
            return
        try:
            facts = briefs.gather(self._ctx.workspace, self._city_id)
        except UserError:
            return  # removed in the meantime; the tab is about to say so
        number, language, today = self._asked, self.language.currentData(), self._ctx.workspace.today()
        paper = self._ctx.settings.paper
        self._ctx.jobs.start(
            lambda: briefs.preview_brief(facts, language, as_of=today, paper=paper),
            lambda pages: self._show(number, pages),
            self._say_why,
            owner=self,
        )

    def _show(self, number: int, pages: bytes) -> None:
        if number != self._asked:
            return
        bar = self.view.verticalScrollBar()
        place = bar.value() if self.view.isVisible() else 0
        self._buffer.close()
        self._pages = QByteArray(pages)
        self._buffer.setData(self._pages)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        self.notice.hide()
        self.view.show()
        bar.setValue(place)

    def _say_why(self, error: UserError) -> None:
        self.view.hide()
        self.notice.setText(error_words(self._ctx.catalog, error))
        self.notice.show()

    def _export(self) -> None:
        """Write the brief shown to a file the user names."""
        if self._city_id is None:
            return
        facts = briefs.gather(self._ctx.workspace, self._city_id)
        language = self.language.currentData()
        text, name = self._ctx.catalog.text, briefs.brief_name(facts.city, language)
        target = ask_target(
            self._ctx, self, text("ui.preview.export_title"), name, text("ui.preview.pdf_files")
        )
        if target is None:
            return
        today, paper = self._ctx.workspace.today(), self._ctx.settings.paper
        self._ctx.jobs.start(
            lambda: briefs.export_brief(facts, language, target, as_of=today, paper=paper),
            self._tell_written,
            self._say_why,
            owner=self,
        )

    def _tell_written(self, report: ExportReport) -> None:
        self._ctx.tell("ui.preview.exported", file=report.path.name)
        missing = report.missing_characters
        if missing:
            shown = self._ctx.catalog.text("ui.preview.missing", characters=" ".join(missing[:20]))
            self.notice.setText(shown)
        self.notice.setVisible(bool(missing))
