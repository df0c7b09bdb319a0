"""The parts tabs and dialogs are built of: lists, forms, maps, pages."""

from ecocity_desktop.ui.immortal_none import keep_none_alive

keep_none_alive()
