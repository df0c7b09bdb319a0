"""The photo in a city's form: choosing, dropping, replacing and removing it, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from ecocity_desktop.domain.nouns import NOUNS
from ecocity_desktop.errors import UserError
from ecocity_desktop.services import briefs, photos
from ecocity_desktop.ui import icons
from ecocity_desktop.ui.dialogs.messages import confirm, error_words, show_error
from ecocity_desktop.ui.export_files import ask_source, ask_target
from ecocity_desktop.ui.theme import set_role
from ecocity_desktop.ui.widgets.form_layout import sections_of
from ecocity_desktop.ui.widgets.labels import label
from ecocity_desktop.ui.widgets.photo_frame import PhotoFrame
from ecocity_desktop.ui.widgets.section import Section

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ecocity_desktop.brief.facts import CityFacts, PhotoFacts
    from ecocity_desktop.domain.city import City
    from ecocity_desktop.exchange.picture_file import CleanPicture, Raster
    from ecocity_desktop.ui.context import AppContext
    from ecocity_desktop.ui.widgets.names import Names
    from ecocity_desktop.ui.widgets.record_saver import RecordSaver


class PhotoSection(Section):
    """At most one photo. Files are read on the worker, and what is shown was decoded there too."""

    def __init__(self, ctx: AppContext, names: Names) -> None:
        super().__init__(ctx, ctx.catalog.text("ui.photo.title"))
        self._names = names
        self._city: City | None = None
        self._shown: PhotoFacts | None = None
        self._is_reading = False
        self._saver: RecordSaver | None = None
        self.choose = self._button("ui.photo.choose", "folder-open", self.ask)
        self.save = self._button("ui.photo.save", "save", self._save)
        self.remove = self._button("ui.photo.remove", "trash-2", self._ask_removal)
        self.frame = PhotoFrame(ctx.catalog.text("ui.photo.frame"))
        self.frame.dropped.connect(self.take)
        self.notice = label("", "problem", wrap=True)
        self.hint = label("", "caption", wrap=True)
        for each in (self.frame, self.notice, self.hint):
            self.column.addWidget(each)
        self._say("")
        self._show_state()

    def show_photo(self, facts: CityFacts) -> None:
        """Show the photo of a city, or the place to drop one; what is being typed about the same photo stays."""
        if self._city is None or self._city.id != facts.city.id:
            self._say("")
        before, self._city, self._shown = self._shown, facts.city, facts.photo
        self._show_state()
        if self._shown is None:
            self._show_none()
            return
        saver = self.saver()
        saver.form.show()
        same_picture = before is not None and before.picture.id == self._shown.picture.id
        if same_picture and saver.record_id == self._shown.photo.id:
            saver.refresh()
        else:
            saver.show(self._shown.photo.id)
        if before is None or _what_is_seen(before) != _what_is_seen(self._shown):
            self._draw(self._shown)

    def ask(self) -> None:
        """Ask which file to take the photo from."""
        text = self.ctx.catalog.text
        file = ask_source(self.ctx, self.window(), text("ui.photo.open_title"), text("ui.photo.kinds"))
        if file is not None:
            self.take(file)

    def take(self, file: Path) -> None:
        """Make the picture in a file the photo of the city shown, once what is being typed is kept."""
        city = self._city
        if city is not None and not self._is_reading and not self.ctx.workspace.read_only:
            self.leave(lambda: self._read(city, file))

    def leave(self, then: Callable[[], None]) -> None:
        if self._saver is None or self._saver.record_id is None:
            then()
        else:
            self._saver.leave(then)

    def is_clean(self) -> bool:
        return self._saver is None or self._saver.record_id is None or self._saver.is_clean()

    def _read(self, city: City, file: Path) -> None:
        self._say("")
        self._is_reading = True
        self._show_state()
        self.ctx.jobs.start(
            lambda: photos.read_picture(file),
            lambda picture: self._take(city, picture),
            self._refuse,
            owner=self,
        )

    def _take(self, city: City, picture: CleanPicture) -> None:
        """Put in the picture that was read; what was typed meanwhile was said of the one shown."""
        self._is_reading = False
        self._show_state()
        if self._city is not None and self._city.id == city.id:
            self.leave(lambda: self._put(city, picture))
        else:
            self._put(city, picture)

    def _put(self, city: City, picture: CleanPicture) -> None:
        replaces = photos.photo_of(self.ctx.workspace, city.id) is not None
        changes = self.ctx.perform(photos.set_photo, city.id, picture)
        if changes is not None and changes.only_mended:
            self.ctx.tell("ui.photo.mended")
        elif changes is not None and changes.edit_id is not None:
            self.ctx.tell("ui.photo.replaced" if replaces else "ui.photo.put")

    def _refuse(self, error: UserError) -> None:
        self._is_reading = False
        self._show_state()
        self._say(error_words(self.ctx.catalog, error))

    def _draw(self, shown: PhotoFacts) -> None:
        """Have the picture decoded on the worker; by then another one may be asked for."""
        content, (width, height) = shown.picture.content, self.frame.wanted
        self.frame.say("")
        self.ctx.jobs.start(
            lambda: photos.thumbnail(content, width, height),
            lambda raster: self._show_raster(shown, raster),
            owner=self,
        )

    def _show_raster(self, shown: PhotoFacts, raster: Raster | None) -> None:
        if self._shown is None or self._city is None or self._shown.picture.id != shown.picture.id:
            return
        if raster is not None:
            self.frame.show_raster(raster)
            return
        city = self._city.name.read(self.ctx.catalog.language).text
        self._say(self.ctx.catalog.text("error.photo_unreadable", city=city))

    def _show_none(self) -> None:
        self.frame.say(self.ctx.catalog.text("ui.photo.empty"))
        if self._saver is not None:
            self._saver.clear()
            self._saver.form.hide()

    def _show_state(self) -> None:
        """Bring buttons and hint up to date with the photo there is and whether one is being read."""
        text, some = self.ctx.catalog.text, self._shown is not None
        read_only = self.ctx.workspace.read_only
        self.choose.setText(text("ui.photo.replace" if some else "ui.photo.choose"))
        self.choose.setHidden(read_only)
        self.remove.setVisible(some and not read_only)
        self.save.setVisible(some)
        self.frame.setAcceptDrops(not read_only)
        for button in (self.choose, self.remove):
            button.setEnabled(not self._is_reading)
        hint = text("ui.photo.reading") if self._is_reading else self._blurred()
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))

    def _blurred(self) -> str:
        if self._shown is None or not photos.is_blurred(self._shown.picture):
            return ""
        picture, (wide, high) = self._shown.picture, photos.SHARP_PX
        size = {"width": picture.width_px, "height": picture.height_px, "wide": wide, "high": high}
        return self.ctx.catalog.text("problem.photo.blurred", **size)

    def _ask_removal(self) -> None:
        if self._city is not None:
            name = self._city.name.read(self.ctx.catalog.language).text
            confirm(
                self.window(),
                self.ctx.catalog,
                "ui.photo.remove_ask",
                self._remove,
                yes="ui.form.remove_button",
                name=name,
            )

    def _remove(self) -> None:
        if self._city is not None:
            self.saver().form.discard()
            self.ctx.perform(photos.remove_photo, self._city.id)
            self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        """Write the photo to a file the user names."""
        if self._city is None or self._shown is None:
            return
        text, name = self.ctx.catalog.text, f"{briefs.file_stem(self._city)}.jpg"
        target = ask_target(self.ctx, self.window(), text("ui.photo.save_title"), name, text("ui.photo.jpeg"))
        if target is None:
            return
        try:
            photos.export_photo(self._shown, self._city, self.ctx.catalog.language, target)
        except UserError as error:
            show_error(self.window(), self.ctx.catalog, error)
        else:
            self.ctx.tell("ui.photo.saved", file=target.name)

    def _say(self, words: str) -> None:
        self.notice.setText(words)
        self.notice.setVisible(bool(words))

    def saver(self) -> RecordSaver:
        """Return what saves the form; both are made with the first photo shown: most cities have none."""
        if self._saver is None:
            from ecocity_desktop.ui.widgets.record_dialog import ask_for_source
            from ecocity_desktop.ui.widgets.record_form import RecordForm
            from ecocity_desktop.ui.widgets.record_saver import RecordSaver

            noun = NOUNS["photos"]
            fields = sections_of(noun, ("city_id",))
            form = RecordForm(noun, fields, self.ctx.catalog, self._names, headings=False)
            form.source_asked.connect(
                lambda editor, which, words: ask_for_source(self.ctx, editor, which, words)
            )
            self._saver = RecordSaver(self.ctx, "photos", form)
            self.column.addSpacing(4)
            self.column.addWidget(form)
        return self._saver

    def _button(self, key: str, drawn: str, deed: Callable[[], None]) -> QPushButton:
        made = QPushButton(self.ctx.catalog.text(key))
        made.setObjectName(key.removeprefix("ui."))
        icons.draw(made, drawn, "jade")
        set_role(made, "link")
        made.clicked.connect(lambda: deed())
        self.head.addWidget(made)
        return made


def _what_is_seen(shown: PhotoFacts) -> tuple[str, bytes]:
    """The bytes too: under the name of a picture they may have been put right."""
    return shown.picture.id, shown.picture.content
