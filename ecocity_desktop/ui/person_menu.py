"""What can be done with a person's own data from the list of people: handing them over, and erasing them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QPushButton

from ecocity_desktop.domain.person import full_name
from ecocity_desktop.errors import not_written
from ecocity_desktop.paths import write_whole
from ecocity_desktop.services import privacy, records
from ecocity_desktop.ui import navigation
from ecocity_desktop.ui.dialogs.messages import show_error
from ecocity_desktop.ui.export_files import ask_where
from ecocity_desktop.ui.theme import set_role

if TYPE_CHECKING:
    from ecocity_desktop.services.backups import KeptBackup
    from ecocity_desktop.ui.context import AppContext
    from ecocity_desktop.ui.widgets.child_list import ChildList


class PersonMenu(QObject):
    """Adds a button to the heading of ``people``; it concerns the person chosen in the list."""

    def __init__(self, ctx: AppContext, people: ChildList) -> None:
        super().__init__(people)
        self._ctx = ctx
        self._people = people
        text = ctx.catalog.text
        self.button = QPushButton(text("ui.personal.menu"))
        self.button.setObjectName("personal")
        set_role(self.button, "link")
        menu = QMenu(self.button)
        self.export = menu.addAction(text("ui.personal.export"))
        self.export.setObjectName("exportPerson")
        self.export.triggered.connect(self.ask_export)
        self.erase = menu.addAction(text("ui.personal.erase"))
        self.erase.setObjectName("erasePerson")
        self.erase.setEnabled(not ctx.workspace.read_only)
        self.erase.triggered.connect(self.ask_erase)
        self.button.setMenu(menu)
        people.head.insertWidget(people.head.count() - 1, self.button)
        people.table.chosen.connect(lambda _id: self._refresh())
        people.table.records.modelReset.connect(self._refresh)
        self._refresh()

    def ask_export(self) -> None:
        """Ask where everything the file holds of the person shall be written."""
        person_id = self._people.table.current_id()
        if person_id is None:
            return
        self._people.is_clean()  # a menu does not leave the field being typed in
        text = self._ctx.catalog.text
        proposed = self._ctx.workspace.origin.with_name(f"{self._name(person_id)}.json")
        title, kinds = text("ui.personal.export_title"), f"{text('ui.personal.kind')} (*.json)"
        target = ask_where(
            self._people, self._ctx.catalog, title, proposed, kinds, self._ctx.workspace.origin
        )
        if target is None:
            return
        held = privacy.export_person(self._ctx.workspace, person_id)
        try:
            write_whole(target, (json.dumps(held, ensure_ascii=False, indent=1) + "\n").encode())
        except OSError as error:
            show_error(self._people.window(), self._ctx.catalog, not_written(target, error))
            return
        self._ctx.tell("ui.personal.exported", file=target.name)

    def ask_erase(self) -> None:
        """Ask whether the person shall really be erased."""
        from ecocity_desktop.ui.dialogs.erase_person import ErasePersonDialog

        person_id = self._people.table.current_id()
        if person_id is not None:
            if self._people.saver is not None and self._people.saver.record_id == person_id:
                self._people.saver.form.discard()
            dialog = ErasePersonDialog(self._ctx, person_id, self._name(person_id), self._people.window())
            dialog.erased.connect(self._offer_to_delete)
            dialog.open()

    def _offer_to_delete(self, kept: tuple[KeptBackup, ...]) -> None:
        from ecocity_desktop.ui.dialogs.erase_person import OlderCopiesDialog

        if kept:
            dialog = OlderCopiesDialog(self._ctx, kept, self._people.window())
            dialog.accepted.connect(lambda: navigation.keep_backup(self._people))  # no other is left
            dialog.open()

    def _name(self, person_id: str) -> str:
        return full_name(records.get_record(self._ctx.workspace, "people", person_id))

    def _refresh(self) -> None:
        self.button.setEnabled(self._people.table.current_id() is not None)
