"""What the calendar exchanges with other programs: an agenda file out, a project plan out and, after a look, in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QPushButton

from ecocity_desktop.errors import UserError
from ecocity_desktop.ui.dialogs.messages import show_error
from ecocity_desktop.ui.export_files import ask_source, ask_target
from ecocity_desktop.ui.theme import set_role

if TYPE_CHECKING:
    from ecocity_desktop.ui.context import AppContext


class ExchangeButton(QPushButton):
    """A menu of the three exchanges; importing is left out of a file that cannot be written."""

    def __init__(self, ctx: AppContext) -> None:
        text = ctx.catalog.text
        super().__init__(text("ui.exchange.menu"))
        self._ctx = ctx
        self.setObjectName("exchange")
        set_role(self, "menu")
        menu = QMenu(self)
        deeds = {
            "ui.exchange.export_ics": self.ask_agenda,
            "ui.exchange.export_plan": self.export_plan,
            "ui.exchange.import_plan": self.ask_import,
        }
        for key, deed in deeds.items():
            action = menu.addAction(text(key))
            action.setObjectName(key.removeprefix("ui.exchange."))
            action.triggered.connect(lambda _=False, chosen=deed: chosen())
            action.setEnabled(deed != self.ask_import or not ctx.workspace.read_only)
        self.setMenu(menu)

    def ask_agenda(self) -> None:
        """Ask whose dates shall go into the agenda file."""
        from ecocity_desktop.ui.dialogs.agenda import AgendaDialog

        dialog = AgendaDialog(self._ctx, self.window())
        dialog.chosen.connect(self._export_agenda)
        dialog.open()

    def export_plan(self) -> None:
        """Write the milestones, their links and baselines as a plan other planners open."""
        from ecocity_desktop.services.project_plans import export_plan

        text = self._ctx.catalog.text
        name = f"{text('ui.calendar.page_file')}.xml"
        target = ask_target(
            self._ctx, self, text("ui.exchange.export_plan_title"), name, text("ui.exchange.plan_files")
        )
        if target is None:
            return
        try:
            report = export_plan(self._ctx.workspace, target, self._ctx.catalog)
        except UserError as error:
            show_error(self.window(), self._ctx.catalog, error)
            return
        self._ctx.tell("ui.exchange.plan_written", file=target.name, tasks=report.tasks, links=report.links)

    def ask_import(self) -> None:
        """Ask which plan to import, and show what that would do."""
        from ecocity_desktop.services.project_plans import preview_plan
        from ecocity_desktop.ui.dialogs.plan_preview import PlanPreview

        text, catalog = self._ctx.catalog.text, self._ctx.catalog
        source = ask_source(
            self._ctx, self, text("ui.exchange.import_plan_title"), text("ui.exchange.plan_files")
        )
        if source is None:
            return
        try:
            lines = preview_plan(self._ctx.workspace, source, catalog.language)
        except UserError as error:
            show_error(self.window(), catalog, error)
            return
        PlanPreview(self._ctx, source, lines, self.window()).open()

    def _export_agenda(self, city_id: str, partner_id: str, called: str) -> None:
        from ecocity_desktop.services.calendars import export_calendar

        text = self._ctx.catalog.text
        name = f"{called}.ics".replace("/", "-")
        target = ask_target(
            self._ctx, self, text("ui.exchange.export_ics_title"), name, text("ui.exchange.ics_files")
        )
        if target is None:
            return
        workspace, catalog = self._ctx.workspace, self._ctx.catalog
        try:
            report = export_calendar(
                workspace, target, catalog, city_id=city_id or None, partner_id=partner_id or None
            )
        except UserError as error:
            show_error(self.window(), catalog, error)
            return
        key = "ui.exchange.ics_written_undated" if report.undated else "ui.exchange.ics_written"
        self._ctx.tell(key, file=target.name, count=report.events, undated=report.undated)
