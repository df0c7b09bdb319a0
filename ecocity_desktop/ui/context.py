"""What widgets share: given to each of them in its constructor, so that nothing in the window is global."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ecocity_desktop.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ecocity_desktop.domain.changes import ChangeSet
    from ecocity_desktop.errors import Problem
    from ecocity_desktop.i18n.catalog import Catalog
    from ecocity_desktop.services.workspace import Workspace
    from ecocity_desktop.settings import Settings
    from ecocity_desktop.ui.jobs import Jobs


class AppContext(QObject):
    """The open file, the words, the choices of the user, the worker, and the one signal that says what changed.

    ``show_message`` receives a translated sentence, ``show_error`` an error no form asked for; both come from the
    window. A context serves one window in one language: changing the language makes another one.
    """

    changed = Signal(object)
    """Carries the ``ChangeSet`` of every write, undo and redo, once it is on disk."""

    def __init__(
        self,
        workspace: Workspace,
        catalog: Catalog,
        settings: Settings,
        jobs: Jobs,
        *,
        show_message: Callable[[str], None],
        show_error: Callable[[UserError], None],
    ) -> None:
        super().__init__()
        self.workspace = workspace
        self.catalog = catalog
        self.settings = settings
        self.jobs = jobs
        self._show_message = show_message
        self._show_error = show_error

    def perform(
        self,
        verb: Callable[..., ChangeSet],
        *args: Any,
        on_problems: Callable[[Sequence[Problem]], None] | None = None,
    ) -> ChangeSet | None:
        """Run ``verb(workspace, *args)``, say what changed, and return it; ``None`` when it was refused.

        The problems of a refusal go to ``on_problems``, the form that asked; without it, or when the error is not about
        single fields, the window says calmly what happened. Anything that is not a ``UserError`` flies on.
        """
        try:
            changes = verb(self.workspace, *args)
        except UserError as error:
            if error.problems and on_problems is not None:
                on_problems(error.problems)
            else:
                self._show_error(error)
            return None
        if changes.touched:
            self.changed.emit(changes)
        return changes

    def tell(self, key: str, **values: Any) -> None:
        """Say in passing that something was done: the text of ``key``, in the status bar, for a few seconds."""
        self._show_message(self.catalog.text(key, **values))
