"""The dialogs, one file each: calm, in the words of the catalogue, always to be left with Esc."""
