"""The parts tabs and dialogs are built of: lists, forms, maps, pages."""
