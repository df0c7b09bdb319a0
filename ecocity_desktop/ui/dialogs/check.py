"""Whether the open file is sound, in words: what is wrong with it, if anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit

from ecocity_desktop.services.checks import Finding, check_workspace
from ecocity_desktop.ui.dialogs.frame import Button, CalmDialog
from ecocity_desktop.ui.theme import GRID
from ecocity_desktop.ui.widgets.labels import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.i18n.catalog import Catalog
    from ecocity_desktop.ui.context import AppContext


class CheckDialog(CalmDialog):
    """Says that all is well, or lists what was found, ready to be copied."""

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx.catalog.text("ui.check.title"), parent, width=76 * GRID)
        self.findings = check_workspace(ctx.workspace)
        key = "ui.check.found" if self.findings else "ui.check.sound"
        self.column.addWidget(label(ctx.catalog.text(key, count=len(self.findings)), wrap=True))
        if self.findings:
            lines = "\n".join(finding_words(ctx.catalog, finding) for finding in self.findings)
            shown = QPlainTextEdit(lines, self)
            shown.setReadOnly(True)
            shown.setTabChangesFocus(True)
            shown.setAccessibleName(ctx.catalog.text("ui.check.list"))
            self.column.addWidget(shown)
        self.add_buttons(Button.Close)


def finding_words(catalog: Catalog, finding: Finding) -> str:
    """Return one finding as a sentence."""
    reason = ""
    if finding.problem is not None:
        reason = " " + catalog.text(finding.problem.key, **finding.problem.params)
    return catalog.text(finding.key, detail=finding.detail) + reason
