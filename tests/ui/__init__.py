"""The window: its widgets, tabs, dialogs and journeys."""
