"""The window: what people see and touch, built in code on PySide6.

``app.run`` opens the window; ``desk.Desk`` holds the window and the file lying open in it. The window paints before
anything of ``domain`` or ``services`` is imported, because SQLModel alone costs more than the whole window: modules
loaded for the first picture (``app``, ``desk``, ``main_window``, ``tab_row``, ``theme``, ``tab_list``) import nothing
of them at module level. Nor do they touch the ``Qt`` namespace, whose 134 enums cost a tenth of a bare window's start.
Tabs, widgets and dialogs may do both: they are loaded later.

**A tab** is a QWidget listed in ``tab_list.TABS`` as soon as it works, never before; its title is the text
``ui.tab.<key>``. It is imported and built when it is first shown, as ``Tab(ctx: AppContext)`` and no more, and has

- ``concerns: tuple[str, ...]``: the entities whose changes it shows. It listens to ``ctx.changed`` itself, reloads
  when ``changes.concerns(*self.concerns)``, and keeps its selection by id;
- ``select(noun: str, record_id: str) -> None``: bring a record of one of its nouns into view and into the form;
- ``selection() -> str | None``: the id of the selected record of its first noun, kept between two starts;
- ``may_leave() -> bool``: keep what is being typed, and say whether nothing is left that was refused; where it is not,
  ``leave(then)`` asks whether to give that up, and then does ``then``.

A tab that lists records, that is whose ``TabSpec.nouns`` is not empty, also has ``add_record() -> None`` (Ctrl+N) and
``focus_filter() -> None`` (Ctrl+F). ``nouns`` names what the tab can show when search or a link asks for it, its own
noun first. What a tab wants to find again at the next start (column widths, a splitter) it keeps in
``ctx.settings.layout`` under a name that begins with its key; the desk saves the settings.

A widget that needs another place of the window asks through ``navigation.open_record(self, noun, record_id)`` and its
sisters: a Qt event that climbs to the main window, so that no tab knows another one.

**Looks.** Colours come from ``theme.colours_of(widget)``, asked for while painting, icons are put on with
``icons.draw(on, name, role)``: another theme is put on the window as it stands. Style roles are given with
``theme.set_role(widget, "primary")``; ``resources/style/window.qss`` says what each role looks like. Labels are made by
``widgets.labels``, which shows every text as plain text.
"""

from ecocity_desktop.ui.plain_import import restore_import

restore_import()
