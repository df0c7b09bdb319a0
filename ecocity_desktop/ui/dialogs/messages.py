"""Short messages: an error in calm words, and a question before something large is done."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from ecocity_desktop.i18n import formats
from ecocity_desktop.ui.dialogs.frame import Button, CalmDialog
from ecocity_desktop.ui.theme import set_role
from ecocity_desktop.ui.widgets.labels import label
from ecocity_desktop.ui.words import local_time

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.errors import UserError
    from ecocity_desktop.i18n.catalog import Catalog


def error_words(catalog: Catalog, error: UserError) -> str:
    """Return what happened and what to do next, with one line per value refused."""
    reasons = [catalog.text(problem.key, **problem.params) for problem in error.problems]
    params = dict(error.params)
    if "since" in params:
        params["since"] = _local_moment(catalog, str(params["since"]))
    return "\n".join([catalog.text(error.key, **params), *reasons])


def _local_moment(catalog: Catalog, since: str) -> str:
    """Return an ISO instant as a person says it; what is none stays as it is."""
    try:
        return formats.moment(local_time(datetime.fromisoformat(since)), catalog.language)
    except ValueError:
        return since


def show_error(parent: QWidget, catalog: Catalog, error: UserError) -> None:
    """Show an error over ``parent``."""
    MessageDialog(catalog.text("ui.error_title"), error_words(catalog, error), parent).open()


def confirm(
    parent: QWidget,
    catalog: Catalog,
    key: str,
    deed: Callable[[], None],
    *,
    yes: str,
    no: str = "",
    refused: Callable[[], None] = lambda: None,
    **values: Any,
) -> None:
    """Ask the question ``key``, under the title ``<key>_title``, and do ``deed`` when the answer is yes.

    ``yes`` and ``no`` are the keys of the verbs on the buttons; without ``no`` it is Qt's own "Cancel". Enter takes the
    safe way, which does nothing but ``refused``.
    """
    title = catalog.text(f"{key}_title")
    dialog = MessageDialog(title, catalog.text(key, **values), parent, Button.Yes | Button.Cancel)
    dialog.buttons.button(Button.Yes).setText(catalog.text(yes))
    stay = dialog.buttons.button(Button.Cancel)
    if no:
        stay.setText(catalog.text(no))
    set_role(stay, "primary")
    stay.setDefault(True)
    stay.setFocus()
    dialog.accepted.connect(deed)
    dialog.rejected.connect(refused)
    dialog.open()


class MessageDialog(CalmDialog):
    """A heading, a few sentences, and the buttons to leave with."""

    def __init__(
        self, title: str, words: str, parent: QWidget | None, buttons: Button = Button.Close
    ) -> None:
        super().__init__(title, parent)
        self.words = label(words, wrap=True)
        self.column.addWidget(self.words)
        self.buttons = self.add_buttons(buttons)
