"""The manual: the list of its pages, a field to find words in them, and the page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QImage, QKeySequence, QShortcut, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from ecocity_desktop.brief.manual_text import PAGES, load_manual
from ecocity_desktop.bundled import manual_file
from ecocity_desktop.ui.dialogs.messages import show_error
from ecocity_desktop.ui.export_files import ask_where
from ecocity_desktop.ui.manual_html import html_of, style_of
from ecocity_desktop.ui.theme import GRID, colours_of, set_role
from ecocity_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from ecocity_desktop.i18n.catalog import Catalog
    from ecocity_desktop.ui.jobs import Jobs

_SIZE = (1060, 780)
_TEXT_WIDTH, _PICTURE_HEIGHT = 700, 560
_NAME = Qt.ItemDataRole.UserRole


class ManualDialog(QDialog):
    """Lies beside the work: it never stops anything. One window has one, at the page last asked for."""

    def __init__(self, catalog: Catalog, jobs: Jobs, paper: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalog = catalog
        self._jobs = jobs
        self._paper = paper
        self._pages = {page.name: page for page in load_manual(catalog.language)}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(catalog.text("ui.manual.window"))
        self.resize(*_SIZE)
        self.contents = QListWidget(self)
        self.query = QLineEdit(self)
        self.found = label("", "caption", wrap=True)
        self.page = PageView(catalog.language, self)
        self.save = QPushButton(catalog.text("ui.manual.save"), self)
        self._lay_out()
        for name in PAGES:
            item = QListWidgetItem(self._pages[name].title, self.contents)
            item.setData(_NAME, name)
        self.contents.currentItemChanged.connect(self._show_chosen)
        self.page.page_asked.connect(self.open_page)
        self.query.textChanged.connect(self._narrow)
        self.query.returnPressed.connect(self._find_next)
        self.save.clicked.connect(self._ask_pdf)
        for keys, deed in (("Ctrl+F", self._begin_find), ("F3", self._find_next)):
            QShortcut(QKeySequence(keys), self, deed)
        self.contents.setFocus()

    def open_page(self, name: str) -> None:
        """Show the page of that name, ``"cities"`` for instance; the overview for a name there is no page of."""
        wanted = name if name in self._pages else PAGES[0]
        self.query.clear()
        self.contents.setCurrentRow(PAGES.index(wanted))

    def page_name(self) -> str:
        """Return the name of the page shown."""
        return str(self.contents.currentItem().data(_NAME))

    def _lay_out(self) -> None:
        text = self._catalog.text
        self.contents.setObjectName("contents")
        self.contents.setAccessibleName(text("ui.manual.contents"))
        self.query.setObjectName("find")
        self.query.setPlaceholderText(text("ui.manual.find"))
        self.query.setAccessibleName(text("ui.manual.find"))
        self.query.setClearButtonEnabled(True)
        self.page.setAccessibleName(text("ui.manual.page"))
        self.save.setObjectName("save")
        self.save.setAutoDefault(False)
        left = QWidget(self)
        left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(left, "canvas")
        column = QVBoxLayout(left)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        self.contents.setStyleSheet("QListWidget { background: transparent; }")
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.contents.setWordWrap(True)
        for part in (self.query, self.found, self.contents, self.save):
            column.addWidget(part)
        splitter = QSplitter(self)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self.page)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([270, _SIZE[0] - 270])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(splitter)
        self.found.hide()

    def _show_chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.page.show_page(html_of(self._pages[item.data(_NAME)]), style_of(colours_of(self)))
            self.page.mark(self.query.text())

    def _begin_find(self) -> None:
        self.query.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.query.selectAll()

    def _narrow(self, typed: str) -> None:
        """List only the pages that hold what is typed, and go to the first when the one shown does not."""
        wanted = typed.strip().casefold()
        items = [self.contents.item(row) for row in range(self.contents.count())]
        holding = [item for item in items if wanted in self._pages[item.data(_NAME)].words().casefold()]
        for item in items:
            item.setHidden(item not in holding)
        self.found.setText(self._catalog.text("ui.manual.found", count=len(holding)) if holding else "")
        if not holding:
            self.found.setText(self._catalog.text("ui.manual.nothing", words=typed.strip()))
        self.found.setVisible(bool(wanted))
        if holding and self.contents.currentItem() not in holding:
            self.contents.setCurrentItem(holding[0])
        self.page.mark(typed)

    def _find_next(self) -> None:
        """Go to the next place, on this page or on the next one that holds what is typed."""
        if not self.query.text().strip() or self.page.go_to_next():
            return
        rows = [row for row in range(self.contents.count()) if not self.contents.item(row).isHidden()]
        if rows:
            now = self.contents.currentRow()
            self.contents.setCurrentRow(next((row for row in rows if row > now), rows[0]))
            self.page.go_to_next()

    def _ask_pdf(self) -> None:
        text = self._catalog.text
        proposed = Path(f"{text('ui.manual.file')}.pdf")
        target = ask_where(
            self, self._catalog, text("ui.manual.save"), proposed, text("ui.preview.pdf_files"), None
        )
        if target is not None:
            self._save_pdf(target)

    def _save_pdf(self, target: Path) -> None:
        language, paper = self._catalog.language, self._paper

        def work() -> Path:
            from ecocity_desktop.brief.manual_pdf import save_manual

            return save_manual(language, target, paper)

        self.save.setEnabled(False)
        self._jobs.start(work, self._say_saved, self._say_refused, owner=self)

    def _say_saved(self, target: Path) -> None:
        self.save.setEnabled(True)
        self.found.setText(self._catalog.text("ui.manual.saved", file=target.name))
        self.found.show()

    def _say_refused(self, error: Any) -> None:
        self.save.setEnabled(True)
        show_error(self, self._catalog, error)


class PageView(QTextBrowser):
    """Shows one page; pictures are made to fit its width, and links to other pages are asked for by name."""

    page_asked = Signal(str)

    def __init__(self, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._language = language
        self._places: list[QTextCursor] = []
        self.setObjectName("page")
        self.setOpenLinks(False)
        self.anchorClicked.connect(lambda url: self.page_asked.emit(url.toString()))
        self.document().setDocumentMargin(4 * GRID)
        self.setStyleSheet("QTextBrowser, QTextBrowser:focus { border: 0; padding: 0; }")

    def show_page(self, html: str, style: str) -> None:
        """Show a page from its top."""
        self.document().setDefaultStyleSheet(style)
        self.setHtml(html)
        self.verticalScrollBar().setValue(0)

    def loadResource(self, kind: int, url: QUrl) -> Any:
        """Give a picture of the manual, and nothing from anywhere else."""
        if kind != QTextDocument.ResourceType.ImageResource.value or not url.isRelative():
            return None
        ratio = self.devicePixelRatioF()
        picture = QImage(str(manual_file(self._language, url.path())))
        room = QSize(_TEXT_WIDTH, _PICTURE_HEIGHT) * ratio
        if picture.width() > room.width() or picture.height() > room.height():
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            picture = picture.scaled(room, keep, smooth)
        picture.setDevicePixelRatio(ratio)
        return picture

    def mark(self, words: str) -> None:
        """Mark every place that holds ``words``; nothing for an empty text."""
        self._places = list(self._find_all(words.strip()))
        marked = QTextCharFormat()
        marked.setBackground(QColor(colours_of(self).coming_ground))
        selections = []
        for place in self._places:
            one = QTextEdit.ExtraSelection()
            one.cursor, one.format = place, marked
            selections.append(one)
        self.setExtraSelections(selections)

    def go_to_next(self) -> bool:
        """Go to the next place that is marked; return whether there was one below."""
        at = self.textCursor().selectionEnd()
        for place in self._places:
            if place.selectionStart() >= at:
                self.setTextCursor(place)
                self.ensureCursorVisible()
                return True
        return False

    def _find_all(self, words: str) -> Any:
        if not words:
            return
        found = self.document().find(words)
        while not found.isNull():
            yield found
            found = self.document().find(words, found)
