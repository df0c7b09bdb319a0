"""Whether the open file is sound, in words: what is wrong with it, if anything."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit

from ecocity_desktop.domain.nouns import NOUNS
from ecocity_desktop.errors import UserError
from ecocity_desktop.i18n import formats
from ecocity_desktop.services.checks import Finding, check_and_mend
from ecocity_desktop.services.history import edits_ahead
from ecocity_desktop.services.naming import name_of
from ecocity_desktop.ui.dialogs.frame import Button, CalmDialog
from ecocity_desktop.ui.theme import GRID
from ecocity_desktop.ui.widgets.labels import label
from ecocity_desktop.ui.words import local_time

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ecocity_desktop.ui.context import AppContext


class CheckDialog(CalmDialog):
    """Says that all is well, or lists what was found, ready to be copied."""

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx.catalog.text("ui.check.title"), parent, width=76 * GRID)
        self.findings, rebuilt = check_and_mend(ctx.workspace)
        key = "ui.check.found" if self.findings else "ui.check.sound"
        self.column.addWidget(label(ctx.catalog.text(key, count=len(self.findings)), wrap=True))
        if rebuilt:
            self.column.addWidget(label(ctx.catalog.text("warning.search_rebuilt"), "secondary", wrap=True))
        ahead, last = (0, None) if self.findings else edits_ahead(ctx.workspace)
        if last is not None:
            when = formats.moment(local_time(last), ctx.catalog.language)
            told = ctx.catalog.text("warning.clock_ahead", count=ahead, time=when)
            self.column.addWidget(label(told, "secondary", wrap=True))
        if self.findings:
            lines = "\n".join(finding_words(ctx, finding) for finding in self.findings)
            shown = QPlainTextEdit(lines, self)
            shown.setReadOnly(True)
            shown.setTabChangesFocus(True)
            shown.setAccessibleName(ctx.catalog.text("ui.check.list"))
            self.column.addWidget(shown)
        self.add_buttons(Button.Close)


def finding_words(ctx: AppContext, finding: Finding) -> str:
    """Return one finding in words: what and where, and on a second line what it means."""
    text, detail = ctx.catalog.text, finding.detail
    if finding.noun and finding.id:
        detail = f"{text(f'noun.{finding.noun}', count=1)} {_called(ctx, finding)}"
        spec = NOUNS[finding.noun].field(finding.detail)
        if spec is not None:
            detail += f" · {text(f'field.{NOUNS[finding.noun].entity}.{spec.name}')}"
    if finding.problem is not None:
        detail += f" · {text(finding.problem.key, **finding.problem.params)}"
    return f"{text(finding.key, detail=detail)}\n    {text(f'{finding.key}_meaning')}"


def _called(ctx: AppContext, finding: Finding) -> str:
    """What the record is called; its id where its name cannot be read or there is none."""
    name = None
    with suppress(UserError):
        name = name_of(ctx.workspace, NOUNS[finding.noun or ""].entity, finding.id or "")
    return (name and name.read(ctx.catalog.language).text) or finding.id or ""
